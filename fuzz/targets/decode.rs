//! Any bytes, with nothing said about them: encodings and formats are guessed.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// Ways in which a page names its encoding, each before the same bytes.
const HEADS: &[&[u8]] = &[
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"<meta charset=windows-1251>",
    b"<meta charset=shift_jis>",
    b"<meta http-equiv=content-type content='text/html; charset=iso-2022-jp'>",
    b"<?xml version='1.0' encoding='gb18030'?><html>",
    b"<meta charset=utf-16>",
];

fuzz_target!(|input: &[u8]| {
    let Some((first, rest)) = input.split_first() else { return };
    let head = HEADS[usize::from(*first) % HEADS.len()];
    parallax_fuzz::read_and_check(&[head, rest].concat(), "page", None);
});
