"""A batch as tables: the same rows in every kind of target, exact, safe, and the same when exported again."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import psycopg
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from postgres_server import NoServerError, server
from record_builder import fact, record

from factextract.cli import main
from factextract.errors import FactextractError
from factextract.records.schema import record_schema
from factextract.tables import export as export_module
from factextract.tables import export_records, open_sink, read_records
from factextract.tables.command import export
from factextract.tables.model import Row, Table, Type
from factextract.tables.schema import TABLES, VIEWS
from factextract.tables.texts import clean, guard, unguard

DOCS = Path(__file__).resolve().parent.parent / "docs"
Tables = dict[str, list[Row]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    try:
        with server() as address:
            yield address
    except NoServerError as reason:
        pytest.skip(str(reason))


# -- reading targets back into the neutral form -------------------------------------------------------------------


def neutral(
    table: Table, rows: Sequence[Sequence[Any]], convert: Mapping[Type, Callable[[Any], Any]]
) -> list[Row]:
    def cell(kind: Type, value: Any) -> Any:
        return value if value is None or kind not in convert else convert[kind](value)

    types = [column.type for column in table.columns]
    return [tuple(cell(kind, value) for kind, value in zip(types, row, strict=True)) for row in rows]


def query_of(table: Table) -> str:
    return f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}"


def of_sqlite(target: str) -> Tables:
    convert = {Type.DECIMAL: Decimal, Type.DATE: date.fromisoformat, Type.BOOLEAN: bool}
    with sqlite3.connect(target.removeprefix("sqlite:")) as connection:
        return {t.name: neutral(t, connection.execute(query_of(t)).fetchall(), convert) for t in TABLES}


def of_duckdb(target: str) -> Tables:
    with duckdb.connect(target.removeprefix("duckdb:"), read_only=True) as connection:
        return {t.name: neutral(t, connection.execute(query_of(t)).fetchall(), {}) for t in TABLES}


def of_postgres(target: str) -> Tables:
    with psycopg.connect(target) as connection:
        rows = {t: connection.execute(query_of(t).encode()).fetchall() for t in TABLES}
    return {t.name: neutral(t, found, {}) for t, found in rows.items()}


def in_key_order(table: Table, rows: list[Row]) -> list[Row]:
    places = [table.names.index(name) for name in table.key]
    return sorted(rows, key=lambda row: [str(row[at]) for at in places])


def of_parquet(target: str) -> Tables:
    folder = Path(target.removeprefix("parquet:"))
    tables = {}
    for table in TABLES:
        columns = pq.read_table(folder / f"{table.name}.parquet").to_pydict()
        assert tuple(columns) == table.names
        tables[table.name] = in_key_order(table, list(zip(*columns.values(), strict=True)))
    return tables


def of_csv(target: str) -> Tables:
    convert: dict[Type, Callable[[Any], Any]] = {
        Type.INTEGER: int,
        Type.DECIMAL: Decimal,
        Type.REAL: float,
        Type.DATE: date.fromisoformat,
        Type.BOOLEAN: {"true": True, "false": False}.__getitem__,
    }
    tables = {}
    for table in TABLES:
        path = Path(target.removeprefix("csv:")) / f"{table.name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == table.names
        texts = [[unguard(cell) for cell in row] for row in rows]
        tables[table.name] = in_key_order(table, neutral(table, texts, convert))
    return tables


READERS = {
    "sqlite": of_sqlite,
    "duckdb": of_duckdb,
    "parquet": of_parquet,
    "csv": of_csv,
    "postgres": of_postgres,
}
DATABASES = ("sqlite", "duckdb", "postgres")


def fresh(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """A target of that kind with nothing in it."""
    if kind != "postgres":
        return f"{kind}:{folder / 'sub' / 'facts'}"
    address = request.getfixturevalue("postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS fresh CASCADE")
        connection.execute("CREATE SCHEMA fresh")
    return f"{address}&options=-csearch_path%3Dfresh"


@pytest.fixture(params=READERS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh target of each kind."""
    return fresh(request.param, request, tmp_path)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind."""
    return fresh(request.param, request, tmp_path)


def read(target: str) -> Tables:
    scheme = target.split(":")[0]
    return READERS["postgres" if scheme == "postgresql" else scheme](target)


def put(target: str, records: Sequence[Any], *, replace: bool = False) -> dict[str, int]:
    return export_records(records, open_sink(target, replace=replace))


def column(tables: Tables, table: str, name: str) -> list[Any]:
    at = next(t for t in TABLES if t.name == table).names.index(name)
    return [row[at] for row in tables[table]]


# -- what is in the tables ----------------------------------------------------------------------------------------


def test_the_records_of_these_tests_are_records() -> None:
    jsonschema.validate(record(1), record_schema())


def test_every_target_holds_the_same_rows(target: str) -> None:
    counts = put(target, [record(1), record(2, reporter=None, headline={}), record(3, [])])
    tables = read(target)
    assert counts == {name: len(rows) for name, rows in tables.items()}
    assert column(tables, "records", "reporter_key") == [f"{1:024x}-o1", None, f"{3:024x}-o1"]
    assert column(tables, "records", "period_to") == [date(2024, 3, 31)] * 3
    assert column(tables, "records", "reporter_confidence") == [0.875, None, 0.875]
    assert column(tables, "facts", "part_of_key") == [None, f"{1:024x}-f1", None, f"{2:024x}-f1"]
    assert column(tables, "facts", "channel") == [None, "热线"] * 2
    assert column(tables, "organizations", "is_reporter") == [True, False, True]
    assert column(tables, "organizations", "aliases") == ['["农商行"]'] * 3
    assert column(tables, "organization_roles", "role") == ["organizer", "reporter"] * 3
    assert column(tables, "headline", "value") == [300, 0][:1]
    assert tables["indicators"] == [("leaflets", "宣传资料份数")]
    assert [row[1] for row in tables["check_facts"]] == [f"{n:024x}-f{m}" for n in (1, 2) for m in (1, 2)]


FIGURES = ["24500", "2.45", "0.1", "98.765432109876", "12345678901234567890.5", "-3.5", "0"]


def test_decimals_stay_exact(target: str) -> None:
    values = [Decimal(text) for text in FIGURES]
    put(target, [record(1, [fact(n, value) for n, value in enumerate(values, 1)])])
    tables = read(target)
    assert column(tables, "facts", "value") == values
    assert column(tables, "facts", "value_real") == [float(value) for value in values]


def test_a_decimal_beyond_the_type_keeps_its_approximation(target: str) -> None:
    values = [Decimal("1e40"), Decimal("1e-20"), Decimal("1e400")]
    put(target, [record(1, [fact(n, value) for n, value in enumerate(values, 1)])])
    tables = read(target)
    fixed = target.startswith(("duckdb:", "parquet:"))
    assert column(tables, "facts", "value") == ([None] * 3 if fixed else values)
    assert column(tables, "facts", "value_real") == [1e40, 1e-20, None]


def test_nasty_texts_arrive_as_clean_text(target: str) -> None:
    nasty = [
        "=1+1",
        "-2",
        "'=x",
        "+7",
        "@a",
        " ＝1",
        "a\x00\x07b",
        "甲\r\n乙\t丙",
        "\ud800",
        "x\u202ey",
        "",
        "\"，'",
    ]
    clean_ones = ["=1+1", "-2", "'=x", "+7", "@a", " ＝1", "ab", "甲 乙 丙", "\ufffd", "xy", "", "\"，'"]
    put(target, [record(1, [fact(n, text=text, object=text) for n, text in enumerate(nasty, 1)])])
    tables = read(target)
    by_number = dict(zip(column(tables, "facts", "number"), column(tables, "facts", "quote"), strict=True))
    assert [by_number[n] for n in range(1, len(nasty) + 1)] == clean_ones
    assert sorted(column(tables, "facts", "object")) == sorted(clean_ones)


def test_a_copy_is_one_record_with_two_sources(target: str) -> None:
    first = record(1)
    copy = {**first, "source": {**first["source"], "path": "补报.zip!/1.txt"}}
    put(target, [first, copy, first])
    tables = read(target)
    assert column(tables, "records", "path") == ["收件箱/1.txt"]
    assert sorted(column(tables, "sources", "path")) == ["收件箱/1.txt", "补报.zip!/1.txt"]


def test_references_to_nothing_are_null(target: str) -> None:
    put(target, [record(1, [fact(1, organization="o9", date=None, part_of="f8")])])
    tables = read(target)
    assert column(tables, "facts", "organization_key") == [None]
    assert column(tables, "facts", "part_of_key") == [None]


def test_many_batches_of_rows_make_one_table(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "_BATCH_ROWS", 3)
    counts = put(target, [record(n) for n in range(1, 12)])
    assert counts["facts"] == 22
    assert column(read(target), "records", "record_id") == [f"{n:024x}" for n in range(1, 12)]


# -- again --------------------------------------------------------------------------------------------------------


def test_a_second_export_changes_nothing(target: str) -> None:
    records = [record(1), record(2)]
    put(target, records)
    before = read(target)
    put(target, records)
    assert read(target) == before


@pytest.mark.parametrize("scheme", ["csv", "parquet"])
def test_files_are_the_same_bytes_again(scheme: str, tmp_path: Path) -> None:
    for name in ("a", "b", "b"):
        put(f"{scheme}:{tmp_path / name}", [record(1), record(2)])
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir() if p.is_file()} for n in "ab")
    assert first == second
    assert len(first) >= len(TABLES)


def test_a_record_again_takes_the_place_of_its_rows(database: str) -> None:
    put(database, [record(1), record(2)])
    put(database, [record(1, [fact(1, 301)], title="更正", warnings=[]), record(3)])
    tables = read(database)
    assert column(tables, "records", "title") == ["更正", "第2号总结", "第3号总结"]
    assert column(tables, "facts", "value") == [301, 300, 200, 300, 200]
    assert len(tables["warnings"]) == 2
    assert len(tables["check_facts"]) == 5


def test_replace_leaves_only_this_batch(database: str) -> None:
    put(database, [record(1, [fact(1, indicator="visits")]), record(2)])
    put(database, [record(2), record(3)], replace=True)
    replaced = read(database)
    assert column(replaced, "records", "title") == ["第2号总结", "第3号总结"]
    assert column(replaced, "indicators", "indicator") == ["leaflets"]


def test_what_others_keep_beside_the_tables_stays(database: str) -> None:
    put(database, [record(1)])
    statement = "CREATE TABLE notes AS SELECT record_id FROM records"
    execute(database, statement)
    put(database, [record(2)], replace=True)
    assert execute(database, "SELECT record_id FROM notes") == [(f"{1:024x}",)]


def execute(target: str, statement: str) -> list[Any]:
    """Run a statement in a database, which is made if need be."""
    if not target.startswith("postgres"):
        Path(target.partition(":")[2]).parent.mkdir(exist_ok=True)
    if target.startswith("sqlite:"):
        with sqlite3.connect(target.removeprefix("sqlite:")) as lite:
            return lite.execute(statement).fetchall()
    if target.startswith("duckdb:"):
        with duckdb.connect(target.removeprefix("duckdb:")) as duck:
            return duck.execute(statement).fetchall()
    with psycopg.connect(target) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_postgres_rewrites_no_row_that_is_the_same(postgres: str) -> None:
    put(postgres, [record(1), record(2)])
    versions = "SELECT xmin::text, fact_key FROM facts ORDER BY fact_key"
    before = execute(postgres, versions)
    put(postgres, [record(1), record(2, [fact(1, 300), fact(2, 201)])])
    after = execute(postgres, versions)
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, True, True, False]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_keys_and_references_hold(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if kind == "sqlite":
        target = f"sqlite:{tmp_path / 'facts.db'}"
        put(target, [record(1), record(2)])
        assert execute(target, "PRAGMA foreign_key_check") == []
        assert execute(target, "PRAGMA integrity_check") == [("ok",)]
        keys = {table.name: table.key[0] for table in TABLES}
        expected = {
            (c.name, c.references, keys[c.references]) for t in TABLES for c in t.columns if c.references
        }
        found = {
            (r[3], r[2], r[4]) for t in TABLES for r in execute(target, f"PRAGMA foreign_key_list({t.name})")
        }
        assert found == expected
    else:
        address = request.getfixturevalue("postgres")
        put(address, [record(1), record(2)])
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            execute(address, "DELETE FROM organizations")


# -- failures -----------------------------------------------------------------------------------------------------


def broken() -> Iterator[Any]:
    yield record(2)
    yield {**record(3), "facts": [{"id": "f1"}]}


def test_a_failure_leaves_everything_as_it_was(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "_BATCH_ROWS", 1)
    put(target, [record(1)])
    before = read(target)
    with pytest.raises(FactextractError, match="第 2 条记录") as caught:
        put(target, broken())  # type: ignore[arg-type]
    assert caught.value.code == "records_invalid"
    assert read(target) == before
    put(target, [record(1)])
    assert read(target) == before


KILLED_MIDWAY = """
import os, signal, sys
from record_builder import record
from factextract.tables import export, export_records, open_sink

def records():
    for number in range(1, 40):
        yield record(number, title="更正")
    os.kill(os.getpid(), signal.SIGKILL)

export._BATCH_ROWS = 2
export_records(records(), open_sink(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_export_leaves_everything_as_it_was(target: str) -> None:
    put(target, [record(1), record(2)])
    before = read(target)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    killed = subprocess.run([sys.executable, "-c", KILLED_MIDWAY, target], check=False, env=environment)
    assert killed.returncode == -signal.SIGKILL
    assert read(target) == before
    put(target, [record(2), record(1), record(3)])
    assert column(read(target), "records", "title") == ["第1号总结", "第2号总结", "第3号总结"]


@pytest.mark.parametrize("scheme", ["csv", "parquet", "sqlite", "duckdb"])
def test_a_first_export_that_fails_leaves_nothing(scheme: str, tmp_path: Path) -> None:
    with pytest.raises(FactextractError):
        put(f"{scheme}:{tmp_path / 'facts'}", broken())  # type: ignore[arg-type]
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock"]
    assert left == []


def test_another_table_of_that_name_is_not_touched(database: str) -> None:
    execute(database, "CREATE TABLE facts (a INTEGER)")
    with pytest.raises(FactextractError, match="facts") as caught:
        put(database, [record(1)])
    assert caught.value.code == "tables_mismatch"
    assert execute(database, "SELECT * FROM facts") == []


@pytest.mark.parametrize(("scheme", "module"), [("sqlite", "sqlite_db"), ("duckdb", "duckdb_db")])
def test_a_file_that_is_no_database(scheme: str, module: str, tmp_path: Path) -> None:
    path = tmp_path / "facts"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(FactextractError) as caught:
        put(f"{scheme}:{path}", [record(1)])
    assert caught.value.code == "database_failed"
    assert path.read_bytes().startswith(b"not a database")


@pytest.mark.parametrize("scheme", ["csv", "parquet", "sqlite", "duckdb"])
def test_a_place_that_is_no_folder(scheme: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FactextractError) as caught:
        put(f"{scheme}:{tmp_path / 'file' / 'facts'}", [record(1)])
    assert caught.value.code == "write_failed"


def test_two_exports_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    target = f"csv:{tmp_path}"
    sink = open_sink(target)
    with pytest.raises(FactextractError) as caught:
        open_sink(target)
    assert caught.value.code == "output_busy"
    sink.discard()
    open_sink(target).discard()


def test_messages_never_show_a_password() -> None:
    for address in ("postgresql://u:secret@127.0.0.1:1/d", "postgresql://u:sec%ret@127.0.0.1/d"):
        with pytest.raises(FactextractError) as caught:
            open_sink(address)
        assert "sec" not in str(caught.value)


@pytest.mark.parametrize(
    ("scheme", "package"), [("parquet", "pyarrow"), ("duckdb", "duckdb"), ("postgresql", "psycopg")]
)
def test_a_missing_library_is_named(scheme: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name
        for name in sys.modules
        if name.split(".")[0] == package or name.startswith("factextract.tables.")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    place = "//localhost/x" if scheme == "postgresql" else "x"
    with pytest.raises(FactextractError, match=rf"{package}.*pip install") as caught:
        open_sink(f"{scheme}:{place}")
    assert caught.value.code == "dependency_missing"


@pytest.mark.parametrize("target", ["facts.db", "excel:x", "sqlite:", "postgresql:facts", ""])
def test_a_misspelt_target_is_wrong_usage(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "records.jsonl").write_bytes(b"")
    assert main(["export", str(tmp_path), "--to", f"csv:{tmp_path / 'c'}", "--to", target]) == 2
    assert "[bad_option]" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


# -- reading records ----------------------------------------------------------------------------------------------


def written(path: Path, *lines: str) -> Path:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_records_are_read_with_exact_decimals(tmp_path: Path) -> None:
    line = json.dumps(record(1, [fact(1, 98.7)]), ensure_ascii=False)
    (found,) = read_records(written(tmp_path / "r.jsonl", line))
    assert found["facts"][0]["value"] == Decimal("98.7")


@pytest.mark.parametrize(
    "line", ["{", '{"schema": "factextract/record/2"}', "[]", "1", '{"schema": NaN}', "\x00"]
)
def test_a_line_that_is_no_record_is_named(line: str, tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", json.dumps(record(1)), line)
    with pytest.raises(FactextractError, match=r"第 2 条.*r\.jsonl"):
        list(read_records(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FactextractError, match="records"):
        list(export(tmp_path, [f"csv:{tmp_path / 'c'}"], replace=False))
    with pytest.raises(FactextractError) as caught:
        list(read_records(tmp_path))
    assert caught.value.code == "file_missing"


def test_a_cell_of_the_wrong_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactextractError, match="part"):
        put(f"csv:{tmp_path}", [record(1, source={**record(1)["source"], "part": "one"})])


def test_memory_stays_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "_BATCH_ROWS", 200)

    def peak(number: int) -> int:
        tracemalloc.start()
        put(f"sqlite:{tmp_path / str(number)}", (record(n) for n in range(number)))  # type: ignore[arg-type]
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(2_400) < peak(600) * 1.2 + 2**20


# -- texts --------------------------------------------------------------------------------------------------------


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_can_be_undone(text: str) -> None:
    cell = guard(text)
    assert cell.lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert unguard(cell) == text


@given(st.text())
def test_clean_text_is_one_line_that_utf_8_can_hold(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert len(cleaned.splitlines()) <= 1
    assert clean(cleaned) == cleaned


# -- descriptions -------------------------------------------------------------------------------------------------


def test_the_model_is_sound() -> None:
    keys = {table.name: table.key for table in TABLES}
    for table in TABLES:
        required = {c.name for c in table.columns if c.required}
        assert set(table.key) <= required
        assert len(set(table.names)) == len(table.names)
        assert all("'" not in text for text in [table.comment, *(c.comment for c in table.columns)])
        assert all(len(keys[c.references]) == 1 for c in table.columns if c.references)
    assert not {view.name for view in VIEWS} & set(keys)


def test_csv_describes_itself(tmp_path: Path) -> None:
    put(f"csv:{tmp_path}", [record(1)])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == [
        f"{table.name}.csv" for table in TABLES
    ]
    facts = next(resource for resource in package["resources"] if resource["name"] == "facts")
    assert facts["bytes"] == (tmp_path / "facts.csv").stat().st_size
    assert {"name": "value", "type": "number"}.items() <= facts["schema"]["fields"][7].items()
    assert (tmp_path / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbffact_key,")


def test_comments_are_in_the_targets(postgres: str, tmp_path: Path) -> None:
    comment = next(c.comment for t in TABLES if t.name == "facts" for c in t.columns if c.name == "quote")
    sqlite, duck = f"sqlite:{tmp_path / 'a'}", f"duckdb:{tmp_path / 'b'}"
    for target in (sqlite, duck, postgres, f"parquet:{tmp_path / 'c'}"):
        put(target, [record(1)])
    assert comment in execute(sqlite, "SELECT sql FROM sqlite_schema WHERE name = 'facts'")[0][0]
    query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'facts' AND column_name = 'quote'"
    assert execute(duck, query) == [(comment,)]
    query = (
        "SELECT col_description('facts'::regclass, ordinal_position::int) FROM information_schema.columns "
    )
    assert execute(postgres, query + "WHERE table_name = 'facts' AND column_name = 'quote'")[0] == (comment,)
    assert (
        pq.read_schema(tmp_path / "c" / "facts.parquet").field("quote").metadata[b"comment"].decode()
        == comment
    )


# -- docs/tables.md -----------------------------------------------------------------------------------------------


def manual() -> str:
    return (DOCS / "tables.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_manual_describes_the_table(table: Table) -> None:
    section = manual().split(f"\n### {table.name}\n")[1].split("\n### ")[0]
    keys = ", ".join(f"`{name}`" for name in table.key)
    assert f"\n{table.comment}。Key: {keys}.\n" in section
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{c.name}` | {c.type.value}{'' if c.required else ', or NULL'} | {c.comment}"
        f"{f' → `{c.references}`' if c.references else ''} |"
        for c in table.columns
    ]


def test_the_manual_names_every_view() -> None:
    assert [view.name for view in VIEWS if f"| `{view.name}` | {view.comment} |" not in manual()] == []


def examples(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)\n```", manual(), re.DOTALL)


def example_records() -> list[dict[str, Any]]:
    complaints = [
        fact(1, 300, indicator="complaints_received", dimensions={"channel": "热线"}),
        fact(2, 200, indicator="complaints_received", dimensions={"channel": "来访"}),
    ]
    again = record(1)
    return [record(1), {**again, "source": {**again["source"], "path": "副本.txt"}}, record(2, complaints)]


def test_the_examples_of_the_manual_run_everywhere(database: str, tmp_path: Path) -> None:
    reference = f"sqlite:{tmp_path / 'reference'}"
    put(database, example_records())
    put(reference, example_records())
    assert len(examples("sql")) == 7
    for query in examples("sql"):
        found, expected = (
            [tuple(map(str, row)) for row in execute(target, query)] for target in (database, reference)
        )
        assert found
        assert found == expected


def test_the_parquet_example_of_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put("parquet:表格", example_records())
    (query,) = examples("sql duckdb")
    assert duckdb.connect().execute(query).fetchall() == [("青石县农商行", 300)]


def test_export_reports_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "records.jsonl", *(json.dumps(item) for item in example_records()))
    target = f"sqlite:{tmp_path / 'facts.db'}"
    assert main(["export", str(tmp_path), "--to", target, "--to", f"csv:{tmp_path / 'c'}"]) == 0
    err = capsys.readouterr().err
    assert f"已导出 2 篇报告、4 个数字到 {target}" in err
    assert len(err.splitlines()) == 2
    assert read(target) == read(f"csv:{tmp_path / 'c'}")
