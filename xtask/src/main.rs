//! `cargo xtask`: what developers and the continuous integration run.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{data, eval};

/// Work on Parallax itself.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Score every layer: our own gold against its floors, then the development data where it is present
    Eval {
        /// Folder that holds `data/` and `score/` [default: ../shared]
        #[arg(long, default_value = "../shared")]
        shared: PathBuf,
        /// Our own gold alone
        #[arg(long)]
        own: bool,
    },
    /// Rebuild the files under `data/` that were counted
    Data {
        /// Folder that holds `data/` [default: ../shared]
        #[arg(long, default_value = "../shared")]
        shared: PathBuf,
    },
}

fn main() -> ExitCode {
    let root = eval::root();
    match Cli::parse().command {
        Command::Eval { shared, own } => {
            let held = eval::own::table(&root);
            if !own {
                eval::shared::table(&root.join(shared));
            }
            if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Command::Data { shared } => match data::rebuild(&root, &root.join(shared)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
    }
}
