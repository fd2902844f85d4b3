"""Inconsistent anonymisation: real names left beside masked ones (县 beside 中宁中学).

Nothing is joined or guessed; a supervisor is only told which names give the masked place away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.datamodel import Notice, Span
from factextract.scan.name_lexicon import words
from factextract.scan.name_lists import item_start
from factextract.scan.name_mentions import Mention
from factextract.scan.places import Place
from factextract.text.view import View

CODE = "leaked_anonymisation"
_MASKED = re.compile(r"[Xx×*某_]{1,4}(省|市|县|区|州|旗|镇|乡)")
_PLACEHOLDER = re.compile(r"[Xx×*某_]")
_NAMED_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}$")
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2}[〔\[(](?:19|20|[Xx×*]{2})[\dXx×*]{2}[〕\])]")
_COMMON_PREFIXES = frozenset(
    words(
        """城关 城东 城西 城南 城北 城中 城区 城郊 东关 西关 南关 北关 东城 西城 南城 北城 人民 文化 中心 第一 第二 第三 第四 实验 希望 开发 工业 农村 农业 中国 国家 全国 解放 和平 建设
        新华 中华 胜利 友谊 光明 东方 红旗 步行 体育 青年 少年 商业 客运 汽车 火车 农贸 集贸"""
    )
)


def find_leaks(view: View, mentions: Sequence[Mention], places: Sequence[Place]) -> tuple[Notice, ...]:
    """One notice (view offsets) for each real name that gives a masked place away, in order; none where nothing is
    masked."""
    text = view.text
    masked = {found[1]: found[0] for found in _MASKED.finditer(text)}
    if not masked:
        return ()
    by_span: dict[tuple[int, int], Mention | Place] = {(m.start, m.end): m for m in mentions}
    by_span.update({(p.start, p.end): p for p in places})
    names = [by_span[span] for span in sorted(by_span)]
    bodies = {m.parts.topics + m.parts.head for m in mentions if _PLACEHOLDER.match(m.name)}
    shared = _shared_prefixes(names)
    spans = [
        (m.start, m.end)
        for m in names
        if not _PLACEHOLDER.search(m.name)
        and (_names_level(m, masked) or _prefix(m) in shared or _same_body(m, bodies))
    ]
    spans.extend(_document_prefixes(text))
    mask = next(iter(masked.values()))
    told: set[str] = set()
    notices = []
    for start, end in sorted(spans):
        name = text[start:end]
        if name not in told:
            told.add(name)
            notices.append(_notice(view, mask, start, end))
    return tuple(notices)


def _document_prefixes(text: str) -> list[tuple[int, int]]:
    """What stands before the year of a document number and names the place (武市监〔20xx〕)."""
    found = []
    for number in _DOCUMENT.finditer(text):
        end = number.start() + 2
        start = item_start(text, end)
        if (
            2 <= end - start <= 6
            and not _PLACEHOLDER.match(text, max(0, start - 1))
            and not _PLACEHOLDER.match(text, start)
        ):
            found.append((start, end))
    return found


def _notice(view: View, mask: str, start: int, end: int) -> Notice:
    shown = view.visible(Span(start, end))
    return Notice(CODE, f"文中以“{mask}”隐去地名，“{shown}”却仍是真实名称，可能泄露单位", start, end)


def _names_level(name: Mention | Place, masked: dict[str, str]) -> bool:
    """A place of a masked level is named (武陵县第三小学 beside 县)."""
    place = name.parts.place
    return place[-1:] in masked and bool(_NAMED_PLACE.match(place[:-1]))


def _prefix(name: Mention | Place) -> str:
    return name.parts.stem[:2] if not name.parts.place and len(name.parts.stem) >= 2 else ""


def _same_body(name: Mention | Place, bodies: set[str]) -> bool:
    """The same kind of body as a masked one, with a name of its own (中宁工商局 beside 县工商局)."""
    parts = name.parts
    return bool(parts.topics) and len(parts.stem) == 2 and parts.topics + parts.head in bodies


def _shared_prefixes(names: Sequence[Mention | Place]) -> set[str]:
    """First two characters that two different kinds of names begin with (中宁中学, 中宁一中)."""
    heads: dict[str, set[str]] = {}
    for name in names:
        prefix = _prefix(name)
        if prefix and prefix not in _COMMON_PREFIXES:
            heads.setdefault(prefix, set()).add(name.parts.topics + name.parts.head)
    return {prefix for prefix, found in heads.items() if len(found) > 1}
