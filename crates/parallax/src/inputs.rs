//! Finds the files to read.

use std::collections::BTreeSet;
use std::io;
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
        error: io::Error,
    },
}

impl Inputs {
    /// Files as given, and all files in folders; those whose name begins with a dot are passed over, and in folders
    /// pictures, fonts, style sheets and the like. In a folder, links to folders are not followed and what is no file
    /// (a pipe, a device) is passed over; a folder inside that cannot be listed stands among the files, to be named
    /// when it is opened.
    ///
    /// # Errors
    /// If a path does not exist or a folder cannot be listed.
    pub fn find(paths: &[PathBuf]) -> Result<Self, InputError> {
        let mut found = BTreeSet::new();
        for path in paths {
            if path.is_dir() {
                let listed = list(path, DEPTH, &mut found);
                let path = || path.display().to_string();
                listed.map_err(|error| InputError::Unreadable { path: path(), error })?;
            } else if path.exists() {
                found.insert(path.clone());
            } else {
                return Err(InputError::Missing { path: path.display().to_string() });
            }
        }
        Ok(Self { files: found.into_iter().collect() })
    }
}

fn list(folder: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // The folder's own name may begin with a dot, if it was asked for.
        if path.file_name().is_some_and(|name| is_passed_over(&name.to_string_lossy())) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            if depth == 0 || list(&path, depth - 1, found).is_err() {
                found.insert(path);
            }
        } else if path.is_file() {
            found.insert(path);
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

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_and_pipes_are_no_trap() {
        let dir = tempfile::tempdir().unwrap();
        let page = dir.path().join("a.txt");
        std::fs::write(&page, "x").unwrap();
        for link in ["one", "two", "three"] {
            std::os::unix::fs::symlink(dir.path(), dir.path().join(link)).unwrap();
        }
        std::os::unix::fs::symlink(&page, dir.path().join("b.txt")).unwrap();
        std::os::unix::net::UnixListener::bind(dir.path().join("socket")).unwrap();
        let found = Inputs::find(&[dir.path().to_owned()]).unwrap();
        assert_eq!(found.files, [page, dir.path().join("b.txt")]);
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let error = Inputs::find(&["no/such/place".into()]).unwrap_err();
        assert_eq!(error.to_string(), "no/such/place: no such file or folder");
    }
}
