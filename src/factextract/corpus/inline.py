"""Inline marks, which the clause bank and the name bank share: ``{mention|body}`` in a line of text.

Lines that start with ``#`` are comments; ``# type: bank`` says whose style the following lines have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\{([^{}|]+)\|([^{}]*)\}")
_TYPE = re.compile(r"#\s*type:\s*(\w+)")
_LEFT_OVER = frozenset("{}|")
UNPAIRED = "有未配对的花括号或竖线"


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line as written, its number (1-based) and the institution type of its block."""

    written: str
    number: int
    type: str


def read_lines(path: Path) -> Iterator[BankLine]:
    """The lines of one file that are no comments, in order."""
    kind = "other"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            found = _TYPE.match(stripped)
            kind = found.group(1) if found else kind
        elif stripped:
            yield BankLine(stripped, number, kind)


def split_marks(written: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A line's plain text, and its marks: start and end in that text, and what stands behind the first bar."""
    pieces: list[str] = []
    marks: list[tuple[int, int, str]] = []
    at = length = 0
    for found in _MARK.finditer(written):
        before = written[at : found.start()]
        start = length + len(before)
        length = start + len(found.group(1))
        pieces += [before, found.group(1)]
        marks.append((start, length, found.group(2)))
        at = found.end()
    pieces.append(written[at:])
    return "".join(pieces), marks


def is_unpaired(text: str) -> bool:
    """True if a brace or a bar is left in the plain text."""
    return not _LEFT_OVER.isdisjoint(text)
