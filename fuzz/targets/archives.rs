//! Any bytes with nothing said about them: ZIP, tar, gzip and zstd, and each inside the other.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    parallax_fuzz::unpack_and_check(bytes, "pages");
});
