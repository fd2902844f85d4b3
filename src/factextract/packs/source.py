"""A pack's YAML: its values, the line of every node, and what the schema says against it.

Values come from PyYAML's C loader. Lines are worked out from the composed node tree, which is slower and therefore
done only for packs that a user brings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SCHEMA = Path(__file__).with_name("pack.schema.json")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_BYTES = 4_000_000
_MAX_DEPTH = 20

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend in a pack: the line (1-based) and a Chinese message."""

    line: int
    message: str


class PackSource:
    """The bytes of one pack file. ``values`` raises ``yaml.YAMLError`` if they are no YAML."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self.data = path, data
        self._node: yaml.Node | None = None

    def values(self) -> Any:
        """The plain values."""
        return yaml.load(self.data, Loader=_Loader)

    def line(self, path: KeyPath) -> int:
        """The line of the node that ``path`` leads to, or of the deepest one on the way that exists."""
        node = self._root()
        line = 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def duplicate_keys(self) -> Iterator[Problem]:
        """Keys that stand twice in one mapping: YAML would silently keep the last."""
        stack, seen_nodes = [self._root()], set[int]()
        while stack:
            node = stack.pop()
            if node is None or id(node) in seen_nodes:
                continue
            seen_nodes.add(id(node))
            if isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    name = str(key.value)
                    if name in seen:
                        yield Problem(key.start_mark.line + 1, f"键“{name}”重复")
                    seen.add(name)
                    stack.append(value)
            elif isinstance(node, yaml.SequenceNode):
                stack.extend(node.value)

    def _root(self) -> yaml.Node | None:
        if self._node is None:
            self._node = yaml.compose(self.data, Loader=_Loader)
        return self._node


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    """A node's child by key or position, with the line where it is written."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value, value.start_mark.line + 1
    return None


def read_source(path: Path) -> PackSource | Problem:
    """Read a pack file; a ``Problem`` if it cannot be read as UTF-8 YAML."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Problem(1, f"无法读取：{error.strerror}")
    if len(data) > _MAX_BYTES:
        return Problem(1, f"文件过大：{len(data)} 字节")
    source = PackSource(path, data)
    try:
        if knot := _knot(data):
            return knot
        source.line(())
        source.values()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "无法解析"
        return Problem(mark.line + 1 if mark else 1, f"不是有效的 YAML：{reason}")
    except (
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:  # impossible dates and numbers, endless nesting
        return Problem(1, f"不是有效的 YAML：{error!s:.80}")
    return source


def _knot(data: bytes) -> Problem | None:
    """Nesting that would exhaust the C stack, and anchors inside anchors, whose values grow without bound."""
    depth = 0
    anchored: list[int] = []
    for event in yaml.parse(data, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if event.anchor is not None:
                anchored.append(depth)
            if depth > _MAX_DEPTH:
                return Problem(_line_of(event), "嵌套过深")
        elif isinstance(event, yaml.CollectionEndEvent):
            if anchored and anchored[-1] == depth:
                anchored.pop()
            depth -= 1
        elif isinstance(event, yaml.AliasEvent) and anchored:
            return Problem(_line_of(event), f"锚点之内不能再引用锚点：*{event.anchor}")
    return None


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


@cache
def pack_schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of a pack."""
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return schema


def schema_problems(source: PackSource, values: Any) -> list[Problem]:
    """Everything the schema says against the values, with lines."""
    from jsonschema import Draft202012Validator  # imported late: only users' packs need it

    validator = Draft202012Validator(pack_schema())
    return [
        Problem(source.line(_place(error)), _in_chinese(error)) for error in validator.iter_errors(values)
    ]


def _place(error: Any) -> KeyPath:
    """Where an error stands; for a key that may not be there, the key."""
    path = tuple(error.absolute_path)
    return (*path, error.instance) if error.validator == "not" else path


def _in_chinese(error: Any) -> str:
    where = error.absolute_path[-1] if error.absolute_path else "文件"
    rule, limit = error.validator, error.validator_value
    match rule:
        case "required":
            missing = [name for name in limit if name not in error.instance]
            return f"缺少字段：{'、'.join(missing)}"
        case "anyOf":
            return "缺少字段：indicators 或 others"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            extra = [str(name) for name in error.instance if name not in known]
            return f"未知字段：{'、'.join(extra)}"
        case "not":
            return f"“{error.instance}”不能与 extends 同用"
        case "enum":
            return f"“{where}”的值“{error.instance}”不在可选范围：{'、'.join(map(str, limit))}"
        case "pattern":
            return f"“{where}”的值“{error.instance}”格式不对（小写英文字母、数字、下划线）"
        case "type" | "oneOf":
            return f"“{where}”的类型不对：{error.instance!r:.40}"
        case "minItems" | "minLength" | "minProperties":
            return f"“{where}”不能为空"
        case "maxLength":
            return f"“{where}”超过 {limit} 个字"
        case _:
            return f"“{where}”不符合要求：{error.message:.80}"
