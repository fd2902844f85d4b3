"""Figures as checks read them: facts with the words around them, their place in the sentence and their part in a comparison.

Checks must hold up when single facts carry a wrong indicator or none, so they rely on the text's own structure:
which words lead to a figure, which brackets it stands in, whether it belongs to another period.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from factextract.datamodel import Comparator, Fact, Layout, Section, Span, Status
from factextract.records import cues
from factextract.records.arithmetic import Printed, printed

_LEAD, _TAIL = 60, 24
_SCANNED = 3000
_ANCHORS = 16
_LOOK_BACK = 40
_SHORTEST_NAME, _LONGEST_NAME = 2, 10
_DEEPEST = 6  # sections within sections
_NOTABLE = 10  # totals from here on are worth remembering
_CLAUSE_MARKS = ",;:。()、"
_LIST_MARKS = ("、", "和", "及", "与")


class Part(StrEnum):
    """What a figure is in a comparison."""

    COUNT = "count"  # a figure of the period told
    BASE = "base"  # the other period's figure (去年同期201件)
    CHANGE = "change"  # an amount of change (少了19件)
    RATE = "rate"  # a share or rate in percent
    GROWTH = "growth"  # a change in percent
    POINTS = "points"  # percentage points, multiples and other things that add to nothing


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A fact's figure in its sentence. Offsets are view offsets; ``depth`` is the bracket depth; ``lead`` is the text from
    the figure before (or the sentence's start) to this one, ``tail`` the text up to the next figure, both within the
    sentence and of bounded length; ``label`` is the part of ``lead`` after its last punctuation mark. Figures are
    compared by identity."""

    fact: Fact
    start: int
    end: int
    value: Decimal
    comparator: Comparator
    printed: Printed
    unit: str | None
    part: Part
    sentence: int
    sentence_span: Span
    paragraph: int
    depth: int
    lead: str
    label: str
    tail: str

    @property
    def id(self) -> str:
        """The fact's id."""
        return self.fact.id

    @property
    def definite(self) -> bool:
        """True if the figure is printed without approximation; it may be rounded (1.86万)."""
        return self.comparator is Comparator.EXACT and not self.fact.quantity.vague

    @property
    def planned(self) -> bool:
        """True for a target or plan."""
        return self.fact.status == Status.PLANNED


class Reading:
    """The figures of a report's prose in text order; ``counts`` are those that can be parts or totals, ``anchors`` the
    indexes of those among them that later lists may divide. ``cells`` are facts in tables, ``sections`` the report's."""

    def __init__(
        self,
        text: str,
        figures: Sequence[Figure],
        cells: Sequence[Fact] = (),
        sections: Sequence[Section] = (),
    ) -> None:
        self.text = text
        self._sections = sections
        self._section_starts = [section.start for section in self._sections]
        read = [(figure.start, figure.end) for figure in figures]
        read += [(fact.quantity.start, fact.quantity.end) for fact in cells]
        self._read = sorted(read)
        self.figures = tuple(figures)
        self.counts = tuple(f for f in figures if f.part is Part.COUNT and not f.fact.quantity.vague)
        self._count_starts = [figure.start for figure in self.counts]
        self.anchors = tuple(self._find_anchors())
        self._positions = {figure.id: at for at, figure in enumerate(self.figures)}
        self._first_unread: dict[str, int] = {}

    def _find_anchors(self) -> Iterator[int]:
        """Indexes of the counts that later lists may divide: the report's first received or total ones (共受理386件), and
        the first of each measure word."""
        units: set[str | None] = set()
        room = _ANCHORS
        for at, figure in enumerate(self.counts):
            if figure.depth or figure.value < _NOTABLE:
                continue
            told = cues.RECEIVED.search(figure.lead) or cues.TOTAL.search(figure.label)
            if told or figure.unit not in units:
                units.add(figure.unit)
                yield at
                room -= 1
                if not room:
                    return

    def by_id(self, identifier: str) -> Figure:
        """The figure of a fact."""
        return self.figures[self._positions[identifier]]

    def position(self, figure: Figure) -> int:
        """Index of a figure in ``figures``."""
        return self._positions[figure.id]

    def count_position(self, figure: Figure) -> int:
        """Index of a figure in ``counts``."""
        return bisect_left(self._count_starts, figure.start)

    def between(self, one: Figure, other: Figure) -> str:
        """The text between two figures, in order."""
        return self.text[one.end : other.start]

    def written(self, figure: Figure) -> str:
        """The figure as the text prints it."""
        return self.text[figure.start : figure.end].replace("\n", "")

    def clause(self, figure: Figure) -> str:
        """The text of the figure's clause before it, other figures included, of bounded length."""
        before = self.text[max(0, figure.start - _LEAD) : figure.start]
        return cues.CLAUSE_END.split(before)[-1]

    def named_total(self, figure: Figure) -> Figure | None:
        """The count that a sentence names as what it divides (服务类投诉中,A3件、B2件); the nearest before that bears the name
        and the measure word."""
        opening = self.text[figure.sentence_span.start : figure.start]
        named = cues.NAMED_TOTAL.search(cues.ITEM_MARK.sub("", opening))
        if named is None:
            return None
        for other in self.counts_before(figure.sentence_span.start, _LOOK_BACK):
            if cues.bears(other.label, named[1]) and other.unit == figure.unit:
                return other
        return None

    def headed_total(self, figure: Figure) -> Figure | None:
        """The count before the section that bears the section's name (二、银行业投诉: 银行业267件) and the figure's measure
        word; the innermost section with such a count."""
        at = bisect_right(self._section_starts, figure.start) - 1
        for _ in range(_DEEPEST):
            section = self._sections[at] if at >= 0 else None
            if section is None:
                return None
            total = self._bearing(section.heading, figure) if figure.start < section.end else None
            if total is not None:
                return total
            at = section.parent if section.parent is not None else -1
        return None

    def _bearing(self, heading: Span | None, figure: Figure) -> Figure | None:
        if heading is None:
            return None
        core = cues.HEADING_TAIL.sub("", cues.ITEM_MARK.sub("", self.text[heading.start : heading.end]))
        if not _SHORTEST_NAME <= len(core) <= _LONGEST_NAME:
            return None
        near = self.counts_before(heading.start, _LOOK_BACK)
        return next((f for f in near if cues.bears(f.label, core) and f.unit == figure.unit), None)

    def leaves_out(self, figures: Sequence[Figure]) -> bool:
        """True if the sentences of ``figures`` hold numbers in their measure words that no figure accounts for: then what
        is read may not be all that belongs together."""
        ordered = sorted(figures, key=lambda figure: figure.start)
        end = ordered[-1].sentence_span.end
        start = max(ordered[0].sentence_span.start, end - _SCANNED)
        return self.unread(start, end, {figure.fact.quantity.unit for figure in figures})

    def unread(self, start: int, end: int, units: set[str | None]) -> bool:
        """True if ``text[start:end]`` holds a number in one of the measure words that no figure accounts for."""
        gaps = list(self._gaps(start, end))
        patterns = [cues.number_with(unit) for unit in sorted(unit for unit in units if unit)]
        return any(pattern.search(self.text, low, high) for pattern in patterns for low, high in gaps)

    def unread_before(self, end: int, unit: str | None) -> bool:
        """True if the text up to ``end`` holds a number in a measure word that no figure accounts for."""
        if unit is None:
            return False
        if unit not in self._first_unread:
            pattern = cues.number_with(unit)
            found = (pattern.search(self.text, low, high) for low, high in self._gaps(0, len(self.text)))
            first = next((match for match in found if match), None)
            self._first_unread[unit] = first.end() if first else len(self.text) + 1
        return self._first_unread[unit] <= end

    def _gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of ``text[start:end]`` that no figure accounts for."""
        at = start
        for number in range(max(0, bisect_left(self._read, (start, 0)) - 1), len(self._read)):
            opens, closes = self._read[number]
            if opens >= end:
                break
            yield at, max(at, opens)
            at = max(at, closes)
        yield at, end

    def counts_before(self, offset: int, limit: int) -> list[Figure]:
        """At most ``limit`` counts that start before ``offset``, nearest first."""
        at = bisect_left(self._count_starts, offset)
        return list(reversed(self.counts[max(0, at - limit) : at]))

    def count_after(self, offset: int) -> Figure | None:
        """The first count that starts at ``offset`` or later."""
        at = bisect_left(self._count_starts, offset)
        return self.counts[at] if at < len(self.counts) else None


class _Places:
    """Finds the sentence, paragraph and bracket depth of an offset."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._starts = [sentence.start for sentence in layout.sentences]
        self._ends = [sentence.end for sentence in layout.sentences]
        self._lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        self._text = text

    def paragraph(self, offset: int) -> int:
        return bisect_right(self._lines, offset) - 1

    def sentence(self, offset: int) -> tuple[int, int, int]:
        """Index, start and end of the sentence; a stretch outside every sentence counts as a line of its own."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return index, self._starts[index], self._ends[index]
        line = self.paragraph(offset)
        end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self._text)
        return -1 - line, self._lines[line], end


def in_tables(facts: Iterable[Fact], layout: Layout) -> tuple[list[Fact], list[Fact]]:
    """Split facts, in text order, into those outside and those inside tables."""
    tables = sorted(layout.tables, key=lambda table: table.start)
    starts = [table.start for table in tables]
    outside: list[Fact] = []
    inside: list[Fact] = []
    for fact in sorted(facts, key=lambda fact: fact.quantity.start):
        at = bisect_right(starts, fact.quantity.start) - 1
        held = at >= 0 and fact.quantity.start < tables[at].end
        (inside if held else outside).append(fact)
    return outside, inside


def read_figures(facts: Sequence[Fact], text: str, layout: Layout) -> Reading:
    """Read the prose facts of a report as figures; ``text`` is the view text."""
    outside, cells = in_tables(facts, layout)
    places = _Places(text, layout)
    figures: list[Figure] = []
    for at, fact in enumerate(outside):
        start, end = fact.quantity.start, fact.quantity.end
        index, opens, closes = places.sentence(start)
        before = outside[at - 1].quantity.end if at else 0
        after = outside[at + 1].quantity.start if at + 1 < len(outside) else len(text)
        lead = text[max(opens, min(before, start), start - _LEAD) : start]
        tail = text[end : min(closes, max(after, end), end + _TAIL)]
        previous = figures[-1] if figures and figures[-1].sentence == index else None
        depth = previous.depth if previous else 0
        scanned = text[previous.end if previous else opens : start]
        depth = max(0, depth + scanned.count("(") - scanned.count(")"))
        label = lead[max(lead.rfind(mark) for mark in _CLAUSE_MARKS) + 1 :]
        unit = cues.plain_unit(fact.quantity.unit)
        figures.append(
            Figure(
                fact=fact,
                start=start,
                end=end,
                value=fact.quantity.value,
                comparator=fact.quantity.comparator,
                printed=printed(fact.quantity, text),
                unit=unit,
                part=_part(
                    unit,
                    fact,
                    text[start:end],
                    text[max(opens, start - _LEAD) : start],
                    lead,
                    label,
                    tail,
                    previous,
                ),
                sentence=index,
                sentence_span=Span(opens, closes),
                paragraph=places.paragraph(start),
                depth=depth,
                lead=lead,
                label=label,
                tail=tail,
            )
        )
    return Reading(text, figures, cells, layout.sections)


def _part(
    unit: str | None,
    fact: Fact,
    written: str,
    before: str,
    lead: str,
    label: str,
    tail: str,
    previous: Figure | None,
) -> Part:
    """``written`` is the figure as printed, ``before`` the sentence up to the figure, ``lead`` and ``label`` its nearer parts, ``previous`` the figure before
    in the sentence."""
    if cues.GROWN_FROM.search(label) and cues.GROWN_TO.match(tail):
        return Part.BASE
    if fact.quantity.unit is None and cues.FRACTION.search(written):
        return Part.POINTS
    if unit in cues.PERCENT_UNITS:
        grows = (
            cues.CHANGE_RATE.search(label) and not cues.REACHED.search(label)
        ) or cues.CHANGE_RATE_AFTER.match(tail)
        return Part.GROWTH if grows else Part.RATE
    if unit is not None and ("百分点" in unit or unit in cues.SCALELESS_UNITS):
        return Part.POINTS
    compared = cues.COMPARED.search(before) or (previous is not None and previous.part is Part.BASE)
    if compared and cues.CHANGE_AMOUNT.search(label) and not cues.REACHED.search(label):
        return Part.CHANGE
    # a bare 去年 is a base only beside a figure of this period: 去年全年接诉612件 tells its own
    beside = before != lead or cues.THIS_PERIOD.match(tail)
    if cues.COMPARED_BASE.search(lead) or (beside and cues.BARE_BASE.search(lead)):
        return Part.BASE
    if (
        previous is not None
        and previous.part is Part.BASE
        and lead in _LIST_MARKS
        and cues.SO_LISTED.match(tail)
    ):
        return Part.BASE  # 与上年的118起、2人和88.7万元相比
    return Part.COUNT
