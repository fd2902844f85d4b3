"""What the parts of a comparison hand to each other. Frozen values; figures without their texts, which are read again when
they are written out (``compare.reading``), so that a hundred thousand reports fit into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factextract.compare.names.model import AliasTable, Institution
    from factextract.compare.similar.model import Copies


class State(StrEnum):
    """What a cell says. Four things that an empty cell would confuse."""

    NOT_MENTIONED = "not_mentioned"
    NONE = "none"  # 零投诉, 未开展, a printed 0
    REPORTED = "reported"
    UNCLEAR = "unclear"  # the file could not be read, or the figure is less sure than asked for


@dataclass(frozen=True, slots=True)
class Period:
    """What a report covers: EDTF and ISO bounds (None where the text does not say)."""

    edtf: str | None = None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A report's figure for an indicator: its ``headline`` entry. ``confidence`` is that of the least sure fact."""

    indicator: str
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    comparator: str
    how: str
    facts: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Share:
    """One figure of a breakdown: so many of ``indicator`` through a channel or of a category (``dimension``)."""

    indicator: str
    dimension: str
    label: str
    value: Decimal
    unit: str | None
    fact: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change that the report states of a whole figure of its reporter's (同比上升12%). ``value`` is in ``unit``; ``direction`` is
    up or down, ``basis`` year_on_year or period_on_period (None where the words do not tell)."""

    indicator: str
    direction: str
    value: Decimal
    unit: str | None
    comparator: str
    basis: str | None
    fact: str


@dataclass(frozen=True, slots=True)
class Report:
    """One record, as much of it as a comparison needs. ``number`` is its place in the results (from 0); ``written`` the
    reporter as the report calls it; ``none`` the indicators that it says there were none of, each with the span of the
    words in the file's text; ``days`` and ``venues`` tell when and where it says something took place; ``mismatches`` counts
    failed checks; ``part`` is its number (from 1) where its file holds several reports; ``organizer`` tells whether the reporter
    is one of those who held what it tells of."""

    number: int
    record_id: str
    path: str
    sha256: str
    title: str | None
    report_type: str
    written: str | None
    type: str | None
    aliases: tuple[str, ...]
    period: Period
    sign_off: str | None
    figures: Mapping[str, Figure]
    none: Mapping[str, tuple[int, int]]
    shares: tuple[Share, ...] = ()
    changes: tuple[Change, ...] = ()
    days: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    mismatches: int = 0
    characters: int = 0
    part: int | None = None
    organizer: bool = False

    @property
    def name(self) -> str:
        """What people call it: its file, with its number where the file holds several reports."""
        return self.path if self.part is None else f"{self.path}#{self.part}"

    @property
    def year(self) -> int | None:
        """The year in which the period ends."""
        return int(self.period.last[:4]) if self.period.last else None


@dataclass(frozen=True, slots=True)
class Failed:
    """A submitted file that could not be read."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator of the table. ``unit`` is the measure word that most of its figures have; ``adds_up`` whether figures of
    several institutions may be added."""

    indicator: str
    label: str
    unit: str | None
    adds_up: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What an institution reports of an indicator in a period. ``figure`` is set for REPORTED and NONE (where printed) and for
    UNCLEAR (the doubtful one); ``report`` numbers the report it comes from; ``added`` the reports whose figures were added up to
    it, if several were."""

    state: State
    figure: Figure | None = None
    report: int | None = None
    added: tuple[int, ...] = ()


ABSENT = Cell(State.NOT_MENTIONED)


@dataclass(frozen=True, slots=True)
class Row:
    """An institution in a period. ``reports`` number the reports behind it; ``cells`` lack the indicators not mentioned."""

    institution: str
    period: Period
    reports: tuple[int, ...]
    cells: Mapping[str, Cell]
    readable: bool = True

    def cell(self, indicator: str) -> Cell:
        """The cell of an indicator, NOT_MENTIONED where there is none."""
        return self.cells.get(indicator, ABSENT)


class FindingKind(StrEnum):
    """What is conspicuous about a figure."""

    OUTLIER = "outlier"
    UNIT_SLIP_10 = "unit_slip_10"
    UNIT_SLIP_10000 = "unit_slip_10000"
    RATE_SLIP = "rate_slip"
    IDENTICAL = "identical"
    JUMP = "jump"
    CONTRADICTS_STATED_CHANGE = "contradicts_stated_change"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something conspicuous about the figure of ``row`` for ``indicator``. ``value`` is what stands there, ``against`` what it was
    compared with (the peers' median, the earlier period's figure, the figure that the stated change implies); ``other`` indexes
    the other row, if there is one; ``reason`` says it in Chinese."""

    kind: FindingKind
    row: int
    indicator: str
    value: Decimal
    against: Decimal | None
    reason: str
    other: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """How a figure changed from row ``earlier`` to row ``later``, two periods of one institution. ``basis`` is year_on_year or
    period_on_period; ``percent`` is None for rates, whose change ``difference`` tells in percentage points, and from a zero."""

    indicator: str
    earlier: int
    later: int
    basis: str
    before: Decimal
    after: Decimal
    unit: str | None
    percent: Decimal | None

    @property
    def difference(self) -> Decimal:
        """By how much it rose, negative if it fell."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class SameEvent:
    """Figures of several rows that report one event. The total counts the first of ``rows`` only. ``reason`` says in Chinese what
    they share."""

    indicator: str
    rows: tuple[int, ...]
    value: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The table: rows sorted by roster or name and period, columns by how many rows mention them, reports by number."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    reports: tuple[Report, ...]
    institutions: Mapping[str, Institution]
    failed: tuple[Failed, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A remark about who reported: ``kind`` missing, twice, unknown, unreadable or left_out (a required indicator); ``reports``
    number the reports concerned; ``reason`` is Chinese."""

    kind: str
    institution: str
    name: str
    period: Period | None
    reports: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that ``compare`` found: the table, and what is to be said about it. ``institution_of`` maps the number of every
    report to its institution; the report ids of ``copies`` are report numbers; ``notes`` are remarks for the reader (Chinese)."""

    grid: Grid
    aliases: AliasTable
    institution_of: Mapping[int, str]
    submissions: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()
    events: tuple[SameEvent, ...] = ()
    copies: Copies | None = None
    notes: tuple[str, ...] = ()
    changes: tuple[PeriodChange, ...] = ()
