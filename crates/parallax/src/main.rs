//! The `parallax` program: turns errors into words and exit codes, and does nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    parallax::cli::main()
}
