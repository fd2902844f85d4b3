"""The section tree of a report, from its markers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factextract.datamodel import Section, Span
from factextract.ingest.headings import (
    NUMBERED,
    RUNNING,
    Marker,
    Style,
    heading_of,
    named_markers,
    numbered_markers,
)
from factextract.ingest.lines import Line

_NAMED = (Style.TAG, Style.LABEL, Style.LEAD)
_CLOSING = re.compile(
    r"\s*(?:下一步|下一阶段|下步|接下来|今后|总之|总的来看|总体来看|综上|存在(?:的)?(?:主要)?(?:问题|不足|困难)|主要(?:问题|不足)|不足之处"
    r"|(?:下半年|明年|下季度|下一年|[一二三四]季度|20[\dxX]{2}年),?(?:我|[^,。]{0,12})?(?:将|计划|拟|打算))"
)


@dataclass(slots=True)
class _Open:
    """A section under construction."""

    start: int
    end: int
    level: int
    heading: Span | None
    parent: int | None


class SectionTree:
    """Sections of a report and the places where sentences must begin.

    ``sections[0]`` is the text before any heading; a section reaches to the next one of its level or above.
    ``cuts`` are sorted view offsets of section starts and of headings' ends inside a paragraph.
    """

    def __init__(self, text: str, body: Sequence[Line], styled: Iterable[Marker] = ()) -> None:
        """Read the sections of ``text`` off the lines of its body (between head and sign-off); ``styled`` are
        headings known from the file's format."""
        self._text, self._body = text, body
        self._foot = body[-1].end if body else len(text)
        self._line_starts = [line.start for line in body]
        markers = self._markers(styled)
        self._stack: list[tuple[Style, int]] = []
        self._open = [_Open(0, len(text), 0, None, None)]
        single = self._one_paragraph_styles(markers)
        cuts: set[int] = set()
        for index, marker in enumerate(markers):
            limit = markers[index + 1].start if index + 1 < len(markers) else len(text)
            cuts |= self._add(marker, limit, single)
        if len(self._open) > 1:
            self._open[0].end = self._open[1].start
        self.cuts = sorted(cuts)
        self.sections = tuple(Section(s.start, s.end, s.level, s.heading, s.parent) for s in self._open)
        self._starts = [section.start for section in self.sections]

    def innermost(self, offset: int) -> int:
        """Index of the deepest section that holds a view offset."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        while index and self.sections[index].end <= offset:
            parent = self.sections[index].parent
            index = 0 if parent is None else parent
        return index

    def _markers(self, styled: Iterable[Marker]) -> list[Marker]:
        numbered = numbered_markers(self._text, self._body)
        taken = {marker.start for marker in numbered}
        others = [*named_markers(self._text, self._body), *styled, *self._closing_paragraphs()]
        for marker in others:
            if marker.start not in taken:
                taken.add(marker.start)
                numbered.append(marker)
        return sorted(numbered, key=lambda marker: marker.start)

    def _closing_paragraphs(self) -> list[Marker]:
        """Paragraphs on what comes next or what is wanting: they belong to the report, not to the last
        section."""
        found = []
        for line in self._body:
            match = _CLOSING.match(self._text, line.start, line.end)
            if match is not None:
                found.append(Marker(line.start, line.start, Style.CLOSING, 0, True))
        return found

    def _line_at(self, offset: int) -> Line:
        return self._body[max(0, bisect_right(self._line_starts, offset) - 1)]

    def _add(self, marker: Marker, limit: int, single: frozenset[Style]) -> set[int]:
        """Open a section; returns where sentences must begin."""
        line = self._line_at(marker.start)
        self._close_before(marker)
        closing = marker.style is Style.CLOSING
        heading = None if closing else heading_of(self._text, marker, line, limit)
        parent = self._stack[-1][1] if self._stack else None
        end = self._foot if parent is None else self._open[parent].end
        inline = not marker.opens_line and marker.style >= Style.ARABIC
        if marker.style in single or inline:
            end = min(end, line.end)
        self._open.append(_Open(marker.start, end, 0 if closing else len(self._stack) + 1, heading, parent))
        self._stack.append((marker.style, len(self._open) - 1))
        cuts = {marker.start}
        if (
            heading is not None
            and marker.end < heading.end < line.end
            and self._text[heading.end] not in "。:;!?.,"
        ):
            cuts.add(heading.end)
        return cuts

    def _close_before(self, marker: Marker) -> None:
        """Close the sections that a marker ends: those past their last paragraph, then back to its own
        style if that is open, else the deeper numbered ones."""
        keep = len(self._stack)
        while keep and self._open[self._stack[keep - 1][1]].end <= marker.start:
            keep -= 1
        styles = [style for style, _ in self._stack[:keep]]
        if marker.style is Style.CLOSING:
            keep = 0
        elif marker.style in styles:
            keep = styles.index(marker.style)
        elif Style.CLOSING in styles and marker.style <= Style.CHINESE:
            keep = 0
        elif marker.style in NUMBERED:
            while keep and styles[keep - 1] > marker.style and styles[keep - 1] in NUMBERED:
                keep -= 1
        for _, index in self._stack[keep:]:
            self._open[index].end = min(self._open[index].end, marker.start)
        del self._stack[keep:]

    def _one_paragraph_styles(self, markers: Sequence[Marker]) -> frozenset[Style]:
        """Styles whose sections are one paragraph long, as every section but the last shows: then the last
        is too, and what follows it belongs to the whole."""
        found = set(RUNNING)
        lines = [bisect_right(self._line_starts, marker.start) for marker in markers]
        for style in (*_NAMED, Style.BRACKETED_CHINESE, Style.CHINESE, Style.ARABIC):
            gaps, leaf = [], True
            for (marker, line), (after, next_line) in pairwise(zip(markers, lines, strict=True)):
                if marker.style is style and after.style is style:
                    gaps.append(next_line - line)
                elif marker.style is style and after.style > style and after.style in NUMBERED:
                    leaf = False
            enough = 1 if style in _NAMED else 2
            if leaf and len(gaps) >= enough and all(gap == 1 for gap in gaps):
                found.add(style)
        return frozenset(found)
