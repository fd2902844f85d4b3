"""From a text to the spans that are to be hidden in it, and to the text without them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from factextract.datamodel import Span
from factextract.text.fold import fold
from factextract.text.masking.names import find_names
from factextract.text.masking.numbers import find_numbers
from factextract.text.view import View

MASK: Final = "*"
"""What stands for a hidden character."""

_PASSES: Final = 8
# Line ends inside a sentence, as mail programs and converters put them: the line is long, and neither side ends anything.
_WRAPPED: Final = re.compile(r"(?<=[^\n\t|]{16})(?<=[\u4e00-\u9fff\d])\r?\n(?=[\u4e00-\u9fff\d][^\t|\n]{4})")


@dataclass(frozen=True, slots=True, order=True)
class Personal:
    """Personal data: ``start:end`` is what is to be hidden of it (code points), ``kind`` name, mobile, landline, local, identity,
    card, account, mail, chat, qq, plate or address; ``whole`` is all of it, with what stays."""

    start: int
    end: int
    kind: str
    whole: Span


def find_personal(text: str) -> tuple[Personal, ...]:
    """The personal data of a whole report, by offset, none overlapping. The text is read as it stands, artefacts included, but
    line ends within a sentence do not count."""
    found: list[Personal] = []
    folded = fold(text)
    # What one find covers may be more than what is hidden of it; the rest is read again, so that masking twice changes nothing.
    for _ in range(_PASSES):
        more = _find(folded)
        if not more:
            break
        found.extend(more)
        folded = hide(folded, more)
    return _disjoint(found)


def _find(folded: str) -> tuple[Personal, ...]:
    view = View(folded, masked=[Span(*match.span()) for match in _WRAPPED.finditer(folded)], folded=folded)
    found = [
        *(("name", Span(n.start, n.end), Span(n.given, n.end)) for n in find_names(view.text)),
        *find_numbers(view.text),
    ]
    personal = []
    for kind, whole, hidden in found:
        where = view.to_source(hidden)
        personal.append(Personal(where.start, where.end, kind, view.to_source(whole)))
    return _disjoint(personal)


def _disjoint(found: Iterable[Personal]) -> tuple[Personal, ...]:
    kept: list[Personal] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def hide(text: str, spans: Iterable[Span | Personal]) -> str:
    """``text`` with every letter and digit of the spans replaced by ``MASK``; other signs and line ends stay."""
    chars = list(text)
    for span in spans:
        for at in range(span.start, min(span.end, len(chars))):
            if chars[at].isalnum():
                chars[at] = MASK
    return "".join(chars)


def mask_text(text: str, keep: Sequence[Span] = ()) -> str:
    """``text`` with its personal data hidden, of the same length. What overlaps ``keep`` (spans of figures) stays."""
    return hide(text, unless_kept(find_personal(text), keep))


def unless_kept(found: Iterable[Personal], keep: Sequence[Span]) -> list[Personal]:
    """What overlaps none of the spans to be kept."""
    kept = sorted(keep)
    ends = list(accumulate((span.end for span in kept), max))
    starts = [span.start for span in kept]

    def is_free(item: Personal) -> bool:
        before = bisect_left(starts, item.end)
        return before == 0 or ends[before - 1] <= item.start

    return [item for item in found if is_free(item)]
