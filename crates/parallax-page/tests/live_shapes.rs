//! Live pages in the shapes that newsrooms use, and pages that only look like them. All invented.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use parallax_model::{Page, PageKind};
use parallax_page::{Hint, read};

const HEAD: &str = "<meta property='article:published_time' content='2031-05-03T20:00:00+02:00'><meta property='article:modified_time' content='2031-05-04T01:15:00+02:00'>";

fn page(head: &str, body: &str) -> Page {
    let html = format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>");
    read(html.as_bytes(), &Hint { url: Some("https://a.example/news/port"), ..Hint::default() }).unwrap()
}

/// A sentence or two of its own for each post.
fn text(n: usize) -> String {
    let town = ["Velmar", "Corva", "Oster", "Lenz", "Marrow", "Tarn", "Hollin", "Brae"][n % 8];
    format!(
        "<p>The harbour of {town} stayed shut on Saturday, its master said, as wave number {n} went over the quay.</p><p>Crews in {town} wait for the wind to fall.</p>"
    )
}

fn times(p: &Page) -> Vec<&str> {
    p.posts.iter().map(|q| q.time.as_deref().unwrap_or("")).collect()
}

fn holds(p: &Page, post: usize, words: &str) -> bool {
    p.posts[post].span.of(&p.text).contains(words)
}

#[test]
fn articles_with_time_elements_and_a_list_of_key_events() {
    let post = |n: usize| {
        format!(
            "<article id='block-{n}x' data-block-id='{n}'><header><a href='#block-{n}x'><time datetime='2031-05-03T1{n}:10:00.000Z'>1{n}.10 BST</time></a><h2>Wave {n} hits</h2></header><div>{}</div><footer><a href='https://s.example/share'>Share</a></footer></article>",
            text(n)
        )
    };
    let events: String = (0..5)
        .map(|n| format!("<li><a href='#block-{n}x'><time datetime='2031-05-03T1{n}:10:00Z'>1{n}.10</time> Wave {n} hits</a></li>"))
        .collect();
    let summary = "<div class='pinned'><h2>Key points</h2><ul><li>The port of Velmar is shut until Monday, the council said.</li><li>Two crews are missing in the strait.</li></ul></div>";
    let posts: Vec<String> = (0..6).rev().map(post).collect();
    let ad = "<div class='ad-slot'>Advertisement</div><div class='related'><h3>Related</h3><ul><li><a href='/x'>Ten storms to remember from the last hundred years</a></li></ul></div>";
    let p = page(
        HEAD,
        &format!(
            "<main><h1>Storm live: harbours shut along the coast</h1><ul>{events}</ul>{summary}<div>{}</div></main>",
            posts.join(ad)
        ),
    );
    assert_eq!((p.kind, p.posts.len()), (PageKind::Live, 6));
    assert_eq!(times(&p)[..2], ["2031-05-03T15:10:00Z", "2031-05-03T14:10:00Z"]);
    assert_eq!(p.posts[0].title.as_deref(), Some("Wave 5 hits"));
    assert!(holds(&p, 0, "harbour of Tarn") && !holds(&p, 0, "Share"));
    assert!(!p.text.contains("Ten storms") && !p.text.contains("Advertisement"), "{}", p.text);
    let points = p.blocks.iter().find(|b| b.span.of(&p.text).contains("Two crews"));
    assert!(points.is_none_or(|b| b.post.is_none()));
}

#[test]
fn list_items_with_a_clock_alone_go_over_midnight() {
    let clocks = ["01:10", "00:20", "23:50", "22:05", "21:30"];
    let items: String = clocks
        .iter()
        .enumerate()
        .map(|(n, c)| format!("<li class='feed__item'><span class='feed__time'>{c}</span><span class='feed__author'>Ana Reyes</span><h3>Wave {n} hits</h3>{}</li>", text(n)))
        .collect();
    let p = page(HEAD, &format!("<h1>Liveblog: storm on the coast</h1><ul class='feed'>{items}</ul>"));
    assert_eq!(p.posts.len(), 5, "{}", p.text);
    assert_eq!(
        times(&p),
        [
            "2031-05-04T01:10:00+02:00",
            "2031-05-04T00:20:00+02:00",
            "2031-05-03T23:50:00+02:00",
            "2031-05-03T22:05:00+02:00",
            "2031-05-03T21:30:00+02:00"
        ]
    );
}

#[test]
fn headings_with_a_clock_need_no_elements_around_the_posts() {
    let posts: String = (0..5)
        .map(|n| format!("<h3>2{}:15 – Wave {n} hits</h3>{}", 4 - n.min(4), text(n)))
        .collect::<String>();
    let posts = posts.replace("24:15", "23:55");
    let p = page(
        HEAD,
        &format!(
            "<article><h1>As it happened: storm on the coast</h1><p>The storm reached the coast of Velmar on Saturday and shut every harbour, the council said.</p>{posts}</article>"
        ),
    );
    assert_eq!(p.posts.len(), 5, "{}", p.text);
    assert_eq!(p.posts[0].title.as_deref(), Some("Wave 0 hits"));
    assert_eq!(times(&p)[0], "2031-05-03T23:55:00+02:00");
    assert!(holds(&p, 2, "wave number 2") && !holds(&p, 2, "wave number 3"));
    assert!(p.blocks.iter().any(|b| b.post.is_none() && b.span.of(&p.text).contains("shut every harbour")));
}

#[test]
fn lines_that_begin_with_a_clock_in_bold() {
    let posts: String = (0..6)
        .map(|n| format!("<p><strong>1{n}:15</strong> {}", text(n).trim_start_matches("<p>")))
        .collect();
    let p = page(HEAD, &format!("<article><h1>Storm: live updates from the coast</h1>{posts}</article>"));
    assert_eq!(p.posts.len(), 6, "{}", p.text);
    assert!(holds(&p, 5, "wave number 5") && !holds(&p, 4, "wave number 5"));
}

#[test]
fn microdata_and_epochs_give_moments_and_changes() {
    let micro: String = (0..4)
        .map(|n| format!("<div itemprop='liveBlogUpdate' itemscope itemtype='https://schema.org/BlogPosting'><meta itemprop='datePublished' content='2031-05-03T1{n}:00:00+02:00'><meta itemprop='dateModified' content='2031-05-03T1{n}:30:00+02:00'><h3 itemprop='headline'>Wave {n} hits</h3><div itemprop='articleBody'>{}</div></div>", text(n)))
        .collect();
    let p = page("", &format!("<h1>Storm on the coast</h1>{micro}"));
    assert_eq!(p.posts.len(), 4);
    assert_eq!(p.posts[1].time.as_deref(), Some("2031-05-03T11:00:00+02:00"));
    assert_eq!(p.posts[1].updated.as_deref(), Some("2031-05-03T11:30:00+02:00"));
    let epochs: String = (0..4)
        .map(|n| format!("<div class='live-post'><div id='p{n}' data-timestamp='{}'><span>2h ago</span></div>{}</div><div class='slot'></div>", 1_620_025_200 + n * 600, text(n)))
        .collect();
    let p = page("", &format!("<h1>Storm on the coast</h1><div>{epochs}</div>"));
    assert_eq!(p.posts.len(), 4);
    assert_eq!(p.posts[1].time.as_deref(), Some("2021-05-03T07:10:00Z"));
    assert!(!p.text.contains("2h ago"));
}

#[test]
fn times_that_are_only_told_from_now_stay_empty() {
    let posts: String = (0..5)
        .map(|n| format!("<div class='live-post'><span class='when'>{n} hours ago</span>{}</div>", text(n)))
        .collect();
    let p = page(HEAD, &format!("<h1>Storm live: harbours shut</h1><div>{posts}</div>"));
    assert_eq!(p.posts.len(), 5);
    assert_eq!(times(&p), [""; 5]);
}

#[test]
fn structured_data_may_be_nested_broken_escaped_or_shorter_than_the_markup() {
    let nested = r#"<script type="application/ld+json">{"@type":"WebPage","mainEntity":{"@type":"LiveBlogPosting","headline":"Storm live","liveBlogUpdate":[{"@type":"BlogPosting","headline":"Wave &amp; wind","articleBody":"&lt;p&gt;The quay of Velmar is under water, crews said on Saturday.&lt;/p&gt;&lt;p&gt;Two boats sank.&lt;/p&gt;","datePublished":"2031-05-03T10:00:00+02:00","dateModified":"2031-05-03T10:20:00+02:00","author":{"@type":"Person","name":"Ana Reyes"}},{"@type":"BlogPosting","articleBody":"Corva sends two ships to the strait to help.","datePublished":"2031-05-03T09:00:00"}]}}</script>"#;
    let p = page(&format!("{HEAD}{nested}"), "<p>Please wait while we load the posts for you.</p>");
    assert_eq!(p.posts.len(), 2);
    assert_eq!(p.posts[0].title.as_deref(), Some("Wave & wind"));
    assert_eq!(p.posts[0].author.as_deref(), Some("Ana Reyes"));
    assert_eq!(p.posts[0].updated.as_deref(), Some("2031-05-03T10:20:00+02:00"));
    assert!(holds(&p, 0, "crews said on Saturday.\n\nTwo boats sank."));
    assert_eq!(times(&p)[1], "2031-05-03T09:00:00+02:00");

    let broken = r#"<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Say "storm"","liveBlogUpdate":[{"headline":"One","articleBody":"The quay of Velmar is under water, crews said.","datePublished":"2031-05-03T10:00:00Z"},{"headline":"Two","articleBody":"Corva sends two ships to the strait to help.","datePublished":"2031-05-03T09:00:00Z"}]}</script>"#;
    assert_eq!(page(broken, "<p>Please wait while we load the posts for you.</p>").posts.len(), 2);

    // Three are listed, the oldest first and cut short; two stand in the markup, whole and with a link.
    let listed = |n: usize| {
        format!(
            r#"{{"@type":"BlogPosting","headline":"Wave {n} hits","articleBody":"The harbour of {} stayed shut on Saturday, its master said, as...","datePublished":"2031-05-03T1{n}:00:00Z","url":"https://a.example/news/port#p{n}"}}"#,
            ["Velmar", "Corva", "Oster"][n]
        )
    };
    let data = format!(
        r#"<script type="application/ld+json">{{"@type":"LiveBlogPosting","headline":"Storm live","liveBlogUpdate":[{},{},{}]}}</script>"#,
        listed(0),
        listed(1),
        listed(2)
    );
    let post = |n: usize| {
        format!(
            "<div class='live-post' id='p{n}'><h3>Wave {n} hits</h3>{}<p><a href='/x'>The council</a> of the town met at once to speak of it.</p></div>",
            text(n)
        )
    };
    let p = page(&data, &format!("<h1>Storm live</h1><div>{}{}</div>", post(2), post(1)));
    assert_eq!(times(&p), ["2031-05-03T12:00:00Z", "2031-05-03T11:00:00Z", "2031-05-03T10:00:00Z"]);
    assert!(holds(&p, 0, "wave number 2 went over the quay") && holds(&p, 2, "harbour of Velmar"));
    assert_eq!(p.links.len(), 2);
}

#[test]
fn what_only_looks_like_a_stream_is_no_live_page() {
    let story: String = (0..6).map(text).collect();
    let teaser = |n: usize| {
        format!(
            "<div class='story'><time datetime='2031-05-03T1{n}:00:00Z'>1{n}:00</time><h3><a href='/story-{n}'>Storm number {n} hits the coast of Velmar again</a></h3><p>A short summary of story {n} tells what the reader may find there.</p></div>"
        )
    };
    let comment = |n: usize| {
        format!(
            "<li class='comment'><b>reader{n}</b><time datetime='2031-05-03T1{n}:00:00Z'>1{n}:00</time><p>I was on the quay number {n} and saw how the water rose in no time at all.</p></li>"
        )
    };
    let many = |f: &dyn Fn(usize) -> String| (0..8).map(f).collect::<String>();
    let article = page(
        HEAD,
        &format!(
            "<article><h1>Harbours shut along the coast</h1><div class='article-body'>{story}</div></article><div class='more'>{}</div><ul class='comments'>{}</ul>",
            many(&teaser),
            many(&comment)
        ),
    );
    assert_eq!((article.kind, article.posts.len()), (PageKind::Article, 0), "{}", article.text);
    let history: String = (0..6).map(|n| format!("<h3>{}</h3>{}", 2025 + n, text(n))).collect();
    let article = page(HEAD, &format!("<article><h1>A short history of storms</h1>{history}</article>"));
    assert_eq!((article.kind, article.posts.len()), (PageKind::Article, 0));
    let gallery: String = (0..9).map(|n| format!("<figure><img src=x><figcaption>Wave {n} goes over the quay of Velmar, seen from the lighthouse.</figcaption></figure>")).collect();
    let article =
        page(HEAD, &format!("<article><h1>The storm in pictures</h1>{}{gallery}</article>", text(0)));
    assert_eq!((article.kind, article.posts.len()), (PageKind::Article, 0));
}

#[test]
fn headings_with_a_clock_in_several_parts_of_a_page_that_says_nothing_are_posts() {
    let post = |n: u32| {
        format!(
            "<h2>1{}.05 Uhr: Welle {n} trifft den Hafen</h2><p>Der Hafen von Ort {n} bleibt am Montag geschlossen, sagte der Hafenmeister, weil der Sturm noch immer anhält.</p>",
            9 - n
        )
    };
    let part = |n: u32| format!("<section><div class='rich'>{}{}</div></section>", post(n), post(n + 1));
    let page = format!(
        "<html><body><article><h1>Was an der Küste geschieht</h1><p>Der Sturm hat am Montag die Küste erreicht und alle Häfen geschlossen, teilte der Rat mit.</p>{}<aside>Anzeige</aside>{}{}</article></body></html>",
        part(0),
        part(2),
        part(4)
    );
    let hint = Hint { published: Some("2031-05-05T20:00:00+02:00"), ..Hint::default() };
    let page = read(page.as_bytes(), &hint).unwrap();
    assert_eq!((page.kind, page.posts.len()), (PageKind::Live, 6));
    assert_eq!(page.posts[3].title.as_deref(), Some("Welle 3 trifft den Hafen"));
    assert_eq!(page.posts[3].time.as_deref(), Some("2031-05-05T16:05:00+02:00"));
    assert!(page.posts[5].span.of(&page.text).contains("Ort 5"));
}
