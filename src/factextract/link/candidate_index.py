"""What the linker looks up about a catalogue's candidates, prepared once an engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from factextract.packs import Catalogue, Indicator
from factextract.scan.units import unit_class

_MOST_UNITS = 1024  # measure words come from a closed table


@dataclass(frozen=True, slots=True)
class UnitFit:
    """How one measure word (``unit``) suits the candidates: ``fits`` by candidate (see ``evidence.FEATURES``, ``unit``), the listed
    indicators that list it, and the candidates for which it also names what is counted."""

    unit: str | None
    fits: tuple[float, ...]
    listing: tuple[int, ...]
    naming: frozenset[int]


class CandidateIndex:
    """The candidates of one catalogue by number: ``position`` of each id, ``requires`` of each, how units fit."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.listed = len(catalogue.indicators)
        self.position = {one.id: index for index, one in enumerate(catalogue.candidates)}
        self.requires = tuple(one.requires for one in catalogue.candidates)
        self._classes = tuple(frozenset(map(unit_class, one.units)) for one in catalogue.candidates)
        self.unit = lru_cache(_MOST_UNITS)(self._unit)

    def _unit(self, unit: str | None) -> UnitFit:
        candidates = self.catalogue.candidates
        if unit is None:
            return UnitFit(unit, (0.0,) * len(candidates), (), frozenset())
        return UnitFit(
            unit,
            tuple(_fit(unit, one, classes) for one, classes in zip(candidates, self._classes, strict=True)),
            tuple(at for at, one in enumerate(self.catalogue.indicators) if unit in one.units),
            frozenset(at for at, one in enumerate(candidates) if unit in one.object_units),
        )


def _fit(unit: str, indicator: Indicator, classes: frozenset[str]) -> float:
    if unit in indicator.units:
        return 1.0
    own = unit_class(unit)
    return 0.4 if own != "other" and own in classes else -1.0
