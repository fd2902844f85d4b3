"""What the search for copied texts takes and returns. Offsets are half-open code points of the file's own text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one report. ``start`` is where it begins in its file. ``institution`` is whose report it is, written alike in
    all its reports; empty if unknown (then it is an institution of its own). ``period`` is EDTF or None. ``names`` are other
    names of the institution in this text (short forms, branches, its county); they are masked like ``institution``."""

    report_id: str
    institution: str
    period: str | None
    text: str
    start: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A stretch of a report: ``file_text[start:end] == text``."""

    report_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs between two aligned passages: as written on either side, and where."""

    left: str
    right: str
    left_start: int
    left_end: int
    right_start: int
    right_end: int


class Across(StrEnum):
    """Between whom a text was copied."""

    INSTITUTIONS = "institutions"
    PERIODS = "periods"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that are copies. ``left`` is in the earlier report (by period, then by report id). ``similarity`` (0 to 1) is
    the share of both passages' characters, figures and names masked and punctuation left out, that stands in both.
    ``figures_same`` counts the aligned figures of equal value."""

    left: Passage
    right: Passage
    similarity: float
    figures_changed: tuple[FigureChange, ...]
    figures_same: int
    across: Across


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that are copies of one another, directly or through a third, one a report and place, the earliest first."""

    passages: tuple[Passage, ...]
    institutions: int


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Boilerplate: what at least half of the institutions have. ``example`` is where it stands first."""

    example: Passage
    institutions: int


@dataclass(frozen=True, slots=True)
class Copies:
    """What was found. ``pairs`` of a group of k copies are k-1 (each against the earliest it resembles), so that a text sent
    round to hundreds does not come as tens of thousands of pairs; ``groups`` hold who else has it."""

    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    shared: tuple[SharedPassage, ...]
    institutions: int
    reports: int


@dataclass(frozen=True, slots=True)
class Options:
    """Settings. Lengths are in masked characters (punctuation and blanks left out, a figure or name counts one).

    ``min_length``: shortest passage, and the fewest characters that must stand in both. ``min_similarity``: least share of
    characters in both, rare wordings counting more than stock phrases. ``shared_by``: the share of institutions from which on
    a text is boilerplate, if they are at least ``shared_institutions``.
    """

    min_length: int = 60
    min_similarity: float = 0.45
    shared_by: float = 0.5
    shared_institutions: int = 5
