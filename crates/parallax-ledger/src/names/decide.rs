//! The one question: are these two names spellings of one, with what is known around them?

use super::compare::{Agreement, compare_persons};
use super::thing::is_place;
use super::things::compare_things;

/// What kind of thing both names stand for, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Not known.
    #[default]
    Any,
    /// Persons.
    Person,
    /// Organisations or places.
    Thing,
}

/// How two names agree. Nothing but the names is looked at: [`Agreement::Possible`] needs a role, a story or others that
/// stand beside both.
#[must_use]
pub fn agree(a: &str, b: &str, kind: Kind) -> Agreement {
    match kind {
        Kind::Person => compare_persons(a, b),
        Kind::Thing => compare_things(a, b),
        Kind::Any => {
            let things = compare_things(a, b);
            // "Sudan" is no surname of "South Sudan".
            if things >= Agreement::Spelling || (is_place(a) && is_place(b)) {
                return things;
            }
            let persons = compare_persons(a, b);
            // An acronym with the initials of a name is an organisation's.
            let initials = things == Agreement::Possible && a.trim().contains(' ') != b.trim().contains(' ');
            if initials { Agreement::Spelling } else { persons.max(things) }
        }
    }
}

/// Whether two names are spellings of one: by themselves, or as far as `supported` says that a role, a story or
/// company speaks for it.
#[must_use]
pub fn same(a: &str, b: &str, kind: Kind, supported: bool) -> bool {
    agree(a, b, kind) >= if supported { Agreement::Possible } else { Agreement::Spelling }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_places_and_organisations_without_being_told_which() {
        for (a, b) in [
            ("Oleksiy Bondar", "Alexey Bondar"),
            ("Xi Orlo", "Orlo Xi"),
            ("Kyiv", "Kiev"),
            ("Harbor Safety Council", "HSC"),
            ("United Nations", "UN"),
            ("Mahmoud Harbi", "Mahmud al-Harbi"),
        ] {
            assert!(same(a, b, Kind::Any, false) && same(b, a, Kind::Any, false), "{a} {b}");
        }
        for (a, b) in [
            ("Chen", "Cheng"),
            ("Li", "Lee"),
            ("Ivan Orlov", "Irina Orlova"),
            ("Sudan", "South Sudan"),
            ("Paul Harker", "Petra Harker"),
            ("", "Orlov"),
        ] {
            assert!(!same(a, b, Kind::Any, false) && !same(b, a, Kind::Any, false), "{a} {b}");
        }
        assert!(!same("Grozny", "Grosny", Kind::Thing, false) && same("Grozny", "Grosny", Kind::Thing, true));
    }
}
