//! Any bytes as lines of JSON: each line in gives one line of JSON out.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut output = Vec::new();
    if parallax::lines::extract(bytes, &mut output).is_ok() {
        let lines = |bytes: &[u8]| bytes.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count();
        assert_eq!(lines(bytes), lines(&output));
    }
});
