//! Mail, web archives of one page and feeds, made here from invented pages; and any bytes in any reader.

use std::ops::ControlFlow;

use parallax_page::containers::{Item, ItemError, Limits, items};
use proptest::prelude::*;

fn all(bytes: &[u8], name: &str) -> Vec<Item> {
    let mut found = Vec::new();
    let _ = items(&mut &*bytes, name, &Limits::default(), &mut |item| {
        found.push(item);
        ControlFlow::Continue(())
    });
    found
}

const P: &str = "<p>The café at the quay of Velmar opened again on Monday, the harbour office said, after three days of \
    storm and high water that had kept every ferry in port.</p>";

const MHTML: &str = "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://velmarpost.com/quay\r\n\
    Subject: =?utf-8?Q?Caf=C3=A9_opens?=\r\nDate: Mon, 3 May 2021 12:00:00 +0200\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/related; type=\"text/html\"; boundary=\"--b\"\r\n\r\n\r\n\
    ----b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-ID: <f@m>\r\nContent-Transfer-Encoding: quoted-printable\r\n\
    Content-Location: https://velmarpost.com/quay\r\n\r\n\
    <html><head><title>Caf=E9 opens</title></head><body><article><h1>Caf=E9 opens</h1><p>The caf=E9 at the quay of =\r\n\
    Velmar opened again on Monday, the harbour office said.</p></article></body></html>\r\n\
    ----b\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\np { color: red }\r\n\
    ----b\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/frame\r\n\r\n<html><p>Buy the boat today.</p></html>\r\n\
    ----b--\r\n";

#[test]
fn a_saved_web_page_is_read_without_its_frames() {
    let found = all(MHTML.as_bytes(), "quay.mhtml");
    assert_eq!(found.len(), 1);
    let page = found[0].page().unwrap();
    assert_eq!(page.title.as_deref(), Some("Café opens"));
    assert_eq!(
        page.body(),
        "The café at the quay of Velmar opened again on Monday, the harbour office said."
    );
    assert_eq!(page.url.as_deref(), Some("https://velmarpost.com/quay"));
    let origin = page.provenance.unwrap();
    assert_eq!(origin.fetched.as_deref(), Some("2021-05-03T12:00:00+02:00"));
    assert_eq!(page.published, None, "the date of saving is not that of publication");
}

fn mail(id: &str, from: &str) -> String {
    format!(
        "Received: from a.example\r\nFrom: {from}\r\nTo: reader@b.example\r\nSubject: =?utf-8?B?Q2Fmw6kgb3BlbnM=?=\r\n\
         Date: Mon, 3 May 2021 07:30:00 +0200\r\nMessage-ID: <{id}@velmarpost.com>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         In plain text only the boats sailed.\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--x--\r\n",
        base64(format!("<html><body>{P}</body></html>").as_bytes())
    )
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        let digits = (0..=chunk.len()).map(|n| char::from(ALPHABET[(bits >> (18 - 6 * n) & 63) as usize]));
        out.extend(digits.chain(std::iter::repeat_n('=', 3 - chunk.len())));
        if out.len() % 77 == 76 {
            out.push_str("\r\n");
        }
    }
    out
}

#[test]
fn a_newsletter_is_read_with_its_header() {
    let found = all(mail("1", "Ana Reyes from The Velmar Post <news@velmarpost.com>").as_bytes(), "a.eml");
    let page = found[0].page().unwrap();
    assert!(page.body().starts_with("The café at the quay"), "{}", page.body());
    assert_eq!(page.title.as_deref(), Some("Café opens"));
    assert_eq!(page.authors, ["Ana Reyes"]);
    assert_eq!(page.source.as_deref(), Some("The Velmar Post"));
    assert_eq!(page.published.as_deref(), Some("2021-05-03T07:30:00+02:00"));
    assert_eq!(page.provenance.unwrap().record, "1@velmarpost.com");
    assert!(page.signals.iter().any(|s| s.from == "feed or mail" && s.value == "Café opens" && s.taken));
}

#[test]
fn a_box_of_mails_is_read_one_by_one() {
    let (one, two) = (mail("1", "The Velmar Post <a@velmarpost.com>"), mail("2", "b@corva.example"));
    let all_mails =
        format!("From a@b Mon May  3 07:30:00 2021\n{one}\n>From here on\n\nFrom b@c Tue May  4\n{two}\n");
    let found = all(all_mails.as_bytes(), "news.mbox");
    let paths: Vec<&str> = found.iter().map(|i| i.path.as_str()).collect();
    assert_eq!(paths, ["news.mbox!/mail 1", "news.mbox!/mail 2"]);
    assert_eq!(found[1].page().unwrap().source.as_deref(), Some("corva.example"));
    let plain = "From: a@b.example\nTo: c@d.example\nSubject: Boats\n\nTwo boats sailed on Monday, the office said.\n";
    let page = all(plain.as_bytes(), "-")[0].page().unwrap();
    assert_eq!(page.body(), "Two boats sailed on Monday, the office said.");
}

type Told = (String, Option<String>, Vec<String>, Option<String>);

fn told(found: &[Item]) -> Vec<Told> {
    let read = |item: &Item| match item.page() {
        Ok(p) => (p.title.unwrap_or_default(), p.url, p.authors, p.published),
        Err(ItemError::Link { url, title }) => {
            (format!("link: {}", title.unwrap_or_default()), url, Vec::new(), None)
        }
        Err(other) => (other.to_string(), None, Vec::new(), None),
    };
    found.iter().map(read).collect()
}

fn own(title: &str, author: &str, time: &str) -> (String, Option<String>, Vec<String>, Option<String>) {
    let authors = if author.is_empty() { vec![] } else { vec![author.to_owned()] };
    let time = (!time.is_empty()).then(|| time.to_owned());
    (title.to_owned(), Some("https://velmarpost.com/1".to_owned()), authors, time)
}

#[test]
fn entries_of_feeds_are_pages_or_links() {
    let full = P.repeat(5);
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>The Velmar Post - World</title>\
         <item><title>Café &amp;amp; quay open</title><link>https://velmarpost.com/1</link><guid>1</guid>\
         <dc:creator>Ana Reyes</dc:creator><pubDate>Mon, 03 May 2021 12:00:00 +0200</pubDate>\
         <description>Short.</description><content:encoded><![CDATA[{full}]]></content:encoded></item>\
         <item><title>Only a link</title><link>https://velmarpost.com/1</link><description>Short.</description></item>\
         </channel></rss>"
    );
    let found = all(rss.as_bytes(), "feed.xml");
    let expected =
        [own("Café & quay open", "Ana Reyes", "2021-05-03T12:00:00+02:00"), own("link: Only a link", "", "")];
    assert_eq!(told(&found), expected);
    let page = found[0].page().unwrap();
    assert_eq!(page.source.as_deref(), Some("The Velmar Post"));
    assert_eq!((found[0].path.as_str(), page.provenance.unwrap().record.as_str()), ("feed.xml!/1", "1"));
    let escaped = full.replace('&', "&amp;").replace('<', "&lt;");
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Velmar Post</title><id>f</id><entry><id>e</id>\
         <title>Café opens</title><link href=\"https://velmarpost.com/1\"/><published>2021-05-03T10:00:00Z</published>\
         <updated>2021-05-03T11:00:00Z</updated><author><name>Ana Reyes</name></author>\
         <content type=\"html\">{escaped}</content></entry></feed>"
    );
    let found = all(atom.as_bytes(), "-");
    assert_eq!(told(&found), [own("Café opens", "Ana Reyes", "2021-05-03T10:00:00Z")]);
    assert_eq!(found[0].page().unwrap().updated.as_deref(), Some("2021-05-03T11:00:00Z"));
    let json = format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"The Velmar Post\", \"items\": [{{\"id\": \"1\", \
         \"url\": \"https://velmarpost.com/1\", \"title\": \"Café opens\", \"content_html\": {full:?}, \
         \"date_published\": \"2021-05-03T10:00:00Z\"}}]}}"
    );
    assert_eq!(told(&all(json.as_bytes(), "-")), [own("Café opens", "", "2021-05-03T10:00:00Z")]);
}

#[test]
fn broken_feeds_are_one_error() {
    for feed in ["<rss version='2.0'>", "<rss version='9'/>", "<feed><entry><content type='xhtml'>"] {
        assert!(all(feed.as_bytes(), "-").iter().all(|i| i.bytes.is_err()), "{feed}");
    }
    let deep = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>{}",
        "<div>".repeat(200_000)
    );
    let error = all(deep.as_bytes(), "-")[0].bytes.clone().unwrap_err();
    assert_eq!(error.to_string(), "damaged: the feed nests too deep");
    let json =
        format!("{{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": {}", "[".repeat(200_000));
    assert!(all(json.as_bytes(), "-")[0].bytes.is_err());
}

/// The beginnings of all formats, so that every reader is reached.
const STARTS: [&[u8]; 16] = [
    b"",
    b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
    b"\x28\xb5\x2f\xfd\x04\x58",
    b"PK\x03\x04\x14\0\0\0\x08\0",
    b"PK\x05\x06\0\0\0\0\x01\0\x01\0",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"WARC/1.1\nWARC-Type: response\nContent-Length: 18446744073709551615\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Encoding: br\n\nffffffffffffffff\n",
    b"<rss version='2.0'><channel><item><title>x</title>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
    b"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{",
    b"{\"id\": \"a\", \"text\": \"",
    b"[{\"id\":",
    b"From a\nFrom: b\nTo: c\n\n",
    b"From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n",
    b"Subject: a\r\nMessage-ID: <\r\nFrom: =?x?B?\r\n\r\n",
];

fn limits() -> Limits {
    Limits { page: 1 << 16, wrapped: 1 << 17, total: 1 << 24, ..Limits::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_without_a_panic(
        start in 0..STARTS.len(),
        rest in prop::collection::vec(any::<u8>(), 0..600),
        text in "[ -~\n\r]{0,200}",
        extension in prop::sample::select(vec!["", ".eml", ".mbox", ".jsonl", ".tar", ".zip", ".json", ".warc.gz"]),
    ) {
        for tail in [rest.as_slice(), text.as_bytes()] {
            let bytes = [STARTS[start], tail].concat();
            let mut seen = 0_usize;
            let _ = items(&mut bytes.as_slice(), &format!("a{extension}"), &limits(), &mut |item| {
                seen += 1;
                drop(item.page());
                ControlFlow::Continue(())
            });
            prop_assert!(seen <= bytes.len() + 1);
        }
    }

    #[test]
    fn changed_bytes_end_without_a_panic(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), which in 0..2_usize) {
        let mut bytes = [MHTML.as_bytes().to_vec(), mail("1", "a@b.example").into_bytes()][which].clone();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = items(&mut bytes.as_slice(), "a.eml", &limits(), &mut |item| {
            drop(item.page());
            ControlFlow::Continue(())
        });
    }
}
