//! `parallax extract`.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::outcome::{Failure, Outcome};
use crate::inputs::Inputs;
use crate::lines;
use crate::pipeline::{self, Given};

/// Without PATH, standard input takes one JSON object a line: {"id", "html" | "text", "url"?, "source"?,
/// "published"?}, and a page is written for each, with `body`, the running text alone.
#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// Files and folders to read instead of standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write pages read from files
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Json,
    /// The clean text
    Text,
}

pub(super) fn run(args: &ExtractArgs, quiet: bool) -> Result<Outcome, Failure> {
    if args.paths.is_empty() {
        return super::stream(|input, output| lines::extract(input, output));
    }
    let mut output = BufWriter::new(io::stdout().lock());
    let mut read = 0;
    for path in Inputs::find(&args.paths)?.files {
        match pipeline::read(&path, &Given::default()) {
            Ok(page) => {
                read += 1;
                match args.format {
                    Format::Json => writeln!(output, "{}", lines::page_value(page))?,
                    Format::Text => writeln!(output, "{}\n", page.text)?,
                }
            }
            Err(unread) if !quiet => eprintln!("not read: {}: {}", unread.path, unread.why),
            Err(_) => {}
        }
    }
    output.flush()?;
    Ok(if read > 0 { Outcome::Done } else { Outcome::Failed })
}
