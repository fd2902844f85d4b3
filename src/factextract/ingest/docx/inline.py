"""Paragraphs and what stands in them: runs and their properties, text, fields, revisions, symbols, formulas."""

from __future__ import annotations

from typing import Final

from factextract.ingest.docx.fields import equation_text
from factextract.ingest.docx.symbols import symbol
from factextract.ingest.docx.writer import Run, Writer
from factextract.ingest.docx.xml import SKIP, Attributes, End, Start, integer, is_on, keys, val, value

_LEFT_OUT: Final = (
    "w:delText", "w:delInstrText", "w:fldData", "w:ffData", "w:sdtPr", "w:sdtEndPr", "w:tabs", "w:rPrChange", "w:pPrChange",
)  # fmt: skip

_LITERALS: Final = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "a:br": "\n",
    "m:den": "/", "m:sup": "^", "m:sub": "_", "m:d": "(",
}  # fmt: skip
"""Elements that stand for a character. In formulas 1 over 2 must not read 12."""

_FONT: Final = keys("w:font")
_CHAR: Final = keys("w:char")
_FIELD_TYPE: Final = keys("w:fldCharType")
_DROP_CAP: Final = keys("w:dropCap")
_SPACE: Final = keys("xml:space")
_XML_SPACE: Final = " \t\r\n"
_ONE_LINE: Final = str.maketrans("\t\r\n", "   ")


class Inline:
    """Start and end methods for inline elements; they write to ``writer``."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._characters: list[str] = []
        self._collecting = False
        self._keeps_space = False

    def starts(self) -> dict[str, Start]:
        """Start methods by short element name."""
        return {
            **dict.fromkeys(_LEFT_OUT, lambda _: SKIP),
            **{name: self._literal(text) for name, text in _LITERALS.items()},
            **dict.fromkeys(("w:p", "a:p"), self._paragraph_start),
            "w:pPr": self._properties_start,
            "w:pStyle": self._paragraph_style,
            "w:numId": self._list_id,
            "w:ilvl": self._list_level,
            "w:outlineLvl": self._outline,
            "w:framePr": self._frame,
            "w:r": self._run_start,
            "w:rStyle": self._run_style,
            "w:vanish": self._vanish,
            "w:vertAlign": self._vertical_alignment,
            **dict.fromkeys(("w:strike", "w:dstrike"), self._strike),
            **dict.fromkeys(("w:t", "m:t", "a:t", "w:instrText"), self._text_start),
            "w:sym": self._symbol,
            "w:fldChar": self._field_char,
            "w:rt": self._ruby_text,
            **dict.fromkeys(("w:del", "w:moveFrom"), self._deletion),
            **dict.fromkeys(("w:ins", "w:moveTo"), self._insertion),
        }

    def ends(self) -> dict[str, End]:
        """End methods by short element name."""
        return {
            **dict.fromkeys(("w:p", "a:p"), self._writer.end_paragraph),
            "w:pPr": self._properties_end,
            "w:r": self._run_end,
            **dict.fromkeys(("w:t", "m:t", "a:t"), self._text_end),
            "w:instrText": self._instruction_end,
            "m:d": lambda: self._writer.write(")"),
        }

    def characters(self, data: str) -> None:
        """Character data; white space between elements is none of the text."""
        if self._collecting:
            self._characters.append(data)

    # -- paragraphs ----------------------------------------------------------------------------------------------

    def _paragraph_start(self, _attributes: Attributes) -> bool | None:
        if self._writer.at.deleted:
            return SKIP
        self._writer.begin_paragraph()
        return None

    def _properties_start(self, _attributes: Attributes) -> None:
        self._writer.in_paragraph_properties = True

    def _properties_end(self) -> None:
        self._writer.in_paragraph_properties = False

    def _paragraph_style(self, attributes: Attributes) -> None:
        if self._writer.at.paragraph is not None:
            self._writer.at.paragraph.style = val(attributes)

    def _list_id(self, attributes: Attributes) -> None:
        if self._writer.at.paragraph is not None:
            self._writer.at.paragraph.list_id = val(attributes)

    def _list_level(self, attributes: Attributes) -> None:
        if self._writer.at.paragraph is not None:
            self._writer.at.paragraph.level = integer(val(attributes))

    def _outline(self, attributes: Attributes) -> None:
        if self._writer.at.paragraph is not None:
            self._writer.at.paragraph.outline = integer(val(attributes), 9)

    def _frame(self, attributes: Attributes) -> None:
        """A dropped capital is a paragraph of its own, but the beginning of the next one's first word."""
        if self._writer.at.paragraph is not None and value(attributes, _DROP_CAP) in ("drop", "margin"):
            self._writer.at.paragraph.joins_next = True

    # -- runs ----------------------------------------------------------------------------------------------------

    def _run_start(self, _attributes: Attributes) -> None:
        self._writer.at.run = Run(self._writer.at.run)

    def _run_end(self) -> None:
        run = self._writer.at.run
        self._writer.at.run = run.outer if run is not None else None

    def _run_for_properties(self) -> Run | None:
        """The open run; None in the properties of a paragraph mark, which hide no text."""
        return None if self._writer.in_paragraph_properties else self._writer.at.run

    def _run_style(self, attributes: Attributes) -> None:
        if (run := self._run_for_properties()) is not None:
            run.style = val(attributes)

    def _vanish(self, attributes: Attributes) -> None:
        if (run := self._run_for_properties()) is not None:
            run.hidden = is_on(attributes)

    def _vertical_alignment(self, attributes: Attributes) -> None:
        if (run := self._run_for_properties()) is not None:
            run.superscript = val(attributes) == "superscript"

    def _strike(self, attributes: Attributes) -> None:
        if (run := self._run_for_properties()) is not None:
            run.struck = is_on(attributes)

    # -- text ----------------------------------------------------------------------------------------------------

    def _literal(self, text: str) -> Start:
        def start(_attributes: Attributes) -> None:
            self._writer.write(text)

        return start

    def _text_start(self, attributes: Attributes) -> None:
        self._collecting = True
        self._keeps_space = value(attributes, _SPACE) == "preserve"

    def _take_characters(self) -> str:
        text = "".join(self._characters)
        self._characters.clear()
        self._collecting = False
        return text

    def _text_end(self) -> None:
        """White space at the ends counts only where the file says so, and line ends are spaces, as in Word."""
        text = self._take_characters()
        if "\n" in text or "\t" in text or "\r" in text:
            text = text.translate(_ONE_LINE)
        if not self._keeps_space:
            text = text.strip(_XML_SPACE)
        if text:
            self._writer.write(text)

    def _instruction_end(self) -> None:
        self._writer.at.fields.instruct(self._take_characters())

    def _symbol(self, attributes: Attributes) -> None:
        char = symbol(value(attributes, _FONT) or "", value(attributes, _CHAR) or "")
        if char:
            self._writer.write(char)
        else:
            self._writer.mark("symbol_unread")

    def _field_char(self, attributes: Attributes) -> None:
        fields, written = self._writer.at.fields, self._writer.written
        kind = value(attributes, _FIELD_TYPE)
        if kind == "begin":
            fields.begin()
        elif kind == "separate":
            fields.separate(written)
        elif kind == "end":
            instruction = fields.end(written)
            if instruction is not None:
                self._show(instruction)

    def _show(self, instruction: str) -> None:
        """Print what a field without result prints, or warn that it cannot be told."""
        text = equation_text(instruction) if instruction[:2].upper() == "EQ" else ""
        if text:
            self._writer.write(text)
        else:
            self._writer.mark("field_unread", instruction)

    def _ruby_text(self, _attributes: Attributes) -> bool:
        self._writer.mark("ruby_dropped")
        return SKIP

    # -- revisions -----------------------------------------------------------------------------------------------

    def _deletion(self, _attributes: Attributes) -> bool:
        """Deleted text is left out; a deleted paragraph mark joins the paragraph to the next one."""
        writer = self._writer
        writer.mark("revision")
        if writer.in_row_properties and writer.at.tables:
            writer.at.tables[-1].row_deleted = True
        elif writer.in_paragraph_properties and writer.at.paragraph is not None:
            writer.at.paragraph.joins_next = True
        return SKIP

    def _insertion(self, _attributes: Attributes) -> None:
        self._writer.mark("revision")
