//! Containers made of invented pages, and what they are read as.

use std::io::Write;
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use parallax_page::containers::{Item, Limits, items};

/// All items of a container.
pub(crate) fn all_with(bytes: &[u8], name: &str, limits: &Limits) -> Vec<Item> {
    let mut found = Vec::new();
    let _ = items(&mut &*bytes, name, limits, &mut |item| {
        found.push(item);
        ControlFlow::Continue(())
    });
    found
}

/// The same, within the usual limits.
pub(crate) fn all(bytes: &[u8], name: &str) -> Vec<Item> {
    all_with(bytes, name, &Limits::default())
}

/// One line for each item: its path and the first words of its text, or why there is none.
pub(crate) fn told(items: &[Item]) -> Vec<String> {
    items
        .iter()
        .map(|item| match item.page() {
            Ok(page) => format!(
                "{}: {}",
                item.path,
                page.body().split_whitespace().take(3).collect::<Vec<_>>().join(" ")
            ),
            Err(error) => format!("{}: {error}", item.path),
        })
        .collect()
}

/// A small page.
pub(crate) fn html(what: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{what} sails again</title></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>{what} sails again</h1><p>{what} sailed on Monday, the harbour office said, after three days of \
         storm and high water at the quay.</p><p>Crews will clear the quay before noon, it said.</p></article></body></html>"
    )
}

/// One gzip member.
pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record of a WARC file.
pub(crate) fn record(kind: &str, n: usize, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0000-{n}>\r\nWARC-Date: 2021-05-03T10:00:0{n}Z\r\n\
         WARC-Target-URI: https://velmarpost.com/{n}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A record with the answer of a server.
pub(crate) fn response(n: usize, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", n, "application/http; msgtype=response", &block)
}

/// Its first lines.
pub(crate) const OK: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";
