"""Frozen values that the stages hand to each other. Standard library only.

Characters are the coordinate system. Every ``start``/``end`` is a half-open code-point offset. Two texts are in
play: the *source* (the file's own text, letter for letter) and the *view* (``text.view.View``: the same characters
folded one to one, artefacts left out). Stages from ``scan`` to ``link`` speak view offsets; ``records`` maps them
back, so that whatever leaves the program points at the source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text, ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning: something dropped, repaired, ambiguous or suspicious, and where (source offsets, or None)."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


# -- ingest ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text span and its place in the grid. A merged cell stands once, with its extent."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its span and cells in reading order."""

    start: int
    end: int
    cells: tuple[Cell, ...]


class BlockKind(StrEnum):
    """What a stretch of a .docx text is; a .txt has paragraphs only."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE = "table"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    TEXT_BOX = "text_box"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of source text with its kind."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its text (what ``factextract text`` prints) and what is known of its layout."""

    path: str
    format: str
    encoding: str | None
    sha256: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One report of a file: its source span, title span (or None) and number (1-based) of how many."""

    start: int
    end: int
    number: int = 1
    of: int = 1
    title: Span | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its clauses (split at commas, semicolons, colons); ``section`` indexes ``Layout.sections``."""

    start: int
    end: int
    clauses: tuple[Span, ...]
    section: int


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or bracketed section: ``heading`` is its heading or leading label, ``level`` its depth (0 = the
    text before any heading)."""

    start: int
    end: int
    level: int
    heading: Span | None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The structure of one report, in view offsets. Sentences inside tables are not listed; tables are."""

    title: Span | None
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    sign_off: Span | None = None


# -- scan --------------------------------------------------------------------------------------------------------


class Comparator(StrEnum):
    """How the written figure relates to the true one."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"
    AT_MOST = "at_most"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word. ``start:end`` runs from the first to the last character of number +
    approximation + measure word; ``value`` is in base units (万 and 亿 multiplied out, money in 元, percentages as
    the number before %). ``unit`` is the measure word without multiplier and approximation, None if there is
    none; ``repaired`` tells that a damaged figure was mended (2、45万元)."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    comparator: Comparator
    repaired: bool = False
    vague: bool = False  # 数千份, 上百人: an interval, never a point
    numeral_one: bool = False  # the Chinese numeral 一 (一次, 一家)


class IdentifierKind(StrEnum):
    """Why a number is not a count."""

    ORDINAL = "ordinal"
    PHONE = "phone"
    HOTLINE = "hotline"
    DOCUMENT_NUMBER = "document_number"
    LAW_ARTICLE = "law_article"
    FESTIVAL = "festival"
    SECTION = "section"
    CLOCK = "clock"
    DURATION = "duration"
    AGE = "age"
    SLOGAN = "slogan"
    TOPIC_COUNT = "topic_count"
    PAGE = "page"
    NAME = "name"
    RULE = "rule"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names, orders or times something and so is never a count."""

    start: int
    end: int
    kind: IdentifierKind


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression. ``edtf`` is ISO 8601-2 (unknown digits X, ``a/b`` for ranges); ``first`` and ``last``
    are the ISO bounds when they are known. ``relative`` marks expressions that need a reference (去年, 当天);
    their ``edtf`` is None when there is none."""

    start: int
    end: int
    edtf: str | None
    first: str | None = None
    last: str | None = None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """Every number of a text, each claimed by exactly one list; all sorted by offset."""

    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateMention, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


class Role(StrEnum):
    """What an organisation does in a report."""

    REPORTER = "reporter"
    ORGANIZER = "organizer"
    CO_ORGANIZER = "co_organizer"
    PARTICIPANT = "participant"
    BRANCH = "branch"
    SUPERVISOR = "supervisor"
    MEDIA = "media"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation: its fullest name in the text, type, roles, short forms, mentions (aliases and
    self-references included)."""

    id: str
    name: str
    type: str
    roles: tuple[Role, ...]
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Venue:
    """A named physical place where something took place."""

    id: str
    name: str
    type: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whose report it is; ``organization`` is an id in ``Names.organizations`` or None."""

    name: str
    organization: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Names:
    """Who and where, for one report."""

    organizations: tuple[Organization, ...] = ()
    venues: tuple[Venue, ...] = ()
    reporter: Reporter | None = None
    notices: tuple[Notice, ...] = ()


# -- link --------------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """Whether the figure happened."""

    REPORTED = "reported"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity with what it counts, whose it is, when, where, and what it is part of. ``indicator`` is a
    catalogue id or None; ``organization``, ``date``, ``venue`` and ``part_of`` are ids; ``evidence`` is the
    sentence. ``direction`` (up, down) is set for changes."""

    id: str
    quantity: Quantity
    indicator: str | None
    status: Status = Status.REPORTED
    action: str | None = None
    object: str | None = None
    direction: str | None = None
    organization: str | None = None
    date: str | None = None
    venue: str | None = None
    period: str | None = None
    dimensions: dict[str, str] = field(default_factory=dict)
    part_of: str | None = None
    confidence: float = 0.5
    evidence: Span = Span(0, 0)
    method: str = "rules"


# -- records -----------------------------------------------------------------------------------------------------


class CheckStatus(StrEnum):
    """Outcome of an arithmetic check."""

    OK = "ok"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True)
class Check:
    """Arithmetic the text lets one verify. ``facts`` are fact ids; ``message`` is Chinese, for a supervisor."""

    kind: str
    status: CheckStatus
    facts: tuple[str, ...]
    expected: Decimal | None
    found: Decimal | None
    message: str


@dataclass(frozen=True, slots=True)
class HeadlineCell:
    """The figure of one indicator for the comparison table, and how it came about (stated_total, sum, single,
    rate)."""

    indicator: str
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    comparator: Comparator
    facts: tuple[str, ...]
    how: str
