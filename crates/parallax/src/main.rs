//! The `parallax` program.
fn main() {}
