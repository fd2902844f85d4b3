"""What a figure is broken down by, as a choice among phrases that stand near it, or none.

Candidates: what the rules give the figure and its neighbours, the noun phrases of its own words, of the stretch before and of the
heading, what follows it, and a table's labels and headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from factextract.linear import VOTE, Judge
from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.noun_phrases import noun_phrase
from factextract.link.parallel import Run

NONE = "-"
_SHORTEST, _LONGEST = 2, 20
_LEFT, _HEADING, _RIGHT = 24, 20, 14
_NEAR, _AFTER = 8, 6
_FOLLOWING = re.compile(r"[、,;:的(]{0,3}(?P<words>[\u4e00-\u9fff]{2,8})")
_LEAVE, _FILL, _SWAP = 6.0, -2.0, 1.0
"""Log odds by which none must be ahead of the rules' category to take its place, a phrase ahead of none where the rules have none, and
a phrase ahead of the rules' category; of best accuracy in cross-validation without loss where gold has a category."""


@dataclass(frozen=True, slots=True)
class CategoryCandidate:
    """A phrase that may name a figure's category (``NONE``: it has none), with its features; ``voted`` if the rules chose it."""

    name: str
    features: tuple[str, ...]
    voted: bool


class CategoryCandidates:
    """Lists the candidates of the figures of one report. ``voted`` are the rules' categories, None for figures without one; ``bodies`` the
    names that are nobody's category."""

    def __init__(
        self,
        text: str,
        contexts: Sequence[Context],
        runs: Sequence[Run],
        typed: Sequence[Typed],
        voted: Sequence[str | None],
        bodies: frozenset[str],
    ) -> None:
        self._text, self._contexts, self._runs, self._typed = text, contexts, runs, typed
        self._voted, self._bodies = voted, bodies
        self._phrases: dict[tuple[int, int], str | None] = {}

    def of(self, at: int) -> list[CategoryCandidate]:
        """Candidates of one figure; none comes last."""
        places: dict[str, list[str]] = {}
        for phrase, place in self._places(at):
            name = phrase.strip() if phrase else ""
            known = name == self._voted[at]
            if known or (_SHORTEST <= len(name) <= _LONGEST and name not in self._bodies):
                places.setdefault(name, []).append(place)
        places[NONE] = ["none"]
        vote = self._voted[at] or NONE
        setting = _Setting(self._text, self._contexts[at], self._runs[at], self._typed[at].indicator)
        beside = sum(bool(one) for one in self._voted[max(0, at - 1) : at + 2 : 2]) if at else 0
        return [
            CategoryCandidate(
                name,
                tuple(sorted(set(_features(name, tags, name == vote, vote == NONE, beside, setting)))),
                name == vote,
            )
            for name, tags in places.items()
        ]

    def settled(self, at: int, judge: Judge) -> str | None:
        """The figure's category: the rules', unless the judge is much surer of another or of none."""
        candidates = self.of(at)
        odds = [float(judge.model.logits(one.features)[0]) for one in candidates]
        none = odds[-1]
        best = max(range(len(candidates) - 1), key=odds.__getitem__, default=None)
        if candidates[-1].voted:
            return candidates[best].name if best is not None and odds[best] - none > _FILL else None
        voted = next(odd for odd, one in zip(odds, candidates, strict=True) if one.voted)
        if none - voted > _LEAVE:
            return None
        return candidates[best].name if best is not None and odds[best] - voted > _SWAP else self._voted[at]

    def _places(self, at: int) -> Iterator[tuple[str | None, str]]:
        context, text = self._contexts[at], self._text
        yield self._voted[at], "vote"
        if context.place is None:
            left = context.left
            yield self._phrase(max(left.start, left.end - _LEFT), left.end, kinds=True), "left"
            for span in context.background[:1]:
                yield self._phrase(max(span.start, span.end - _LEFT), span.end), "before"
            for span in context.headings[:1]:
                yield self._phrase(max(span.start, span.end - _HEADING), span.end), "heading"
            right = context.right
            follows = _FOLLOWING.match(text, right.start, min(right.end, right.start + _RIGHT))
            yield follows["words"] if follows else None, "right"
        else:
            for number, span in enumerate(context.place.labels):
                yield text[span.start : span.end], f"label{number}"
            for number, span in enumerate(context.place.headers):
                yield text[span.start : span.end], f"header{number}"
        if at:
            yield self._voted[at - 1], "previous"
        if at + 1 < len(self._voted):
            yield self._voted[at + 1], "next"

    def _phrase(self, start: int, end: int, *, kinds: bool = False) -> str | None:
        if (start, end) not in self._phrases:
            self._phrases[start, end] = noun_phrase(self._text[start:end], kinds=kinds)
        return self._phrases[start, end]


class _Setting:
    """What the words round a figure say, whatever the candidate."""

    def __init__(self, text: str, context: Context, run: Run, indicator: str | None) -> None:
        self._text, self._context, self._run = text, context, run
        self.indicator = indicator or "other"

    @cached_property
    def features(self) -> tuple[str, ...]:
        """Features of the figure; those of candidates that the rules chose and of none are joined with them."""
        context, quantity = self._context, self._context.quantity
        left = self._text[max(context.clause.start, quantity.start - _NEAR) : quantity.start].replace(
            "\n", " "
        )
        right = self._text[quantity.end : quantity.end + _AFTER].replace("\n", " ")
        return (
            f"i={self.indicator}",
            f"u={quantity.unit or '-'}",
            f"run={min(3, self._run.size)}",
            f"table={context.place is not None:d}",
            *(f"L^{left[-size:]}" for size in (1, 2, 3)),
            *(f"R^{right[:size]}" for size in (1, 2)),
            *(f"L:{left[at : at + 2]}" for at in range(len(left) - 1)),
        )


def _features(
    name: str, tags: Sequence[str], voted: bool, silent: bool, beside: int, setting: _Setting
) -> Iterator[str]:
    vote = VOTE + ("y" if voted else "n")
    yield vote
    yield f"{vote}|i={setting.indicator}"
    yield f"{vote}|beside={beside}"
    yield f"{vote}|silent={silent:d}"
    for tag in tags:
        kept = tag if tag != "vote" else f"{VOTE}own"
        yield f"{VOTE}{tag}|silent={silent:d}"
        yield f"{vote}|{tag}"
        yield kept
        yield f"{kept}|i={setting.indicator}"
        if tag in ("vote", "none"):
            for one in setting.features:
                yield f"{kept}|{one}"
    if name == NONE:
        yield f"{VOTE}none|beside={beside}"
        return
    yield f"length={len(name)}"
    yield f"end={name[-1:]}"
    yield f"end2={name[-2:]}"
    yield f"begin={name[:1]}"
    yield f"{vote}|end={name[-1:]}"
