"""Words that were read off the folded text, in the text's own letters."""

from __future__ import annotations

from factextract.datamodel import Span

_BEFORE, _AFTER = 200, 60  # characters around a figure in which its words stand


class Wording:
    """Gives folded words back as written. ``shown`` is the source's own letters of the folded ``text``, one for one."""

    def __init__(self, text: str, shown: str) -> None:
        self._text, self._shown = text, shown
        self._alike = text == shown

    def of(self, words: str | None, figure: Span) -> str | None:
        """``words`` as the text writes them nearest before the figure, else behind it; as they are if they stand nowhere as a
        whole (a head shared by several items)."""
        if words is None or self._alike:
            return words
        at = self._text.rfind(words, max(0, figure.start - _BEFORE), figure.start)
        if at < 0:
            at = self._text.find(words, figure.end, figure.end + _AFTER)
        return self._shown[at : at + len(words)] if at >= 0 else words
