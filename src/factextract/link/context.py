"""What stands around a quantity: the windows in which the words that type it are looked for.

In running text a quantity owns the stretch from the previous quantity (or the clause's start) up to itself, and the
stretch after it up to the next quantity or the clause's end. What was said earlier in the sentence, in the sentence before, and
in the headings above is background. In a table the column's header is the near text and the row's label the owner.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factextract.datamodel import Layout, Quantity, Sentence, Span, Table

_JOINERS = re.compile(r"^[\s、和及与或至到~\-/(（,;:及其以以及]*$")
_TOTAL_ROW = re.compile(r"合计|总计|小计|共计|累计|总数|全辖|全行")
_SERIAL_HEADER = re.compile(r"^(?:序号|编号|No\.?|№|排名|名次)$", re.IGNORECASE)
_MAX_COLUMNS = 256
_LABEL_COLUMNS = 4
_NUMERIC_CELL = re.compile(r"^[\d.,%\s/—\-·+万亿零无约近余]*\S{0,3}$")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A quantity's place in a table: header and row-label spans, whether its row holds totals, grid position."""

    table: int
    row: int
    column: int
    headers: tuple[Span, ...]
    labels: tuple[Span, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The windows of one quantity, in view offsets.

    ``left`` and ``right`` are its own windows within the clause; ``background`` lists earlier stretches, nearest
    first; ``headings`` the headings above, innermost first. ``sentence`` indexes the layout's sentences; in a table it is a negative number of the column's own, so that figures of one
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
                bracketed=text[quantity.start - 1 : quantity.start] == "(",
            )


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
    """Earlier stretches of the sentence, nearest first, then the sentence before."""
    spans = [Span(clause.start, left.start)] if clause.start < left.start else []
    spans += [c for c in reversed(sentence.clauses) if c.end <= clause.start]
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
    for number, table in enumerate(layout.tables):
        inside = [q for q in quantities if table.start <= q.start and q.end <= table.end]
        if inside:
            yield from _one_table(text, layout, number, table, inside)


def _one_table(
    text: str, layout: Layout, number: int, table: Table, inside: Sequence[Quantity]
) -> Iterator[Context]:
    by_row: dict[int, list[int]] = {}
    for at, cell in enumerate(table.cells):
        by_row.setdefault(cell.row, []).append(at)
    header_rows = _header_rows(text, table, by_row)
    caption = _caption(layout, table)
    starts = [cell.start for cell in table.cells]
    for quantity in inside:
        cell = table.cells[max(0, bisect_right(starts, quantity.start) - 1)]
        if not cell.start <= quantity.start < quantity.end <= cell.end or cell.row in header_rows:
            continue
        headers = tuple(
            Span(c.start, c.end)
            for row in reversed(header_rows)
            for c in (table.cells[i] for i in by_row[row])
            if c.column <= cell.column < c.column + c.column_span
        )
        if any(_SERIAL_HEADER.match(text[h.start : h.end].strip()) for h in headers):
            continue
        labels = tuple(
            Span(c.start, c.end)
            for c in (table.cells[i] for i in by_row[cell.row][:_LABEL_COLUMNS])
            if c.column < cell.column and not _is_numeric(text[c.start : c.end])
        )
        row_text = "".join(text[label.start : label.end] for label in labels)
        yield Context(
            quantity=quantity,
            sentence=-1 - number * _MAX_COLUMNS - cell.column % _MAX_COLUMNS,
            clause=Span(cell.start, cell.end),
            left=Span(cell.start, quantity.start),
            right=Span(quantity.end, cell.end),
            background=(*labels, *caption),
            headings=(),
            index=0,
            continues=False,
            bracketed=False,
            place=TablePlace(
                number, cell.row, cell.column, headers, labels, bool(_TOTAL_ROW.search(row_text))
            ),
        )


def _is_numeric(cell: str) -> bool:
    stripped = cell.strip()
    return not stripped or (any(c.isdigit() for c in stripped) and bool(_NUMERIC_CELL.match(stripped)))


def _header_rows(text: str, table: Table, by_row: dict[int, list[int]]) -> tuple[int, ...]:
    """The leading rows without a numeric cell; at least the first row."""
    rows: list[int] = []
    for row in sorted(by_row):
        cells = [text[table.cells[i].start : table.cells[i].end] for i in by_row[row]]
        if any(_is_numeric(c) and c.strip() for c in cells) and rows:
            break
        if any(_is_numeric(c) and c.strip() for c in cells):
            break
        rows.append(row)
    return tuple(rows[:3])


def _caption(layout: Layout, table: Table) -> tuple[Span, ...]:
    before = [s for s in layout.sentences if s.end <= table.start]
    return (Span(before[-1].start, before[-1].end),) if before else ()
