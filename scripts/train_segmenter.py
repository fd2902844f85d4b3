#!/usr/bin/env python3
"""Train our own pkuseg model in models/segmenter/ from the texts of corpus/, and say how well it cuts unseen institutions.

train_segmenter.py            train on the train and dev sides and the clauses, measure on test (institutions not in train), write
                              the model. It is shipped as measured: the test side has no part in it.
train_segmenter.py --check    write nothing; fail if the shipped model differs from its card, was trained on other texts, or
                              no longer cuts the test side as its card says

There is no hand-made segmentation of reports, so the words to learn are *silver*: jieba's, except that every mention is one word.
Mentions are those that the annotators marked (figures with their measure words, dates, names) and, where they marked none,
those that the program's rules find. Where two of them overlap the annotators' and then the longer one counts.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jieba
import numpy as np
import spacy_pkuseg
import srsly

from factextract.corpus import compile_gold, load
from factextract.corpus.clauses import read_clauses
from factextract.datamodel import Span
from factextract.learn.examples import origin_of
from factextract.learn.split import Side, side_of
from factextract.nlp.components import mentions
from factextract.nlp.segment import SHIPPED_MODEL, Cutter, cutter, read_card, segment, write_card
from factextract.pipeline import Engine
from factextract.scan.scanner import scan
from factextract.text.fold import fold

ROOT = Path(__file__).resolve().parent.parent
GOLD, CLAUSES = ROOT / "corpus" / "gold", ROOT / "corpus" / "clauses"

ITERATIONS = 12
FEATURE_TRIM = 2
"""A feature that occurs no oftener is left out."""
LEAST_WEIGHT = 0.02
"""A feature whose weights are all smaller than this part of the largest weight is left out of what is shipped."""
LEVELS = 127
"""Weights are rounded to this many steps on each side of nought: the file is then an eighth as large."""
SEED = 1

_SENTENCE_END = re.compile(r"[。!?;\n]$")
_WORD_FEATURES = ("w1.", "w-1.")
_PAIR_FEATURES = ("ww.l.", "ww.r.")


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text with its annotated mentions and all mentions that are one word (no two of them overlap)."""

    text: str
    annotated: tuple[Span, ...]
    fixed: tuple[Span, ...]


def data_hash() -> str:
    """SHA-256 over the names and bytes of everything that training and measuring read."""
    digest = hashlib.sha256()
    for path in sorted([*GOLD.glob("*.txt"), *GOLD.glob("*.ann.yaml"), *CLAUSES.glob("*.txt")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


# -- texts and silver --------------------------------------------------------------------------------------------


def read_texts(engine: Engine) -> tuple[list[Text], list[Text]]:
    """The texts to learn from (reports of the train and dev sides, clauses) and those of the test side."""
    learn: list[Text] = []
    test: list[Text] = []
    for annotation in sorted(GOLD.glob("*.ann.yaml")):
        side = side_of(origin_of(annotation).institution)
        (test if side is Side.TEST else learn).append(_report(engine, annotation))
    for path in sorted(CLAUSES.glob("*.txt")):
        for clause in read_clauses(path):
            marks = [Span(mark.start, mark.end) for mark in clause.marks]
            names = [mark.fields["org"] for mark in clause.marks if "org" in mark.fields]
            learn.append(_text(engine, clause.text, [*marks, *_occurrences(clause.text, names)]))
    return learn, test


def _report(engine: Engine, annotation: Path) -> Text:
    document = load(annotation)
    gold, _ = compile_gold(document)
    ends = [*(report["start"] for report in gold["reports"][1:]), len(document.text)]
    annotated: list[Span] = []
    for report, end in zip(gold["reports"], ends, strict=True):
        annotated += [Span(item["start"], item["end"]) for item in (*report["facts"], *report["dates"])]
        names = [
            str(name)
            for item in (*report["organizations"], *report["venues"])
            for name in (item["name"], *(item.get("aliases") or ()))
        ]
        start = report["start"]
        annotated += [
            Span(start + s.start, start + s.end) for s in _occurrences(document.text[start:end], names)
        ]
    return _text(engine, document.text, annotated)


def _occurrences(text: str, names: Iterable[str]) -> list[Span]:
    """Where the names stand in ``text``; a name inside a longer one's occurrence does not count."""
    found: list[Span] = []
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if len(name) > 1:
            spans = (Span(*match.span()) for match in re.finditer(re.escape(name), text))
            found += [span for span in spans if not any(_overlap(span, other) for other in found)]
    return found


def _text(engine: Engine, source: str, annotated: Sequence[Span]) -> Text:
    text = fold(source)
    ours = [
        Span(mention["start"], mention["end"])
        for record in engine.parse_text(source)
        for _, _, mention in mentions(record)
    ]
    numbers = scan(text)
    ours += [
        Span(item.start, item.end) for item in (*numbers.quantities, *numbers.dates, *numbers.identifiers)
    ]
    marked = _apart(text, annotated, [])
    return Text(text, tuple(sorted(marked)), tuple(sorted(_apart(text, ours, marked))))


def _apart(text: str, spans: Iterable[Span], settled: Sequence[Span]) -> list[Span]:
    """``settled`` and those of ``spans``, longest first, that overlap nothing before them and hold no white space."""
    kept = list(settled)
    for span in sorted(set(spans), key=lambda span: (span.start - span.end, span.start)):
        blank = len(text[span.start : span.end].split()) != 1
        if not blank and not any(_overlap(span, other) for other in kept):
            kept.append(span)
    return kept


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def silver(text: Text, cut: Cutter) -> list[Span]:
    """Word spans of a text: ``cut``'s, with each fixed mention as one; white space is in none."""
    words = []
    for span in segment(text.text, text.fixed, cut):
        for piece in re.finditer(r"\S+", text.text[span.start : span.end]):
            words.append(Span(span.start + piece.start(), span.start + piece.end()))
    return words


def sentences(text: Text, words: Iterable[Span]) -> Iterator[list[str]]:
    """The words by sentence: pkuseg learns and cuts between white spaces, so these end one too."""
    sentence: list[str] = []
    end = 0
    for word in words:
        if sentence and (word.start > end or _SENTENCE_END.search(sentence[-1])):
            yield sentence
            sentence = []
        sentence.append(text.text[word.start : word.end])
        end = word.end
    if sentence:
        yield sentence


# -- training ----------------------------------------------------------------------------------------------------


def train(texts: Sequence[Text], folder: Path) -> dict[str, int]:
    """Train on the silver words of ``texts``, write the model's two files to ``folder``; returns counts for the card."""
    cut = cutter("jieba")
    lines = [" ".join(words) for text in texts for words in sentences(text, silver(text, cut))]
    spacy_pkuseg.config.featureTrim = FEATURE_TRIM
    random.seed(SEED)  # pkuseg shuffles with the global generator
    with tempfile.TemporaryDirectory() as scratch:
        data, probe, raw = Path(scratch, "train.txt"), Path(scratch, "probe.txt"), Path(scratch, "model")
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        # pkuseg wants a test file and scores it after each iteration: a few lines do, we measure for ourselves
        probe.write_text("\n".join(lines[:20]) + "\n", encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            spacy_pkuseg.train(str(data), str(probe), str(raw), train_iter=ITERATIONS)
        trained, kept = shrink(raw, folder)
    return {
        "sentences": len(lines),
        "characters": sum(len(line.replace(" ", "")) for line in lines),
        "features_trained": trained,
        "features": kept,
    }


def shrink(raw: Path, folder: Path) -> tuple[int, int]:
    """Copy a trained model in the library's own format without weak features, unused word lists and needless digits.

    Returns how many features there were and how many are left. pkuseg reads ``bigram`` in training only and ``unigram`` to look
    words up that occur in features; feature 0 is its constant.
    """
    data: dict[str, Any] = srsly.read_msgpack(raw / "features.msgpack")
    with np.load(raw / "weights.npz", allow_pickle=False) as arrays:
        tags, count = (int(size) for size in arrays["sizes"])
        weights = arrays["w"]
    nodes, edges = weights[: tags * count].reshape(count, tags), weights[tags * count :]
    step = float(np.abs(nodes).max()) / LEVELS
    strong = np.abs(nodes).max(axis=1) >= LEAST_WEIGHT * LEVELS * step
    strong[0] = True
    names = sorted(data["feature_to_idx"], key=data["feature_to_idx"].__getitem__)
    kept = [name for name, keep in zip(names, strong, strict=True) if keep]
    words = sorted({word for name in kept for word in _words_in(name)})
    rounded = np.rint(nodes[strong] / step) * step
    folder.mkdir(parents=True, exist_ok=True)
    srsly.write_msgpack(
        folder / "features.msgpack",
        {
            "unigram": words,
            "bigram": [],
            "feature_to_idx": {name: at for at, name in enumerate(kept)},
            "tag_to_idx": data["tag_to_idx"],
        },
    )
    np.savez_compressed(
        folder / "weights.npz",
        sizes=np.array([tags, len(kept)]),
        w=np.concatenate([rounded.ravel(), edges]),
    )
    return count, len(kept)


def _words_in(feature: str) -> list[str]:
    """The words that a feature of the library names (it writes ``w1.WORD`` and ``ww.l.WORD*WORD``)."""
    for prefix in _WORD_FEATURES:
        if feature.startswith(prefix):
            return [feature.removeprefix(prefix)]
    for prefix in _PAIR_FEATURES:
        if feature.startswith(prefix):
            return feature.removeprefix(prefix).split("*")
    return []


# -- measuring ---------------------------------------------------------------------------------------------------


def words_of(text: str, cut: Cutter) -> list[Span]:
    """Words of a bare text, no mention fixed, without white space."""
    return silver(Text(text, (), ()), cut)


def word_scores(texts: Sequence[Text], cut: Cutter, reference: Cutter, bare: bool) -> dict[str, float]:
    """Precision, recall and F1 of the words that ``cut`` makes, against the silver words; of ``bare`` texts, or with the
    mentions fixed as the program fixes them."""
    right = made = wanted = 0
    for text in texts:
        expected = set(silver(text, reference))
        got = set(words_of(text.text, cut) if bare else silver(text, cut))
        right += len(expected & got)
        made, wanted = made + len(got), wanted + len(expected)
    return {
        "precision": round(right / max(1, made), 4),
        "recall": round(right / max(1, wanted), 4),
        "f1": round(2 * right / max(1, made + wanted), 4),
    }


def mention_scores(texts: Sequence[Text], cut: Cutter) -> dict[str, float]:
    """Of the annotated mentions in bare texts, the share of which no word runs across a border (``edges``) and the
    share that is one word, with no cut inside (``whole``)."""
    edges = whole = count = 0
    for text in texts:
        words = words_of(text.text, cut)
        starts, ends, known = {w.start for w in words}, {w.end for w in words}, set(words)
        for mention in text.annotated:
            count += 1
            edges += mention.start in starts and mention.end in ends
            whole += mention in known
    return {
        "mentions": count,
        "edges": round(edges / max(1, count), 4),
        "whole": round(whole / max(1, count), 4),
    }


def measure(texts: Sequence[Text], cut: Cutter) -> dict[str, dict[str, float]]:
    """The scores of one segmenter."""
    jieba_words = cutter("jieba")
    return {
        "words": word_scores(texts, cut, jieba_words, bare=True),
        "words_mentions_fixed": word_scores(texts, cut, jieba_words, bare=False),
        "mentions": mention_scores(texts, cut),
    }


def check() -> int:
    """Fail if the shipped model does not fit its card, the texts or the figures."""
    card = read_card(SHIPPED_MODEL)
    if card["data"] != data_hash():
        print(
            "the corpus has changed since the model was trained: run scripts/train_segmenter.py",
            file=sys.stderr,
        )
        return 1
    _, test = read_texts(Engine(models=None))
    found = measure(test, cutter("pkuseg", SHIPPED_MODEL))
    print(json.dumps(found))
    return 0 if found["words"]["f1"] >= card["test"]["words"]["f1"] - 0.005 else 1


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument(
        "--to", type=Path, default=SHIPPED_MODEL, help="folder to write (default: models/segmenter)"
    )
    options = parser.parse_args()
    if options.check:
        return check()
    started = time.monotonic()
    learn, test = read_texts(Engine(models=None))
    print(f"{len(learn)} texts to learn from, {len(test)} to test, {time.monotonic() - started:.0f} s")
    counts = train(learn, options.to)
    card = {
        "name": "segmenter",
        "what": "pkuseg model of the corpus: jieba's words with figures, dates and names as one word each",
        "files": "the library's own format (msgpack and plain arrays, no pickle); weights rounded, weak features left out",
        "folded": True,
        "data": data_hash(),
        "train": counts,
        "settings": {
            "iterations": ITERATIONS,
            "feature_trim": FEATURE_TRIM,
            "least_weight": LEAST_WEIGHT,
            "levels": LEVELS,
            "seed": SEED,
        },
        "versions": {
            "spacy_pkuseg": _version("spacy-pkuseg"),
            "jieba": jieba.__version__,
            "numpy": np.__version__,
        },
    }
    write_card(options.to, card)
    card["test"] = measure(test, cutter("pkuseg", options.to))
    write_card(options.to, card)
    size = sum(path.stat().st_size for path in options.to.iterdir())
    print(json.dumps({"train": counts, "test": card["test"], "bytes": size}, indent=1))
    print(f"{time.monotonic() - started:.0f} s")
    return 0


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


if __name__ == "__main__":
    sys.exit(main())
