"""The name bank: sentences with every name marked inline, for what tells venues, organisations and neither apart.

    3月15日，{县消费者协会|co_organizer}在{滨河公园|venue}摆摊,位于{金沙大道|-}的{天泽百货|mentioned}被约谈

A mark is ``{name|labels}``: ``venue``, one or more roles of an organisation, both joined with ``+``, or ``-`` for what only looks
like a name of either; ``?`` before it marks it optional. Lines that start with ``#`` are comments; ``# type: bank`` says whose style
the following lines have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factextract.corpus.annotations import Problem
from factextract.corpus.inline import UNPAIRED, is_unpaired, read_lines, split_marks
from factextract.datamodel import Role

NEITHER = "-"
VENUE = "venue"
_LABELS = frozenset({VENUE, NEITHER, *(role.value for role in Role)})


@dataclass(frozen=True, slots=True)
class NameMark:
    """One marked name: its span in the sentence's plain text and its labels."""

    start: int
    end: int
    labels: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """A line without its marks, the marks, the line number (1-based) and the institution type of its block."""

    text: str
    marks: tuple[NameMark, ...]
    line: int
    type: str


def read_names(path: Path) -> Iterator[NamedSentence]:
    """The sentences of one file, in order."""
    return (parse_names(line.written, line.number, line.type) for line in read_lines(path))


def parse_names(written: str, number: int = 1, kind: str = "other") -> NamedSentence:
    """One line to its sentence and marks."""
    text, spans = split_marks(written)
    marks = tuple(
        NameMark(start, end, tuple(body.lstrip("?").split("+")), body.startswith("?"))
        for start, end, body in spans
    )
    return NamedSentence(text, marks, number, kind)


def lint_names(path: Path) -> list[Problem]:
    """Problems of one file: unpaired braces, unknown labels, repeated lines."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for sentence in read_names(path):
        complaints = [
            f"未知的标签“{label}”" for mark in sentence.marks for label in mark.labels if label not in _LABELS
        ]
        if is_unpaired(sentence.text):
            complaints.append(UNPAIRED)
        if sentence.text in seen:
            complaints.append(f"与第{seen[sentence.text]}行重复")
        seen[sentence.text] = sentence.line
        problems += [Problem(str(path), sentence.line, "name", complaint) for complaint in complaints]
    return problems
