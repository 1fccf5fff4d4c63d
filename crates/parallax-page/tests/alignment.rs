//! Every entry of the alignment leads from words of the text to bytes of the page that say them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use encoding_rs::{Encoding, UTF_8, UTF_16LE};
use parallax_model::Page;
use parallax_page::{Hint, read};
use proptest::prelude::*;

/// White space as the text has it, and nothing that is not seen.
fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    let mut out = String::new();
    for c in seen.chars() {
        if !c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The escapes of JSON undone.
fn unescaped(text: &str) -> String {
    serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|_| text.to_owned())
}

/// Checks all entries; gives the share of the text's bytes that they cover.
fn check(page: &Page, bytes: &[u8], encoding: &'static Encoding) -> f32 {
    let mut last = 0;
    for a in &page.alignment {
        assert!(a.text.start >= last, "entries overlap");
        last = a.text.end;
        let raw = &bytes[a.raw.range()];
        let words = a.text.of(&page.text);
        let decoded = encoding.decode_without_bom_handling(raw).0;
        if encoding == UTF_8 && raw.len() == words.len() {
            assert_eq!(folded(&decoded), folded(words));
            continue;
        }
        let said = [folded(&htmlize::unescape(&*decoded)), folded(&htmlize::unescape(unescaped(&decoded)))];
        assert!(said.contains(&folded(words)), "{words:?} is not {decoded:?}");
    }
    let covered: usize = page.alignment.iter().map(|a| a.text.len()).sum();
    covered as f32 / page.text.len() as f32
}

fn page(bytes: &[u8]) -> Page {
    read(bytes, &Hint { path: Some("a.html"), ..Hint::default() }).unwrap()
}

const PAGE: &str = "<!doctype html>\r\n<html lang=en><head><meta charset=CHARSET><title>Ferry &amp; port reopen &mdash; The Velmar Post</title></head><body><nav><a href=/>Home</a></nav><article><h1>Ferry &amp; port\n   reopen</h1><div class=article-body>\n<p>The port of Velmar reopened on Monday,\n\t officials said, after <a href='/s'>three <b>long</b> days</a>&nbsp;of storm &#8212; and high water.</p>\n<p>TEXT</p><p>Two<!-- not three --> ferries sailed be&shy;fore noon<br>and crews began to clear the quay, the harbour&rsquo;s master said.</p><table><tr><th>Ship<th>Crew</tr><tr><td>Corva &lt;II&gt;<td>12</table><blockquote>We wait, the mayor said, for the next boat to come in.</blockquote></div></article></body></html>";

#[test]
fn pages_in_many_encodings_are_aligned() {
    for (label, text) in [
        ("utf-8", "Порт Велмар открыт, «наконец», сообщили власти в понедельник утром. 😀"),
        ("windows-1251", "Порт Велмар открыт, «наконец», сообщили власти в понедельник утром."),
        ("windows-1252", "Le port a rouvert «enfin», a déclaré l’équipage à midi, après l’été."),
        ("shift_jis", "ベルマル港は12日に再開した、と当局が述べた。船は午後に出る予定だという。"),
        ("gb18030", "维尔马港12日重新开放，官员说。两艘渡轮在中午前离开了码头。"),
        ("euc-kr", "벨마르 항구가 12일 다시 열렸다고 당국이 월요일에 밝혔다."),
    ] {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let source = PAGE.replace("CHARSET", label).replace("TEXT", text);
        let (bytes, _, lost) = encoding.encode(&source);
        assert!(!lost, "{label}");
        let page = page(&bytes);
        assert!(page.text.contains(text), "{label}: {}", page.text);
        let covered = check(&page, &bytes, encoding);
        assert!(covered > 0.9, "{label}: {covered}");
        // From the first word of a sentence to its last.
        let at = page.text.find(text).unwrap();
        let inside: Vec<_> = page
            .alignment
            .iter()
            .filter(|a| a.text.range().start < at + text.len() && a.text.range().end > at)
            .collect();
        let raw = &bytes[inside[0].raw.range().start..inside.last().unwrap().raw.range().end];
        assert_eq!(encoding.decode_without_bom_handling(raw).0, text, "{label}");
    }
}

#[test]
fn marks_at_the_start_count() {
    let source = PAGE.replace("TEXT", "Порт Велмар открыт, сообщили власти.");
    let mut wide = vec![0xff, 0xfe];
    source.encode_utf16().for_each(|u| wide.extend(u.to_le_bytes()));
    let p = page(&wide);
    assert!(check(&p, &wide, UTF_16LE) > 0.9);
    let marked = format!("\u{feff}{source}");
    let p = page(marked.as_bytes());
    assert!(check(&p, marked.as_bytes(), UTF_8) > 0.9);
    assert!(p.alignment.iter().any(|a| &marked[a.raw.range()] == "Порт Велмар открыт, сообщили власти."));
}

#[test]
fn words_from_structured_data_lead_into_the_script() {
    let script = r#"{"@type":"LiveBlogPosting","headline":"Storm live: port shut","liveBlogUpdate":[{"headline":"Port \u201cshut\u201d","articleBody":"<p>The port is shut until noon, the harbour\u2019s \"master\" said.</p>\n<p>Crews &amp; captains wait.<\/p>","datePublished":"2021-05-03T10:00:00Z"},{"articleBody":"Corva sends two ships\nto the strait \ud83d\udea2 today, officials said.","datePublished":"2021-05-03T09:30:00Z"}]}"#;
    let source = format!(
        "<html><head><title>Storm live</title><script type='application/ld+json'>{script}</script></head><body><p>Loading posts, please wait.</p></body></html>"
    );
    let p = page(source.as_bytes());
    assert_eq!(p.posts.len(), 2);
    assert!(check(&p, source.as_bytes(), UTF_8) > 0.9);
    for words in ["The port is shut until noon, the harbour", "captains wait."] {
        let at = p.text.find(words).unwrap();
        let entry = p.alignment.iter().find(|a| a.text.range().end > at).unwrap();
        assert!(source[entry.raw.range()].contains(words), "{words}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_aligned_as_far_as_it_is_copied(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<div>", "</div>", "<br>", "<li>", "<td>", "<table>", "</table>",
            "&amp;", "&nbsp;", "&ampx", "&#x2014;", "&shy;", "&nonsense;", "&", "\u{ad}", "\n ", " ", "é", "Порт ", "| ",
            "The port of Velmar reopened on Monday, officials said, after the storm. ", "Crews waited.", "<span class=related>Read more</span>",
            "<!-- c -->", "<h2>What next</h2>", "<script>x</script>",
        ]), 1..40),
        label in prop::sample::select(vec!["utf-8", "windows-1251", "shift_jis"]),
    ) {
        let source = format!("<meta charset={label}><body><p>The port of Velmar reopened on Monday, officials said.</p>{}", parts.concat());
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        // What the encoding lacks becomes a reference, as a browser would send it.
        let (bytes, encoding, _) = encoding.encode(&source);
        if let Ok(page) = read(&bytes, &Hint { path: Some("a.html"), ..Hint::default() }) {
            // Only bytes above ASCII tell an encoding.
            let used = if std::str::from_utf8(&bytes).is_ok() { UTF_8 } else { encoding };
            check(&page, &bytes, used);
        }
    }
}
