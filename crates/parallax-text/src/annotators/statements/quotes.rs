//! Which parts of a block stand in quotation marks.
//!
//! Pages close quotes late, twice or never, so a mark counts for what it does: one that cannot be paired is
//! repaired from the sentences around it, and what cannot be repaired is left alone.

use parallax_model::Span;

/// A quotation with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// Where, in bytes of the page.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// Whether its closing mark was found; if not, it runs to the end of the block.
    pub(super) closed: bool,
}

/// Single quotes up to this long need no punctuation before their closing mark.
const SHORT: usize = 48;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
}

/// The quotations of `block`, in order and without overlaps. `sentences` are those of the block.
pub(super) fn find(text: &str, block: Span, sentences: &[Span]) -> Vec<Quote> {
    let marks = double_marks(text, block);
    let mut quotes = match nested(&marks) {
        Some(quotes) => quotes,
        None => repaired(&marks, text, block, sentences),
    };
    single_marks(text, block, &mut quotes);
    quotes.sort_by_key(|q| q.start);
    quotes.retain(|q| !text[q.start..q.end].trim_matches(|c: char| !c.is_alphanumeric()).is_empty());
    quotes
}

/// Every double mark with its width: curly ones as they are, straight ones by what stands beside them.
fn double_marks(text: &str, block: Span) -> Vec<(usize, usize, Mark)> {
    let words = block.of(text);
    let base = block.start as usize;
    let mut out: Vec<(usize, usize, Mark)> = Vec::new();
    let mut skip = 0;
    for (i, c) in words.char_indices() {
        if i < skip {
            continue;
        }
        let width = match c {
            '“' | '”' | '"' | '„' | '«' | '»' => c.len_utf8(),
            '\'' if words[i..].starts_with("''") => 2,
            '`' if words[i..].starts_with("``") => 2,
            _ => continue,
        };
        skip = i + width;
        let before = words[..i].chars().next_back();
        let after = words[i + width..].chars().next();
        let spaced = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "([—–-".contains(c));
        let open = out.last().is_some_and(|m| m.2 == Mark::Open);
        let mark = match c {
            '“' | '„' | '«' | '`' => Mark::Open,
            '”' | '»' => Mark::Close,
            _ if spaced(before) && !after.is_none_or(char::is_whitespace) => Mark::Open,
            _ if !spaced(before) && after.is_none_or(|c| !c.is_alphanumeric()) => Mark::Close,
            _ if open => Mark::Close,
            _ => Mark::Open,
        };
        out.push((base + i, width, mark));
    }
    out
}

/// Quotes with quotes inside, if every mark has its partner.
fn nested(marks: &[(usize, usize, Mark)]) -> Option<Vec<Quote>> {
    let mut out = Vec::new();
    let mut opened: Vec<usize> = Vec::new();
    for &(at, width, mark) in marks {
        match mark {
            Mark::Open => opened.push(at),
            Mark::Close => {
                let start = opened.pop()?;
                if opened.is_empty() {
                    out.push(Quote { start, end: at + width, closed: true });
                }
            }
        }
    }
    opened.is_empty().then_some(out)
}

/// Quotes of a block in which marks are missing.
fn repaired(marks: &[(usize, usize, Mark)], text: &str, block: Span, sentences: &[Span]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    let mut open: Option<usize> = None;
    let ends = |at: usize| text[..at].trim_end().ends_with(['.', '!', '?', '…']);
    for (i, &(at, width, mark)) in marks.iter().enumerate() {
        match (mark, open) {
            (Mark::Open, None) => open = Some(at),
            // A second opening after a finished sentence: the first was never closed.
            (Mark::Open, Some(start)) if ends(at) => {
                let end = text[..at].trim_end().len();
                out.push(Quote { start, end: end.max(start + 1), closed: true });
                open = Some(at);
            }
            (Mark::Open, Some(_)) => {}
            (Mark::Close, Some(start)) => {
                // Two closings in a row without an opening between: the first closed a quote inside.
                let again = marks.get(i + 1).is_some_and(|m| m.2 == Mark::Close)
                    && marks[..i].last().is_some_and(|m| m.2 == Mark::Open && m.0 > start);
                if !again {
                    out.push(Quote { start, end: at + width, closed: true });
                    open = None;
                }
            }
            // A closing alone at the end of a sentence: its opening was lost at the start of one.
            (Mark::Close, None) if ends(at) => {
                let from = out.last().map_or(block.start as usize, |q| q.end);
                let start_of = |i: usize| sentences.get(i).map(|s| s.start as usize);
                let first = start_of(sentences.partition_point(|s| (s.start as usize) < from));
                let own =
                    sentences.partition_point(|s| s.start as usize <= at).checked_sub(1).and_then(start_of);
                let start = if out.is_empty() { own } else { first };
                if let Some(start) = start.filter(|&s| s >= from && s < at) {
                    out.push(Quote { start, end: at + width, closed: true });
                }
            }
            (Mark::Close, None) => {}
        }
    }
    if let Some(start) = open {
        out.push(Quote { start, end: block.end as usize, closed: false });
    }
    out
}

/// Adds quotes in single marks, outside those in double marks.
fn single_marks(text: &str, block: Span, quotes: &mut Vec<Quote>) {
    let words = block.of(text);
    let base = block.start as usize;
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut next = 0;
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        while quotes.get(next).is_some_and(|q| q.end <= base + i) {
            next += 1;
        }
        let inside = quotes.get(next).is_some_and(|q| q.start <= base + i);
        if inside {
            open = None;
        } else if matches!(c, '‘' | '’' | '\'') {
            let after = chars.peek().map_or(' ', |&(_, c)| c);
            let opens = (before.is_whitespace() || before == '(') && after.is_alphanumeric() && c != '’';
            let closes = !before.is_whitespace() && !after.is_alphanumeric() && c != '‘';
            if opens && open.is_none() {
                open = Some(i);
            } else if closes && let Some(start) = open {
                let long = i - start > SHORT;
                let curly = words[start..].starts_with('‘');
                if matches!(before, '.' | ',' | '?' | '!' | '…') || (!long && (before != 's' || curly)) {
                    let end = base + i + c.len_utf8();
                    found.push(Quote { start: base + start, end, closed: true });
                    open = None;
                }
            }
        }
        before = c;
    }
    quotes.extend(found);
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    /// The quotes of a one-line text.
    fn quotes(text: &str) -> Vec<String> {
        let document = crate::annotate(Page::untouched("p", text));
        let sentences: Vec<_> = document.sentences.iter().map(|s| s.span).collect();
        let found = super::find(text, document.page.blocks[0].span, &sentences);
        found.iter().map(|q| text[q.start..q.end].to_owned()).collect()
    }

    #[test]
    fn curly_straight_and_doubled_marks() {
        assert_eq!(quotes("“One,” he said. “Two.”"), ["“One,”", "“Two.”"]);
        assert_eq!(quotes("\"One,\" he said. \"Two.\""), ["\"One,\"", "\"Two.\""]);
        assert_eq!(quotes("''One,'' he said."), ["''One,''"]);
    }

    #[test]
    fn a_quote_inside_a_quote_is_part_of_it() {
        assert_eq!(quotes("“He said “no” to us,” she said."), ["“He said “no” to us,”"]);
        assert_eq!(quotes("“He said ‘no’ to us,” she said."), ["“He said ‘no’ to us,”"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert!(quotes("The ministers’ plan and the king’s men don’t agree.").is_empty());
        assert_eq!(quotes("They formed ‘battle groups’ in May."), ["‘battle groups’"]);
    }

    #[test]
    fn missing_marks_are_repaired() {
        assert_eq!(quotes("It was “never in doubt."), ["“never in doubt."]);
        assert_eq!(
            quotes("“We go,” he said. This is hard. They know it.” Rain fell."),
            ["“We go,”", "This is hard. They know it.”"]
        );
        assert_eq!(
            quotes("There were “risks” and “things that “might happen”"),
            ["“risks”", "“things that “might happen”"]
        );
    }
}
