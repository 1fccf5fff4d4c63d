//! Reads the data files: one entry a line, fields separated by tabs, `#` starts a comment line.

/// The rows of a data file.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// The words of one kind in a file whose first field is a kind.
pub(crate) fn of_kind(file: &'static str, kind: &str) -> Vec<&'static str> {
    rows(file).filter(|r| r.first() == Some(&kind)).filter_map(|r| r.get(1).copied()).collect()
}

/// A file of `data/page/`, by name.
macro_rules! data {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/page/", $name))
    };
}
pub(crate) use data;

/// Lower case, curly marks made straight, white space made single, closing marks dropped: for comparing lines.
pub(crate) fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut gap = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        // Most of a line is plain letters, so these are copied together.
        let plain = plain(rest.as_bytes());
        if plain > 0 || !(c.is_whitespace() || is_unseen(c)) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
        }
        if plain > 0 {
            let from = out.len();
            out.push_str(&rest[..plain]);
            out[from..].make_ascii_lowercase();
            rest = &rest[plain..];
            continue;
        }
        match c {
            c if c.is_whitespace() => gap = true,
            c if is_unseen(c) => {}
            '’' | '‘' | '`' => out.push('\''),
            '“' | '”' => out.push('"'),
            c => out.extend(c.to_lowercase()),
        }
        rest = &rest[c.len_utf8()..];
    }
    let kept = out.trim_end_matches(['.', ':', '!', '…', '»', '›', '>', '→']).trim_end().len();
    out.truncate(kept);
    out
}

/// Characters that show nothing and part nothing.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')
}

/// How many bytes at the beginning are ASCII words with single spaces between.
fn plain(bytes: &[u8]) -> usize {
    let mut end = 0;
    while let Some(b) = bytes.get(end) {
        let word = b.is_ascii_graphic() && *b != b'`';
        let space = *b == b' ' && end > 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_graphic);
        if !(word || space) {
            break;
        }
        end += 1;
    }
    end
}

/// Words of a line: runs of letters and digits, with apostrophes and hyphens inside.
pub(crate) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .filter(|w| w.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_makes_copies_equal() {
        assert_eq!(fold("Mayor’s  aide\u{a0}resigns."), fold("mayor's aide resigns"));
        assert_ne!(fold("Mayor resigns"), fold("Mayor stays"));
    }

    #[test]
    fn words_keep_apostrophes() {
        assert_eq!(words("“It’s 5-0”, he said").collect::<Vec<_>>(), ["It’s", "5-0", "he", "said"]);
    }
}
