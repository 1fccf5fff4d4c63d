//! Any bytes as a feed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    parallax_fuzz::unpack_and_check(bytes, "feed.xml");
});
