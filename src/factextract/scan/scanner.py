"""The scan: every number of a text as a quantity, a date or an identifier, each claimed once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TypeVar

from factextract.datamodel import Identifier, IdentifierKind, Quantity, Scan, Span
from factextract.scan.dates import scan_dates
from factextract.scan.identifiers import scan_identifiers
from factextract.scan.quantities import scan_quantities

_Found = TypeVar("_Found", Quantity, Identifier)
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
    titles = [Span(*match.span()) for match in _TITLE.finditer(text)]
    kept, named = _split_titles(quantities, titles)
    other, renamed = _split_titles(more, titles)
    identifiers += other
    for spans in ([(q.start, q.end) for q in named], [(i.start, i.end) for i in renamed]):
        identifiers += [Identifier(start, end, IdentifierKind.NAME) for start, end in spans]
    return Scan(tuple(kept), dates, tuple(sorted(identifiers, key=lambda i: i.start)))


def _split_titles(found: Sequence[_Found], titles: Sequence[Span]) -> tuple[list[_Found], list[_Found]]:
    """What stands outside the titles, and what inside; both arguments are sorted."""
    outside: list[_Found] = []
    inside: list[_Found] = []
    index = 0
    for item in found:
        while index < len(titles) and titles[index].end <= item.start:
            index += 1
        (inside if index < len(titles) and titles[index].start < item.start else outside).append(item)
    return outside, inside
