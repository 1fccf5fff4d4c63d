//! Where the news of a statement comes from.
//!
//! Whoever prints it, the origin of a statement is its speaker, and that of an announced act the government that
//! acts. Pages of one lineage have one origin. Only what nobody else stands behind is the outlet's own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use parallax_model::{EntityType, Id, Lineage, LineageKind, Origin, OriginKind};

use crate::claims::{Item, Voice};
use crate::context::{Draft, id};
use crate::lexicon::{english, rows};

/// Names of agencies and broadcasters with the name in full and whether it is a wire agency.
static AGENCIES: LazyLock<BTreeMap<&'static str, (&'static str, bool)>> = LazyLock::new(|| {
    let mut of = BTreeMap::new();
    for row in rows(english!("agencies.tsv")) {
        let wire = row.get(2) == Some(&"wire");
        let others = row.get(1).into_iter().flat_map(|o| o.split('|')).filter(|o| !o.is_empty());
        std::iter::once(row[0]).chain(others).for_each(|name| {
            of.insert(name, (row[0], wire));
        });
    }
    of
});

/// The full name of a news agency or broadcaster, and whether it is a wire agency.
pub(crate) fn agency(name: &str) -> Option<(&'static str, bool)> {
    let name = name.trim();
    AGENCIES
        .get(name)
        .or_else(|| AGENCIES.get(name.strip_prefix("the ").or(name.strip_prefix("The "))?))
        .copied()
}

/// All names of wire agencies, longest first.
pub(crate) fn wires() -> &'static [&'static str] {
    static WIRES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut names: Vec<&str> =
            AGENCIES.iter().filter(|(_, (_, wire))| *wire).map(|(name, _)| *name).collect();
        names.sort_by_key(|n| (std::cmp::Reverse(n.len()), *n));
        names
    });
    &WIRES
}

/// For each document what stands behind its own voice.
pub(crate) struct Outlets<'a> {
    lineage: Vec<Option<&'a Lineage>>,
}

impl<'a> Outlets<'a> {
    pub(crate) fn new(draft: &'a Draft<'_>) -> Self {
        let mut lineage: Vec<Option<&Lineage>> = vec![None; draft.context.documents.len()];
        for l in &draft.ledger.lineage {
            for doc in l.pages.iter().filter_map(|p| draft.context.doc(p)) {
                // A copy tells more than a rewrite.
                if lineage[doc].is_none_or(|k| k.kind == LineageKind::Rewrite && l.kind == LineageKind::Copy)
                {
                    lineage[doc] = Some(l);
                }
            }
        }
        Self { lineage }
    }

    /// The origin of what a page says by itself.
    fn own(&self, draft: &Draft<'_>, doc: usize) -> Origin {
        let page = &draft.context.documents[doc].page;
        match (self.lineage[doc], &page.wire) {
            (Some(l), _) => {
                let first = l.pages.first().and_then(|p| draft.context.doc(p)).unwrap_or(doc);
                let outlet = draft.context.documents[first].page.outlet();
                match &l.origin {
                    Some(origin) => origin_of(OriginKind::Relay, origin, true),
                    None => origin_of(OriginKind::Outlet, outlet, true),
                }
            }
            (None, Some(wire)) => origin_of(OriginKind::Relay, agency(wire).map_or(wire, |a| a.0), false),
            (None, None) => origin_of(OriginKind::Outlet, page.outlet(), false),
        }
    }
}

/// The origins met so far.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    seen: BTreeMap<Id, Origin>,
}

impl Origins {
    /// The origin of each member of a claim, in order.
    pub(crate) fn of_group(
        &mut self,
        draft: &Draft<'_>,
        outlets: &Outlets<'_>,
        members: &[&Item],
    ) -> Vec<Id> {
        let all: Vec<Origin> = members.iter().map(|item| alone(draft, outlets, item, members)).collect();
        // One occasion: the day and the channel on which all members that give any agree.
        let one = |values: Vec<&String>| match values.as_slice() {
            [first, rest @ ..] if rest.iter().all(|v| v == first) => Some((*first).clone()),
            _ => None,
        };
        let mut ids = Vec::with_capacity(all.len());
        for mut origin in all {
            if matches!(origin.kind, OriginKind::Speaker | OriginKind::Institution) {
                origin.date = one(members
                    .iter()
                    .filter_map(|i| i.said_on.as_ref())
                    .filter(|d| !d.starts_with('X'))
                    .collect());
                origin.channel = one(members.iter().filter_map(|i| i.channel.as_ref()).collect());
            }
            let kind = format!("{:?}", origin.kind);
            let who = origin.entity.as_ref().map_or(&origin.name, |e| &e.0);
            let occasion = [origin.date.as_deref().unwrap_or(""), origin.channel.as_deref().unwrap_or("")];
            origin.id = id('o', [kind.as_str(), who, occasion[0], occasion[1]]);
            ids.push(origin.id.clone());
            let kept = self.seen.entry(origin.id.clone()).or_insert_with(|| origin.clone());
            kept.inferred &= origin.inferred;
        }
        ids
    }

    /// All origins, by name.
    pub(crate) fn list(self) -> Vec<Origin> {
        let mut all: Vec<Origin> = self.seen.into_values().collect();
        all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        all
    }
}

/// The origin of one member, without its occasion.
fn alone(draft: &Draft<'_>, outlets: &Outlets<'_>, item: &Item, members: &[&Item]) -> Origin {
    let document = draft.context.documents[item.doc];
    let statement = &document.statements[item.statement];
    // An act of a government that several pages tell, most by themselves, comes from that government.
    let told = |i: &&Item| i.voice == Voice::Own && i.acting == item.acting;
    if let Some(country) = item.acting.filter(|_| members.len() > 1 && members.iter().any(told)) {
        return government(country);
    }
    match &item.voice {
        Voice::Known(place) => {
            let entity = &draft.ledger.entities[*place];
            if let Some((name, _)) = agency(&entity.name).filter(|_| entity.of != EntityType::Person) {
                return origin_of(OriginKind::Relay, name, false);
            }
            // A person speaks for the institution that others name in the same claim.
            let person = |i: &&&Item| match i.voice {
                Voice::Known(p) => {
                    draft.ledger.entities[p].of == EntityType::Person && i.country == item.country
                }
                _ => false,
            };
            let speaker = match (entity.of, item.country, members.iter().find(person)) {
                (EntityType::Person, ..) | (_, None, _) | (_, _, None) => entity,
                (_, Some(_), Some(one)) => match one.voice {
                    Voice::Known(p) => &draft.ledger.entities[p],
                    _ => entity,
                },
            };
            let kind =
                if speaker.of == EntityType::Person { OriginKind::Speaker } else { OriginKind::Institution };
            Origin { entity: Some(speaker.id.clone()), ..origin_of(kind, &speaker.name, false) }
        }
        Voice::Unnamed(words) => match (statement.via.first(), words.as_str()) {
            (Some(via), _) => {
                origin_of(OriginKind::Relay, agency(&via.name).map_or(via.name.as_str(), |a| a.0), false)
            }
            (None, "") => outlets.own(draft, item.doc),
            (None, _) => {
                let name = statement.speaker.as_ref().map_or(words.as_str(), |s| s.name.as_str());
                origin_of(OriginKind::Unnamed, name, false)
            }
        },
        Voice::Own => match (statement.via.first(), item.acting) {
            (Some(via), _) => {
                origin_of(OriginKind::Relay, agency(&via.name).map_or(via.name.as_str(), |a| a.0), false)
            }
            (None, Some(country)) => government(country),
            (None, _) => outlets.own(draft, item.doc),
        },
    }
}

fn government(country: &str) -> Origin {
    origin_of(OriginKind::Institution, &format!("{country} government"), true)
}

fn origin_of(kind: OriginKind, name: &str, inferred: bool) -> Origin {
    Origin {
        id: Id::default(),
        kind,
        name: name.to_owned(),
        entity: None,
        date: None,
        channel: None,
        inferred,
    }
}
