"""What stands around a quantity: the windows in which the words that type it are looked for.

In running text a quantity owns the stretch from the previous quantity (or the clause's start) up to itself, and the
stretch after it up to the next quantity or the clause's end. What was said earlier in the sentence, in the sentence before, and
in the headings above is background. In a table the column's header is the near text and the row's label the owner.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factextract.datamodel import Layout, Quantity, Sentence, Span, Table
from factextract.link.grid import Grid, TablePlace

_JOINERS = re.compile(r"^[\s、和及与或至到~\-/(（,;:及其以以及]*$")
_BARE = re.compile(
    r"^[\s,;:(]*(?:共计?|累计|总计|合计|计|有|为|达|是|约|近|超过?|仅|只|也|就|均|已|已有|总共|一共|数量|多达)*$"
)
_MAX_COLUMNS = 256
_BACKGROUND = 12
"""Clauses of the sentence that count as background: what lies farther back weighs less than a thirtieth."""


@dataclass(frozen=True, slots=True)
class Context:
    """The windows of one quantity, in view offsets.

    ``left`` and ``right`` are its own windows within the clause; ``background`` lists earlier stretches, nearest
    first; ``lead`` is the stretch that a bare left window leans on (the clause or the figure before), ``after`` the next
    clause if it holds no figure; ``headings`` the headings above, innermost first. ``sentence`` indexes the layout's sentences; in a table it is a negative number of the column's own, so that figures of one
    column are neighbours and those of a row are not. ``continues`` tells that nothing but a joiner stands between the
    previous quantity and this one (15件、6件), ``index`` is the quantity's place among its sentence's quantities.
    """

    quantity: Quantity
    sentence: int
    clause: Span
    left: Span
    right: Span
    background: tuple[Span, ...]
    headings: tuple[Span, ...]
    index: int
    continues: bool
    bracketed: bool
    lead: Span | None = None
    after: Span | None = None
    place: TablePlace | None = None


def build_contexts(text: str, layout: Layout, quantities: Sequence[Quantity]) -> tuple[Context, ...]:
    """One context a quantity that lies in a sentence or a table cell, in text order. Others (in a title, in a gap of
    the layout) have none: they are not facts."""
    found = [*_sentence_contexts(text, layout, quantities), *_table_contexts(text, layout, quantities)]
    found.sort(key=lambda context: context.quantity.start)
    return tuple(found)


def _sentence_contexts(text: str, layout: Layout, quantities: Sequence[Quantity]) -> Iterator[Context]:
    starts = [sentence.start for sentence in layout.sentences]
    by_sentence: dict[int, list[Quantity]] = {}
    for quantity in quantities:
        at = bisect_right(starts, quantity.start) - 1
        if at >= 0 and quantity.end <= layout.sentences[at].end:
            by_sentence.setdefault(at, []).append(quantity)
    for at, inside in by_sentence.items():
        sentence = layout.sentences[at]
        headings = _headings(layout, sentence)
        before = _sentence_before(layout, at)
        for index, quantity in enumerate(inside):
            clause = _clause_of(sentence, quantity)
            previous = inside[index - 1] if index else None
            following = inside[index + 1] if index + 1 < len(inside) else None
            left = Span(max(clause.start, previous.end if previous else 0), quantity.start)
            right = Span(quantity.end, min(clause.end, following.start if following else clause.end))
            joined = previous is not None and _JOINERS.match(text[previous.end : quantity.start]) is not None
            yield Context(
                quantity=quantity,
                sentence=at,
                clause=clause,
                left=left,
                right=Span(right.start, _right_end(text, right)),
                background=_background(sentence, clause, left, before),
                headings=headings,
                index=index,
                continues=joined,
                lead=_lead(text, sentence, clause, left, inside, index, joined),
                after=_after(sentence, clause, following),
                bracketed=text[quantity.start - 1 : quantity.start] == "(",
            )


def _lead(
    text: str,
    sentence: Sentence,
    clause: Span,
    left: Span,
    inside: Sequence[Quantity],
    index: int,
    joined: bool,
) -> Span | None:
    """Where the words that should stand left of the figure are, if its own left window is bare."""
    if joined:
        first = index - 1
        while first and _JOINERS.match(text[inside[first - 1].end : inside[first].start]):
            first -= 1
        return Span(max(clause.start, inside[first - 1].end if first else 0), inside[first].start)
    if left.start == clause.start and _BARE.match(text[left.start : left.end]):
        return next((c for c in reversed(sentence.clauses) if c.end <= clause.start), None)
    return None


def _after(sentence: Sentence, clause: Span, following: Quantity | None) -> Span | None:
    """The clause after the figure's, unless a figure of its own stands in it."""
    found = next((c for c in sentence.clauses if c.start >= clause.end), None)
    return found if found is not None and (following is None or following.start >= found.end) else None


def _right_end(text: str, right: Span) -> int:
    """The right window stops where the next item of an enumeration begins."""
    for mark in ("、", "(", ")", "|"):
        at = text.find(mark, right.start, right.end)
        if at >= 0:
            right = Span(right.start, at)
    return right.end


def _clause_of(sentence: Sentence, quantity: Quantity) -> Span:
    for clause in sentence.clauses:
        if clause.start <= quantity.start < clause.end:
            return Span(clause.start, max(clause.end, quantity.end))
    return Span(sentence.start, sentence.end)


def _background(sentence: Sentence, clause: Span, left: Span, before: Span | None) -> tuple[Span, ...]:
    """Earlier stretches of the sentence, nearest first (as many as still weigh), then the sentence before."""
    spans = [Span(clause.start, left.start)] if clause.start < left.start else []
    earlier = bisect_right(sentence.clauses, clause.start, key=lambda c: c.end)
    spans += reversed(sentence.clauses[max(0, earlier - _BACKGROUND) : earlier])
    if before is not None:
        spans.append(before)
    return tuple(spans)


def _sentence_before(layout: Layout, at: int) -> Span | None:
    if at == 0 or layout.sentences[at - 1].section != layout.sentences[at].section:
        return None
    previous = layout.sentences[at - 1]
    return Span(previous.start, previous.end)


def _headings(layout: Layout, sentence: Sentence) -> tuple[Span, ...]:
    found: list[Span] = []
    at: int | None = sentence.section
    while at is not None and 0 <= at < len(layout.sections):
        section = layout.sections[at]
        if section.heading is not None:
            found.append(section.heading)
        at = section.parent
    if layout.title is not None:
        found.append(layout.title)
    return tuple(found)


# -- tables ------------------------------------------------------------------------------------------------------


def _table_contexts(text: str, layout: Layout, quantities: Sequence[Quantity]) -> Iterator[Context]:
    starts = [quantity.start for quantity in quantities]
    for number, table in enumerate(layout.tables):
        first, last = bisect_left(starts, table.start), bisect_left(starts, table.end)
        inside = [quantity for quantity in quantities[first:last] if quantity.end <= table.end]
        if not inside:
            continue
        grid = Grid(text, table, number)
        before = _sentence_above(layout, table)
        caption = (Span(before.start, before.end),) if before is not None else ()
        headings = _headings(layout, before) if before is not None else ()
        for quantity in inside:
            cell = grid.cell_of(quantity)
            place = grid.place(cell) if cell is not None else None
            if cell is None or place is None:
                continue
            yield Context(
                quantity=place.measured(quantity),
                sentence=-1 - number * _MAX_COLUMNS - cell.column % _MAX_COLUMNS,
                clause=Span(cell.start, cell.end),
                left=Span(cell.start, quantity.start),
                right=Span(quantity.end, cell.end),
                background=(*place.labels, *caption),
                headings=headings,
                index=0,
                continues=False,
                bracketed=False,
                place=place,
            )


def _sentence_above(layout: Layout, table: Table) -> Sentence | None:
    before = bisect_right(layout.sentences, table.start, key=lambda sentence: sentence.end)
    return layout.sentences[before - 1] if before else None
