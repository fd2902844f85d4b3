"""Records as text: JSON, JSON Lines, a terminal table and CSV. Everything is deterministic.

Values keep their exact decimals: 24500 and 2.45, never 24500.0 or 2.4500000000000002.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from factextract.datamodel import Scan
from factextract.records.arithmetic import shown
from factextract.records.build import number
from factextract.records.columns import clipped, padded, width
from factextract.records.formulas import MARK, is_formula

Record = Mapping[str, Any]

FORMATS = ("jsonl", "json", "table", "csv")

_COMPARATORS = {"exact": "", "at_least": "以上", "about": "约", "at_most": "以内", "range": ""}
_STATUSES = {"reported": "已发生", "planned": "计划"}
_TABLE_COLUMNS = (("指标", 24), ("数值", 18), ("状态", 8), ("机构", 24), ("维度", 20), ("原文", 30))
_CSV_COLUMNS = (
    "文件",
    "序号",
    "报送单位",
    "指标",
    "指标名称",
    "数值",
    "数值上限",
    "单位",
    "约数",
    "状态",
    "机构",
    "渠道",
    "类别",
    "期间",
    "原文",
    "起",
    "止",
    "依据",
    "置信度",
)
_BOM = "\ufeff"


def written(value: float | int | None) -> str:
    """A JSON number as a reader writes it; empty for None."""
    return "" if value is None else shown(Decimal(str(value)))


# -- JSON --------------------------------------------------------------------------------------------------------


def to_json(record: Record) -> str:
    """One record, indented, keys in the schema's order."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def to_jsonl(record: Record) -> str:
    """One record on one line."""
    # U+2028 and U+2029 end lines for some readers of JSON Lines
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


def scan_json(text: str, scan: Scan) -> str:
    """The numbers of a text as one JSON object: quantities, dates and identifiers with their offsets. ``text`` is what the
    offsets point into."""

    def place(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end]}

    content = {
        "quantities": [
            {
                **place(quantity.start, quantity.end),
                "value": number(quantity.value),
                "value_max": number(quantity.value_max),
                "unit": quantity.unit,
                "comparator": quantity.comparator.value,
            }
            for quantity in scan.quantities
        ],
        "dates": [
            {**place(date.start, date.end), "edtf": date.edtf, "from": date.first, "to": date.last}
            for date in scan.dates
        ],
        "identifiers": [
            {**place(identifier.start, identifier.end), "kind": identifier.kind.value}
            for identifier in scan.identifiers
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


# -- table -------------------------------------------------------------------------------------------------------


def _figure(fact: Record) -> str:
    """A fact's figure in words: 15000份以上, 约300人, 4至5人."""
    value = written(fact["value"])
    if fact.get("value_max") is not None:
        value = f"{value}至{written(fact['value_max'])}"
    mark = _COMPARATORS.get(fact["comparator"], "")
    figure = value + (fact["unit"] or "")
    return mark + figure if mark == "约" else figure + mark


def _names(record: Record) -> dict[str, str]:
    return {item["id"]: item["name"] for item in record["organizations"]}


def _flat(text: str) -> str:
    """Text on one line, control characters shown as spaces."""
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _table_row(fact: Record, names: Mapping[str, str]) -> list[str]:
    dimensions = "、".join(str(value) for value in fact["dimensions"].values())
    return [
        fact["label"] or fact["object"] or "-",
        _figure(fact),
        _STATUSES.get(fact["status"], fact["status"]),
        names.get(fact["organization"], ""),
        dimensions,
        fact["text"],
    ]


def to_table(record: Record) -> str:
    """One record for the terminal: a heading, its facts in aligned columns, the checks that fail, its warnings."""
    names = _names(record)
    source, reporter = record["source"], record["reporter"]
    title = _flat(record["title"] or "（无标题）")
    lines = [f"【{source['path']} {source['part']}/{source['parts']}】{title}"]
    lines.append(
        f"报送单位：{reporter['name'] if reporter else '未载明'}  期间：{record['period']['edtf'] or '未载明'}"
    )
    head = [name for name, _ in _TABLE_COLUMNS]
    rows = [[_flat(cell) for cell in _table_row(fact, names)] for fact in record["facts"]]
    widths = _widths([head, *rows])
    lines.append(_line(head, widths))
    lines.append("-" * (sum(widths) + 2 * (len(widths) - 1)))
    lines.extend(_line(row, widths) for row in rows)
    lines.extend(f"！{check['message']}" for check in record["checks"] if check["status"] == "mismatch")
    lines.extend(f"注意[{warning['code']}]：{_flat(warning['message'])}" for warning in record["warnings"])
    return "\n".join(lines) + "\n\n"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    limits = [limit for _, limit in _TABLE_COLUMNS]
    return [min(limit, max(width(row[at]) for row in rows)) for at, limit in enumerate(limits)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown_cells = [clipped(cell, room) for cell, room in zip(cells, widths, strict=True)]
    return "".join(padded(cell, room + 2) for cell, room in zip(shown_cells, widths, strict=True)).rstrip()


# -- CSV ---------------------------------------------------------------------------------------------------------


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return MARK + text if is_formula(text) else text


def csv_rows(record: Record) -> Iterator[list[str]]:
    """One row a fact, in the order of the CSV header; every text is safe to open in a spreadsheet."""
    names = _names(record)
    source, reporter = record["source"], record["reporter"]
    for fact in record["facts"]:
        dimensions = fact["dimensions"]
        texts = {
            "文件": source["path"],
            "报送单位": reporter["name"] if reporter else "",
            "指标": fact["indicator"] or "",
            "指标名称": fact["label"] or "",
            "单位": fact["unit"] or "",
            "约数": fact["comparator"],
            "状态": fact["status"],
            "机构": names.get(fact["organization"], ""),
            "渠道": dimensions.get("channel", ""),
            "类别": dimensions.get("category", ""),
            "期间": fact["period"] or "",
            "原文": _flat(fact["text"]),
            "依据": fact["method"],
        }
        numbers = {
            "序号": str(source["part"]),
            "数值": written(fact["value"]),
            "数值上限": written(fact["value_max"]),
            "起": str(fact["start"]),
            "止": str(fact["end"]),
            "置信度": written(fact["confidence"]),
        }
        yield [numbers[name] if name in numbers else safe_cell(texts[name]) for name in _CSV_COLUMNS]


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def csv_header() -> str:
    """The CSV header line, after a byte order mark so that spreadsheets read UTF-8."""
    return _BOM + _csv_line(_CSV_COLUMNS)


def to_csv(record: Record) -> str:
    """One record's facts as CSV lines, without the header."""
    return "".join(map(_csv_line, csv_rows(record)))


# -- streams -----------------------------------------------------------------------------------------------------


def stream(records: Iterable[Record], form: str) -> Iterator[str]:
    """Yield records as text, one piece after the other, so that any number of them fits in memory. ``form`` is one of
    ``FORMATS``; ``json`` is one array."""
    if form == "csv":
        yield csv_header()
        yield from map(to_csv, records)
    elif form == "json":
        separator = "["
        for record in records:
            yield separator + "\n" + to_json(record).rstrip("\n")
            separator = ","
        yield "[]\n" if separator == "[" else "\n]\n"
    else:
        yield from map(to_table if form == "table" else to_jsonl, records)
