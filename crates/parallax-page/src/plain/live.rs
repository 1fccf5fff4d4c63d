//! A live page that has lost the headers of its posts: where does one post end and the next begin?
//!
//! What remains: doubled captions with a credit line open a post; "contributed reporting to this post" closes
//! one; and a paragraph that starts over (an office with a full name, the day, words that the post has not
//! used) after paragraphs that pointed back.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Role;

use super::Line;
use crate::headers;
use crate::lexicon::{data, fold, of_kind, words};

static LIVE: &str = data!("live.tsv");
static SIGN: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "sign"));
static URL: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "url"));
static CONTEXT: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "context"));
static BACK: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "back").into_iter().collect());
static ANAPHOR: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "anaphor").into_iter().collect());
static ROLE: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "role").into_iter().collect());
static BODY: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "body").into_iter().collect());
static PERFECT: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "perfect").into_iter().collect());
static WHEN: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "when"));
static LINK: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "link"));
static DAYS: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "day"));
static STOP: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "stop").into_iter().collect());

/// Whether an address is that of a live page.
pub(crate) fn is_live_address(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    URL.iter().any(|u| lower.contains(u))
}

/// Whether the page says of itself that it is live: in its address, its title, or a line of its own.
pub(crate) fn says(lines: &[Line], url: Option<&str>) -> bool {
    let line = |l: &Line| l.words <= 30 && SIGN.iter().any(|s| l.folded.starts_with(s));
    url.is_some_and(is_live_address)
        || lines.iter().any(line)
        || lines.iter().filter(|l| l.words <= 30).take(12).any(|l| headers::is_live_title(&l.folded))
}

/// Whether the page shows the signs of a live page. One alone is not enough unless the page says so itself.
pub(crate) fn is_live(lines: &[Line], url: Option<&str>) -> bool {
    let address = url.is_some_and(is_live_address);
    let says = lines.iter().any(|l| l.words <= 30 && SIGN.iter().any(|s| l.folded.starts_with(s)));
    let captions = lines.iter().filter(|l| l.role == Some(Role::Caption)).count();
    let closers = lines.iter().filter(|l| l.closes && l.folded.contains("post")).count();
    let bodies = lines.iter().filter(|l| is_body(l)).count();
    let score =
        2 * usize::from(address) + 2 * usize::from(says) + usize::from(captions >= 5) + closers.min(3);
    score >= 2 && bodies >= 6
}

fn is_body(line: &Line) -> bool {
    !line.is_left() && line.role.is_none_or(|r| matches!(r, Role::Paragraph | Role::Quote))
}

/// The words of a paragraph, ready to be compared.
struct Paragraph {
    /// Index of the line.
    line: usize,
    first: Vec<String>,
    /// Capitalised words, in lower case, without the first word of a sentence when it is common.
    names: BTreeSet<String>,
    content: BTreeMap<String, f32>,
    opens_with_quote: bool,
    /// Lower case of the first sentence.
    sentence: String,
    /// Full names: capitalised pairs.
    full: Vec<(String, String)>,
    /// An office stands right before a full name, or an institution is the subject.
    office: bool,
}

/// Where posts begin and end, as ranges of lines. Lines before the first post belong to none.
pub(crate) fn posts(lines: &[Line]) -> Vec<Range<usize>> {
    let Some(start) = lines.iter().position(|l| {
        !l.is_left() && (is_body(l) && l.is_prose() || matches!(l.role, Some(Role::Caption | Role::Credit)))
    }) else {
        return Vec::new();
    };
    let paragraphs: Vec<Paragraph> =
        (start..lines.len()).filter(|i| is_body(&lines[*i])).map(|i| paragraph(&lines[i], i)).collect();
    let weights = rarity(&paragraphs);
    let day = main_day(&paragraphs);
    let bias = bias(&lines[start..], paragraphs.len());
    let mut starts = vec![start];
    let mut from = 0;
    for (k, p) in paragraphs.iter().enumerate() {
        // Pictures, and lines that close a post, since the paragraph before.
        let after = k.checked_sub(1).map_or(start, |k| paragraphs[k].line + 1);
        let between = &lines[after.min(p.line)..p.line];
        let closed = between.iter().any(|l| l.closes);
        if k == 0 {
            continue;
        }
        let heading = between.iter().any(|l| !l.is_left() && l.role == Some(Role::Heading));
        let picture =
            between.iter().any(|l| !l.is_left() && matches!(l.role, Some(Role::Caption | Role::Credit)));
        let view = View { paragraphs: &paragraphs, weights: &weights, from, day: day.as_deref(), bias };
        let score = view.score(k) + if picture { PICTURE } else { 0.0 };
        if closed || heading || score > 0.0 {
            // The pictures above the paragraph go with it, but a byline stays with the post that it closes.
            let lead = between.iter().rposition(|l| l.closes).map_or(after, |i| after + i + 1);
            let opener = (lead..p.line).find(|i| !lines[*i].is_left()).unwrap_or(p.line);
            starts.push(opener);
            from = k;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).map(|(a, b)| a..b).collect()
}

/// Fewer posts than this tell nothing of what a page is about.
const SEVERAL: usize = 8;

/// The one post that tells what a headline says, where it is not the first and the others do not.
///
/// Whoever saves a live page at the address of one post gets that post's headline over the whole page.
pub(crate) fn told_by(headline: &str, lines: &[Line], posts: &[Range<usize>]) -> Option<usize> {
    let stem = |w: &str| w.to_lowercase().chars().take(5).collect::<String>();
    let stems = |text: &str| -> BTreeSet<String> {
        let parts = words(text).flat_map(|w| w.split(['-', '\'', '’']));
        parts.filter(|w| w.chars().count() >= 4).map(stem).collect()
    };
    let wanted = stems(headline);
    if posts.len() < SEVERAL || wanted.len() < 5 {
        return None;
    }
    let counts: Vec<usize> = posts
        .iter()
        .map(|post| {
            let body = lines[post.clone()].iter().filter(|l| !l.is_left() && l.role != Some(Role::Title));
            let there: BTreeSet<String> = body.flat_map(|l| stems(l.text())).collect();
            wanted.intersection(&there).count()
        })
        .collect();
    let best = (1..counts.len()).max_by_key(|k| (counts[*k], usize::MAX - k))?;
    let next = counts.iter().enumerate().filter(|(k, _)| *k != best).map(|(_, n)| *n).max()?;
    (counts[best] * 10 >= wanted.len() * 7 && next * 10 <= wanted.len() * 6 && next < counts[best])
        .then_some(best)
}

/// How much speaks against a new post before anything is known: on a page without other marks of posts, and on
/// one that has many, where a post without any is rare.
const BIAS: f32 = -1.75;
const BIAS_MARKED: f32 = -3.0;

/// Marks for each paragraph that are many: one for every ten.
const MANY: f32 = 0.1;

/// How much a picture with a credit line speaks for a new post.
const PICTURE: f32 = 3.0;

/// What speaks against a new post, by how many pictures and closing lines the page has.
fn bias(lines: &[Line], paragraphs: usize) -> f32 {
    let mark = |l: &&Line| l.closes || (!l.is_left() && l.role == Some(Role::Credit));
    let share = lines.iter().filter(mark).count() as f32 / paragraphs.max(1) as f32;
    BIAS + (BIAS_MARKED - BIAS) * (share / MANY).min(1.0)
}

struct View<'a> {
    paragraphs: &'a [Paragraph],
    weights: &'a BTreeMap<String, f32>,
    /// The paragraph that the post so far began with.
    from: usize,
    day: Option<&'a str>,
    bias: f32,
}

impl View<'_> {
    /// Above zero: paragraph `k` starts a new post.
    fn score(&self, k: usize) -> f32 {
        let p = &self.paragraphs[k];
        let post = &self.paragraphs[self.from..k];
        let mut score = self.bias;
        let first = p.first.first().map_or("", String::as_str);
        let second = p.first.get(1).map_or("", String::as_str);
        if p.opens_with_quote {
            return -4.0;
        }
        if CONTEXT.iter().any(|c| p.sentence.starts_with(c)) {
            return -4.0;
        }
        if BACK.contains(first) {
            score -= 2.0;
        }
        let definite = first == "the" && ANAPHOR.contains(second);
        if definite {
            score -= 2.0;
        }
        // "Kirby said": a surname that the post has introduced with a full name.
        let known: BTreeSet<&str> =
            post.iter().flat_map(|q| q.full.iter().map(|(_, last)| last.as_str())).collect();
        let subject: Vec<&String> = p.first.iter().take(4).collect();
        let own_full = p.full.iter().any(|(a, b)| subject.contains(&a) || subject.contains(&b));
        if known.contains(first) && !p.full.iter().any(|(a, _)| a == first) {
            score -= 2.5;
        }
        let lead: Vec<&String> = p.first.iter().take(5).collect();
        // "Velmar has again closed ...": news in the perfect, of an actor that the post has not begun with.
        let begun = post.iter().any(|q| q.first.first().is_some_and(|w| w == first));
        let perfect = PERFECT.contains(second) && p.names.contains(first) && !begun;
        if perfect {
            score += 1.0;
        } else if LINK.iter().any(|l| lead.iter().any(|w| w == l)) {
            score -= 2.5;
        }
        if WHEN.iter().any(|w| p.sentence.contains(w)) {
            score -= 1.0;
        }
        // "On Friday, ...": what led up to the news rather than the news.
        score -= match first {
            "on" => 2.0,
            "in" => 1.0,
            _ => 0.0,
        };
        if let Some(day) = self.day {
            if p.sentence.contains(day) {
                score += 1.0;
            } else if DAYS.iter().any(|d| p.sentence.contains(d)) {
                score -= 0.5;
            }
        }
        if p.office {
            score += 1.0;
        }
        // The same actor in full again, after the surname alone has been used.
        let again = p.full.iter().any(|(a, b)| post.iter().any(|q| q.full.contains(&(a.clone(), b.clone()))));
        if again && own_full && p.office {
            score += 1.0;
        }
        let before: BTreeSet<&String> = post.iter().flat_map(|q| &q.names).collect();
        let fresh = p.first.iter().take(5).filter(|w| p.names.contains(*w) && !before.contains(w)).count();
        score += 0.8 * fresh.min(2) as f32;
        if p.names.contains(first) && !before.contains(&p.first[0]) {
            score += 0.4;
        }
        // What follows points back to this paragraph.
        if let Some(next) = self.paragraphs.get(k + 1) {
            let first = next.first.first().map_or("", String::as_str);
            let own = p.full.iter().any(|(_, last)| last == first);
            if next.opens_with_quote
                || own
                || (first == "the" && next.first.get(1).is_some_and(|w| ANAPHOR.contains(w.as_str())))
            {
                score += 0.6;
            }
        }
        let back = self.similarity(k.saturating_sub(3).max(self.from)..k, k..k + 1);
        let around =
            self.similarity(k.saturating_sub(3).max(self.from)..k, k + 1..(k + 3).min(self.paragraphs.len()));
        let ahead = self.similarity(k..k + 1, k + 1..(k + 3).min(self.paragraphs.len()));
        score += 4.0 * (ahead - back).clamp(-0.3, 0.3) + 3.0 * (0.2 - around).clamp(-0.3, 0.2);
        if k - self.from < 2 {
            score -= 0.6;
        }
        score
    }

    fn similarity(&self, a: Range<usize>, b: Range<usize>) -> f32 {
        let bag = |r: Range<usize>| {
            let mut out: BTreeMap<&str, f32> = BTreeMap::new();
            for p in &self.paragraphs[r.start.min(r.end)..r.end] {
                for (w, n) in &p.content {
                    *out.entry(w).or_default() += n * self.weights.get(w).copied().unwrap_or(0.0);
                }
            }
            out
        };
        let (a, b) = (bag(a), bag(b));
        let dot: f32 = a.iter().filter_map(|(w, x)| b.get(w).map(|y| x * y)).sum();
        let norm = |m: &BTreeMap<&str, f32>| m.values().map(|v| v * v).sum::<f32>().sqrt();
        let n = norm(&a) * norm(&b);
        if n > 0.0 { dot / n } else { 0.0 }
    }
}

/// Words that stand in few paragraphs tell more.
fn rarity(paragraphs: &[Paragraph]) -> BTreeMap<String, f32> {
    let mut count: BTreeMap<&str, f32> = BTreeMap::new();
    for p in paragraphs {
        for w in p.content.keys() {
            *count.entry(w).or_default() += 1.0;
        }
    }
    let n = paragraphs.len() as f32;
    count.into_iter().map(|(w, c)| (w.to_owned(), (1.0 + n / c).ln())).collect()
}

/// The weekday that opening sentences name most: the day of the page.
fn main_day(paragraphs: &[Paragraph]) -> Option<String> {
    let count = |day: &&&str| paragraphs.iter().filter(|p| p.sentence.contains(**day)).count();
    let best = DAYS.iter().max_by_key(|d| (count(d), std::cmp::Reverse(**d)))?;
    (count(&best) >= 3).then(|| (*best).to_owned())
}

fn paragraph(line: &Line, at: usize) -> Paragraph {
    let text = line.text();
    let tokens: Vec<&str> = words(text).collect();
    let end = text
        .match_indices(['.', '!', '?'])
        .map(|(i, m)| i + m.len())
        .find(|i| *i > 60 && text[*i..].starts_with([' ', '”', '"']))
        .unwrap_or(text.len());
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    let lower = |w: &str| fold(w).trim_end_matches("'s").to_owned();
    let mut full = Vec::new();
    let mut office = false;
    let in_sentence = words(&text[..end]).count();
    for i in 1..tokens.len() {
        let (a, b) = (tokens[i - 1], tokens[i]);
        let (la, lb) = (lower(a), lower(b));
        let common = |w: &str| ROLE.contains(w) || BODY.contains(w) || STOP.contains(w);
        if capital(a) && capital(b) && !common(&la) && !common(&lb) {
            let before = i.checked_sub(2).map(|j| lower(tokens[j])).unwrap_or_default();
            office |= i < in_sentence && ROLE.contains(before.as_str());
            full.push((la, lb));
        }
    }
    let first: Vec<String> = tokens.iter().take(8).map(|w| lower(w)).collect();
    office |= tokens.iter().take(7).skip(1).any(|w| capital(w) && BODY.contains(lower(w).as_str()));
    let mut content: BTreeMap<String, f32> = BTreeMap::new();
    for w in tokens.iter().map(|w| lower(w)).filter(|w| w.chars().count() > 3 && !STOP.contains(w.as_str())) {
        let stem: String = w.chars().take(6).collect();
        *content.entry(stem).or_default() += 1.0;
    }
    Paragraph {
        line: at,
        names: tokens
            .iter()
            .filter(|w| capital(w))
            .map(|w| lower(w))
            .filter(|w| !STOP.contains(w.as_str()))
            .collect(),
        opens_with_quote: text.starts_with(['“', '"', '‘', '«', '„', '\'']),
        sentence: fold(&text[..end]),
        first,
        content,
        full,
        office,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{PageKind, Role};

    const PAGE: &str = "Port crisis: what to know today

  • Velmar's port stayed shut.
  • Corva sent two ships.

Our coverage has ended for the day. Read the latest here.

Velmar Foreign Minister Ana Reyes said Monday that the port would stay shut until the storm had passed over the coast.

Reyes told reporters that crews were safe. “We wait,” she said.

The minister added that a plan for the ferries was ready.

Velmar TV's Lena Kohl contributed reporting to this post.

Corva sent two ships to the strait on Monday, its Defense Ministry said, to help with the search for a missing trawler.

“Our crews know these waters,” the ministry said in a statement.

Two helicopters are to join them later.

Crews clear the quay in Velmar on May 5.

Crews clear the quay in Velmar on May 5.

(Lena Kohl/AFP/Getty Images)

Insurance firms counted their losses on Monday as the Union of Coastal Traders asked for relief and cheaper credit.

“Our members cannot wait,” said its chair, Tom Witt.

Witt said that nine of ten shops had closed.";

    #[test]
    fn the_headline_of_one_post_is_not_that_of_the_page() {
        let closed =
            |text: &str| format!("{text}\n\nVelmar TV's Lena Kohl contributed reporting to this post.\n\n");
        let towns = ["Corva", "Selm", "Ostra", "Pell", "Tarn", "Ulm", "Vars", "Wyk"];
        let others: String = towns
            .iter()
            .map(|t| closed(&format!("The mayor of {t} said Monday that all schools in the district would stay shut until the storm had passed.")))
            .collect();
        let told = closed(
            "Bakers in Gorna have doubled their orders of flour and yeast since Friday, the association of millers said, as storm warnings mount.",
        );
        let page = |headline: &str| {
            let text = format!(
                "{headline}\n\n{headline}\n\nOur coverage has ended for the day. Read the latest here.\n\n{others}{told}"
            );
            read(text.as_bytes(), &Hint::default()).unwrap()
        };
        let headline = "Gorna bakers double orders of flour and yeast as storm warnings mount";
        let p = page(headline);
        assert_eq!(p.title, None);
        let titled: Vec<&str> = p.posts.iter().filter_map(|p| p.title.as_deref()).collect();
        assert_eq!(titled, [headline]);
        assert!(p.posts.iter().any(|q| q.title.is_some() && q.span.of(&p.text).contains("yeast")));
        let p = page("Storm over the coast: mayors keep schools in every district shut");
        assert_eq!(
            p.title.as_deref(),
            Some("Storm over the coast: mayors keep schools in every district shut")
        );
    }

    #[test]
    fn posts_are_told_apart() {
        let page = read(PAGE.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(page.kind, PageKind::Live);
        let starts: Vec<&str> = page.posts.iter().map(|p| &p.span.of(&page.text)[..5]).collect();
        assert_eq!(starts, ["Velma", "Corva", "Crews"]);
        assert!(page.posts.iter().all(|p| p.time.is_none()));
        let bullet = page.blocks.iter().find(|b| b.role == Role::List).unwrap();
        assert_eq!(bullet.post, None, "the summary belongs to no post");
        let caption = page.blocks.iter().filter(|b| b.role == Role::Caption).count();
        assert_eq!(caption, 1);
        assert!(!page.text.contains("coverage has ended"));
    }
}
