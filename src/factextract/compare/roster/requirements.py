"""What a report must hold: indicators by report type, level and type of institution, from a YAML file.

requirements:
  - name: 投诉分析
    report_types: [complaint_analysis]
    levels: [县级]
    indicators:
      - complaints_received
      - any: [complaints_resolved, resolution_rate]
        note: 办结情况
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from factextract.errors import FactextractError
from factextract.packs.source import PackSource, Problem, read_source

EXAMPLE: Final = Path(__file__).with_name("data") / "requirements.yaml"
"""A file of requirements to start from."""
REPORT_TYPES: Final = (
    "plan",
    "complaint_analysis",
    "bulletin",
    "activity_summary",
    "periodic_summary",
    "report",
    "other",
)
"""What a record's ``report_type`` can be."""
_LIST: Final = "requirements"
_FIELDS: Final = frozenset(["name", "report_types", "levels", "types", "indicators"])
_CHOICE_FIELDS: Final = frozenset(["any", "note"])


@dataclass(frozen=True, slots=True)
class Needed:
    """Indicators of which a report must give one at least. ``note`` says in Chinese what is asked for, if the file does."""

    any: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What reports of some types from institutions of some levels and types need; an empty choice means all."""

    name: str
    report_types: tuple[str, ...]
    levels: tuple[str, ...]
    types: tuple[str, ...]
    needed: tuple[Needed, ...]

    def applies(self, report_type: str, level: str | None, institution_type: str | None) -> bool:
        """Whether it is asked of such a report."""
        return (
            (not self.report_types or report_type in self.report_types)
            and (not self.levels or level in self.levels)
            and (not self.types or institution_type in self.types)
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Indicators of which a report gives none, and the requirement that asks for one of them."""

    requirement: str
    any: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Requirements:
    """All requirements, in the file's order."""

    items: tuple[Requirement, ...]


def load_requirements(path: Path, known: Collection[str] | None = None) -> Requirements:
    """The requirements in a file. ``known`` are the catalogue's indicators: others are reported.

    Raises ``FactextractError``: ``file_missing``; ``requirements_invalid``, which lists every problem as ``file:line: message``.
    """
    if not path.exists():
        raise FactextractError("file_missing", path=path)
    source = read_source(path)
    if isinstance(source, Problem):
        raise _invalid(path, [source])
    values = source.values()
    problems = [*source.duplicate_keys(), *_structure_problems(source, values)]
    if not problems:
        items = tuple(_requirement(value) for value in values[_LIST])
        problems = list(_unknown(source, items, known))
    if problems:
        raise _invalid(path, problems)
    return Requirements(items)


def left_out(
    requirements: Requirements,
    report_type: str,
    level: str | None,
    given: Collection[str],
    institution_type: str | None = None,
) -> list[LeftOut]:
    """What a report leaves out: ``given`` are the indicators it gives a figure for, or says there was nothing of. The same indicators
    asked for by several requirements are listed once."""
    found: dict[tuple[str, ...], LeftOut] = {}
    for item in requirements.items:
        if item.applies(report_type, level, institution_type):
            for needed in item.needed:
                if not any(one in given for one in needed.any):
                    found.setdefault(needed.any, LeftOut(item.name, needed.any, needed.note))
    return list(found.values())


def _structure_problems(source: PackSource, values: Any) -> Iterator[Problem]:
    if not isinstance(values, dict) or not isinstance(values.get(_LIST), list) or not values[_LIST]:
        yield Problem(1, f"缺少列表：{_LIST}")
        return
    for index, value in enumerate(values[_LIST]):
        at = (_LIST, index)
        if not isinstance(value, dict):
            yield Problem(source.line(at), "每一项须是“字段: 内容”")
            continue
        if extra := sorted(str(key) for key in value if key not in _FIELDS):
            yield Problem(source.line(at), f"未知字段：{'、'.join(extra)}")
        if not isinstance(value.get("name"), str):
            yield Problem(source.line(at), "缺少字段：name")
        for field in ("report_types", "levels", "types"):
            if field in value and not _is_words(value[field]):
                yield Problem(source.line((*at, field)), f"“{field}”须是不为空的列表")
        yield from _indicator_problems(source, at, value.get("indicators"))


def _indicator_problems(source: PackSource, at: tuple[str, int], indicators: Any) -> Iterator[Problem]:
    if not isinstance(indicators, list) or not indicators:
        yield Problem(source.line((*at, "indicators")), "“indicators”须是不为空的列表")
        return
    for position, one in enumerate(indicators):
        if isinstance(one, str):
            continue
        sound = isinstance(one, dict) and set(one) <= _CHOICE_FIELDS and _is_words(one.get("any"))
        if not sound or not isinstance(one.get("note", ""), str):
            yield Problem(
                source.line((*at, "indicators", position)), "指标须是编号，或 any: [编号, 编号]，可加 note"
            )


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _requirement(value: Mapping[str, Any]) -> Requirement:
    return Requirement(
        value["name"],
        tuple(value.get("report_types", ())),
        tuple(value.get("levels", ())),
        tuple(value.get("types", ())),
        tuple(
            Needed((one,)) if isinstance(one, str) else Needed(tuple(one["any"]), one.get("note"))
            for one in value["indicators"]
        ),
    )


def _unknown(
    source: PackSource, items: Iterable[Requirement], known: Collection[str] | None
) -> Iterator[Problem]:
    """Report types and indicators that there are none of."""
    for index, item in enumerate(items):
        for name in item.report_types:
            if name not in REPORT_TYPES:
                choices = "、".join(REPORT_TYPES)
                yield Problem(
                    source.line((_LIST, index, "report_types")), f"没有报告种类“{name}”，可选：{choices}"
                )
        for position, needed in enumerate(item.needed):
            for name in needed.any:
                if known is not None and name not in known:
                    yield Problem(source.line((_LIST, index, "indicators", position)), f"没有指标“{name}”")


def _invalid(path: Path, problems: Iterable[Problem]) -> FactextractError:
    detail = "\n".join(f"{path}:{problem.line}: {problem.message}" for problem in sorted(problems))
    return FactextractError("requirements_invalid", path=path, detail=detail)
