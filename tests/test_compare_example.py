"""The shipped inbox of quarterly reports, compared from the command line: everything planted in it is found, and docs/compare.md tells
what really comes out."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "corpus" / "examples"
INBOX = EXAMPLES / "季报"
FIRST, SECOND, EVENT = "2024-01/2024-03", "2024-04/2024-06", "2024-03-15"
UNION, ABC, POST, LIFE = (
    "禾溪县农村信用合作联社",
    "中国农业银行禾溪县支行",
    "中国邮政储蓄银行禾溪县支行",
    "安泽人寿保险股份有限公司禾溪支公司",
)
BUREAU, COUNCIL = "禾溪县市场监督管理局", "禾溪县消费者委员会"
YUNZE, JIANGHUI, STRANGER = "云泽银行禾溪支行", "江汇银行禾溪支行", "禾溪惠民村镇银行"
NOTICE = "所报数字须与台账逐笔核对一致"
"""Of the supervisor's notice, which seven institutions quote."""


@dataclass(frozen=True)
class Outputs:
    """What the commands wrote: the JSON, the CSV's rows, and the rows of each sheet of the workbook."""

    json: Mapping[str, Any]
    csv: Sequence[Mapping[str, str]]
    sheets: Mapping[str, Sequence[Sequence[Any]]]

    def cell(self, institution: str, period: str, indicator: str) -> Mapping[str, Any]:
        (found,) = [
            one
            for one in self.json["cells"]
            if (one["institution"], one["period"], one["indicator"]) == (institution, period, indicator)
        ]
        return found

    def findings(self, kind: str) -> set[tuple[str, str, str]]:
        return {
            (one["institution"], one["period"], one["indicator"])
            for one in self.json["findings"]
            if one["kind"] == kind
        }

    def submissions(self, kind: str) -> list[tuple[str, str | None]]:
        return [
            (one["name"], one["period"] and one["period"]["edtf"])
            for one in self.json["submissions"]
            if one["kind"] == kind
        ]


def command(*arguments: str | Path) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "factextract.cli", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return done.returncode


def compared(folder: Path, results: Path, *options: str) -> Outputs:
    files = [folder / f"汇总.{ending}" for ending in ("json", "csv", "xlsx")]
    roster = ("--roster", EXAMPLES / "季报名单.csv", "--requirements", EXAMPLES / "季报要求.yaml")
    due = ("--period", FIRST, "--period", SECOND)
    outputs = [word for file in files for word in ("-o", file)]
    assert command("compare", results, *roster, *due, *options, *outputs) == 0
    with files[1].open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    book = openpyxl.load_workbook(files[2], read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()
    return Outputs(json.loads(files[0].read_text(encoding="utf-8")), table, sheets)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    assert command("batch", "corpus/examples/季报", "-o", folder, "--workers", "1") == 1  # one file is a .doc
    return folder


@pytest.fixture(scope="session")
def shown(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return compared(tmp_path_factory.mktemp("report"), results)


@pytest.fixture(scope="session")
def quarterly(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return compared(tmp_path_factory.mktemp("quarter"), results, "--per", "quarter", "--mask")


# -- who reported ------------------------------------------------------------------------------------------------


def test_the_inbox_is_nine_institutions_a_stranger_and_two_quarters(shown: Outputs) -> None:
    assert len(list(INBOX.iterdir())) == 21
    assert len({one["institution"] for one in shown.json["cells"]}) == 10
    assert {one["period"] for one in shown.json["cells"]} == {FIRST, SECOND, EVENT}


def test_who_sent_nothing_is_missing(shown: Outputs) -> None:
    assert (JIANGHUI, SECOND) in shown.submissions("missing")
    assert not {name for name, _ in shown.submissions("missing")} & {UNION, ABC, POST, LIFE, BUREAU, COUNCIL}


def test_the_corrected_report_supersedes_the_first_one(shown: Outputs) -> None:
    assert shown.submissions("twice") == [(COUNCIL, SECOND)]
    assert shown.cell(COUNCIL, SECOND, "complaints_received")["value"] == 57
    assert shown.cell(COUNCIL, SECOND, "losses_recovered")["value"] == 69_000


def test_who_is_not_on_the_roster_is_told(shown: Outputs) -> None:
    assert [name for name, _ in shown.submissions("unknown")] == [STRANGER]


def test_the_file_that_cannot_be_read_is_told(shown: Outputs) -> None:
    (failed,) = shown.json["failed"]
    assert Path(failed["path"]).name == "人保财险禾溪支公司二季度.doc"
    assert failed["code"] == "unsupported_format"


@pytest.mark.parametrize("written", ["农行禾溪支行", "中国农业银行股份有限公司禾溪县支行"])
def test_short_and_full_name_are_one_institution(shown: Outputs, written: str) -> None:
    assert {one["written"]: one["institution"] for one in shown.json["names"]}[written] == ABC


def test_what_was_required_and_left_out_is_told(shown: Outputs) -> None:
    reasons = {
        (one["name"], one["period"]["edtf"])
        for one in shown.json["submissions"]
        if one["kind"] == "left_out" and one["reason"].endswith("挽回客户损失")
    }
    assert {(YUNZE, SECOND), (LIFE, FIRST), (LIFE, SECOND), (JIANGHUI, FIRST)} <= reasons
    assert not {name for name, _ in reasons} & {UNION, POST, BUREAU, COUNCIL, STRANGER}


# -- cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("institution", "period", "indicator", "words"),
    [
        (LIFE, FIRST, "activities_held", "未开展现场宣传活动"),
        (STRANGER, SECOND, "complaints_received", "没有收到客户投诉"),
    ],
)
def test_none_in_words_is_a_zero(
    shown: Outputs, institution: str, period: str, indicator: str, words: str
) -> None:
    cell = shown.cell(institution, period, indicator)
    assert (cell["state"], words in cell["sentence"]) == ("none", True)


def test_what_is_not_mentioned_is_no_zero(shown: Outputs) -> None:
    assert shown.cell(YUNZE, SECOND, "losses_recovered")["state"] == "not_mentioned"
    assert shown.cell(LIFE, FIRST, "participants")["state"] == "not_mentioned"


@pytest.mark.parametrize(
    ("institution", "period", "value", "comparator"),
    [(COUNCIL, FIRST, 500, "about"), (ABC, SECOND, 700, "at_least"), (ABC, FIRST, 640, "about")],
)
def test_hedges_are_kept(shown: Outputs, institution: str, period: str, value: int, comparator: str) -> None:
    cell = shown.cell(institution, period, "participants")
    assert (cell["value"], cell["comparator"]) == (value, comparator)


def test_every_quote_stands_in_its_file(shown: Outputs) -> None:
    told = [
        cell for cell in shown.json["cells"] if cell["state"] == "reported" and cell["path"].endswith(".txt")
    ]
    assert len(told) > 80
    for cell in told:
        text = (ROOT / cell["path"]).read_text(encoding="utf-8")
        assert text[cell["start"] : cell["end"]] == cell["quote"]


# -- what is conspicuous -----------------------------------------------------------------------------------------


def test_the_wan_too_many_is_called_out(shown: Outputs) -> None:
    assert shown.findings("unit_slip_10000") == {(POST, SECOND, "materials_distributed")}
    assert shown.cell(POST, SECOND, "materials_distributed")["value"] == 120_000_000


def test_the_digit_too_many_is_called_out(shown: Outputs) -> None:
    assert (UNION, SECOND, "participants") in shown.findings("unit_slip_10")


def test_ten_times_as_much_as_in_the_quarter_before_is_called_out(shown: Outputs) -> None:
    assert shown.findings("jump") == {(ABC, SECOND, "materials_distributed")}


def test_figures_taken_over_from_the_last_quarter_are_called_out(shown: Outputs) -> None:
    same = {
        "materials_distributed",
        "messages_pushed",
        "consultations_handled",
        "people_trained",
        "training_sessions",
    }
    assert shown.findings("identical") == {(LIFE, SECOND, indicator) for indicator in same}


def test_the_stated_change_that_the_reports_contradict_is_called_out(shown: Outputs) -> None:
    assert shown.findings("contradicts_stated_change") == {(BUREAU, SECOND, "complaints_received")}


def test_parts_that_do_not_add_up_are_in_the_sheet_of_checks(shown: Outputs) -> None:
    (wrong,) = [row for row in shown.sheets["校验"] if row[2] == "不符"]
    assert wrong[0] == UNION
    assert "9件＋11件＋6件＝26件" in wrong[4]


def test_the_joint_event_counts_once(shown: Outputs) -> None:
    events = {one["indicator"]: one["institutions"] for one in shown.json["same_events"]}
    assert events["materials_distributed"] == events["participants"] == [BUREAU, COUNCIL]
    assert not shown.cell(COUNCIL, EVENT, "materials_distributed")["counted"]
    left_out = {(row[0], row[3], row[4]) for row in shown.sheets["不计入"]}
    assert {(COUNCIL, 3460, 0), (COUNCIL, 860, 0)} <= left_out


def test_an_event_does_not_count_beside_its_quarter(shown: Outputs) -> None:
    assert not shown.cell(BUREAU, EVENT, "materials_distributed")["counted"]
    assert shown.cell(BUREAU, FIRST, "materials_distributed")["counted"]
    reasons = {(row[0], row[3]): row[5] for row in shown.sheets["不计入"]}
    assert "已含在本单位2024年第一季度的数字中" in reasons[BUREAU, 3460]


# -- copies ------------------------------------------------------------------------------------------------------


def test_the_paragraph_copied_from_another_bank_is_found(shown: Outputs) -> None:
    (pair,) = [one for one in shown.json["copies"] if one["across"] == "institutions"]
    assert "银龄课桌" in pair["left"]["text"]
    assert "银龄课桌" in pair["right"]["text"]
    changed = [(change["left"], change["right"]) for change in pair["figures_changed"]]
    assert ("350人", "230人") in changed
    (row,) = [row for row in shown.sheets["相似"] if row[0] == "不同机构之间"]
    assert {row[2], row[5]} == {YUNZE, JIANGHUI}


def test_the_notice_that_most_quote_is_no_copy(shown: Outputs) -> None:
    quoting = [path for path in INBOX.glob("*.txt") if NOTICE in path.read_text(encoding="utf-8")]
    assert len(quoting) == 6  # and one .docx
    for pair in shown.json["copies"]:
        if pair["across"] == "institutions":
            assert NOTICE not in pair["left"]["text"] + pair["right"]["text"]


# -- by quarter, masked ------------------------------------------------------------------------------------------


def test_by_quarter_the_event_is_within_the_quarter(quarterly: Outputs) -> None:
    assert {one["period"] for one in quarterly.json["cells"]} == {FIRST, SECOND}
    assert quarterly.cell(BUREAU, FIRST, "materials_distributed")["value"] == 6900
    assert quarterly.cell(BUREAU, FIRST, "consultations_handled")["value"] == 215


def test_masked_the_telephone_is_in_no_sentence(shown: Outputs, quarterly: Outputs) -> None:
    plain, masked = (json.dumps(one.json, ensure_ascii=False) for one in (shown, quarterly))
    assert "15500009876" in plain
    assert "15500009876" not in masked
    assert "15500009876" not in str(quarterly.sheets)


# -- the documentation -------------------------------------------------------------------------------------------


def _document() -> str:
    return (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["docs/compare.md", "README.md", "README.zh.md"])
def test_the_documented_table_is_what_comes_out(shown: Outputs, document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    written = text.split("\n| 机构 |", 1)[1].split("\n\n", 1)[0].splitlines()
    heads, _, *documented = [[cell.strip() for cell in line.strip("|").split("|")] for line in written]
    rows = [[row[head] for head in ("机构", *heads)] for row in shown.csv]
    assert len(documented) >= 4
    for one in documented:
        assert one in rows


def test_the_documented_sheets_are_those_of_the_workbook(shown: Outputs) -> None:
    document = _document()
    assert all(f"\n| {name} |" in document for name in shown.sheets)


def test_the_documented_lines_come_out(shown: Outputs) -> None:
    quoted = [
        line.strip()
        for line in _document().splitlines()
        if line.startswith("    ") and not line.strip().startswith(("factextract", "--", "已报", "（corpus"))
    ]
    everything = "\n".join(
        str(value) for rows in shown.sheets.values() for row in rows for value in row if value is not None
    )
    assert len(quoted) == 8
    for line in quoted:
        assert line.strip("“”") in everything
