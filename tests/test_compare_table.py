"""The table of a comparison: rows, the four states of a cell, units, totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from comparison_builder import day, figure, quarter, report, year
from hypothesis import given
from hypothesis import strategies as st

from factextract.compare.align import Per, align, calendar_period
from factextract.compare.model import Comparison, Grid, Period, Report, SameEvent, State
from factextract.compare.names.model import AliasTable, Institution
from factextract.compare.none_statements import NoneStatements
from factextract.compare.output import cells
from factextract.compare.output.periods import period_name
from factextract.compare.output.totals import totals_of
from factextract.compare.output.workbook.styles import number_format
from factextract.packs import load_packs

CATALOGUE = load_packs()
STATEMENTS = NoneStatements.shipped()
MATERIALS, COMPLAINTS, RATE = "materials_distributed", "complaints_received", "resolution_rate"


def table(*reports: Report, **more: object) -> Grid:
    """The grid of reports, an institution for each written name."""
    names = {one.number: one.written or "" for one in reports}
    institutions = {name: Institution(name, name) for name in names.values()}
    return align(reports, names, institutions, CATALOGUE, **more)  # type: ignore[arg-type]


def comparison(grid: Grid, events: Sequence[SameEvent] = ()) -> Comparison:
    """A comparison of a grid alone."""
    owners = {number: row.institution for row in grid.rows for number in row.reports}
    return Comparison(grid, AliasTable((), (), ()), owners, events=tuple(events))


# -- states ------------------------------------------------------------------------------------------------------


def test_four_states_are_four_things() -> None:
    grid = table(
        report(0, figure(MATERIALS, 500, "份"), written="甲"),
        report(1, figure(COMPLAINTS, 0), none=(MATERIALS,), written="乙"),
        report(2, figure(MATERIALS, 90, "份", confidence=0.3), written="丙"),
        min_confidence=0.5,
    )
    states = {row.institution: (row.cell(MATERIALS).state, row.cell(COMPLAINTS).state) for row in grid.rows}
    assert states == {
        "甲": (State.REPORTED, State.NOT_MENTIONED),
        "乙": (State.NONE, State.NONE),
        "丙": (State.UNCLEAR, State.NOT_MENTIONED),
    }


def test_a_figure_outweighs_a_statement_of_none() -> None:
    one = report(0, figure(COMPLAINTS, 3))
    other = report(1, none=(COMPLAINTS,))
    cell = table(one, other).rows[0].cell(COMPLAINTS)
    assert (cell.state, cell.figure and cell.figure.value) == (State.REPORTED, Decimal(3))


def test_an_institution_whose_file_cannot_be_read_is_unclear_throughout() -> None:
    institutions = {name: Institution(name, name) for name in "甲乙"}
    grid = align(
        [report(0, figure(MATERIALS, 5, "份"), written="甲")],
        {0: "甲"},
        institutions,
        CATALOGUE,
        unreadable=[("乙", Period())],
    )
    assert [(row.institution, row.readable) for row in grid.rows] == [("乙", False), ("甲", True)]


NONE = [
    ("本季度我行零投诉。", {COMPLAINTS: "零投诉"}),
    ("全年未收到客户投诉,运行平稳。", {COMPLAINTS: "未收到客户投诉"}),
    ("一年来没有发生一起有效投诉。", {COMPLAINTS: "没有发生一起有效投诉"}),
    ("受疫情影响，未开展现场宣传活动。", {"activities_held": "未开展现场宣传活动"}),
    ("检查中未发现安全隐患。", {"hazards_found": "未发现安全隐患"}),
    ("上半年无消费者投诉", {COMPLAINTS: "无消费者投诉"}),
    ("辖内均未接到群众举报。", {"reports_received": "均未接到群众举报"}),
    ("本月沒有收到投訴。", {COMPLAINTS: "沒有收到投訴"}),
    ("我支行实现零投诉。", {COMPLAINTS: "零投诉"}),
    ("力争实现零投诉目标。", {}),
    ("下季度继续保持零投诉。", {}),
    ("对未发生投诉的网点予以表扬。", {}),
    ("确保零投诉。", {}),
    ("无理投诉12件。", {}),
    ("投诉处理及时率100%。", {}),
    ("未办结投诉2件。", {}),
    ("如未收到投诉回复，请再次联系。", {}),
]


@pytest.mark.parametrize(("text", "expected"), NONE, ids=[text for text, _ in NONE])
def test_statements_of_none(text: str, expected: dict[str, str]) -> None:
    assert {one: text[start:end] for one, (start, end) in STATEMENTS.find(text).items()} == expected


# -- rows --------------------------------------------------------------------------------------------------------

PERIODS = [
    (day("2023-03-15"), Per.MONTH, "2023-03"),
    (day("2023-03-15"), Per.QUARTER, "2023-01/2023-03"),
    (day("2023-08-01"), Per.HALF, "2023-07/2023-12"),
    (quarter(2), Per.YEAR, "2023"),
    (quarter(2), Per.MONTH, "2023-04/2023-06"),
    (year(2023), Per.REPORT, "2023"),
    (year(2023), Per.ALL, None),
]


@pytest.mark.parametrize(("period", "per", "expected"), PERIODS)
def test_calendar_periods(period: object, per: Per, expected: str | None) -> None:
    assert calendar_period(period, per).edtf == expected  # type: ignore[arg-type]


def test_february_ends_when_it_does() -> None:
    found = [calendar_period(day(f"{one}-02-03"), Per.MONTH).last for one in (2023, 2024, 1900, 2000)]
    assert found == ["2023-02-28", "2024-02-29", "1900-02-28", "2000-02-29"]


def test_quarters_add_up_to_a_year() -> None:
    reports = [report(n, figure(MATERIALS, 10 * (n + 1), "份"), period=quarter(n + 1)) for n in range(4)]
    (row,) = table(*reports, per=Per.YEAR).rows
    cell = row.cell(MATERIALS)
    assert cell.figure is not None
    assert (cell.figure.value, cell.added, row.period.edtf) == (Decimal(100), (0, 1, 2, 3), "2023")


def test_a_report_of_the_whole_year_stands_for_its_quarters() -> None:
    grid = table(
        report(0, figure(MATERIALS, 10, "份"), period=quarter(1)),
        report(1, figure(MATERIALS, 55, "份"), period=year(2023)),
        per=Per.YEAR,
    )
    cell = grid.rows[0].cell(MATERIALS)
    assert (cell.figure and cell.figure.value, cell.added) == (Decimal(55), ())


def test_parts_that_overlap_each_other_are_not_added_twice() -> None:
    march = day("2023-03-15")
    grid = table(
        report(0, figure(MATERIALS, 10, "份"), period=quarter(1)),
        report(1, figure(MATERIALS, 7, "份"), period=quarter(2)),
        report(2, figure(MATERIALS, 5, "份"), period=day("2023-05-02")),
        report(3, figure(MATERIALS, 3, "份"), period=march),
        per=Per.YEAR,
    )
    cell = grid.rows[0].cell(MATERIALS)
    assert (cell.figure and cell.figure.value, cell.added) == (Decimal(17), (0, 1))


def test_a_rate_is_the_latest_one() -> None:
    reports = [report(n, figure(RATE, 90 + n, "%"), period=quarter(n + 1)) for n in range(3)]
    cell = table(*reports, per=Per.YEAR).rows[0].cell(RATE)
    assert cell.figure is not None
    assert cell.figure.value == Decimal(92)


def test_superseded_reports_make_no_cells() -> None:
    grid = table(
        report(0, figure(MATERIALS, 10, "份")),
        report(1, figure(MATERIALS, 12, "份")),
        superseded=frozenset({0}),
    )
    cell = grid.rows[0].cell(MATERIALS)
    assert (cell.figure and cell.figure.value, cell.report) == (Decimal(12), 1)


@given(st.permutations(range(6)))
def test_the_table_does_not_depend_on_the_order_of_the_reports(order: list[int]) -> None:
    reports = [
        report(n, figure(MATERIALS, n + 1, "份"), period=quarter(n % 3 + 1), written="甲乙"[n % 2])
        for n in range(6)
    ]
    shuffled = table(*(reports[n] for n in order), per=Per.YEAR)
    assert shuffled.rows == table(*reports, per=Per.YEAR).rows


def test_the_roster_orders_the_rows() -> None:
    reports = [report(n, figure(MATERIALS, 1, "份"), written=name) for n, name in enumerate("甲乙丙")]
    rows = table(*reports, order={"丙": 0, "甲": 1}).rows
    assert [row.institution for row in rows] == ["丙", "甲", "乙"]


# -- how it reads ------------------------------------------------------------------------------------------------

SHOWN = [
    (figure(MATERIALS, 15000, "份", "at_least"), "≥15,000", '"≥"#,##0'),
    (figure(MATERIALS, "2.50", "份", "about"), "约2.5", '"约"#,##0.0'),
    (figure(MATERIALS, 300, "册"), "300册", '#,##0"册"'),
    (figure(MATERIALS, 20, "份", "range", value_max=30), "20～30", '#,##0"～30"'),
    (figure(MATERIALS, 20, "份", "at_most"), "≤20", '"≤"#,##0'),
    (figure(MATERIALS, 1, '份"'), '1份"', '#,##0"份"'),
]


@pytest.mark.parametrize(("one", "text", "spreadsheet"), SHOWN)
def test_hedges_and_units_are_shown(one: object, text: str, spreadsheet: str) -> None:
    assert cells.amount(one, "份") == text  # type: ignore[arg-type]
    assert number_format(one, "份") == spreadsheet  # type: ignore[arg-type]


# -- totals ------------------------------------------------------------------------------------------------------


def test_totals_leave_out_what_cannot_be_added() -> None:
    seized = "goods_seized_qty"
    grid = table(
        report(0, figure(seized, 100, "公斤"), figure(RATE, 90, "%"), written="甲"),
        report(1, figure(seized, 200, "公斤"), figure(RATE, 100, "%"), written="乙"),
        report(2, figure(seized, 7, "件"), written="丙"),
    )
    totals = totals_of(comparison(grid))
    assert totals.of[seized].sum == Decimal(300)
    assert (totals.of[RATE].sum, totals.of[RATE].mean) == (None, Decimal(95))
    assert [grid.rows[one.row].institution for one in totals.excluded] == ["丙"]
    assert "件" in totals.excluded[0].reason


def test_the_same_event_counts_once() -> None:
    grid = table(*(report(n, figure(MATERIALS, 500, "份"), written=name) for n, name in enumerate("甲乙丙")))
    totals = totals_of(comparison(grid, [SameEvent(MATERIALS, (0, 2), Decimal(500), "同一场活动")]))
    assert totals.of[MATERIALS].sum == Decimal(1000)
    assert [(one.row, one.reason) for one in totals.excluded] == [(2, "同一场活动")]


def test_an_event_within_a_quarter_is_part_of_the_quarter() -> None:
    grid = table(
        report(0, figure(MATERIALS, 500, "份"), figure(COMPLAINTS, 2), period=day("2023-03-15")),
        report(1, figure(MATERIALS, 700, "份"), period=quarter(1)),
        report(2, figure(MATERIALS, 900, "份"), period=quarter(2)),
        report(3, figure(MATERIALS, 100, "份"), period=day("2023-03-15"), written="乙"),
    )
    totals = totals_of(comparison(grid))
    assert totals.of[MATERIALS].sum == Decimal(1700)
    assert totals.of[COMPLAINTS].sum == Decimal(2)
    assert [(one.value, one.reason) for one in totals.excluded] == [
        (Decimal(500), "已含在本单位2023年第一季度的数字中")
    ]


def test_columns_come_by_how_many_rows_mention_them() -> None:
    grid = table(
        report(0, figure(COMPLAINTS, 3), written="甲"),
        report(1, figure(COMPLAINTS, 4), figure(MATERIALS, 5, "份"), written="乙"),
        report(2, figure(COMPLAINTS, 4), figure(MATERIALS, 5, "份"), figure(RATE, 100, "%"), written="丙"),
    )
    assert [column.indicator for column in grid.columns] == [COMPLAINTS, MATERIALS, RATE]


NAMES = [
    ("2023", "2023年"),
    ("2023-03", "2023年3月"),
    ("2023-01/2023-03", "2023年第一季度"),
    ("2023-07/2023-12", "2023年下半年"),
    ("2023-01/2023-08", "2023年1—8月"),
    ("2023-03-15", "2023年3月15日"),
    ("2023-03-10/2023-03-16", "2023年3月10—16日"),
    ("2023-09-28/2023-10-07", "2023年9月28日—10月7日"),
    ("2022-11/2023-02", "2022年11月—2023年2月"),
    ("2022-12-20/2023-01-05", "2022年12月20日—2023年1月5日"),
    ("20XX-03-15", "20XX年3月15日"),
    ("../2023-03", "../2023-03"),
    (None, None),
]


@pytest.mark.parametrize(("edtf", "expected"), NAMES)
def test_periods_read_as_people_write_them(edtf: str | None, expected: str | None) -> None:
    assert period_name(Period(edtf)) == expected
