"""How far two annotators agree: the one's annotations taken as the other's answers, in both directions.

What one requires must be among what the other marked, required or optional; the shares of both directions are joined by their
harmonic mean, so that neither annotator is the standard. Cohen's (1960) kappa says how far the indicators of the figures that
both marked agree beyond chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factextract.evaluate.compare import compare_all, pair_by_overlap

Gold = dict[str, Any]
KINDS = ("quantities", "facts", "date spans", "dates", "organizations", "venues", "headline")
ATTRIBUTES = (
    "value",
    "unit",
    "comparator",
    "status",
    "organization of fact",
    "organization role",
    "reporter",
)
_BEYOND = 1 << 60


@dataclass(frozen=True, slots=True)
class Agreement:
    """Harmonic means of both directions by kind of item and by attribute (None if there was nothing to compare), and
    kappa of the first-choice indicators over ``figures`` figures."""

    documents: int
    items: dict[str, float | None]
    attributes: dict[str, float | None]
    kappa: float | None
    figures: int


def agreement(pairs: Sequence[tuple[Gold, Gold, str]]) -> Agreement:
    """Agreement over documents, each given as two compiled annotations and the text."""
    there = compare_all([(one, text) for one, _, text in pairs], _all_records(other for _, other, _ in pairs))
    back = compare_all([(other, text) for _, other, text in pairs], _all_records(one for one, _, _ in pairs))
    labels = [pair for one, other, _ in pairs for pair in _labels(one, other)]
    return Agreement(
        len(pairs),
        {kind: _joined(there.items[kind].recall, back.items[kind].recall) for kind in KINDS},
        {
            name: _joined(there.accuracy[name].share, back.accuracy[name].share)
            for name in ATTRIBUTES
            if there.accuracy[name].of and back.accuracy[name].of
        },
        _kappa(labels),
        len(labels),
    )


def _joined(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return None
    return 2 * one * other / (one + other) if one + other else 0.0


def _all_records(annotations: Iterable[Gold]) -> list[dict[str, Any]]:
    return [record for gold in annotations for record in _records(gold)]


def _records(gold: Gold) -> list[dict[str, Any]]:
    """An annotation in the shape of records."""
    starts = [report["start"] for report in gold["reports"]]
    return [
        _record(gold["text_file"], report, end)
        for report, end in zip(gold["reports"], [*starts[1:], _BEYOND], strict=True)
    ]


def _record(name: str, report: Gold, end: int) -> dict[str, Any]:
    bodies = [{**body, "id": f"o{at}", "mentions": []} for at, body in enumerate(report["organizations"], 1)]
    by_name = {form: body["id"] for body in bodies for form in (*(body.get("any") or []), body["name"])}
    first = {"comparator": "exact", "status": "reported"}
    facts = [
        {
            **first,
            **fact,
            "indicator": _label(fact),
            "id": f"f{at}",
            "organization": by_name.get(fact.get("org") or report.get("reporter")),
        }
        for at, fact in enumerate(report["facts"], 1)
    ]
    headline = report.get("headline") or {}
    return {
        "source": {"path": name, "start": report["start"], "end": min(end, report["start"] + 1)},
        "reporter": {"name": report.get("reporter")},
        "facts": facts,
        "dates": report["dates"],
        "organizations": bodies,
        "venues": [{**venue, "mentions": []} for venue in report["venues"]],
        "checks": [],
        "headline": {key: value[0] if isinstance(value, list) else value for key, value in headline.items()},
    }


def _label(fact: Mapping[str, Any]) -> str:
    return str(fact.get("indicator") or (fact.get("indicator_any") or ["other"])[0])


def _labels(one: Gold, other: Gold) -> list[tuple[str, str]]:
    """The first-choice indicators of the required figures that both marked."""
    here = [fact for report in one["reports"] for fact in report["facts"] if not fact.get("optional")]
    there = [fact for report in other["reports"] for fact in report["facts"] if not fact.get("optional")]
    return [(_label(first), _label(second)) for first, second in pair_by_overlap(here, there)[0]]


def _kappa(labels: Sequence[tuple[str, str]]) -> float | None:
    if not labels:
        return None
    count = len(labels)
    observed = sum(one == other for one, other in labels) / count
    ones, others = Counter(one for one, _ in labels), Counter(other for _, other in labels)
    chance = sum(ones[label] * others[label] for label in ones) / count**2
    return (observed - chance) / (1 - chance) if chance < 1 else 1.0
