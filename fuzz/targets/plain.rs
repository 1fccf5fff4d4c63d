//! Any bytes as plain text and as Markdown.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    parallax_fuzz::read_and_check(bytes, "page.txt", None);
    parallax_fuzz::read_and_check(bytes, "page.md", None);
});
