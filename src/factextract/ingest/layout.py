"""The structure of one report: title, sections, sentences with their clauses, tables, sign-off."""

from __future__ import annotations

from collections.abc import Sequence

from factextract.datamodel import BlockKind, Cell, Document, Layout, Part, Sentence, Span, Table
from factextract.ingest.head import Head, find_head, find_sign_off
from factextract.ingest.headings import Marker, Style
from factextract.ingest.lines import Line, outside, split_lines
from factextract.ingest.sections import SectionTree
from factextract.ingest.sentences import Enclosures, clauses, paragraphs, sentences
from factextract.ingest.tables import find_tables
from factextract.text.view import View


def build_layout(view: View, part: Part, document: Document) -> Layout:
    """Structure of the report that ``view`` shows; ``part`` gives its title if the splitter told it,
    ``document`` its real tables and styled headings. All spans are view offsets; time is linear in the
    view's length.

    Every character that is not blank lies in one sentence or one table: titles, headings and sign-offs are
    sentences too.
    """
    text = view.text
    lines = split_lines(text)
    tables = _tables(view, part, document, lines)
    prose = outside(lines, [Span(table.start, table.end) for table in tables])
    main = outside(prose, _notes(view, document))
    head = _head(view, part, main)
    sign_off = find_sign_off(text, main, head.end)
    tree = SectionTree(text, _body(text, main, head, sign_off), _styled(view, document, main, head.end))
    cuts = set(tree.cuts)
    if head.title is not None:
        cuts.add(head.title.end)
    if sign_off is not None:
        cuts.add(sign_off.start)
    enclosures = Enclosures(text)
    found = tuple(
        Sentence(span.start, span.end, clauses(text, span, enclosures), tree.innermost(span.start))
        for span in sentences(text, paragraphs(prose, sorted(cuts)), enclosures)
    )
    return Layout(head.title, tree.sections, found, tables, sign_off)


def _head(view: View, part: Part, prose: Sequence[Line]) -> Head:
    if part.title is None:
        return find_head(view.text, prose)
    title = view.span_to_view(part.title)
    return Head(title, title.end)


def _notes(view: View, document: Document) -> list[Span]:
    """Footnotes and comments, which belong to no section and follow the sign-off."""
    return sorted(
        view.span_to_view(Span(block.start, block.end))
        for block in document.blocks
        if block.kind is BlockKind.NOTE and view.start <= block.start < view.end
    )


def _body(text: str, prose: Sequence[Line], head: Head, sign_off: Span | None) -> list[Line]:
    """The lines between head and sign-off, the first and last cut where a title or credit is glued to them."""
    foot = sign_off.start if sign_off is not None else len(text)
    body = []
    for line in prose:
        start, end = max(line.start, head.end), min(line.end, foot)
        if start < end:
            whole = start == line.start and end == line.end
            body.extend([line] if whole else split_lines(text, start, end))
    return body


def _styled(view: View, document: Document, prose: Sequence[Line], head_end: int) -> list[Marker]:
    """Lines below the head that a .docx styles as headings."""
    starts = {
        view.to_view(block.start)
        for block in document.blocks
        if block.kind is BlockKind.HEADING and view.start <= block.start < view.end
    }
    return [
        Marker(line.start, line.end, Style.STYLED, 0, True)
        for line in prose
        if line.start in starts and line.start >= head_end
    ]


# -- tables --------------------------------------------------------------------------------------------------


def _tables(view: View, part: Part, document: Document, lines: Sequence[Line]) -> tuple[Table, ...]:
    """The document's own tables within the part, mapped into the view, and flattened ones outside them."""
    real = []
    for table in document.tables:
        if part.start <= table.start and table.end <= part.end:
            span = view.span_to_view(Span(table.start, table.end))
            real.append(Table(span.start, span.end, tuple(_mapped(view, cell) for cell in table.cells)))
    real.sort(key=lambda table: table.start)
    flattened = find_tables(
        view.text, outside(lines, [Span(table.start, table.end) for table in real], keep_blank=True)
    )
    return tuple(sorted((*real, *flattened), key=lambda table: table.start))


def _mapped(view: View, cell: Cell) -> Cell:
    span = view.span_to_view(Span(cell.start, cell.end))
    return Cell(span.start, span.end, cell.row, cell.column, cell.row_span, cell.column_span)
