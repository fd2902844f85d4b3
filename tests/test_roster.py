"""Rosters from .xlsx, .csv and .yaml; who is missing, twice or unknown; what reports must hold."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.compare.names.resolve import institution_id
from factextract.compare.roster.model import Roster
from factextract.compare.roster.read import read_roster
from factextract.compare.roster.requirements import EXAMPLE, left_out, load_requirements
from factextract.compare.roster.submissions import SubmittedReport, missing, twice, unknown
from factextract.errors import FactextractError
from factextract.packs.load import load_packs

HEADER = ["机构名称", "简称", "级别", "上级机构", "类型", "报送要求"]
ROWS: list[list[Any]] = [
    ["云州市消费者协会", "市消协；云州消协", "市级", None, "consumer_council", "免报"],
    ["云岭县消费者协会", "云岭消协、云岭县消委会", "县级", "市消协", "consumer_council", None],
    ["青山县消费者协会", None, "县级", "云州市消费者协会", "consumer_council", "是"],
]


def save_csv(path: Path, rows: list[list[Any]], encoding: str = "utf-8-sig") -> Path:
    path.write_text("\n".join(",".join(cell or "" for cell in row) for row in rows), encoding)
    return path


def save_xlsx(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("名单")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def save_yaml(path: Path) -> Path:
    path.write_text(
        """institutions:
  - {机构: 云州市消费者协会, 别名: [市消协, 云州消协], 级别: 市级, 类型: consumer_council, 报送要求: false}
  - {name: 云岭县消费者协会, aliases: 云岭消协;云岭县消委会, level: 县级, parent: 市消协, type: consumer_council}
  - {name: 青山县消费者协会, level: 县级, parent: 云州市消费者协会, type: consumer_council, expected: true}
""",
        "utf-8",
    )
    return path


@pytest.fixture(params=["xlsx", "csv", "csv_gb", "csv_plain", "yaml"])
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    match request.param:
        case "xlsx":
            return save_xlsx(tmp_path / "名单.xlsx", [["云州市报送机构名单"], [], HEADER, *ROWS])
        case "csv":
            return save_csv(tmp_path / "名单.csv", [HEADER, *ROWS])
        case "csv_gb":
            return save_csv(tmp_path / "名单.csv", [HEADER, *ROWS], "gb18030")
        case "csv_plain":
            return save_csv(tmp_path / "名单.csv", [["报送机构名单"], HEADER, *ROWS], "utf-8")
        case _:
            return save_yaml(tmp_path / "名单.yaml")


def test_all_formats_give_the_same_roster(saved: Path) -> None:
    city, county, other = read_roster(saved).entries
    assert (city.name, city.aliases, city.level, city.expected) == (
        "云州市消费者协会",
        ("市消协", "云州消协"),
        "市级",
        False,
    )
    assert county.aliases == ("云岭消协", "云岭县消委会")
    assert (county.parent, other.parent, city.parent) == (city.id, city.id, None)
    assert (county.expected, other.expected, other.type) == (True, True, "consumer_council")
    assert other.id == institution_id("青山县消费者协会")


def test_numbers_in_cells_are_read_as_typed(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [["编号", "机构"], [101.0, "甲县消协"], [102, "乙县消协"]])
    assert [entry.id for entry in read_roster(path).entries] == ["101", "102"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "名单为空"),
        ("机构,级别\n", "名单为空"),
        ("级别,上级\n县级,市消协\n", ":1: 缺少列：机构"),
        ("机构,别名\n甲县消协,\n,甲消协\n", ":3: 没有填写机构名称"),
        ("机构\n甲县消协\n甲县 消协\n", ":3: 机构“甲县 消协”与第 2 行重复"),
        ("机构,编号\n甲县消协,1\n乙县消协,1\n", ":3: 编号“1”与第 2 行重复"),
        ("机构,别名\n甲县消协,\n乙县消协,甲县消协\n", ":3: 别名“甲县消协”是第 2 行机构的名称"),
        ("机构,上级\n甲县消协,丙市消协\n", ":2: 名单中没有上级机构“丙市消协”"),
        ("机构,上级\n甲县消协,乙县消协\n乙县消协,甲县消协\n", "的上级关系成环"),
        ("机构,上级\n甲县消协,甲县消协\n", ":2: “甲县消协”的上级关系成环"),
    ],
)
def test_problems_have_their_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(FactextractError) as error:
        read_roster(path)
    assert error.value.code == "roster_invalid"
    assert message in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "institutions: 3",
        "- 甲县消协",
        "a: [",
        "institutions:\n  - {name: 甲}\n  - {name: 乙, name: 丙}",
        "x: 1",
    ],
)
def test_a_yaml_roster_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "名单.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FactextractError, match=r"名单\.yaml:\d+: ") as error:
        read_roster(path)
    assert error.value.code == "roster_invalid"


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("机构,上级\n甲县消协,丙\n甲县消协,\n乙县消协,丁\n", "utf-8")
    with pytest.raises(FactextractError) as error:
        read_roster(path)
    assert [part in str(error.value) for part in (":2:", ":3:", ":4:")] == [True, True, True]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"PK\x03\x04 not really", "roster_invalid"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster_invalid"),
        ("a.xlsx", b"", "roster_invalid"),
        ("a.csv", b"\xff\xfe\x00\x01\x02", "roster_invalid"),
        ("a.csv", "机构\n".encode() + b"\0", "roster_invalid"),
        ("a.csv", b"x" * (17 * 2**20), "too_large"),
        ("a.csv", b'\xe6\x9c\xba\xe6\x9e\x84\n"' + b"y" * 200_000, "roster_invalid"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FactextractError) as error:
        read_roster(path)
    assert error.value.code == code


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for name, code in (("a.csv", "file_missing"), ("a.yaml", "file_missing"), ("", "is_folder")):
        with pytest.raises(FactextractError) as error:
            read_roster(tmp_path / name)
        assert error.value.code == code


def rewritten(path: Path, part: str, content: bytes) -> Path:
    """A copy of an .xlsx with another content of one part."""
    copy = path.with_name("b.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry))
    return copy


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>', "roster_invalid"),
        (
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'.encode("utf-16"),
            "roster_invalid",
        ),
        (b" " * (64 * 2**20), "too_large"),
        (b"<worksheet><sheetData><row>", "roster_invalid"),
    ],
)
def test_hostile_workbooks_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    with pytest.raises(FactextractError) as error:
        read_roster(rewritten(path, "xl/worksheets/sheet2.xml", content))
    assert error.value.code == code


def test_a_row_far_below_is_too_large(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "机构"
    book.active["A1048576"] = "甲县消协"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FactextractError) as error:
        read_roster(tmp_path / "a.xlsx")
    assert error.value.code == "roster_invalid"  # nothing but the header within the limit


# -- submissions ---------------------------------------------------------------------------------------------------


def report(name: str, order: int, first: str | None, last: str | None, **more: Any) -> SubmittedReport:
    return SubmittedReport(
        f"r{order}",
        name,
        more.pop("report_type", "periodic_summary"),
        f"{order}.docx",
        order,
        first,
        last,
        **more,
    )


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return read_roster(save_csv(tmp_path / "名单.csv", [HEADER, *ROWS]))


def test_missing(roster: Roster) -> None:
    _, county, other = roster.entries
    periods = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30")]
    reports = [report(county.id, 0, "2024-03-15", "2024-03-15"), report(other.id, 1, None, None)]
    assert [(one.institution, one.first) for one in missing(roster, reports, periods)] == [
        (county.id, "2024-04-01")
    ]
    assert [one.institution for one in missing(roster, [], periods[:1])] == [county.id, other.id]
    assert len(missing(roster, reports, periods, report_type="plan")) == 4
    assert "青山县消费者协会" in missing(roster, [], periods)[1].reason


Q1 = ("2024-01-01", "2024-03-31")


@pytest.mark.parametrize(
    ("one", "other", "superseded", "why"),
    [
        (report("a", 0, *Q1), report("a", 1, *Q1), "r0", "以后收到的为准"),
        (
            report("a", 0, *Q1, sign_off="2024-04-09"),
            report("a", 1, *Q1, sign_off="2024-04-02"),
            "r1",
            "落款日期较晚",
        ),
        (
            report("a", 0, "2024-01-01", "2024-03-31"),
            report("a", 1, "2024-01-01", "2024-03-25"),
            "r1",
            "截止日期较晚",
        ),
        (report("a", 0, None, None), report("a", 1, None, None), "r0", "以后收到的为准"),
        (report("a", 0, *Q1), report("a", 1, "2024-04-01", "2024-06-30"), None, ""),
        (report("a", 0, *Q1), report("a", 1, "2024-01-01", "2024-12-31"), None, ""),
        (report("a", 0, *Q1), report("a", 1, None, None), None, ""),
        (report("a", 0, *Q1), report("b", 1, *Q1), None, ""),
        (report("a", 0, *Q1), report("a", 1, *Q1, report_type="plan"), None, ""),
        (report("a", 0, *Q1, former="工商局"), report("a", 1, *Q1, former="质监局"), None, ""),
    ],
)
def test_twice(one: SubmittedReport, other: SubmittedReport, superseded: str | None, why: str) -> None:
    for reports in ([one, other], [other, one]):
        found = twice(reports)
        assert [item.earlier for item in found] == ([superseded] if superseded else [])
        assert all(why in item.reason for item in found)


def test_the_latest_of_three_supersedes_both() -> None:
    found = twice([report("a", order, *Q1) for order in (2, 0, 1)])
    assert [(one.earlier, one.later) for one in found] == [("r0", "r2"), ("r1", "r2")]


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from([Q1, (None, None), ("2024-02-01", "2024-02-29")]))
    )
)
def test_the_last_report_of_a_period_is_never_superseded(
    made: list[tuple[str, tuple[str | None, str | None]]],
) -> None:
    reports = [report(name, order, *period) for order, (name, period) in enumerate(made)]
    found = twice(reports)
    superseded = {one.earlier for one in found}
    assert not superseded & {one.later for one in found}
    assert len(reports) - len(superseded) == len({(one.institution, one.first) for one in reports})


def test_unknown(roster: Roster) -> None:
    reports = [
        report("o-2", 1, *Q1),
        report("o-1", 0, *Q1),
        report("o-2", 2, *Q1),
        report(roster.entries[1].id, 3, *Q1),
    ]
    found = unknown(roster, reports, {"o-1": "乙公司", "o-2": "甲公司"})
    assert [(one.institution, one.reports) for one in found] == [("o-1", ("r0",)), ("o-2", ("r1", "r2"))]
    assert "乙公司" in found[0].reason


# -- requirements --------------------------------------------------------------------------------------------------


def test_the_example_is_sound() -> None:
    known = [one.id for one in load_packs().indicators]
    needed = load_requirements(EXAMPLE, known)
    found = left_out(needed, "complaint_analysis", None, {"complaints_received", "resolution_rate"})
    assert [one.any for one in found] == [("amount_involved", "losses_recovered", "compensation_paid")]
    assert left_out(needed, "plan", None, ()) == []


def test_filters_and_repeated_requirements(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        """requirements:
  - {name: 全部, indicators: [complaints_received]}
  - {name: 县级, levels: [县级], indicators: [complaints_received, {any: [inspections, cases_filed], note: 执法}]}
  - {name: 银行, types: [bank], report_types: [report], indicators: [lectures_held]}
""",
        "utf-8",
    )
    needed = load_requirements(path)
    assert [one.requirement for one in left_out(needed, "report", "市级", ())] == ["全部"]
    assert [(one.requirement, one.note) for one in left_out(needed, "report", "县级", ())] == [
        ("全部", None),
        ("县级", "执法"),
    ]
    assert [one.any for one in left_out(needed, "report", None, {"complaints_received"}, "bank")] == [
        ("lectures_held",)
    ]
    assert left_out(needed, "plan", "县级", {"complaints_received", "cases_filed"}, "bank") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: 缺少列表：requirements"),
        ("requirements: []", ":1: 缺少列表：requirements"),
        ("requirements:\n  - 3", ":2: 每一项须是"),
        ("requirements:\n  - {indicators: [drills_held]}", ":2: 缺少字段：name"),
        ("requirements:\n  - name: 甲\n    indicators: []", ":3: “indicators”须是不为空的列表"),
        ("requirements:\n  - name: 甲\n    indicators:\n      - any: []", ":4: 指标须是编号"),
        (
            "requirements:\n  - name: 甲\n    indicators:\n      - drills_held\n      - nothing",
            ":5: 没有指标“nothing”",
        ),
        (
            "requirements:\n  - name: 甲\n    report_types: [月报]\n    indicators: [drills_held]",
            ":3: 没有报告种类“月报”",
        ),
        (
            "requirements:\n  - name: 甲\n    level: [县级]\n    indicators: [drills_held]",
            ":2: 未知字段：level",
        ),
        (
            "requirements:\n  - name: 甲\n    levels: 县级\n    indicators: [drills_held]",
            ":3: “levels”须是不为空的列表",
        ),
        ("requirements:\n  - name: 甲\n    name: 乙\n    indicators: [drills_held]", ":3: 键“name”重复"),
        ("requirements: [", "不是有效的 YAML"),
    ],
)
def test_problems_of_requirements_have_their_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FactextractError) as error:
        load_requirements(path, ["drills_held"])
    assert error.value.code == "requirements_invalid"
    assert message in str(error.value)
