//! Live pages: the input is cut at NUL bytes; the first piece is structured data, the others are posts.
#![no_main]

use std::fmt::Write;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let mut parts = text.split('\0');
    let json = parts.next().unwrap_or_default();
    let mut page = format!(
        "<!doctype html><html><head><title>Storm in Velmar: live updates</title>\
         <script type=application/ld+json>{{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[{json}]}}</script>\
         </head><body><h1>Storm in Velmar: live updates</h1><div class=live-blog>"
    );
    let mut plain = String::from("Live\n\nStorm in Velmar: live updates\n\n");
    for (i, part) in parts.enumerate() {
        let _ = write!(
            page,
            "<article class=post id=post-{i}><time datetime=2031-03-03T{:02}:00:00Z></time>{part}</article>",
            i % 24
        );
        let _ = write!(plain, "{}:0{} p.m. EST\n\n{part}\n\n", i % 12 + 1, i % 10);
    }
    page.push_str("</div></body></html>");
    parallax_fuzz::read_and_check(page.as_bytes(), "page.html", Some("https://news.example.com/live/storm"));
    parallax_fuzz::read_and_check(plain.as_bytes(), "page.txt", None);
});
