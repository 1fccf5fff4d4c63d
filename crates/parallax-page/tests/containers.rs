//! Every container, made here from invented pages, whole and damaged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod made;

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;

use made::{OK, all, all_with, gz, html, record, response, told};
use parallax_page::containers::{ItemError, Limits, items};

fn warc() -> Vec<Vec<u8>> {
    let cyrillic = b"<html><p>\xcf\xee\xf0\xf2 \xee\xf2\xea\xf0\xfb\xf2 \xe2 \xef\xee\xed\xe5\xe4\xe5\xeb\xfc\xed\xe8\xea, \xf1\xea\xe0\xe7\xe0\xeb\xe8 \xe2\xeb\xe0\xf1\xf2\xe8.</p>";
    let packed = gz(html("Four").as_bytes());
    let chunked = [format!("{:X}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
    vec![
        record("warcinfo", 0, "application/warc-fields", b"software: none"),
        response(1, OK, html("One").as_bytes()),
        record("request", 2, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response(3, "301 Moved\r\nContent-Type: text/html", html("Gone").as_bytes()),
        response(4, &format!("{OK}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"), &chunked),
        response(5, "200 OK\r\nContent-Type: image/png", &[0x89, b'P', b'N', b'G']),
        response(6, "200 OK\r\nContent-Type: text/html; charset=windows-1251", cyrillic),
        record("resource", 7, "text/plain", b"Seven ferries sailed on Monday, the harbour office said.\n"),
        record("revisit", 8, "application/http", b"HTTP/1.1 200 OK\r\n\r\n"),
        response(9, OK, html("Nine").as_bytes()),
    ]
}

const WARC_TOLD: [&str; 5] = [
    "a.warc!/urn:uuid:0000-1: One sailed on",
    "a.warc!/urn:uuid:0000-4: Four sailed on",
    "a.warc!/urn:uuid:0000-6: Порт открыт в",
    "a.warc!/urn:uuid:0000-7: Seven ferries sailed",
    "a.warc!/urn:uuid:0000-9: Nine sailed on",
];

#[test]
fn warc_records_are_pages_with_their_origin() {
    let plain = warc().concat();
    let found = all(&plain, "a.warc");
    assert_eq!(told(&found), WARC_TOLD);
    let page = found[0].page().unwrap();
    assert_eq!(page.url.as_deref(), Some("https://velmarpost.com/1"));
    let origin = page.provenance.unwrap();
    assert_eq!(
        (origin.record.as_str(), origin.fetched.as_deref()),
        ("urn:uuid:0000-1", Some("2021-05-03T10:00:01Z"))
    );
    assert_eq!(page.id.0, parallax_page::id(html("One").as_bytes()));
    let by_record: Vec<u8> = warc().iter().flat_map(|r| gz(r)).collect();
    for packed in [by_record, gz(&plain)] {
        assert_eq!(told(&all(&packed, "a.warc")), WARC_TOLD);
    }
}

#[test]
fn a_damaged_warc_loses_only_the_damaged_record() {
    let records = warc();
    let plain = records.concat();
    // Forty bytes are lost in the middle of the first page.
    let at = plain.windows(8).position(|w| w == b"sailed o").unwrap();
    let lost = [&plain[..at], &plain[at + 40..]].concat();
    let found = told(&all(&lost, "a.warc"));
    assert_eq!(found[0], "a.warc!/urn:uuid:0000-1: damaged: the record is cut off, or its length is wrong");
    assert_eq!(found[1..], WARC_TOLD[1..]);
    // The file ends inside the last page.
    let found = told(&all(&plain[..plain.len() - 100], "a.warc"));
    assert_eq!(found[..4], WARC_TOLD[..4]);
    assert!(found[4].starts_with("a.warc!/urn:uuid:0000-9: cut off: "), "{found:?}");
    // A member of the gzip file is broken.
    let mut members: Vec<Vec<u8>> = records.iter().map(|r| gz(r)).collect();
    for byte in &mut members[4][60..90] {
        *byte ^= 0x55;
    }
    let found = told(&all(&members.concat(), "a.warc"));
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found[1].contains("cut off") || found[1].contains("damaged"), "{found:?}");
    assert_eq!(found[2..], WARC_TOLD[2..]);
    // Rubbish between records, and a length that is none.
    let rubbish = [records[1].clone(), b"rubbish\r\n".repeat(9), records[9].clone()].concat();
    assert_eq!(told(&all(&rubbish, "a.warc")).len(), 3);
    let text =
        String::from_utf8(records[1].clone()).unwrap().replace("Content-Length: ", "Content-Length: x");
    let found = told(&all(&[text.as_bytes(), &records[9]].concat(), "a.warc"));
    assert_eq!(found[1..], WARC_TOLD[4..]);
}

#[test]
fn a_record_of_any_length_is_passed_over_in_little_memory() {
    let header = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let mut stream = header.as_bytes().chain(std::io::repeat(b'x').take(100 << 20));
    let mut found = Vec::new();
    let _ = items(&mut stream, "a.warc", &Limits::default(), &mut |item| {
        found.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(told(&found), ["a.warc!/record 1: the page is larger than the limit of 32 MB"]);
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (n, (name, bytes)) in files.iter().enumerate() {
        let method =
            if n % 2 == 0 { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method))
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn archives_are_read_inside_one_another() {
    let (one, two) = (html("One"), html("Two"));
    let long = format!("{}/b.html", "folder/".repeat(30));
    let tar =
        tar_of(&[("a.html", one.as_bytes()), ("style.css", b"p { color: red }"), (&long, two.as_bytes())]);
    let expected = [format!("{long}: Two sailed on"), "a.html: One sailed on".to_owned()];
    let told_tar = told(&all(&gz(&tar), "a.tar.gz"));
    assert_eq!(told_tar, [format!("a.tar.gz!/{}", expected[1]), format!("a.tar.gz!/{}", expected[0])]);
    let zip = zip_of(&[
        ("a.txt", b"A ferry sailed on Monday, the office said."),
        ("b.md.gz", &gz(b"# Ferry sails\n\nThe **ferry** sailed on Monday, the harbour office said.")),
        ("c.tar.gz", &gz(&tar)),
        ("logo.png", b"\x89PNG"),
        ("d.warc", &warc()[1]),
    ]);
    let found = told(&all(&zip, "z.zip"));
    assert_eq!(found[0], "z.zip!/a.txt: A ferry sailed");
    assert_eq!(found[1], "z.zip!/b.md.gz: The ferry sailed");
    assert_eq!(found[2], "z.zip!/c.tar.gz!/a.html: One sailed on");
    assert_eq!(found[4], "z.zip!/d.warc!/urn:uuid:0000-1: One sailed on");
    assert_eq!(found.len(), 5);
    let page = all(&zip, "z.zip")[0].page().unwrap();
    assert_eq!(page.provenance.unwrap().record, "a.txt");
}

#[test]
fn archives_inside_archives_end() {
    let mut bytes = html("One").into_bytes();
    for _ in 0..9 {
        bytes = gz(&bytes);
    }
    assert_eq!(
        told(&all(&bytes, "a.gz")),
        ["a.gz: archives nested more than 6 deep: unpack the outer ones first"]
    );
}

#[test]
fn names_that_lead_out_are_only_names() {
    let tar = {
        let mut header = tar::Header::new_gnu();
        let name = b"../../../tmp/parallax-evil.html";
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_size(html("One").len() as u64);
        header.set_cksum();
        [header.as_bytes().as_slice(), html("One").as_bytes()].concat()
    };
    let mut padded = tar;
    padded.resize(padded.len().next_multiple_of(512) + 1024, 0);
    let zip = zip_of(&[("/tmp/parallax-evil.html", html("Two").as_bytes())]);
    assert!(told(&all(&padded, "t.tar"))[0].ends_with("../tmp/parallax-evil.html: One sailed on"));
    assert!(told(&all(&zip, "z.zip"))[0].ends_with("tmp/parallax-evil.html: Two sailed on"));
    assert!(!std::path::Path::new("/tmp/parallax-evil.html").exists());
}

#[test]
fn absurd_sizes_are_errors_of_that_item() {
    let mut header = tar::Header::new_gnu();
    header.set_path("big.html").unwrap();
    header.set_size(u64::MAX / 4);
    header.set_cksum();
    let tar = [header.as_bytes().as_slice(), html("One").as_bytes()].concat();
    let found = told(&all(&tar, "t.tar"));
    assert!(found.iter().any(|f| f.contains("cut off") || f.contains("damaged")), "{found:?}");
    // A page that is packed small and is large.
    let bomb = zip_of(&[("a.html", &vec![b' '; 33 << 20]), ("b.html", html("Two").as_bytes())]);
    let found = told(&all(&bomb, "z.zip"));
    assert_eq!(
        found,
        ["z.zip!/a.html: the page is larger than the limit of 32 MB", "z.zip!/b.html: Two sailed on"]
    );
    let many: Vec<(String, &[u8])> =
        (0..20).map(|n| (format!("{n}.txt"), &b"A ferry sailed on Monday."[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let limits = Limits { entries: 10, ..Limits::default() };
    let zip = all_with(&zip_of(&many), "z.zip", &limits);
    assert_eq!(zip[0].bytes, Err(ItemError::Entries(10)));
    let tar = all_with(&tar_of(&many), "t.tar", &limits);
    assert_eq!((tar.len(), &tar[10].bytes), (11, &Err(ItemError::Entries(10))));
    let limits = Limits { total: 60, ..Limits::default() };
    assert!(all_with(&tar_of(&many), "t.tar", &limits).iter().any(|i| i.bytes == Err(ItemError::Total(60))));
    let limits = Limits { spool: 100, ..Limits::default() };
    assert!(
        told(&all_with(&zip_of(&many), "z.zip", &limits))[0]
            .contains("is larger than the limit of 100 bytes")
    );
}

/// A gzip stream without an end: the same member again and again.
struct Endless(Vec<u8>, usize);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = out.len().min(self.0.len() - self.1);
        out[..n].copy_from_slice(&self.0[self.1..self.1 + n]);
        self.1 = (self.1 + n) % self.0.len();
        Ok(n)
    }
}

#[test]
fn a_gzip_that_never_ends_is_left() {
    let found = |bytes: &[u8], limits: &Limits| {
        let mut found = Vec::new();
        let _ = items(&mut Endless(gz(bytes), 0), "a.gz", limits, &mut |item| {
            found.push(item);
            ControlFlow::Continue(())
        });
        found.last().unwrap().bytes.clone().unwrap_err()
    };
    let limits = Limits { total: 1 << 20, ..Limits::default() };
    assert_eq!(found(&vec![b'a'; 1 << 16], &limits), ItemError::Total(1 << 20));
    let small = Limits { page: 1 << 18, ..Limits::default() };
    assert!(matches!(found(html("One").as_bytes(), &small), ItemError::TooLarge { .. }));
    assert_eq!(found(&warc()[1], &limits), ItemError::Total(1 << 20));
}

#[test]
fn json_is_read_as_lines_documents_and_lists() {
    let page = |id: &str, what: &str| {
        format!("{{\"id\":\"{id}\",\"url\":\"https://velmarpost.com/{id}\",\"html\":{:?}}}", html(what))
    };
    let lines = format!("{}\nnot json\n\n{{\"id\":\"x\"}}\n{}\n", page("a", "One"), page("b", "Two"));
    let found = all(&gz(lines.as_bytes()), "p.jsonl.gz");
    let told_lines = told(&found);
    assert_eq!(told_lines[0], "p.jsonl.gz!/a: One sailed on");
    assert!(told_lines[1].starts_with("p.jsonl.gz!/line 2: damaged: not a JSON object"), "{told_lines:?}");
    assert!(told_lines[2].ends_with("/x: damaged: neither \"html\" nor \"text\" is given"), "{told_lines:?}");
    assert_eq!(told_lines[3], "p.jsonl.gz!/b: Two sailed on");
    assert_eq!(found[0].page().unwrap().id.0, "a");
    let list = format!("[\n{},\n{}]", page("a", "One"), page("b", "Two"));
    assert_eq!(
        told(&all(list.as_bytes(), "p.json")),
        ["p.json!/a: One sailed on", "p.json!/b: Two sailed on"]
    );
    let spread = page("a", "One").replace(",\"", ",\n \"");
    assert_eq!(told(&all(spread.as_bytes(), "-")), ["-!/a: One sailed on"]);
}

#[test]
fn one_line_of_100_mb_is_passed_over() {
    let before = br#"{"id":"a","text":"A ferry sailed on Monday, the office said."}"#;
    let after = br#"{"id":"b","text":"Two ferries sailed on Monday, the office said."}"#;
    let long = b"{\"id\":\"big\",\"html\":\"".chain(std::io::repeat(b'x').take(100 << 20));
    let mut stream = before.chain(&b"\n"[..]).chain(long).chain(&b"\n"[..]).chain(&after[..]);
    let mut found = Vec::new();
    let _ = items(&mut stream, "p.jsonl", &Limits::default(), &mut |item| {
        found.push(item);
        ControlFlow::Continue(())
    });
    let expected = [
        "p.jsonl!/a: A ferry sailed",
        "p.jsonl!/line 2: the line is larger than the limit of 64 MB",
        "p.jsonl!/b: Two ferries sailed",
    ];
    assert_eq!(told(&found), expected);
}

#[test]
fn the_caller_can_stop() {
    let mut seen = 0;
    let _ = items(&mut warc().concat().as_slice(), "a.warc", &Limits::default(), &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!(seen, 1);
}
