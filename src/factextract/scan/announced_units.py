"""Branches that an announced list names by their places alone: 各支公司上报场次如下:道北3场,平安路2场,双山、建华各1场.

The kind is said once, before the colon; each item is a bare place with its count. Three counted items make a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.scan.name_lexicon import words
from factextract.scan.name_mentions import Mention, organization_type
from factextract.scan.name_parser import NameParts
from factextract.scan.name_words import is_ordinary

_ANNOUNCED = re.compile(
    r"各(?P<head>支公司|支行|分公司|分理处|营业部|监管所|派出所|工商所|税务所|供电所|司法所|分局|中队|大队|支局|卫生院|所)[^,。;:\n]{0,16}:"
)
_LIST = re.compile(r"[^。;\n]{1,400}")
_WORD = r"(?:(?![各均])[\u4e00-\u9fff]){2,6}"
_ITEM = re.compile(rf"(?<=[,、:])(?:其中)?(?P<names>{_WORD}(?:[、和及]{_WORD}){{0,6}})(?:各|均为?)?\d")
_SEPARATORS = re.compile(r"[、和及]")
_FEWEST = 3
_NO_NAMES = frozenset(
    words("共计 合计 总计 累计 其余 其他 其中 最多 最少 平均 全县 全市 全区 全辖 全行 全局 本级 小计")
)


def announced_units(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The branches of announced lists that no mention in ``mentions`` covers, in text order."""
    taken = {mention.start for mention in mentions}
    found: list[Mention] = []
    for announcement in _ANNOUNCED.finditer(text):
        head, span = announcement["head"], announcement.span("head")
        whole = _LIST.match(text, announcement.end())
        items = [] if whole is None else list(_ITEM.finditer(text, whole.start(), whole.end()))
        names = [name for item in items for name in _names(text, *item.span("names"))]
        if len(names) < _FEWEST or items[0].start() > announcement.end() + 1:
            continue
        for start, end in names:
            if start not in taken and not text[start:end].endswith(head):
                name = text[start:end] + head
                parts = NameParts(start, end, head, "", text[start:end], "", 0, False, False)
                found.append(Mention(start, end, name, organization_type(name), parts, head_span=span))
    return found


def _names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The single names of an item (双山、建华); nothing if one of them reads as ordinary words."""
    cuts = [match.span() for match in _SEPARATORS.finditer(text, start, end)]
    edges = zip([start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end], strict=True)
    spans = [(first, last) for first, last in edges if last > first]
    ordinary = any(text[a:b] in _NO_NAMES or is_ordinary(text[a:b]) for a, b in spans)
    return [] if ordinary else spans
