"""Reading a roster from .xlsx, .csv or .yaml, with every problem reported at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from factextract.compare.names.normal import normal_form
from factextract.compare.names.resolve import institution_id
from factextract.compare.roster.model import Roster, RosterEntry
from factextract.compare.sheets import SheetRow, read_sheet
from factextract.errors import FactextractError
from factextract.packs.source import Problem, read_source

_HEADERS: Final = {
    "name": (
        "机构",
        "机构名称",
        "单位",
        "单位名称",
        "名称",
        "全称",
        "机构全称",
        "报送单位",
        "name",
        "institution",
    ),
    "aliases": ("别名", "简称", "机构简称", "曾用名", "又名", "其他名称", "aliases", "alias"),
    "level": ("级别", "层级", "机构级别", "机构层级", "level"),
    "parent": ("上级", "上级机构", "上级单位", "主管单位", "所属机构", "parent"),
    "type": ("类型", "机构类型", "单位类型", "机构类别", "type"),
    "expected": ("报送要求", "是否报送", "应报", "expected"),
    "id": ("编号", "机构编号", "机构代码", "代码", "id"),
}
_FIELDS: Final = {header: field for field, headers in _HEADERS.items() for header in headers}
_MAX_TITLE_ROWS: Final = 10
_SEPARATORS: Final = re.compile(r"[、;；|｜/\n]+")
_NOT_EXPECTED: Final = frozenset(["否", "不报", "免报", "无需报送", "不报送", "无", "no", "false", "n", "0"])
_YAML_LIST: Final = "institutions"

_Values = dict[str, str]


def read_roster(path: Path) -> Roster:
    """The roster in a file.

    A table has a header row within its first ten rows; the name's column is required (机构, 单位, name ...), the others are 别名 (several
    separated by 、 ; |), 级别, 上级, 类型, 报送要求 (否 or 免报: need not report), 编号. A .yaml is a list of mappings with these keys, by itself
    or under ``institutions``.

    Raises ``FactextractError``: ``roster_invalid``, which lists every problem as ``file:line: message``, and what
    ``sheets.read_sheet`` raises.
    """
    rows = list(_yaml_rows(path) if path.suffix.lower() in (".yaml", ".yml") else _sheet_rows(path))
    if not rows:
        raise _invalid(path, [Problem(1, "名单为空")])
    problems: list[Problem] = []
    entries = [entry for line, values in rows if (entry := _entry(line, values, problems)) is not None]
    problems += _clashes(entries)
    entries = _with_parents(entries, problems)
    if problems:
        raise _invalid(path, problems)
    return Roster(tuple(entries))


def _sheet_rows(path: Path) -> Iterator[tuple[int, _Values]]:
    rows = read_sheet(path, "roster_invalid")
    header = _header(rows)
    if header is None:
        if not rows:
            raise _invalid(path, [Problem(1, "名单为空")])
        raise _invalid(path, [Problem(rows[0].number, "缺少列：机构（或“机构名称”“单位”“name”）")])
    position, fields = header
    for row in rows[position + 1 :]:
        values = {field: cell for field, cell in zip(fields, row.cells, strict=False) if field and cell}
        if values:
            yield row.number, values


def _header(rows: Sequence[SheetRow]) -> tuple[int, list[str | None]] | None:
    """Which row is the header, and the field of each of its columns; a column that repeats a field is left out."""
    for position, row in enumerate(rows[:_MAX_TITLE_ROWS]):
        fields: list[str | None] = []
        for cell in row.cells:
            field = _FIELDS.get(cell.replace(" ", "").lower())
            fields.append(None if field in fields else field)
        if "name" in fields:
            return position, fields
    return None


def _yaml_rows(path: Path) -> Iterator[tuple[int, _Values]]:
    if not path.exists():
        raise FactextractError("file_missing", path=path)
    source = read_source(path)
    if isinstance(source, Problem):
        raise _invalid(path, [source])
    if duplicates := list(source.duplicate_keys()):
        raise _invalid(path, duplicates)
    values = source.values()
    place: tuple[str, ...] = ()
    if isinstance(values, dict):
        place, values = (_YAML_LIST,), values.get(_YAML_LIST)
    if not isinstance(values, list):
        raise _invalid(path, [Problem(1, f"缺少列表：{_YAML_LIST}")])
    for index, item in enumerate(values):
        line = source.line((*place, index))
        if not isinstance(item, dict):
            raise _invalid(path, [Problem(line, "每一项须是“字段: 内容”")])
        yield line, _plain(item)


def _plain(item: Mapping[Any, Any]) -> _Values:
    """A mapping of a YAML roster as the cells of a table."""
    values = {}
    for key, value in item.items():
        field = _FIELDS.get(str(key))
        if field is None or value is None:
            continue
        if isinstance(value, list):
            value = ";".join(map(str, value))
        values[field] = ("是" if value else "否") if isinstance(value, bool) else str(value).strip()
    return values


def _entry(line: int, values: _Values, problems: list[Problem]) -> RosterEntry | None:
    name = values.get("name", "")
    if not name:
        problems.append(Problem(line, "没有填写机构名称"))
        return None
    aliases = tuple(
        dict.fromkeys(part.strip() for part in _SEPARATORS.split(values.get("aliases", "")) if part.strip())
    )
    return RosterEntry(
        id=values.get("id") or institution_id(name),
        name=name,
        aliases=tuple(alias for alias in aliases if alias != name),
        level=values.get("level"),
        parent=values.get("parent"),
        type=values.get("type"),
        expected=values.get("expected", "").lower() not in _NOT_EXPECTED,
        line=line,
    )


def _clashes(entries: Sequence[RosterEntry]) -> Iterator[Problem]:
    """Names and ids that two entries share, and aliases that are another entry's name."""
    names: dict[str, RosterEntry] = {}
    ids: dict[str, RosterEntry] = {}
    for entry in entries:
        first = names.setdefault(normal_form(entry.name), entry)
        if first is not entry:
            yield Problem(entry.line, f"机构“{entry.name}”与第 {first.line} 行重复")
        elif (same := ids.setdefault(entry.id, entry)) is not entry:
            yield Problem(entry.line, f"编号“{entry.id}”与第 {same.line} 行重复")
    for entry in entries:
        for alias in entry.aliases:
            owner = names.get(normal_form(alias))
            if owner is not None and normal_form(owner.name) != normal_form(entry.name):
                yield Problem(entry.line, f"别名“{alias}”是第 {owner.line} 行机构的名称")


def _with_parents(entries: Sequence[RosterEntry], problems: list[Problem]) -> list[RosterEntry]:
    """The entries with ids for the parents' names; unknown parents and circles are problems."""
    ids: dict[str, str] = {}
    for entry in entries:
        for alias in entry.aliases:
            ids.setdefault(normal_form(alias), entry.id)
    for entry in entries:
        ids[normal_form(entry.name)] = entry.id
        ids.setdefault(entry.id, entry.id)
    found = []
    for entry in entries:
        parent = entry.parent and (ids.get(normal_form(entry.parent)) or ids.get(entry.parent))
        if entry.parent and parent is None:
            problems.append(Problem(entry.line, f"名单中没有上级机构“{entry.parent}”"))
        found.append(replace(entry, parent=parent or None))
    problems += _circles(found)
    return found


def _circles(entries: Sequence[RosterEntry]) -> Iterator[Problem]:
    """The first entry of each circle of parents. Every entry is walked through once."""
    by_id = {entry.id: entry for entry in entries}
    done: set[str] = set()
    for entry in entries:
        walked: dict[str, None] = {}
        at: RosterEntry | None = entry
        while at is not None and at.id not in done and at.id not in walked:
            walked[at.id] = None
            at = by_id.get(at.parent) if at.parent else None
        if at is not None and at.id in walked:
            yield Problem(at.line, f"“{at.name}”的上级关系成环")
        done.update(walked)


def _invalid(path: Path, problems: Iterable[Problem]) -> FactextractError:
    detail = "\n".join(f"{path}:{problem.line}: {problem.message}" for problem in sorted(set(problems)))
    return FactextractError("roster_invalid", path=path, detail=detail)
