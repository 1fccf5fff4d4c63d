//! For developers: evaluate, check the layout, build data.
fn main() {}
