"""Artefacts of a file: what converters, download sites and page layout put into a report's text.

They are masked, never deleted: ``make_view`` leaves them out of the text that the later stages read, and every span
found there still points at the file's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from factextract.datamodel import BlockKind, Document, Notice, Part, Span
from factextract.ingest.boilerplate import boilerplate
from factextract.ingest.characters import digit_repairs, pinyin, stray_spaces
from factextract.ingest.lines import outside, split_lines
from factextract.ingest.pages import page_marks, running_headers
from factextract.ingest.wrapping import line_breaks
from factextract.text.view import View


class ArtefactKind(StrEnum):
    """Why a stretch of text is left out."""

    PAGE_MARK = "page_mark"
    RUNNING_HEADER = "running_header"
    LINE_BREAK = "line_break"
    SPACE = "space"
    PINYIN = "pinyin"
    BOILERPLATE = "boilerplate"
    MARKUP = "markup"
    INVISIBLE = "invisible"
    HEADER_FOOTER = "header_footer"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, order=True)
class Artefact:
    """A stretch ``start:end`` of the source (code points, half open) to leave out of the view, and why."""

    start: int
    end: int
    kind: ArtefactKind


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What to mask in a document, sorted (spans may overlap), and which characters to read as others, by source
    offset."""

    artefacts: tuple[Artefact, ...]
    replacements: Mapping[int, str]


_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad]+|\r(?=\n)")
_NEWLINES = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_TAGS = re.compile(
    r"</?(?P<name>p|br|div|li|tr|h[1-6]|td|th|span|b|i|u|strong|em|font|a|ul|ol|table|tbody|center)\b[^<>\n]{0,200}>",
    re.I,
)
_FORUM_CODES = re.compile(
    r"\[/?(?:color|size|font|b|i|u|url|img|align|backcolor|table|tr|td|p|quote|list)(?:=[^\]\n]{0,80})?\]",
    re.I,
)
_BREAKING_TAGS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_ENTITIES = re.compile(r"&(?:n?bsp|ensp|emsp|quot|amp|lt|gt|ldquo|rdquo|mdash|hellip);?|&#\d{2,5};")
_BLOCK_KINDS = {
    BlockKind.HEADER: ArtefactKind.HEADER_FOOTER,
    BlockKind.FOOTER: ArtefactKind.HEADER_FOOTER,
    BlockKind.HIDDEN: ArtefactKind.HIDDEN,
}


class _Collector:
    """Gathers artefacts pass by pass; each pass reads the text that the passes before have left."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.artefacts: list[Artefact] = []
        self.replacements: dict[int, str] = {}

    def view(self) -> View:
        masked = [Span(artefact.start, artefact.end) for artefact in self.artefacts]
        return View(self.source, masked=masked, replacements=self.replacements)

    def add(self, kind: ArtefactKind, spans: Iterable[Span], view: View | None = None) -> None:
        """Record spans of ``view`` (or of the source) as artefacts."""
        for span in spans:
            at = span if view is None else view.to_source(span)
            if at.start < at.end:
                self.artefacts.append(Artefact(at.start, at.end, kind))


def clean(document: Document) -> Cleaning:
    """Everything to mask or mend in a document; time is linear in its length."""
    found = _Collector(document.text)
    for block in document.blocks:
        if block.kind in _BLOCK_KINDS:
            found.add(_BLOCK_KINDS[block.kind], [Span(block.start, block.end)])
    _mask_code(found)

    view = found.view()
    found.add(ArtefactKind.BOILERPLATE, boilerplate(view.text, split_lines(view.text)), view)
    has_banner = any(artefact.kind is ArtefactKind.BOILERPLATE for artefact in found.artefacts)

    view = found.view()
    prose = outside(split_lines(view.text), _tables(document, view))
    marks = page_marks(view.text, prose, has_banner)
    found.add(ArtefactKind.PAGE_MARK, marks, view)
    found.add(ArtefactKind.RUNNING_HEADER, running_headers(prose, marks), view)

    view = found.view()
    shown = view.visible(Span(0, len(view.text)))
    found.add(ArtefactKind.LINE_BREAK, line_breaks(view.text, shown, _tables(document, view)), view)
    view = found.view()
    found.add(ArtefactKind.PINYIN, pinyin(view.text), view)
    view = found.view()
    for offset, char in digit_repairs(view.text).items():
        found.replacements[view.offset_to_source(offset)] = char
    view = found.view()
    found.add(ArtefactKind.SPACE, stray_spaces(view.text), view)
    view = found.view()
    for offset, char in digit_repairs(view.text).items():
        found.replacements[view.offset_to_source(offset)] = char
    return Cleaning(tuple(sorted(found.artefacts)), found.replacements)


def _tables(document: Document, view: View) -> list[Span]:
    """Where a document's own tables stand in a view of the whole, in order."""
    return sorted(view.span_to_view(Span(table.start, table.end)) for table in document.tables)


def _mask_code(found: _Collector) -> None:
    """Invisible characters, markup and line separators other than the newline."""
    text = found.source
    found.add(
        ArtefactKind.INVISIBLE, (Span(match.start(), match.end()) for match in _INVISIBLE.finditer(text))
    )
    for match in _NEWLINES.finditer(text):
        if text[match.start() : match.start() + 2] != "\r\n":
            found.replacements[match.start()] = "\n"
    if "<" in text:
        for match in _TAGS.finditer(text):
            keep = match["name"].lower() in _BREAKING_TAGS
            if keep:  # the tag's first character stays in the view, as a line break
                found.replacements[match.start()] = "\n"
            found.add(ArtefactKind.MARKUP, [Span(match.start() + keep, match.end())])
    if "[" in text:
        found.add(ArtefactKind.MARKUP, (Span(m.start(), m.end()) for m in _FORUM_CODES.finditer(text)))
    if "&" in text:
        found.add(
            ArtefactKind.MARKUP, (Span(match.start(), match.end()) for match in _ENTITIES.finditer(text))
        )


def find_artefacts(document: Document) -> tuple[Artefact, ...]:
    """The artefacts of a document over its source text, sorted; they may overlap."""
    return clean(document).artefacts


def make_view(document: Document, part: Part, cleaning: Cleaning | None = None) -> View:
    """The matching view of one report: folded, artefacts masked, damaged digits mended.

    ``cleaning`` is ``clean(document)``; give it when a document has several parts, so that it is made once.
    """
    cleaning = clean(document) if cleaning is None else cleaning
    artefacts = cleaning.artefacts
    low = bisect_left(artefacts, part.start, key=lambda artefact: artefact.start)
    high = bisect_right(artefacts, part.end, key=lambda artefact: artefact.start)
    reach_back = [artefact for artefact in artefacts[max(0, low - 8) : low] if artefact.end > part.start]
    masked = [Span(artefact.start, artefact.end) for artefact in (*reach_back, *artefacts[low:high])]
    return View(document.text, part.start, part.end, masked, cleaning.replacements)


def notices(cleaning: Cleaning) -> tuple[Notice, ...]:
    """Warnings about text that a reader of the file does not see but the file holds."""
    return tuple(
        Notice("hidden_text", "文件含隐藏文字，未计入抽取", artefact.start, artefact.end)
        for artefact in cleaning.artefacts
        if artefact.kind is ArtefactKind.HIDDEN
    )
