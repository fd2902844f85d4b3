"""When and where a figure came about: the date and the venue that govern it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from factextract.datamodel import DateMention, Layout, Names
from factextract.link.context import Context
from factextract.link.parallel import Run

_COMPARES = re.compile(r"(?:比|较|与|同|从|由|于)[^,;。]{0,6}$")
_JOINT = re.compile(r"[、和及与,]|以及")
_ON_THE_SPOT = re.compile(
    r"\s*(?:活动|宣传|咨询)?(?:现场|当[天日]|会[上后]|活动中|期间|一上午|上午|下午|台前|摊前|展台前|主会场|随后)"
)
_CLAUSE_START = re.compile(r"(?:^|[\s,;:。(])(?:[自于在从至])?$")
_DEADLINE = re.compile(r"前|底前|之前|以前")
_NEAREST = 6  # dates looked at for one figure


class SettingReader:
    """Finds the governing date and venue of the figures of one report; ``dates`` are those that the record lists."""

    def __init__(self, text: str, layout: Layout, dates: Sequence[DateMention], names: Names) -> None:
        self._text, self._layout, self._dates = text, layout, dates
        self._date_starts = [date.start for date in dates]
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        venues = sorted(
            (mention.start, mention.end, venue.id) for venue in names.venues for mention in venue.mentions
        )
        self._venues = venues
        self._venue_starts = [start for start, _, _ in venues]

    # -- dates

    def date(self, contexts: Sequence[Context], run: Run, at: int) -> int | None:
        """Index of the date that governs figure ``at``: the k-th of as many for the k-th of a run, the last before it in its
        sentence that is no other figure's base, else the last in its paragraph, else the section's first."""
        context = contexts[at]
        if context.place is not None:
            return None
        sentence = self._layout.sentences[context.sentence]
        listed = self._listed_date(contexts[run.first], run, at)
        if listed is not None:
            return listed
        before = bisect_left(self._date_starts, context.quantity.start)
        first = bisect_left(self._date_starts, sentence.start)
        for index in range(before - 1, max(first, before - _NEAREST) - 1, -1):
            if not self._is_base(self._dates[index], context):
                return index
        line = self._lines[bisect_right(self._lines, sentence.start) - 1]
        start = bisect_left(self._date_starts, line)
        for index in range(first - 1, max(start, first - _NEAREST) - 1, -1):
            if self._opens(self._dates[index]):
                return index
        section = self._layout.sections[sentence.section]
        opening = bisect_left(self._date_starts, section.start)
        return opening if opening < before else None

    def _listed_date(self, head: Context, run: Run, at: int) -> int | None:
        if run.size < 2:
            return None
        sentence = self._layout.sentences[head.sentence]
        last = bisect_left(self._date_starts, head.quantity.start)
        first = last - run.size
        if first < 0 or self._date_starts[first] < sentence.start:
            return None
        for index in range(first, last - 1):
            gap = self._text[self._dates[index].end : self._dates[index + 1].start]
            if not _JOINT.fullmatch(gap.strip()):
                return None
        return first + at - run.first

    def _is_base(self, date: DateMention, context: Context) -> bool:
        """True if a date is only compared with (较一季度...), unless the figure is what it is compared by."""
        compared = _COMPARES.search(self._text, max(0, date.start - 8), date.start) is not None
        return compared and context.quantity.start - date.end > 2

    def _opens(self, date: DateMention) -> bool:
        """True if a date opens a clause and is no deadline: it tells when what follows took place."""
        return (
            _CLAUSE_START.search(self._text, max(0, date.start - 4), date.start) is not None
            and _DEADLINE.match(self._text, date.end) is None
        )

    # -- venues

    def venue(self, contexts: Sequence[Context], run: Run, at: int) -> str | None:
        """Id of the venue that governs figure ``at``: the k-th of as many for the k-th of a run, the last before it in its
        sentence, the next in its clause, or the last of the sentence before that it goes on from (现场...)."""
        context = contexts[at]
        if context.place is not None:
            return None
        sentence = self._layout.sentences[context.sentence]
        head = contexts[run.first]
        first, last = self._between(sentence.start, head.quantity.start)
        if run.size > 1 and last - first == run.size:
            return self._venues[first + at - run.first][2]
        first, last = self._between(sentence.start, context.quantity.start)
        if last > first:
            return self._venues[last - 1][2]
        first, last = self._between(context.quantity.end, context.clause.end)
        if last > first:
            return self._venues[first][2]
        return self._on_the_spot(context)

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._venue_starts, start), bisect_left(self._venue_starts, end)

    def _on_the_spot(self, context: Context) -> str | None:
        number = context.sentence
        sentence = self._layout.sentences[number]
        if number == 0 or not _ON_THE_SPOT.match(self._text, sentence.start):
            return None
        before = self._layout.sentences[number - 1]
        if self._text.find("\n", before.end - 1, sentence.start) >= 0:
            return None
        first, last = self._between(before.start, before.end)
        return self._venues[last - 1][2] if last > first else None
