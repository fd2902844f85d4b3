"""The public schema of a record, and records as text."""

from __future__ import annotations

import copy
import csv
import io
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Comparator, DateMention, Identifier, IdentifierKind, Quantity, Scan
from factextract.records.columns import clipped, padded, width
from factextract.records.render import (
    csv_rows,
    safe_cell,
    scan_json,
    stream,
    to_json,
    to_jsonl,
    to_table,
    written,
)
from factextract.records.schema import RECORD_SCHEMA, record_schema

VALIDATOR = jsonschema.Draft202012Validator(record_schema())


def fact(**changes: Any) -> dict[str, Any]:
    made = {
        "id": "f1",
        "indicator": "materials_distributed",
        "label": "发放宣传资料数",
        "action": "发放",
        "object": "折页",
        "value": 24500,
        "value_max": None,
        "direction": None,
        "unit": "份",
        "comparator": "at_least",
        "status": "reported",
        "start": 10,
        "end": 17,
        "text": "2.45万余份",
        "organization": "o1",
        "date": "d1",
        "venue": None,
        "period": None,
        "dimensions": {"channel": "网点"},
        "part_of": None,
        "confidence": 0.9,
        "evidence": {"start": 0, "end": 18},
        "method": "rules",
    }
    return made | changes


def record(*facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": RECORD_SCHEMA,
        "record_id": "0123456789abcdef",
        "source": {
            "path": "in/a.txt",
            "sha256": "0" * 64,
            "format": "txt",
            "encoding": "utf-8",
            "part": 1,
            "parts": 2,
            "start": 0,
            "end": 120,
        },
        "title": "岭南银行宣传总结",
        "report_type": "activity_summary",
        "reporter": {"name": "岭南银行", "organization": "o1", "confidence": 0.9},
        "period": {
            "edtf": "2024-03-10/2024-03-16",
            "from": "2024-03-10",
            "to": "2024-03-16",
            "year": "2024",
            "basis": "body",
            "evidence": [{"year": "2024", "basis": "body", "start": 3, "end": 8}],
        },
        "organizations": [
            {
                "id": "o1",
                "name": "岭南银行",
                "type": "bank",
                "roles": ["reporter"],
                "aliases": ["我行"],
                "mentions": [{"start": 0, "end": 4, "text": "岭南银行"}],
            }
        ],
        "dates": [
            {
                "id": "d1",
                "start": 20,
                "end": 25,
                "text": "3月15日",
                "edtf": "XXXX-03-15",
                "from": None,
                "to": None,
            }
        ],
        "venues": [
            {
                "id": "v1",
                "name": "人民广场",
                "type": "square",
                "mentions": [{"start": 30, "end": 34, "text": "人民广场"}],
            }
        ],
        "facts": list(facts) or [fact()],
        "headline": {
            "materials_distributed": {
                "value": 24500,
                "value_max": None,
                "unit": "份",
                "comparator": "at_least",
                "facts": ["f1"],
                "how": "single",
            }
        },
        "checks": [
            {
                "kind": "parts_sum",
                "status": "mismatch",
                "facts": ["f1"],
                "expected": 3,
                "found": 4,
                "message": "分项之和与总数不符。",
            }
        ],
        "warnings": [{"code": "year_conflict", "message": "年份不一致", "start": None, "end": None}],
        "generator": {
            "name": "factextract",
            "version": "0.1.0",
            "packs": "ab",
            "model": None,
            "segmenter": None,
        },
    }


# -- schema ------------------------------------------------------------------------------------------------------


def test_the_schema_is_itself_valid_and_names_the_version() -> None:
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["schema"]["const"] == RECORD_SCHEMA


def test_a_full_record_is_valid() -> None:
    assert list(VALIDATOR.iter_errors(record())) == []


def test_a_record_without_anything_found_is_valid() -> None:
    empty = record() | {"title": None, "reporter": None, "headline": {}}
    empty |= {key: [] for key in ("organizations", "dates", "venues", "facts", "checks", "warnings")}
    empty["period"] = {"edtf": None, "from": None, "to": None, "year": None, "basis": None, "evidence": []}
    assert list(VALIDATOR.iter_errors(empty)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "factextract/record/2"),
        (("source", "start"), -1),
        (("facts", 0, "comparator"), "roughly"),
        (("facts", 0, "status"), "cancelled"),
        (("facts", 0, "indicator"), "发放"),
        (("facts", 0, "value"), "24500"),
        (("facts", 0, "period"), "去年"),
        (("dates", 0, "edtf"), "2024年3月"),
        (("organizations", 0, "roles"), ["boss"]),
        (("headline", "materials_distributed", "how"), "guess"),
        (("checks", 0, "kind"), "vibes"),
        (("facts", 0, "surprise"), 1),
    ],
)
def test_what_is_out_of_contract_is_refused(path: tuple[Any, ...], value: Any) -> None:
    broken = copy.deepcopy(record())
    place: Any = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize(
    "edtf", ["2024", "2024-03", "20XX-08", "XXXX-03-15", "2024-03-01/..", "../2019", "2024-01/2024-03"]
)
def test_edtf_forms_are_accepted(edtf: str) -> None:
    good = record()
    good["dates"][0]["edtf"] = edtf
    assert VALIDATOR.is_valid(good)


def test_every_field_is_described() -> None:
    def undescribed(schema: Any, name: str) -> list[str]:
        found = []
        for key, part in schema.get("properties", {}).items():
            if (
                "$ref" not in part
                and "const" not in part
                and not part.get("description")
                and "type" not in part
            ):
                found.append(f"{name}.{key}")
            found += undescribed(part, f"{name}.{key}")
        return found

    schema = record_schema()
    assert undescribed(schema, "record") == []
    assert [n for name, part in schema["$defs"].items() for n in undescribed(part, name)] == []


# -- JSON --------------------------------------------------------------------------------------------------------


def test_json_and_json_lines_say_the_same() -> None:
    made = record()
    assert json.loads(to_json(made)) == json.loads(to_jsonl(made)) == made
    assert to_jsonl(made).count("\n") == 1
    assert '"value": 24500,' in to_json(made)


def test_line_separators_inside_texts_do_not_break_lines() -> None:
    made = record(fact(text="1200\u2028余份\x85"))
    line = to_jsonl(made)
    assert line.splitlines() == [line.rstrip("\n")]
    assert json.loads(line) == made


def test_an_array_of_any_length_is_json() -> None:
    assert json.loads("".join(stream([], "json"))) == []
    assert json.loads("".join(stream([record()], "json"))) == [record()]
    assert json.loads("".join(stream([record(), record()], "json"))) == [record(), record()]


def test_scan_json_gives_text_and_offsets_of_everything() -> None:
    text = "3月发放2.45万份,热线12345"
    scan = Scan(
        (Quantity(4, 10, Decimal("24500.0"), None, "份", Comparator.EXACT),),
        (DateMention(0, 2, "XXXX-03"),),
        (Identifier(13, 18, IdentifierKind.HOTLINE),),
    )
    made = json.loads(scan_json(text, scan))
    assert made["quantities"] == [
        {
            "start": 4,
            "end": 10,
            "text": "2.45万份",
            "value": 24500,
            "value_max": None,
            "unit": "份",
            "comparator": "exact",
        }
    ]
    assert made["dates"][0]["text"] == "3月"
    assert made["identifiers"] == [{"start": 13, "end": 18, "text": "12345", "kind": "hotline"}]


@pytest.mark.parametrize(
    ("value", "text"), [(24500, "24500"), (2.45, "2.45"), (98.0, "98"), (0, "0"), (None, "")]
)
def test_numbers_keep_their_exact_decimals(value: float | None, text: str) -> None:
    assert written(value) == text


# -- table -------------------------------------------------------------------------------------------------------


def test_the_table_aligns_chinese_text() -> None:
    table = to_table(
        record(fact(), fact(id="f2", text="8%", value=8, unit="%", comparator="exact", organization=None))
    )
    head, *rows = [line for line in table.split("\n") if line.startswith(("指标", "发放"))]
    assert len(rows) == 2
    column = width(head[: head.index("原文")])
    assert [
        width(row[: row.rindex(mention)]) for row, mention in zip(rows, ("2.45万余份", "8%"), strict=True)
    ] == [
        column,
        column,
    ]
    assert "24500份以上" in rows[0]
    assert "！分项之和与总数不符。" in table
    assert "注意[year_conflict]" in table


@pytest.mark.parametrize(
    ("changes", "figure"),
    [
        ({"comparator": "about", "value": 300, "unit": "人"}, "约300人"),
        ({"comparator": "range", "value": 4, "value_max": 5, "unit": "人"}, "4至5人"),
        ({"comparator": "at_most", "value": 2, "unit": "起"}, "2起以内"),
        ({"comparator": "exact", "value": 2.5, "unit": None}, "2.5"),
    ],
)
def test_the_table_words_approximations(changes: dict[str, Any], figure: str) -> None:
    assert f" {figure} " in to_table(record(fact(**changes)))


@given(st.text(max_size=40), st.integers(1, 30))
def test_clipping_and_padding_keep_to_columns(text: str, columns: int) -> None:
    assert width(clipped(text, columns)) <= max(columns, 1)
    assert width(padded(text, columns)) >= columns


# -- CSV ---------------------------------------------------------------------------------------------------------


def test_csv_has_a_header_and_one_row_a_fact() -> None:
    text = "".join(stream([record(fact(), fact(id="f2"))], "csv"))
    assert text.startswith("\ufeff文件,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 2
    assert rows[0]["数值"] == "24500"
    assert rows[0]["机构"] == "岭南银行"
    assert rows[0]["渠道"] == "网点"
    assert rows[0]["原文"] == "2.45万余份"


@given(st.text(max_size=20))
def test_no_csv_text_is_a_formula(text: str) -> None:
    made = record(fact(text=text, object=text, dimensions={"channel": text, "category": text}))
    for row in csv_rows(made):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_dangerous_cell_stays_readable() -> None:
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("发放") == "发放"


def test_commas_and_quotes_survive_csv() -> None:
    text = "".join(stream([record(fact(text='他说"好",1份'))], "csv")).removeprefix("\ufeff")
    assert next(csv.DictReader(io.StringIO(text)))["原文"] == '他说"好",1份'
