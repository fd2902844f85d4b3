"""The scan: every number of a text as a quantity, a date or an identifier, each claimed once."""

from __future__ import annotations

import datetime

from factextract.datamodel import Scan, Span
from factextract.scan.dates import scan_dates
from factextract.scan.identifiers import scan_identifiers
from factextract.scan.quantities import scan_quantities


def scan(text: str, reference: datetime.date | None = None) -> Scan:
    """Quantities, dates and identifiers of ``text`` (folded; offsets are those of ``text``).

    ``reference`` gives a year to dates without one. A number that could be two things goes to the date first, then to the
    identifier, then to the quantity.
    """
    dates = scan_dates(text, reference)
    claimed = [Span(d.start, d.end) for d in dates]
    identifiers = scan_identifiers(text, claimed)
    claimed = sorted([*claimed, *(Span(i.start, i.end) for i in identifiers)])
    quantities, more = scan_quantities(text, claimed)
    return Scan(quantities, dates, tuple(sorted([*identifiers, *more], key=lambda i: i.start)))
