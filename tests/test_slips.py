"""Mistyped digits as an explanation of figures that disagree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import quantity

from factextract.records.arithmetic import Printed, printed
from factextract.records.slips import one_digit_apart, slips, sum_mistyped


def figure(mention: str) -> Printed:
    return printed(quantity(mention, 0), mention)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("123", "173", True),
        ("123", "132", True),
        ("123", "132.5", False),
        ("123", "123", False),
        ("123", "145", False),
        ("123", "1123", False),
        ("123", "-23", False),
    ],
)
def test_one_wrong_digit_or_two_swapped(one: str, other: str, apart: bool) -> None:
    assert one_digit_apart(Decimal(one), Decimal(other), Decimal(1)) is apart


@pytest.mark.parametrize(
    ("total", "parts", "mistyped"),
    [
        ("186件", ["58件", "52件", "47件", "19件"], True),
        ("186件", ["58件", "52件", "47件", "27件"], False),  # two off: too near to tell
        ("412件", ["268件", "76件", "38件"], True),
        ("412件", ["268件", "76件", "11件"], False),
        ("12件", ["3件", "4件"], False),
        ("322.5万元", ["160万元", "97.5万元", "95万元"], True),
    ],
)
def test_sums_that_one_wrong_digit_explains(total: str, parts: list[str], mistyped: bool) -> None:
    assert sum_mistyped(figure(total), [figure(part) for part in parts]) is mistyped


def test_small_sums_count_only_where_that_is_asked() -> None:
    total, parts = figure("9期"), [figure("2期"), figure("2期")]
    assert not sum_mistyped(total, parts)
    assert sum_mistyped(total, parts, telling=False)


def test_approximate_figures_are_never_mistyped() -> None:
    assert list(slips(figure("300余份"))) == []


@given(st.integers(10, 10**9))
def test_slips_keep_the_number_of_digits_and_are_mutual(number: int) -> None:
    for moved in slips(figure(f"{number}件")):
        slip = number + moved
        assert len(str(slip)) == len(str(number))
        assert one_digit_apart(slip, Decimal(number), Decimal(1))


@given(st.integers(0, 999), st.integers(0, 999))
def test_numbers_are_a_slip_apart_if_one_is_a_slip_of_the_other(one: int, other: int) -> None:
    slipped = {one + moved for moved in slips(figure(f"{one}件"))}
    assert one_digit_apart(Decimal(one), Decimal(other), Decimal(1)) is (other in slipped)
