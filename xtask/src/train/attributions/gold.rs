//! Pages with gold attributions, as passages.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use flate2::read::GzDecoder;
use parallax_model::{Page, Span};
use parallax_text::attribution::{Link, PARTS, Passage, label, next, segments};
use parallax_text::{Layer, annotate_layers, passages};
use serde::Deserialize;

type Error = Box<dyn std::error::Error>;

/// A record of a collection; spans in code points.
#[derive(Deserialize)]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) attributions: Vec<Spans>,
}

/// The spans of an attribution.
#[derive(Deserialize)]
pub(super) struct Spans {
    pub(super) source: Vec<(usize, usize)>,
    pub(super) cue: Vec<(usize, usize)>,
    pub(super) content: Vec<(usize, usize)>,
}

impl Spans {
    /// In the order of the parts.
    fn parts(&self) -> [&[(usize, usize)]; PARTS.len()] {
        [&self.source, &self.cue, &self.content]
    }
}

/// A choice that is learned: what seeks, what it can choose, and what is right; the number of choices if nothing is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice {
    /// First word of what seeks.
    pub(super) seeker: usize,
    /// First words of what can be chosen.
    pub(super) choices: Vec<usize>,
    /// Which of them is right.
    pub(super) right: usize,
}

/// A passage whose attributions are known.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) passage: Passage,
    /// State of each word.
    pub(super) states: Vec<usize>,
    /// First words of cues.
    pub(super) cues: Vec<Range<usize>>,
    /// Choices of each kind of link.
    pub(super) links: [Vec<Choice>; 2],
    /// Where the words stand, in code points of the page.
    pub(super) spans: Vec<(usize, usize)>,
}

/// How many words of several blocks are put in one passage: as in use, and less, since pages may be short.
pub(super) const CUTS: [Option<usize>; 4] = [None, None, Some(120), Some(0)];

/// A page of a collection.
pub(super) struct Told {
    /// Its passages, cut in each way.
    pub(super) passages: [Vec<Known>; CUTS.len()],
    /// The record, as the scorers read it.
    pub(super) gold: serde_json::Value,
}

/// Reads a collection.
pub(super) fn read(path: &Path) -> Result<Vec<Told>, Error> {
    let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line?;
        out.push(told(&serde_json::from_str(&line)?, serde_json::from_str(&line)?));
    }
    Ok(out)
}

/// A page of which this is known.
pub(super) fn told(record: &Record, gold: serde_json::Value) -> Told {
    let layers = [Layer::Sentences, Layer::Tokens, Layer::Times];
    let document = annotate_layers(Page::untouched(&record.id, &record.text), &layers);
    let mut points = vec![0; record.text.len() + 1];
    for (point, (byte, _)) in record.text.char_indices().enumerate() {
        points[byte] = point;
        points[byte + 1..].fill(point + 1);
    }
    let in_points = |s: &Span| (points[s.start as usize], points[s.end as usize]);
    let known = |(passage, spans): (Passage, Vec<Span>)| {
        known(passage, spans.iter().map(in_points).collect(), &record.attributions)
    };
    Told { passages: CUTS.map(|cut| passages(&document, cut).into_iter().map(known).collect()), gold }
}

/// The words of a passage that lie in a span.
fn words(spans: &[(usize, usize)], &(start, end): &(usize, usize)) -> Range<usize> {
    spans.partition_point(|w| w.1 <= start)..spans.partition_point(|w| w.0 < end)
}

fn known(passage: Passage, spans: Vec<(usize, usize)>, gold: &[Spans]) -> Known {
    let begins: Vec<bool> = passage.places.iter().map(|p| p.begins_block).collect();
    let mut labels = vec![0; spans.len()];
    for (part, span) in gold
        .iter()
        .flat_map(|a| PARTS.into_iter().zip(a.parts()))
        .flat_map(|(p, s)| s.iter().map(move |s| (p, s)))
    {
        let range = words(&spans, span);
        // Where two are told of the same words, the first is kept.
        if range.is_empty() || labels[range.clone()].iter().any(|&l| l != 0) {
            continue;
        }
        for word in range.clone() {
            labels[word] = label(part, word == range.start || begins[word]);
        }
    }
    let mut before = None;
    let states: Vec<usize> = labels
        .iter()
        .zip(&begins)
        .map(|(&label, &begins)| {
            let state = next(before.filter(|_| !begins), label).unwrap_or_default();
            before = Some(state);
            state
        })
        .collect();
    let small: Vec<u8> = states.iter().map(|&s| s as u8).collect();
    let [sources, cues, contents] = segments(&small);
    let map = passage.map(&cues);
    let at = |all: &[Range<usize>], span: &(usize, usize)| {
        let word = words(&spans, span).start;
        all.iter().position(|r| r.contains(&word))
    };
    let choice = |link: Link, seeker: usize, all: &[Range<usize>], right: Option<usize>| {
        let choices: Vec<usize> = map.choices(link, seeker, all).collect();
        let right = right.and_then(|right| choices.iter().position(|&c| c == right)).unwrap_or(choices.len());
        Choice { seeker, choices: choices.into_iter().map(|c| all[c].start).collect(), right }
    };
    let mut links = [Vec::new(), Vec::new()];
    for attribution in gold {
        let Some(cue) = attribution.cue.first().and_then(|c| at(&cues, c)) else { continue };
        let source = attribution.source.first().and_then(|s| at(&sources, s));
        links[0].push(choice(Link::Source, cues[cue].start, &sources, source));
        for content in attribution.content.iter().filter_map(|c| at(&contents, c)) {
            links[1].push(choice(Link::Cue, contents[content].start, &cues, Some(cue)));
        }
    }
    for links in &mut links {
        links.sort();
        links.dedup_by_key(|choice| choice.seeker);
    }
    Known { passage, states, cues, links, spans }
}

#[cfg(test)]
mod tests {
    use parallax_text::attribution::{Part, label_of, part};
    use serde_json::json;

    use super::*;

    #[test]
    fn spans_become_states_and_choices() {
        let text = "Hill said the mill was closed. Reed denied it.";
        let line = json!({"id": "p", "text": text, "attributions": [
            {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 29]]},
            {"source": [[31, 35]], "cue": [[36, 42]], "content": [[43, 45]]},
        ]});
        let told = told(&serde_json::from_value(line.clone()).unwrap(), line);
        let [known] = &told.passages[0][..] else { panic!("one passage") };
        let parts: Vec<_> = known.states.iter().map(|&s| part(label_of(s)).map(|(p, _)| p)).collect();
        let (s, c, q) = (Some(Part::Source), Some(Part::Cue), Some(Part::Content));
        assert_eq!(parts, [s, c, q, q, q, q, None, s, c, q, None]);
        let [sources, cues] = &known.links;
        assert_eq!(sources[1], Choice { seeker: 8, choices: vec![0, 7], right: 1 });
        assert_eq!(cues[0], Choice { seeker: 2, choices: vec![1, 8], right: 0 });
        assert_eq!(known.spans[1], (5, 9));
    }
}
