//! The open elements, and the nodes that they become.

use std::borrow::Cow;

use memchr::memchr;

use super::{Builder, Open, Phase};
use crate::html::tags::{self, Tag};
use crate::html::token::Attr as Place;
use crate::html::tree::{self, Attr, Hidden, Node, Shape};

impl<'a> Builder<'a> {
    pub(super) fn top(&self) -> usize {
        self.open.last().map_or(0, |o| o.node)
    }

    pub(super) fn top_tag(&self) -> &'static Tag {
        self.open.last().map_or_else(|| tags::tag("html"), |o| o.tag)
    }

    pub(super) fn in_template(&self) -> bool {
        self.counts[usize::from(tags::tag("template").index)] > 0
    }

    /// Where an element is open, not looking out of `boundary`.
    pub(super) fn in_scope(&self, tag: &Tag, boundary: u16) -> Option<usize> {
        if self.counts[usize::from(tag.index)] == 0 {
            return None;
        }
        let found =
            self.open.iter().rposition(|o| (o.tag.index == tag.index && !o.ended) || o.tag.is(boundary))?;
        (self.open[found].tag.index == tag.index).then_some(found)
    }

    pub(super) fn ensure_body(&mut self) {
        if self.phase != Phase::Body {
            self.pop_to(1);
            let attrs = std::mem::take(&mut self.tokens.attrs);
            self.open(tags::tag("body"), "body");
            self.tokens.attrs = attrs;
            self.phase = Phase::Body;
        }
    }

    /// Closes open elements down to a height of the stack, and those that were to end with them.
    pub(super) fn pop_to(&mut self, height: usize) {
        while self.open.len() > height || self.open.last().is_some_and(|o| o.ended) {
            let Some(o) = self.open.pop() else { break };
            self.counts[usize::from(o.tag.index)] -= 1;
            let end = self.nodes.len();
            let node = &mut self.nodes[o.node];
            node.end = end;
            node.raw.1 = self.begun as u32;
            if node.shape == Shape::Skip {
                node.letters = 0;
            }
            let (letters, parent) = (node.letters, node.parent);
            if o.node > 0 {
                self.nodes[parent].letters += letters;
            }
        }
    }

    pub(super) fn open(&mut self, tag: &'static Tag, name: &'a str) {
        let node = self.leaf(tag, name);
        self.counts[usize::from(tag.index)] += 1;
        self.open.push(Open { node, tag, ended: false });
    }

    /// Adds an element with the attributes of the tag at hand.
    pub(super) fn leaf(&mut self, tag: &'static Tag, name: &'a str) -> usize {
        let parent = self.top();
        let at = self.nodes.len();
        let raw = self.begun..self.tokens.position();
        let mut node = Node::new(parent, at + 1, Cow::Borrowed(""), raw);
        node.element = Some(tag);
        node.name = if tag.name.is_empty() { name } else { tag.name };
        node.shape = tag.shape;
        self.nodes.push(node);
        self.set_attrs(at);
        at
    }

    /// Attributes of a second `html` or `body` tag count if the first had none.
    pub(super) fn merge(&mut self, node: usize) {
        if self.nodes[node].attrs.is_empty() {
            self.set_attrs(node);
        }
    }

    pub(super) fn set_attrs(&mut self, at: usize) {
        if self.tokens.attrs.is_empty() {
            return;
        }
        let source = self.source;
        let attrs: Box<[Attr<'a>]> = self
            .tokens
            .attrs
            .drain(..)
            .map(|Place { name, value }| {
                let text = &source[value];
                let decoded = match memchr(b'&', text.as_bytes()) {
                    Some(_) => htmlize::unescape_attribute(text),
                    None => Cow::Borrowed(text),
                };
                Attr { name: &source[name], value: decoded }
            })
            .collect();
        let node = &mut self.nodes[at];
        node.hidden = Hidden::of(&attrs);
        if node.shape != Shape::Skip {
            node.hints = tree::hints_of(&attrs, &mut self.hints);
        }
        node.attrs = attrs;
    }
}
