//! What end tags close.

use super::Builder;
use super::Phase;
use crate::html::tags::{Tag, kind};

impl<'a> Builder<'a> {
    pub(super) fn end(&mut self, tag: &'static Tag, name: &'a str) {
        if self.foreign.is_some() && self.foreign_end(tag, name) {
            return;
        }
        if self.beyond > 0 && !implied(tag) && !tag.is(kind::VOID) {
            self.beyond -= 1;
            return;
        }
        match tag.name {
            "html" | "body" => return,
            "head" => {
                if self.phase == Phase::Head {
                    self.pop_to(1);
                    self.phase = Phase::AfterHead;
                }
                return;
            }
            "br" => {
                self.tokens.attrs.clear();
                self.ensure_body();
                self.leaf(tag, "br");
                return;
            }
            "p" => {
                match self.p_in_scope() {
                    Some(at) => self.pop_to(at),
                    None if self.phase == Phase::Body => {
                        self.tokens.attrs.clear();
                        self.leaf(tag, "p");
                    }
                    None => {}
                }
                return;
            }
            _ => {}
        }
        if self.counts[usize::from(tag.index)] == 0 && !tag.is(kind::HEADING) {
            return;
        }
        if tag.name == "form" {
            if let Some(at) = self.in_scope(tag, kind::SCOPE) {
                self.end_at(at);
            }
        } else if tag.is(kind::HEADING) {
            let found = self.open.iter().rposition(|o| o.tag.is(kind::HEADING | kind::SCOPE));
            if let Some(at) = found.filter(|at| self.open[*at].tag.is(kind::HEADING)) {
                self.pop_to(at);
            }
        } else if tag.is(kind::TABLE) || tag.name == "table" {
            let found = self.open.iter().rposition(|o| {
                o.tag.index == tag.index || matches!(o.tag.name, "table" | "template" | "html")
            });
            if let Some(at) = found.filter(|at| self.open[*at].tag.index == tag.index) {
                self.pop_to(at);
            }
        } else if tag.name == "li" {
            let found = self
                .open
                .iter()
                .rposition(|o| matches!(o.tag.name, "li" | "ul" | "ol") || o.tag.is(kind::SCOPE));
            if let Some(at) = found.filter(|at| self.open[*at].tag.name == "li") {
                self.pop_to(at);
            }
        } else if tag.is(kind::SPECIAL) {
            if let Some(at) = self.in_scope(tag, kind::SCOPE) {
                self.pop_to(at);
            }
        } else {
            self.end_words(tag, name);
        }
    }

    /// Ends an element of words: at once if nothing but words is open in it, else together with what is.
    pub(super) fn end_words(&mut self, tag: &'static Tag, name: &str) {
        if self.counts[usize::from(tag.index)] == 0 {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let o = &self.open[at];
            let same = o.tag.index == tag.index
                && (!tag.name.is_empty() || self.nodes[o.node].name.eq_ignore_ascii_case(name));
            if same && !o.ended {
                return self.end_at(at);
            }
            if o.tag.is(kind::SCOPE) {
                return;
            }
        }
    }

    /// Ends the element at a place of the stack, or has it end with the blocks that are open in it.
    pub(super) fn end_at(&mut self, at: usize) {
        let blocks = self.open[at + 1..].iter().any(|o| o.tag.is(kind::SPECIAL) && !implied(o.tag));
        let words = self.open[at + 1..].iter().any(|o| o.tag.is(kind::SPECIAL));
        let form = self.open[at].tag.name == "form";
        if blocks || (words && !form) {
            self.open[at].ended = true;
        } else {
            self.pop_to(at);
        }
    }
}

/// Elements whose end tags are often left out.
pub(super) fn implied(tag: &Tag) -> bool {
    matches!(
        tag.name,
        "p" | "li" | "dd" | "dt" | "option" | "optgroup" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"
    )
}
