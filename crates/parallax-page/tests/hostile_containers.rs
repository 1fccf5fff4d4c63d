//! Containers that were made to harm or are damaged: a limit is named, and the rest is read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod made;

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use made::{OK, all, all_with, gz, html, record, response, told};
use parallax_page::containers::{ItemError, Limits, items};
use parallax_page::{Hint, PageError, read};

/// A file of a tar archive with its header.
fn tar_file(name: &str, kind: u8, size: u64, body: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_path(name).unwrap();
    header.set_size(size);
    header.set_entry_type(tar::EntryType::new(kind));
    header.set_cksum();
    let mut out = [header.as_bytes().as_slice(), body].concat();
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn tar_page(name: &str, what: &str) -> Vec<u8> {
    let page = html(what);
    tar_file(name, b'0', page.len() as u64, page.as_bytes())
}

#[test]
fn a_damaged_tar_is_read_on_at_the_next_file() {
    let (one, two) = (tar_page("a.html", "One"), tar_page("b.html", "Two"));
    // Not a whole block, so that the files behind it stand elsewhere.
    let broken = [one.as_slice(), &b"rubbish!".repeat(99), &two, &[0; 1024]].concat();
    let expected = [
        "t.tar!/a.html: One sailed on",
        "t.tar: damaged: no file begins here",
        "t.tar!/b.html: Two sailed on",
    ];
    assert_eq!(told(&all(&broken, "t.tar")), expected);
    // Two archives one behind the other, and filling at the end.
    let two_archives = [one.as_slice(), &[0; 1024], &two, &[0; 1024], &[7; 700]].concat();
    assert_eq!(told(&all(&two_archives, "t.tar")), [expected[0], expected[2]]);
    let sparse = [tar_file("s.html", b'S', 0, b""), two.clone()].concat();
    let found = told(&all(&sparse, "t.tar"));
    assert_eq!(found, ["t.tar!/s.html: not supported: a sparse file; unpack the archive first", expected[2]]);
    let cut = told(&all(&[one.as_slice(), &two[..700]].concat(), "t.tar"));
    assert_eq!(cut.last().unwrap(), "t.tar: cut off: the archive ends in the middle of a file");
}

/// A ZIP archive whose list names one packed file again and again, and says that it is small.
fn overlapping(count: u16, packed: &[u8]) -> Vec<u8> {
    let short = |n: u16| n.to_le_bytes();
    let long = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let sizes = |name: &str| {
        [&long(0)[..], &long(packed.len()), &long(10), &short(name.len() as u16), &short(0)].concat()
    };
    let start = [&b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0"[..], &sizes("a.html"), b"a.html", packed].concat();
    let mut out = start.clone();
    for n in 0..count {
        let name = format!("{n}.html");
        out.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
        out.extend(sizes(&name));
        out.extend([0; 14]);
        out.extend(name.as_bytes());
    }
    let list = out.len() - start.len();
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([short(count), short(count)].concat());
    out.extend([&long(list)[..], &long(start.len()), &short(0)].concat());
    out
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_file_of_a_zip_is_not_unpacked_beyond_what_was_promised() {
    let zip = overlapping(50, &deflated(&vec![b' '; 1 << 18]));
    let found = all(&zip, "z.zip");
    assert_eq!(found.len(), 50);
    assert!(found.iter().all(|item| matches!(item.bytes, Err(ItemError::Damaged(_)))), "{:?}", told(&found));
}

#[test]
fn archives_inside_archives_share_one_ratio() {
    // Ten times its size each time, and a thousand times in all.
    let level = |bytes: &[u8]| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for n in 0..10 {
            writer.start_file(format!("{n}.zip"), zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let page = [html("One").as_bytes(), &b" ".repeat(20_000)].concat();
    let bomb = level(&level(&level(&page)));
    let limits = Limits { ratio_from: 1 << 20, ratio: 100, ..Limits::default() };
    let mut found = Vec::new();
    let flow = items(&mut bomb.as_slice(), "z.zip", &limits, &mut |item| {
        found.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(flow, ControlFlow::Continue(()), "other inputs are read");
    assert_eq!(found.last().unwrap().bytes, Err(ItemError::Ratio(100)));
    assert!(found.len() < 200, "{} pages were read", found.len());
}

#[test]
fn a_long_record_ends_where_the_next_begins() {
    let film =
        record("response", 1, "application/http", b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\nfilm");
    let film = String::from_utf8(film).unwrap().replace("Content-Length: ", "Content-Length: 99999999");
    let whole = [film.as_bytes(), &response(2, OK, html("Two").as_bytes())].concat();
    let expected = [
        "a.warc!/urn:uuid:0000-1: damaged: the record is cut off, or its length is wrong",
        "a.warc!/urn:uuid:0000-2: Two sailed on",
    ];
    assert_eq!(told(&all(&whole, "a.warc")), expected);
    assert_eq!(told(&all(&[gz(film.as_bytes()), gz(&whole[film.len()..])].concat(), "a.warc")), expected);
}

#[test]
fn marks_of_records_without_headers_are_passed_over_in_large_steps() {
    let marks = b"WARC/1.\n".repeat(1 << 16);
    let whole = [marks.as_slice(), &response(2, OK, html("Two").as_bytes())].concat();
    let found = told(&all(&whole, "a.warc"));
    assert_eq!(found.last().unwrap(), "a.warc!/urn:uuid:0000-2: Two sailed on");
    assert!(found.len() < 20, "{} records were tried", found.len());
}

#[test]
fn lengths_of_chunks_that_lie_do_no_harm() {
    let chunked = format!("{OK}\r\nTransfer-Encoding: chunked");
    for start in
        ["ffffffffffffffff\r\n", "7fffffffffffffff;a=b\r\n", "-5\r\n", "zz\r\n", "", &"1".repeat(300)]
    {
        let body = [start.as_bytes(), html("One").as_bytes()].concat();
        let found = all(&response(1, &chunked, &body), "a.warc");
        assert!(told(&found)[0].ends_with("One sailed on"), "{start}: {:?}", told(&found));
    }
    let endless = response(1, &format!("200 OK\r\n{}", "a: b\r\n".repeat(99_999)), html("One").as_bytes());
    let found = told(&all(&[endless, response(2, OK, html("Two").as_bytes())].concat(), "a.warc"));
    assert_eq!(found, ["a.warc!/urn:uuid:0000-2: Two sailed on"]);
}

#[test]
fn one_bad_object_is_named_and_the_others_are_read() {
    let page =
        |id: &str| format!("{{\"id\":{id},\"text\":\"Two ferries sailed on Monday, the office said.\"}}");
    let list = format!("[\n{},\n{},\n{}]", page("\"a\""), page("7"), page("\"c\""));
    let found = told(&all(list.as_bytes(), "p.json"));
    assert!(found[1].starts_with("p.json!/object 2: damaged: not a JSON object as asked for: "), "{found:?}");
    assert_eq!((&*found[0], &*found[2]), ("p.json!/a: Two ferries sailed", "p.json!/c: Two ferries sailed"));
    // A first line that was cut off where a document could begin.
    let lines = format!("{{\"id\":\"x\",\n{}\nnone\n{}\n", page("\"a\""), page("\"b\""));
    let found = told(&all(lines.as_bytes(), "p.jsonl"));
    assert!(
        found[0].starts_with("p.jsonl!/line 1: damaged") && found[2].starts_with("p.jsonl!/line 3: damaged")
    );
    assert_eq!(
        (&*found[1], &*found[3]),
        ("p.jsonl!/a: Two ferries sailed", "p.jsonl!/b: Two ferries sailed")
    );
}

#[test]
fn empty_members_of_gzip_are_passed_over() {
    let packed = [gz(b"").repeat(20_000), gz(html("One").as_bytes())].concat();
    assert_eq!(told(&all(&packed, "a.html.gz")), ["a.html.gz: One sailed on"]);
}

#[test]
fn entities_of_a_feed_do_not_grow() {
    let entities: String =
        (1..20).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
    let feed = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'lol'>{entities}]><rss version='2.0'><channel><item>\
         <title>&a19;</title><link>https://velmarpost.com/1</link><description>{}&a19;</description></item></channel></rss>",
        "The port reopened on Monday. ".repeat(30)
    );
    let found = all(feed.as_bytes(), "feed.xml");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].bytes.as_ref().is_ok_and(|b| b.len() < 2000),
        "{:?}",
        found[0].bytes.as_ref().map(Vec::len)
    );
    let limits = Limits { wrapped: 1000, ..Limits::default() };
    let large = ItemError::TooLarge { what: "the feed", limit: 1000 };
    assert_eq!(all_with(feed.as_bytes(), "feed.xml", &limits)[0].bytes, Err(large));
    let many = format!("<rss version='2.0'><channel>{}", "<item/>".repeat(50_001));
    assert_eq!(all(many.as_bytes(), "feed.xml")[0].bytes, Err(ItemError::Entries(50_000)));
}

#[test]
fn a_mail_with_a_field_of_very_many_parameters_is_not_parsed() {
    let parameters: String = (0..20_000).map(|n| format!("a{n}*{n}=b; ")).collect();
    let mail = format!(
        "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; {parameters}\r\n\r\nText"
    );
    assert_eq!(
        told(&all(mail.as_bytes(), "a.eml")),
        ["a.eml: damaged: a field of a header in the mail is longer than 64 kB"]
    );
}

#[test]
fn a_page_of_too_many_parts_is_read_to_the_limit() {
    let page = |before: &str, part: &str, count: usize, path: &str| {
        let text = format!("{before}{}", part.repeat(count));
        read(text.as_bytes(), &Hint { path: Some(path), ..Hint::default() })
    };
    let lines = 500_001;
    let text =
        page("The port of Velmar reopened on Monday, officials said.\n\n", "1\n", lines, "a.txt").unwrap();
    assert_eq!(text.notes, ["the page has more than 500,000 lines: its end was left out"]);
    let why = page("<body>", "<br>", 1_100_000, "a.html").unwrap_err();
    assert_eq!(why, PageError::NoTextBefore("a million elements and pieces of text"));
}
