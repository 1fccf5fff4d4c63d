//! The words of an address: they were made from the headline that the page had first.

/// The words of the part of an address that has most of them.
#[derive(Debug)]
pub(crate) struct Slug(Vec<String>);

/// Fewer words than this are a section or a number.
const LEAST: usize = 3;

/// Most words that are compared.
const MOST: usize = 40;

impl Slug {
    pub(crate) fn new(address: &str) -> Option<Self> {
        let path =
            address.split_once("://").map_or(address, |(_, r)| r.split_once('/').map_or("", |(_, p)| p));
        let path = path.split(['?', '#']).next().unwrap_or("");
        let words = |part: &str| -> Vec<String> {
            let stem = match part.rsplit_once('.') {
                Some((stem, end)) if (2..=5).contains(&end.len()) => stem,
                _ => part,
            };
            let all = stem.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            // Long numbers are those of the text in the store of the site.
            all.filter(|w| w.len() <= 4 || !w.bytes().all(|b| b.is_ascii_digit()))
                .map(str::to_lowercase)
                .take(MOST)
                .collect()
        };
        let mut best: Vec<String> = Vec::new();
        for part in path.split('/') {
            let words = words(part);
            if words.len() > best.len() {
                best = words;
            }
        }
        (best.len() >= LEAST).then_some(Self(best))
    }

    /// Share of its words that stand in a line of lower-case words, in percent.
    pub(crate) fn share(&self, line: &str) -> i32 {
        let words: Vec<&str> = line.split(' ').take(4 * MOST).collect();
        let there = self.0.iter().filter(|s| words.iter().any(|w| is_spelled(w, s))).count();
        i32::try_from(there * 100 / self.0.len()).unwrap_or(0)
    }
}

/// Whether a word of an address is the word: addresses write letters with marks as one or two plain ones, or not at
/// all.
fn is_spelled(word: &str, plain: &str) -> bool {
    if word.is_ascii() || word == plain {
        return word == plain;
    }
    let marked = word.chars().filter(|c| !c.is_ascii()).count();
    let kept = word.chars().count() - marked;
    if kept < 2 || plain.len() < kept || plain.len() > kept + 2 * marked {
        return false;
    }
    let mut rest = plain.chars();
    word.chars().filter(char::is_ascii).all(|c| rest.any(|r| r == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_which_headline_it_was_made_from() {
        let slug = Slug::new(
            "https://www.velmarpost.com/sea/2031/hafen-oeffnet-wieder-fuer-schiffe-1234567.html?x=1",
        );
        let slug = slug.unwrap();
        assert_eq!(slug.share("hafen öffnet wieder für schiffe"), 100);
        assert_eq!(slug.share("der hafen von velmar ist wieder offen"), 40);
        assert!(Slug::new("https://www.velmarpost.com/news/1234567").is_none());
        assert!(Slug::new("").is_none());
    }
}
