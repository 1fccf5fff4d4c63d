//! Any bytes as an HTML page.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    parallax_fuzz::read_and_check(bytes, "page.html", Some("https://news.example.com/2031/03/03/port-reopens"));
});
