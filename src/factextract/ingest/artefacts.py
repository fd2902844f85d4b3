"""Artefacts of a file: what converters, download sites and page layout put into a report's text.

They are masked, never deleted: ``make_view`` leaves them out of the text that the later stages read, and
every span found there still points at the file's own text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from factextract.datamodel import BlockKind, Document, Notice, Part, Span
from factextract.ingest.boilerplate import boilerplate
from factextract.ingest.lines import outside, split_lines
from factextract.ingest.markup import invisible, markup, newlines
from factextract.ingest.pages import page_marks, running_headers
from factextract.ingest.repairs import digit_repairs, pinyin
from factextract.ingest.spaces import stray_spaces
from factextract.ingest.wrapping import line_breaks
from factextract.text.fold import fold
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
    """What to mask in a document: artefacts, sorted (they may overlap), and the spans they cover together,
    apart from each other; which characters to read as others, by source offset; and the folded text."""

    artefacts: tuple[Artefact, ...]
    masked: tuple[Span, ...]
    replacements: Mapping[int, str]
    folded: str


_BLOCK_KINDS = {
    BlockKind.HEADER: ArtefactKind.HEADER_FOOTER,
    BlockKind.FOOTER: ArtefactKind.HEADER_FOOTER,
    BlockKind.HIDDEN: ArtefactKind.HIDDEN,
}


class _Collector:
    """Gathers artefacts pass by pass; each pass reads the text that the passes before it have left."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.folded = fold(source)
        self.artefacts: list[Artefact] = []
        self.replacements: dict[int, str] = {}
        self._view: View | None = None

    def view(self) -> View:
        """The text as it stands after the passes so far."""
        if self._view is None:
            masked = (Span(artefact.start, artefact.end) for artefact in self.artefacts)
            self._view = View(self.source, masked=masked, replacements=self.replacements, folded=self.folded)
        return self._view

    def mask(self, kind: ArtefactKind, spans: Iterable[Span]) -> None:
        """Record spans of the current view as artefacts."""
        view = self.view()
        self.mask_source(kind, (view.to_source(span) for span in spans))

    def mask_source(self, kind: ArtefactKind, spans: Iterable[Span]) -> None:
        """Record spans of the source as artefacts."""
        found = [Artefact(span.start, span.end, kind) for span in spans if span.start < span.end]
        if found:
            self.artefacts += found
            self._view = None

    def replace(self, chars: Mapping[int, str]) -> None:
        """Show other characters at offsets of the current view."""
        view = self.view()
        self.replace_source({view.offset_to_source(offset): char for offset, char in chars.items()})

    def replace_source(self, chars: Mapping[int, str]) -> None:
        """Show other characters at offsets of the source."""
        if chars:
            self.replacements.update(chars)
            self._view = None


def clean(document: Document) -> Cleaning:
    """Everything to mask or mend in a document; time is linear in its length."""
    found = _Collector(document.text)
    for block in document.blocks:
        if block.kind in _BLOCK_KINDS:
            found.mask_source(_BLOCK_KINDS[block.kind], [Span(block.start, block.end)])
    found.mask_source(ArtefactKind.INVISIBLE, invisible(document.text))
    found.mask_source(ArtefactKind.MARKUP, markup(document.text))
    found.replace_source(newlines(document.text))

    text = found.view().text
    banners = boilerplate(text, split_lines(text))
    found.mask(ArtefactKind.BOILERPLATE, banners)

    view = found.view()
    prose = outside(split_lines(view.text), _tables(document, view))
    marks = page_marks(view.text, prose, bool(banners))
    headers = running_headers(prose, marks)
    found.mask_source(ArtefactKind.PAGE_MARK, map(view.to_source, marks))
    found.mask_source(ArtefactKind.RUNNING_HEADER, map(view.to_source, headers))

    view = found.view()
    shown = view.visible(Span(0, len(view.text)))
    found.mask(ArtefactKind.LINE_BREAK, line_breaks(view.text, shown, _tables(document, view)))
    found.mask(ArtefactKind.PINYIN, pinyin(found.view().text))
    # Letters are mended before blanks, so that a number's blanks are seen; and after, where a blank parted a number.
    found.replace(digit_repairs(found.view().text))
    found.mask(ArtefactKind.SPACE, stray_spaces(found.view().text))
    found.replace(digit_repairs(found.view().text))
    return Cleaning(tuple(sorted(found.artefacts)), found.view().masked, found.replacements, found.folded)


def _tables(document: Document, view: View) -> list[Span]:
    """Where a document's own tables stand in a view of the whole, in order."""
    return sorted(view.span_to_view(Span(table.start, table.end)) for table in document.tables)


def find_artefacts(document: Document) -> tuple[Artefact, ...]:
    """The artefacts of a document over its source text, sorted; they may overlap."""
    return clean(document).artefacts


def make_view(document: Document, part: Part, cleaning: Cleaning | None = None) -> View:
    """The matching view of one report: folded, artefacts masked, damaged digits mended.

    ``cleaning`` is ``clean(document)``; give it when a document has several parts, so that it is made once.
    """
    cleaning = clean(document) if cleaning is None else cleaning
    masked = cleaning.masked
    low = bisect_right(masked, part.start, key=lambda span: span.end)
    high = bisect_left(masked, part.end, key=lambda span: span.start)
    return View(document.text, part.start, part.end, masked[low:high], cleaning.replacements, cleaning.folded)


def notices(cleaning: Cleaning) -> tuple[Notice, ...]:
    """Warnings about what was left out or mended on a guess: site boilerplate, page marks, letters read as
    digits."""
    found = []
    for kind, code, message in (
        (ArtefactKind.BOILERPLATE, "boilerplate_masked", "网站附加文字 {} 处，未计入抽取。"),
        (ArtefactKind.PAGE_MARK, "page_marks_masked", "混入正文的页码 {} 处，已跳过。"),
    ):
        spans = [artefact for artefact in cleaning.artefacts if artefact.kind is kind]
        if spans:
            found.append(Notice(code, message.format(len(spans)), spans[0].start, spans[0].end))
    mended = sorted(offset for offset, char in cleaning.replacements.items() if char != "\n")
    if mended:
        message = f"数字中误作字母等的字符 {len(mended)} 处，已按数字理解。"
        found.append(Notice("digits_repaired", message, mended[0], mended[0] + 1))
    return tuple(found)
