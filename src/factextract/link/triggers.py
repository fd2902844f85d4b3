"""Where the packs' words stand in a text.

One Aho-Corasick automaton holds every term, verb, object, exclusion and neutral word of a catalogue. Hits that lie
inside a longer hit are dropped (投诉台 is a desk, not a complaint), whichever indicator the longer one belongs to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, MatchKind

from factextract.packs import Catalogue


class TriggerKind(StrEnum):
    """What a trigger word does for its indicator."""

    TERM = "term"
    OBJECT = "object"
    VERB = "verb"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger word in a text (view offsets). ``votes`` pairs the index of each of the catalogue's candidates with what the word
    is to it."""

    start: int
    end: int
    votes: tuple[tuple[int, TriggerKind], ...]


class Hits:
    """The hits of one text, sorted by start, cut out by range."""

    __slots__ = ("_starts", "items")

    def __init__(self, items: tuple[Hit, ...]) -> None:
        self.items = items
        self._starts = [hit.start for hit in items]

    def within(self, start: int, end: int) -> tuple[Hit, ...]:
        """Hits that lie wholly inside ``start:end``, in order."""
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return tuple(hit for hit in self.items[low:high] if hit.end <= end)


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
        self._votes = [tuple(votes[word]) for word in words]
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def find(self, text: str) -> Hits:
        """All hits of ``text`` that no longer hit contains."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        found.sort(key=lambda match: (match[1], -match[2]))
        kept: list[Hit] = []
        reach = 0
        for index, start, end in found:
            if end > reach:
                kept.append(Hit(start, end, self._votes[index]))
                reach = end
        return Hits(tuple(kept))
