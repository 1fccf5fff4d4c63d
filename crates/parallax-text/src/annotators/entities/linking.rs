//! Names that stand for one thing: spellings of a country or place, acronyms, ministries.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use parallax_model::EntityType;

use super::super::names::gazetteer::gazetteer;
use super::super::names::offices::plain_title;
use super::acronyms;
use super::people::{People, is_full};
use super::{Draft, Owner, Place, Reading, State};
use crate::lexicon::{english, rows};

/// Places with several names in use, in lower case, with the first of them.
static PLACES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut of = HashMap::new();
    for row in rows(english!("place_names.tsv")) {
        let first = row[0].split('|').next().unwrap_or_default();
        of.extend(row[0].split('|').map(|name| (name.to_lowercase(), first)));
    }
    of
});

/// Links every name to an entity.
pub(super) fn link_names(reading: &Reading<'_>, state: &mut State) {
    let names: Vec<(usize, Place)> = (0..reading.by_line.len()).flat_map(|l| reading.names_in(l)).collect();
    let mut people = People::new(reading, &names);
    for &(m, place) in
        names.iter().filter(|(m, p)| reading.of(*m) == EntityType::Person && is_full(reading, *p))
    {
        people.full(reading, state, m, place);
    }
    let mut keys: BTreeMap<String, u32> = BTreeMap::new();
    let mut last: Option<(usize, Place)> = None;
    for &(m, place) in &names {
        match reading.of(m) {
            EntityType::Person if state.links[m].is_none() => people.short(reading, state, m, place),
            EntityType::Person | EntityType::Group => {}
            _ => other(reading, state, &mut keys, m, place, last),
        }
        if let Some(e) = state.links[m] {
            people.seen(e);
        }
        last = Some((m, place));
    }
}

/// An organisation, a place or another thing.
fn other(
    reading: &Reading<'_>,
    state: &mut State,
    keys: &mut BTreeMap<String, u32>,
    m: usize,
    place: Place,
    last: Option<(usize, Place)>,
) {
    let of = reading.of(m);
    let words = &reading.words.words[place.from..place.to];
    let spelled: Vec<&str> = words.iter().map(|w| w.key.as_ref()).collect();
    let inner = reading.document.words(reading.document.mentions[m].span);
    let known = gazetteer().exact(&spelled).or_else(|| gazetteer().exact(&[inner]));
    let class = match of {
        EntityType::Polity | EntityType::Location | EntityType::Facility => "place",
        EntityType::Organisation => "org",
        _ => "thing",
    };
    let plain = known.map_or_else(|| inner.to_lowercase(), |k| k.canonical.to_lowercase());
    let plain = match PLACES.get(&plain) {
        Some(first) if class == "place" => first.to_lowercase(),
        _ => plain,
    };
    // "The Free Harbor Union (FHU)": one thing, and from here on its short form too.
    if let Some((before, p)) = last
        && of != EntityType::Person
        && p.line == place.line
        && place.from == p.to + 1
        && reading.words.words[p.to].text == "("
        && words.len() == 1
        && reading.words.words[place.from].text.chars().filter(|c| c.is_uppercase()).count() > 1
        && (plain.chars().next() == reading.words.words[p.from].lower.chars().next()
            || acronyms::stands_for(&reading.words.words[place.from].lower, reading.text(p.from, p.to)))
        && let Some(e) = state.links[before]
    {
        keys.insert(format!("{class} {plain}"), e);
        state.links[m] = Some(e);
        return;
    }
    let inside = if known.is_none() { owner_inside(reading, place) } else { None };
    let body = match inside {
        Some((_, from, to)) => state_body(&reading.text(from, to).to_lowercase()),
        None => state_body(&plain),
    };
    let inside = inside.filter(|_| body.is_some()).map(|(owner, ..)| owner);
    let owner = inside.or_else(|| {
        body.as_ref()?;
        // "Ukraine's | Armed Forces", "Armed Forces | of Ukraine"
        reading.owner_before(place.line, place.from).or_else(|| {
            let of = reading.lower(place.to, place.line) == "of";
            reading.owner_after(place.line, place.to).filter(|_| of)
        })
    });
    let mut country = known.and_then(|k| k.country).or_else(|| owner.and_then(|o| o.country));
    // In a post of a live page "the Foreign Ministry" is the one of that post.
    let in_post = body.as_ref().and_then(|b| Some(format!("{class} {b} post {}", reading.post(place.line)?)));
    let own = body.unwrap_or(plain);
    if country.is_none() && known.is_none() {
        if let Some(&e) = in_post.as_ref().and_then(|k| keys.get(k)) {
            state.links[m] = Some(e);
            return;
        }
        // "the Foreign Ministry": of the country whose ministry the page has named, if there is one only.
        let tail = format!("org {own} of ");
        let mut named = keys.range(tail.clone()..).take_while(|(k, _)| k.starts_with(&tail));
        if let (Some((_, &e)), None) = (named.next(), named.next()) {
            state.links[m] = Some(e);
            return;
        }
    }
    let key = match owner.and_then(|o| o.country) {
        Some(c) => format!("{class} {own} of {c}"),
        None if country.is_none() => in_post.clone().unwrap_or_else(|| format!("{class} {own}")),
        None => format!("{class} {own}"),
    };
    let name = match owner {
        Some(o) if inside.is_none() => reading.text(o.from.min(place.from), o.to.max(place.to)),
        _ => inner,
    };
    let entity = *keys.entry(key).or_insert_with(|| {
        state.add(Draft {
            name: name.to_owned(),
            of: Some(of),
            country,
            canonical: known.map(|k| k.canonical),
            ..Draft::default()
        })
    });
    keys.extend(in_post.map(|k| (k, entity)));
    let draft = &mut state.drafts[entity as usize];
    country = country.or(draft.country);
    draft.country = country;
    // A land goes by its usual name if the page writes it ("Russia"), all else by the fullest.
    let usual = |name: &str| class == "place" && draft.canonical == Some(name);
    if !usual(&draft.name) && (usual(name) || name.chars().count() > draft.name.chars().count()) {
        name.clone_into(&mut draft.name);
    }
    state.links[m] = Some(entity);
}

/// The country that a name itself names, at its head or behind "of" at its end ("Russian Ministry of Defense",
/// "Armed Forces of Ukraine"), with the words that are left.
fn owner_inside(reading: &Reading<'_>, place: Place) -> Option<(Owner, usize, usize)> {
    let keys: Vec<&str> =
        reading.words.words[place.from..place.to].iter().map(|w| w.key.as_ref()).take(LONGEST).collect();
    let state = |keys: &[&str]| gazetteer().exact(keys).and_then(|k| k.country);
    if let Some((n, known)) = gazetteer().longest(&keys)
        && let Some(code) = known.country
        && n < keys.len()
    {
        let to = place.from + n;
        let clitic = usize::from(reading.is_clitic(to, place.line));
        let left = to + clitic;
        let owner = Owner { from: place.from, to, country: Some(code) };
        return (left < place.to).then_some((owner, left, place.to));
    }
    let of = keys.iter().rposition(|k| *k == "of").filter(|&of| of > 0)?;
    let first = of + 1 + usize::from(keys.get(of + 1).is_some_and(|k| k.eq_ignore_ascii_case("the")));
    let code = state(keys.get(first..)?)?;
    let from = place.from + first;
    Some((Owner { from, to: place.to, country: Some(code) }, place.from, place.from + of))
}

/// Most words of a name that are looked at for a country.
const LONGEST: usize = 16;

/// The plain name of a ministry or the like, which every country has: "Ministry of Foreign Affairs" is "foreign ministry".
pub(super) fn state_body(lower: &str) -> Option<String> {
    let plain = plain_title(lower);
    for head in ["ministry", "department"] {
        let of =
            plain.strip_prefix(head).and_then(|r| r.strip_prefix(" of ").or_else(|| r.strip_prefix(" for ")));
        if let Some(field) = of {
            let field = field.trim_start_matches("the ");
            return Some(format!("{} {head}", field.strip_suffix(" affairs").unwrap_or(field)));
        }
        if let Some(field) = plain.strip_suffix(head).map(str::trim_end).filter(|f| !f.is_empty()) {
            return Some(format!("{} {head}", field.strip_suffix(" affairs").unwrap_or(field)));
        }
    }
    [
        "government",
        "parliament",
        "army",
        "navy",
        "embassy",
        "cabinet",
        "senate",
        "armed forces",
        "air force",
        "council",
        "police",
    ]
    .iter()
    .any(|e| plain.ends_with(e))
    .then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ministries_have_one_plain_name() {
        assert_eq!(state_body("ministry of foreign affairs").as_deref(), Some("foreign ministry"));
        assert_eq!(state_body("foreign affairs ministry").as_deref(), Some("foreign ministry"));
        assert_eq!(state_body("defence ministry").as_deref(), Some("defense ministry"));
        assert_eq!(state_body("harbor union"), None);
    }
}
