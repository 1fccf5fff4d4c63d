//! The development data: documents are made here, scored by the scripts that lie beside the data.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use parallax::lines::{self, LineError};
use serde_json::{Value, json};

/// Makes predictions out of lines of JSON.
type Stage = fn(BufReader<std::process::ChildStdout>, BufWriter<File>) -> Result<(), LineError>;

struct Task {
    data: &'static str,
    ending: &'static str,
    script: &'static str,
    stage: Stage,
    /// Whether the script wants the gold file, then the pages again after the predictions.
    incidents: bool,
}

const fn task(data: &'static str, script: &'static str, stage: Stage) -> Task {
    Task { data, ending: "jsonl.gz", script, stage, incidents: false }
}

const TASKS: &[Task] = &[
    task("pages/aed-dev", "pages", extract),
    task("pages/fundus-dev", "pages", extract),
    task("pages/wcxb-dev", "pages", extract),
    task("names/worldwide-dev", "names", annotate),
    task("names/conll2003-dev", "names", annotate),
    task("names/uner-ewt-dev", "names", annotate),
    task("names/politics-train", "names", annotate),
    task("places/lgl", "places", annotate),
    Task { ending: "conllu.gz", ..task("trees/en_ewt-ud-dev", "trees", words) },
    Task { ending: "conllu.gz", ..task("trees/en_gum-ud-dev", "trees", words) },
    task("times/timebank", "times", annotate),
    task("times/aquaint", "times", annotate),
    task("times/wikiwars-train", "times", annotate),
    task("statements/polnear-dev", "statements", annotate),
    task("stories/outlets-dev", "stories", ledger),
    task("stories/ecbplus-dev", "stories", ledger),
    Task { incidents: true, ..task("stories/incidents-dev", "incidents", ledger) },
];

/// Pages get their address and markup alone: the rest of a line is gold.
fn extract(input: BufReader<std::process::ChildStdout>, output: BufWriter<File>) -> Result<(), LineError> {
    let mut bare = String::new();
    for line in input.lines() {
        let value: Value = serde_json::from_str(&line?).map_err(std::io::Error::from)?;
        bare += &json!({"id": value["id"], "url": value["url"], "html": value["html"]}).to_string();
        bare.push('\n');
    }
    lines::extract(bare.as_bytes(), output)
}

fn annotate(input: BufReader<std::process::ChildStdout>, output: BufWriter<File>) -> Result<(), LineError> {
    lines::annotate(input, output, lines::USUAL)
}

/// The words of a CoNLL-U file, a hundred sentences a document, as the scorer of trees wants them.
fn words(input: BufReader<std::process::ChildStdout>, output: BufWriter<File>) -> Result<(), LineError> {
    let (mut documents, mut sentences, mut sentence) = (String::new(), Vec::new(), Vec::new());
    let mut number = 0;
    let mut close = |sentences: &mut Vec<Vec<String>>| {
        documents += &json!({"id": number.to_string(), "tokens": sentences}).to_string();
        documents.push('\n');
        sentences.clear();
        number += 1;
    };
    for line in input.lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let counted =
            fields.next().is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
        if counted {
            sentence.extend(fields.next().map(str::to_owned));
        } else if line.is_empty() && !sentence.is_empty() {
            sentences.push(std::mem::take(&mut sentence));
            if sentences.len() == 100 {
                close(&mut sentences);
            }
        }
    }
    if !sentences.is_empty() {
        close(&mut sentences);
    }
    lines::annotate(documents.as_bytes(), output, &["tokens"])
}

fn ledger(input: BufReader<std::process::ChildStdout>, output: BufWriter<File>) -> Result<(), LineError> {
    lines::ledger(input, output)
}

/// Prints what the scorers say of each set; says so and stops if the data is not there.
pub fn table(shared: &Path) {
    if !shared.join("score").is_dir() {
        println!("\nskipped: no development data at {}", shared.display());
        return;
    }
    let scratch = std::env::temp_dir().join(format!("parallax-eval-{}", std::process::id()));
    if let Err(error) = std::fs::create_dir_all(&scratch) {
        println!("\nskipped: {}: {error}", scratch.display());
        return;
    }
    println!("\ndevelopment data");
    for task in TASKS {
        match run(task, shared, &scratch) {
            Ok(said) => said.lines().for_each(|l| println!("{:<22} {:<10} {l}", task.data, task.script)),
            Err(error) => println!("{:<22} {:<10} failed: {error}", task.data, task.script),
        }
    }
    super::live::table(shared, &scratch);
    drop(std::fs::remove_dir_all(scratch));
}

fn run(task: &Task, shared: &Path, scratch: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let gold = shared.join("data").join(format!("{}.{}", task.data, task.ending));
    let predicted = scratch.join("predicted");
    let mut unpack = Command::new("gzip").arg("-dc").arg(&gold).stdout(Stdio::piped()).spawn()?;
    let lines = unpack.stdout.take().ok_or("gzip has no output")?;
    let began = std::time::Instant::now();
    (task.stage)(BufReader::new(lines), BufWriter::new(File::create(&predicted)?))?;
    let took = began.elapsed().as_secs_f64();
    unpack.wait()?;
    let mut files: Vec<PathBuf> = vec![gold.clone(), predicted];
    if task.incidents {
        files[0] = shared.join("data").join(format!("{}-gold.jsonl.gz", task.data));
        files.push(gold);
    }
    let script = shared.join("score").join(format!("{}.py", task.script));
    let done = Command::new("python3").arg(script).args(files).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned().into());
    }
    let said = String::from_utf8_lossy(&done.stdout).trim_end().to_owned();
    Ok(format!("{said}  ({took:.1} s)"))
}
