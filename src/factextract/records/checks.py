"""Arithmetic that a report's own figures let one verify."""

from __future__ import annotations

from collections.abc import Sequence

from factextract.datamodel import Check, Fact, Layout, Names
from factextract.records.check_changes import change_checks
from factextract.records.check_closed_lists import closed_list_mismatches
from factextract.records.check_counts import list_checks, resolved_checks
from factextract.records.check_remainders import remainder_checks
from factextract.records.check_shares import share_checks
from factextract.records.check_sums import agreeing_sums, find_leaders, find_runs, sum_check
from factextract.records.check_tables import table_checks
from factextract.records.figures import in_tables, read_figures


def check_facts(facts: Sequence[Fact], text: str, layout: Layout, names: Names) -> tuple[Check, ...]:
    """Check the facts of one report. ``text`` is the view text; offsets are view offsets.

    A mismatch is reported only where it is plain which figures belong together.
    """
    reading = read_figures(facts, text, layout)
    runs = find_runs(reading)
    agreeing = agreeing_sums(reading, [*runs, *find_leaders(reading)])
    return (
        *(sum_check(reading, reading.counts[at], parts) for at in sorted(agreeing) for parts in agreeing[at]),
        *closed_list_mismatches(reading, runs, agreeing),
        *table_checks(in_tables(facts, layout)[1], text, layout),
        *remainder_checks(reading, agreeing),
        *share_checks(reading),
        *change_checks(reading),
        *resolved_checks(reading),
        *list_checks(reading, names),
    )
