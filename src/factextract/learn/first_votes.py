"""What the rules said of a document when it was new, before anybody had tuned them on it.

On documents that the rules were tuned on they are almost always right, and a model trained there learns to believe them blindly. Their
votes of the first day are as good as their votes on a report that comes in tomorrow (stacking with held-out predictions:
Wolpert, 1992). ``corpus/first_votes.jsonl`` keeps them: one document a line, offsets in code points of its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factextract.datamodel import Span, Status
from factextract.scan.organization_candidates import NameReading
from factextract.text.view import View


@dataclass(frozen=True, slots=True)
class FactVote:
    """What the rules said of one figure; ``owner`` is the organisation's name, ``category`` what it is broken down by."""

    start: int
    end: int
    status: Status
    owner: str | None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class FirstVotes:
    """The votes on one document: its facts, where it had venues and organisations of the record, and the names that the rules read in
    it, rejected ones included."""

    facts: tuple[FactVote, ...]
    venues: tuple[Span, ...]
    bodies: tuple[Span, ...] = ()
    names: tuple[NameReading, ...] = ()

    def fact_at(self, span: Span) -> FactVote | None:
        """The vote on the figure at ``span``."""
        return next((v for v in self.facts if v.start < span.end and span.start < v.end), None)

    def venue_at(self, span: Span) -> bool:
        """True if the rules saw a venue that overlaps ``span``."""
        return any(venue.start < span.end and span.start < venue.end for venue in self.venues)


def votes_of(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The votes in a document's records, as a line of the file holds them; ``name_votes`` gives the rest of the line."""
    facts: list[list[Any]] = []
    venues: list[list[int]] = []
    for record in records:
        names = {body["id"]: body["name"] for body in record["organizations"]}
        facts += [
            [
                fact["start"],
                fact["end"],
                fact["status"],
                names.get(fact["organization"]),
                fact["dimensions"].get("category"),
            ]
            for fact in record["facts"]
        ]
        venues += [[m["start"], m["end"]] for venue in record["venues"] for m in venue["mentions"]]
    return {"facts": facts, "venues": venues}


def name_votes(parts: Iterable[tuple[View, Sequence[NameReading], Sequence[Span]]]) -> dict[str, Any]:
    """The votes on a document's names, given ``Engine.bodies``; a name is only written out where a list shares its head."""
    names: list[list[Any]] = []
    bodies: list[list[int]] = []
    for view, readings, recorded in parts:
        for reading in readings:
            where, tail = view.to_source(Span(reading.start, reading.end)), reading.tail - 1
            shared = reading.tail != reading.end
            names.append(
                [
                    where.start,
                    where.end,
                    reading.head,
                    reading.shape,
                    view.offset_to_source(tail) + 1,
                    *([reading.name] if shared else []),
                ]
            )
        bodies += [[where.start, where.end] for where in map(view.to_source, recorded)]
    return {"bodies": bodies, "names": names}


def names_in(view: View, names: Iterable[NameReading]) -> list[NameReading]:
    """The readings of a document that lie in one report, in view offsets."""
    inside = []
    for one in names:
        if view.start <= one.start < view.end:
            where = view.span_to_view(Span(one.start, one.end))
            name = one.name or view.text[where.start : where.end]
            inside.append(
                NameReading(where.start, where.end, name, one.head, one.shape, view.to_view(one.tail))
            )
    return inside


def read_votes(path: Path) -> dict[str, FirstVotes]:
    """The votes by document name."""
    votes = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        votes[item["document"]] = FirstVotes(
            tuple(
                FactVote(start, end, Status(status), owner, category)
                for start, end, status, owner, category in item["facts"]
            ),
            tuple(Span(start, end) for start, end in item["venues"]),
            tuple(Span(start, end) for start, end in item.get("bodies", ())),
            tuple(
                NameReading(start, end, "".join(name), head, shape, tail)
                for start, end, head, shape, tail, *name in item.get("names", ())
            ),
        )
    return votes
