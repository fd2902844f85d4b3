"""From a pack's values to indicators: words folded as reports are, examples parsed, the place of each entry kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Any

from factextract.datamodel import Span
from factextract.packs.model import Aggregation, Example, Indicator, Plausible, Requires
from factextract.packs.source import KeyPath, PackSource
from factextract.text.fold import fold

WORD_FIELDS = ("units", "object_units", "terms", "verbs", "objects", "exclude", "dimensions", "confusable")
"""The fields of an indicator that are lists of words."""

_ARROW = " -> "
_MARKS = re.compile("[⟦⟧]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of a pack as read: how it joins the catalogue (``new``, ``replaces``, ``extends``) and the path to
    it in the file."""

    indicator: Indicator
    how: str
    path: KeyPath

    def examples(self) -> Iterator[tuple[Example, KeyPath]]:
        """The examples with the path to each in the file."""
        for example in self.indicator.examples:
            kind = "positive" if example.positive else "negative"
            yield example, (*self.path, "examples", kind, example.place)


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack file as read."""

    source: PackSource
    entries: tuple[Entry, ...]
    neutral: tuple[str, ...]

    def examples(self) -> Iterator[tuple[str, Example, int]]:
        """Every example with its indicator's id and its line."""
        for entry in self.entries:
            for example, path in entry.examples():
                yield entry.indicator.id, example, self.source.line(path)


def build(source: PackSource, values: dict[str, Any]) -> Pack:
    """The pack that ``values`` (sound by the schema) describe."""
    entries = []
    for section, listed in (("indicators", True), ("others", False)):
        for position, raw in enumerate(values.get(section, ())):
            one = _indicator(raw, values["pack"], listed)
            entries.append(Entry(one, _how(raw), (section, position)))
    return Pack(source, tuple(entries), _words(values.get("neutral")))


def extended(base: Indicator, addition: Indicator) -> Indicator:
    """``base`` with the words and examples of ``addition`` put behind its own."""
    words: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(base, name), *getattr(addition, name)))) for name in WORD_FIELDS
    }
    return replace(base, examples=(*base.examples, *addition.examples), **words)


def _how(raw: dict[str, Any]) -> str:
    return next((how for how in ("replaces", "extends") if raw.get(how)), "new")


def _indicator(raw: dict[str, Any], domain: str, listed: bool) -> Indicator:
    bounds = raw.get("plausible", {})
    words: dict[str, Any] = {name: _words(raw.get(name)) for name in WORD_FIELDS}
    return Indicator(
        id=raw["id"],
        label=raw.get("label", ""),
        domain=domain,
        description=raw.get("description", ""),
        aggregation=Aggregation(raw.get("aggregation", "sum")),
        requires=Requires(raw.get("requires", "any")),
        plausible=Plausible(_decimal(bounds.get("min")), _decimal(bounds.get("max"))),
        examples=_examples(raw["id"], raw.get("examples", {})),
        listed=listed,
        **words,
    )


def _decimal(number: int | float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _words(raw: str | list[str] | None) -> tuple[str, ...]:
    """The words of a field, each once, in order."""
    if raw is None:
        return ()
    joined = raw if isinstance(raw, str) else " ".join(raw)
    return tuple(dict.fromkeys(fold(joined).split()))


def _examples(own: str, raw: dict[str, list[str]]) -> tuple[Example, ...]:
    found: list[Example] = []
    for place, line in enumerate(raw.get("positive", ())):
        found += _marked(line, own, positive=True, place=place)
    for place, line in enumerate(raw.get("negative", ())):
        marked, _, target = line.partition(_ARROW)
        found += _marked(marked, target.strip() or None, positive=False, place=place)
    return tuple(found)


def _marked(line: str, expected: str | None, *, positive: bool, place: int) -> list[Example]:
    """One example for each ⟦mention⟧ of a line; one with an empty mention if the marks are missing or unpaired."""
    pieces = _MARKS.split(line)
    text = "".join(pieces)
    paired = _MARKS.findall(line) == ["⟦", "⟧"] * (len(pieces) // 2)
    if not paired or len(pieces) < 3 or not all(pieces[1::2]):
        return [Example(text, Span(0, 0), positive, expected, place)]
    ends = list(accumulate(len(piece) for piece in pieces))
    spans = [Span(ends[at - 1], ends[at]) for at in range(1, len(pieces), 2)]
    return [Example(text, span, positive, expected, place) for span in spans]
