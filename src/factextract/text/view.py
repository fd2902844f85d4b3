"""The matching view: a stretch of source text, folded, with artefacts left out, that maps back piece by piece.

The source is never changed. Artefacts (page numbers fused into a sentence, hard line breaks, pinyin in brackets) are
*masked*: they are absent from ``View.text``, yet a mention that runs across one still points at the source with one
span, artefact included. Repairs that keep the length (the letter O typed for a zero) may replace characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate

from factextract.datamodel import Span
from factextract.text.fold import fold


class View:
    """A folded text over ``source[start:end]`` without the ``masked`` spans.

    ``text`` is what stages read. ``to_source(span)`` gives the source span of a view span, ``to_view(offset)`` the
    view offset of a source offset (a masked one gives the next visible character's). ``replacements`` maps source
    offsets to the (folded) character to show instead. ``masked`` spans may touch or overlap; those outside are ignored.
    ``folded`` is ``fold(source)``, if at hand.
    """

    __slots__ = ("_piece_source", "_piece_view", "end", "masked", "source", "start", "text")

    def __init__(
        self,
        source: str,
        start: int = 0,
        end: int | None = None,
        masked: Iterable[Span] = (),
        replacements: Mapping[int, str] | None = None,
        folded: str | None = None,
    ) -> None:
        end = len(source) if end is None else end
        self.source, self.start, self.end = source, start, end
        merged: list[Span] = []
        for span in sorted(masked):
            lo, hi = max(span.start, start), min(span.end, end)
            if lo >= hi:
                continue
            if merged and lo <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(hi, merged[-1].end))
            else:
                merged.append(Span(lo, hi))
        self.masked = tuple(merged)
        starts = [start, *(span.end for span in merged)]
        ends = [*(span.start for span in merged), end]
        self._piece_source = starts
        self._piece_view = [0, *accumulate(b - a for a, b in zip(starts, ends, strict=True))]
        shown = fold(source[start:end]) if folded is None else folded[start:end]
        if replacements:
            chars = list(shown)
            for offset, char in replacements.items():
                if start <= offset < end:
                    chars[offset - start] = char
            shown = "".join(chars)
        self.text = "".join(shown[a - start : b - start] for a, b in zip(starts, ends, strict=True))

    def offset_to_source(self, offset: int) -> int:
        """Source offset of the view character at ``offset`` (the end of the stretch for ``len(text)``)."""
        if offset >= len(self.text):
            return self.end
        piece = bisect_right(self._piece_view, offset) - 1
        while self._piece_view[piece + 1] == self._piece_view[piece]:  # an empty piece holds no character
            piece += 1
        return self._piece_source[piece] + offset - self._piece_view[piece]

    def to_source(self, span: Span) -> Span:
        """Source span from the first to the last character of a view span; an empty span stays empty."""
        first = self.offset_to_source(span.start)
        return (
            Span(first, first)
            if span.start == span.end
            else Span(first, self.offset_to_source(span.end - 1) + 1)
        )

    def to_view(self, offset: int) -> int:
        """View offset of a source offset."""
        if offset <= self.start:
            return 0
        if offset >= self.end:
            return len(self.text)
        piece = bisect_right(self._piece_source, offset) - 1
        return min(self._piece_view[piece] + offset - self._piece_source[piece], self._piece_view[piece + 1])

    def span_to_view(self, span: Span) -> Span:
        """View span of a source span."""
        return Span(self.to_view(span.start), self.to_view(span.end))

    def visible(self, span: Span) -> str:
        """The source's own characters of a view span, artefacts left out (what a name is written as)."""
        where = self.to_source(span)
        low = bisect_left(self.masked, where.start, key=lambda masked: masked.end)
        out, at = [], where.start
        for masked in self.masked[low:]:
            if masked.start >= where.end:
                break
            out.append(self.source[at : masked.start])
            at = max(at, masked.end)
        out.append(self.source[at : where.end])
        return "".join(out)
