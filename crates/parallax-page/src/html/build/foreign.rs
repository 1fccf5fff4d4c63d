//! `svg` and `math`: their content is left out, up to where HTML begins again.

use super::Builder;
use crate::html::tags::{Tag, kind};

impl Builder<'_> {
    /// Inside `svg` and `math`: says whether the tag is done with.
    pub(super) fn foreign_start(&mut self, tag: &'static Tag, name: &str, closed: bool) -> bool {
        let Some(f) = &mut self.foreign else { return false };
        if f.html == 0 && tag.is(kind::ENDS_FOREIGN) {
            self.leave_foreign();
            return false;
        }
        if closed {
            return true;
        }
        if tag.name == f.root {
            f.depth += 1;
        } else if holds_html(name) {
            f.html += 1;
        } else if f.html > 0 && tag.is(kind::OPAQUE | kind::DECODED) && tag.name != "title" {
            self.tokens.opaque(tag.name);
        }
        true
    }

    pub(super) fn leave_foreign(&mut self) {
        if let Some(f) = self.foreign.take()
            && let Some(at) = self.open.iter().rposition(|o| o.tag.name == f.root)
        {
            self.pop_to(at);
        }
        self.tokens.cdata = self.xml;
    }

    pub(super) fn foreign_end(&mut self, tag: &'static Tag, name: &str) -> bool {
        let Some(f) = &mut self.foreign else { return false };
        if tag.name == f.root {
            f.depth -= 1;
            f.html = 0;
            if f.depth == 0 {
                self.leave_foreign();
            }
            return true;
        }
        if holds_html(name) {
            f.html = f.html.saturating_sub(1);
            return true;
        }
        let known = matches!(tag.name, "p" | "br" | "body" | "html")
            || tag.is(kind::SPECIAL) && self.counts[usize::from(tag.index)] > 0;
        if f.html == 0 && known {
            self.leave_foreign();
            return false;
        }
        true
    }
}

/// Elements of `svg` and `math` that hold HTML.
fn holds_html(name: &str) -> bool {
    ["foreignobject", "desc", "annotation-xml"].iter().any(|n| name.eq_ignore_ascii_case(n))
}
