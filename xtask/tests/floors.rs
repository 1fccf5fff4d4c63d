//! No layer falls below its floor on our own gold.

#[test]
fn every_floor_holds() {
    for row in xtask::eval::own::rows(&xtask::eval::root()) {
        assert!(
            row.f1 >= row.floor,
            "{}: F1 {:.1} is below its floor of {:.1}",
            row.layer,
            row.f1,
            row.floor
        );
    }
}
