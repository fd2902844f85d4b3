"""The organisation mentions of one report as the owner rules read them: outermost ones, cut out by range, and lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from factextract.datamodel import Names

# What may stand between two names of one list: 、和, a count of bodies (城关、张店两个税务所和常乐支局), a bracket.
_LIST_GAP = re.compile(
    r'[\s、"《》]{0,4}(?:[\d两二三四五六七八九十]{1,3}[个家][\u4e00-\u9fff]{0,8}?)?(?:\([^()]{0,20}\))?[\s、"《》]{0,4}'
    r"(?:[和及、]|以及)?[《\"]?"
)
_LONGEST_GAP = 40


@dataclass(frozen=True, slots=True)
class NameMention:
    """One mention of an organisation (view offsets); ``organization`` is its id."""

    start: int
    end: int
    organization: str


@dataclass(frozen=True, slots=True)
class NameList:
    """Mentions that form one enumeration (城关支行、东风支行和营业部); a single mention is a list of one."""

    mentions: tuple[NameMention, ...]

    @property
    def start(self) -> int:
        """Offset of the first name."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """End of the last name."""
        return self.mentions[-1].end


class MentionIndex:
    """The mentions of all organisations of a report, outermost only, in text order."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        everything = sorted(
            (
                NameMention(span.start, span.end, organization.id)
                for organization in names.organizations
                for span in organization.mentions
            ),
            key=lambda mention: (mention.start, -mention.end),
        )
        self._mentions: list[NameMention] = []
        for mention in everything:
            if not self._mentions or mention.start >= self._mentions[-1].end:
                self._mentions.append(mention)
        self._starts = [mention.start for mention in self._mentions]

    def within(self, start: int, end: int) -> list[NameMention]:
        """Mentions wholly inside ``start:end``."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self._mentions[low:high] if mention.end <= end]

    def first(self, start: int, end: int) -> NameMention | None:
        """The first mention wholly inside ``start:end``."""
        at = bisect_left(self._starts, start)
        if at < len(self._mentions) and self._mentions[at].end <= end:
            return self._mentions[at]
        return None

    def last(self, start: int, end: int) -> NameMention | None:
        """The last mention wholly inside ``start:end``."""
        at = bisect_left(self._starts, end) - 1
        if at >= 0 and self._mentions[at].end > end:
            at -= 1
        return self._mentions[at] if at >= 0 and self._mentions[at].start >= start else None

    def lists(self, start: int, end: int) -> Iterator[NameList]:
        """The mentions inside ``start:end`` grouped into enumerations, in order."""
        group: list[NameMention] = []
        for mention in self.within(start, end):
            if group and not self._joined(group[-1].end, mention.start):
                yield NameList(tuple(group))
                group = []
            group.append(mention)
        if group:
            yield NameList(tuple(group))

    def _joined(self, end: int, start: int) -> bool:
        gap = start - end
        return 0 < gap <= _LONGEST_GAP and _LIST_GAP.fullmatch(self._text, end, start) is not None
