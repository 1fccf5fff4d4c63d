//! What must hold for records. Tests and readers call these; nothing inside relies on them being called.

use crate::{Document, Evidence, MapSpans, ModelError, PageId};

impl Document {
    /// Every span lies on characters of the text; every index points to an item.
    ///
    /// # Errors
    /// The first breach.
    pub fn check(&self) -> Result<(), ModelError> {
        let text = &self.page.text;
        let len = text.len() as u32;
        let mut result = Ok(());
        let mut copy = self.clone();
        copy.map_spans(&mut |s| {
            if result.is_ok() && text.get(s.range()).is_none() {
                result = Err(ModelError::Span { layer: "document", start: s.start, end: s.end, len });
            }
        });
        result?;
        let index = |layer: &'static str, len: usize, index: Option<u32>| match index {
            Some(i) if i as usize >= len => Err(ModelError::Index { layer, index: i }),
            _ => Ok(()),
        };
        for b in &self.page.blocks {
            index("posts", self.page.posts.len(), b.post)?;
        }
        for s in &self.sentences {
            index("blocks", self.page.blocks.len(), Some(s.block))?;
        }
        for m in &self.mentions {
            index("entities", self.entities.len(), m.entity)?;
            index("places", self.places.len(), m.place)?;
        }
        for s in &self.statements {
            index("entities", self.entities.len(), s.speaker.as_ref().and_then(|s| s.entity))?;
            index("times", self.times.len(), s.said_at)?;
        }
        for e in &self.events {
            for m in [e.actor, e.target, e.place] {
                index("mentions", self.mentions.len(), m)?;
            }
            index("times", self.times.len(), e.time)?;
        }
        Ok(())
    }
}

impl crate::Ledger {
    /// Every piece of evidence is the words of its page, and every utterance is sound.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check<'a>(&self, text: impl Fn(&PageId) -> Option<&'a str>) -> Result<(), ModelError> {
        let mut result = Ok(());
        self.clone().map_evidence(&mut |e: &mut Evidence| {
            if result.is_ok() && !text(&e.page).is_some_and(|t| e.holds(t)) {
                result = Err(ModelError::Evidence { page: e.page.0.clone(), text: e.text.clone() });
            }
        });
        let broken = self.utterances.iter().find(|u| !u.is_sound());
        result.and(broken.map_or(Ok(()), |u| Err(ModelError::Utterance { id: u.id.0.clone() })))
    }
}
