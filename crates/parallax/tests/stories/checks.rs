//! Looks up in a report what a reader expects.

use parallax::report::Report;
use parallax_model::{Claim, Document, Entity, Evidence, PageId};

use crate::expected::{self, Expected};

/// One expectation and what is wrong, if anything.
pub(crate) struct Verdict {
    pub(crate) key: String,
    pub(crate) problem: Option<String>,
}

/// Checks everything.
pub(crate) fn run(expected: &Expected, report: &Report) -> Vec<Verdict> {
    let look = Look { report };
    let mut out = Vec::new();
    let mut add = |key: String, result: Result<(), String>| {
        out.push(Verdict { key, problem: result.err() });
    };
    for x in &expected.page {
        for (aspect, result) in look.page(x) {
            add(format!("page {}: {aspect}", x.file), result);
        }
    }
    for x in &expected.claim {
        for (aspect, result) in look.claim(x) {
            add(format!("claim {:?}: {aspect}", x.contains), result);
        }
    }
    for x in &expected.figure {
        add(format!("figure {:?}: {} {}", x.what, x.values.join(" / "), x.relation), look.figure(x));
    }
    for x in &expected.conflict {
        add(format!("conflict {} {:?}: {}", x.kind, x.about, x.sides.join(" / ")), look.conflict(x));
    }
    for x in &expected.entity {
        add(format!("entity {}", x.spellings.join(" = ")), look.entity(x));
    }
    for x in &expected.distinct {
        let (a, b) = &x.names;
        let both = look.report.ledger.entities.iter().any(|e| spelled(e, a) && spelled(e, b));
        add(format!("distinct {a} and {b}"), hold(!both, "they are one entity"));
    }
    for x in &expected.lineage {
        add(format!("lineage {} {}", x.kind, x.pages.join(" ")), look.lineage(x));
    }
    for x in &expected.unrelated {
        let (a, b) = &x.pages;
        let linked = look.lineages(&[a, b]).next().is_some();
        add(format!("unrelated {a} {b}"), hold(!linked, "a lineage joins them"));
    }
    for x in &expected.timeline {
        add(format!("timeline {} {:?}", x.date, x.contains), look.timeline(x));
    }
    for x in &expected.unread {
        add(format!("unread {} {}", x.file, x.why), look.unread(x));
    }
    for x in &expected.not_claim {
        let is = look.claims_with(&x.text).next().is_some();
        add(format!("not a claim {:?}", x.text), hold(!is, "it is one"));
    }
    out
}

fn hold(holds: bool, problem: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(problem.into()) }
}

/// Quotation marks, apostrophes, spaces and case aside.
fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' => '"',
            '’' | '‘' => '\'',
            c => c,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn has(text: &str, snippet: &str) -> bool {
    fold(text).contains(&fold(snippet))
}

fn spelled(entity: &Entity, name: &str) -> bool {
    entity.spellings.iter().any(|s| fold(&s.text) == fold(name))
}

fn snake(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or_default().to_owned()
}

struct Look<'a> {
    report: &'a Report,
}

type Aspects = Vec<(&'static str, Result<(), String>)>;

impl<'a> Look<'a> {
    fn document(&self, file: &str) -> Option<&'a Document> {
        self.report.documents.iter().find(|d| d.page.path.as_deref().is_some_and(|p| p.ends_with(file)))
    }

    fn page(&self, x: &expected::Page) -> Aspects {
        let Some(document) = self.document(&x.file) else { return vec![("read", Err("not read".into()))] };
        let page = &document.page;
        let mut out: Aspects = Vec::new();
        let mut same = |aspect, want: &Option<String>, got: Option<&str>| {
            if let Some(want) = want {
                let got = got.unwrap_or("nothing");
                out.push((aspect, hold(fold(want) == fold(got), format!("{want:?}, got {got:?}"))));
            }
        };
        same("title", &x.title, page.title.as_deref());
        same("source", &x.source, page.source.as_deref());
        same("kind", &x.kind, Some(&snake(&page.kind)));
        if let Some(want) = &x.published {
            let got = page.published.as_deref().unwrap_or("nothing");
            let same = got == want || got.starts_with(want.trim_end_matches('Z').trim_end_matches("+00:00"));
            out.push(("published", hold(same, format!("{want:?}, got {got:?}"))));
        }
        if !x.authors.is_empty() {
            let all = x.authors.iter().all(|a| page.authors.contains(a));
            out.push(("authors", hold(all, format!("{:?}, got {:?}", x.authors, page.authors))));
        }
        if let Some((least, most)) = x.posts.map(|n| (n, n)).or(x.posts_between) {
            let n = page.posts.len();
            out.push(("posts", hold((least..=most).contains(&n), format!("{least} to {most}, got {n}"))));
        }
        let missing: Vec<_> = x.contains.iter().filter(|s| !has(&page.text, s)).collect();
        out.push(("contains", hold(missing.is_empty(), format!("lost: {missing:?}"))));
        let left: Vec<_> = x.lacks.iter().filter(|s| has(&page.text, s)).collect();
        out.push(("lacks", hold(left.is_empty(), format!("left in: {left:?}"))));
        out
    }

    fn claims_with(&self, snippet: &str) -> impl Iterator<Item = &'a Claim> {
        let snippet = fold(snippet);
        self.report
            .ledger
            .claims
            .iter()
            .filter(move |c| c.members.iter().any(|m| fold(&m.evidence.text).contains(&snippet)))
    }

    /// Of the claims with the snippet, the one for which most holds.
    fn claim(&self, x: &expected::Claim) -> Aspects {
        let all = self.claims_with(&x.contains).map(|claim| self.claim_aspects(x, claim));
        all.max_by_key(|aspects| aspects.iter().filter(|a| a.1.is_ok()).count())
            .unwrap_or_else(|| vec![("found", Err("no claim has these words".into()))])
    }

    fn claim_aspects(&self, x: &expected::Claim, claim: &Claim) -> Aspects {
        let mut out: Aspects = Vec::new();
        if !x.outlets.is_empty() {
            let missing: Vec<_> = x.outlets.iter().filter(|o| !claim.outlets.contains(o)).collect();
            out.push((
                "outlets",
                hold(missing.is_empty(), format!("without {missing:?}: {:?}", claim.outlets)),
            ));
        }
        if let Some(pages) = x.pages {
            let mut on: Vec<&PageId> = claim.members.iter().map(|m| &m.evidence.page).collect();
            on.sort();
            on.dedup();
            out.push(("pages", hold(on.len() >= pages, format!("{pages}, got {}", on.len()))));
        }
        if let Some(origins) = x.origins {
            let got = claim.origins.len();
            out.push(("origins", hold(got == origins, format!("{origins}, got {got}"))));
        }
        if let Some(speaker) = &x.speaker {
            let got = self.speakers(claim);
            let fits = got.iter().any(|n| has(n, speaker));
            out.push(("speaker", hold(fits, format!("{speaker:?}, got {got:?}"))));
        }
        if let Some(speaker) = &x.denied_by {
            let by: Vec<String> = claim
                .denied_by
                .iter()
                .filter_map(|id| self.report.ledger.claims.iter().find(|c| c.id == *id))
                .flat_map(|c| self.speakers(c))
                .collect();
            let fits = by.iter().any(|n| has(n, speaker));
            out.push(("denied_by", hold(fits, format!("{speaker:?}, got {by:?}"))));
        }
        if !x.via.is_empty() {
            let fits = x.via.iter().all(|v| claim.via.iter().any(|got| has(got, v)));
            out.push(("via", hold(fits, format!("{:?}, got {:?}", x.via, claim.via))));
        }
        if let Some(channel) = &x.channel {
            let mut got: Vec<&str> = claim.members.iter().filter_map(|m| m.channel.as_deref()).collect();
            got.extend(claim.channel.as_deref());
            let fits = got.iter().any(|c| has(c, channel));
            out.push(("channel", hold(fits, format!("{channel:?}, got {got:?}"))));
        }
        if let Some(stance) = &x.stance {
            let got = snake(&claim.stance);
            let fits = *stance == got || claim.members.iter().any(|m| snake(&m.stance) == *stance);
            out.push(("stance", hold(fits, format!("{stance}, got {got}"))));
        }
        if let Some(other) = &x.apart_from {
            let joined = claim.members.iter().any(|m| has(&m.evidence.text, other));
            out.push(("apart", hold(!joined, "one claim holds both")));
        }
        if out.is_empty() {
            out.push(("found", Ok(())));
        }
        out
    }

    /// All names of a claim's speaker, and of the institutions that are its origins.
    fn speakers(&self, claim: &Claim) -> Vec<String> {
        let ledger = &self.report.ledger;
        let mut out: Vec<String> = claim.speaker.iter().map(|s| s.name.clone()).collect();
        let entity = claim.speaker.as_ref().and_then(|s| s.entity.as_ref());
        let entity = entity.and_then(|id| ledger.entities.iter().find(|e| e.id == *id));
        out.extend(entity.into_iter().flat_map(|e| e.spellings.iter().map(|s| s.text.clone())));
        let origins = ledger.origins.iter().filter(|o| claim.origins.contains(&o.id));
        out.extend(origins.map(|o| o.name.clone()));
        out
    }

    fn figure(&self, x: &expected::Figure) -> Result<(), String> {
        let gives = |figure: &parallax_model::Figure, value: &str| {
            figure.values.iter().any(|v| v.evidence.iter().any(|e| fold(&e.text) == fold(value)))
                || figure.values.iter().any(|v| v.evidence.iter().any(|e| has(&e.text, value)))
        };
        let figures = &self.report.ledger.figures;
        let together: Vec<_> = figures.iter().filter(|f| x.values.iter().all(|v| gives(f, v))).collect();
        if x.relation == "not_comparable" {
            let fits = together.iter().all(|f| snake(&f.relation) == "not_comparable");
            return hold(fits, "one figure holds them");
        }
        if together.is_empty() {
            let found: Vec<_> = x.values.iter().filter(|v| figures.iter().any(|f| gives(f, v))).collect();
            return Err(format!("no figure holds them all; found apart: {found:?}"));
        }
        let apart: Vec<_> = together.iter().filter(|f| !x.apart_from.iter().any(|v| gives(f, v))).collect();
        if apart.is_empty() {
            return Err("it holds values that belong elsewhere".into());
        }
        let relations: Vec<String> = apart.iter().map(|f| snake(&f.relation)).collect();
        hold(relations.contains(&x.relation), format!("relation {relations:?}"))
    }

    /// The block around a piece of evidence.
    fn around(&self, e: &Evidence) -> String {
        let block = self.report.document(&e.page).and_then(|d| {
            let holds = |b: &&parallax_model::Block| b.span.start <= e.span.start && e.span.end <= b.span.end;
            d.page.blocks.iter().find(holds).map(|b| b.span.of(&d.page.text).to_owned())
        });
        block.unwrap_or_else(|| e.text.clone())
    }

    fn conflict(&self, x: &expected::Conflict) -> Result<(), String> {
        let mut kind = false;
        for conflict in self.report.ledger.conflicts.iter().filter(|c| snake(&c.kind) == x.kind) {
            kind = true;
            let at = |snippet: &str| -> Vec<usize> {
                let side =
                    |s: &parallax_model::Side| s.evidence.iter().any(|e| has(&self.around(e), snippet));
                (0..conflict.sides.len()).filter(|i| side(&conflict.sides[*i])).collect()
            };
            let sides: Vec<Vec<usize>> = x.sides.iter().map(|s| at(s)).collect();
            let (first, rest) = (&sides[0], &sides[1..]);
            if !first.is_empty() && rest.iter().all(|r| r.iter().any(|i| first.iter().any(|j| i != j))) {
                return Ok(());
            }
        }
        Err(if kind { "no such conflict with these sides".into() } else { "no conflict of this kind".into() })
    }

    fn entity(&self, x: &expected::Entity) -> Result<(), String> {
        let entities = &self.report.ledger.entities;
        let Some(entity) = entities.iter().find(|e| x.spellings.iter().all(|s| spelled(e, s))) else {
            let found: Vec<_> =
                x.spellings.iter().filter(|s| entities.iter().any(|e| spelled(e, s))).collect();
            return Err(format!("no entity has all spellings; found apart: {found:?}"));
        };
        let Some(role) = &x.role else { return Ok(()) };
        let want = fold(role).replace("defence", "defense");
        let got: Vec<String> = entity
            .roles
            .iter()
            .map(|r| format!("{} {}", r.of.as_deref().unwrap_or_default(), r.title).to_lowercase())
            .collect();
        hold(got.iter().any(|r| r.contains(&want)), format!("role {role:?}, got {got:?}"))
    }

    fn lineages(&self, files: &[&String]) -> impl Iterator<Item = &'a parallax_model::Lineage> {
        let ids: Vec<Option<&PageId>> = files.iter().map(|f| self.document(f).map(|d| &d.page.id)).collect();
        let lineage = &self.report.ledger.lineage;
        lineage.iter().filter(move |l| ids.iter().all(|id| id.is_some_and(|id| l.pages.contains(id))))
    }

    fn lineage(&self, x: &expected::Lineage) -> Result<(), String> {
        let files: Vec<&String> = x.pages.iter().collect();
        let all: Vec<_> = self.lineages(&files).collect();
        let kinds: Vec<String> = all.iter().map(|l| snake(&l.kind)).collect();
        let Some(lineage) = all.iter().find(|l| snake(&l.kind) == x.kind) else {
            return Err(format!("no {}; got {kinds:?}", x.kind));
        };
        let Some(origin) = &x.origin else { return Ok(()) };
        let got = lineage.origin.as_deref().unwrap_or("nothing");
        hold(has(got, origin), format!("origin {origin:?}, got {got:?}"))
    }

    fn timeline(&self, x: &expected::Timeline) -> Result<(), String> {
        let entries: Vec<_> = self
            .report
            .ledger
            .timeline
            .iter()
            .filter(|t| t.evidence.iter().any(|e| has(&e.text, &x.contains)))
            .collect();
        let fits = |status: &str| match x.status.as_deref() {
            None => true,
            Some("done") => matches!(status, "done" | "under_way"),
            Some("future") => status == "announced",
            Some(want) => want == status,
        };
        let on = |t: &&&parallax_model::TimelineEntry| t.begin == x.date;
        if entries.iter().filter(on).any(|t| fits(&snake(&t.status))) {
            return Ok(());
        }
        let got: Vec<String> = entries.iter().map(|t| format!("{} {}", t.begin, snake(&t.status))).collect();
        Err(format!("{:?}, got {got:?}", x.status))
    }

    fn unread(&self, x: &expected::Unread) -> Result<(), String> {
        if x.why == "language" {
            let notes = self.document(&x.file).map(|d| d.page.notes.join("; ")).unwrap_or_default();
            return hold(notes.contains("not supported"), format!("notes: {notes:?}"));
        }
        let word = match x.why.as_str() {
            "binary" => "not text",
            "furniture" => "no running text",
            other => other,
        };
        let why = self.report.unread.iter().find(|u| u.path.ends_with(&x.file)).map(|u| u.why.as_str());
        hold(why.is_some_and(|w| w.contains(word)), format!("got {why:?}"))
    }
}
