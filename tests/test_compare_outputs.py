"""The files that a comparison writes: what they hold, how they lead back to the text, and that nothing in them is dangerous."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from factextract.cli import main
from factextract.compare.reading import Results
from factextract.errors import FactextractError
from factextract.pipeline import Engine
from factextract.records.texts import text_entry, text_of

openpyxl = pytest.importorskip("openpyxl", reason="needs the compare extra")
pytest.importorskip("xlsxwriter", reason="needs the compare extra")
pytest.importorskip("datasketch", reason="needs the compare extra")

REPORTS = {
    "a.txt": "东岭县农商行2024年第一季度消费者权益保护工作总结\n\n"
    "一季度，我行发放宣传折页1200余份，开展宣传活动6场，受理客户投诉12件，办结12件。投诉人王建国（电话13812345678）对处理结果表示满意。\n",
    "b.txt": "西桥县信用联社2024年第一季度消费者权益保护工作总结\n\n"
    "一季度，我社发放宣传折页800份，开展宣传活动4场，共有200人参加。本季度零投诉。\n",
    "c.txt": "南河县农商行2024年第一季度消费者权益保护工作总结\n\n"
    "一季度，我行向村民发放化肥使用手册300本，开展宣传活动约5场。受理投诉30件，其中网点受理20件，热线受理9件，其余1件为上级转办。\n",
}
HEAD_ROW = 3


def write_results(folder: Path, reports: dict[str, str], *, texts: bool = True) -> Path:
    """A results folder as a batch leaves it."""
    engine = Engine(models=None)
    folder.mkdir(exist_ok=True)
    records, beside = [], []
    for path, text in reports.items():
        for record in engine.parse_bytes(text.encode(), path):
            records.append(json.dumps(record, ensure_ascii=False))
            beside.append(json.dumps(text_entry(record, text_of(record, text)), ensure_ascii=False))
    (folder / "records.jsonl").write_text("".join(f"{line}\n" for line in records), "utf-8")
    if texts:
        (folder / "texts.jsonl").write_text("".join(f"{line}\n" for line in beside), "utf-8")
    failure = {
        "path": "d.doc",
        "sha256": None,
        "code": "unsupported_format",
        "message": "不支持的文件格式：d.doc",
    }
    (folder / "failures.jsonl").write_text(json.dumps(failure, ensure_ascii=False) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_results(tmp_path_factory.mktemp("results"), REPORTS)


def compare(results: Path, out: Path, *more: str) -> Path:
    """Run the command."""
    assert main(["compare", str(results), "-o", str(out), *more]) == 0
    return out


@pytest.fixture(scope="module")
def workbook(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compare(results, tmp_path_factory.mktemp("out") / "汇总表.xlsx")


def columns_of(sheet: object) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[HEAD_ROW]}  # type: ignore[index]


# -- workbook ----------------------------------------------------------------------------------------------------


def test_the_workbook_has_its_sheets(workbook: Path) -> None:
    names = openpyxl.load_workbook(workbook).sheetnames
    assert names == [
        "汇总", "依据", "不计入", "明细", "校验", "未报送", "异常", "同比环比", "相似", "名称", "说明",
    ]  # fmt: skip


def test_cells_are_numbers_with_hedge_evidence_and_comment(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    table = book["汇总"]
    columns = columns_of(table)
    rows = {table.cell(row, 1).value: row for row in range(HEAD_ROW + 1, table.max_row + 1)}
    cell = table.cell(rows["东岭县农商行"], columns["发放宣传资料数（份）"])
    assert (cell.value, cell.number_format) == (1200, '"≥"#,##0')
    target = re.fullmatch(r"'依据'!A(\d+)", cell.hyperlink.location)
    assert target is not None
    evidence = [one.value for one in book["依据"][int(target[1])]]
    assert "我行发放宣传折页1200余份" in " ".join(map(str, evidence))
    assert "1200余份" in cell.comment.text
    assert "a.txt" in cell.comment.text
    none = table.cell(rows["西桥县信用联社"], columns["受理投诉件数（件）"])
    silent = table.cell(rows["西桥县信用联社"], columns["办结、调解投诉件数（件）"])
    assert (none.value, "零投诉" in none.comment.text) == (0, True)
    assert (silent.value, silent.comment) == ("—", None)
    assert table.freeze_panes == "D4"
    assert table.auto_filter.ref.startswith("A3:")


def test_totals_are_formulas_with_their_results(workbook: Path) -> None:
    formulas, values = (openpyxl.load_workbook(workbook, data_only=only)["汇总"] for only in (False, True))
    total = next(row for row in range(1, formulas.max_row + 1) if formulas.cell(row, 1).value == "合计")
    column = columns_of(formulas)["发放宣传资料数（份）"]
    assert formulas.cell(total, column).value.startswith("=SUM(")
    assert values.cell(total, column).value == 1200 + 800 + 300
    assert formulas.cell(total + 1, column).value.startswith("=IFERROR(")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_same_totals(workbook: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", profile, "--headless", "--convert-to", utf8]
    subprocess.run([*command, "--outdir", tmp_path, workbook], check=True, capture_output=True, timeout=180)
    lines = list(csv.reader((tmp_path / "汇总表.csv").read_text("utf-8").splitlines()))
    heads = lines[HEAD_ROW - 1]
    total = next(line for line in lines if line[0] == "合计")
    assert float(total[heads.index("发放宣传资料数（份）")].replace(",", "")) == 2300


def test_the_same_comparison_gives_the_same_bytes(results: Path, workbook: Path, tmp_path: Path) -> None:
    assert compare(results, tmp_path / "汇总表.xlsx").read_bytes() == workbook.read_bytes()
    pages = [compare(results, tmp_path / f"{folder}.html").read_text("utf-8") for folder in "ab"]
    assert pages[0].replace("<h1>a</h1>", "").replace("<title>a</title>", "") == pages[1].replace(
        "<h1>b</h1>", ""
    ).replace("<title>b</title>", "")


def test_checks_and_failures_have_their_sheets(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    checks = [[cell.value for cell in row] for row in book["校验"].iter_rows(min_row=2)]
    assert any(row[0] == "南河县农商行" and row[2] == "相符" for row in checks)
    assert any("d.doc" in str(cell.value) for row in book["未报送"].iter_rows(min_row=2) for cell in row)


# -- nothing in them is dangerous --------------------------------------------------------------------------------

HOSTILE = {
    "=1+1.txt": '=HYPERLINK("http://x")县农商行2024年工作总结\n\n我行发放宣传折页500份。\n',
    "+b.txt": "@SUM(A1)<script>alert(1)</script>支行2024年工作总结\n\n我行受理投诉5件，\x07“-2+3”宣传资料600份。\n",
}


def all_cells(path: Path) -> list[object]:
    book = openpyxl.load_workbook(path)
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    results = write_results(tmp_path / "in", HOSTILE)
    cells = all_cells(compare(results, tmp_path / "t.xlsx"))
    formulas = [cell.value for cell in cells if cell.data_type == "f"]  # type: ignore[attr-defined]
    assert all(str(value).startswith(("=SUM(", "=IFERROR((SUM(")) for value in formulas)
    texts = [str(cell.value) for cell in cells if cell.data_type in "sn"]  # type: ignore[attr-defined]
    assert any(text.startswith("=") for text in texts)
    assert not any("\x07" in text for text in texts)
    lines = list(csv.reader((compare(results, tmp_path / "t.csv")).read_text("utf-8-sig").splitlines()))
    assert not [cell for line in lines for cell in line if re.match(r"[=+\-@]", cell)]


def test_the_page_needs_no_network_and_runs_no_text(tmp_path: Path) -> None:
    page = compare(write_results(tmp_path / "in", HOSTILE), tmp_path / "t.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page)
    assert "default-src 'none'" in page


SECRETS = ("王建国", "13812345678")


@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".csv", ".json", ".parquet"])
def test_mask_hides_personal_data_everywhere(results: Path, tmp_path: Path, suffix: str) -> None:
    out = compare(results, tmp_path / f"t{suffix}", "--mask")
    assert not [secret for secret in SECRETS if secret in content(out)]


@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".json"])
def test_without_mask_the_evidence_is_as_written(tmp_path: Path, suffix: str) -> None:
    reports = {"王建国.txt": REPORTS["a.txt"].replace("12件。", "12件，其中王建国反映1件。")}
    out = compare(write_results(tmp_path / "in", reports), tmp_path / f"t{suffix}")
    assert "王建国" in content(out)


def content(path: Path) -> str:
    """Everything in a file as text; archives unpacked."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    if path.suffix == ".parquet":
        parquet = pytest.importorskip("pyarrow.parquet", reason="needs the sinks extra")
        return str(parquet.read_table(path).to_pylist())
    return path.read_text("utf-8")


# -- flat files --------------------------------------------------------------------------------------------------


def test_json_keeps_every_cell_with_its_quote(results: Path, tmp_path: Path) -> None:
    found = json.loads(compare(results, tmp_path / "t.json").read_text("utf-8"))
    assert found["schema"] == "factextract/comparison/1"
    by_cell = {(one["institution"], one["indicator"]): one for one in found["cells"]}
    cell = by_cell["东岭县农商行", "materials_distributed"]
    assert (cell["state"], cell["value"], cell["comparator"], cell["quote"]) == (
        "reported",
        1200,
        "at_least",
        "1200余份",
    )
    text = REPORTS[cell["path"]]
    assert text[cell["start"] : cell["end"]] == cell["quote"]
    assert by_cell["西桥县信用联社", "complaints_received"]["state"] == "none"
    assert by_cell["西桥县信用联社", "complaints_resolved"]["state"] == "not_mentioned"
    assert found["failed"][0]["path"] == "d.doc"


def test_parquet_is_exact(results: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the sinks extra")
    lines = parquet.read_table(compare(results, tmp_path / "t.parquet")).to_pylist()
    told = [line["value"] for line in lines if line["indicator"] == "materials_distributed"]
    assert sorted(told) == [Decimal(300), Decimal(800), Decimal(1200)]


def test_csv_shows_the_marks(results: Path, tmp_path: Path) -> None:
    lines = list(csv.reader(compare(results, tmp_path / "t.csv").read_text("utf-8-sig").splitlines()))
    at = lines[0].index("发放宣传资料数（份）")
    assert {line[0]: line[at] for line in lines[1:]}["东岭县农商行"] == "≥1,200"


# -- bad input ---------------------------------------------------------------------------------------------------


def code_of(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(list(arguments)) != 0
    found = re.search(r"\[(\w+)\]", capsys.readouterr().err)
    assert found is not None
    return found[1]


def test_errors_are_coded(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "t.xlsx")
    assert code_of(["compare", str(tmp_path / "nothing.jsonl"), "-o", out], capsys) == "file_missing"
    assert code_of(["compare", str(results), "-o", "t.docx"], capsys) == "bad_option"
    assert code_of(["compare", str(results), "-o", str(tmp_path / "no" / "t.xlsx")], capsys) == "write_failed"
    (tmp_path / "bad.jsonl").write_text('{"schema": "factextract/record/1"}\n', "utf-8")
    assert code_of(["compare", str(tmp_path / "bad.jsonl"), "-o", out], capsys) == "records_invalid"
    assert not list(tmp_path.glob("*.xlsx"))
    assert not list(tmp_path.glob(".*draft"))


def test_texts_of_other_records_are_refused(tmp_path: Path) -> None:
    folder = write_results(tmp_path / "in", REPORTS)
    lines = (folder / "texts.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "texts.jsonl").write_text("".join(reversed(lines)), "utf-8")
    with pytest.raises(FactextractError, match="不对应"):
        list(Results(folder))


def test_without_texts_figures_and_mentions_remain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_results(tmp_path / "in", REPORTS, texts=False)
    found = json.loads(compare(folder, tmp_path / "t.json").read_text("utf-8"))
    assert "texts.jsonl" in capsys.readouterr().err
    assert any(cell["sentence"] == "1200余份" for cell in found["cells"])


def test_records_are_found_again_by_number(results: Path) -> None:
    found = Results(results)
    entries = list(found)
    assert [found.at(entry.number) for entry in reversed(entries)] == entries[::-1]
    assert [entry.quote(0, 3) for entry in entries] == ["东岭县", "西桥县", "南河县"]


def test_rows_beyond_a_sheet_go_to_a_file_beside_it(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factextract.compare.output.workbook.sheet.MOST_ROWS", 10)
    book = openpyxl.load_workbook(compare(results, tmp_path / "t.xlsx"))
    facts = [[cell.value for cell in row] for row in book["明细"].iter_rows(min_row=2)]
    rest = list(csv.reader((tmp_path / "t.明细.csv").read_text("utf-8-sig").splitlines()))
    count = sum(len(entry.record["facts"]) for entry in Results(results))
    assert (len(facts), len(rest) - 1) == (10, count - 10)
    assert rest[0] == [cell.value for cell in book["明细"][1]]
    assert any("t.明细.csv" in str(cell.value) for row in book["说明"] for cell in row)
    assert not list(tmp_path.glob(".*draft"))
