"""Page numbers fused into the text: a number with 、 before the page's first word (``热点问⏎2、题``), or with the
line break lost too (``热点问2、题``).

Both look like list items, so they are believed only as a consecutive count through the file whose members
break words and stand a page apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from factextract.ingest.lines import Line, ends_sentence

PAGE_GAP = 80
"""Fewest characters between two page marks that open their lines."""
INLINE_PAGE_GAP = 150
"""Fewest characters between two page marks inside a line, where no site's banner tells of pages."""
_SURE_GAP = 100
"""Fewest characters of a first page where no site's banner tells that pages are numbered."""

_MARK = re.compile(r"[ \t]*(\d{1,3})、")
_INLINE_MARK = re.compile(r"(?<![第至和\d])(\d{1,9})、(?!\d)")
_DECIMALS = re.compile(r"\d{1,2}(?![\d年月日时:至])")
_PARTS_WORD = re.compile(r"[\u4e00-\u9fff,、]\d{1,3}、[\u4e00-\u9fff,。、)]")


class _Evidence(IntEnum):
    """What the text before a number with 、 and behind it tells."""

    SENTENCE_END = 0
    FIGURE = 1  # it breaks off, but decimals follow: 2、45万元, or a page that begins with a figure
    BROKEN = 2


@dataclass(frozen=True, slots=True)
class PageMark:
    """A number that may be a page's: its span, with the line break that it stands for, and its value."""

    start: int
    end: int
    number: int
    evidence: _Evidence = _Evidence.BROKEN

    @property
    def broken(self) -> bool:
        """True if it plainly breaks a sentence."""
        return self.evidence is _Evidence.BROKEN


def fused_marks(text: str, lines: Sequence[Line], banner: bool) -> list[PageMark]:
    """Page marks with 、 in a folded text whose nonblank lines are given, in order.

    ``banner`` tells that a download site's banner stands at the start, which makes a page count likely.
    """
    found = _at_line_starts(text, lines, banner)
    return found if len(found) > 1 else _inside_lines(text, lines, banner) or found


# -- at the start of a line ----------------------------------------------------------------------------------


def _at_line_starts(text: str, lines: Sequence[Line], banner: bool) -> list[PageMark]:
    candidates = []
    for index, line in enumerate(lines):
        match = _MARK.match(text, line.start, line.end)
        if match is None:
            continue
        before = lines[index - 1] if index else None
        evidence = _evidence(before.body if before else "", text[match.end() : match.end() + 4])
        start = before.end if before is not None and evidence else line.start
        candidates.append(PageMark(start, match.end(), int(match[1]), evidence))
    chain = _chain(text, candidates, PAGE_GAP, banner)
    return chain if chain and _credible(chain, text, banner) else []


def _evidence(before: str, after: str) -> _Evidence:
    if not before or ends_sentence(before):
        return _Evidence.SENTENCE_END
    if _DECIMALS.match(after) and not before[-1].isdigit():
        return _Evidence.FIGURE
    return _Evidence.BROKEN


def _chain(text: str, candidates: Sequence[PageMark], gap: int, banner: bool) -> list[PageMark]:
    """The longest believable page count: numbers one apart, members a page apart, broken ones preferred."""
    items = _list_items(candidates, gap)
    by_number: dict[int, list[PageMark]] = {}
    for candidate in candidates:
        if candidate not in items:
            by_number.setdefault(candidate.number, []).append(candidate)
    # Page 1 stands at the head of the text; a list's first item has an introduction.
    chain = [mark for mark in candidates[:1] if mark.number == 1 and not text[: mark.start].strip()]
    number = 2 if chain else min((c.number for c in candidates if c.broken and c not in items), default=0)
    while number in by_number:
        after = chain[-1].end + gap if chain else 0
        options = [mark for mark in by_number[number] if mark.start >= after]
        if not options:
            break
        chain.append(max(options, key=lambda mark: (mark.evidence, -mark.start)))
        number += 1
    # A count does not end where a sentence does: that may be a list's next item.
    known = banner or sum(mark.broken for mark in chain) > 1
    least = _Evidence.FIGURE if known else _Evidence.BROKEN
    while chain and chain[-1].number > 1 and chain[-1].evidence < least:
        chain.pop()
    return chain


def _list_items(candidates: Sequence[PageMark], gap: int) -> set[PageMark]:
    """Candidates that count on from each other at less than a page's distance."""
    items: set[PageMark] = set()
    ordered = sorted(candidates, key=lambda candidate: candidate.start)
    for one, other in pairwise(ordered):
        if other.number == one.number + 1 and other.start - one.end < gap:
            items.update((one, other))
    return items


def _credible(chain: Sequence[PageMark], text: str, banner: bool) -> bool:
    """Whether a chain counts pages rather than list items."""
    later = [mark for mark in chain if mark.number > 1]
    broken = sum(mark.broken for mark in later)
    if banner:
        return not later or any(mark.evidence for mark in later)
    if not broken or 2 * broken < len(later):
        return False
    first = later[0]
    if chain[0] is first:  # no page 1: a list would have begun with the number before
        return f"{first.number - 1}、" not in text[: first.start]
    return first.start - chain[0].end >= _SURE_GAP


# -- inside a line -------------------------------------------------------------------------------------------


def _inside_lines(text: str, lines: Sequence[Line], banner: bool) -> list[PageMark]:
    candidates = []
    for line in lines:
        opening = _MARK.match(text, line.start, line.end)
        if opening is not None and opening[1] == "1":
            candidates.append(PageMark(line.start, opening.end(), 1, _Evidence.SENTENCE_END))
        if line.end - line.start >= INLINE_PAGE_GAP:
            for match in _INLINE_MARK.finditer(text, line.start, line.end):
                candidates.extend(_readings(text, match))
    chain = _chain(text, candidates, PAGE_GAP if banner else INLINE_PAGE_GAP, banner)
    later = [mark for mark in chain if mark.number > 1]
    broken = sum(mark.broken for mark in later)
    if not later or later[0].number != 2 or not later[0].broken or 2 * broken < len(later):
        return []
    return chain if len(chain) > 1 or banner else []


def _readings(text: str, match: re.Match[str]) -> Iterator[PageMark]:
    """The page numbers that digits and 、 may hold; a figure may stand right before the mark: ``2554、`` is 255
    and page 4, if page 4 is due."""
    digits = match[1]
    parts_word = _PARTS_WORD.match(text, max(0, match.start() - 1)) is not None
    for length in range(1, min(3, len(digits)) + 1):
        if digits[-length] != "0":
            whole = length == len(digits)
            evidence = _Evidence.BROKEN if parts_word and whole else _Evidence.SENTENCE_END
            yield PageMark(match.end() - 1 - length, match.end(), int(digits[-length:]), evidence)


# -- between marks of another shape --------------------------------------------------------------------------


def missing_marks(text: str, known: Sequence[PageMark]) -> list[PageMark]:
    """Marks with 、 for the numbers that a count of other marks leaves out, where just one place breaks a
    word: ``12.5 2、万元`` between a page 1 and a page 3."""
    found = []
    for one, other in pairwise(known):
        for number in range(one.number + 1, min(other.number, one.number + 3)):
            pattern = re.compile(rf"(?<=[\u4e00-\u9fff\d,、])[ \n]{{1,3}}{number}、[ ]?(?=[\u4e00-\u9fff])")
            places = list(pattern.finditer(text, one.end, other.start))
            if len(places) == 1:
                found.append(PageMark(places[0].start(), places[0].end(), number))
    return found
