//! Any bytes as a web archive, and what else a stream may turn out to be.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    parallax_fuzz::unpack_and_check(bytes, "crawl.warc");
});
