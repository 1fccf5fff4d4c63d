#!/usr/bin/env python3
"""Makes seeds for fuzzing out of our own gold pages: each page alone, and in every container.  usage: seeds.py FOLDER"""
import gzip
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def warc(pages):
    """One response record a page."""
    for page in pages:
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        yield (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2031-03-03T10:00:00Z\r\n"
               b"WARC-Target-URI: https://news.example.com/a\r\nContent-Type: application/http; msgtype=response\r\n"
               b"Content-Length: %d\r\n\r\n" % len(body)) + body + b"\r\n\r\n"


def mail(page):
    return (b"From: Oster Daily <news@osterdaily.example>\r\nSubject: =?utf-8?q?Council_votes?=\r\nDate: Tue, 20 May 2031 "
            b"18:05:11 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=cut\r\n\r\n--cut\r\n"
            b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe council voted on Tuesday night.\r\n--cut\r\n"
            b"Content-Type: text/html; charset=utf-8\r\nContent-Location: https://osterdaily.example/a\r\n\r\n"
            + page + b"\r\n--cut--\r\n")


def feeds(text):
    item = f"<title>Port reopens</title><link>https://news.example.com/a</link><pubDate>Mon, 03 Mar 2031 10:00:00 GMT</pubDate>"
    yield "rss", (f"<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
                  f"<title>Post</title><item>{item}<content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>")
    yield "atom", (f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><id>f</id><entry><id>e</id><title>Port</title>"
                   f"<updated>2031-03-03T10:00:00Z</updated><content type='html'><![CDATA[{text}]]></content></entry></feed>")
    yield "json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Post",
                              "items": [{"id": "1", "url": "https://news.example.com/a", "content_html": text}]})


def packed(page):
    """ZIP, tar, and the second inside gzip."""
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/page.html", page)
        archive.writestr("b.txt", "The port of Velmar reopened on Monday.")
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        entry = tarfile.TarInfo("a/page.html")
        entry.size = len(page)
        archive.addfile(entry, io.BytesIO(page))
    return {"zip": zipped.getvalue(), "tar": tarred.getvalue(), "tar.gz": gzip.compress(tarred.getvalue(), mtime=0)}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    pages = {p.name: p.read_bytes() for p in sorted((ROOT / "eval/gold/pages").iterdir()) if p.suffix != ".toml"}
    for name, page in pages.items():
        (folder / name).write_bytes(page)
    # Small ones, so that what surrounds them is changed too.
    for name in ("short-news.html", "jsonld-only.html", "live-ticker-german.html"):
        page = pages[name]
        (folder / f"{name}.warc").write_bytes(b"".join(warc([page, pages["amp.html"]])))
        (folder / f"{name}.warc.gz").write_bytes(b"".join(gzip.compress(r, mtime=0) for r in warc([page, page])))
        (folder / f"{name}.eml").write_bytes(mail(page))
        for kind, feed in feeds(page.decode()):
            (folder / f"{name}.{kind}").write_text(feed)
        for kind, archive in packed(page).items():
            (folder / f"{name}.{kind}").write_bytes(archive)
        line = json.dumps({"id": "a", "url": "https://news.example.com/a", "html": page.decode()})
        (folder / f"{name}.jsonl").write_text(f"{line}\n{{bad\n{line}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
