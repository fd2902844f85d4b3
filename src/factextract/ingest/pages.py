"""Page numbers and running headers left in a text by converters.

A page number stands on a line of its own (``12``, ``- 12 -``, ``第 3 页 共 8 页``) or is fused into the text
(``page_counts``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.datamodel import Span
from factextract.ingest.headings import opens_block
from factextract.ingest.lines import SENTENCE_PUNCTUATION, Line, ends_sentence, is_cell_like
from factextract.ingest.page_counts import PageMark, fused_marks, missing_marks
from factextract.ingest.spaces import MEASURES

_HEADER_LIMIT = 45
"""Longest running header, in characters."""

_DECORATED = re.compile(
    r"[-·~]{1,3}\s{0,3}(?:第\s?)?\d{1,4}\s?页?\s{0,3}[-·~]{1,3}"
    r"|\(?第\s{0,2}\d{1,4}\s{0,2}页[\s,、/()]{0,4}(?:共\s{0,2}\d{1,4}\s{0,2}页)?\)?"
    r"|\(?共\s{0,2}\d{1,4}\s{0,2}页[\s,、/]{0,4}第\s{0,2}\d{1,4}\s{0,2}页\)?"
    r"|[Pp]age\s{0,2}\d{1,4}(?:\s{0,2}(?:of|/)\s{0,2}\d{1,4})?"
)
_FRACTION = re.compile(r"\d{1,3}\s?/\s?\d{1,3}|[Pp]\.?\s?\d{1,3}")
_INSIDE_PAGES = re.compile(r"\(?第\s{0,2}\d{1,4}\s{0,2}页[\s,、/]{0,4}共\s{0,2}\d{1,4}\s{0,2}页\)?")
_PAGE_NUMBER = re.compile(r"[\d\s]|第\s?\d{1,4}\s?页|共\s?\d{1,4}\s?页")
_PAGED = re.compile(r"第\s?\d{1,4}\s?页|-\s?\d{1,4}\s?-")
_BARE = re.compile(r"\d{1,3}")
_DIGITS = re.compile(r"\d{1,4}")


def page_marks(text: str, lines: Sequence[Line], banner: bool) -> list[Span]:
    """The page marks of a folded text, in order; a mark that breaks a sentence takes the line break with it.

    ``lines`` are the text's nonblank lines that belong to no table; ``banner`` tells that a download site's
    banner stands at the start, which makes a page count likely.
    """
    own = _standalone(lines)
    marks = [*own, *fused_marks(text, lines, banner)]
    if len(own) > 1:
        marks += missing_marks(text, own)
    spans = {Span(mark.start, mark.end) for mark in marks}
    covered = {mark.end for mark in own}
    inside = (Span(match.start(), match.end()) for match in _INSIDE_PAGES.finditer(text))
    return sorted(spans.union(span for span in inside if span.end not in covered))


# -- numbers on a line of their own --------------------------------------------------------------------------


def _standalone(lines: Sequence[Line]) -> list[PageMark]:
    marks, bare = [], []
    for index, line in enumerate(lines):
        if len(line.body) > 24:
            continue
        fraction = _FRACTION.fullmatch(line.body) is not None and _between_text(lines, index)
        if fraction or _DECORATED.fullmatch(line.body):
            marks.append(index)
        elif _BARE.fullmatch(line.body) and _between_text(lines, index):
            bare.append(index)
    return [_line_mark(lines, index) for index in sorted((*marks, *_consecutive_bare(lines, bare)))]


def _between_text(lines: Sequence[Line], index: int) -> bool:
    """True if the lines around are running text, not cells of a table written one cell a line."""
    before = lines[index - 1].body if index else ""
    after = lines[index + 1].body if index + 1 < len(lines) else ""
    return len(before) > 12 and not is_cell_like(before) and (ends_sentence(after) or not is_cell_like(after))


def _consecutive_bare(lines: Sequence[Line], bare: Sequence[int]) -> list[int]:
    """Of bare-number lines, those that count pages: the longest run of numbers that go up by one (a missing
    one is bridged) from 1 or 2, or from anywhere if there are three; or a lone 1 that parts a sentence and
    is no figure of it."""
    chains: dict[int, list[int]] = {}
    best: list[int] = []
    for index in bare:
        number = int(lines[index].body)
        chain = [*max(chains.get(number - 1, []), chains.get(number - 2, []), key=len), index]
        if len(chain) > len(chains.get(number, ())):
            chains[number] = chain
        best = max(best, chain, key=len)
    if len(best) >= 3 or (len(best) == 2 and int(lines[best[0]].body) <= 2):
        return best
    return [
        index
        for index in bare[:1]
        if lines[index].body == "1" and _broken(lines[index - 1]) and not _measures(lines, index + 1)
    ]


def _measures(lines: Sequence[Line], index: int) -> bool:
    """True if the line begins with a measure word, so that a number before it belongs to it."""
    return index < len(lines) and lines[index].body[0] in MEASURES


def _line_mark(lines: Sequence[Line], index: int) -> PageMark:
    """The mark on a line of its own, with the newline before it, so that what it parts stays on neighbouring
    lines; with both newlines where it parts a sentence."""
    line = lines[index]
    digits = _DIGITS.search(line.body)
    number = int(digits[0]) if digits else 0
    if not index:
        return PageMark(line.start, line.end, number)
    before = lines[index - 1]
    if index + 1 < len(lines) and _broken(before) and not opens_block(lines[index + 1].body):
        return PageMark(before.body_span.end, lines[index + 1].body_span.start, number)
    return PageMark(before.end, line.end, number)


def _broken(line: Line) -> bool:
    """True if a line of running text stops short of its sentence's end."""
    return (
        len(line.body) >= 12
        and not ends_sentence(line.body)
        and SENTENCE_PUNCTUATION.search(line.body) is not None
    )


# -- running headers -----------------------------------------------------------------------------------------


def running_headers(lines: Sequence[Line], marks: Sequence[Span]) -> list[Span]:
    """Lines that repeat an earlier line at page breaks: beside a page mark, with a page number of their
    own, or in the middle of a sentence. One such place convicts all repetitions.

    The first occurrence stays: it is the title. A repeated title of a compilation stays too, since it
    breaks nothing.
    """
    edges = {edge for span in marks for edge in (span.start, span.end)}
    repeated: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        key = _PAGE_NUMBER.sub("", line.body)
        if (
            4 <= len(key) <= _HEADER_LIMIT
            and not SENTENCE_PUNCTUATION.search(key)
            and not opens_block(line.body)
        ):
            repeated.setdefault(key, []).append(index)
    headers: list[Span] = []
    for indices in repeated.values():
        if any(_at_page_break(lines, index, edges) for index in indices[1:]):
            marks_of = (_line_mark(lines, index) for index in indices[1:])
            headers.extend(Span(mark.start, mark.end) for mark in marks_of)
    return sorted(headers)


def _at_page_break(lines: Sequence[Line], index: int, edges: set[int]) -> bool:
    line, before = lines[index], lines[index - 1]
    if (
        line.end in edges
        or line.body_span.end in edges
        or before.end in edges
        or before.body_span.end in edges
    ):
        return True
    if _PAGED.search(line.body):
        return True
    after = lines[index + 1] if index + 1 < len(lines) else None
    return _broken(before) and len(before.body) >= 20 and after is not None and not is_cell_like(after.body)
