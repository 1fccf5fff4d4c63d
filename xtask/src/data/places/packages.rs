//! Files of the packages that `cargo xtask data fetch` has brought and unpacked.

use std::path::Path;

use super::Error;

/// The text of a file of a package.
pub(super) fn read(folder: &Path, package: &str, inner: &str) -> Result<String, Error> {
    let path = folder.join(package).join(inner);
    Ok(std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?)
}

/// The names of the files in a folder of a package and in the folders of that one, sorted.
pub(super) fn list(folder: &Path, package: &str, inner: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let top = folder.join(package);
    for group in std::fs::read_dir(top.join(inner))? {
        let group = group?.path();
        if group.is_dir() {
            for file in std::fs::read_dir(group)? {
                let path = file?.path();
                names.extend(path.strip_prefix(&top)?.to_str().map(str::to_owned));
            }
        }
    }
    names.sort();
    Ok(names)
}
