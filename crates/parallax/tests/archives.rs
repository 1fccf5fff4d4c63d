//! The program on archives and streams, as a user meets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

fn parallax() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("parallax"))
}

/// Standard output, standard error and exit code.
fn run(command: &mut Command) -> (String, String, i32) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn extract(input: &[u8]) -> (Vec<Value>, String, i32) {
    let (out, said, code) = run(parallax().arg("extract").write_stdin(input));
    (out.lines().map(|l| serde_json::from_str(l).unwrap()).collect(), said, code)
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn html(what: &str) -> String {
    format!(
        "<html><head><title>{what} stops at night</title></head><body><article><h1>{what} stops at night</h1>\
         <p>The harbour office closed the {what} on Monday, and Mayor Ada Brandt said on Tuesday that it would stay \
         closed for the whole of the winter.</p><p>“We have no crew,” Brandt told reporters at the town hall on \
         Tuesday morning, before the council met.</p></article></body></html>"
    )
}

fn warc(pages: &[(&str, String)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (n, (name, page)) in pages.iter().enumerate() {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2021-05-03T10:00:00Z\r\n\
             WARC-Target-URI: https://velmarpost.com/{name}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        out.extend(gz(format!("{head}{block}\r\n\r\n").as_bytes()));
    }
    out
}

fn two() -> Vec<u8> {
    warc(&[("a", html("ferry line")), ("b", html("night tram"))])
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strait/pages")
}

#[test]
fn an_archive_streams_through() {
    let (lines, said, code) = extract(&two());
    assert_eq!((lines.len(), said.as_str(), code), (2, "", 0));
    assert_eq!(lines[0]["path"], "-!/urn:uuid:0");
    assert_eq!(lines[0]["id"], parallax_page::id(html("ferry line").as_bytes()));
    assert_eq!(lines[1]["url"], "https://velmarpost.com/b");
    assert_eq!(lines[1]["provenance"]["fetched"], "2021-05-03T10:00:00Z");
    let cut = two();
    let (lines, said, code) = extract(&cut[..cut.len() - 60]);
    assert_eq!((lines.len(), code), (1, 0));
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("not read: -!/urn:uuid:1: "), "{said}");
}

#[test]
fn lines_keep_their_ids_and_other_json_is_told_from_them() {
    let line = format!("{{\"id\": \"a\", \"html\": {:?}}}\n{{\"id\": \"b\"}}\n", html("ferry line"));
    let (lines, _, code) = extract(line.as_bytes());
    assert_eq!((&lines[0]["id"], &lines[1]["id"], code), (&"a".into(), &"b".into(), 0));
    assert!(lines[1]["error"].is_string() && lines[0]["path"].is_null());
    let (lines, ..) = extract(&gz(line.as_bytes()));
    assert_eq!((lines.len(), &lines[0]["path"]), (1, &"-!/a".into()));
    let feed = format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"The Velmar Post\", \"items\": [\
         {{\"id\": \"1\", \"url\": \"https://velmarpost.com/1\", \"title\": \"Ferry line\", \"content_html\": {:?}}}]}}",
        html("ferry line").repeat(2)
    );
    let (lines, said, _) = extract(feed.as_bytes());
    assert_eq!((lines.len(), &lines[0]["title"]), (1, &"Ferry line".into()), "{said}");
    let (_, said, code) = extract(b"\x89PNG\r\n\x1a\n");
    assert_eq!((code, said.as_str()), (1, "not read: -: not text: it looks like a PNG picture\n"));
}

#[test]
fn a_report_of_an_archive_holds_against_it() {
    let folder = TempDir::new().unwrap();
    let archive = folder.path().join("pages.warc.gz");
    std::fs::write(&archive, two()).unwrap();
    let json = folder.path().join("out/r.json");
    std::fs::create_dir(folder.path().join("out")).unwrap();
    let given =
        ["--source", "pages.warc.gz=The Velmar Post", "--published", "pages.warc.gz!/urn:uuid:1=2021-05-05"];
    let (_, said, code) = run(parallax().arg("report").arg(&archive).args(given).arg("--json").arg(&json));
    assert_eq!(code, 0, "{said}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    let pages = report["pages"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    assert!(pages.iter().all(|p| p["source"] == "The Velmar Post"));
    assert_eq!(pages[0]["published"], "2021-05-05");
    assert!(pages[0]["path"].as_str().unwrap().ends_with("pages.warc.gz!/urn:uuid:1"));
    let (_, said, code) = run(parallax().arg("verify").arg(&json).arg(folder.path().join("pages.warc.gz")));
    assert_eq!(code, 0, "{said}");
}

#[test]
fn archived_pages_are_read_as_the_files_are() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(example()).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut builder = tar::Builder::new(Vec::new());
    for file in &files {
        builder.append_path_with_name(file, file.file_name().unwrap()).unwrap();
    }
    let (packed, ..) = run(parallax().arg("extract").write_stdin(gz(&builder.into_inner().unwrap())));
    let (loose, ..) = run(parallax().arg("extract").arg(example()));
    let text = |lines: &str| -> Vec<Value> {
        lines.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["text"].take()).collect()
    };
    assert_eq!(text(&packed), text(&loose));
    assert!(packed.lines().count() >= 8);
}
