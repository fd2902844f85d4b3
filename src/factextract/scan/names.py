"""Who and where, for one report: organisations with roles, venues, the reporter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from factextract.datamodel import Layout, Names, Organization, Reporter, Role, Scan, Span, Venue
from factextract.linear import Judge
from factextract.scan.cued_places import cued_places
from factextract.scan.entities import Entity, group_mentions
from factextract.scan.leaks import find_leaks
from factextract.scan.name_mentions import Mention
from factextract.scan.organization_judging import judge_organizations
from factextract.scan.organizations import find_mentions
from factextract.scan.places import Place, find_places
from factextract.scan.reporter import Finding, find_reporter
from factextract.scan.roles import Setting, find_roles
from factextract.scan.selection import attach_vague, is_recordable, is_vague
from factextract.scan.venue_features import venue_features
from factextract.scan.venues import locate, vote
from factextract.text.view import View

_SURE = 0.4  # of least loss of F1 in cross-validation
_TOWN_CENTRES = ("县城", "城区", "市区")  # where a place lies, no part of its name


@dataclass(frozen=True, slots=True)
class NameJudges:
    """The trained judges of candidate places and of candidate organisations; the rules decide where there is none."""

    venue: Judge | None = None
    organization: Judge | None = None


def find_names(view: View, layout: Layout, scan: Scan, judges: NameJudges = NameJudges()) -> Names:
    """Organisations, venues and the reporter of one report, in order of first mention (view offsets)."""
    text = view.text
    mentions = find_mentions(text)
    candidates = find_places(text, mentions)
    places = locate(text, candidates) if judges.venue is None else _judged(text, candidates, judges.venue)
    leaks = find_leaks(view, mentions, candidates)
    mentions = _outside(mentions, [p for p in places if p.organization is None and not p.acts])
    located = {p.start for p in places if p.organization is not None and not p.acts}
    bodies = _find_bodies(text, layout, mentions, located)
    if judges.organization is not None:
        bodies = _rejudged(text, mentions, bodies, judges.organization)
    organizations = tuple(
        Organization(
            f"o{number}",
            written(view, entity.best),
            entity.kind,
            given,
            tuple(entity.aliases),
            _spans(entity),
        )
        for number, (entity, given) in enumerate(bodies.kept, 1)
    )
    return Names(organizations, _venues(view, places), _author(view, bodies), leaks)


@dataclass(frozen=True, slots=True)
class _Bodies:
    """All bodies found, those that belong in the record with their roles, and who reports."""

    entities: tuple[Entity, ...]
    kept: tuple[tuple[Entity, tuple[Role, ...]], ...]
    finding: Finding | None


def _find_bodies(text: str, layout: Layout, mentions: Sequence[Mention], located: Collection[int]) -> _Bodies:
    """The bodies that ``mentions`` name, by the rules; ``located`` holds the starts of those that only name a place."""
    entities = group_mentions(text, list(mentions))
    finding = find_reporter(text, layout, entities, located)
    reporter = finding.entity if finding else None
    if reporter is not None and all(entity is not reporter for entity in entities):
        entities = [*entities, reporter]
    entities = attach_vague(text, entities, [m for m in mentions if is_vague(m)], reporter)
    roles = find_roles(entities, Setting(text, reporter))
    kept = tuple(
        (entity, given)
        for entity, given in zip(entities, roles, strict=True)
        if is_recordable(text, entity, given, reporter, located)
    )
    return _Bodies(tuple(entities), kept, finding)


def _rejudged(text: str, mentions: Sequence[Mention], bodies: _Bodies, judge: Judge) -> _Bodies:
    """The bodies after the trained judge has looked at each name; the reporter stays."""
    reporter = bodies.finding.entity if bodies.finding else None
    recorded = [entity for entity, _ in bodies.kept]
    verdict = judge_organizations(text, mentions, bodies.entities, recorded, reporter, judge)
    if verdict is None:
        return bodies
    roles = find_roles(verdict.entities, Setting(text, reporter))
    kept = tuple(
        (entity, given)
        for entity, given in zip(verdict.entities, roles, strict=True)
        if id(entity) in verdict.recorded
    )
    return _Bodies(verdict.entities, kept, bodies.finding)


def _author(view: View, bodies: _Bodies) -> Reporter | None:
    if bodies.finding is None:
        return None
    reporter = bodies.finding.entity
    number = next((n for n, (entity, _) in enumerate(bodies.kept, 1) if entity is reporter), None)
    return Reporter(written(view, reporter.best), f"o{number}" if number else None, bodies.finding.confidence)


def place_votes(text: str, candidates: Sequence[Place]) -> list[tuple[Place, bool]]:
    """All that the judge of venues decides on, by offset, with the rules' votes: the candidate places, and those that only a
    cue tells, which the rules never take. The latter may overlap the former."""
    voted = vote(text, candidates)
    cued = [(place, False) for place in cued_places(text, candidates)]
    return sorted([*voted, *cued], key=lambda item: (item[0].start, item[0].end))


def _judged(text: str, candidates: Sequence[Place], venue: Judge) -> list[Place]:
    """The venues among the candidates: of those that overlap the likeliest (the longer at a tie)."""
    chances = [
        (venue.chance(venue_features(text, place, voted)), place)
        for place, voted in place_votes(text, candidates)
    ]
    kept: list[tuple[float, Place]] = []
    for chance, place in chances:
        if chance < _SURE:
            continue
        if kept and place.start < kept[-1][1].end:
            if (chance, place.end) > (kept[-1][0], kept[-1][1].end):
                kept[-1] = (chance, place)
            continue
        kept.append((chance, place))
    return [place for _, place in kept]


def _outside(mentions: Sequence[Mention], places: Sequence[Place]) -> list[Mention]:
    """Mentions that are no part of a venue's name (the office in 县开发区管委会会议室); places do not overlap."""
    starts = [place.start for place in places]
    kept = []
    for mention in mentions:
        index = bisect_right(starts, mention.start) - 1
        if index < 0 or mention.end > places[index].end:
            kept.append(mention)
    return kept


def _spans(entity: Entity) -> tuple[Span, ...]:
    spans = {(m.start, m.end) for m in entity.mentions} | set(entity.references)
    return tuple(Span(start, end) for start, end in sorted(spans))


def _venues(view: View, places: Sequence[Place]) -> tuple[Venue, ...]:
    found: dict[str, Venue] = {}
    for place in places:
        name = written(view, place)
        where = Span(place.start, place.end)
        old = found.get(name)
        if old is None:
            found[name] = Venue(f"v{len(found) + 1}", name, place.kind, (where,))
        else:
            found[name] = Venue(old.id, name, old.type, (*old.mentions, where))
    return tuple(found.values())


def written(view: View, mention: Mention | Place) -> str:
    """A name with the source's own characters; a shared head is put behind the listed item."""
    start = mention.start + (
        2
        if isinstance(mention, Place) and mention.name.startswith(_TOWN_CENTRES) and len(mention.name) > 4
        else 0
    )
    name = view.visible(Span(start, mention.end))
    if mention.head_span is not None:
        name += view.visible(Span(*mention.head_span))
    return name
