//! The command line.

mod extract;
mod outcome;
mod report;
mod verify;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::lines::{self, LAYERS};
use outcome::{Failure, Outcome};

const AFTER: &str = "\
Exit codes: 0 done; 1 no page could be read, or a check failed; 2 wrong usage.

Try it on the example that ships with the source:
  parallax report examples/strait/pages -o report.html";

/// Reads many news accounts of one situation and shows, with evidence, what is reported, by whom, how many
/// independent origins stand behind it, and where accounts agree, differ or change.
#[derive(Debug, Parser)]
#[command(name = "parallax", version, after_help = AFTER, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Threads to use [default: one for each core]; the result is the same for any number
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// No progress bar and no summary on standard error
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Pages in, one self-contained page out
    Report(report::ReportArgs),
    /// Check every line of a report against the pages it was made from
    Verify(verify::VerifyArgs),
    /// Clean text, blocks and metadata of pages
    Extract(extract::ExtractArgs),
    /// Annotations of pages: one JSON object a line in, one Document a line out
    Annotate(AnnotateArgs),
    /// What many pages say together: Documents or pages as JSON lines in, one JSON object out
    Ledger,
}

/// Standard input takes one JSON object a line: {"id", "text" | "html" | "tokens", "url"?, "title"?,
/// "source"?, "published"?}. Text is left untouched, so that offsets (in Unicode code points) refer to what
/// was passed in. A bad line gives {"id", "error"} on its line.
#[derive(Debug, Args)]
struct AnnotateArgs {
    /// Layers to work out and write, with what they point into [default: all but tags and tokens]. "tags" are
    /// tokens with part of speech and dictionary form, "tokens" have heads and relations too; "derivations" are
    /// times with how each value was computed
    #[arg(long, value_delimiter = ',', value_name = "LAYER", value_parser = layer_names())]
    layers: Vec<String>,
}

fn layer_names() -> PossibleValuesParser {
    LAYERS.iter().map(|(name, _)| *name).collect::<Vec<_>>().into()
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = cli.threads {
        pool = pool.num_threads(threads.max(1));
    }
    // Fails only if a pool was built before, and then that one serves.
    drop(pool.build_global());
    match run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let code = failure.exit_code();
            eprintln!("{:?}", miette::Report::new(failure));
            ExitCode::from(code)
        }
    }
}

fn run(cli: Cli) -> Result<Outcome, Failure> {
    match cli.command {
        Command::Report(args) => report::run(&args, cli.quiet),
        Command::Verify(args) => verify::run(&args, cli.quiet),
        Command::Extract(args) => extract::run(&args, cli.quiet),
        Command::Annotate(args) => stream(|input, output| lines::annotate(input, output, &args.layers)),
        Command::Ledger => stream(|input, output| lines::ledger(input, output)),
    }
}

/// Runs a stage between standard input and standard output.
fn stream(
    stage: impl FnOnce(io::StdinLock<'_>, &mut dyn Write) -> Result<(), lines::LineError>,
) -> Result<Outcome, Failure> {
    if io::stdin().is_terminal() {
        return Err(Failure::usage(
            "nothing on standard input",
            "pipe JSON lines in, for example: parallax annotate < pages.jsonl > documents.jsonl",
        ));
    }
    let mut output = BufWriter::new(io::stdout().lock());
    stage(io::stdin().lock(), &mut output)?;
    output.flush()?;
    Ok(Outcome::Done)
}
