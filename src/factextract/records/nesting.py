"""Parts and totals as the arithmetic shows them, entered in the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from factextract.datamodel import Check, CheckStatus, Fact
from factextract.records.findings import PARTS_SUM, REMAINDER


def nest(facts: Sequence[Fact], checks: Sequence[Check]) -> tuple[Fact, ...]:
    """The facts, those that a sum has confirmed as parts of a total marked so (``part_of``). What is known to be part of
    something keeps its place; no figure becomes part of one of its own parts."""
    parents = {fact.id: fact.part_of for fact in facts if fact.part_of is not None}
    values = {fact.id: fact.quantity.value for fact in facts}
    for check in checks:
        if check.kind not in (PARTS_SUM, REMAINDER) or check.status is not CheckStatus.OK:
            continue
        total, *parts = check.facts
        for part in parts:
            if part not in parents and parents.get(total) != part and values[part] < values[total]:
                parents[part] = total
    return tuple(
        fact if fact.part_of == parents.get(fact.id) else replace(fact, part_of=parents.get(fact.id))
        for fact in facts
    )
