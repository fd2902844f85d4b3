"""What an indicator pack holds once it is read: frozen values, words folded as ``text.fold`` folds a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from factextract.datamodel import Span

OTHER = "other"
"""What ``-> other`` in a negative example means: the quantity is a fact, but no indicator counts it."""


class Aggregation(StrEnum):
    """How several figures of one indicator combine into one."""

    SUM = "sum"
    RATE = "rate"
    MAX = "max"
    LAST = "last"


class Requires(StrEnum):
    """Which triggers must stand near a quantity for the indicator to be proposed. A term always suffices."""

    TERM = "term"
    OBJECT = "object"
    VERB = "verb"
    OBJECT_AND_VERB = "object+verb"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Plausible:
    """The bounds between which a figure needs no second look, in base units; None is open."""

    min: Decimal | None = None
    max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and one quantity marked in it. ``text`` is without the ⟦⟧ marks, ``mention`` the marked span.

    ``expected`` is the indicator that the quantity must get: the pack's own for a positive example; for a
    negative one another id, ``OTHER`` (none at all), or None (anything but the pack's own). ``place`` is the line's place in its list.
    """

    text: str
    mention: Span
    positive: bool
    expected: str | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the catalogue: how a report words it, and examples of what it is and is not.

    ``units`` are the measure words that fit, without multiplier and approximation. ``object_units`` are those among
    them that also name what is counted, so that they stand in for an object (户次 after 检查). ``terms`` name the
    indicator by themselves, ``verbs`` its actions, ``objects`` the things counted; ``exclude`` words veto it in their
    clause. ``dimensions`` tell what a figure is usually broken down by; ``confusable`` are neighbouring ids.
    """

    id: str
    label: str
    domain: str
    description: str
    aggregation: Aggregation
    units: tuple[str, ...]
    requires: Requires
    plausible: Plausible = Plausible()
    object_units: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every indicator in force, in pack order.

    ``others`` are kinds of figures that reports often give and no indicator counts (经费, 整改, 回访): shaped like
    indicators but not ``listed``. They compete with the indicators; a figure that one of them wins is a fact without
    an indicator. ``candidates`` are both, indicators first. ``neutral`` words vote for nothing: they only hide the
    shorter triggers inside them (投诉电话 is no 投诉). ``digest`` is the SHA-256 of the packs' bytes.
    """

    indicators: tuple[Indicator, ...]
    others: tuple[Indicator, ...]
    candidates: tuple[Indicator, ...]
    neutral: tuple[str, ...]
    digest: str
    by_id: Mapping[str, Indicator]

    @classmethod
    def of(
        cls,
        indicators: tuple[Indicator, ...],
        others: tuple[Indicator, ...],
        neutral: tuple[str, ...],
        digest: str,
    ) -> Catalogue:
        """Build a catalogue with its index of indicators."""
        index = MappingProxyType({one.id: one for one in indicators})
        return cls(indicators, others, (*indicators, *others), neutral, digest, index)
