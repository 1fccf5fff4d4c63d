//! The name of the outlet in the words of its page: a masthead, a notice about itself, its address.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{data, fold, of_kind, words};
use crate::outlet;
use crate::plain::is_furniture_line;

static NOTICES: &str = data!("outlet_notices.tsv");
static NOTICE: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(NOTICES, "notice"));
static ABOUT: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(NOTICES, "about"));
static SECTION: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(NOTICES, "section"));
static SMALL: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(NOTICES, "small"));

static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:©|\(c\)|\bcopyright\b(?: ©| \(c\))?)\s*(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)?\d\d)?)?)?\s*(?:by )?([^.,|;:()/\d©]{2,50})",
    )
    .expect("constant")
});

/// Words of a line, compared without case and kind of apostrophe.
fn folded_words(line: &str) -> Vec<String> {
    words(line).map(fold).collect()
}

/// The words of a name without a leading article.
fn bare(name: &str) -> Vec<String> {
    let mut all = folded_words(name);
    if all.len() > 1 && all[0] == "the" {
        all.remove(0);
    }
    all
}

/// Whether the words of `part` stand in a row among those of `whole`.
fn holds(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|w| w == part)
}

/// Whether a line can be the name of an outlet by its shape: a few words in title case or capitals.
pub(crate) fn is_name_shaped(line: &str) -> bool {
    let line = line.trim();
    let all: Vec<&str> = words(line).collect();
    let capital = |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (1..=5).contains(&all.len())
        && line.chars().count() <= 40
        && line.starts_with(char::is_alphanumeric)
        && !line.contains(['|', '•', '·', ',', ';', ':', '?', '/', '"', '“'])
        && !line.ends_with(['.', '!'])
        && !line.contains("  ")
        && all.first().is_some_and(capital)
        && all.iter().all(|w| capital(w) || SMALL.contains(w))
        && all.iter().any(|w| w.chars().any(char::is_alphabetic))
        && !is_furniture_line(&fold(line), all.len())
}

/// Whether the page bears out that a name at its head is the outlet's: its address, or a line such as
/// "© 2031 The Velmar Post", "Follow the Velmar Post", "told the Velmar Post".
pub(crate) fn confirmed(name: &str, lines: &[&str], domain: Option<&str>) -> bool {
    if domain.is_some_and(|d| outlet::fits(name, d)) {
        return true;
    }
    let own = bare(name);
    lines.iter().any(|line| {
        let folded = fold(line);
        if folded == fold(name) || !NOTICE.iter().any(|n| folded.contains(n)) {
            return false;
        }
        if let Some(holder) = copyright(line) {
            let holder = bare(&holder);
            let shared = holder.len() > 1 || holder.iter().any(|w| w.len() > 4);
            if shared && holds(&own, &holder) {
                return true;
            }
        }
        notice_of(&folded, &own)
    })
}

/// Whether a notice stands near the name in a folded line: within a few words before or after.
fn notice_of(folded: &str, own: &[String]) -> bool {
    let all: Vec<&str> = words(folded).map(|w| w.trim_end_matches("'s")).collect();
    let Some(at) = all.windows(own.len()).position(|w| w.iter().zip(own).all(|(a, b)| a == b)) else {
        return false;
    };
    let near = |w: &&&str| NOTICE.iter().any(|n| words(n).any(|x| x == **w));
    let marked = folded.starts_with(['©']) || (folded.starts_with("(c)") && all.len() <= 12);
    let before = all[at.saturating_sub(4)..at].iter().any(|w| near(&w));
    let after = all[at + own.len()..].iter().take(4).any(|w| near(&w));
    let about = ABOUT.iter().any(|a| folded.contains(a));
    marked || before || after || about
}

/// Whether a name reads as an outlet's without anything else to bear it out.
pub(crate) fn speaks_for_itself(name: &str) -> bool {
    let all = bare(name);
    all.len() > 1 && !SECTION.contains(&all[0].as_str()) && outlet::looks_like_name(name)
}

/// Whether a line is on the outlet itself: "The Velmar Post is published by ...", "Follow the Velmar Post".
pub(crate) fn is_about(line: &str, name: &str) -> bool {
    let folded = fold(line);
    let own = bare(name);
    let all = folded_words(line);
    if all.len() > 25 || own.is_empty() || !holds(&all, &own) {
        return false;
    }
    let opens = bare(line).starts_with(&own);
    let asks = ["follow", "subscribe", "join", "download", "get", "sign"]
        .iter()
        .any(|w| all.first().is_some_and(|f| f == w));
    (opens && ABOUT.iter().any(|a| folded.contains(a)))
        || (asks && all.len() <= 10 && !line.trim_end().ends_with('.'))
}

/// Who holds the copyright, as a line says it.
pub(crate) fn copyright(line: &str) -> Option<String> {
    let c = COPYRIGHT.captures(line)?;
    let name = c[1].trim();
    let end = name.to_lowercase().find(" all rights").unwrap_or(name.len());
    let name = name.get(..end)?.trim().trim_end_matches(|c: char| !c.is_alphanumeric());
    is_name_shaped(name).then(|| name.to_owned())
}

/// The name with which a page writes the label of its own domain: "The Velmar Post" for `velmarpost.com`.
pub(crate) fn from_domain(lines: &[&str], domain: &str) -> Option<String> {
    let label = domain.split('.').next()?.replace('-', "");
    let short = label.strip_prefix("the").filter(|l| l.len() > 3).unwrap_or(&label);
    if short.len() < 2 {
        return None;
    }
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        let all: Vec<&str> = words(line).collect();
        for start in 0..all.len() {
            if let Some(end) = spells(&all, start, short) {
                let last = all[end - 1].trim_end_matches("'s").trim_end_matches("’s");
                let first = if start > 0 && all[start - 1] == "The" { start - 1 } else { start };
                let mut name: Vec<&str> = all[first..end - 1].to_vec();
                name.push(last);
                // A single plain word may only begin a sentence.
                let plain = end - start == 1 && !last.chars().skip(1).any(|c| !c.is_lowercase());
                if !plain || start > 0 {
                    *found.entry(name.join(" ")).or_default() += 1;
                }
            }
        }
    }
    let shouted = |n: &str| n.contains(' ') && !n.chars().any(char::is_lowercase);
    let best = found.iter().max_by_key(|(n, count)| (!shouted(n), **count))?;
    let plain = !best.0.contains(' ') && !best.0.chars().skip(1).any(|c| !c.is_lowercase());
    (!plain || *best.1 > 1).then(|| spelled(best.0, lines))
}

/// The end of the run of capitalised words from `start` that spells the label.
fn spells(all: &[&str], start: usize, label: &str) -> Option<usize> {
    let mut rest = label;
    for (n, word) in all[start..].iter().take(6).enumerate() {
        if !word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && !SMALL.contains(word) {
            return None;
        }
        let whole = word.to_lowercase();
        let stem = whole.trim_end_matches("'s").trim_end_matches("’s");
        if rest == stem || rest == whole {
            return Some(start + n + 1);
        }
        rest = rest.strip_prefix(whole.as_str()).filter(|r| !r.is_empty())?;
    }
    None
}

/// A name in capitals as the page writes it elsewhere, or in title case.
pub(crate) fn spelled(name: &str, lines: &[&str]) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let all: Vec<&str> = words(name).collect();
    if name.chars().any(char::is_lowercase) || (all.len() == 1 && letters < 5) {
        return name.to_owned();
    }
    let own = folded_words(name);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        let theirs: Vec<&str> = words(line).collect();
        for w in theirs.windows(own.len()) {
            let same = w.iter().zip(&own).all(|(a, b)| fold(a) == *b);
            let capital = |w: &&str| w.starts_with(char::is_uppercase) || SMALL.contains(w);
            if same && w.iter().all(capital) && w.iter().all(|w| w.chars().any(char::is_lowercase)) {
                *found.entry(w.join(" ")).or_default() += 1;
            }
        }
    }
    if let Some((name, _)) = found.into_iter().max_by_key(|(_, n)| *n) {
        return name;
    }
    let title = |(i, w): (usize, &&str)| {
        let lower = w.to_lowercase();
        if i > 0 && SMALL.contains(&lower.as_str()) {
            return lower;
        }
        let keep = w.chars().any(char::is_numeric) || !lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let mut chars = lower.chars();
        match chars.next() {
            Some(c) if !keep => c.to_uppercase().chain(chars).collect(),
            _ => (*w).to_owned(),
        }
    };
    all.iter().enumerate().map(title).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_shape() {
        assert!(is_name_shaped("The Record on Sunday") && is_name_shaped("VELMAR POST"));
        assert!(!is_name_shaped("Port reopens after storm") && !is_name_shaped("Share on Facebook"));
        assert!(speaks_for_itself("The Velmar Post") && !speaks_for_itself("World News"));
    }

    #[test]
    fn a_page_bears_its_name_out() {
        assert!(confirmed("VELMAR DAILY", &["(c) 2031 Velmar Daily. All rights reserved"], None));
        assert!(confirmed("The Corva Post on Sunday", &["© The Corva Post 2031"], None));
        assert!(confirmed("Corva Hour", &["“We wait,” she told the Corva Hour."], None));
        assert!(!confirmed("Storm Season", &["Storm Season is the time of high water."], None));
        assert!(confirmed("Corva Post", &[], Some("post-corva.example")));
    }

    #[test]
    fn a_label_is_read_as_the_page_writes_it() {
        let lines = ["VC4’s Ana Reyes contributed reporting to this post."];
        assert_eq!(from_domain(&lines, "vc4.example").as_deref(), Some("VC4"));
        let lines = ["The mayor told The Velmar Post on Monday.", "THE VELMAR POST"];
        assert_eq!(from_domain(&lines, "velmarpost.com").as_deref(), Some("The Velmar Post"));
        assert_eq!(from_domain(&["Time ran out. It was late."], "time.com"), None);
    }

    #[test]
    fn capitals_become_a_name() {
        assert_eq!(spelled("HARBOUR NEWS", &["he told the Harbour News."]), "Harbour News");
        assert_eq!(spelled("THE POST ON SUNDAY", &[]), "The Post on Sunday");
        assert_eq!(spelled("VTB", &[]), "VTB");
    }

    #[test]
    fn lines_on_the_outlet_are_told_from_news() {
        assert!(is_about("Follow VELMAR TODAY on Chirp", "Velmar Today"));
        assert!(is_about("The Velmar Post is published by Post Ltd.", "The Velmar Post"));
        assert!(!is_about("The Velmar Post said on Monday that its owner had left.", "The Velmar Post"));
    }
}
