"""From pack files to a catalogue: words folded, examples parsed, packs merged, every problem reported at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

from factextract.datamodel import Span
from factextract.errors import FactextractError
from factextract.packs.model import OTHER, Aggregation, Catalogue, Example, Indicator, Plausible, Requires
from factextract.packs.source import KeyPath, PackSource, Problem, read_source, schema_problems
from factextract.text.fold import fold

BUILTIN = Path(__file__).with_name("builtin")
"""The folder of the built-in packs."""

_WORD_FIELDS = ("units", "object_units", "terms", "verbs", "objects", "exclude", "dimensions", "confusable")
_NOT_IN_UNITS = tuple("万亿余多几")
_ARROW = " -> "
_MARKS = re.compile("[⟦⟧]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of a pack as read: how it joins the catalogue (new, replaces, extends) and where it stands."""

    indicator: Indicator
    how: str
    path: KeyPath


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack file as read."""

    source: PackSource
    entries: tuple[Entry, ...]
    neutral: tuple[str, ...]

    def examples(self) -> Iterator[tuple[str, Example, int]]:
        """Every example with its indicator's id and its line."""
        for entry in self.entries:
            for example, path in _placed_examples(entry):
                yield entry.indicator.id, example, self.source.line(path)


def load_packs(extra: Sequence[Path] = ()) -> Catalogue:
    """The built-in catalogue with the ``extra`` packs merged in, in order.

    Raises ``FactextractError('pack_invalid')`` that lists every problem of every extra pack as ``file:line: message``.
    """
    packs = _builtin_packs()
    indicators, _ = _merge((), packs)
    problems: list[tuple[Path, Problem]] = []
    for path in extra:
        pack, found = read_pack(path)
        if pack is not None:
            indicators, clashes = _merge(indicators, [pack])
            packs.append(pack)
            found = [*found, *clashes]
        problems += [(path, problem) for problem in sorted(found)]
    if problems:
        detail = "\n".join(f"{path}:{problem.line}: {problem.message}" for path, problem in problems)
        named = "、".join(dict.fromkeys(str(path) for path, _ in problems))
        raise FactextractError("pack_invalid", path=named, detail=detail)
    neutral = tuple(dict.fromkeys(word for pack in packs for word in pack.neutral))
    return Catalogue.of(indicators, neutral, _digest(pack.source.data for pack in packs))


def read_pack(path: Path) -> tuple[Pack | None, list[Problem]]:
    """Read and check one pack by itself: the pack (None if it has no sound structure) and its problems."""
    source = read_source(path)
    if isinstance(source, Problem):
        return None, [source]
    values = source.values()
    problems = [*source.duplicate_keys(), *schema_problems(source, values)]
    if problems:
        return None, problems
    pack = _build(source)
    return pack, _content_problems(pack)


def clashes_with_builtin(pack: Pack) -> list[Problem]:
    """What keeps a pack from joining the built-in catalogue; nothing for a built-in pack itself."""
    others = [other for other in _builtin_packs() if not other.source.path.samefile(pack.source.path)]
    indicators, _ = _merge((), others)
    return _merge(indicators, [pack])[1]


def _builtin_packs() -> list[Pack]:
    return [_build(PackSource(path, path.read_bytes())) for path in sorted(BUILTIN.glob("*.yaml"))]


def _digest(contents: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for content in contents:
        whole.update(len(content).to_bytes(8, "big"))
        whole.update(content)
    return whole.hexdigest()


# -- building ----------------------------------------------------------------------------------------------------


def _build(source: PackSource) -> Pack:
    values = source.values()
    entries = tuple(
        Entry(_indicator(raw, values["pack"]), _how(raw), ("indicators", position))
        for position, raw in enumerate(values["indicators"])
    )
    return Pack(source, entries, _words(values.get("neutral")))


def _how(raw: dict[str, Any]) -> str:
    return next((how for how in ("replaces", "extends") if raw.get(how)), "new")


def _indicator(raw: dict[str, Any], domain: str) -> Indicator:
    bounds = raw.get("plausible", {})
    return Indicator(
        id=raw["id"],
        label=raw.get("label", ""),
        domain=domain,
        description=raw.get("description", ""),
        aggregation=Aggregation(raw.get("aggregation", "sum")),
        requires=Requires(raw.get("requires", "any")),
        plausible=Plausible(
            *(Decimal(str(bounds[key])) if key in bounds else None for key in ("min", "max"))
        ),
        examples=_examples(raw["id"], raw.get("examples", {})),
        **{name: _words(raw.get(name)) for name in _WORD_FIELDS},
    )


def _words(raw: str | list[str] | None) -> tuple[str, ...]:
    """The words of a field, folded as reports are, each once, in order."""
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
    whole = _MARKS.findall(line) == ["⟦", "⟧"] * (len(pieces) // 2)
    if not whole or len(pieces) < 3 or not all(pieces[1::2]):
        return [Example(text, Span(0, 0), positive, expected, place)]
    ends = list(accumulate(len(piece) for piece in pieces))
    spans = [Span(ends[at - 1], ends[at]) for at in range(1, len(pieces), 2)]
    return [Example(text, span, positive, expected, place) for span in spans]


# -- merging -----------------------------------------------------------------------------------------------------


def _merge(
    known: tuple[Indicator, ...], packs: Iterable[Pack]
) -> tuple[tuple[Indicator, ...], list[Problem]]:
    """Add packs to the known indicators; entries that cannot join are left out and reported."""
    merged = {one.id: one for one in known}
    problems = []
    for pack in packs:
        own: set[str] = set()
        for entry in pack.entries:
            name = entry.indicator.id
            if name in own:  # reported with the pack's content
                continue
            own.add(name)
            if entry.how == "new" and name in merged:
                message = (
                    f"指标“{name}”已存在；若要取代它，请写 replaces: true，若要补充用词，请写 extends: true"
                )
            elif entry.how != "new" and name not in merged:
                message = f"没有可供 {entry.how} 的指标“{name}”"
            else:
                merged[name] = (
                    _extended(merged[name], entry.indicator) if entry.how == "extends" else entry.indicator
                )
                continue
            problems.append(Problem(pack.source.line((*entry.path, "id")), message))
    for pack in packs:
        problems += _unknown_ids(pack, merged)
    return tuple(merged.values()), problems


def _extended(base: Indicator, addition: Indicator) -> Indicator:
    words: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(base, name), *getattr(addition, name)))) for name in _WORD_FIELDS
    }
    return replace(base, examples=(*base.examples, *addition.examples), **words)


def _unknown_ids(pack: Pack, merged: dict[str, Indicator]) -> list[Problem]:
    """Ids that a pack refers to and nobody defines."""
    found = []
    for entry in pack.entries:
        for other in entry.indicator.confusable:
            if other not in merged:
                found.append(Problem(pack.source.line((*entry.path, "confusable")), f"没有指标“{other}”"))
        for example, path in _placed_examples(entry):
            if example.expected not in (None, OTHER) and example.expected not in merged:
                found.append(Problem(pack.source.line(path), f"没有指标“{example.expected}”"))
    return found


# -- checking ----------------------------------------------------------------------------------------------------


def _content_problems(pack: Pack) -> list[Problem]:
    """What the schema cannot say: contradictions inside an indicator, ids given twice, malformed examples."""
    found: list[Problem] = []
    seen: set[str] = set()
    for entry in pack.entries:
        one, line = entry.indicator, pack.source.line
        if one.id in seen:
            found.append(Problem(line((*entry.path, "id")), f"指标“{one.id}”在本文件中重复"))
        seen.add(one.id)
        found += [Problem(line((*entry.path, name)), message) for name, message in _contradictions(entry)]
        found += [
            Problem(line(path), "例句须用成对的⟦⟧标出数量")
            for example, path in _placed_examples(entry)
            if example.mention.start == example.mention.end
        ]
    return found


def _contradictions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Fields of an indicator that contradict each other, as (field, message)."""
    one = entry.indicator
    if entry.how != "extends" and not _can_be_met(one):
        yield "requires", f"requires: {one.requires} 永远无法满足：没有给出相应的用词"
    for word in one.exclude:
        if word in one.terms or word in one.verbs or word in one.objects:
            yield "exclude", f"“{word}”既是用词又是排除词"
    for unit in one.units:
        if any(char in unit for char in _NOT_IN_UNITS):
            yield "units", f"量词“{unit}”不应带倍数或约数（万、亿、余、多、几）"
    for unit in one.object_units:
        if entry.how != "extends" and unit not in one.units:
            yield "object_units", f"“{unit}”须同时列入 units"
    low, high = one.plausible.min, one.plausible.max
    if low is not None and high is not None and low > high:
        yield "plausible", "min 大于 max"


def _can_be_met(one: Indicator) -> bool:
    """Whether the words given can ever satisfy ``requires``."""
    objects = bool(one.objects or one.object_units)
    verbs = bool(one.verbs)
    met = {
        Requires.TERM: False,
        Requires.OBJECT: objects,
        Requires.VERB: verbs,
        Requires.OBJECT_AND_VERB: objects and verbs,
        Requires.ANY: objects or verbs,
    }
    return bool(one.terms) or met[one.requires]


def _placed_examples(entry: Entry) -> Iterator[tuple[Example, KeyPath]]:
    """An entry's examples with the path of each in its file."""
    for example in entry.indicator.examples:
        yield (
            example,
            (*entry.path, "examples", "positive" if example.positive else "negative", example.place),
        )
