"""Where the packs' words stand in a text.

One Aho-Corasick automaton holds every term, verb, object, exclusion and neutral word of a catalogue. Hits that lie
inside a longer hit are dropped (投诉台 is a desk, not a complaint), whichever indicator the longer one belongs to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, MatchKind

from factextract.link import evidence
from factextract.packs import Catalogue


class TriggerKind(StrEnum):
    """What a trigger word does for its indicator."""

    TERM = "term"
    OBJECT = "object"
    VERB = "verb"
    EXCLUDE = "exclude"


Votes = tuple[tuple[int, TriggerKind], ...]
"""The index of each of the catalogue's candidates that a word speaks for, with what the word is to it."""
Raises = tuple[tuple[int, int], ...]
"""Candidates with the slot of their evidence that a word raises."""


class Trigger:
    """One word of the packs with its votes. What it raises depends on where it stands: ``left`` or ``right`` of the figure, in the
    background (``far``), in a ``heading``, or in a row's label (``label``: its objects tell whose the figure is). ``names`` are the
    votes in the words of features, ``ids`` those of the candidates."""

    __slots__ = ("far", "heading", "label", "left", "names", "right", "votes")

    def __init__(self, votes: Votes, ids: Sequence[str]) -> None:
        self.votes = votes
        self.names = [f"{ids[index]}:{kind[0]}" for index, kind in votes if kind is not TriggerKind.EXCLUDE]
        self.left = tuple((index, _LEFT[kind]) for index, kind in votes)
        self.right = tuple((index, _RIGHT[kind]) for index, kind in votes)
        self.far = tuple((index, _FAR[kind]) for index, kind in votes)
        self.label = tuple((index, _LEFT[kind]) for index, kind in votes if kind is not TriggerKind.OBJECT)
        self.heading = tuple(
            (index, evidence.HEADING)
            for index, kind in votes
            if kind in (TriggerKind.TERM, TriggerKind.OBJECT)
        )


_LEFT = {
    TriggerKind.TERM: evidence.TERM_LEFT,
    TriggerKind.OBJECT: evidence.OBJECT_LEFT,
    TriggerKind.VERB: evidence.VERB_LEFT,
    TriggerKind.EXCLUDE: evidence.VETOED,
}
_RIGHT = {
    TriggerKind.TERM: evidence.TERM_RIGHT,
    TriggerKind.OBJECT: evidence.OBJECT_RIGHT,
    TriggerKind.VERB: evidence.VERB_RIGHT,
    TriggerKind.EXCLUDE: evidence.VETOED,
}
_FAR = {
    TriggerKind.TERM: evidence.TERM_FAR,
    TriggerKind.OBJECT: evidence.OBJECT_FAR,
    TriggerKind.VERB: evidence.VERB_FAR,
    TriggerKind.EXCLUDE: evidence.UNCOUNTED,
}


@dataclass(slots=True)
class Hit:
    """A trigger word in a text (view offsets)."""

    start: int
    end: int
    word: Trigger


class Hits:
    """The hits of one text in order, none inside another, cut out by range."""

    __slots__ = ("_ends", "_far", "_headings", "_starts", "items")

    def __init__(self, items: list[Hit]) -> None:
        self.items = items
        self._starts = [hit.start for hit in items]
        self._ends = [hit.end for hit in items]
        self._far: dict[tuple[int, int], Raises] = {}
        self._headings: dict[tuple[int, int], Raises] = {}

    def within(self, start: int, end: int) -> list[Hit]:
        """Hits that lie wholly inside ``start:end``, in order."""
        return self.items[bisect_left(self._starts, start) : bisect_right(self._ends, end)]

    def names(self, start: int, end: int) -> list[str]:
        """The names of what the hits inside ``start:end`` vote for."""
        return [name for hit in self.within(start, end) for name in hit.word.names]

    def far(self, start: int, end: int) -> Raises:
        """What the hits inside ``start:end`` raise as background; several figures share a background."""
        found = self._far.get((start, end))
        if found is None:
            raised = {one for hit in self.within(start, end) for one in hit.word.far}
            found = self._far[start, end] = tuple(sorted(raised))
        return found

    def heading(self, start: int, end: int) -> Raises:
        """What the hits inside the heading ``start:end`` raise."""
        found = self._headings.get((start, end))
        if found is None:
            raised = {one for hit in self.within(start, end) for one in hit.word.heading}
            found = self._headings[start, end] = tuple(sorted(raised))
        return found


class TriggerLexicon:
    """The automaton of one catalogue. ``find`` is linear in the text (times the depth of nesting of the words)."""

    def __init__(self, catalogue: Catalogue) -> None:
        votes: dict[str, list[tuple[int, TriggerKind]]] = {}
        for index, indicator in enumerate(catalogue.candidates):
            for kind, kind_words in (
                (TriggerKind.TERM, indicator.terms),
                (TriggerKind.OBJECT, indicator.objects),
                (TriggerKind.VERB, indicator.verbs),
                (TriggerKind.EXCLUDE, indicator.exclude),
            ):
                for word in kind_words:
                    votes.setdefault(word, []).append((index, kind))
        for word in catalogue.neutral:
            votes.setdefault(word, [])
        words = sorted(votes)
        self._ids = [one.id for one in catalogue.candidates]
        self._votes = [tuple(votes[word]) for word in words]
        self._triggers: dict[int, Trigger] = {}  # those of the words that were met
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def find(self, text: str) -> Hits:
        """All hits of ``text`` that no longer hit contains."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        found.sort(key=lambda match: (match[1], -match[2]))
        kept: list[Hit] = []
        reach = 0
        for index, start, end in found:
            if end > reach:
                kept.append(Hit(start, end, self._triggers.get(index) or self._trigger(index)))
                reach = end
        return Hits(kept)

    def _trigger(self, index: int) -> Trigger:
        trigger = self._triggers[index] = Trigger(self._votes[index], self._ids)
        return trigger
