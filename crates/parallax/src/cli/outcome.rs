//! How a command ends, in words and exit codes.

use std::io;

use miette::Diagnostic;
use thiserror::Error;

use crate::inputs::InputError;
use crate::lines::LineError;

/// How a command that ran to its end came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1, already explained on standard error.
    Failed,
}

/// Why a command could not run to its end.
#[derive(Debug, Error, Diagnostic)]
pub(super) enum Failure {
    /// Wrong usage: exit code 2.
    #[error("{what}")]
    Usage {
        what: String,
        #[help]
        help: String,
    },
    /// A file that cannot be read or written: exit code 1.
    #[error("{path}: {error}")]
    File { path: String, error: io::Error },
    /// A stream that broke, or a line that cannot be used: exit code 1.
    #[error(transparent)]
    Lines(#[from] LineError),
}

impl Failure {
    pub(super) fn usage(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), help: help.into() }
    }

    pub(super) fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage { .. }) { 2 } else { 1 }
    }

    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Lines(LineError::Io(e)) if e.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        Self::usage(error.to_string(), "give files or folders that exist")
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Lines(error.into())
    }
}
