//! Which outlet a page is from.

use std::sync::LazyLock;

use crate::lexicon::{data, rows, words};

static OUTLET_WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| rows(data!("outlet_words.tsv")).map(|r| r[0]).collect());

/// Marks between a headline and the name of the site.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • "];

/// The registrable domain of an address (`example.co.uk`).
pub(crate) fn domain(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    let host = parsed.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    psl::domain_str(&host).map(str::to_owned)
}

/// Whether the name can be read in the domain: "The Washington Post" in `washingtonpost.com`.
pub(crate) fn fits(name: &str, domain: &str) -> bool {
    let dashed = domain.split('.').next().unwrap_or(domain);
    let label = dashed.replace('-', "");
    let lower: Vec<String> = words(name).map(|w| w.to_lowercase().replace(['\'', '’', '-'], "")).collect();
    // "gazette-velmar" for the Velmar Gazette.
    let mut parts: Vec<&str> = dashed.split('-').filter(|p| *p != "the").collect();
    let mut own: Vec<&str> = lower.iter().map(String::as_str).filter(|w| *w != "the").collect();
    parts.sort_unstable();
    own.sort_unstable();
    if parts.len() > 1 && parts == own {
        return true;
    }
    let joined = lower.concat();
    let bare = joined.strip_prefix("the").unwrap_or(&joined);
    let initials: String = lower.iter().filter_map(|w| w.chars().next()).collect();
    let with_dot = joined.replace('.', "") == domain.replace('.', "");
    !bare.is_empty()
        && (label == joined
            || label == bare
            || with_dot
            || (bare.len() >= 4 && label.contains(bare))
            || (label.len() >= 4 && bare.contains(&label))
            || (initials.len() >= 3 && (label == initials || label == initials.trim_start_matches('t'))))
}

/// Whether a phrase looks like the name of an outlet: short, in title case, with a word that outlets use.
pub(crate) fn looks_like_name(name: &str) -> bool {
    let all: Vec<&str> = words(name).collect();
    (1..=5).contains(&all.len())
        && all.iter().all(|w| {
            w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || w.len() <= 3 || w.contains(".com")
        })
        && all.iter().any(|w| OUTLET_WORDS.contains(&w.to_lowercase().as_str()))
}

/// Splits "Headline - The Example Post" into headline and name. The name must fit the domain or one of the
/// known names; without either, it must look like the name of an outlet.
pub(crate) fn split_title<'a>(
    title: &'a str,
    domain: Option<&str>,
    known: &[&str],
) -> Option<(&'a str, &'a str)> {
    let ok = |name: &str| {
        let same = |k: &&str| crate::lexicon::fold(k) == crate::lexicon::fold(name);
        known.iter().any(same)
            || domain.is_some_and(|d| fits(name, d))
            || (domain.is_none() && known.is_empty() && looks_like_name(name))
    };
    let mut best: Option<(&str, &str)> = None;
    for mark in SEPARATORS {
        // The last mark first: a headline may hold one itself.
        for (at, _) in title.rmatch_indices(mark) {
            let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
            // "Headline | Section | Site": every trailing part goes once the last is the site.
            let last = SEPARATORS.iter().filter_map(|m| tail.rsplit_once(m)).map(|(_, l)| l).next();
            if !head.is_empty() && (ok(tail) || last.is_some_and(|l| ok(l.trim()) && tail.len() < 40)) {
                let name = last.map_or(tail, str::trim);
                best = match best {
                    Some((h, n)) if h.len() <= head.len() => Some((h, n)),
                    _ => Some((head, name)),
                };
            }
        }
        if best.is_none()
            && (domain.is_some() || !known.is_empty())
            && let Some((lead, rest)) = title.split_once(mark)
            && ok(lead.trim())
        {
            best = Some((rest.trim(), lead.trim()));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_domains() {
        assert!(fits("The Velmar Post", "velmarpost.com"));
        assert!(fits("ABC News", "abcnews.com"));
        assert!(!fits("A harbour in ruins", "velmarpost.com"));
        assert_eq!(domain("https://news.velmar.co.uk/a?b").as_deref(), Some("velmar.co.uk"));
        assert_eq!(domain("not an address"), None);
    }

    #[test]
    fn titles_lose_the_site_and_only_the_site() {
        assert_eq!(
            split_title("Port reopens - The Velmar Post", Some("velmarpost.com"), &[]),
            Some(("Port reopens", "The Velmar Post"))
        );
        assert_eq!(split_title("Port reopens - crews return", Some("velmarpost.com"), &[]), None);
        assert_eq!(
            split_title("Port reopens | Corva Daily News", None, &[]),
            Some(("Port reopens", "Corva Daily News"))
        );
        assert_eq!(
            split_title("Port reopens | World | Corva Daily", None, &["Corva Daily"]),
            Some(("Port reopens", "Corva Daily"))
        );
    }
}
