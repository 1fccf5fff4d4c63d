//! Pages whose attributions are read off the trees of treebanks: enough to learn from open texts alone.
//!
//! A verb of saying, thinking or wanting with a clause for its complement tells who says what; so does "according to".
//! What stands only in a noun ("her claim that") or is spread over sentences is not found.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use parallax_text::syntax::NONE;
use serde_json::Value;

use super::super::treebank::{self, Begins, Gold};
use super::gold::{Record, Spans, Told, told};

type Error = Box<dyn std::error::Error>;

/// Sentences after which a new line begins where the treebank tells of no paragraph.
const PARAGRAPH: usize = 3;

/// Reads the pages; `cues` is the list of verbs.
pub(super) fn read(cues: &Path, data: &Path) -> Result<Vec<Told>, Error> {
    let cues = Cues::of(&std::fs::read_to_string(cues).map_err(|e| format!("{}: {e}", cues.display()))?);
    let pages = pages(&treebank::training(data, true)?, &cues);
    println!("{} attributions in trees", pages.iter().map(|p| p.attributions.len()).sum::<usize>());
    Ok(pages.iter().map(|page| told(page, Value::Null)).collect())
}

/// What a verb may have for its content.
#[derive(Clone, Copy)]
struct Frames {
    clause: bool,
    that: bool,
    to: bool,
}

/// Verbs, by dictionary form.
struct Cues(HashMap<String, Frames>);

impl Cues {
    fn of(file: &str) -> Self {
        let row = |line: &str| {
            let mut fields = line.split('\t');
            let (verb, frames) = (fields.next()?, fields.nth(1)?);
            let has = |wanted: &str| frames.split(' ').any(|f| f == wanted);
            let frames = Frames { clause: has("say") || has("clause"), that: has("that"), to: has("to") };
            Some((verb.to_owned(), frames))
        };
        Self(file.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect())
    }
}

/// The documents, put together again.
fn pages(sentences: &[Gold], cues: &Cues) -> Vec<Record> {
    let mut pages: Vec<Record> = Vec::new();
    let (mut points, mut since) = (0, 0);
    for gold in sentences {
        if gold.begins == Begins::Document || pages.is_empty() {
            let id = format!("trees-{}", pages.len());
            pages.push(Record { id, text: String::new(), attributions: Vec::new() });
            (points, since) = (0, 0);
        }
        let Some(page) = pages.last_mut() else { continue };
        let line = gold.begins == Begins::Paragraph || since == PARAGRAPH;
        since = if line { 1 } else { since + 1 };
        if points > 0 {
            page.text.push(if line { '\n' } else { ' ' });
            points += 1;
        }
        let mut places = Vec::new();
        for (at, word) in gold.texts.iter().enumerate() {
            let start = points;
            page.text.push_str(word);
            points += word.chars().count();
            places.push((start, points));
            if gold.blanks[at] && at + 1 < gold.texts.len() {
                page.text.push(' ');
                points += 1;
            }
        }
        let span = |words: &Range<usize>| (places[words.start].0, places[words.end - 1].1);
        page.attributions.extend(Tree::of(gold).attributions(cues).iter().map(|a| Spans {
            source: vec![span(&a.source)],
            cue: vec![span(&a.cue)],
            content: a.content.iter().map(span).collect(),
        }));
    }
    pages
}

/// Who says what, as words of a sentence.
struct Said {
    source: Range<usize>,
    cue: Range<usize>,
    content: Vec<Range<usize>>,
}

/// A sentence with what depends on each word.
struct Tree<'g> {
    gold: &'g Gold,
    children: Vec<Vec<usize>>,
}

impl<'g> Tree<'g> {
    fn of(gold: &'g Gold) -> Self {
        let mut children = vec![Vec::new(); gold.heads.len()];
        for (word, &head) in gold.heads.iter().enumerate() {
            if let Some(of) = children.get_mut(head) {
                of.push(word);
            }
        }
        Self { gold, children }
    }

    /// All that do not overlap; of two that do, the one that begins first, and then the longer.
    fn attributions(&self, cues: &Cues) -> Vec<Said> {
        let all = 0..self.gold.texts.len();
        let mut found: Vec<Said> =
            all.filter_map(|word| self.said(cues, word).or_else(|| self.according(word))).collect();
        found.sort_by_key(|said| {
            let parts = || said.content.iter().chain([&said.source, &said.cue]);
            let (start, end) = (parts().map(|p| p.start).min(), parts().map(|p| p.end).max());
            (start, std::cmp::Reverse(end))
        });
        let (mut taken, mut sources) = (vec![false; self.gold.texts.len()], Vec::new());
        found.retain(|said| {
            // One may say two things.
            let again = sources.contains(&said.source);
            let own = if again { None } else { Some(&said.source) };
            let mut now = taken.clone();
            let free = said
                .content
                .iter()
                .chain([&said.cue])
                .chain(own)
                .all(|part| part.clone().all(|word| !std::mem::replace(&mut now[word], true)));
            if free {
                taken = now;
                sources.push(said.source.clone());
            }
            free
        });
        found
    }

    /// What a verb introduces.
    fn said(&self, cues: &Cues, verb: usize) -> Option<Said> {
        if self.gold.upos[verb] != "VERB" {
            return None;
        }
        let particle = self.child(verb, "compound:prt");
        let lemma = &self.gold.lemmas[verb];
        let frames = match particle {
            Some(particle) => cues.0.get(&format!("{lemma} {}", self.gold.lemmas[particle])),
            None => cues.0.get(lemma),
        }?;
        let clause = self.child(verb, "ccomp").filter(|&c| frames.clause || frames.that && self.opened(c));
        let aside = || self.child(verb, "parataxis").filter(|&p| frames.clause && self.quoted(p));
        let wish = || self.child(verb, "xcomp").filter(|&x| frames.to && self.has(x, "mark", &["to"]));
        let content = match clause.or_else(aside).or_else(wish) {
            Some(top) => self.under(top, NONE),
            // "The mill, she says, was closed."
            None => {
                let inserted = frames.clause
                    && self.gold.relations[verb] == "parataxis"
                    && self.child(verb, "obj").is_none();
                self.under(self.gold.heads[verb], inserted.then_some(verb)?)
            }
        };
        Some(Said {
            source: self.source(verb)?,
            cue: self.cue(verb, particle),
            content: self.content(&content)?,
        })
    }

    /// What somebody is named for with "according to".
    fn according(&self, named: usize) -> Option<Said> {
        let head = self.gold.heads[named];
        if head == NONE || !self.gold.relations[named].starts_with("obl") {
            return None;
        }
        let case = self.children[named]
            .iter()
            .copied()
            .find(|&c| self.gold.texts[c].eq_ignore_ascii_case("according"))?;
        Some(Said {
            source: self.one(&self.under(named, case))?,
            cue: self.one(&self.under(case, NONE))?,
            content: self.content(&self.under(head, named))?,
        })
    }

    /// Who says it. Writers and readers of the page are not sources.
    fn source(&self, verb: usize) -> Option<Range<usize>> {
        let passive = self.child(verb, "nsubj:pass").or_else(|| self.child(verb, "aux:pass"));
        let (who, by) = match passive {
            Some(_) => {
                let agent = self.child(verb, "obl:agent")?;
                (agent, self.child(agent, "case").unwrap_or(NONE))
            }
            None => (self.subject(verb)?, NONE),
        };
        if matches!(&*self.gold.lemmas[who], "I" | "we" | "you") {
            return None;
        }
        self.one(&self.under(who, by))
    }

    /// The subject, of its own or shared with another verb: "came and said", "left, saying".
    fn subject(&self, verb: usize) -> Option<usize> {
        let own = self.child(verb, "nsubj").or_else(|| self.child(verb, "nsubj:pass"));
        own.or_else(|| {
            let shared = match &*self.gold.relations[verb] {
                "conj" => true,
                "advcl" => self.gold.xpos[verb] == "VBG" && self.child(verb, "mark").is_none(),
                _ => false,
            };
            self.subject(shared.then_some(self.gold.heads[verb]).filter(|&h| h != NONE)?)
        })
    }

    /// The verb with what stands right before it and belongs to it, and its particle.
    fn cue(&self, verb: usize, particle: Option<usize>) -> Range<usize> {
        let belongs = |&word: &usize| {
            let adverb = self.gold.relations[word] == "advmod" && self.gold.xpos[word] != "WRB";
            self.gold.heads[word] == verb
                && self.children[word].is_empty()
                && (adverb || self.gold.relations[word].starts_with("aux"))
        };
        let before = (0..verb).rev().take_while(belongs).count();
        verb - before..particle.filter(|&p| p == verb + 1).unwrap_or(verb) + 1
    }

    /// One stretch of words, or two if something stands between them.
    fn content(&self, words: &[usize]) -> Option<Vec<Range<usize>>> {
        let parts: Vec<Range<usize>> = runs(words)
            .into_iter()
            .map(|r| self.with_quotes(self.trimmed(r)))
            .filter(|r| !r.is_empty())
            .collect();
        matches!(parts.len(), 1 | 2).then_some(parts)
    }

    /// Words that are one stretch.
    fn one(&self, words: &[usize]) -> Option<Range<usize>> {
        let mut parts = runs(words).into_iter().map(|r| self.trimmed(r)).filter(|r| !r.is_empty());
        parts.next().filter(|_| parts.next().is_none())
    }

    /// Without stops and commas at its ends.
    fn trimmed(&self, mut words: Range<usize>) -> Range<usize> {
        let stop = |word: usize| {
            self.gold.upos[word] == "PUNCT"
                && matches!(&*self.gold.texts[word], "," | "." | ";" | ":" | "-" | "--" | "–" | "—")
        };
        while !words.is_empty() && stop(words.start) {
            words.start += 1;
        }
        while !words.is_empty() && stop(words.end - 1) {
            words.end -= 1;
        }
        words
    }

    /// With the marks of quotation around it, which may hang on another word.
    fn with_quotes(&self, mut words: Range<usize>) -> Range<usize> {
        if words.is_empty() {
            return words;
        }
        let marks = words.clone().filter(|&w| self.is_quote(w)).count();
        let opens = words.start > 0 && self.is_quote(words.start - 1);
        let comma = self.gold.texts.get(words.end).is_some_and(|t| matches!(&**t, "," | "."));
        let close = words.end + usize::from(comma);
        let closes = close < self.gold.texts.len() && self.is_quote(close);
        let both = marks == 0 && opens && closes;
        if both || marks % 2 == 1 && opens {
            words.start -= 1;
        }
        if both || marks % 2 == 1 && closes && !opens {
            words.end = close + 1;
        }
        words
    }

    fn is_quote(&self, word: usize) -> bool {
        matches!(&*self.gold.xpos[word], "``" | "''")
    }

    fn quoted(&self, top: usize) -> bool {
        let words = self.under(top, NONE);
        words.iter().any(|&w| self.is_quote(w))
            || words.first().and_then(|w| w.checked_sub(1)).is_some_and(|w| self.is_quote(w))
    }

    /// Whether a clause begins with "that", "whether" or a question word.
    fn opened(&self, clause: usize) -> bool {
        self.has(clause, "mark", &["that", "whether", "if"])
            || self.under(clause, NONE).first().is_some_and(|&w| self.gold.xpos[w].starts_with('W'))
    }

    fn has(&self, head: usize, relation: &str, lemmas: &[&str]) -> bool {
        self.child(head, relation).is_some_and(|c| lemmas.contains(&&*self.gold.lemmas[c]))
    }

    /// The first that depends on a word in this way.
    fn child(&self, head: usize, relation: &str) -> Option<usize> {
        self.children[head].iter().copied().find(|&c| self.gold.relations[c] == relation)
    }

    /// A word and all that depends on it, but for what depends on another; in order.
    fn under(&self, top: usize, without: usize) -> Vec<usize> {
        let mut words = vec![top];
        let mut at = 0;
        while let Some(&word) = words.get(at) {
            words.extend(self.children[word].iter().filter(|&&c| c != without));
            at += 1;
        }
        words.sort_unstable();
        words
    }
}

/// Words in order, as stretches.
fn runs(words: &[usize]) -> Vec<Range<usize>> {
    words.chunk_by(|a, b| a + 1 == *b).map(|run| run[0]..run[run.len() - 1] + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUES: &str = "say\tasserts\tsay clause\t\nwant\tdemands\tto that object\t\n";

    const TREES: &str = "\
# newdoc id = one
1 The the DET DT _ 2 det _ _
2 coach coach NOUN NN _ 5 nsubj _ _
3-4 didn't _ _ _ _ _ _ _ _
3 did do AUX VBD _ 5 aux _ _
4 n't not PART RB _ 5 advmod _ _
5 say say VERB VB _ 0 root _ _
6 that that SCONJ IN _ 8 mark _ _
7 she she PRON PRP _ 8 nsubj _ _
8 wants want VERB VBZ _ 5 ccomp _ _
9 to to PART TO _ 10 mark _ _
10 leave leave VERB VB _ 8 xcomp _ SpaceAfter=No
11 . . PUNCT . _ 5 punct _ _

1 According accord VERB VBG _ 3 case _ _
2 to to ADP IN _ 1 fixed _ _
3 Élan Élan PROPN NNP _ 7 obl _ SpaceAfter=No
4 , , PUNCT , _ 3 punct _ _
5 rain rain NOUN NN _ 7 nsubj _ _
6 is be AUX VBZ _ 7 cop _ _
7 likely likely ADJ JJ _ 0 root _ SpaceAfter=No
8 . . PUNCT . _ 7 punct _ _

# newpar
1 \" \" PUNCT `` _ 4 punct _ SpaceAfter=No
2 It it PRON PRP _ 4 nsubj _ _
3 is be AUX VBZ _ 4 cop _ _
4 over over ADV RB _ 0 root _ SpaceAfter=No
5 , , PUNCT , _ 4 punct _ SpaceAfter=No
6 \" \" PUNCT '' _ 4 punct _ _
7 said say VERB VBD _ 4 parataxis _ _
8 Reed Reed PROPN NNP _ 7 nsubj _ SpaceAfter=No
9 . . PUNCT . _ 4 punct _ _

";

    #[test]
    fn trees_tell_who_says_what() {
        let trees = TREES.replace(' ', "\t");
        let trees = trees.replace("#\tnewdoc\tid\t=\t", "# newdoc id = ").replace("#\tnewpar", "# newpar");
        let sentences = treebank::read_lines(trees.as_bytes(), |_| true).unwrap();
        let [page] = &pages(&sentences, &Cues::of(CUES))[..] else { panic!("one page") };
        assert_eq!(
            page.text,
            "The coach didn't say that she wants to leave. According to Élan, rain is likely.\n\
             \"It is over,\" said Reed."
        );
        let letters: Vec<char> = page.text.chars().collect();
        let of = |spans: &[(usize, usize)]| {
            spans
                .iter()
                .map(|s| letters[s.0..s.1].iter().collect::<String>())
                .collect::<Vec<_>>()
                .join(" ... ")
        };
        let told: Vec<[String; 3]> =
            page.attributions.iter().map(|a| [of(&a.source), of(&a.cue), of(&a.content)]).collect();
        assert_eq!(
            told,
            [
                ["The coach", "didn't say", "that she wants to leave"],
                ["Élan", "According to", "rain is likely"],
                ["Reed", "said", "\"It is over,\""],
            ]
        );
    }
}
