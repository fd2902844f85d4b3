"""The command line, run as a process: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from factextract.cli import expand

EXAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "examples"
REPORT = EXAMPLES / "消费者权益日活动总结.txt"


def run(*arguments: str | Path, given: bytes = b"", environment: dict[str, str] | None = None) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "factextract.cli", *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def test_parse_prints_one_json_object_a_report(tmp_path: Path) -> None:
    for name in ("客户投诉分析.docx", REPORT.name):
        shutil.copy(EXAMPLES / name, tmp_path)
    done = run("parse", tmp_path)
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0
    assert [Path(record["source"]["path"]).suffix for record in records] == [".docx", ".txt"]
    assert all(record["schema"] == "factextract/record/1" for record in records)


def test_parse_reads_standard_input() -> None:
    (record,) = [
        json.loads(line) for line in run("parse", "-", given=REPORT.read_bytes()).stdout.splitlines()
    ]
    assert record["source"]["path"] == "-"
    assert record["reporter"]["name"] == "桐安县市场监督管理局"


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LANG": "C"}]
)
def test_output_is_utf8_on_any_console(environment: dict[str, str]) -> None:
    done = run("parse", REPORT, "--format", "table", environment=environment)
    assert "桐安县市场监督管理局" in done.stdout.decode("utf-8")


def test_formats() -> None:
    array = json.loads(run("parse", REPORT, "--format", "json").stdout)
    rows = list(csv.reader(io.StringIO(run("parse", REPORT, "--format", "csv").stdout.decode("utf-8-sig"))))
    assert len(array) == 1
    assert len(rows) == 1 + len(array[0]["facts"])


def test_one_bad_file_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    done = run("parse", tmp_path / "空.txt", tmp_path / "没有.txt", REPORT)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "[empty_file]" in done.stderr.decode()
    assert "[file_missing]" in done.stderr.decode()


def test_text_prints_what_offsets_refer_to() -> None:
    printed = run("text", EXAMPLES / "客户投诉分析.docx").stdout.decode()
    (record,) = [
        json.loads(line) for line in run("parse", EXAMPLES / "客户投诉分析.docx").stdout.splitlines()
    ]
    assert record["facts"]
    for fact in record["facts"]:
        assert printed[fact["start"] : fact["end"]] == fact["text"]


def test_scan_prints_one_object_and_takes_a_reference_day() -> None:
    done = run("scan", "--reference-date", "2025-03-15", given="昨天发放3万余份,拨打12315。".encode())
    found = json.loads(done.stdout)
    assert found["dates"][0]["from"] == "2025-03-14"
    assert found["quantities"][0] == {
        "text": "3万余份", "start": 4, "end": 8, "value": 30000, "value_max": None, "unit": "份", "comparator": "at_least",
    }  # fmt: skip
    assert [item["text"] for item in found["identifiers"]] == ["12315"]


def test_eval_measures_and_enforces_floors(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("松桃县消费者协会小结\n发放资料300份。\n", encoding="utf-8")
    (tmp_path / "a.ann.yaml").write_text(
        "reports:\n  - begins: 松桃县\n    reporter: 松桃县消费者协会\n"
        "    organizations: [{name: 松桃县消费者协会, roles: [reporter]}]\n"
        '    facts: [{at: "资料⟦300份⟧", indicator: materials_distributed, value: 300, unit: 份}]\n'
        "    headline: {materials_distributed: 300}\n",
        encoding="utf-8",
    )
    done = run("eval", tmp_path, "--lang", "en")
    assert done.returncode == 0
    assert "facts" in done.stdout.decode()


def test_check_reports_problems_by_line(tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    pack.write_text("pack: own\ntitle: 自定\nindicators:\n  - id: x\n    label: 某数\n", encoding="utf-8")
    done = run("check", pack)
    assert done.returncode == 1
    assert f"{pack}:" in done.stdout.decode()


@pytest.mark.parametrize("what", ["record", "pack"])
def test_schema_is_json_schema(what: str) -> None:
    assert json.loads(run("schema", what).stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_wrong_usage_exits_with_2() -> None:
    assert run("parse").returncode == 2
    assert run("fly").returncode == 2


def test_help_and_schema_import_nothing_heavy() -> None:
    script = (
        "import sys; from factextract.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "sys.exit(bool({heavy!r} & set(sys.modules)))"
    )
    heavy = {"spacy", "sklearn", "jieba", "numpy", "scipy"}
    for arguments, barred in ((["--help"], heavy | {"dataclasses"}), (["schema", "record"], heavy)):
        command = [sys.executable, "-c", script.format(heavy=barred), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def test_folders_are_read_in_order_without_lock_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.docx", "~$a.docx", "c.pdf", "sub/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert [Path(p).name for p in expand([str(tmp_path)])] == ["a.docx", "b.txt", "d.txt"]


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    done = run("parse", tmp_path)
    assert done.returncode == 1
    assert "[is_folder]" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", ["parse", "text", "scan"])
def test_a_full_disk_is_a_coded_error(command: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "factextract.cli", command, str(REPORT)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert "[write_failed]" in lines[0]


@pytest.mark.parametrize("readme", ["README.md"])
def test_the_readme_shows_what_the_table_prints(readme: str) -> None:
    shown = (EXAMPLES.parent.parent / readme).read_text(encoding="utf-8").split("some of its lines", 1)[1]
    rows = [line.split() for line in shown.split("\n\n")[1].splitlines()]
    printed = [
        line.split() for line in run("parse", REPORT, "--format", "table").stdout.decode().splitlines()
    ]
    assert len(rows) == 7
    assert [row for row in rows if row not in printed] == []
