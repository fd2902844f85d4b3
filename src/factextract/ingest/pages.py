"""Page numbers and running headers left in a text by converters.

Three shapes occur: a number on a line of its own (``12``, ``- 12 -``, ``第 3 页 共 8 页``), a number with 、
before the page's first word at the start of a line (``热点问⏎2、题``), and the same with the line break lost
(``热点问2、题``). The last two look like list items, so they are believed only as a consecutive count through
the file whose members break words and stand a page apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factextract.datamodel import Span
from factextract.ingest.headings import opens_block
from factextract.ingest.lines import SENTENCE_PUNCTUATION, Line, ends_sentence, is_cell_like
from factextract.ingest.spaces import MEASURES

PAGE_GAP = 80
"""Fewest characters between two page marks that open their lines."""
INLINE_PAGE_GAP = 150
"""Fewest characters between two page marks inside a line, where no site's banner tells of pages."""
_SURE_GAP = 100
"""Fewest characters of a first page where no site's banner tells that pages are numbered."""
_HEADER_LIMIT = 45

_MARK = re.compile(r"[ \t]*(\d{1,3})、")
_INLINE_MARK = re.compile(r"(?<![第至和\d])(\d{1,9})、(?!\d)")
_PARTS_WORD = re.compile(r"[\u4e00-\u9fff,、]\d{1,3}、[\u4e00-\u9fff,。、)]")
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that may be a page mark: its span, its value, and whether the text before it breaks off."""

    start: int
    end: int
    number: int
    broken: bool


def page_marks(text: str, lines: Sequence[Line], boilerplate: bool) -> list[Span]:
    """The page marks of a folded text, in order; a mark that breaks a sentence takes the line break with
    it.

    ``boilerplate`` tells that a download site's banner stands at the start, which makes a page count
    likely.
    """
    filled = [line for line in lines if not line.blank]
    marks = _standalone(text, filled)
    fused = _fused(text, filled, boilerplate)
    marks += fused if len(fused) > 1 else _inline(text, filled, boilerplate) or fused
    marks += [Span(match.start(), match.end()) for match in _INSIDE_PAGES.finditer(text)]
    return sorted(set(marks))


# -- numbers on a line of their own --------------------------------------------------------------------------


def _standalone(text: str, lines: Sequence[Line]) -> list[Span]:
    marks, bare = [], []
    for index, line in enumerate(lines):
        if len(line.body) > 24:
            continue
        if _DECORATED.fullmatch(line.body) or (
            _FRACTION.fullmatch(line.body) and _between_text(lines, index)
        ):
            marks.append(_line_mark(lines, index))
        elif _BARE.fullmatch(line.body) and _between_text(lines, index):
            bare.append(index)
    return marks + [_line_mark(lines, index) for index in _consecutive_bare(lines, bare)]


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


def _line_mark(lines: Sequence[Line], index: int) -> Span:
    """Span of a line that is a page mark, with the newline before it, so that what it parts stays on
    neighbouring lines; with both newlines where it parts a sentence."""
    if not index:
        return Span(lines[index].start, lines[index].end)
    before = lines[index - 1]
    if index + 1 < len(lines) and _broken(before) and not opens_block(lines[index + 1].body):
        return Span(before.body_span.end, lines[index + 1].body_span.start)
    return Span(before.end, lines[index].end)


def _broken(line: Line) -> bool:
    """True if a line of running text stops short of its sentence's end."""
    return (
        len(line.body) >= 12
        and not ends_sentence(line.body)
        and SENTENCE_PUNCTUATION.search(line.body) is not None
    )


# -- number + 、 at the start of a line -----------------------------------------------------------------------


def _fused(text: str, lines: Sequence[Line], boilerplate: bool) -> list[Span]:
    candidates = []
    for index, line in enumerate(lines):
        match = _MARK.match(text, line.start, line.end)
        if match is None:
            continue
        before = lines[index - 1] if index else None
        broken = before is not None and not ends_sentence(before.body)
        if broken and text[match.end() : match.end() + 1].isdigit() and not before.body[-1].isdigit():
            broken = False  # more like 2、45万元 than the start of a page
        start = before.end if before is not None and broken else line.start
        candidates.append(_Candidate(start, match.end(), int(match[1]), broken))
    chain = _chain(text, candidates, PAGE_GAP)
    if not chain or not _credible(chain, text, boilerplate):
        return []
    return [Span(mark.start, mark.end) for mark in chain]


def _chain(text: str, candidates: Sequence[_Candidate], gap: int) -> list[_Candidate]:
    """The longest believable page count: numbers one apart, members a page apart, broken ones preferred."""
    items = _list_items(candidates, gap)
    by_number: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        if candidate not in items:
            by_number.setdefault(candidate.number, []).append(candidate)
    # Page 1 stands at the head of the text; a list's first item has an introduction.
    chain = [c for c in candidates[:1] if c.number == 1 and not text[: c.start].strip()]
    number = 2 if chain else min((c.number for c in candidates if c.broken and c not in items), default=0)
    while number in by_number:
        after = chain[-1].end + gap if chain else 0
        options = [c for c in by_number[number] if c.start >= after]
        chosen = next((c for c in options if c.broken), None) or next(iter(options), None)
        if chosen is None:
            break
        chain.append(chosen)
        number += 1
    while chain and chain[-1].number > 1 and not chain[-1].broken:
        chain.pop()
    return chain


def _list_items(candidates: Sequence[_Candidate], gap: int) -> set[_Candidate]:
    """Candidates that count on from each other at less than a page's distance."""
    items = set()
    ordered = sorted(candidates, key=lambda candidate: candidate.start)
    for one, other in pairwise(ordered):
        if other.number == one.number + 1 and other.start - one.end < gap:
            items.update((one, other))
    return items


def _credible(chain: Sequence[_Candidate], text: str, boilerplate: bool) -> bool:
    """Whether a chain counts pages rather than list items."""
    later = [mark for mark in chain if mark.number > 1]
    broken = sum(mark.broken for mark in later)
    if boilerplate:
        return broken > 0 or not later
    if not later or 2 * broken < len(later):
        return False
    first = later[0]
    if chain[0] is first:  # no page 1: a list would have begun with the number before
        follows = text[first.end : first.end + 1]
        return f"{first.number - 1}、" not in text[: first.start] and not follows.isdigit()
    return first.start - chain[0].end >= _SURE_GAP


# -- number + 、 inside a line --------------------------------------------------------------------------------


def _inline(text: str, lines: Sequence[Line], boilerplate: bool) -> list[Span]:
    candidates = []
    for line in lines:
        opening = _MARK.match(text, line.start, line.end)
        if opening is not None and opening[1] == "1":
            candidates.append(_Candidate(line.start, opening.end(), 1, False))
        if line.end - line.start >= INLINE_PAGE_GAP:
            for match in _INLINE_MARK.finditer(text, line.start, line.end):
                candidates.extend(_inline_readings(text, match))
    chain = _chain(text, candidates, PAGE_GAP if boilerplate else INLINE_PAGE_GAP)
    later = [mark for mark in chain if mark.number > 1]
    broken = sum(mark.broken for mark in later)
    if not later or later[0].number != 2 or not later[0].broken or 2 * broken < len(later):
        return []
    if len(chain) < 2 and not boilerplate:
        return []
    return [Span(mark.start, mark.end) for mark in chain]


def _inline_readings(text: str, match: re.Match[str]) -> Iterator[_Candidate]:
    """The page numbers that digits and 、 may hold; a figure may stand right before the mark: ``2554、`` is
    255 and page 4, if page 4 is due."""
    digits = match[1]
    parts_word = _PARTS_WORD.match(text, max(0, match.start() - 1)) is not None
    for length in range(1, min(3, len(digits)) + 1):
        if digits[-length] != "0":
            whole = length == len(digits)
            start = match.end() - 1 - length
            yield _Candidate(start, match.end(), int(digits[-length:]), parts_word and whole)


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
    headers = []
    for indices in repeated.values():
        if any(_at_page_break(lines, index, edges) for index in indices[1:]):
            headers.extend(_line_mark(lines, index) for index in indices[1:])
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
