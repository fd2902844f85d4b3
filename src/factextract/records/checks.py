"""Arithmetic that a report's own figures let one verify."""

from __future__ import annotations

from collections.abc import Sequence

from factextract.datamodel import Check, CheckStatus, Fact, Layout, Names
from factextract.records.check_changes import change_checks
from factextract.records.check_closed_lists import closed_list_mismatches
from factextract.records.check_counts import list_checks, resolved_checks
from factextract.records.check_mixed_lists import mixed_list_checks
from factextract.records.check_remainders import remainder_checks
from factextract.records.check_share_errors import share_checks
from factextract.records.check_shares import ShareReader, bases_of, settled_shares
from factextract.records.check_sums import agreeing_sums, find_complements, find_leaders, find_runs, sum_check
from factextract.records.check_table_prose import column_share_checks, table_share_checks, table_total_checks
from factextract.records.check_tables import table_checks
from factextract.records.figures import Reading, in_tables, read_figures
from factextract.records.grids import read_grids


def check_facts(
    facts: Sequence[Fact], text: str, layout: Layout, names: Names, reading: Reading | None = None
) -> tuple[Check, ...]:
    """Check the facts of one report. ``text`` is the view text; offsets are view offsets. ``reading`` is what ``read_figures``
    makes of the facts, if that is known already.

    A mismatch is reported only where it is plain which figures belong together.
    """
    reading = reading or read_figures(facts, text, layout)
    runs = find_runs(reading)
    complements = find_complements(reading)
    agreeing = agreeing_sums(reading, [*runs, *find_leaders(reading), *complements])
    grids = list(read_grids(in_tables(facts, layout)[1], text, layout))
    reader = ShareReader(reading)
    settled = settled_shares(reader)
    given = {percent.id: check for percent, check in table_share_checks(reader, grids, settled)}
    bases = bases_of(settled.values())
    prose = (
        *(sum_check(reading, reading.counts[at], parts) for at in sorted(agreeing) for parts in agreeing[at]),
        *closed_list_mismatches(reading, [*runs, *complements], agreeing, bases),
        *mixed_list_checks(reading, agreeing),
        *remainder_checks(reading, agreeing, bases),
        *share_checks(reader, settled, given),
        *change_checks(reading),
        *resolved_checks(reading, agreeing),
        *list_checks(reading, names),
    )
    return (
        *(check for check in prose if check.status is CheckStatus.OK or _complete(reading, check)),
        *table_checks(grids),
        *given.values(),
        *table_total_checks(reading, grids),
        *column_share_checks(reading, grids),
    )


def _complete(reading: Reading, check: Check) -> bool:
    """True if a mismatch rests on every number its sentences print."""
    return not reading.leaves_out([reading.by_id(fact) for fact in check.facts])
