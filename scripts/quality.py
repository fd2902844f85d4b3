#!/usr/bin/env python3
"""Quality of rules alone and of rules + models on annotated reports, as Markdown: intervals, types, phenomena.

quality.py FOLDER [--series LETTERS]   FOLDER holds NAME.txt with NAME.ann.yaml; only the names that begin with one of the letters
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from factextract.corpus import compile_gold, load
from factextract.corpus.annotations import SUFFIX
from factextract.evaluate.bootstrap import interval
from factextract.evaluate.compare import accepts, compare_all, pair_by_overlap, same_number
from factextract.evaluate.metrics import Report
from factextract.evaluate.phenomena import PHENOMENA, Surroundings, phenomena_of
from factextract.learn.examples import origin_of
from factextract.pipeline import MODELS, Engine

METRICS = (
    "facts", "quantities", "headline", "dates", "organizations", "venues", "indicator", "status",
    "organization of fact", "organization role", "reporter", "check ok", "check mismatch",
)  # fmt: skip


class Run:
    """One configuration's outcome, document by document."""

    def __init__(self, engine: Engine, annotations: Sequence[Path]) -> None:
        self.reports: list[Report] = []
        self.by_type: defaultdict[str, list[Report]] = defaultdict(list)
        self.shown: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        for path in annotations:
            document = load(path)
            gold, _ = compile_gold(document)
            records = engine.parse_text(document.text, document.text_file)
            report = compare_all([(gold, document.text)], records)
            self.reports.append(report)
            self.by_type[origin_of(path).type].append(report)
            for names, right in judged_facts(gold, records, document.text):
                self.shown.update(names)
                if not right:
                    self.wrong.update(names)


def judged_facts(
    gold: dict[str, Any], records: list[dict[str, Any]], text: str
) -> Iterator[tuple[list[str], bool]]:
    """The phenomena of each required fact, and whether value, indicator, status and owner are all right."""
    given = [fact for record in records for fact in record["facts"]]
    bodies = {
        (id(fact)): {
            body["name"]: body for body in record["organizations"] if body["id"] == fact["organization"]
        }
        for record in records
        for fact in record["facts"]
    }
    wanted = [(fact, report) for report in gold["reports"] for fact in report["facts"]]
    pairs = pair_by_overlap([fact for fact, _ in wanted], given)[0]
    answers = {id(fact): answer for fact, answer in pairs}
    for fact, report in wanted:
        if fact.get("optional"):
            continue
        names = list(phenomena_of(Surroundings(fact, report, text, len(gold["reports"]))))
        answer = answers.get(id(fact))
        yield names, answer is not None and _right(fact, answer, bodies[id(answer)])


def _right(fact: Any, answer: Any, owner: dict[str, Any]) -> bool:
    owners = {fact.get("org"), *(fact.get("org_any") or [])} - {None}
    named = {form for name, body in owner.items() for form in (name, *body["aliases"])}
    return (
        same_number(fact["value"], answer["value"])
        and accepts(fact, "indicator", answer["indicator"] or "other")
        and fact.get("status", "reported") == answer["status"]
        and (not owners or bool(owners & named))
    )


def main() -> int:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--series", default="")
    args = parser.parse_args()
    paths = [
        path
        for path in sorted(args.folder.glob("*" + SUFFIX))
        if not args.series or path.name[0] in args.series
    ]
    rules, both = Run(Engine(models=None), paths), Run(Engine(models=MODELS), paths)
    print(f"{len(paths)} documents\n\n| | rules alone | rules + models |\n|---|---|---|")
    for metric in METRICS:
        one, other = interval(rules.reports, metric), interval(both.reports, metric)
        if one and other:
            print(f"| {metric} | {one} | {other} |")
    alarms = [sum(report.check_false_alarms for report in run.reports) for run in (rules, both)]
    print(f"| false alarms of checks | {alarms[0]} | {alarms[1]} |")
    print("\n| type | documents | facts, rules alone | facts, rules + models |\n|---|---|---|---|")
    for kind, reports in sorted(both.by_type.items()):
        one, other = interval(rules.by_type[kind], "facts"), interval(reports, "facts")
        print(f"| {kind} | {len(reports)} | {one or ''} | {other or ''} |")
    print(
        "\n| phenomenon | facts that show it | wrong, rules alone | wrong, rules + models |\n|---|---|---|---|"
    )
    for name in PHENOMENA:
        print(f"| {name} | {both.shown[name]} | {rules.wrong[name]} | {both.wrong[name]} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
