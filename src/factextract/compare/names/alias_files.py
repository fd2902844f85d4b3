"""The alias table as a file that an officer edits in a spreadsheet or an editor, and the decisions in it.

Columns: 写法 (the written name), 报告 (set where the name stands for another institution in each report), 机构 (whose it is: to be
edited), 规则判定 (what the rules said: to be left), 方式, 依据, 可信度, 报告数, 确认 (是 confirms the row, 否 leaves it to the rules). A row is a
decision if it is confirmed or 机构 was changed. A table of 写法 and 机构 alone is all decisions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from factextract.batch.output import writing
from factextract.compare.names.model import AliasRow, AliasTable, Decisions
from factextract.compare.names.normal import normal_form
from factextract.compare.sheets import read_sheet
from factextract.errors import FactextractError
from factextract.packs.source import PackSource, Problem, read_source
from factextract.tables.texts import clean, guard, unguard

COLUMNS: Final = ("写法", "报告", "机构", "规则判定", "方式", "依据", "可信度", "报告数", "确认")
_HOW: Final = {
    "decided": "人工",
    "roster": "名单",
    "exact": "同名",
    "alias": "别名",
    "short_form": "简称",
    "renamed": "更名",
    "anonymous": "匿名",
    "new": "新机构",
}
_YES: Final = frozenset(["是", "对", "确认", "已确认", "√", "✓", "y", "yes", "true", "1"])
_NO: Final = frozenset(["否", "不", "未确认", "×", "n", "no", "false", "0"])
_YAML: Final = frozenset([".yaml", ".yml"])
_LIST: Final = "aliases"


def write_aliases(table: AliasTable, path: Path) -> None:
    """Write the rows for review to a .yaml or a .csv (UTF-8 with byte order mark). Raises ``FactextractError`` (write_failed)."""
    rows = [dict(zip(COLUMNS, _cells(row), strict=True)) for row in table.rows]
    if path.suffix.lower() in _YAML:
        text = yaml.safe_dump({_LIST: rows}, allow_unicode=True, sort_keys=False, width=1000)
    else:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow(COLUMNS)
        writer.writerows([guard(cell) if cell else "" for cell in row.values()] for row in rows)
        text = "\ufeff" + buffer.getvalue()
    with writing(path):
        path.write_bytes(text.encode())


def _cells(row: AliasRow) -> list[str]:
    confirmed = "是" if row.how == "decided" else ""
    return [
        clean(row.written),
        row.report_id or "",
        clean(row.institution),
        clean(row.institution),
        _HOW[row.how],
        clean(row.reason),
        f"{row.confidence:g}",
        str(row.reports),
        confirmed,
    ]


def read_aliases(path: Path) -> Decisions:
    """The decisions of an edited table (.csv, .xlsx, .yaml).

    Raises ``FactextractError``: ``aliases_invalid``, which lists every problem as ``file:line: message``, and what
    ``sheets.read_sheet`` raises.
    """
    rows = list(_yaml_rows(path) if path.suffix.lower() in _YAML else _sheet_rows(path))
    names: dict[tuple[str, str | None], str] = {}
    decided_at: dict[tuple[str, str | None], tuple[str, int]] = {}
    problems: list[Problem] = []
    for line, row in rows:
        decision = _decision(line, row)
        if isinstance(decision, Problem):
            problems.append(decision)
        elif decision is not None:
            written, report, institution = decision
            key = (normal_form(written), report)
            before = decided_at.setdefault(key, (normal_form(institution), line))
            if before[0] != normal_form(institution):
                problems.append(Problem(line, f"“{written}”与第 {before[1]} 行的决定不一致"))
            names[written, report] = institution
    if problems:
        raise _invalid(path, problems)
    return Decisions(names)


def _decision(line: int, row: Mapping[str, str]) -> tuple[str, str | None, str] | Problem | None:
    """Written name, report and institution; None for a row that decides nothing."""
    written, institution, confirmed = row.get("写法", ""), row.get("机构", ""), row.get("确认", "").lower()
    if not written:
        return Problem(line, "缺少“写法”")
    if confirmed and confirmed not in _YES and confirmed not in _NO:
        return Problem(line, f"“确认”只能填“是”或“否”，而不是“{confirmed:.20}”")
    if confirmed in _NO:
        return None
    if confirmed or institution != row.get("规则判定", ""):
        if not institution:
            return Problem(line, f"“{written}”没有填写“机构”")
        return written, row.get("报告") or None, institution
    return None


def _sheet_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    rows = read_sheet(path, "aliases_invalid")
    header = rows[0].cells if rows else ()
    if missing := [name for name in ("写法", "机构") if name not in header]:
        raise _invalid(path, [Problem(rows[0].number if rows else 1, f"缺少列：{'、'.join(missing)}")])
    for row in rows[1:]:
        yield row.number, {name: unguard(cell) or "" for name, cell in zip(header, row.cells, strict=False)}


def _yaml_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.exists():
        raise FactextractError("file_missing", path=path)
    source = read_source(path)
    if isinstance(source, Problem):
        raise _invalid(path, [source])
    if duplicates := list(source.duplicate_keys()):
        raise _invalid(path, duplicates)
    values = source.values()
    if not isinstance(values, dict) or not isinstance(values.get(_LIST), list):
        raise _invalid(path, [Problem(1, f"缺少列表：{_LIST}")])
    for index, value in enumerate(values[_LIST]):
        yield source.line((_LIST, index)), _yaml_row(path, source, index, value)


def _yaml_row(path: Path, source: PackSource, index: int, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or any(isinstance(cell, (dict, list)) for cell in value.values()):
        raise _invalid(path, [Problem(source.line((_LIST, index)), "每一项须是“列名: 内容”")])
    row = {str(name): "" if cell is None else str(cell) for name, cell in value.items()}
    if isinstance(value.get("确认"), bool):
        row["确认"] = "是" if value["确认"] else "否"
    return row


def _invalid(path: Path, problems: Iterable[Problem]) -> FactextractError:
    detail = "\n".join(f"{path}:{problem.line}: {problem.message}" for problem in sorted(problems))
    return FactextractError("aliases_invalid", path=path, detail=detail)
