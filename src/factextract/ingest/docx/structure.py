"""What stands round paragraphs: tables, text boxes, alternatives, notes, and what other parts a story refers to."""

from __future__ import annotations

from typing import Final

from factextract.datamodel import BlockKind
from factextract.ingest.docx.flow import CellDraft, Flow, Paragraph, TableDraft
from factextract.ingest.docx.writer import Place, Writer
from factextract.ingest.docx.xml import SKIP, Attributes, End, Start, integer, keys, val, value
from factextract.ingest.limits import MAX_CELLS, MAX_GRID_SPAN, MAX_TABLE_DEPTH, Refusal

_LEFT_OUT: Final = (
    "w:tblGrid", "w:tblPrChange", "w:tblPrExChange", "w:trPrChange", "w:tcPrChange", "w:tblGridChange", "w:sectPrChange",
)  # fmt: skip

_SEPARATOR_NOTES: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})

_ID: Final = keys("w:id")
_TYPE: Final = keys("w:type")
_REL_ID: Final = keys("r:id")

_WARNINGS: Final = {
    # element -> code of the notice, attribute that tells more
    "w:commentReference": ("comment_dropped", ""),
    "w:altChunk": ("chunk_unread", ""),
    "w:subDoc": ("chunk_unread", ""),
    "o:OLEObject": ("object_unread", "ProgID"),
    "c:chart": ("chart_unread", ""),
    "dgm:relIds": ("diagram_unread", ""),
}


class Structure:
    """Start and end methods for structural elements; they move ``writer`` from place to place.

    ``note_ids`` (by relationship kind) are the notes referred to, ``margins`` the headers and footers (block kind and
    relationship id) in order. Of footnotes and endnotes only those in ``wanted_notes`` are read.
    """

    def __init__(self, writer: Writer, wanted_notes: frozenset[str]) -> None:
        self.note_ids: dict[str, set[str]] = {"footnotes": set(), "endnotes": set()}
        self.margins: dict[tuple[BlockKind, str], None] = {}
        self._writer = writer
        self._wanted_notes = wanted_notes
        self._pictures = 0
        self._table_depth = 0
        self._cells = 0
        # per mc:AlternateContent: whether a branch was taken, and the yield before the present branch
        self._alternatives: list[tuple[bool, int]] = []

    def starts(self) -> dict[str, Start]:
        """Start methods by short element name."""
        return {
            **dict.fromkeys(_LEFT_OUT, lambda _: SKIP),
            **{name: self._warning(*warning) for name, warning in _WARNINGS.items()},
            "w:tbl": self._table_start,
            "w:tr": self._row_start,
            "w:trPr": self._row_properties,
            "w:gridBefore": self._grid_before,
            "w:tc": self._cell_start,
            "w:gridSpan": self._grid_span,
            "w:vMerge": self._vertical_merge,
            "w:hMerge": self._horizontal_merge,
            "w:cellDel": self._cell_deleted,
            **dict.fromkeys(("w:txbxContent", "a:txBody"), self._box_start),
            "v:textpath": self._word_art,
            "mc:AlternateContent": self._alternatives_start,
            **dict.fromkeys(("mc:Choice", "mc:Fallback"), self._branch_start),
            **dict.fromkeys(("w:footnote", "w:endnote"), self._note_start),
            "w:footnoteReference": self._note_reference("footnotes"),
            "w:endnoteReference": self._note_reference("endnotes"),
            "w:headerReference": self._margin_reference(BlockKind.HEADER),
            "w:footerReference": self._margin_reference(BlockKind.FOOTER),
            **dict.fromkeys(("a:blip", "v:imagedata"), self._picture),
        }

    def ends(self) -> dict[str, End]:
        """End methods by short element name."""
        return {
            "w:tbl": self._table_end,
            "w:tr": self._row_end,
            "w:trPr": self._row_properties_end,
            "w:tc": self._cell_end,
            **dict.fromkeys(("w:txbxContent", "a:txBody"), self._box_end),
            "mc:AlternateContent": self._alternatives_end,
            **dict.fromkeys(("mc:Choice", "mc:Fallback"), self._branch_end),
            **dict.fromkeys(("w:footnote", "w:endnote"), self._note_end),
        }

    # -- tables --------------------------------------------------------------------------------------------------

    def _table_start(self, _attributes: Attributes) -> bool | None:
        if self._writer.at.deleted:
            return SKIP
        self._table_depth += 1
        if self._table_depth > MAX_TABLE_DEPTH:
            raise Refusal("unsafe_docx", f"表格嵌套超过 {MAX_TABLE_DEPTH} 层")
        self._writer.settle()
        self._writer.at.tables.append(TableDraft())
        return None

    def _table_end(self) -> None:
        self._table_depth -= 1
        self._writer.settle()
        self._writer.at.tables.pop().write_to(self._writer.at.flow)

    def _table(self) -> TableDraft | None:
        """The table whose rows are being read at the present place."""
        return self._writer.at.tables[-1] if self._writer.at.tables else None

    def _row_start(self, _attributes: Attributes) -> None:
        if (table := self._table()) is not None:
            table.begin_row()

    def _row_properties(self, _attributes: Attributes) -> None:
        self._writer.in_row_properties = True

    def _row_properties_end(self) -> None:
        self._writer.in_row_properties = False

    def _grid_before(self, attributes: Attributes) -> None:
        if (table := self._table()) is not None:
            table.skip_columns(min(integer(val(attributes)), MAX_GRID_SPAN))

    def _row_end(self) -> None:
        if (table := self._table()) is not None:
            table.end_row()

    def _cell_start(self, _attributes: Attributes) -> bool | None:
        table = self._table()
        if table is not None and table.row_deleted:
            return SKIP
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Refusal("too_large", f"表格单元格超过 {MAX_CELLS} 个")
        self._writer.settle()
        self._writer.enter(Place(CellDraft(Flow())))
        return None

    def _cell_end(self) -> None:
        cell = self._writer.leave().cell
        table = self._table()
        if cell is None:
            return
        if table is not None and table.row is not None:
            table.add_cell(cell)
        else:  # a cell outside a row: not valid, but nothing is lost
            self._writer.at.flow.add_flow(cell.flow)

    def _grid_span(self, attributes: Attributes) -> None:
        if (cell := self._writer.at.cell) is not None:
            cell.column_span = min(max(integer(val(attributes), 1), 1), MAX_GRID_SPAN)

    def _vertical_merge(self, attributes: Attributes) -> None:
        if (cell := self._writer.at.cell) is not None:
            cell.continues_above = val(attributes) != "restart"

    def _horizontal_merge(self, attributes: Attributes) -> None:
        if (cell := self._writer.at.cell) is not None:
            cell.continues_left = val(attributes) != "restart"

    def _cell_deleted(self, _attributes: Attributes) -> None:
        self._writer.mark("revision")
        self._writer.at.deleted = True

    # -- text boxes and alternatives -----------------------------------------------------------------------------

    def _box_start(self, _attributes: Attributes) -> None:
        self._writer.enter(Place())

    def _box_end(self) -> None:
        self._anchor(self._writer.leave().flow)

    def _anchor(self, box: Flow) -> None:
        """Put a text box below the paragraph that it stands in."""
        at = self._writer.at
        if at.paragraph is None:
            at.paragraph = Paragraph()
        at.paragraph.anchored.append(box)

    def _word_art(self, attributes: Attributes) -> None:
        """Old WordArt keeps its text in an attribute."""
        if text := attributes.get("string", "").strip():
            self._writer.enter(Place())
            self._writer.write(text)
            self._box_end()

    def _alternatives_start(self, _attributes: Attributes) -> None:
        self._alternatives.append((False, 0))

    def _alternatives_end(self) -> None:
        self._alternatives.pop()

    def _branch_start(self, _attributes: Attributes) -> bool | None:
        """The same content in several forms: the first that yields anything is taken."""
        if self._alternatives:
            if self._alternatives[-1][0]:
                return SKIP
            self._alternatives[-1] = (False, self._yield())
        return None

    def _branch_end(self) -> None:
        if self._alternatives:
            before = self._alternatives[-1][1]
            self._alternatives[-1] = (self._yield() > before, before)

    def _yield(self) -> int:
        return self._writer.written + self._pictures

    # -- other parts ---------------------------------------------------------------------------------------------

    def _note_start(self, attributes: Attributes) -> bool | None:
        if value(attributes, _TYPE) in _SEPARATOR_NOTES or value(attributes, _ID) not in self._wanted_notes:
            return SKIP
        self._writer.enter(Place())
        return None

    def _note_end(self) -> None:
        note = self._writer.leave()
        self._writer.at.flow.add_flow(note.flow, BlockKind.NOTE)

    def _note_reference(self, kind: str) -> Start:
        def start(attributes: Attributes) -> None:
            self.note_ids[kind].add(value(attributes, _ID) or "")

        return start

    def _margin_reference(self, kind: BlockKind) -> Start:
        def start(attributes: Attributes) -> None:
            self.margins[(kind, value(attributes, _REL_ID) or "")] = None

        return start

    def _warning(self, code: str, attribute: str) -> Start:
        def start(attributes: Attributes) -> None:
            self._writer.mark(code, attributes.get(attribute, ""))

        return start

    def _picture(self, _attributes: Attributes) -> None:
        self._pictures += 1
        self._writer.mark("picture_unread")
