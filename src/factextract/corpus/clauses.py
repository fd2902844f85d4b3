"""The clause bank: single clauses with inline marks, cheap to write and wide.

    发放各类折页{15000余份|materials_distributed|at_least},接听{12345|-}热线转来投诉{5件|complaints_received|channel=12345}

A line is one clause or sentence. ``{mention|label|...}`` marks a number: the label is an indicator id, ``other``, or ``-`` for a
number that is no fact; ``?`` before it marks it optional, ``a/b`` gives two right ids. Further fields, in any order: a
comparator, ``planned``, ``org=``, ``channel=``, ``category=``. Comments and types of institutions are as in ``inline``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from factextract.corpus.annotations import Problem
from factextract.corpus.inline import UNPAIRED, is_unpaired, read_lines, split_marks
from factextract.datamodel import Comparator

NOT_A_FACT = "-"
_COMPARATORS = frozenset(comparator.value for comparator in Comparator)
_KEYS = frozenset({"org", "channel", "category", "unit"})
_NUMBER = re.compile(r"\d")
_NAMES = re.compile(
    r"1[12]\d{3}|9[56]\d{3,4}|[356][·.]?1[585]|110|119|120|122|315|PM(?:2\.5|10)"
)  # hotlines, festivals and fine dust need no mark


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked number: its span in the clause's plain text, the right labels (first preferred), and what else is said."""

    start: int
    end: int
    labels: tuple[str, ...]
    optional: bool = False
    comparator: str = Comparator.EXACT.value
    planned: bool = False
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without its marks, the marks, the line it stands on (1-based) and the institution type of its block."""

    text: str
    marks: tuple[Mark, ...]
    line: int
    type: str


def read_clauses(path: Path) -> Iterator[Clause]:
    """The clauses of one file, in order. Marks that cannot be read are left out here and reported by ``lint_clauses``."""
    return (parse_clause(line.written, line.number, line.type)[0] for line in read_lines(path))


def parse_clause(written: str, number: int = 1, kind: str = "other") -> tuple[Clause, list[str]]:
    """One line to its clause and the complaints about its marks."""
    text, spans = split_marks(written)
    marks: list[Mark] = []
    complaints: list[str] = []
    for start, end, body in spans:
        mark, problem = _mark(start, end, body)
        marks.append(mark)
        complaints += problem
    if is_unpaired(text):
        complaints.append(UNPAIRED)
    return Clause(text, tuple(marks), number, kind), complaints


def _mark(start: int, end: int, body: str) -> tuple[Mark, list[str]]:
    first, *rest = body.split("|")
    optional = first.startswith("?")
    labels = tuple(label for label in first.lstrip("?").split("/") if label)
    complaints = [] if labels else ["没有标签"]
    comparator, planned, fields = Comparator.EXACT.value, False, {}
    for item in rest:
        key, equals, value = item.partition("=")
        if item in _COMPARATORS:
            comparator = item
        elif item in ("planned", "reported"):
            planned = item == "planned"
        elif equals and key in _KEYS:
            fields[key] = value
        else:
            complaints.append(f"未知的字段“{item}”")
    return Mark(start, end, labels, optional, comparator, planned, fields), complaints


def lint_clauses(path: Path, indicators: frozenset[str]) -> list[Problem]:
    """Problems of one clause file: unreadable marks, unknown ids, digits that no mark covers, repeated lines."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line in read_lines(path):
        clause, complaints = parse_clause(line.written, line.number)
        known = indicators | {"other", NOT_A_FACT}
        complaints += [
            f"未知的指标“{label}”" for mark in clause.marks for label in mark.labels if label not in known
        ]
        covered = [(mark.start, mark.end) for mark in clause.marks]
        complaints += [
            f"未标注的数字“{found.group()}”（第{found.start() + 1}字）"
            for found in _NUMBER.finditer(_NAMES.sub(lambda name: "N" * len(name.group()), clause.text))
            if not any(start <= found.start() < end for start, end in covered)
        ][:1]
        if clause.text in seen:
            complaints.append(f"与第{seen[clause.text]}行重复")
        seen[clause.text] = line.number
        problems += [Problem(str(path), line.number, "clause", complaint) for complaint in complaints]
    return problems
