//! A small invented report to test views with: three pages on one made-up dispute.

use parallax_model::*;

use crate::report::{Report, Unread};

const HERALD: &[(Role, &str)] = &[
    (Role::Title, "Norland orders 1,200 soldiers to the strait"),
    (Role::Byline, "By Ada Quill"),
    (
        Role::Paragraph,
        "PORT ELM — Norland’s Defence Minister Ilse Brandt said on Monday that “1,200 soldiers” were ordered to the Elm Strait. More than 40 people have died there since 2014.",
    ),
    (Role::Paragraph, "“We do not seek a war,” Brandt told reporters in Port Elm."),
    (Role::Caption, "Ilse Brandt in Port Elm on 3 March."),
    (Role::Credit, "(Jo Lens/Wire Photo)"),
    (
        Role::Paragraph,
        "Sudreich threatened to close the strait if the soldiers arrive. A senior official said the café talks of 7 March could still go ahead.",
    ),
];
const COURIER: &[(Role, &str)] = &[
    (Role::Title, "Brandt: troops to go to strait <script>alert(1)</script>"),
    (
        Role::Paragraph,
        "Some 1,200 troops will go to the strait, Foreign Minister Ilse Brand announced on Tuesday, according to the Meridian Press.",
    ),
    (
        Role::Paragraph,
        "Sudreich’s spokesman Otto Varga denied any plan to close the strait: “There is no such plan.”",
    ),
    (Role::Heading, "Background <b>&amp;</b> history"),
    (Role::Paragraph, "More than 50 people have been killed in the strait since 2014."),
];
const LIVE: &[(Role, &str)] = &[
    (Role::Title, "Strait crisis: live"),
    (Role::Paragraph, "Defence Minister Ilse Brandt says 1,200 soldiers are on their way."),
    (Role::Paragraph, "Sudreich will close the strait on 9 March, its navy said."),
    (Role::Paragraph, "“We do not want a war,” said Brandt, and <b>left</b>."),
];

fn page(id: &str, source: Option<&str>, published: Option<&str>, parts: &[(Role, &str)]) -> Document {
    let mut page = Page {
        id: PageId(id.to_owned()),
        source: source.map(str::to_owned),
        published: published.map(str::to_owned),
        title: parts.first().map(|(_, t)| (*t).to_owned()),
        ..Page::default()
    };
    for (role, text) in parts {
        if !page.text.is_empty() {
            page.text.push_str("\n\n");
        }
        let from = page.text.len();
        page.text.push_str(text);
        page.blocks.push(Block { span: Span::new(from, page.text.len()), role: *role, post: None });
    }
    let mut document = Document::new(page);
    for (i, b) in document.page.blocks.iter().enumerate() {
        let text = b.span.of(&document.page.text);
        let mut from = 0;
        for (at, _) in text.match_indices(". ").chain([(text.len().saturating_sub(1), "")]) {
            let span = Span::new(b.span.start as usize + from, b.span.start as usize + at + 1);
            document.sentences.push(Sentence { span, block: i as u32 });
            from = at + 2;
        }
    }
    document
}

fn id(text: &str) -> Id {
    Id(text.to_owned())
}

/// The first place of `words` on the page.
fn cut(documents: &[Document], page: usize, words: &str) -> Evidence {
    let p = &documents[page].page;
    let at = p.text.find(words).unwrap_or_else(|| panic!("{words:?} is not on page {page}"));
    Evidence::cut(&p.id, &p.text, Span::new(at, at + words.len()))
}

fn member(documents: &[Document], page: usize, words: &str, origin: &str, kind: StatementKind) -> Member {
    Member {
        evidence: cut(documents, page, words),
        content: None,
        source: None,
        outlet: documents[page].page.outlet().to_owned(),
        kind,
        stance: Stance::Asserts,
        origin: id(origin),
        said_on: None,
        said_on_words: None,
        day: None,
        channel: None,
        via: Vec::new(),
        seen: documents[page].page.published.clone(),
    }
}

fn claim(name: &str, speaker: Option<ClaimSpeaker>, members: Vec<Member>, weight: u32) -> Claim {
    let mut outlets: Vec<String> = members.iter().map(|m| m.outlet.clone()).collect();
    outlets.sort();
    outlets.dedup();
    let mut origins: Vec<Id> = members.iter().map(|m| m.origin.clone()).collect();
    origins.sort();
    origins.dedup();
    Claim {
        id: id(name),
        story: id("s1"),
        wording: members[0].evidence.clone(),
        content: members[0].content.clone(),
        speaker,
        kind: members[0].kind,
        stance: members[0].stance,
        said_on: None,
        channel: None,
        via: Vec::new(),
        first_seen: members.iter().filter_map(|m| m.seen.clone()).min(),
        last_seen: members.iter().filter_map(|m| m.seen.clone()).max(),
        members,
        outlets,
        origins,
        denied_by: Vec::new(),
        denies: Vec::new(),
        weight,
    }
}

fn origin(name: &str, kind: OriginKind, of: &str, date: Option<&str>) -> Origin {
    Origin {
        id: id(name),
        kind,
        name: of.to_owned(),
        entity: None,
        date: date.map(str::to_owned),
        channel: None,
        inferred: false,
    }
}

fn value(number: f64, bound: Bound, best: bool, evidence: Vec<Evidence>, origin: &str) -> FigureValue {
    let mut pages: Vec<PageId> = evidence.iter().map(|e| e.page.clone()).collect();
    pages.sort();
    FigureValue {
        value: number,
        low: Some(if bound == Bound::About { number * 0.95 } else { number }),
        high: match bound {
            Bound::MoreThan => None,
            Bound::About => Some(number * 1.05),
            _ => Some(number),
        },
        bound,
        best,
        pages,
        evidence,
        origins: vec![id(origin)],
        as_of: None,
    }
}

fn entry(
    name: &str,
    date: (&str, &str),
    precision: Precision,
    status: Status,
    evidence: Vec<Evidence>,
) -> TimelineEntry {
    TimelineEntry {
        id: id(name),
        story: id("s1"),
        begin: date.0.to_owned(),
        end: date.1.to_owned(),
        precision,
        date_from: if precision == Precision::Published { DateFrom::Page } else { DateFrom::Expression },
        status,
        act: None,
        actor: None,
        evidence,
        dated_by: None,
        outlets: vec!["The Elm Herald".to_owned()],
        weight: 1,
    }
}

/// Three pages of three outlets, one of them hostile markup; claims, a denial, figures, conflicts, lineage.
pub(crate) fn report() -> Report {
    let mut documents = vec![
        page("aaa", Some("The Elm Herald"), Some("2031-03-03T18:30:00+01:00"), HERALD),
        page("bbb", Some("Sud Courier <img src=x>"), Some("2031-03-05"), COURIER),
        page("ccc", None, None, LIVE),
    ];
    documents[0].page.url = Some("https://herald.example/strait?a=1&b=2".to_owned());
    documents[1].page.url = Some("javascript:alert(1)".to_owned());
    documents[2].page.path = Some("saved/live \"page\".txt".to_owned());
    documents[2].page.kind = PageKind::Live;
    for (n, block) in [(0u32, 1usize), (1, 2)] {
        let span = documents[2].page.blocks[block].span;
        documents[2].page.blocks[block].post = Some(n);
        documents[2].page.posts.push(Post {
            span,
            title: (n == 1).then(|| "Navy".to_owned()),
            ..Post::default()
        });
    }
    let ledger = ledger(&documents);
    let unread = vec![Unread { path: "saved/broken.bin".to_owned(), why: "not text".to_owned() }];
    Report { documents, ledger, unread, ..Report::default() }
}

fn ledger(d: &[Document]) -> Ledger {
    let brandt = ClaimSpeaker {
        name: "Ilse Brandt".to_owned(),
        entity: Some(id("e1")),
        role: Some(cut(d, 0, "Norland’s Defence Minister")),
    };
    let varga = ClaimSpeaker { name: "Otto Varga".to_owned(), entity: Some(id("e2")), role: None };
    let official = ClaimSpeaker { name: "A senior official".to_owned(), entity: None, role: None };
    let order = "Norland’s Defence Minister Ilse Brandt said on Monday that “1,200 soldiers” were ordered to the Elm Strait.";
    let mut first = member(d, 0, order, "o1", StatementKind::Mixed);
    first.content = Some(cut(d, 0, "“1,200 soldiers” were ordered to the Elm Strait"));
    first.said_on = Some("2031-03-03".to_owned());
    first.said_on_words = Some(cut(d, 0, "Monday"));
    let mut relayed = member(d, 1, "Some 1,200 troops will go to the strait", "o1", StatementKind::Indirect);
    relayed.via = vec!["Meridian Press".to_owned()];
    let live = member(
        d,
        2,
        "Defence Minister Ilse Brandt says 1,200 soldiers are on their way.",
        "o1",
        StatementKind::Indirect,
    );
    let mut ordered = claim("c1", Some(brandt.clone()), vec![first, relayed, live], 90);
    ordered.said_on = Some("2031-03-03".to_owned());
    ordered.via = vec!["Meridian Press".to_owned()];
    let mut close = claim(
        "c2",
        None,
        vec![
            member(
                d,
                0,
                "Sudreich threatened to close the strait if the soldiers arrive.",
                "o2",
                StatementKind::OwnVoice,
            ),
            member(
                d,
                2,
                "Sudreich will close the strait on 9 March, its navy said.",
                "o3",
                StatementKind::OwnVoice,
            ),
        ],
        80,
    );
    close.denied_by = vec![id("c3")];
    let mut no_plan = member(
        d,
        1,
        "Sudreich’s spokesman Otto Varga denied any plan to close the strait: “There is no such plan.”",
        "o4",
        StatementKind::Mixed,
    );
    no_plan.stance = Stance::Denies;
    let mut denial = claim("c3", Some(varga), vec![no_plan], 70);
    denial.denies = vec![id("c2")];
    let mut no_war = claim(
        "c4",
        Some(brandt),
        vec![member(
            d,
            0,
            "“We do not seek a war,” Brandt told reporters in Port Elm.",
            "o5",
            StatementKind::Direct,
        )],
        60,
    );
    no_war.channel = Some("reporters".to_owned());
    let rendering = |page: usize, words: &str| Rendering {
        words: vec![cut(d, page, words)],
        speaker: Some("Ilse Brandt".to_owned()),
        source: None,
        outlet: d[page].page.outlet().to_owned(),
        kind: StatementKind::Direct,
        via: Vec::new(),
        seen: None,
    };
    let variant = |relation, page: usize, words: &str, differences| Variant {
        relation,
        renderings: vec![rendering(page, words)],
        outlets: vec![d[page].page.outlet().to_owned()],
        differences,
    };
    let want =
        Difference { change: Change::Changed, first: vec![cut(d, 0, "seek")], here: vec![cut(d, 2, "want")] };
    let said_once = Utterance {
        id: id("u1"),
        story: id("s1"),
        speaker: no_war.speaker.clone(),
        said_on: None,
        channel: None,
        occasion: None,
        variants: vec![
            variant(Wording::Same, 0, "We do not seek a war", Vec::new()),
            variant(Wording::Altered, 2, "We do not want a war", vec![want]),
        ],
        outlets: vec![d[0].page.outlet().to_owned(), d[2].page.outlet().to_owned()],
        claims: vec![id("c4")],
        weight: 60,
    };
    let talks = claim(
        "c5",
        Some(official),
        vec![member(
            d,
            0,
            "A senior official said the café talks of 7 March could still go ahead.",
            "o6",
            StatementKind::Indirect,
        )],
        50,
    );
    let spelling = |page: usize, text: &str| Spelling {
        text: text.to_owned(),
        pages: vec![d[page].page.id.clone()],
        evidence: cut(d, page, text),
    };
    let side = |label: &str, page: usize, words: &str| Side {
        label: label.to_owned(),
        speaker: None,
        evidence: vec![cut(d, page, words)],
    };
    let conflict = |name: &str, kind, about: &str, sides, weight| Conflict {
        id: id(name),
        story: id("s1"),
        kind,
        about: about.to_owned(),
        sides,
        claims: vec![id("c1")],
        figure: (kind == ConflictKind::Value).then(|| id("f2")),
        entity: None,
        weight,
    };
    Ledger {
        schema: Ledger::SCHEMA.to_owned(),
        stories: vec![Story { id: id("s1"), pages: d.iter().map(|d| d.page.id.clone()).collect() }],
        entities: vec![Entity {
            id: id("e1"),
            name: "Ilse Brandt".to_owned(),
            of: EntityType::Person,
            spellings: vec![spelling(0, "Ilse Brandt"), spelling(1, "Ilse Brand")],
            roles: vec![
                RoleSeen {
                    title: "defense minister".to_owned(),
                    of: Some("Norland".to_owned()),
                    evidence: vec![cut(d, 0, "Norland’s Defence Minister"), cut(d, 2, "Defence Minister")],
                },
                RoleSeen {
                    title: "foreign minister".to_owned(),
                    of: None,
                    evidence: vec![cut(d, 1, "Foreign Minister")],
                },
            ],
        }],
        origins: vec![
            origin("o1", OriginKind::Speaker, "Ilse Brandt", Some("2031-03-03")),
            origin("o2", OriginKind::Institution, "Sudreich", None),
            Origin { inferred: true, ..origin("o3", OriginKind::Institution, "Sudreich’s navy", None) },
            origin("o4", OriginKind::Speaker, "Otto Varga", None),
            origin("o5", OriginKind::Speaker, "Ilse Brandt", None),
            origin("o6", OriginKind::Unnamed, "A senior official", None),
        ],
        claims: vec![ordered, close, denial, no_war, talks],
        utterances: vec![said_once],
        figures: vec![
            Figure {
                id: id("f1"),
                story: id("s1"),
                what: "soldier".to_owned(),
                about: cut(d, 0, "ordered to the Elm Strait"),
                unit: None,
                values: vec![
                    value(1200.0, Bound::Exact, true, vec![cut(d, 0, "1,200"), cut(d, 2, "1,200")], "o1"),
                    value(1200.0, Bound::About, false, vec![cut(d, 1, "Some 1,200")], "o1"),
                ],
                relation: Relation::Refine,
                weight: 50,
            },
            Figure {
                id: id("f2"),
                story: id("s1"),
                what: "killed".to_owned(),
                about: cut(d, 1, "people have been killed in the strait"),
                unit: None,
                values: vec![
                    value(40.0, Bound::MoreThan, true, vec![cut(d, 0, "More than 40")], "o2"),
                    value(50.0, Bound::MoreThan, false, vec![cut(d, 1, "More than 50")], "o4"),
                ],
                relation: Relation::Differ,
                weight: 40,
            },
        ],
        conflicts: vec![
            conflict(
                "x1",
                ConflictKind::Role,
                "Ilse Brandt",
                vec![
                    side("defence minister", 0, "Norland’s Defence Minister"),
                    side("foreign minister", 1, "Foreign Minister"),
                ],
                9,
            ),
            conflict(
                "x2",
                ConflictKind::Value,
                "killed in the strait",
                vec![side("more than 40", 0, "More than 40"), side("more than 50", 1, "More than 50")],
                8,
            ),
            conflict(
                "x3",
                ConflictKind::Date,
                "ordered to the strait",
                vec![side("2031-03-03", 0, "on Monday"), side("2031-03-04", 1, "on Tuesday")],
                7,
            ),
        ],
        lineage: vec![Lineage {
            id: id("l1"),
            kind: LineageKind::Rewrite,
            pages: vec![d[0].page.id.clone(), d[1].page.id.clone()],
            directed: false,
            origin: Some("Meridian Press".to_owned()),
            origin_evidence: vec![cut(d, 1, "Meridian Press")],
            containment: 0.04,
            steps: vec![Step {
                label: "1,200".to_owned(),
                evidence: vec![cut(d, 0, "1,200"), cut(d, 1, "1,200")],
            }],
        }],
        timeline: vec![
            entry(
                "t1",
                ("2014-01-01", "2014-12-31"),
                Precision::Year,
                Status::Done,
                vec![cut(d, 0, "More than 40 people have died there since 2014.")],
            ),
            entry(
                "t2",
                ("2031-03-03", "2031-03-03"),
                Precision::Day,
                Status::Done,
                vec![cut(d, 0, order), cut(d, 2, "1,200 soldiers are on their way")],
            ),
            entry(
                "t3",
                ("2031-03-05", "2031-03-05"),
                Precision::Published,
                Status::Denied,
                vec![cut(d, 1, "“There is no such plan.”")],
            ),
            entry(
                "t4",
                ("2031-03-09", "2031-03-09"),
                Precision::Day,
                Status::Threatened,
                vec![cut(d, 2, "Sudreich will close the strait on 9 March, its navy said.")],
            ),
        ],
        outlets: vec![
            OutletView {
                outlet: "The Elm Herald".to_owned(),
                pages: vec![d[0].page.id.clone()],
                alone: vec![id("c4"), id("c5")],
                omits: vec![],
                own_spellings: vec![],
            },
            OutletView {
                outlet: "Sud Courier <img src=x>".to_owned(),
                pages: vec![d[1].page.id.clone()],
                alone: vec![id("c3")],
                omits: vec![id("c2")],
                own_spellings: vec![spelling(1, "Ilse Brand")],
            },
            OutletView {
                outlet: "live \"page\".txt".to_owned(),
                pages: vec![d[2].page.id.clone()],
                alone: vec![],
                omits: vec![id("f2")],
                own_spellings: vec![],
            },
        ],
    }
}
