//! `parallax verify`.

use std::path::PathBuf;

use clap::Args;

use super::outcome::{Failure, Outcome};
use crate::inputs::Inputs;
use crate::pipeline;
use crate::verify;

/// Cuts every piece of evidence of a JSON report out of its pages again; ends with exit code 1 at the first
/// line that does not hold, and names it.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A report as `parallax report --json` writes it
    report: PathBuf,
    /// The files, folders and archives that it was made from
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(args: &VerifyArgs, quiet: bool) -> Result<Outcome, Failure> {
    let name = args.report.display();
    let text = std::fs::read_to_string(&args.report)
        .map_err(|error| Failure::File { path: name.to_string(), error })?;
    let report = serde_json::from_str(&text)
        .map_err(|e| Failure::usage(format!("{name}: not JSON: {e}"), "give a report written with --json"))?;
    let inputs = Inputs::find(&args.paths)?;
    let pages = pipeline::pages(&inputs);
    match verify::verify(&report, &pages) {
        Ok(found) => {
            if !quiet {
                eprintln!("{name}: {} pieces of evidence on {} pages hold", found.evidence, found.pages);
            }
            Ok(Outcome::Done)
        }
        Err(error) => {
            eprintln!("{name}: {error}");
            Ok(Outcome::Failed)
        }
    }
}
