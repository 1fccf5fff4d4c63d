//! Documents for tests: a text, with annotations found by their words.

use parallax_model::{
    Bound, Document, EntityType, Mention, MentionKind, Named, Page, PageEntity, Quantity, RoleGiven,
    Sentence, Span, Speaker, SpeakerKind, Stance, Statement, StatementKind, Timex, TimexType,
};

/// Builds a document. Every method finds its words from the left, after those of the call before where it says so.
pub(crate) struct Build {
    pub(crate) document: Document,
}

impl Build {
    /// One paragraph for each line; sentences end at `. ` or the end of the line.
    pub(crate) fn page(id: &str, outlet: &str, published: &str, text: &str) -> Self {
        let mut page = Page::untouched(id, text);
        page.source = Some(outlet.to_owned());
        page.published = (!published.is_empty()).then(|| published.to_owned());
        let mut document = Document::new(page);
        for (b, block) in document.page.blocks.iter().enumerate() {
            let mut start = block.span.start as usize;
            let end = block.span.end as usize;
            while start < end {
                let stop = text[start..end].find(". ").map_or(end, |i| start + i + 1);
                document.sentences.push(Sentence { span: Span::new(start, stop), block: b as u32 });
                start = stop + 1;
            }
        }
        Self { document }
    }

    /// Where `words` stand first.
    pub(crate) fn find(&self, words: &str) -> Span {
        let start = self.document.page.text.find(words).unwrap_or_else(|| panic!("no {words:?} in the text"));
        Span::new(start, start + words.len())
    }

    /// The page's entity of that name, added if new, with a mention wherever one of `names` stands.
    pub(crate) fn entity(mut self, of: EntityType, names: &[&str]) -> Self {
        let entity = self.document.entities.len() as u32;
        self.document.entities.push(PageEntity { name: names[0].to_owned(), of, roles: Vec::new() });
        for name in names {
            for (start, _) in self.document.page.text.match_indices(name) {
                let span = Span::new(start, start + name.len());
                if self.document.mentions.iter().all(|m| !m.span.overlaps(span)) {
                    let kind = MentionKind::Name;
                    self.document.mentions.push(Mention {
                        span,
                        kind,
                        of,
                        entity: Some(entity),
                        place: None,
                        lat: None,
                        lon: None,
                    });
                }
            }
        }
        self.document.mentions.sort_by_key(|m| m.span);
        self
    }

    /// A role of the entity added last: its words on the page, the office, and whose it is.
    pub(crate) fn role(mut self, words: &str, title: &str, of: Option<&str>) -> Self {
        let role = RoleGiven { span: self.find(words), title: title.to_owned(), of: of.map(str::to_owned) };
        self.document.entities.last_mut().expect("an entity first").roles.push(role);
        self
    }

    /// A day on the calendar, or a weekday of no known week.
    pub(crate) fn day(mut self, words: &str, value: &str) -> Self {
        let mut timex = Timex::new(self.find(words), TimexType::Date, value);
        (timex.anchor, timex.rule) = (parallax_model::Anchor::Page, "test".to_owned());
        timex.begin = (!value.starts_with('X')).then(|| value.to_owned());
        timex.end.clone_from(&timex.begin);
        self.document.times.push(timex);
        self.document.times.sort_by_key(|t| t.span);
        self
    }

    /// A number of things.
    pub(crate) fn quantity(mut self, words: &str, value: f64, bound: Bound, what: &str) -> Self {
        let span = self.find(words);
        self.document.quantities.push(Quantity {
            span,
            value,
            low: Some(value),
            high: Some(value),
            bound,
            unit: None,
            counted: None,
            what: Some(what.to_owned()),
            per: None,
            ..Quantity::default()
        });
        self.document.quantities.sort_by_key(|q| q.span);
        self
    }

    /// An attribution: words of the source, of saying, and of the content (empty where there are none).
    pub(crate) fn said(mut self, source: &str, cue: &str, content: &str, stance: Stance) -> Self {
        let span = |b: &Self, words: &str| if words.is_empty() { Vec::new() } else { vec![b.find(words)] };
        let (source, cue, content) = (span(&self, source), span(&self, cue), span(&self, content));
        let kind = match (source.is_empty(), content[0].of(&self.document.page.text)) {
            (true, _) => StatementKind::OwnVoice,
            (_, c) if c.starts_with(['"', '“']) => StatementKind::Direct,
            (_, c) if c.contains(['"', '“']) => StatementKind::Mixed,
            _ => StatementKind::Indirect,
        };
        let speaker = source.first().map(|&s| {
            let mention = self.document.mentions_in(s).last().and_then(|(_, m)| m.entity);
            let name = mention.map_or(self.document.words(s), |e| &self.document.entities[e as usize].name);
            let kind = if mention.is_some() { SpeakerKind::Person } else { SpeakerKind::Unnamed };
            Speaker { name: name.to_owned(), entity: mention, kind, speaks_for: None }
        });
        let near = content.iter().chain(&source).chain(&cue).copied().reduce(Span::cover);
        let sentence = near.and_then(|n| self.document.sentence_at(n.start)).map(|s| s.span);
        let said_at = sentence.and_then(|s| self.document.times.iter().position(|t| s.contains(t.span)));
        self.document.statements.push(Statement {
            source,
            cue,
            speaker,
            said_at: said_at.map(|i| i as u32),
            ..Statement::new(kind, stance, content)
        });
        self
    }

    /// The page's own voice.
    pub(crate) fn own(self, content: &str) -> Self {
        self.said("", "", content, Stance::Asserts)
    }

    /// The channel of the statement added last.
    pub(crate) fn channel(mut self, words: &str, name: &str) -> Self {
        let span = self.find(words);
        let last = self.document.statements.last_mut().expect("a statement first");
        last.channel = Some(Named { span, name: name.to_owned() });
        self
    }

    /// A relay of the statement added last.
    pub(crate) fn via(mut self, words: &str, name: &str) -> Self {
        let span = self.find(words);
        let last = self.document.statements.last_mut().expect("a statement first");
        last.via.push(Named { span, name: name.to_owned() });
        self
    }

    /// The document, with statements in the order of the page.
    pub(crate) fn done(mut self) -> Document {
        self.document.statements.sort_by_key(Statement::extent);
        self.document.check().expect("a sound document");
        self.document
    }
}
