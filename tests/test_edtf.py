"""EDTF dates and intervals, and the lunar calendar."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.text.edtf import (
    PartialDate,
    add_months,
    bounds,
    day_span,
    interval,
    is_calendar_day,
    is_edtf,
    shift_year,
)
from factextract.text.lunar import (
    FIRST_YEAR,
    LAST_YEAR,
    SOLAR_TERMS,
    new_years_eve,
    solar_term,
    to_gregorian,
)

DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(9998, 12, 31))


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-03-15", "2024-03-15", "2024-03-15"),
        ("2024-01/2024-03", "2024-01-01", "2024-03-31"),
        ("2024-03-10/2024-04-05", "2024-03-10", "2024-04-05"),
        ("../2024-06", None, "2024-06-30"),
        ("2024-06/..", "2024-06-01", None),
        ("20XX-08", None, None),
        ("XXXX-03-15", None, None),
        ("2024-XX-15", None, None),
    ],
)
def test_bounds(edtf: str, first: str | None, last: str | None) -> None:
    assert is_edtf(edtf)
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-3", "2024-13", "2024-02-32", "2024/", "2024-03-15T09", "xxxx"]
)
def test_what_is_no_edtf(text: str) -> None:
    assert not is_edtf(text)
    with pytest.raises(ValueError, match="not an EDTF date"):
        PartialDate.parse(text)


@given(DAYS)
def test_a_date_reads_back(day: datetime.date) -> None:
    date = PartialDate.parse(day.isoformat())
    assert str(date) == date.first_day() == date.last_day() == day.isoformat()
    assert date.in_year("XXXX").first_day() is None


@given(DAYS, DAYS)
def test_intervals_are_edtf_with_their_own_bounds(one: datetime.date, two: datetime.date) -> None:
    first, last = sorted((one, two))
    edtf = interval(PartialDate.parse(first.isoformat()), PartialDate.parse(last.isoformat()))
    assert is_edtf(edtf)
    assert bounds(edtf) == (first.isoformat(), last.isoformat())
    assert bounds(day_span(first, last)) == (first.isoformat(), last.isoformat())


@given(DAYS, st.integers(-200, 200))
def test_months_later_and_back(day: datetime.date, months: int) -> None:
    if not 20 < day.year < 9900:
        return
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there + datetime.timedelta(days=1)).day == 1


def test_shifted_years() -> None:
    assert [shift_year("2024", -1), shift_year("20XX", 0), shift_year("20XX", 1)] == ["2023", "20XX", "XXXX"]


def test_days_that_exist() -> None:
    assert is_calendar_day("2024", 2, 29)
    assert is_calendar_day("XXXX", 2, 29)
    assert not is_calendar_day("2023", 2, 29)
    assert not is_calendar_day("2023", 13, 1)


# -- lunar -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lunar", "gregorian"),
    [
        ((1966, 1, 1), "1966-01-21"),
        ((2000, 1, 1), "2000-02-05"),
        ((2020, 4, 1), "2020-04-23"),
        ((2020, 4, 1, True), "2020-05-23"),
        ((2020, 5, 5), "2020-06-25"),
        ((2023, 2, 1, True), "2023-03-22"),
        ((2024, 8, 15), "2024-09-17"),
        ((2033, 11, 1, True), "2033-12-22"),
        ((2050, 9, 9), "2050-10-24"),
    ],
)
def test_lunar_dates(lunar: tuple[int, int, int], gregorian: str) -> None:
    assert to_gregorian(*lunar) == datetime.date.fromisoformat(gregorian)


def test_lunar_years_follow_each_other() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR):
        eve, new_year = new_years_eve(year), to_gregorian(year + 1, 1, 1)
        assert eve is not None
        assert new_year == eve + datetime.timedelta(days=1)
        assert eve == to_gregorian(year, 12, 30) or eve == to_gregorian(year, 12, 29)
        assert datetime.date(year + 1, 1, 20) < new_year < datetime.date(year + 1, 2, 22)


@pytest.mark.parametrize(
    "lunar", [(1949, 1, 1), (2081, 1, 1), (2024, 13, 1), (2024, 1, 31), (2024, 1, 1, True)]
)
def test_lunar_dates_that_do_not_exist(lunar: tuple[int, int, int]) -> None:
    assert to_gregorian(*lunar) is None


@pytest.mark.parametrize(
    ("term", "day"),
    [
        ("清明", "2024-04-04"),
        ("冬至", "2021-12-21"),
        ("冬至", "2024-12-21"),
        ("立春", "2025-02-03"),
        ("谷雨", "2023-04-20"),
    ],
)
def test_solar_terms(term: str, day: str) -> None:
    date = datetime.date.fromisoformat(day)
    assert solar_term(term, date.year) == date


def test_solar_terms_are_two_weeks_apart() -> None:
    days = [day for year in range(2000, 2081) for term in SOLAR_TERMS if (day := solar_term(term, year))]
    gaps = [(b - a).days for a, b in itertools.pairwise(days)]
    assert len(days) == 81 * 24
    assert set(gaps) <= {14, 15, 16}
    assert solar_term("清明", 1999) is None
