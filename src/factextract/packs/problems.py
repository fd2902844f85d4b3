"""What the schema cannot say of a pack: contradictions inside an indicator, ids given twice, malformed examples."""

from __future__ import annotations

from collections.abc import Iterator

from factextract.packs.build import Entry, Pack
from factextract.packs.model import Indicator, Requires
from factextract.packs.source import Problem

_NOT_IN_UNITS = frozenset("万亿余多几")


def content_problems(pack: Pack) -> list[Problem]:
    """All such problems of one pack."""
    line = pack.source.line
    found: list[Problem] = []
    seen: set[str] = set()
    for entry in pack.entries:
        name = entry.indicator.id
        if name in seen:
            found.append(Problem(line((*entry.path, "id")), f"指标“{name}”在本文件中重复"))
        seen.add(name)
        found += [Problem(line((*entry.path, field)), message) for field, message in _contradictions(entry)]
        found += [
            Problem(line(path), "例句须用成对的⟦⟧标出数量")
            for example, path in entry.examples()
            if example.mention.start == example.mention.end
        ]
    return found


def _contradictions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Fields of an entry that contradict each other, as (field, message)."""
    one = entry.indicator
    for word in one.exclude:
        if word in one.terms or word in one.verbs or word in one.objects:
            yield "exclude", f"“{word}”既是用词又是排除词"
    for unit in one.units:
        if _NOT_IN_UNITS.intersection(unit):
            yield "units", f"量词“{unit}”不应带倍数或约数（万、亿、余、多、几）"
    if entry.how != "extends":
        yield from _gaps(one)


def _gaps(one: Indicator) -> Iterator[tuple[str, str]]:
    """What a whole indicator must have and an extension need not."""
    if not _can_be_met(one):
        yield "requires", f"requires: {one.requires} 永远无法满足：没有给出相应的用词"
    for unit in one.object_units:
        if unit not in one.units:
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
