//! `parallax report`.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::outcome::{Failure, Outcome};
use crate::inputs::Inputs;
use crate::pipeline::{self, Given};
use crate::report::Report;
use crate::view;

/// Reads saved news pages as accounts of one situation and writes one self-contained HTML page, which needs no
/// network and no script. A PATH is a page (HTML, Markdown, text), a folder, or what pages are kept in: MHTML, WARC,
/// RSS, Atom and JSON feeds with full text, mail (EML, mbox), JSON lines, ZIP, tar; all of them also in gzip or zstd.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Files, folders and archives to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where to write the report; the ending tells the format: .html, .md or .json. May be repeated; `-` is
    /// HTML on standard output [default: report.html, unless --json or --markdown is given]
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,
    /// Write the report as JSON too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the report as Markdown too
    #[arg(long, value_name = "FILE", alias = "md")]
    markdown: Option<PathBuf>,
    /// The outlet of a page that does not name one; of an archive, of all pages in it. May be repeated
    #[arg(long, value_name = "FILE=OUTLET", value_parser = pair)]
    source: Vec<(String, String)>,
    /// The date (2022-01-24) or time of publication of a page that does not give one. May be repeated
    #[arg(long, value_name = "FILE=DATE", value_parser = pair)]
    published: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((file, value)) if !file.is_empty() && !value.is_empty() => Ok((file.into(), value.into())),
        _ => Err("write FILE=VALUE, for example page.html=\"The Example Post\"".into()),
    }
}

pub(super) fn run(args: &ReportArgs, quiet: bool) -> Result<Outcome, Failure> {
    let targets = targets(args)?;
    let mut inputs = Inputs::find(&args.paths)?;
    // A report that was written into the folder before is no page.
    let written: Vec<PathBuf> = targets.iter().filter_map(|(path, _)| path.canonicalize().ok()).collect();
    inputs.files.retain(|path| !path.canonicalize().is_ok_and(|p| written.contains(&p)));
    let given = given(args, &inputs)?;
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} pages read, {per_sec}") {
        bar.set_style(style);
    }
    let report = pipeline::report(&inputs, &given, &|| bar.inc(1));
    bar.finish_and_clear();
    for unread in &report.unread {
        eprintln!("not read: {unread}");
    }
    if report.documents.is_empty() {
        eprintln!("no page could be read; files looked at: {}", inputs.files.len());
        return Ok(Outcome::Failed);
    }
    for (path, format) in &targets {
        write(path, &(format.render)(&report))?;
    }
    if !quiet {
        summary(&report, &targets);
    }
    Ok(Outcome::Done)
}

type Target = (PathBuf, &'static view::View);

fn targets(args: &ReportArgs) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for path in &args.output {
        let ending = match path.extension().and_then(|e| e.to_str()) {
            None if path == Path::new("-") => "html",
            other => other.unwrap_or_default(),
        };
        let view = view::by_ending(ending).ok_or_else(|| {
            Failure::usage(
                format!("{}: the ending does not tell the format", path.display()),
                "end the file's name in .html, .md or .json",
            )
        })?;
        targets.push((path.clone(), view));
    }
    for (path, ending) in [(&args.json, "json"), (&args.markdown, "md")] {
        targets.extend(path.clone().zip(view::by_ending(ending)));
    }
    if targets.is_empty() {
        targets.extend(view::by_ending("html").map(|v| (PathBuf::from("report.html"), v)));
    }
    Ok(targets)
}

/// Attaches what the user says about a file to the path under which that file was found.
fn given(args: &ReportArgs, inputs: &Inputs) -> Result<Given, Failure> {
    let attach = |pairs: &[(String, String)]| {
        let mut map = BTreeMap::new();
        for (file, value) in pairs {
            // `archive.zip!/page.html` is a page inside.
            let (outer, inner) = file.split_once("!/").map_or((file.as_str(), None), |(o, i)| (o, Some(i)));
            let found = inputs.files.iter().find(|p| p.as_path() == Path::new(outer) || p.ends_with(outer));
            let path = found.ok_or_else(|| {
                Failure::usage(format!("{outer}: not among the files to read"), "name a file as it is found")
            })?;
            let path = path.display().to_string();
            map.insert(inner.map_or(path.clone(), |inner| format!("{path}!/{inner}")), value.clone());
        }
        Ok::<_, Failure>(map)
    };
    Ok(Given { sources: attach(&args.source)?, published: attach(&args.published)? })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if path == Path::new("-") {
        std::io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(());
    }
    std::fs::write(path, text).map_err(|error| Failure::File { path: path.display().to_string(), error })
}

fn summary(report: &Report, targets: &[Target]) {
    let ledger = &report.ledger;
    let written: Vec<String> = targets.iter().map(|(p, _)| p.display().to_string()).collect();
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    eprintln!(
        "{}: {}, {}, {}, {}",
        count(report.documents.len(), "page", "pages"),
        count(ledger.claims.len(), "claim", "claims"),
        count(ledger.figures.len(), "figure", "figures"),
        count(ledger.conflicts.len(), "point in dispute", "points in dispute"),
        count(ledger.timeline.len(), "dated happening", "dated happenings"),
    );
    if std::io::stderr().is_terminal() {
        eprintln!("written: {}", written.join(", "));
    }
}
