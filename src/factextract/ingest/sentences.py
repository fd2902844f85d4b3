"""Sentences and clauses of a folded text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from factextract.datamodel import Span
from factextract.ingest.lines import CLOSERS, Line

_PAIRS = {")": "(", "]": "[", "〕": "〔", "》": "《", "】": "【", "」": "「", "』": "『"}
_OPENERS = frozenset(_PAIRS.values())
_BRACKET = re.compile(r"[()\[\]〔〕《》【】「」『』\"\n]")
_BRACKET_REACH = 120
_QUOTE_REACH = 40
_STOP = re.compile(r"[。!?.]")
_SEPARATOR = re.compile(r"[,;:]")
_OUTER = " \t,;:。!?."
_SENTENCE_REACH = 600
"""A longer stretch without a full stop is no sentence but a list or damage. Later stages weigh every figure of a
sentence against its others, so the limit also keeps their time linear in the text."""
_LIST_MARKS = (";", ",", "、", " ")


class Enclosures:
    """Stretches between brackets or quotes that are short enough to belong together; time is linear."""

    def __init__(self, text: str) -> None:
        brackets: list[tuple[str, int]] = []
        quote = -1
        found: list[tuple[int, int]] = []
        for match in _BRACKET.finditer(text):
            char, at = match[0], match.start()
            if char == "\n":
                brackets.clear()
                quote = -1
            elif char == '"':
                if quote >= 0:
                    if at - quote <= _QUOTE_REACH:
                        found.append((quote, at))
                    quote = -1
                else:
                    quote = at
            elif char in _OPENERS:
                brackets.append((char, at))
            elif brackets and brackets[-1][0] == _PAIRS[char]:
                _, opened = brackets.pop()
                if at - opened <= _BRACKET_REACH:
                    found.append((opened, at))
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(found):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, offset: int) -> bool:
        """True if the character at ``offset`` stands inside an enclosure."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset <= self._ends[at]


def sentences(text: str, stretches: Iterable[Span], enclosures: Enclosures) -> Iterator[Span]:
    """Sentences of each stretch (a paragraph or a part of one), stripped of blanks; a stop inside brackets,
    or inside a short quotation but at its end, ends none. Longer ones than ``_SENTENCE_REACH`` are cut."""
    for stretch in stretches:
        start = stretch.start
        for match in _STOP.finditer(text, stretch.start, stretch.end):
            if match.start() < start or not _ends_here(text, match, stretch):
                continue
            if enclosures.holds(match.start()) and text[match.end() : match.end() + 1] != '"':
                continue
            end = _past_closers(text, start, match.end(), stretch.end)
            yield from _bounded(text, start, end)
            start = end
        yield from _bounded(text, start, stretch.end)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, or pieces of an endless one, cut behind the last strong mark of a list within reach."""
    while end - start > _SENTENCE_REACH:
        cut = _list_cut(text, start + _SENTENCE_REACH // 2, start + _SENTENCE_REACH)
        yield from _nonblank(text, start, cut)
        start = cut
    yield from _nonblank(text, start, end)


def _list_cut(text: str, low: int, high: int) -> int:
    for mark in _LIST_MARKS:
        at = text.rfind(mark, low, high)
        while at >= 0 and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit():
            at = text.rfind(mark, low, at)
        if at >= 0:
            return at + 1
    return high


def _ends_here(text: str, match: re.Match[str], stretch: Span) -> bool:
    """Whether a stop is a full stop; ``.`` is one where it stands for 。 (not in 3.15, 1.渠道, www.x.com)."""
    char, at = match[0], match.start()
    before = text[at - 1] if at > stretch.start else ""
    after = text[at + 1] if at + 1 < stretch.end else ""
    if char == "。":
        return True
    if char in "!?":
        return not (before.isdigit() and after.isdigit())
    if not before or (before.isascii() and before not in "0123456789)%\"'"):
        return False
    if before.isdigit():
        return not after or (not after.isascii() and _numbers_nothing(text, at, stretch.start))
    return not (after.isascii() and after.isalpha())


def _numbers_nothing(text: str, at: int, start: int) -> bool:
    """True if the digits before ``at`` are a figure in a sentence, not the number of a list item."""
    digit = at
    while digit > start and text[digit - 1].isdigit():
        digit -= 1
    lead = text[digit - 1] if digit > start else ""
    return bool(lead) and lead not in "。!?;:.\n "


def _past_closers(text: str, start: int, end: int, limit: int) -> int:
    """Take the closing brackets and quotes behind a full stop into the sentence; ``"`` only if one is open."""
    while end < limit and text[end] in CLOSERS:
        if text[end] in "\"'" and text.count(text[end], start, end) % 2 == 0:
            break
        end += 1
    return end


def _nonblank(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    if start < end:
        yield Span(start, end)


def clauses(text: str, sentence: Span, enclosures: Enclosures) -> tuple[Span, ...]:
    """Clauses of a sentence: split at commas, semicolons and colons outside numbers, times, brackets and
    short quotes; separators and blanks at the ends are left out."""
    cuts = [sentence.start]
    for match in _SEPARATOR.finditer(text, sentence.start, sentence.end):
        if not enclosures.holds(match.start()) and not _inside_number(text, match.start(), sentence):
            cuts.append(match.end())
    cuts.append(sentence.end)
    spans = []
    for start, end in pairwise(cuts):
        while start < end and text[start] in _OUTER:
            start += 1
        while end > start and text[end - 1] in _OUTER:
            end -= 1
        if start < end:
            spans.append(Span(start, end))
    return tuple(spans) or (sentence,)


def _inside_number(text: str, at: int, sentence: Span) -> bool:
    before = text[at - 1 : at] if at > sentence.start else ""
    after = text[at + 1 : min(at + 5, sentence.end)]
    if not before.isdigit() or not after[:1].isdigit():
        return False
    if text[at] == ",":
        return after[:3].isdigit() and len(after) >= 3 and not after[3:4].isdigit()
    return text[at] == ":"


def paragraphs(lines: Sequence[Line], cuts: Sequence[int]) -> Iterator[Span]:
    """Stretches between line ends and forced cuts (section starts, the end of a glued title), in order."""
    at = 0
    for line in lines:
        while at < len(cuts) and cuts[at] <= line.start:
            at += 1
        low = line.start
        while at < len(cuts) and cuts[at] < line.end:
            yield Span(low, cuts[at])
            low = cuts[at]
            at += 1
        yield Span(low, line.end)
