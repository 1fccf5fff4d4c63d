//! `parallax extract`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use parallax_page::Explained;

use super::outcome::{Failure, Outcome};
use crate::inputs::Inputs;
use crate::lines;
use crate::pipeline::{self, Given};
use crate::view::{PageForm, PageWriter};

const AFTER: &str = "\
Examples:
  parallax extract page.html                          the page as one JSON object
  parallax extract page.html --format markdown        its text with headings, links and front matter
  parallax extract pages/ -o read.html                what was taken, what was left out, and why
  parallax extract < pages.jsonl > out.jsonl          lines in, lines out";

/// Clean text, blocks and metadata of pages.
///
/// Without PATH, standard input takes one JSON object a line: {"id", "html" | "text", "url"?, "source"?,
/// "published"?}, and a page is written for each, with `body`, the running text alone.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct ExtractArgs {
    /// Files and folders to read instead of standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the pages [default: as the ending of FILE tells, else json]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Where to write them [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line, with every offset
    Json,
    /// Text with headings, lists, quotes, tables and links, under front matter
    #[value(alias = "md")]
    Markdown,
    /// The clean text alone; a form feed between pages
    Text,
    /// One page that shows what was taken from each page, what was left out and why
    Html,
}

impl From<Format> for PageForm {
    fn from(format: Format) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Markdown => Self::Markdown,
            Format::Text => Self::Text,
            Format::Html => Self::Html,
        }
    }
}

pub(super) fn run(args: &ExtractArgs, quiet: bool) -> Result<Outcome, Failure> {
    let form = form(args)?;
    let output = args.output.as_deref().filter(|path| *path != Path::new("-"));
    if args.paths.is_empty() {
        if form != PageForm::Json || output.is_some() {
            return Err(Failure::usage(
                "lines on standard input are answered by lines of JSON on standard output",
                "name the files to read, for example: parallax extract pages/ --format markdown",
            ));
        }
        return super::stream(|input, output| lines::extract(input, output));
    }
    let files = Inputs::find(&args.paths)?.files;
    let target: Box<dyn Write> = match output {
        Some(path) => Box::new(File::create(path).map_err(|error| file_failure(path, error))?),
        None => Box::new(io::stdout().lock()),
    };
    let mut writer = PageWriter::begin(BufWriter::new(target), form)?;
    let mut read = 0;
    for path in files.iter().filter(|path| !is_same(path, output)) {
        let found = if form.explains() {
            pipeline::explain(path, &Given::default())
        } else {
            let page = pipeline::read(path, &Given::default());
            page.map(|page| Explained { page, left: Vec::new(), refused: None })
        };
        match found {
            Ok(explained) => {
                read += usize::from(explained.refused.is_none());
                writer.page(explained)?;
            }
            Err(unread) => {
                if !quiet {
                    eprintln!("not read: {}: {}", unread.path, unread.why);
                }
                writer.unread(unread);
            }
        }
    }
    writer.end()?;
    Ok(if read > 0 { Outcome::Done } else { Outcome::Failed })
}

/// The form that was named, else the one that the ending of the output tells.
fn form(args: &ExtractArgs) -> Result<PageForm, Failure> {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    match (args.format, ending) {
        (Some(format), _) => Ok(format.into()),
        (None, None) => Ok(PageForm::Json),
        (None, Some(ending)) => PageForm::by_ending(ending).ok_or_else(|| {
            Failure::usage(
                format!("the ending .{ending} does not tell the format"),
                "end the file's name in .jsonl, .md, .txt or .html, or give --format",
            )
        }),
    }
}

/// Whether a file to read is the one that is being written.
fn is_same(path: &Path, output: Option<&Path>) -> bool {
    let Some(output) = output else { return false };
    matches!((path.canonicalize(), output.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn file_failure(path: &Path, error: io::Error) -> Failure {
    Failure::File { path: path.display().to_string(), error }
}
