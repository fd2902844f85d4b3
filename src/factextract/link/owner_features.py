"""Whose figure it is, as a choice among the bodies that stand near it: features of each (figure, body) pair.

No feature names a body: what counts is where it stands to the figure, what touches it on both sides, what it is in the
report, and whether the rules chose it. So the choice holds for institutions never seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from factextract.datamodel import Layout, Names, Organization
from factextract.linear import VOTE, BagJudge
from factextract.link.context import Context
from factextract.link.mentions import MentionIndex, NameMention

WHOLE_NAMES = re.compile(r"(?!)")
"""No namespaces: the features are few, and looked up by their whole names."""
_CANDIDATES = 6
_AFTER, _BEFORE = 3, 2


@dataclass(frozen=True, slots=True)
class OwnerCandidate:
    """A body that may own a figure (its id), with the features of the pair."""

    organization: str
    features: tuple[str, ...]


class OwnerCandidates:
    """Lists the candidates of the figures of one report."""

    def __init__(
        self, text: str, layout: Layout, names: Names, mentions: MentionIndex, reporter: str | None
    ) -> None:
        self._text, self._layout, self._reporter = text, layout, reporter
        self._mentions = mentions
        self._bodies: Mapping[str, Organization] = {body.id: body for body in names.organizations}

    def of(self, context: Context, voted: str | None) -> list[OwnerCandidate]:
        """Candidates of one figure in running text: the rules' choice, the reporter, the bodies named in the sentence up
        to the figure's clause end (nearest first) and in the sentence before. Nothing for a figure in a table, and where
        the rules' choice stands farther off: a label or a heading gives it."""
        near = self._near(context)
        return [
            OwnerCandidate(body, tuple(sorted(set(self._features(context, body, voted, near)))))
            for body in self._candidates(context, voted, near)
        ]

    def likeliest(self, context: Context, voted: str | None, judge: BagJudge) -> str | None:
        """The candidate that the judge thinks likeliest, the first at a tie; ``voted`` where there is no choice."""
        if voted is None:
            return None
        near = self._near(context)
        bodies = self._candidates(context, voted, near)
        if len(bodies) < 2:
            return voted
        return max(
            bodies,
            key=lambda body: judge.chance(judge.rows([("", self._features(context, body, voted, near))])),
        )

    def _candidates(
        self, context: Context, voted: str | None, near: list[tuple[str, NameMention]]
    ) -> list[str]:
        if context.place is not None:
            return []
        if voted not in (None, self._reporter) and all(m.organization != voted for _, m in near):
            return []
        ids = dict.fromkeys(x for x in (voted, self._reporter) if x is not None)
        ids.update(dict.fromkeys(mention.organization for _, mention in near))
        return [body for body in ids if body in self._bodies]

    def _near(self, context: Context) -> list[tuple[str, NameMention]]:
        if context.place is not None:
            return []
        sentence = self._layout.sentences[context.sentence]
        start = context.quantity.start
        before = self._mentions.within(sentence.start, start)[::-1][:_CANDIDATES]
        after = self._mentions.within(context.quantity.end, context.clause.end)[:2]
        found = [("b", mention) for mention in before] + [("a", mention) for mention in after]
        if context.sentence > 0:
            previous = self._layout.sentences[context.sentence - 1]
            if previous.section == sentence.section:
                inside = self._mentions.within(previous.start, previous.end)
                found += [("p", mention) for mention in inside[:1] + inside[1:][-1:]]
        return found

    def _features(
        self, context: Context, body: str, voted: str | None, near: list[tuple[str, NameMention]]
    ) -> Iterator[str]:
        vote = VOTE + ("y" if body == voted else "n")
        own = "r" if body == self._reporter else "o"
        yield f"{vote}{own}"
        yield f"own={own}"
        if voted == self._reporter:
            yield f"{vote}{own}|reporter voted"
        for role in self._bodies[body].roles:
            yield f"role={role.value}"
            yield f"{vote}|role={role.value}"
        rank: dict[str, int] = {"b": 0, "a": 0, "p": 0}
        seen = False
        for side, mention in near:
            if mention.organization == body:
                yield from self._standing(context, side, rank[side], mention, vote)
                seen = True
            rank[side] += 1
        if not seen:
            yield f"{own}|far"
            yield f"{vote}{own}|far"
            yield f"{own}|far|named={min(2, rank['b'])}"
            yield f"{vote}{own}|far|named={min(2, rank['b'])}"

    def _standing(
        self, context: Context, side: str, rank: int, mention: NameMention, vote: str
    ) -> Iterator[str]:
        text, sentence = self._text, self._layout.sentences[context.sentence]
        after = text[mention.end : mention.end + _AFTER].replace("\n", " ")
        before = text[max(sentence.start, mention.start - _BEFORE) : mention.start].replace("\n", " ")
        opens = mention.start - sentence.start <= 2
        same = mention.start >= context.clause.start
        yield f"{side}{min(rank, 3)}"
        yield f"{vote}|{side}{min(rank, 3)}"
        yield f"{side}|opens={opens:d}|same={same:d}"
        yield f"{vote}|{side}|opens={opens:d}|same={same:d}"
        gap = abs(context.quantity.start - mention.end)
        yield f"{side}|gap={min(6, gap.bit_length())}"
        for size in (1, 2, 3):
            yield f"{side}>{after[:size]}"
            yield f"{vote}{side}>{after[:size]}"
        for size in (1, 2):
            yield f"{side}<{before[-size:] if before else '^'}"
            yield f"{vote}{side}<{before[-size:] if before else '^'}"
