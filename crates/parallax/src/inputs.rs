//! Finds the files to read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use parallax_page::containers::is_passed_over;
use thiserror::Error;

/// Folders inside folders are followed this deep.
const DEPTH: usize = 16;

/// Files, sorted by path and without repetition, so that the order of arguments does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The files.
    pub files: Vec<PathBuf>,
}

/// Why a path could not be taken.
#[derive(Debug, Error)]
pub enum InputError {
    /// Nothing there.
    #[error("{path}: no such file or folder")]
    Missing {
        /// As given.
        path: String,
    },
    /// A folder that cannot be listed.
    #[error("{path}: {error}")]
    Unreadable {
        /// As given.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
}

impl Inputs {
    /// Files as given, and all files in folders; those whose name begins with a dot are passed over, and in folders
    /// pictures, fonts, style sheets and the like.
    ///
    /// # Errors
    /// If a path does not exist or a folder cannot be listed.
    pub fn find(paths: &[PathBuf]) -> Result<Self, InputError> {
        let mut found = BTreeSet::new();
        for path in paths {
            if path.is_dir() {
                list(path, DEPTH, &mut found)?;
            } else if path.exists() {
                found.insert(path.clone());
            } else {
                return Err(InputError::Missing { path: path.display().to_string() });
            }
        }
        Ok(Self { files: found.into_iter().collect() })
    }
}

fn list(folder: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) -> Result<(), InputError> {
    let unreadable = |error| InputError::Unreadable { path: folder.display().to_string(), error };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        // The folder's own name may begin with a dot, if it was asked for.
        if path.file_name().is_some_and(|name| is_passed_over(&name.to_string_lossy())) {
            continue;
        }
        if !path.is_dir() {
            found.insert(path);
        } else if depth > 0 {
            list(&path, depth - 1, found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_and_hidden_files_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "x").unwrap();
            path
        };
        let (b, a) = (make("b.txt"), make("inner/a.html"));
        make(".hidden");
        make("inner/a_files/style.css");
        let found = Inputs::find(&[dir.path().to_owned(), b.clone()]).unwrap();
        assert_eq!(found.files, [b, a]);
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let error = Inputs::find(&["no/such/place".into()]).unwrap_err();
        assert_eq!(error.to_string(), "no/such/place: no such file or folder");
    }
}
