//! The report as Markdown: the same lines as the page of HTML, for terminals, mail and version control.

use std::fmt::Write;

use super::book::{Cite, Line};
use super::claims::ClaimView;
use super::disputes::Dispute;
use super::figures::FigureView;
use super::outlets::{Listing, Outlets};
use super::pages::PageView;
use super::sheet::{Head, Sheet};
use super::speakers::{SpeakerView, Speakers};
use super::timeline::{EntryView, Timeline};
use super::utterances::{Note, Part};
use crate::report::Report;

/// The report as Markdown. Citations name the page and its code points: "p2-120-184".
#[must_use]
pub fn markdown(report: &Report) -> String {
    let sheet = Sheet::of(report);
    let mut out = Out::default();
    head(&mut out, &sheet.head, &sheet.pages);
    reported(&mut out, &sheet);
    disputed(&mut out, &sheet.disputes);
    speakers(&mut out, &sheet.speakers);
    figures(&mut out, &sheet);
    timeline(&mut out, &sheet.timeline);
    outlets(&mut out, &sheet.outlets);
    pages(&mut out, &sheet.pages);
    out.0
}

/// Markdown under way.
#[derive(Default)]
struct Out(String);

impl Out {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        let _ = writeln!(self.0, "{} {text}\n", "#".repeat(level));
    }

    /// Words of a page as a block of their own.
    fn quote(&mut self, indent: &str, words: &str) {
        for part in words.split('\n').map(str::trim).filter(|p| !p.is_empty()) {
            let _ = writeln!(self.0, "{indent}> {}", plain(part));
        }
    }
}

/// Words of a page, so that Markdown shows them as they are.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '#' | '-' | '+' | '=' => i == 0,
            _ => false,
        };
        if c == '\n' || c == '\r' {
            out.push(' ');
            continue;
        }
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    // A number and a dot at the start of a line would make a list of it.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(out.as_bytes().get(digits), Some(b'.' | b')')) {
        out.insert(digits, '\\');
    }
    out
}

fn place(cite: &Cite) -> String {
    let outlet = plain(&cite.outlet);
    match cite.href.strip_prefix('#') {
        Some(anchor) => format!("{outlet} `{anchor}`"),
        None => outlet,
    }
}

fn places<'a>(cites: impl IntoIterator<Item = &'a Cite>) -> String {
    cites.into_iter().map(place).collect::<Vec<_>>().join(", ")
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" \u{b7} ")
}

fn labelled(label: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{label} {}", plain(value)) }
}

fn head(out: &mut Out, head: &Head<'_>, pages: &[PageView]) {
    out.heading(1, "Situation report");
    out.line(&joined(&[head.period.clone(), head.pages.clone(), head.outlets.clone(), head.words.clone()]));
    out.line("");
    out.line("Block quotes and words in \u{201c}\u{201d} are quoted from the pages; a name such as `p2-120-184` is page 2, characters 120 to 184 of its text.");
    out.heading(2, "What was read");
    if pages.is_empty() {
        out.line("No page could be read.");
    } else {
        out.line("| | Outlet | Headline | Date | Words | Posts | Notes |");
        out.line("|--:|---|---|---|--:|--:|---|");
    }
    for p in pages {
        let posts = if p.posts > 0 { p.posts.to_string() } else { String::new() };
        let date = if p.published.is_empty() { "none given" } else { &p.published };
        out.line(&format!(
            "| {} | {} | {} | {date} | {} | {posts} | {} |",
            p.number,
            plain(&p.outlet),
            plain(&p.title),
            p.words,
            plain(&p.notes.join("; ")),
        ));
    }
    if !head.unread.is_empty() {
        out.heading(3, "Not read");
        for u in head.unread {
            out.line(&format!("- {}: {}", plain(&u.path), plain(&u.why)));
        }
    }
}

fn reported(out: &mut Out, sheet: &Sheet<'_>) {
    out.heading(2, "Reported");
    let r = &sheet.reported;
    if r.top.is_empty() {
        out.line("No claim was found on the pages.");
    }
    for c in &r.top {
        claim(out, c);
    }
    for (title, list) in [
        ("More carried by several outlets", &r.shared),
        ("More that one outlet says in its own voice", &r.own_voice),
    ] {
        if list.is_empty() {
            continue;
        }
        out.heading(3, title);
        for c in list {
            let words = plain(&c.wording.text);
            let cites = places(c.wordings.iter().map(|w| &w.words));
            out.line(&format!("- **{}** {words} ({}, {}: {cites})", c.line, c.outlet_count, c.origin_count));
        }
    }
    if r.elsewhere > 0 {
        out.gap();
        out.line(&format!(
            "{} more stand by their speaker under \u{201c}Who said what\u{201d}.",
            r.elsewhere
        ));
    }
}

fn claim(out: &mut Out, c: &ClaimView) {
    out.heading(3, &format!("{}: {}, {}", c.line, c.outlet_count, c.origin_count));
    out.quote("", &c.wording.text);
    out.line("");
    let mut facts = Vec::new();
    if !c.speaker.is_empty() {
        facts.push(format!("{} {}", plain(&c.speaker), c.stance));
    }
    facts.push(c.kind.to_owned());
    facts.push(labelled("said on", &c.said_on));
    facts.push(labelled("to or in", &c.channel));
    facts.push(labelled("via", &c.via));
    facts.push(labelled("first seen", &c.first_seen));
    out.line(&joined(&facts));
    out.line("");
    for o in &c.origins {
        let inferred = if o.inferred { "inferred" } else { "" };
        let about: Vec<&str> =
            [o.kind, &o.date, &o.channel, inferred].into_iter().filter(|s| !s.is_empty()).collect();
        out.line(&format!("- Origin: {} ({}): {}", plain(&o.name), about.join(", "), plain(&o.outlets)));
    }
    wordings(out, c, "");
    utterances(out, c, "");
    answers(out, c, "");
}

fn wordings(out: &mut Out, c: &ClaimView, indent: &str) {
    for w in &c.wordings {
        let note = if w.note.is_empty() { String::new() } else { format!(" ({})", plain(&w.note)) };
        out.line(&format!("{indent}- {}: \u{201c}{}\u{201d}{note}", place(&w.words), plain(&w.words.text)));
    }
}

fn utterances(out: &mut Out, c: &ClaimView, indent: &str) {
    for u in &c.utterances {
        if u.variants.is_empty() {
            out.line(&format!("{indent}- {}", u.same));
            continue;
        }
        out.line(&format!("{indent}- {}:", u.title));
        for v in &u.variants {
            let speaker =
                if v.speaker.is_empty() { String::new() } else { format!(", {}", plain(&v.speaker)) };
            let part = |p: &Part| match p.text.trim() {
                words if p.other && !words.is_empty() => format!("**{}**", plain(words)),
                _ => plain(&p.text),
            };
            let piece = |p: &Vec<Part>| format!("\u{201c}{}\u{201d}", p.iter().map(part).collect::<String>());
            let words: Vec<String> = v.pieces.iter().map(piece).collect();
            let note = |n: &Note| {
                let quoted = |w: &str| {
                    if w.is_empty() { String::new() } else { format!("\u{201c}{}\u{201d}", plain(w)) }
                };
                let parts = [quoted(&n.here), n.how.to_owned(), quoted(&n.first)];
                parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" ")
            };
            let notes: Vec<String> = v.notes.iter().map(note).collect();
            let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
            out.line(&format!(
                "{indent}  - *{}*{speaker}, {}: {}{notes}",
                v.relation,
                places(&v.cites),
                words.join(" \u{2026} "),
            ));
        }
    }
}

fn answers(out: &mut Out, c: &ClaimView, indent: &str) {
    for (label, list) in [("Denied", &c.denied_by), ("Denies", &c.denies)] {
        for a in list {
            let by = labelled(" by", if label == "Denied" { &a.speaker } else { "" });
            let words = plain(&a.words.text);
            out.line(&format!("{indent}- **{label}**{by}: \u{201c}{words}\u{201d} ({})", place(&a.words)));
        }
    }
}

fn disputed(out: &mut Out, disputes: &[Dispute]) {
    out.heading(2, "Disputed and changed");
    if disputes.is_empty() {
        out.line("No two pages were found to differ on a value, a date, a role or a wording.");
    }
    for d in disputes {
        out.heading(3, &format!("{}: {}: \u{201c}{}\u{201d}", d.line, d.label, plain(&d.about)));
        for s in &d.sides {
            let label = match (s.label.is_empty(), s.speaker.is_empty()) {
                (false, true) => format!("**{}** ", plain(&s.label)),
                (false, false) => format!("**{}** ({}) ", plain(&s.label), plain(&s.speaker)),
                (true, false) => format!("**{}** ", plain(&s.speaker)),
                (true, true) => String::new(),
            };
            for q in s.quotes.iter().chain(&s.more) {
                out.line(&format!("- {label}{}: {}", place(q), passage(q)));
            }
        }
        if !d.see.is_empty() {
            out.line(&format!("- See {}", lines(&d.see)));
        }
    }
}

/// Words in their sentence, the words in bold; what is left out stands outside the quotation marks.
fn passage(c: &Cite) -> String {
    let cut = |on: bool| if on { "\u{2026} " } else { "" };
    // Bold cannot hold white space at its ends.
    let words = c.text.trim();
    format!(
        "{}\u{201c}{}**{}**{}\u{201d}{}",
        cut(c.cut_before),
        plain(&c.before),
        plain(words),
        plain(&c.after),
        if c.cut_after { " \u{2026}" } else { "" },
    )
}

fn lines(lines: &[Line]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn speakers(out: &mut Out, s: &Speakers) {
    out.heading(2, "Who said what");
    if s.open.is_empty() && s.unnamed.is_empty() {
        out.line("No statement with a speaker was found.");
    }
    s.open.iter().chain(&s.folded).for_each(|s| speaker(out, s));
    if !s.unnamed.is_empty() {
        out.heading(3, "Speakers not named");
        s.unnamed.iter().for_each(|s| speaker(out, s));
    }
}

fn speaker(out: &mut Out, s: &SpeakerView) {
    out.heading(3, &plain(&s.name));
    let roles: Vec<String> = s
        .roles
        .iter()
        .map(|r| format!("\u{201c}{}\u{201d} ({})", plain(&r.words.text), plain(&r.outlets)))
        .collect();
    if !roles.is_empty() {
        out.line(&roles.join("; "));
        out.line("");
    }
    for c in s.statements.iter().chain(&s.more) {
        let when = match (c.said_on.is_empty(), c.first_seen.is_empty()) {
            (false, _) => c.said_on.clone(),
            (true, false) => format!("seen {}", c.first_seen),
            (true, true) => "no date".to_owned(),
        };
        let facts = joined(&[
            format!("**{}** {when}", c.line),
            c.stance.to_owned(),
            c.kind.to_owned(),
            labelled("to or in", &c.channel),
            labelled("via", &c.via),
        ]);
        out.line(&format!("- {facts}"));
        wordings(out, c, "  ");
        answers(out, c, "  ");
    }
}

fn figures(out: &mut Out, sheet: &Sheet<'_>) {
    out.heading(2, "Figures");
    let f = &sheet.figures;
    if f.open.is_empty() {
        out.line("No two pages give the same figure.");
    }
    f.open.iter().chain(&f.folded).for_each(|f| figure(out, f));
    if !f.single.is_empty() {
        out.heading(3, "Given by one page only");
        for f in &f.single {
            for v in &f.values {
                out.line(&format!("- **{}** {}: {}", f.line, place(&v.words), passage(&v.words)));
            }
        }
    }
}

fn figure(out: &mut Out, f: &FigureView) {
    out.heading(3, &format!("{}: \u{201c}{}\u{201d}: {}", f.line, plain(&f.about.text), f.relation));
    out.line("| Value | Pages | Origins | As of |");
    out.line("|---|---|---|---|");
    for v in &f.values {
        let best = if v.best { "**" } else { "" };
        let of = if v.origins.is_empty() { String::new() } else { format!(": {}", plain(&v.origins)) };
        out.line(&format!(
            "| {best}{}{best} | {} | {}{of} | {} |",
            plain(v.words.text.trim()),
            places(&v.cites),
            v.origin_count,
            v.as_of,
        ));
    }
}

fn timeline(out: &mut Out, t: &Timeline) {
    out.heading(2, "Timeline");
    if t.months.is_empty() {
        out.line("No happening with a date was found.");
    }
    for m in t.earlier.iter().chain(&t.months) {
        out.heading(3, &m.name);
        let mut entries: Vec<&EntryView> = m.open.iter().chain(&m.folded).collect();
        entries.sort_by_key(|e| e.line);
        for e in entries {
            let ids: Vec<Line> = std::iter::once(e.line).chain(e.more_lines.iter().copied()).collect();
            let facts = joined(&[
                format!("**{}** {}", lines(&ids), e.date),
                e.statuses.iter().map(|s| s.0).collect::<Vec<_>>().join(", "),
                e.precision.to_owned(),
                labelled("dated by", &e.dated_by),
                e.date_from.to_owned(),
            ]);
            let cites = places(std::iter::once(&e.words).chain(&e.also));
            out.line(&format!("- {facts}: \u{201c}{}\u{201d} ({cites})", plain(&e.words.text)));
        }
    }
}

fn outlets(out: &mut Out, o: &Outlets) {
    out.heading(2, "Outlets compared");
    if o.rows.is_empty() {
        out.line("No two outlets carry the same claim.");
    } else {
        let names: Vec<String> = o.names.iter().map(|n| plain(n)).collect();
        out.line(&format!("| Claim | {} |", names.join(" | ")));
        out.line(&format!("|---|{}", ":-:|".repeat(names.len())));
        for r in &o.rows {
            let cells: Vec<&str> =
                r.cells.iter().map(|c| if c.is_empty() { "" } else { "\u{25cf}" }).collect();
            out.line(&format!("| {} {} | {} |", r.claim, plain(&r.words), cells.join(" | ")));
        }
    }
    out.heading(3, "Copies and rewrites");
    if o.lineage.is_empty() {
        out.line("No page appears to copy or rewrite another.");
    }
    for l in &o.lineage {
        let names: Vec<String> =
            l.pages.iter().map(|p| format!("{} (page {})", plain(&p.outlet), p.number)).collect();
        out.line(&format!("**{}** Inferred: {} {}.", l.line, names.join(", "), l.says));
        if l.directed {
            out.line("The first is the likely source.");
        }
        if !l.origin.is_empty() {
            out.line(&format!("Likely origin: {} ({}).", plain(&l.origin), places(&l.origin_cites)));
        }
        out.line(&format!("Five-word runs of the shorter page that the other has too: {}.", l.containment));
        out.line("");
        for (n, s) in l.steps.iter().enumerate() {
            let cells: Vec<String> =
                s.cells.iter().flatten().map(|c| format!("{}: {}", place(c), passage(c))).collect();
            out.line(&format!("{}. {}: {}", n + 1, plain(&s.label), cells.join("; ")));
        }
        out.line("");
    }
    for card in &o.each {
        out.heading(3, &plain(&card.name));
        listing(out, "Has alone", &card.alone);
        listing(out, "Leaves out what all others have", &card.omits);
        if !card.spellings.is_empty() {
            let names: Vec<String> = card.spellings.iter().map(|s| plain(&s.text)).collect();
            out.line(&format!("- Spells differently: {}", names.join(", ")));
        }
    }
}

fn listing(out: &mut Out, title: &str, l: &Listing) {
    if l.count == 0 {
        out.line(&format!("- {title}: nothing"));
        return;
    }
    let all: Vec<Line> = l.open.iter().chain(&l.folded).map(|i| i.line).collect();
    out.line(&format!("- {title}: {}", lines(&all)));
}

fn pages(out: &mut Out, pages: &[PageView]) {
    out.heading(2, "The pages");
    for p in pages {
        let title = if p.title.is_empty() { "no headline" } else { &p.title };
        out.heading(3, &format!("Page {}: {}", p.number, plain(title)));
        let facts = [plain(&p.outlet), p.published.clone(), plain(&p.url), plain(&p.path)];
        out.line(&joined(&facts));
        for b in &p.blocks {
            out.gap();
            if let Some(post) = &b.post {
                let facts = [
                    format!("Post {} of {}", post.number, post.of),
                    post.time.clone(),
                    plain(&post.title),
                    plain(&post.author),
                ];
                out.line(&format!("*{}*", joined(&facts)));
                out.line("");
            }
            let text: String = b.pieces.iter().map(|s| s.text.as_str()).collect();
            if !b.label.is_empty() {
                let _ = write!(out.0, "\\[{}\\] ", b.label);
            }
            out.line(&plain(text.trim()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn the_report_of_the_fixture() {
        insta::assert_snapshot!(markdown(&fixture::report()));
    }

    #[test]
    fn words_of_pages_make_no_markup() {
        assert_eq!(plain("# a *b* <c> [d](e)"), "\\# a \\*b\\* \\<c\\> \\[d\\](e)");
        assert_eq!(plain("2014. It began"), "2014\\. It began");
        assert_eq!(plain("- one\ntwo"), "\\- one two");
    }
}
