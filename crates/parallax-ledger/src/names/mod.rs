//! Whether two names can be one: spellings of persons, places and organisations across languages and systems of
//! romanisation.
//!
//! Never by the likeness of strings. Two words are one where they have the same letters; where a romanisation
//! exchanges the letters that differ ([`distance`], by the table `data/names/sounds.tsv`); or where a table has them as
//! one name ([`groups`], `data/names/groups.bin`). Two persons need given names that allow it as well.
//!
//! ```
//! use parallax_ledger::names::{Kind, same};
//! assert!(same("Oleksiy Danilov", "Alexey Danylov", Kind::Person, false));
//! assert!(!same("Chen", "Cheng", Kind::Person, false));
//! ```

mod asian;
mod compare;
mod decide;
mod groups;
mod letters;
mod person;
mod sounds;
pub(crate) mod thing;
mod things;

pub use compare::{Agreement, compare, compare_persons, is_common_given};
pub(crate) use compare::{blocks, given_agree};
pub use decide::{Kind, agree, same};
pub use groups::{ENTRY, at_home, groups, hash, key, known_apart, pair, share_group};
pub use letters::{fold, letters};
pub use person::{PersonName, Word};
pub use sounds::{Distance, distance};
pub use things::compare_things;
