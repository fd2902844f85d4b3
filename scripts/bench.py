"""How fast the program reads, beside plain jieba, and how time, start and memory behave.

bench.py [FOLDER] [--size N] [--rules] [--quick]

The reports of FOLDER (corpus/gold by default) are repeated to SIZE characters, each copy with its digits redrawn. Prints, with
what is asked of each figure:

* speed: characters a second of the whole pipeline on one core, against ``jieba.lcut`` and against one linear automaton on
  the same text in the same run, in alternating turns, so that all meet the same load; the share of each stage;
* batch: two workers against one, and the peak memory of a worker;
* growth: twice the text in one document, and hostile texts;
* start: ``--help`` and the parse of a small .docx against bare interpreters.

Asserts nothing. Times of this process are processor time; those of batches are wall time.
"""

from __future__ import annotations

import argparse
import logging
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jieba
from ahocorasick_rs import AhoCorasick
from bench_corpus import repeated, texts_of
from bench_process import batch, peak_megabytes, starts

from factextract import pipeline
from factextract.link.linker import Linker
from factextract.packs import Catalogue

ROOT = Path(__file__).resolve().parent.parent
TURNS = 20

STAGES = {
    "read": (pipeline, ("read_bytes",)),
    "clean": (pipeline, ("clean", "cleaning_notices")),
    "split": (pipeline, ("split_reports",)),
    "view": (pipeline, ("make_view",)),
    "layout": (pipeline, ("build_layout",)),
    "scan": (pipeline, ("scan",)),
    "period": (pipeline, ("report_period", "report_type")),
    "names": (pipeline, ("find_names",)),
    "link": (Linker, ("link",)),
    "checks": (pipeline, ("read_figures", "check_facts")),
    "headline": (pipeline, ("headline",)),
    "build": (pipeline, ("build_record",)),
}
"""The pipeline's stages in order: where their functions are looked up, and what they are called there."""

HOSTILE: dict[str, Callable[[int], str]] = {
    "digits": lambda size: "1" * size,
    "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "no punctuation": lambda size: ("我行组织开展宣传活动发放折页" * (size // 14 + 1))[:size],
}


class Clock:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STAGES, 0.0)
        for stage, (owner, names) in STAGES.items():
            for name in names:
                setattr(owner, name, self._timed(stage, getattr(owner, name)))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.spent[stage] += time.process_time() - started

        return run

    def reset(self) -> None:
        """Begin anew."""
        self.spent = dict.fromkeys(STAGES, 0.0)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def automaton(catalogue: Catalogue) -> Callable[[str], object]:
    """What scans a text once for every word of the packs and every run of digits: the least that reading can cost."""
    words = {
        word
        for one in catalogue.candidates
        for word in (*one.terms, *one.verbs, *one.objects, *one.units, *one.exclude)
    }
    search, digits = AhoCorasick(sorted(words)), re.compile(r"[0-9]+")
    return lambda text: (search.find_matches_as_indexes(text), digits.findall(text))


def speed(engine: pipeline.Engine, texts: Sequence[str]) -> None:
    """Print the speed beside jieba's and the automaton's, and the share of each stage."""
    scan = automaton(engine.catalogue)
    data = [text.encode() for text in texts]
    clock = Clock()

    def work(at: int) -> tuple[Callable[[], object], ...]:
        own, bytes_ = texts[at::TURNS], data[at::TURNS]
        return (
            lambda: [engine.parse_bytes(one, "report.txt") for one in bytes_],
            lambda: [jieba.lcut(one) for one in own],
            lambda: [scan(one) for one in own],
        )

    for job in work(0):  # warm
        job()
    clock.reset()
    turns = [[seconds(job) for job in work(at)] for at in range(TURNS)]
    parsing, cutting, scanning = (sum(times) for times in zip(*turns, strict=True))
    size = sum(map(len, texts))
    print(f"{len(texts)} texts, {size:,} characters, one core, warm")
    print(
        f"factextract {size / parsing:,.0f} characters a second, jieba.lcut {size / cutting:,.0f}, ", end=""
    )
    print(f"one automaton {size / scanning:,.0f}")
    print(
        f"ratio to jieba.lcut {cutting / parsing:.3f} (asked: 1.0), to the automaton {scanning / parsing:.4f}"
    )
    print("\n| stage | share | of jieba.lcut |\n|---|---|---|")
    for stage, spent in (*clock.spent.items(), ("rest", parsing - sum(clock.spent.values()))):
        print(f"| {stage} | {spent / parsing:.1%} | {spent / cutting:.2f} |")


def workers(texts: Sequence[str], *, rules: bool) -> None:
    """Print what a second worker gains and the memory of the largest."""
    (one, alone), (two, both) = batch(texts, 1, rules=rules), batch(texts, 2, rules=rules)
    print(f"\nbatch: {one:.1f} s with one worker, {two:.1f} s with two: {one / two:.2f} times (asked: 1.8)")
    print(
        f"processor time {alone:.1f} s and {both:.1f} s: {2 * alone / both:.2f} times if both cores were free"
    )
    print(f"peak memory of a worker {peak_megabytes():.0f} MB (asked: at most 400)")


def growth(engine: pipeline.Engine, texts: Sequence[str], size: int) -> None:
    """Print t(2n)/t(n) up to ``size`` characters in one document, and of hostile texts."""
    every = (
        1 + sum(map(len, texts)) * 8 // size
    )  # lengths must hold the same reports, so that only length counts
    whole = "\n".join(repeated(texts[::every], size))
    shaped = {"reports in one document": lambda n: whole[:n], **HOSTILE}
    print("\n| one document | characters | seconds | t(2n)/t(n) (asked: at most 2.2) |\n|---|---|---|---|")
    lengths = (size // 4, size // 2, size)
    for name, make in shaped.items():
        made = [make(length) for length in lengths]
        rounds = [[seconds(lambda text=text: engine.parse_text(text)) for text in made] for _ in range(2)]
        best = [min(times) for times in zip(*rounds, strict=True)]
        for at, (length, spent) in enumerate(zip(lengths, best, strict=True)):
            ratio = f"{spent / best[at - 1]:.2f}" if at else ""
            print(f"| {name} | {length:,} | {spent:.2f} | {ratio} |", flush=True)


def cold(runs: int) -> None:
    """Print how long starts take beside others'."""
    times = starts(runs)
    bare, heavy = times["python -c pass"], times["import spacy, sklearn"]
    print("\n| start | processor seconds | ratio |\n|---|---|---|")
    print(f"| python -c pass | {bare:.3f} | |")
    print(f"| factextract --help | {times['--help']:.3f} | {times['--help'] / bare:.2f} (asked: at most 3) |")
    print(f"| import spacy, sklearn | {heavy:.3f} | |")
    parse = times["parse small.docx"]
    print(f"| factextract parse small.docx | {parse:.3f} | {parse / heavy:.2f} (asked: at most 0.7) |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "gold")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters (1,000,000)")
    parser.add_argument("--rules", action="store_true", help="rules alone, without the models")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, fewer runs")
    options = parser.parse_args()
    size, runs = (options.size // 10, 3) if options.quick else (options.size, 9)
    originals = texts_of(options.folder)
    texts = repeated(originals, size)
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    engine = pipeline.Engine(models=None) if options.rules else pipeline.Engine()
    workers(texts, rules=options.rules)
    cold(runs)
    speed(engine, texts)
    growth(engine, originals, size)


if __name__ == "__main__":
    main()
