//! Any bytes as a mail; a saved web page and a mailbox are told by their bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    parallax_fuzz::unpack_and_check(bytes, "letter.eml");
});
