#!/usr/bin/env python3
"""Compare characters, jieba and our own pkuseg model: how they cut reports, how fast, and whether words name indicators better.

compare_segmenters.py [--share 0.5] [--model FOLDER] [--cutting]

Cutting is measured on bare texts of the test side (see train_segmenter.py). For the indicators, the ranker of train.py is trained
once a variant on ``--share`` of the train side and the clauses and measured on the test side's institutions: with today's
character n-grams of the windows beside a figure, with words in their place, and with both. ``--cutting`` leaves the training
out. The features with words live here only; extraction reads characters.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np
from train import read_data
from train_segmenter import measure, read_texts, words_of

from factextract.datamodel import Document, Span
from factextract.learn.examples import Example
from factextract.learn.fitting import Settings, fit, predictions
from factextract.learn.split import Side
from factextract.link.linker import Typing
from factextract.link.ranking import NOT_A_FACT
from factextract.nlp.segment import SHIPPED_MODEL, Cutter, cutter, segment
from factextract.pipeline import Engine
from factextract.scan.scanner import scan

LEFT, RIGHT, BACK = 14, 10, 22
"""How far the windows reach, in characters: as far as those of link/features.py."""
ROUNDS = 5
RESAMPLES = 2000
SEED = 1

# The character features of the windows left, right and back, alone or joined with the unit.
_CHARACTERS = re.compile(r"(?:[^|]*\|)?(?:[LR][:^]|B[01]:)", re.DOTALL).match
_MARK = "~"


@dataclass(frozen=True)
class WordTyping(Typing):
    """A report's quantities whose features are today's and, marked by segmenter (``jieba~L:发放``), those of words."""

    words: Mapping[str, Sequence[Span]] = field(default_factory=dict)

    def features(self, at: int) -> list[str]:
        """Features of one quantity, for all variants."""
        found = list(super().features(at))
        for name, words in self.words.items():
            found += sorted({f"{name}{_MARK}{feature}" for feature in self._window_features(at, words)})
        return [sys.intern(feature) for feature in found]

    def _window_features(self, at: int, words: Sequence[Span]) -> Iterator[str]:
        context = self.contexts[at]
        left, right = context.left, context.right
        unit = context.quantity.unit or "-"
        before = self._inside(words, max(left.start, left.end - LEFT), left.end)
        after = self._inside(words, right.start, min(right.end, right.start + RIGHT))
        for name, near in (("L", before[::-1]), ("R", after)):
            for size in range(min(3, len(near)) + 1):
                anchored = f"{name}^{'/'.join(near[:size])}"
                yield anchored
                if size < 3:
                    yield f"{unit}|{anchored}"
        yield from _bag(before, "L")
        yield from _bag(after, "R")
        if context.place is not None:
            for header in context.place.headers:
                yield from _bag(self._inside(words, header.start, header.end), "L")
        for number, span in enumerate(context.background[:2]):
            yield from _bag(self._inside(words, max(span.start, span.end - BACK), span.end), f"B{number}")

    def _inside(self, words: Sequence[Span], start: int, end: int) -> list[str]:
        """Texts of the words that lie in a window, in order."""
        first = bisect_left(words, start, key=lambda word: word.start)
        inside = []
        for word in words[first:]:
            if word.end > end:
                break
            if shown := self.text[word.start : word.end].strip():
                inside.append(shown)
        return inside


def _bag(words: Sequence[str], name: str) -> Iterator[str]:
    """Words and pairs of neighbours, without their place."""
    for at, word in enumerate(words):
        yield f"{name}:{word}"
        if at:
            yield f"{name}:{words[at - 1]}/{word}"


class WordEngine(Engine):
    """The extractor by rules alone whose typings know words by several segmenters."""

    def __init__(self, cutters: Mapping[str, Cutter]) -> None:
        super().__init__(models=None)
        self._cutters = cutters

    def typings(self, document: Document) -> Iterator[Typing]:
        """As ``Engine.typings``; figures and dates are words of their own."""
        for found in super().typings(document):
            numbers = scan(found.text)
            fixed = [Span(item.start, item.end) for item in (*numbers.quantities, *numbers.dates)]
            words = {name: segment(found.text, fixed, cut) for name, cut in self._cutters.items()}
            known = {one.name: getattr(found, one.name) for one in fields(found)}
            yield WordTyping(**known, words=words)


def variant(examples: Sequence[Example], characters: bool, segmenter: str | None) -> list[Example]:
    """The examples with the features of one variant."""

    def chosen(feature: str) -> bool:
        name, marked, _ = feature.partition(_MARK)
        if marked and name in ("jieba", "pkuseg"):
            return name == segmenter
        return characters or not _CHARACTERS(feature)

    return [replace(e, features=tuple(f for f in e.features if chosen(f))) for e in examples]


def outcomes(train: Sequence[Example], test: Sequence[Example]) -> list[tuple[str, bool]]:
    """Institution and whether the indicator is right, of each required fact of ``test``."""
    chosen = predictions(fit(train, Settings()), test)
    return [
        (example.group, label in example.labels)
        for example, (label, _) in zip(test, chosen, strict=True)
        if example.required and NOT_A_FACT not in example.labels
    ]


def interval(one: Sequence[tuple[str, bool]], other: Sequence[tuple[str, bool]]) -> tuple[float, float]:
    """95 % bootstrap interval, by institution, of how much oftener ``one`` is right than ``other`` (in points)."""
    groups = sorted({group for group, _ in one})
    at = {group: number for number, group in enumerate(groups)}
    gain, size = np.zeros(len(groups)), np.zeros(len(groups))
    for (group, right), (_, base) in zip(one, other, strict=True):
        gain[at[group]] += int(right) - int(base)
        size[at[group]] += 1
    drawn = np.random.default_rng(SEED).integers(0, len(groups), (RESAMPLES, len(groups)))
    shares = 100 * gain[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.percentile(shares, [2.5, 97.5])
    return round(float(low), 2), round(float(high), 2)


def speed(texts: Sequence[str], work: Callable[[str], object]) -> float:
    """Characters a second of processor time, median of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            work(text)
        rounds.append(sum(map(len, texts)) / (time.process_time() - started))
    return round(statistics.median(rounds))


def compare_cutting(cutters: Mapping[str, Cutter]) -> None:
    """Print words, mentions and speed of each segmenter, and the speed of extraction to hold against it."""
    engine = Engine(models=None)
    _, test = read_texts(engine)
    bare = [text.text for text in test]
    for name, cut in cutters.items():
        words_of("预热", cut)
        print(name, json.dumps({**measure(test, cut), "characters_a_second": speed(bare, cut)}), flush=True)
    print(
        "extraction by rules", json.dumps({"characters_a_second": speed(bare, engine.parse_text)}), flush=True
    )


def compare_indicators(cutters: Mapping[str, Cutter], share: float) -> None:
    """Print the share of indicators right on unseen institutions for each variant of features."""
    sides = read_data(WordEngine(cutters), share)
    train, test = sides[Side.TRAIN], sides[Side.TEST]
    print(json.dumps({"train": len(train), "test": len(test)}), flush=True)
    variants = [
        ("characters", True, None),
        *((f"{name} instead", False, name) for name in cutters),
        *((f"{name} added", True, name) for name in cutters),
        ("no windows", False, None),
    ]
    base: list[tuple[str, bool]] = []
    for name, characters, segmenter in variants:
        started = time.process_time()
        found = outcomes(variant(train, characters, segmenter), variant(test, characters, segmenter))
        base = base or found
        right = sum(ok for _, ok in found) / len(found)
        report = {"facts": len(found), "right": round(right, 4), "against_characters": interval(found, base)}
        print(name, json.dumps({**report, "seconds": round(time.process_time() - started)}), flush=True)


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL)
    parser.add_argument("--cutting", action="store_true")
    options = parser.parse_args()
    words = {"jieba": cutter("jieba"), "pkuseg": cutter("pkuseg", options.model)}
    compare_cutting({"char": cutter("char"), **words})
    if not options.cutting:
        compare_indicators(words, options.share)
    return 0


if __name__ == "__main__":
    sys.exit(main())
