//! Acts that stand once done, and names of what acts for a state.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{english, rows};

static DAYS: LazyLock<BTreeMap<&'static str, i64>> = LazyLock::new(|| {
    let days = |r: Vec<&'static str>| Some((*r.first()?, r.get(1)?.parse().ok()?));
    rows(english!("standing_acts.tsv")).filter_map(days).collect()
});

/// For how many days a repetition of the act is the same act; 0 if it has to be the same day.
pub(crate) fn days(act: &str) -> i64 {
    DAYS.get(act).copied().unwrap_or(0)
}

/// Whether the act is done by saying.
pub(super) fn is_speech(act: &str) -> bool {
    matches!(act, "deny" | "accuse" | "threaten" | "demand" | "talk")
}

/// Whether a name with a country in it acts for that country: "Danish Ministry of Foreign Affairs".
pub(super) fn of_state(name: &str) -> bool {
    let name = name.to_lowercase();
    ["minist", "government", "embassy", "department", "foreign office", "authorit", "consulate"]
        .iter()
        .any(|w| name.contains(w))
}
