//! `parallax extract`.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, IsTerminal, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use parallax_page::Explained;
use parallax_page::containers::{Item, ItemError, is_json_lines};

use super::outcome::{Failure, Outcome};
use crate::inputs::Inputs;
use crate::report::Unread;
use crate::view::{PageForm, PageWriter};
use crate::{items, lines};

/// Bytes of standard input that tell its format.
const HEAD: u64 = 64 << 10;

const AFTER: &str = "\
Examples:
  parallax extract page.html                          the page as one JSON object
  parallax extract page.html --format markdown        its text with headings, links and front matter
  parallax extract pages/ -o read.html                what was taken, what was left out, and why
  cat pages.warc.gz | parallax extract > out.jsonl    every page of an archive, one line each
  parallax extract < pages.jsonl > out.jsonl          lines in, lines out";

/// Clean text, blocks and metadata of pages.
///
/// A PATH is a page (HTML, Markdown, text), a folder, or what pages are kept in: MHTML, WARC, RSS, Atom and JSON feeds
/// with full text, mail (EML, mbox), JSON lines, ZIP, tar; all of them also in gzip or zstd, and inside one another.
/// Without PATH, standard input is read, in any of these formats.
///
/// Of JSON lines {"id", "html" | "text", "url"?, "source"?, "published"?} each is answered by a line: the page with
/// its id, or {"id", "error"}. `body` is the running text alone.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct ExtractArgs {
    /// Files, folders and archives to read instead of standard input
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
    let source = source(args, output)?;
    if let Source::Lines(stream) = source {
        if form == PageForm::Json && output.is_none() {
            let mut output = BufWriter::new(io::stdout().lock());
            lines::extract(stream, &mut output)?;
            output.flush()?;
            return Ok(Outcome::Done);
        }
        return write(Source::Stream(stream), form, output, quiet);
    }
    write(source, form, output, quiet)
}

/// What is read.
enum Source {
    Files(Inputs),
    /// Standard input, of any format.
    Stream(Box<dyn BufRead>),
    /// Standard input, one JSON object a line.
    Lines(Box<dyn BufRead>),
}

fn source(args: &ExtractArgs, output: Option<&Path>) -> Result<Source, Failure> {
    if !args.paths.is_empty() {
        let mut inputs = Inputs::find(&args.paths)?;
        inputs.files.retain(|path| !is_same(path, output));
        return Ok(Source::Files(inputs));
    }
    let mut input = io::stdin().lock();
    if input.is_terminal() {
        return Err(Failure::usage(
            "nothing on standard input",
            "name what to read, or pipe it in, for example: zcat pages.jsonl.gz | parallax extract",
        ));
    }
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head)?;
    let is_lines = is_json_lines(&head);
    let stream = Box::new(io::Cursor::new(head).chain(input));
    Ok(if is_lines { Source::Lines(stream) } else { Source::Stream(stream) })
}

/// What one item gave.
enum Made {
    /// A line of JSON.
    Json(String),
    /// A page that is still to be written.
    Page(Box<Explained>),
    /// Nothing.
    Unread(Unread),
}

fn make(item: Item, form: PageForm) -> Made {
    let made = match form {
        PageForm::Json => {
            item.page().and_then(|p| lines::page_json(p).map(Made::Json).map_err(ItemError::Io))
        }
        form if form.explains() => item.explained().map(|e| Made::Page(Box::new(e))),
        _ => {
            item.page().map(|page| Made::Page(Box::new(Explained { page, left: Vec::new(), refused: None })))
        }
    };
    made.unwrap_or_else(|why| Made::Unread(Unread { path: item.path, why: why.to_string() }))
}

fn write(source: Source, form: PageForm, output: Option<&Path>, quiet: bool) -> Result<Outcome, Failure> {
    let target: Box<dyn Write> = match output {
        Some(path) => Box::new(File::create(path).map_err(|error| file_failure(path, error))?),
        None => Box::new(io::stdout().lock()),
    };
    let mut writer = PageWriter::begin(BufWriter::new(target), form)?;
    let bar = bar(&source, quiet || (output.is_none() && io::stdout().is_terminal()));
    let (mut read, mut failed) = (0_usize, None);
    let each = |made: Made| {
        let written = match made {
            Made::Json(line) => {
                read += 1;
                writer.json(&line)
            }
            Made::Page(explained) => {
                read += usize::from(explained.refused.is_none());
                writer.page(*explained)
            }
            Made::Unread(unread) => {
                if !quiet {
                    bar.suspend(|| eprintln!("not read: {unread}"));
                }
                writer.unread(unread);
                Ok(())
            }
        };
        bar.set_message(format!("{read} pages"));
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let work = |_: usize, item: Item| make(item, form);
    let _ = match source {
        Source::Files(inputs) => items::of_files(&inputs, &|bytes| bar.inc(bytes), work, each),
        Source::Stream(mut stream) | Source::Lines(mut stream) => {
            items::of_stream(&mut stream, "-", work, each)
        }
    };
    bar.finish_and_clear();
    if let Some(error) = failed {
        return Err(error.into());
    }
    writer.end()?;
    Ok(if read > 0 { Outcome::Done } else { Outcome::Failed })
}

/// Bytes read of all files; of a stream only the pages are counted.
fn bar(source: &Source, hidden: bool) -> ProgressBar {
    let (bar, template) = match source {
        _ if hidden => return ProgressBar::hidden(),
        Source::Files(inputs) => {
            let sizes = inputs.files.iter().filter_map(|path| std::fs::metadata(path).ok()).map(|m| m.len());
            (ProgressBar::new(sizes.sum()), "{bar:30} {bytes}/{total_bytes} {msg}")
        }
        _ => (ProgressBar::new_spinner(), "{spinner} {msg}"),
    };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
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
