"""What the trained judge makes of the names that the rules found: other begins, bodies that they left out or took by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from factextract.linear import Judge
from factextract.scan.entities import Entity, EntityIndex, same_body
from factextract.scan.name_mentions import Mention, organization_type
from factextract.scan.name_parser import parse_name
from factextract.scan.organization_candidates import (
    NameCandidate,
    NameReading,
    as_read,
    name_candidates,
    reading_groups,
)
from factextract.scan.organization_features import organization_features

_ADD, _DROP, _MOVE = 0.6, 0.1, 0.5  # of best F1 in cross-validation
_CERTAIN = 0.9  # other begins of such a name are not looked at


@dataclass(frozen=True, slots=True)
class Verdict:
    """The entities as the judge reads them, by first mention, and the ``id()`` of those that belong in the record."""

    entities: tuple[Entity, ...]
    recorded: frozenset[int]


def judge_organizations(
    text: str,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    recorded: Sequence[Entity],
    reporter: Entity | None,
    judge: Judge,
) -> Verdict | None:
    """The verdict on ``mentions``, which the rules grouped into ``entities``, of which they put ``recorded`` in the record; None
    if it changes nothing. The reporter stays as it is."""
    groups = reading_groups(text, [as_read(mention) for mention in mentions])
    spans = [(m.start, m.end) for entity in recorded for m in entity.mentions]
    chances = _Chances(text, name_candidates(text, groups, spans), judge)
    settled = {m.name for m in reporter.mentions} if reporter is not None else set()
    moved: dict[int, Mention] = {}
    admitted: dict[str, None] = {}
    for mention, group in zip(mentions, groups, strict=True):
        if mention.name in settled:
            continue
        best = _best(group, chances)
        if best.shift and chances.of(mention.name) < _MOVE and chances.of(best.name) >= _ADD:
            moved[mention.start] = _begun_at(text, mention, best.start)
            admitted[best.name] = None
        elif chances.of(mention.name) >= _ADD:
            admitted[mention.name] = None
    known = {m.start for entity in recorded for m in entity.mentions}
    fresh = [m for m in mentions if m.name in admitted and m.start not in known and m.start not in moved]
    dropped = [
        entity
        for entity in recorded
        if entity is not reporter
        and not any(m.start in moved or chances.of(m.name) >= _DROP for m in entity.mentions)
    ]
    if not moved and not fresh and not dropped:
        return None
    return _revised(entities, recorded, moved, fresh, dropped)


def _revised(
    entities: Sequence[Entity],
    recorded: Sequence[Entity],
    moved: Mapping[int, Mention],
    fresh: Sequence[Mention],
    dropped: Sequence[Entity],
) -> Verdict:
    """``entities`` without the dropped ones, with the moved mentions and new ones for the fresh mentions."""
    gone, own = {id(entity) for entity in dropped}, {id(entity) for entity in recorded}
    kept: list[Entity] = []
    admitted: list[Entity] = []
    loose = list(fresh)
    for entity in entities:
        stay = [m for m in entity.mentions if m.start not in moved]
        loose += [moved[m.start] for m in entity.mentions if m.start in moved]
        if id(entity) in gone or (entity.mentions and not stay):
            continue
        revised = entity if len(stay) == len(entity.mentions) else _of_mentions(stay)
        kept.append(revised)
        if id(entity) in own:
            admitted.append(revised)
    attached = {m.start: entity for entity in kept for m in entity.mentions}
    by_name = {m.name: entity for entity in kept for m in entity.mentions}
    index = EntityIndex(admitted)
    for mention in sorted(loose, key=lambda m: m.start):
        host = attached.get(mention.start) or by_name.get(mention.name) or _full_form(mention, index)
        if host is None:
            host = by_name[mention.name] = Entity(mention)
            kept.append(host)
        if mention.start not in attached:
            host.add(mention)
        admitted.append(host)
    return Verdict(tuple(sorted(kept, key=lambda e: e.first)), frozenset(id(entity) for entity in admitted))


def _full_form(mention: Mention, index: EntityIndex) -> Entity | None:
    """The recorded entity that a fresh mention can be short for (消协 beside 岭南县消费者协会)."""
    return next((entity for entity in index.peers(mention.name) if same_body(mention, entity.best)), None)


def _of_mentions(mentions: Sequence[Mention]) -> Entity:
    entity = Entity(max(mentions, key=lambda m: len(m.name)))
    for mention in mentions:
        entity.add(mention)
    return entity


class _Chances:
    """The judge's chances by form, each computed when it is first asked for."""

    def __init__(self, text: str, candidates: dict[str, NameCandidate], judge: Judge) -> None:
        self._text, self._candidates, self._judge = text, candidates, judge
        self._known: dict[str, float] = {}

    def of(self, name: str) -> float:
        """The chance that ``name`` is an organisation of the record."""
        chance = self._known.get(name)
        if chance is None:
            chance = self._judge.chance(organization_features(self._text, self._candidates[name]))
            self._known[name] = chance
        return chance


def _best(group: Sequence[NameReading], chances: _Chances) -> NameReading:
    """The likeliest reading; the first, which is the rules', if it is certain."""
    if chances.of(group[0].name) >= _CERTAIN:
        return group[0]
    return max(group, key=lambda reading: chances.of(reading.name))


def _begun_at(text: str, mention: Mention, start: int) -> Mention:
    """The mention with a later begin."""
    parts = parse_name(text, mention.end - len(mention.parts.head), mention.end, floor=start)
    name = text[start : mention.end]
    return replace(
        mention, start=start, name=name, kind=organization_type(name), parts=replace(parts, start=start)
    )
