#!/usr/bin/env python3
"""Readers of news pages side by side: text, title, authors, date, and pages per CPU second.

usage: compare.py [--shared DIR] [--parallax FILE] [--rust FILE] [--set NAME]... [READER]...

Prints a Markdown table for each set, one row a reader, all in one run on this machine. See README.md.
"""
import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETS = ["aed-dev", "fundus-dev", "wcxb-dev"]
BLOCKS = set("address article aside blockquote body br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr "
             "li main nav ol p pre section table td th tr ul".split())


def text_of(markup):
    """The words of an HTML fragment, with a line break around every block."""
    import lxml.html
    if not (markup or "").strip():
        return ""
    parts = []

    def walk(node):
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            return
        edge = "\n" if node.tag in BLOCKS else ""
        parts.append(edge + (node.text or ""))
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        parts.append(edge)

    walk(lxml.html.fromstring(f"<div>{markup}</div>"))
    return "".join(parts)


def trafilatura(precision=False):
    from trafilatura import bare_extraction

    def read(html, url):
        page = bare_extraction(html, url=url, include_comments=False, with_metadata=True, favor_precision=precision)
        return page and {"text": page.text, "title": page.title, "authors": [page.author or ""], "published": page.date}
    return read


def newspaper4k():
    from newspaper import Article

    def read(html, url):
        page = Article(url or "http://page.invalid/", fetch_images=False)  # nothing is to be loaded
        page.download(input_html=html)
        page.parse()
        date = page.publish_date
        return {"text": page.text, "title": page.title, "authors": page.authors, "published": date and str(date)[:10]}
    return read


def readability_lxml():
    from readability import Document

    def read(html, url):
        page = Document(html, url=url)
        return {"content": page.summary(html_partial=True), "title": page.short_title(),
                "authors": [page.author() or ""]}
    return read


def turbohtml():
    import turbohtml

    def read(html, _url):
        page = turbohtml.parse(html).article()
        return {"text": page.text, "title": page.title, "authors": [page.byline or ""], "published": page.date}
    return read


# Name in the table, what makes the reader, the package whose version is shown.
PYTHON = {
    "trafilatura": (trafilatura, "trafilatura"),
    "trafilatura-precision": (lambda: trafilatura(True), "trafilatura"),
    "newspaper4k": (newspaper4k, "newspaper4k"),
    "readability-lxml": (readability_lxml, "readability-lxml"),
    "turbohtml": (turbohtml, "turbohtml"),
}
RUST = ["parallax", "trafilatura", "libreadability", "dom_smoothie"]


def in_process(make, pages):
    """Answers of a Python reader, its CPU seconds and the longest single page. Only the call itself is timed."""
    read, answers, total, longest = make(), [], 0.0, 0.0
    for page in pages[:3]:
        attempt(read, page)  # loads what is loaded on first use
    for page in pages:
        start = time.process_time()
        answer = attempt(read, page)
        took = time.process_time() - start
        total, longest = total + took, max(longest, took)
        answers.append({"id": page["id"], **answer})
    return answers, total, longest


def attempt(read, page):
    """What a reader gives for a page; nothing where it fails, as its user would have nothing."""
    try:
        return read(page["html"], page["url"]) or {}
    except Exception:
        return {}


def program(command, pages):
    """Answers of a program that reads JSON lines, its CPU seconds and the longest single page.

    A driver says the last two itself on standard error, for the calls alone; of any other program the whole process
    counts, reading and writing JSON included.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as source:
        for page in pages:
            source.write(json.dumps({k: page[k] for k in ("id", "url", "html")}, ensure_ascii=False) + "\n")
        source.seek(0)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, stdin=source, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if said := re.search(rb"^([\d.e-]+) ([\d.e-]+)$", done.stderr, re.M):
        return answers, float(said[1]), float(said[2])
    return answers, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, None


def score(scorer, gold, answers):
    """The figures that the scorer prints, by name."""
    for answer in answers:
        if "content" in answer:
            answer["text"] = text_of(answer.pop("content"))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as predicted:
        predicted.writelines(json.dumps(answer) + "\n" for answer in answers)
        predicted.flush()
        said = subprocess.run([sys.executable, scorer.name, gold, predicted.name], cwd=scorer.parent,
                              capture_output=True, text=True, check=True).stdout
    figures = {"text": re.search(r"P ([\d.]+) R ([\d.]+) F1 ([\d.]+)", said).groups()}
    return figures | {k: v for k, v in re.findall(r"^(date|title|authors) \d+ right ([\d.]+)", said, re.M)}


def main():
    known = ["parallax", *(f"rust-{name}" for name in RUST), *PYTHON]
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(known)} [default: all there are]")
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with data/ and score/")
    options.add_argument("--set", dest="sets", action="append", metavar="NAME", help=f"of {', '.join(SETS)}")
    options.add_argument("--parallax", type=Path, default=ROOT / "target/release/parallax")
    options.add_argument("--rust", type=Path, default=ROOT / "eval/peers/rust/target/release/rust-peers")
    given = options.parse_args()
    if unknown := set(given.readers) - set(known):
        options.error(f"unknown reader: {', '.join(sorted(unknown))}")
    scorer = (given.shared / "score/pages.py").resolve()
    for name in given.sets or SETS:
        gold = (given.shared / f"data/pages/{name}.jsonl.gz").resolve()
        with gzip.open(gold, "rt", encoding="utf-8") as lines:
            pages = [json.loads(line) for line in lines]
        print(f"\n{name}, {len(pages)} pages\n")
        print("| reader | text F1 (precision, recall) | title | authors | date | pages per CPU second | longest page, s |")
        print("|---|---|---|---|---|---|---|")
        for reader in given.readers or known:
            label = reader
            if reader == "parallax":
                label = "parallax extract"
                if not given.parallax.exists():
                    continue
                result = program([given.parallax, "extract"], pages)
            elif reader.startswith("rust-"):
                if not given.rust.exists():
                    continue
                result = program([given.rust, reader.removeprefix("rust-")], pages)
            else:
                make, package = PYTHON[reader]
                label += " " + metadata.version(package)
                result = in_process(make, pages)
            answers, seconds, longest = result
            figures = score(scorer, gold, answers)
            p, r, f = figures["text"]
            rest = " | ".join(figures.get(k, "-") for k in ("title", "authors", "date"))
            most = f"{longest:.2f}" if longest is not None else "-"
            print(f"| {label} | {f} ({p}, {r}) | {rest} | {len(pages) / seconds:.0f} | {most} |", flush=True)


if __name__ == "__main__":
    main()
