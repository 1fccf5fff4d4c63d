//! Structured data, meta elements and bylines: the input is cut at NUL bytes and put where each of them stands.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut parts = input.split(|b| *b == 0);
    let mut next = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (json, title, meta, byline, time, url) = (next(), next(), next(), next(), next(), next());
    let page = format!(
        "<!doctype html><html><head><title>{title}</title><meta name=author content=\"{meta}\">\
         <meta property=article:published_time content=\"{time}\"><link rel=canonical href=\"{url}\">\
         <script type=application/ld+json>{json}</script></head><body><article><h1>{title}</h1>\
         <p class=byline>{byline}</p><time datetime=\"{time}\">{time}</time>\
         <p>The port of Velmar reopened on Monday after three days of storm, officials said.</p>\
         </article></body></html>"
    );
    parallax_fuzz::read_and_check(page.as_bytes(), "page.html", Some(&url));
});
