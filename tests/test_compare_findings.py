"""What is conspicuous about the figures of a comparison: planted slips, and innocent tables that look like them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from comparison_builder import day, figure, quarter, report, year
from hypothesis import given
from hypothesis import strategies as st
from record_builder import fact, record

from factextract.compare.align import Per, align
from factextract.compare.findings import (
    changes,
    compare_periods,
    find_conspicuous,
    find_outliers,
    same_events,
)
from factextract.compare.findings.levels import level_told
from factextract.compare.findings.measures import Told, span_of, weight
from factextract.compare.findings.own_ratios import OwnRatios
from factextract.compare.findings.places import same_venue
from factextract.compare.findings.titles import alike, theme_of
from factextract.compare.load import load_report
from factextract.compare.model import Change, Figure, FindingKind, Grid, Period, Report
from factextract.compare.names.model import Institution
from factextract.compare.none_statements import NoneStatements
from factextract.compare.output.words import FINDINGS
from factextract.compare.reading import Entry
from factextract.packs import load_packs

CATALOGUE = load_packs()
MATERIALS, COMPLAINTS, RATE = "materials_distributed", "complaints_received", "resolution_rate"
PEOPLE, LOSSES, OUTLETS, STAFF = "people_reached", "losses_recovered", "outlets_involved", "staff_deployed"
UNITS = {
    MATERIALS: "份",
    COMPLAINTS: "件",
    RATE: "%",
    PEOPLE: "人次",
    LOSSES: "元",
    OUTLETS: "个",
    STAFF: "人次",
}
OUTLIER, TENFOLD, WAN, RATES, IDENTICAL, JUMP, CONTRADICTED = (
    FindingKind.OUTLIER,
    FindingKind.UNIT_SLIP_10,
    FindingKind.UNIT_SLIP_10000,
    FindingKind.RATE_SLIP,
    FindingKind.IDENTICAL,
    FindingKind.JUMP,
    FindingKind.CONTRADICTS_STATED_CHANGE,
)
CROWD = [800, 950, 1000, 1100, 1200, 1250, 1300, 1500, 1800, 2100, 700]


def told(indicator: str, value: float | str, comparator: str = "exact") -> Figure:
    """A figure in the indicator's own unit."""
    return figure(indicator, value, UNITS[indicator], comparator)


def table(*reports: Report, institutions: Mapping[str, Institution] | None = None) -> Grid:
    """The grid of reports, an institution for each written name, in the order of the reports."""
    names = {one.number: one.written or "" for one in reports}
    known = {name: Institution(name, name, "bank", "支行") for name in names.values()}
    places = {name: place for place, name in enumerate(known)}
    return align(reports, names, {**known, **(institutions or {})}, CATALOGUE, order=places)


def column(values: Sequence[float], indicator: str = MATERIALS, period: Period | None = None) -> Grid:
    """A table of one column, an institution for each value."""
    return table(
        *(
            report(n, told(indicator, value), period=period, written=f"{n:03}号支行")
            for n, value in enumerate(values)
        )
    )


# -- outliers and slips ------------------------------------------------------------------------------------------

PLANTED = [
    (MATERIALS, CROWD, 11_800_000, WAN, "疑似多写了“万”"),
    (MATERIALS, [value * 100 for value in CROWD], 12, WAN, "疑似漏写了“万”"),
    (LOSSES, [value * 1000 for value in CROWD], 130, WAN, "疑似漏写了“万”"),
    (MATERIALS, CROWD, 12_100, TENFOLD, "疑似多写了一位"),
    (MATERIALS, CROWD, 121, TENFOLD, "疑似少写了一位"),
    (MATERIALS, CROWD, 60_000, OUTLIER, "约为其 49 倍"),
    (RATE, [96, 97.5, 98, 98.2, 99, 100], "0.98", RATES, "小数"),
    (RATE, [96, 97.5, 98, 98.2, 99, 100], 985, RATES, "不应超过 100%"),
    (RATE, [96, 97.5, 98, 98.2, 99, 100], 7, OUTLIER, "1/14"),
]


@pytest.mark.parametrize(("indicator", "crowd", "value", "kind", "words"), PLANTED)
def test_planted_outliers(
    indicator: str, crowd: list[float], value: float, kind: FindingKind, words: str
) -> None:
    (found,) = find_outliers(column([*crowd, value], indicator))
    assert (found.row, found.kind, found.value) == (len(crowd), kind, Decimal(str(value)))
    assert words in found.reason


def test_the_reason_tells_the_numbers() -> None:
    (found,) = find_outliers(column([*CROWD, 11_800_000]))
    expected = "同级 12 家同期的中位数为 1,225 份，本单位 11,800,000 份，约为其 9,633 倍，疑似多写了“万”"
    assert (found.reason, found.against) == (expected, Decimal(1225))


INNOCENT = {
    "branches of very different size": (MATERIALS, [30, 90, 200, 600, 1500, 3000, 9000, 20_000, 60_000, 900]),
    "small numbers": (COMPLAINTS, [1, 1, 1, 1, 1, 2, 30, 1]),
    "all equal": (MATERIALS, [500] * 12),
    "all equal but one that is near": (MATERIALS, [*[500] * 12, 900]),
    "few peers": (MATERIALS, [100, 110, 120, 100_000]),
    "rates of every height": (RATE, [100, 98, 85, 60, 100, 99, 45]),
    "most solve all, one little less": (RATE, [*[100] * 9, 97]),
}


@pytest.mark.parametrize("name", INNOCENT)
def test_innocent_columns(name: str) -> None:
    indicator, values = INNOCENT[name]
    assert find_outliers(column(values, indicator)) == ()


def test_levels_and_lengths_of_periods_are_kept_apart() -> None:
    levels = {f"{n}分行": Institution(f"{n}分行", f"{n}分行", "bank", "分行") for n in range(7)}
    small = [report(n, told(MATERIALS, value), written=f"{n}支行") for n, value in enumerate(CROWD)]
    large = [
        report(20 + n, told(MATERIALS, 90_000 + 9000 * n), written=name) for n, name in enumerate(levels)
    ]
    quarters = [
        report(40 + n, told(MATERIALS, 40 + 3 * n), written=f"{n}支行", period=quarter(2)) for n in range(8)
    ]
    assert find_outliers(table(*small, *large, *quarters, institutions=levels)) == ()


def test_a_lone_head_office_is_no_outlier_among_branches() -> None:
    head = {"总行": Institution("总行", "总行", "bank", "总行")}
    branches = [report(n, told(MATERIALS, value), written=f"{n}支行") for n, value in enumerate(CROWD)]
    office = report(30, told(MATERIALS, 250_000), written="总行")
    assert find_outliers(table(*branches, office, institutions=head)) == ()


def test_units_of_another_kind_are_not_compared() -> None:
    crowd = [
        report(n, figure("goods_seized_qty", value, "公斤"), written=f"{n}所")
        for n, value in enumerate(CROWD)
    ]
    other = report(30, figure("goods_seized_qty", 2, "吨"), written="别所")
    assert find_outliers(table(*crowd, other)) == ()


SERIES = [
    ([1200, 1300, 12_500, 1250], {(2, TENFOLD)}),
    ([12_000, 13_000, 1250, 12_400], {(2, TENFOLD)}),
    ([1.3, 12_500, 13_000, 12_800], {(0, WAN)}),
    ([1200, 12_000_000], {(1, WAN)}),
    ([1200, 2600, 5000, 12_500], set()),
    ([1200, 12_000], set()),  # either may be wrong: a jump
    ([2, 20, 3, 2], set()),
]


@pytest.mark.parametrize(("values", "expected"), SERIES)
def test_slips_against_other_periods(values: list[float], expected: set[tuple[int, FindingKind]]) -> None:
    grid = table(
        *(report(n, told(MATERIALS, value), period=year(2018 + n)) for n, value in enumerate(values))
    )
    found = find_outliers(grid)
    assert {(one.row, one.kind) for one in found} == expected
    assert all(one.other is not None for one in found)


def test_peers_tell_which_of_two_periods_is_wrong() -> None:
    crowd = [
        report(10 + 20 * of + n, told(MATERIALS, value), period=year(2022 + of), written=f"{n}支行")
        for of in range(2)
        for n, value in enumerate(CROWD)
    ]
    pair = [report(of, told(MATERIALS, (11_000, 1100)[of]), period=year(2022 + of)) for of in range(2)]
    assert [(one.row, one.kind) for one in find_outliers(table(*pair, *crowd))] == [(0, TENFOLD)]


def test_a_season_is_no_slip() -> None:
    values = [(10_000, 1000, 1100, 950), (70_000, 7000, 7200, 6900), (8000, 780, 900, 800)]
    reports = [
        report(n * 4 + q, told(MATERIALS, values[n % 3][q] + n), period=quarter(q + 1), written=f"{n:02}支行")
        for n in range(12)
        for q in range(4)
    ]
    assert find_conspicuous(table(*reports)) == ()


@given(st.permutations(range(13)))
def test_outliers_do_not_depend_on_the_order(order: list[int]) -> None:
    values = [*CROWD, 11_800_000, 60_000]
    found = find_outliers(column([values[at] for at in order]))
    assert {order[one.row] for one in found} == {11, 12}
    assert {(one.value, one.kind, one.reason) for one in found} == {
        (one.value, one.kind, one.reason) for one in find_outliers(column(values))
    }


@given(st.lists(st.integers(100, 10**7), min_size=6, max_size=20), st.sampled_from([2, 10, 37, 1000, 10**6]))
def test_outliers_do_not_depend_on_the_scale(values: list[int], scale: int) -> None:
    def kinds(factor: int) -> list[tuple[int, bool]]:
        return [(one.row, one.kind is OUTLIER) for one in find_outliers(column([v * factor for v in values]))]

    least = 10**4 // min(values) + 1  # above the size below which factors tell nothing
    assert kinds(least) == kinds(least * scale)


@given(st.integers(1, 10**9), st.integers(1, 30), st.sampled_from([MATERIALS, COMPLAINTS, LOSSES]))
def test_equal_values_are_no_finding(value: int, institutions: int, indicator: str) -> None:
    assert find_conspicuous(column([value] * institutions, indicator)) == ()


# -- seasons -----------------------------------------------------------------------------------------------------

SMALL = (240, 310, 280, 260, 330, 300)
LARGE = (5600, 6900, 7200, 6100, 5900, 6600)


def quarters(*series: tuple[int | None, int | None]) -> Grid:
    """A table of two quarters: a bank for each pair of figures, None where it did not report."""
    reports = [
        report(2 * n + q, told(MATERIALS, value), period=quarter(q + 1), written=f"{n:02}支行")
        for n, pair in enumerate(series)
        for q, value in enumerate(pair)
        if value is not None
    ]
    return table(*reports)


def crowd(factors: Sequence[float] = (1.0,), large: Sequence[int] = LARGE) -> list[tuple[int, int | None]]:
    """Large banks whose own figures change by these factors in turn, and small ones that report the first quarter only, so that
    the median of all that report rises much more."""
    kept = [(value, round(value * factors[n % len(factors)])) for n, value in enumerate(large)]
    return [*kept, *((value, None) for value in SMALL)]


def test_a_season_is_told_by_own_figures_not_by_who_reports() -> None:
    (found,) = find_conspicuous(quarters((11_500, 120_000_000), *crowd([1.04])))
    assert (found.row, found.kind) == (1, WAN)
    assert found.against == Decimal(11_960)
    assert "按本单位其他 1 期的数字和各机构自身在两期之间的增减，本期约应为 11,960 份" in found.reason


@pytest.mark.parametrize(
    ("factors", "large"),
    [((1.04,), LARGE[:3]), ((0.4, 1, 2.5), LARGE)],
    ids=["few told both quarters", "their ratios disagree"],
)
def test_a_season_that_is_not_known_corrects_nothing(factors: Sequence[float], large: Sequence[int]) -> None:
    found = find_outliers(quarters((11_500, 120_000_000), *crowd(factors, large)))
    (slip,) = [one for one in found if one.row == 1]
    assert (slip.kind, slip.against) == (WAN, Decimal(11_500))
    assert slip.reason.startswith("本单位另一期为 11,500 份，")


@given(
    st.lists(st.integers(20, 10**6), min_size=5, max_size=12),
    st.lists(st.integers(20, 10**9), max_size=12),
    st.sampled_from([0.25, 1.0, 3.5]),
)
def test_own_ratios_do_not_depend_on_who_else_reports(
    both: list[int], first_only: list[int], factor: float
) -> None:
    values = [*((n, 0, value) for n, value in enumerate(both))]
    values += [(n, 1, value * 100) for n, value in enumerate(both)]
    values += [(len(both) + n, 0, value) for n, value in enumerate(first_only)]
    figures = [
        Told(row, Decimal(value), "份", "count", math.log10(value) + factor * period)
        for row, (_, period, value) in enumerate(values)
    ]
    ratios = OwnRatios(
        figures, [str(who) for who, _, _ in values], {row: at for row, (_, at, _) in enumerate(values)}
    )
    there, back = ratios.between(0, 1), ratios.between(1, 0)
    assert there is not None
    assert back is not None
    assert there.log == pytest.approx(2 + factor)
    assert back.log == pytest.approx(-there.log)
    assert there.deviation == pytest.approx(0)
    assert ratios.between(0, 7) is None


def test_periods_long_past_do_not_count() -> None:
    values = [*(12_000 + n for n in range(20)), *(1200 + n for n in range(19)), 12_500]
    grid = table(
        *(report(n, told(MATERIALS, value), period=year(1980 + n)) for n, value in enumerate(values))
    )
    assert [(one.row, one.kind) for one in find_outliers(grid)] == [(len(values) - 1, TENFOLD)]


# -- periods -----------------------------------------------------------------------------------------------------


def two_years(before: Sequence[Figure], after: Sequence[Figure], **more: object) -> Grid:
    """One institution in 2022 and 2023; ``more`` belongs to the later report."""
    return table(report(0, *before, period=year(2022)), report(1, *after, period=year(2023), **more))


def test_changes_year_on_year_and_from_quarter_to_quarter() -> None:
    reports = [report(q, told(COMPLAINTS, 100 + 20 * q), period=quarter(q)) for q in (1, 2, 4)]
    reports.append(report(5, told(COMPLAINTS, 80), told(RATE, 90), period=quarter(1, 2022)))
    grid = table(*reports)
    found = [
        (grid.rows[one.earlier].period.first, grid.rows[one.later].period.first, one.basis, one.percent)
        for one in changes(grid)
    ]
    assert found == [
        ("2022-01-01", "2023-01-01", "year_on_year", Decimal(50)),
        ("2023-01-01", "2023-04-01", "period_on_period", Decimal("16.7")),
    ]


def test_a_change_from_none_has_no_percentage_and_a_rate_changes_by_points() -> None:
    grid = table(
        report(0, told(RATE, 90), period=year(2022), none=(COMPLAINTS,)),
        report(1, told(RATE, "92.5"), told(COMPLAINTS, 4), period=year(2023)),
    )
    found = {one.indicator: (one.percent, one.difference) for one in changes(grid)}
    assert found == {COMPLAINTS: (None, Decimal(4)), RATE: (None, Decimal("2.5"))}


def test_units_that_differ_make_no_change() -> None:
    grid = two_years([figure(LOSSES, 500, "元")], [figure(LOSSES, 700, "美元")])
    assert changes(grid) == ()


SAME = [
    ([told(COMPLAINTS, 128)], [told(COMPLAINTS, 128)], 1),
    (
        [told(COMPLAINTS, 35), told(MATERIALS, 1200), told(PEOPLE, 900)],
        [told(COMPLAINTS, 35), told(MATERIALS, 1200), told(PEOPLE, 950)],
        2,
    ),
    ([told(COMPLAINTS, 4)], [told(COMPLAINTS, 4)], 0),
    ([told(MATERIALS, 500)], [told(MATERIALS, 500)], 0),
    ([told(MATERIALS, 2000), told(PEOPLE, 1000)], [told(MATERIALS, 2000), told(PEOPLE, 1000)], 0),
    ([told(OUTLETS, 127)], [told(OUTLETS, 127)], 0),
    ([told(RATE, "98.65")], [told(RATE, "98.65")], 0),
    ([told(COMPLAINTS, 128)], [told(COMPLAINTS, 129)], 0),
]


@pytest.mark.parametrize(("before", "after", "number"), SAME)
def test_identical_figures(before: list[Figure], after: list[Figure], number: int) -> None:
    found = compare_periods(two_years(before, after))
    assert [one.kind for one in found] == [IDENTICAL] * number
    assert all((one.row, one.other) == (1, 0) and "上年同期" in one.reason for one in found)


JUMPS = [
    (told(COMPLAINTS, 100), told(COMPLAINTS, 600), 1),
    (told(COMPLAINTS, 600), told(COMPLAINTS, 100), 1),
    (told(RATE, 98), told(RATE, 31), 1),
    (told(COMPLAINTS, 100), told(COMPLAINTS, 400), 0),
    (told(COMPLAINTS, 3), told(COMPLAINTS, 60), 0),
    (told(RATE, 98), told(RATE, 71), 0),
]


@pytest.mark.parametrize(("before", "after", "number"), JUMPS)
def test_jumps(before: Figure, after: Figure, number: int) -> None:
    assert [one.kind for one in compare_periods(two_years([before], [after]))] == [JUMP] * number


def test_what_all_go_through_is_no_jump() -> None:
    reports = [
        report(10 * of + n, told(PEOPLE, (200 + n) * (1, 9)[of]), period=year(2022 + of), written=f"{n}支行")
        for of in range(2)
        for n in range(8)
    ]
    assert compare_periods(table(*reports)) == ()


TENFOLD_JUMPS = [
    (3180, 32_000, 1),
    (3180, 31_000, 1),  # 9.7 times, rounded ten
    (3180, 29_000, 0),
    (32_000, 3180, 1),
    (85, 850, 0),  # small, and not ten times what the others did
]


@pytest.mark.parametrize(("before", "after", "number"), TENFOLD_JUMPS)
def test_ten_times_is_a_jump_where_the_others_hardly_changed(before: int, after: int, number: int) -> None:
    grid = quarters((before, after), *crowd([1.02, 1.05, 1.08]))
    found = [one for one in compare_periods(grid) if one.row == 1]
    assert [one.kind for one in found] == [JUMP] * number
    assert all("其他机构同期多为上升" in one.reason for one in found)


def test_ten_times_is_no_jump_where_the_others_changed_as_well() -> None:
    grid = quarters((3180, 32_000), *crowd([2.2, 2.5, 2.8]))
    assert compare_periods(grid) == ()


def test_a_high_season_every_year_is_no_jump() -> None:
    reports = [
        report(4 * of + q, told(PEOPLE, (9000, 610)[q != 1] + 13 * q + of), period=quarter(q, 2022 + of))
        for of in range(2)
        for q in (1, 2, 3, 4)
    ]
    found = compare_periods(table(*reports))
    assert [(one.kind, one.row) for one in found] == [(JUMP, 1)]  # the first spring has no year before


def test_a_slip_is_not_told_again_as_a_jump() -> None:
    values = (1200, 1300, 12_500, 1250)
    grid = table(
        *(report(n, told(MATERIALS, value), period=year(2018 + n)) for n, value in enumerate(values))
    )
    assert [(one.row, one.kind) for one in find_conspicuous(grid)] == [(2, TENFOLD)]


def stated(
    direction: str,
    value: str,
    unit: str | None = "%",
    comparator: str = "exact",
    basis: str | None = "year_on_year",
    indicator: str = COMPLAINTS,
) -> Change:
    """A stated change."""
    return Change(indicator, direction, Decimal(value), unit, comparator, basis, "f9")


STATED = [
    (200, 150, [stated("up", "12")], True),
    (200, 250, [stated("down", "25")], True),
    (200, 250, [stated("up", "40", "件")], True),
    (200, 260, [stated("up", "3", "倍")], True),
    (200, 250, [stated("up", "12"), stated("up", "24", "件")], True),
    (200, 250, [stated("up", "25")], False),
    (300, 337, [stated("up", "12.3")], False),
    (300, 337, [stated("up", "12")], False),
    (200, 250, [stated("up", "50", "件")], False),
    (200, 237, [stated("up", "20", comparator="about")], False),
    (200, 237, [stated("up", "18", comparator="at_least")], False),
    (200, 150, [stated("up", "12", basis="period_on_period")], False),
    (200, 150, [stated("up", "12", basis=None)], False),
    (200, 150, [stated("up", "12"), stated("down", "31")], False),  # of parts
    (200, 150, [stated("up", "12", "元")], False),
    (200, 150, [stated("up", "12", indicator=MATERIALS)], False),
]


@pytest.mark.parametrize(("before", "after", "said", "contradicted"), STATED)
def test_stated_changes(before: int, after: int, said: list[Change], contradicted: bool) -> None:
    grid = two_years([told(COMPLAINTS, before)], [told(COMPLAINTS, after)], changes=tuple(said))
    found = compare_periods(grid)
    assert [one.kind for one in found] == [CONTRADICTED] * contradicted
    assert all(f"{before} 件" in one.reason and f"{after} 件" in one.reason for one in found)


def test_a_contradiction_tells_what_the_stated_change_implies() -> None:
    grid = two_years([told(COMPLAINTS, 200)], [told(COMPLAINTS, 150)], changes=(stated("up", "12"),))
    (found,) = compare_periods(grid)
    assert (found.value, found.against, found.other) == (Decimal(150), Decimal(224), 0)
    assert found.reason == "自报同比上升 12%，而上期报告为 200 件，本期为 150 件，实际下降 25%"


@pytest.mark.parametrize(("points", "contradicted"), [("3", False), ("9", True)])
def test_a_rate_is_stated_to_change_by_points(points: str, contradicted: bool) -> None:
    change = stated("up", points, "个百分点", indicator=RATE)
    found = compare_periods(two_years([told(RATE, 90)], [told(RATE, 93)], changes=(change,)))
    assert bool(found) == contradicted


def stated_in(*facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The indicators and directions of the changes that a record states."""
    entry = Entry(0, record(1, list(facts)))
    return [(one.indicator, one.direction) for one in load_report(entry, NoneStatements.shipped()).changes]


@pytest.mark.parametrize(
    ("about", "kept"),
    [
        ({}, True),
        ({"organization": None}, True),
        ({"organization": "o2"}, False),
        ({"dimensions": {"category": "预付卡"}}, False),
        ({"dimensions": {"channel": "热线"}}, False),
        ({"status": "planned"}, False),
        ({"indicator": None}, False),
    ],
)
def test_only_changes_of_the_reporters_whole_figures_are_kept(about: dict[str, Any], kept: bool) -> None:
    change = fact(1, 12, **{"indicator": COMPLAINTS, "direction": "up", "unit": "%", **about})
    assert stated_in(change) == [(COMPLAINTS, "up")] * kept


def test_a_change_of_a_part_does_not_hide_the_contradiction() -> None:
    change = {"indicator": "complaint_change", "unit": "%"}
    whole, part = (
        fact(1, 12, **change, direction="up"),
        fact(2, 31, **change, direction="down", dimensions={"channel": "热线"}),
    )
    assert stated_in(whole, part) == [(COMPLAINTS, "up")]


def test_a_contradicted_change_is_not_called_year_on_year() -> None:
    assert FINDINGS[CONTRADICTED] == "与自报的增减不符"  # 同比 or 环比


# -- the same event ----------------------------------------------------------------------------------------------

SPRING = day("2023-03-15")


def brief(number: int, written: str, *figures: Figure, **more: object) -> Report:
    """A report of an event in March."""
    values: dict[str, object] = {
        "period": SPRING,
        "days": ("2023-03-15",),
        "report_type": "activity_summary",
        "venues": ("云岭县富康广场",),
        **more,
    }
    return report(number, *figures, written=written, **values)


A, B = "云岭县市场监督管理局", "云岭农商银行"
MANY = (told(MATERIALS, 1250), told(PEOPLE, 430))
TOGETHER = {
    "two figures at one venue": (brief(0, A, *MANY), brief(1, B, *MANY)),
    "a venue written otherwise": (brief(0, A, *MANY), brief(1, B, *MANY, venues=("富康广场东侧",))),
    "one figure that is not round": (
        brief(0, A, told(MATERIALS, 1286), told(STAFF, 12)),
        brief(1, B, told(MATERIALS, 1286)),
    ),
    "a theme without a venue": (
        brief(
            0,
            A,
            told(MATERIALS, 1286),
            told(PEOPLE, 433),
            venues=(),
            title=f"{A}开展提振消费信心进夜市活动总结",
        ),
        brief(
            1,
            B,
            told(MATERIALS, 1286),
            told(PEOPLE, 433),
            title=f"关于{B}提振消费信心进夜市活动的报告",
            venues=(),
        ),
    ),
}
APART = {
    "another day": (brief(0, A, *MANY), brief(1, B, *MANY, period=day("2023-03-14"), days=("2023-03-14",))),
    "another venue": (brief(0, A, *MANY), brief(1, B, *MANY, venues=("云岭县第二中学",))),
    "a round figure": (brief(0, A, told(MATERIALS, 500)), brief(1, B, told(MATERIALS, 500))),
    "small figures": (brief(0, A, told(STAFF, 12)), brief(1, B, told(STAFF, 12))),
    "a square that every county has": (
        brief(0, A, *MANY, venues=("人民广场",)),
        brief(1, "青山县市场监督管理局", *MANY, venues=("人民广场",)),
    ),
    "only the national day in common": (
        brief(0, A, *MANY, venues=(), title="3·15国际消费者权益日宣传活动总结"),
        brief(1, "青山县消费者协会", *MANY, venues=(), title="3·15国际消费者权益日宣传活动情况"),
    ),
    "other figures differ": (
        brief(0, A, told(MATERIALS, 2000), told(PEOPLE, 600), told(STAFF, 30), told(COMPLAINTS, 9)),
        brief(1, B, told(MATERIALS, 2000), told(PEOPLE, 900), told(STAFF, 25), told(COMPLAINTS, 4)),
    ),
    "one institution twice": (brief(0, A, *MANY), brief(1, A, *MANY, period=Period())),
    "reports of a year": (brief(0, A, *MANY, period=year(2023)), brief(1, B, *MANY, period=year(2023))),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_partners_report_one_event(name: str) -> None:
    found = same_events(table(*TOGETHER[name]))
    assert [one.rows for one in found] == [(0, 1)] * len(found)
    assert found
    assert all("2023-03-15" in one.reason and "恢复计入" in one.reason for one in found)


@pytest.mark.parametrize("name", APART)
def test_events_that_only_look_alike(name: str) -> None:
    assert same_events(table(*APART[name])) == ()


def test_the_upper_institution_counts() -> None:
    branch = {B: Institution(B, B, parent=A), A: Institution(A, A)}
    found = same_events(table(brief(0, B, *MANY), brief(1, A, *MANY), institutions=branch))
    assert [(one.indicator, one.rows) for one in found] == [(MATERIALS, (1, 0)), (PEOPLE, (1, 0))]
    assert f"合计只计“{A}”一次" in found[0].reason


def test_who_held_the_event_counts() -> None:
    found = same_events(table(brief(0, B, *MANY), brief(1, A, *MANY, organizer=True)))
    assert [one.rows for one in found] == [(1, 0), (1, 0)]
    both = same_events(table(brief(0, B, *MANY, organizer=True), brief(1, A, *MANY, organizer=True)))
    assert [one.rows for one in both] == [(0, 1), (0, 1)]


def test_the_upper_institution_counts_even_if_its_branch_held_the_event() -> None:
    branch = {B: Institution(B, B, parent=A), A: Institution(A, A)}
    reports = (brief(0, B, *MANY, organizer=True), brief(1, A, *MANY))
    assert {one.rows for one in same_events(table(*reports, institutions=branch))} == {(1, 0)}


@pytest.mark.parametrize(
    ("roles", "organizer"),
    [(["reporter", "organizer"], True), (["reporter"], False), (["co_organizer"], False)],
)
def test_records_tell_who_held_the_event(roles: list[str], organizer: bool) -> None:
    made = record(1)
    made["organizations"][0]["roles"] = roles
    assert load_report(Entry(0, made), NoneStatements.shipped()).organizer is organizer


def test_without_a_reporter_nobody_held_the_event() -> None:
    made = record(1, reporter=None)
    assert not load_report(Entry(0, made), NoneStatements.shipped()).organizer


def test_figures_added_up_from_several_reports_are_left_out() -> None:
    other_day = {"period": day("2023-03-20"), "days": ("2023-03-20",)}
    figures = (told(MATERIALS, 1250), told(PEOPLE, 433))
    reports = [brief(0, A, *figures), brief(1, A, told(MATERIALS, 300), **other_day), brief(2, B, *figures)]
    names = {one.number: one.written or "" for one in reports}
    known = {name: Institution(name, name, "bank", "支行") for name in names.values()}
    grid = align(reports, names, known, CATALOGUE, per=Per.QUARTER)
    assert {one.indicator for one in same_events(grid)} == {PEOPLE}


def test_rates_are_not_grouped() -> None:
    reports = (brief(0, A, *MANY, told(RATE, "98.65")), brief(1, B, *MANY, told(RATE, "98.65")))
    assert {one.indicator for one in same_events(table(*reports))} == {MATERIALS, PEOPLE}


def test_a_day_on_which_all_report_the_same_stays_bounded() -> None:
    figures = (told(MATERIALS, 1286), told(PEOPLE, 433))
    reports = [brief(n, f"第{n:04}分理处", *figures, venues=("富康广场",)) for n in range(600)]
    assert {one.rows for one in same_events(table(*reports))} == {tuple(range(600))}


def test_many_reports_of_one_day_coincide_by_chance() -> None:
    reports = [
        brief(
            n,
            f"第{n:04}分理处",
            told(MATERIALS, 500 + 100 * (n % 7)),
            told(PEOPLE, 40 + 10 * (n % 11)),
            venues=("富康广场",),
        )
        for n in range(300)
    ]
    assert same_events(table(*reports)) == ()


# -- parts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("云岭县市场监督管理局", "县"),
        ("云岭县市场监督管理局城关所", "所"),
        ("山江市消费者委员会", "市"),
        ("中国农业银行山江分行", "分行"),
        ("中国农业银行云岭支行", "支行"),
        ("山江省市场监督管理局", "省"),
        ("河口镇人民政府", "乡镇"),
        ("嘉禾人寿", None),
    ],
)
def test_names_tell_levels(name: str, level: str | None) -> None:
    assert level_told(Institution(name, name)) == level


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云岭县富康广场", "富康广场", True),
        ("富康广场门口", "富康广场东侧", True),
        ("云岭县人民广场", "青山县人民广场", False),
        ("惠民超市", "惠民超市门前", True),
        ("第一中学", "第二中学", False),
    ],
)
def test_venues(one: str, other: str, same: bool) -> None:
    assert same_venue(one, other) is same_venue(other, one) is same


def test_themes_leave_out_who_and_when() -> None:
    one = theme_of("云岭县消协2023年提振消费信心进夜市活动总结", ["云岭县消协"])
    assert one == theme_of("关于开展提振消费信心进夜市活动的情况报告", []) == "提振消费信心进夜市"
    assert not alike("宣传", "宣传")


def test_zeros_at_the_end_tell_nothing() -> None:
    assert weight(Decimal(5000)) == weight(Decimal(5)) < weight(Decimal(25)) < weight(Decimal(1286))


@pytest.mark.parametrize("bounds", [(None, None), ("2023-13-01", "2023-12-31"), ("2023-02-01", "2023-01-01")])
def test_periods_without_days(bounds: tuple[str | None, str | None]) -> None:
    assert span_of(Period(None, *bounds)) is None


def test_a_leap_year_has_its_year_before() -> None:
    february = Period("2024-02", "2024-02-01", "2024-02-29")
    before = Period("2023-02", "2023-02-01", "2023-02-28")
    grid = table(
        report(0, told(COMPLAINTS, 50), period=before), report(1, told(COMPLAINTS, 60), period=february)
    )
    assert [(one.basis, one.percent) for one in changes(grid)] == [("year_on_year", Decimal(20))]


def test_endless_figures_are_left_alone() -> None:
    endless = column([*CROWD, 1])
    huge = table(
        *(report(n, told(MATERIALS, value), written=f"{n}支行") for n, value in enumerate(CROWD)),
        report(40, figure(MATERIALS, "1" + "0" * 400, "份"), written="末支行"),
    )
    assert [one.row for one in find_outliers(endless)] == [len(CROWD)]
    assert find_conspicuous(huge) == ()
