//! The program as a user meets it: what it says, what it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

fn parallax() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("parallax"))
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strait/pages")
}

/// Standard output, standard error and exit code.
fn run(command: &mut Command) -> (String, String, i32) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

const STORY: &str = "Ferry line stops at night\n\nThe harbour office closed the night line on Monday, and the \
    mayor said on Tuesday that it would stay closed for the whole of the winter.\n\n“We have no crew,” Mayor \
    Ada Brandt told reporters at the town hall on Tuesday morning, before the council met.\n";

#[test]
fn a_report_holds_against_its_pages_and_fails_against_others() {
    let folder = TempDir::new().unwrap();
    let (html, json) = (folder.path().join("r.html"), folder.path().join("r.json"));
    let (_, said, code) =
        run(parallax().arg("report").arg(example()).arg("-o").arg(&html).arg("--json").arg(&json));
    assert_eq!(code, 0, "{said}");
    assert!(std::fs::read_to_string(html).unwrap().to_lowercase().starts_with("<!doctype html>"));
    let (_, said, code) = run(parallax().arg("verify").arg(&json).arg(example()));
    assert_eq!(code, 0, "{said}");
    let other = file(&folder, "other.txt", STORY.as_bytes());
    let (_, said, code) = run(parallax().arg("verify").arg(&json).arg(other));
    assert_eq!(code, 1);
    assert!(said.contains("is not among the pages given"), "{said}");
}

#[test]
fn a_changed_word_in_a_report_is_found() {
    let folder = TempDir::new().unwrap();
    let page = file(&folder, "page.txt", STORY.as_bytes());
    let json = folder.path().join("r.json");
    assert_eq!(run(parallax().arg("report").arg(&page).arg("--json").arg(&json)).2, 0);
    let text = std::fs::read_to_string(&json).unwrap();
    assert!(text.contains("We have no crew"));
    std::fs::write(&json, text.replace("We have no crew", "We have no boat")).unwrap();
    let (_, said, code) = run(parallax().arg("verify").arg(&json).arg(&page));
    assert_eq!(code, 1);
    assert!(said.contains("We have no boat"), "{said}");
}

#[test]
fn bad_files_are_named_and_the_run_goes_on() {
    let folder = TempDir::new().unwrap();
    file(&folder, "a-page.txt", STORY.as_bytes());
    file(&folder, "b-empty.txt", b"");
    file(&folder, "c-binary.txt", &[0, 159, 146, 150, 0, 1, 2, 3].repeat(512));
    file(
        &folder,
        "d-broken.txt",
        &[STORY.replace("Ferry", "Tram").as_bytes(), &[0xff, 0xfe, b'\n']].concat(),
    );
    let json = folder.path().join("out.json");
    let (_, said, code) = run(parallax().arg("-q").arg("report").arg(folder.path()).arg("--json").arg(&json));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("b-empty.txt: the file is empty"), "{said}");
    assert!(said.contains("c-binary.txt: not text"), "{said}");
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(report["pages"].as_array().unwrap().len(), 2);
    assert_eq!(report["unread"].as_array().unwrap().len(), 2);
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("huge.txt");
    std::fs::File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let (_, said, code) =
        run(parallax().arg("report").arg(&path).arg("--json").arg(folder.path().join("r.json")));
    assert_eq!(code, 1);
    assert!(said.contains("huge.txt: the page is larger than the limit of 32 MB"), "{said}");
}

#[test]
fn a_report_in_the_folder_is_not_read_as_a_page() {
    let folder = TempDir::new().unwrap();
    file(&folder, "page.txt", STORY.as_bytes());
    let html = folder.path().join("report.html");
    for _ in 0..2 {
        let (_, said, code) = run(parallax().arg("report").arg(folder.path()).arg("-o").arg(&html));
        assert_eq!((code, said.contains("1 page: ")), (0, true), "{said}");
    }
}

#[test]
fn no_page_is_exit_code_1_and_wrong_usage_2() {
    let folder = TempDir::new().unwrap();
    file(&folder, "empty.txt", b"");
    let (_, said, code) =
        run(parallax().arg("report").arg(folder.path()).arg("-o").arg(folder.path().join("r.html")));
    assert_eq!((code, said.contains("no page could be read")), (1, true), "{said}");
    assert_eq!(run(parallax().arg("report")).2, 2);
    assert_eq!(run(parallax().arg("report").arg("no/such/place")).2, 2);
    let (_, said, code) = run(parallax().arg("report").arg(folder.path()).args(["-o", "report.pdf"]));
    assert_eq!(code, 2);
    assert!(said.contains(".html, .md or .json"), "{said}");
}

#[test]
fn the_order_of_paths_and_the_number_of_threads_make_no_difference() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(example()).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let folder = TempDir::new().unwrap();
    let mut made = Vec::new();
    for threads in ["1", "2"] {
        let html = folder.path().join(threads).with_extension("html");
        let args = ["-q", "--threads", threads, "report"];
        assert_eq!(run(parallax().args(args).args(&files).arg("-o").arg(&html)).2, 0);
        made.push(std::fs::read(html).unwrap());
        files.reverse();
    }
    assert!(made[0] == made[1], "the two reports differ");
}

#[test]
fn a_bad_line_gives_an_error_on_its_line() {
    let input = "{\"id\": \"a\", \"text\": \"Rain fell.\"}\nnot json\n{\"id\": \"c\"}\n";
    let (out, _, code) = run(parallax().arg("annotate").write_stdin(input));
    assert_eq!(code, 0);
    let lines: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines[0]["text"], "Rain fell.");
    assert!(lines[1]["error"].is_string());
    assert_eq!(lines[2]["id"], "c");
    assert!(lines[2]["error"].is_string());
}

#[test]
fn tokens_are_kept_as_given() {
    let input = r#"{"id": "t", "tokens": [["It", "is", "n't", "so", "."], ["Why", "?"]]}"#;
    let (out, _, _) = run(parallax().args(["annotate", "--layers", "tokens"]).write_stdin(input));
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["text"], "It is n't so .\nWhy ?");
    assert_eq!(document["tokens"].as_array().unwrap().len(), 7);
    assert_eq!(document["sentences"].as_array().unwrap().len(), 2);
}
