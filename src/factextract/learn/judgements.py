"""Annotated reports and clauses to the judges' examples: is a figure planned, whose is it, of what kind, is a place a venue?

The rules' vote among the features is that of the document's first day (``first_votes``). A document without such votes
teaches by the words alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from factextract.corpus import compile_gold, load
from factextract.corpus.clauses import read_clauses
from factextract.corpus.matching import forms, normal_name
from factextract.corpus.name_bank import VENUE, NameMark, read_names
from factextract.datamodel import Organization, Span, Status
from factextract.ingest import document_from_text
from factextract.learn.examples import Origin, best_overlap, origin_of
from factextract.learn.first_votes import FirstVotes
from factextract.learn.judging import Judgement
from factextract.linear import VOTE
from factextract.link.category_features import NONE, CategoryCandidates
from factextract.link.linker import Reading, category_candidates, owner_candidates
from factextract.link.status_features import status_features
from factextract.pipeline import Engine
from factextract.scan.names import written
from factextract.scan.venue_features import venue_features
from factextract.text.fold import fold

CLAUSE = "clause"  # the kind of an example from the clause bank or the name bank
_CLAUSE = 0.5
_WITH_CATEGORY = 3.0
_UNSTATED_OWNER = 0.3  # gold names no owner: the reporter, or nobody worth a name


def status_judgements(engine: Engine, annotation: Path, votes: FirstVotes | None) -> Iterator[Judgement]:
    """For each required fact of an annotated document: is it planned?"""
    origin = origin_of(annotation)
    for reading, at, fact in _facts(engine, annotation):
        first = votes.fact_at(reading.source_spans[at]) if votes else None
        vote = first.status if first else reading.voted_statuses[at]
        planned = fact.get("status", "reported") == Status.PLANNED.value
        yield _judgement(
            _status(reading, at, vote), planned, vote is Status.PLANNED, 1.0, origin, first is not None
        )


def clause_status_judgements(engine: Engine, path: Path) -> Iterator[Judgement]:
    """The same for each marked figure of a file of the clause bank, which the rules were never tuned on."""
    for clause in read_clauses(path):
        marks = [{"start": m.start, "end": m.end, "mark": m} for m in clause.marks if m.labels != ("-",)]
        origin = Origin(path.stem, clause.type, CLAUSE)
        for reading in engine.readings(document_from_text(clause.text, path.name)):
            for at, span in enumerate(reading.source_spans):
                found = best_overlap(marks, span)
                if found is not None:
                    vote = reading.voted_statuses[at]
                    yield _judgement(
                        _status(reading, at, vote),
                        found["mark"].planned,
                        vote is Status.PLANNED,
                        _CLAUSE,
                        origin,
                        True,
                    )


def _status(reading: Reading, at: int, vote: Status) -> list[str]:
    context, period = reading.contexts[at], reading.periods[at]
    return status_features(reading.text, reading.layout, context, vote, period, reading.plan)


def owner_judgements(engine: Engine, annotation: Path, votes: FirstVotes | None) -> Iterator[Judgement]:
    """For each required fact in running text and each body near it: is it the owner? Facts with one candidate, or whose
    owner is none of the candidates, teach nothing."""
    origin, choices = origin_of(annotation), count()
    for reading, at, fact in _facts(engine, annotation):
        first = votes.fact_at(reading.source_spans[at]) if votes else None
        bodies = {body.id: body for body in reading.names.organizations}
        vote = _body_named(first.owner, bodies) if first else reading.voted_owners[at]
        candidates = owner_candidates(reading).of(reading.contexts[at], vote)
        wanted = {normal_name(name) for name in (fact.get("org"), *(fact.get("org_any") or [])) if name}
        right = [
            bool(wanted & _forms(bodies[one.organization]))
            if wanted
            else one.organization == reading.reporter
            for one in candidates
        ]
        if len(candidates) < 2 or not any(right):
            continue
        weight, choice = 1.0 if wanted else _UNSTATED_OWNER, f"{annotation.name}:{next(choices)}"
        for one, is_owner in zip(candidates, right, strict=True):
            yield _judgement(
                one.features, is_owner, one.organization == vote, weight, origin, first is not None, choice
            )


def category_judgements(engine: Engine, annotation: Path, votes: FirstVotes | None) -> Iterator[Judgement]:
    """For each required fact and each phrase near it: does it name what the fact is broken down by? Gold that has no category
    makes none the right answer; gold that has one counts more. Only documents with first votes teach."""
    if votes is None:
        return
    origin, choices = origin_of(annotation), count()
    candidates: dict[int, CategoryCandidates] = {}
    for reading, at, fact in _facts(engine, annotation):
        if id(reading) not in candidates:
            candidates = {id(reading): category_candidates(reading, _voted_categories(reading, votes))}
        wanted = (fact.get("dims") or {}).get("category")
        wishes = [fold(normal_name(one)) for one in (wanted if isinstance(wanted, list) else [wanted]) if one]
        choice = f"{annotation.name}:{next(choices)}"
        for one in candidates[id(reading)].of(at):
            name = fold(normal_name(one.name))
            right = any(wish in name or name in wish for wish in wishes) if wishes else one.name == NONE
            weight = _WITH_CATEGORY if wishes else 1.0
            yield _judgement(one.features, right, one.voted, weight, origin, True, choice)


def _voted_categories(reading: Reading, votes: FirstVotes) -> list[str | None]:
    first = [votes.fact_at(span) for span in reading.source_spans]
    return [fold(vote.category) if vote and vote.category else None for vote in first]


def _body_named(name: str | None, bodies: dict[str, Organization]) -> str | None:
    wanted = normal_name(name)
    return next((id_ for id_, body in bodies.items() if wanted and wanted in _forms(body)), None)


def _forms(body: Organization) -> set[str]:
    return forms({"name": body.name, "aliases": body.aliases})


def venue_judgements(engine: Engine, annotation: Path, votes: FirstVotes | None) -> Iterator[Judgement]:
    """For each candidate place of an annotated document: did something take place there?"""
    document, origin = load(annotation), origin_of(annotation)
    gold, _ = compile_gold(document)
    parts = engine.places(document_from_text(document.text, document.text_file))
    for report, (view, places) in zip(gold["reports"], parts, strict=False):
        venues = [(forms(venue), bool(venue.get("optional"))) for venue in report["venues"]]
        for place, located in places:
            name = normal_name(written(view, place))
            optional = [is_optional for names, is_optional in venues if name in names]
            if optional and all(optional):
                continue
            vote = votes.venue_at(view.to_source(Span(place.start, place.end))) if votes else located
            features = venue_features(view.text, place, vote)
            yield _judgement(features, bool(optional), vote, 1.0, origin, votes is not None)


def bank_venue_judgements(engine: Engine, path: Path) -> Iterator[Judgement]:
    """The same for each candidate place of a file of the name bank that overlaps a mark or stands where none is."""
    for sentence in read_names(path):
        origin = Origin(path.stem, sentence.type, CLAUSE)
        for view, places in engine.places(document_from_text(sentence.text, path.name)):
            for place, located in places:
                where = view.to_source(Span(place.start, place.end))
                marks = [mark for mark in sentence.marks if mark.start < where.end and where.start < mark.end]
                right = any(VENUE in mark.labels and _same_place(mark, where) for mark in marks)
                partly = not right and any(VENUE in mark.labels for mark in marks)
                if not partly and not any(mark.optional for mark in marks):
                    features = venue_features(view.text, place, located)
                    yield _judgement(features, right, located, _CLAUSE, origin, True)


def _same_place(mark: NameMark, where: Span) -> bool:
    return mark.start == where.start and mark.end == where.end


def _judgement(
    features: list[str] | tuple[str, ...],
    right: bool,
    vote: bool,
    weight: float,
    origin: Origin,
    fresh: bool,
    choice: str | None = None,
) -> Judgement:
    """An example; the vote is left out of the features where it is not ``fresh``."""
    kept = tuple(name for name in features if fresh or not name.startswith(VOTE))
    return Judgement(
        kept, right, vote, weight, origin.institution, origin.type, fresh, origin.kind != CLAUSE, choice
    )


def _facts(engine: Engine, annotation: Path) -> Iterator[tuple[Reading, int, dict[str, Any]]]:
    """The figures of a document that gold requires, with gold's fact."""
    annotated = load(annotation)
    gold, _ = compile_gold(annotated)
    facts = [fact for report in gold["reports"] for fact in report["facts"]]
    for reading in engine.readings(document_from_text(annotated.text, annotated.text_file)):
        for at, span in enumerate(reading.source_spans):
            fact = best_overlap(facts, span)
            if fact is not None and not fact.get("optional"):
                yield reading, at, fact
