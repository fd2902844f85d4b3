"""Calendar arithmetic and the writing of EDTF (Extended Date/Time Format, ISO 8601-2:2019).

The subset used here: a date of year, month or day precision whose digits may be unknown (``20XX-08``,
``XXXX-03-15``) and an interval of two such dates (``2024-03-10/2024-03-16``, open ends ``..``).
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass, replace

UNKNOWN_YEAR = "XXXX"
UNKNOWN_PART = "XX"

_DATE = r"[0-9X]{4}(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?)?"
_EDTF = re.compile(rf"(?:{_DATE}|\.\.)/(?:{_DATE}|\.\.)|{_DATE}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of year, month or day precision; unknown digits are X, an unstated year is ``XXXX``.

    ``day`` implies ``month``. ``str()`` is its EDTF form.
    """

    year: str = UNKNOWN_YEAR
    month: str | None = None
    day: str | None = None

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part is not None)

    @classmethod
    def parse(cls, edtf: str) -> PartialDate:
        """The date that ``edtf`` writes; ValueError if it is not a single date."""
        if not re.fullmatch(_DATE, edtf):
            raise ValueError(f"not an EDTF date: {edtf!r}")
        return cls(*edtf.split("-"))

    def in_year(self, year: str) -> PartialDate:
        """The same date in another year."""
        return replace(self, year=year)

    @property
    def known(self) -> bool:
        """True if no digit is unknown."""
        return "X" not in str(self)

    def first_day(self) -> str | None:
        """ISO date of its first day, None if a digit is unknown."""
        return f"{self.year}-{self.month or '01'}-{self.day or '01'}" if self.known else None

    def last_day(self) -> str | None:
        """ISO date of its last day, None if a digit is unknown."""
        if not self.known:
            return None
        month = self.month or "12"
        return f"{self.year}-{month}-{self.day or days_in_month(self.year, int(month))}"


def days_in_month(year: str, month: int) -> int:
    """Number of days; a February of an unknown year may have 29."""
    return monthrange(int(year), month)[1] if year.isdigit() and int(year) > 0 else monthrange(2000, month)[1]


def is_calendar_day(year: str, month: int, day: int) -> bool:
    """True if the day exists (29 February in an unknown year does)."""
    return 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def shift_year(year: str, by: int) -> str:
    """The year ``by`` years later; an unknown digit makes the whole shifted year unknown (``20XX`` stays for 0)."""
    if by == 0:
        return year
    return f"{int(year) + by:04d}" if year.isdigit() else UNKNOWN_YEAR


def interval(first: PartialDate, last: PartialDate) -> str:
    """EDTF interval; equal ends still make an interval (``20XX/20XX``), since two different years may hide."""
    return f"{first}/{last}"


def is_edtf(text: str) -> bool:
    """True if ``text`` is a date or an interval of the subset described above."""
    return _EDTF.fullmatch(text) is not None


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """ISO dates of the first and the last day of a date or interval; None for an open or unknown end."""
    first, _, last = edtf.partition("/")
    start = None if first == ".." else PartialDate.parse(first).first_day()
    end = None if last == ".." else PartialDate.parse(last or first).last_day()
    return start, end


def day_span(first: datetime.date, last: datetime.date) -> str:
    """EDTF of the days from ``first`` to ``last``; one date if they are the same."""
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month ``months`` later, or the month's last day if it has no such day. Raises ValueError
    outside the years 1-9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
