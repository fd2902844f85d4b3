"""Where the text of a story goes while its XML is walked: places, the open paragraph in each, and what closes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from factextract.datamodel import BlockKind
from factextract.ingest.docx.fields import Fields
from factextract.ingest.docx.flow import CellDraft, Flow, Mark, Paragraph, TableDraft
from factextract.ingest.docx.numbering import Numbering
from factextract.ingest.docx.styles import Styles
from factextract.ingest.limits import MAX_LINE_CHARS, MAX_TEXT_CHARS, Refusal

_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Definitions:
    """What the stories of a document share: styles and list numbers (which go on counting from story to story)."""

    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)


class Run:
    """Properties of a run that matter to its text; ``outer`` is the run that it stands in (ruby), if any."""

    __slots__ = ("hidden", "outer", "struck", "style", "superscript")

    def __init__(self, outer: Run | None) -> None:
        self.outer = outer
        self.style = ""
        self.hidden: bool | None = None
        self.superscript = False
        self.struck = False


class Place:
    """A story, a cell, a text box or a note, with what is open in it."""

    __slots__ = ("carried", "cell", "deleted", "fields", "flow", "paragraph", "run", "tables")

    def __init__(self, cell: CellDraft | None = None) -> None:
        self.flow = cell.flow if cell is not None else Flow()
        self.cell = cell
        self.paragraph: Paragraph | None = None
        self.carried: Paragraph | None = None  # its mark is deleted: it waits for the next paragraph
        self.run: Run | None = None
        self.fields = Fields()
        self.tables: list[TableDraft] = []
        self.deleted = False


class Writer:
    """Takes text, marks and paragraph ends in document order. ``at`` is the present place."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.at = Place()
        self.written = 0
        self.in_paragraph_properties = False
        self.in_row_properties = False
        self._outer: list[Place] = []

    # -- places --------------------------------------------------------------------------------------------------

    def enter(self, place: Place) -> None:
        """Go into a place."""
        self._outer.append(self.at)
        self.at = place

    def leave(self) -> Place:
        """Finish the present place, go back to the one around it, and return the finished one."""
        self.settle()
        place, self.at = self.at, self._outer.pop()
        return place

    # -- text ----------------------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Text as the reader of the document sees it, in the run that is open."""
        at = self.at
        if at.fields.in_instruction:
            at.fields.hold(text)
            return
        paragraph = at.paragraph
        if paragraph is None:
            paragraph = at.paragraph = Paragraph()
        run = at.run
        if run is None:
            paragraph.write(text)
        else:
            if run.struck:
                paragraph.mark("struck_text", text)
            if run.superscript:  # a note number written by hand must not join the figure before it
                text = text.translate(_SUPERSCRIPTS)
            paragraph.write(text, self._is_hidden(run, paragraph))
        self._count(paragraph, text)

    def mark(self, code: str, detail: str = "") -> None:
        """Something to warn of, here."""
        if self.at.paragraph is not None:
            self.at.paragraph.mark(code, detail)
        else:
            self.at.flow.marks.append(Mark(self.at.flow.length, self.at.flow.length, code, detail))

    def _is_hidden(self, run: Run, paragraph: Paragraph) -> bool:
        if run.hidden is not None:
            return run.hidden
        styles = self.definitions.styles
        return styles.is_hidden(paragraph.style) or (bool(run.style) and styles.is_hidden(run.style))

    def _count(self, paragraph: Paragraph, text: str) -> None:
        self.written += len(text)
        if paragraph.length > MAX_LINE_CHARS:
            raise Refusal("too_large", f"单个段落超过 {MAX_LINE_CHARS} 个字符")
        if self.written > MAX_TEXT_CHARS:
            raise Refusal("too_large", f"超过 {MAX_TEXT_CHARS} 个字符")

    # -- paragraphs ----------------------------------------------------------------------------------------------

    def begin_paragraph(self) -> None:
        """Open a paragraph; it takes up the text of one before it whose mark is deleted."""
        at = self.at
        if at.paragraph is not None:  # a paragraph directly in another: not valid, but nothing is lost
            self.end_paragraph()
        if at.carried is None:
            at.paragraph = Paragraph()
        else:
            at.paragraph, at.carried = at.carried, None
            at.paragraph.reset_properties()

    def end_paragraph(self) -> None:
        """Close the open paragraph, if any, and add it to the place's lines."""
        at = self.at
        if at.fields.in_instruction:
            held = at.fields.recover()
            if held:
                self.mark("field_broken", held)
                self.write(held)
        paragraph, at.paragraph = at.paragraph, None
        if paragraph is None:
            return
        if paragraph.joins_next:
            at.carried = paragraph
        else:
            self._add(paragraph)

    def settle(self) -> None:
        """Close the open paragraph and the one that waits for another: something else follows, or nothing."""
        self.end_paragraph()
        if self.at.carried is not None:
            paragraph, self.at.carried = self.at.carried, None
            self._add(paragraph)

    def _add(self, paragraph: Paragraph) -> None:
        styles, numbering = self.definitions.styles, self.definitions.numbering
        label = ""
        if numbering.lists:
            label = numbering.label(paragraph.list_id, paragraph.level, paragraph.style, styles)
            self._count(paragraph, label)
        heading = styles.is_heading(paragraph.style, paragraph.outline)
        self.at.flow.add_paragraph(paragraph, BlockKind.HEADING if heading else BlockKind.PARAGRAPH, label)
