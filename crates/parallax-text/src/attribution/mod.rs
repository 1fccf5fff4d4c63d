//! Who says what: every word of a page is told to be part of a source, of a cue (the words of saying), of a content, or
//! of none; then cues choose their source and contents their cue.
//!
//! Words are read both ways by a small network in integers ([`Stack`](crate::learned::Stack)); the best chain of labels
//! is taken (a conditional random field: Lafferty, McCallum and Pereira 2001), with the part read last as memory. Links
//! are chosen as a parser chooses heads (after Dozat and Manning 2017).

mod chain;
mod features;
mod links;
mod model;
mod states;

pub use chain::segments;
pub use features::{CLOSES, CONTINUES, INSIDE, KIND, OPENS, Passage, Place, UNCLOSED, features};
pub use links::{LINK_ENDS, LINK_STEPS, LINK_WIDTH, LINKS, Link, Map, NO_LINK};
pub use model::{Attribution, Attributor, Layers, Reading, english_attributor};
pub use states::{LABELS, PARTS, Part, STATES, Steps, label, label_of, next, part};
