"""How fast the program reads: characters a second, the share of each stage, and the cost beside plain jieba.

bench.py [FOLDER] [--rounds N] [--rules]

Reads the .txt and .docx files of FOLDER (corpus/gold by default). Each round cuts the texts with ``jieba.lcut`` and parses
them, one after the other, so that both meet the same load; the median round counts. Prints figures, asserts nothing.
Times are those of this process alone (``time.process_time``). Stages are timed by wrapping the functions that the pipeline calls.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jieba

from factextract import pipeline
from factextract.errors import FactextractError
from factextract.ingest import read
from factextract.link.linker import Linker

ROOT = Path(__file__).resolve().parent.parent

STAGES = {
    "read": (pipeline, ("read_bytes",)),
    "clean": (pipeline, ("clean", "cleaning_notices")),
    "split": (pipeline, ("split_reports",)),
    "view": (pipeline, ("make_view",)),
    "layout": (pipeline, ("build_layout",)),
    "scan": (pipeline, ("scan",)),
    "period": (pipeline, ("report_period", "resolve_dates", "report_type")),
    "names": (pipeline, ("find_names",)),
    "link": (Linker, ("link",)),
    "checks": (pipeline, ("check_facts",)),
    "headline": (pipeline, ("headline",)),
    "build": (pipeline, ("build_record",)),
}
"""The pipeline's stages in order: where their functions are looked up, and what they are called there."""


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


def texts_of(folder: Path) -> list[tuple[bytes, str, str]]:
    """Bytes, name and text of each readable report."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".txt", ".docx"):
            try:
                found.append((path.read_bytes(), path.name, read(path).text))
            except FactextractError as error:
                print(f"skipped {path.name}: {error.code}")
    return found


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "gold")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rules", action="store_true", help="rules alone, without the model")
    options = parser.parse_args()
    reports = texts_of(options.folder)
    characters = sum(len(text) for _, _, text in reports)
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    engine = pipeline.Engine(models=None) if options.rules else pipeline.Engine()
    clock = Clock()

    def cut() -> None:
        for _, _, text in reports:
            jieba.lcut(text)

    def parse() -> None:
        clock.reset()
        for data, name, _ in reports:
            engine.parse_bytes(data, name)

    cut()
    parse()
    rounds = []
    for _ in range(options.rounds):
        rounds.append((seconds(cut), seconds(parse), dict(clock.spent)))
    rounds.sort(key=lambda one: one[1] / one[0])
    cutting, parsing, spent = rounds[len(rounds) // 2]
    speed = statistics.median(characters / one[1] for one in rounds)
    print(f"{len(reports)} files, {characters} characters, {options.rounds} rounds")
    print(f"{parsing / cutting:.2f} times jieba.lcut (from {rounds[0][1] / rounds[0][0]:.2f} ", end="")
    print(f"to {rounds[-1][1] / rounds[-1][0]:.2f}); {speed:,.0f} characters a second")
    print("\n| stage | share | of jieba.lcut |\n|---|---|---|")
    for stage, time_spent in spent.items():
        print(f"| {stage} | {time_spent / parsing:.1%} | {time_spent / cutting:.2f} |")
    rest = parsing - sum(spent.values())
    print(f"| rest | {rest / parsing:.1%} | {rest / cutting:.2f} |")


if __name__ == "__main__":
    main()
