//! The way of the data is the layout of the crates: siblings do not see each other.

use std::collections::BTreeSet;

/// For each crate the crates of ours that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("parallax-model", &[]),
    ("parallax-page", &["parallax-model"]),
    ("parallax-text", &["parallax-model"]),
    ("parallax-ledger", &["parallax-model"]),
    ("parallax", &["parallax-ledger", "parallax-model", "parallax-page", "parallax-text"]),
    ("xtask", &["parallax", "parallax-ledger", "parallax-model", "parallax-page", "parallax-text"]),
];

#[test]
fn crates_use_only_what_stands_to_their_left() {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec().unwrap();
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(ours, MAY_USE.iter().map(|m| m.0).collect(), "a new crate needs a line in this table");
    for package in &metadata.packages {
        let (name, allowed) = MAY_USE.iter().find(|m| m.0 == package.name.as_str()).unwrap();
        for used in package.dependencies.iter().filter(|d| ours.contains(d.name.as_str())) {
            assert!(allowed.contains(&used.name.as_str()), "{name} must not use {}", used.name);
        }
    }
}

#[test]
fn the_model_depends_on_serde_alone() {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec().unwrap();
    let model = metadata.packages.iter().find(|p| p.name.as_str() == "parallax-model").unwrap();
    let used: Vec<&str> = model
        .dependencies
        .iter()
        .filter(|d| d.kind == cargo_metadata::DependencyKind::Normal)
        .map(|d| d.name.as_str())
        .collect();
    assert_eq!(used, ["serde", "thiserror"]);
}
