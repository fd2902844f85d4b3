"""The organisations of one report by what they are called: found by a short form, or by the place that their names begin with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from factextract.datamodel import Names, Organization


class BodyIndex:
    """Looks organisations up by the ends of their names; a look-up takes no longer the more of them there are."""

    def __init__(self, names: Names) -> None:
        self._bodies: Sequence[Organization] = names.organizations
        self._forwards = sorted((body.name, at) for at, body in enumerate(self._bodies))
        self._backwards = sorted((body.name[::-1], at) for at, body in enumerate(self._bodies))
        self._aliases: dict[str, list[int]] = {}
        for at, body in enumerate(self._bodies):
            for alias in dict.fromkeys(body.aliases):
                self._aliases.setdefault(alias, []).append(at)

    def called(self, label: str) -> str | None:
        """Id of the one body that a label names in short (营业部), or that is named for its place (城中区); None if there are none
        or several."""
        if len(label) < 2:
            return None
        found = {
            *self._aliases.get(label, [])[:2],
            *islice(_beginning(self._forwards, label), 2),
            *islice(_beginning(self._backwards, label[::-1]), 2),
        }
        return self._bodies[found.pop()].id if len(found) == 1 else None

    def of_place(self, place: str) -> list[Organization]:
        """The bodies whose names begin with a place, in the report's order."""
        return [self._bodies[at] for at in sorted(_beginning(self._forwards, place))]


def _beginning(names: list[tuple[str, int]], start: str) -> Iterator[int]:
    """The bodies whose name begins with ``start``."""
    first = bisect_left(names, (start,))
    return (at for _, at in takewhile(lambda one: one[0].startswith(start), islice(names, first, None)))
