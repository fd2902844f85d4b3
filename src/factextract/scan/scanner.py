"""The scan: every number of a text as a quantity, a date or an identifier, each claimed once."""

from __future__ import annotations

import datetime
import re

from factextract.datamodel import Identifier, IdentifierKind, Scan, Span
from factextract.scan.dates import scan_dates
from factextract.scan.identifiers import scan_identifiers
from factextract.scan.quantities import scan_quantities

_TITLE = re.compile(r"《[^《》\n]{1,80}》")


def scan(text: str, reference: datetime.date | None = None) -> Scan:
    """Quantities, dates and identifiers of ``text`` (folded; offsets are those of ``text``).

    ``reference`` gives a year to dates without one. A number that could be two things goes to the date first, then to the
    identifier, then to the quantity; numbers in titles of books and documents (《…》) are names.
    """
    dates = scan_dates(text, reference)
    claimed = [Span(d.start, d.end) for d in dates]
    identifiers = list(scan_identifiers(text, claimed))
    claimed = sorted([*claimed, *(Span(i.start, i.end) for i in identifiers)])
    quantities, more = scan_quantities(text, claimed)
    titles = [match.span() for match in _TITLE.finditer(text)]
    kept = []
    index = 0
    for quantity in quantities:
        while index < len(titles) and titles[index][1] <= quantity.start:
            index += 1
        if index < len(titles) and titles[index][0] < quantity.start:
            identifiers.append(Identifier(quantity.start, quantity.end, IdentifierKind.NAME))
        else:
            kept.append(quantity)
    return Scan(tuple(kept), dates, tuple(sorted([*identifiers, *more], key=lambda i: i.start)))
