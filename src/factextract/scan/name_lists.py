"""Names that lists and quotation marks tell: shared heads, short offices, firms without a head noun.

新城、北岸两个监管所 -> 新城监管所, 北岸监管所; 鸣沙所, 城关站 beside full forms; 城投物业、金鑫化工 beside 县人民医院; “丽人坊”美容店.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.scan import name_lexicon as lexicon
from factextract.scan.name_heads import (
    BOUNDARY_TABLE,
    PROTECTED_TABLE,
    TOPIC_TABLE,
    VERB_TABLE,
    WordTable,
    find_heads,
    is_common_word,
)
from factextract.scan.name_levels import is_name_char
from factextract.scan.name_mentions import Mention, organization_type, plain_mention
from factextract.scan.name_parser import NameParts, is_generic_stem
from factextract.text.fold import is_cjk

_SHARED_COUNT = re.compile(
    r"(?:等)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:多|余)?(?:个|家|所|支|座|大|名|地)?$"
)
_ITEM = re.compile(r"[\u4e00-\u9fffXx×]{1,12}")
_UNITS = re.compile(
    r"等?(?:\d{1,3}|[两三四五六七八九十]{1,3})家(?:[^,。;、\n]{0,8}?)(?:单位|企业|商户|商家|经营者|经营户|门店|店铺|商场|公司)"
)
_PLAIN_STEMS = frozenset(
    ["派出", "基层", "直属", "下属", "所属"]
)  # say no more than that the bodies are lower ones
_LIST_JOINTS = "、和及与"
_ITEM_BEFORE = frozenset("、,;:(。")
_MAX_ITEMS = 40
_OFFICES = frozenset(lexicon.words("支行 支公司 分公司 分理处 营业部 营销服务部 信用社 派出所 分局 支局 所"))
_COMMON = WordTable(lexicon.COMMON_NOUNS)
_OFFICE = re.compile(r"(?<=[\u4e00-\u9fff]{2})[所站]")
_OFFICE_AFTER = re.compile(r"[、,。;:(和及与在于\d]|轮流|分别|则|同步|还|也")
_COUNT_AFTER = re.compile(r"\d[\d,.]{0,9}(?:余|多)?(?:件|起|宗|例|次|人|份|条|批|元|万|户)")
_IN_OFFICE_LIST = re.compile(r"(?:、[\u4e00-\u9fff]{2,6}所){2}")
_AFTER_OFFICE_LIST = re.compile(r"(?:[\u4e00-\u9fff]{2,6}所、){2}$|[\u4e00-\u9fff]{2,6}所、$")
_OFFICES_NEEDED = {"named": 2, "cells": 2, "counted": 2, "opening": 3}  # how many tell, by what shows them
_OPENERS = "\n。;,、:"
_CELL_AFTER = re.compile(r"[ \t]{0,8}[|\t]")
_NO_OFFICES = frozenset(
    lexicon.words("汽车 火车 客运 高铁 公交 地铁 加油 充电 收费 服务 工作 研究 事务 交易 证券 卫生 派出 看守")
)
_COUNTED_OUTLETS = re.compile(
    r"(?:\d{1,3}|[二两三四五六七八九十]{1,3})[个家支](网点|揽投部|投递部|分馆|车队|工区|工段|校区|院区|门店)"
)
_LABELLED_ROW = re.compile(
    r"(?m)^[ \t]{0,8}([\u4e00-\u9fffXx×]{2,10}[部处室所站社队店厂校院馆行司局心])[ \t]{0,8}[|\t][ \t]{0,8}\d"
)
_NO_LABELS = frozenset(lexicon.words("全部 内部 其中 总部 各所 各站"))
_TOWN = r"[\u4e00-\u9fff]{1,6}(?:(?<!城)[镇乡]|街道)"
_TOWN_ROW = re.compile(rf"(?m)^[ \t]{{0,8}}({_TOWN})[ \t]{{0,8}}(?:[|\t][ \t]{{0,8}}\d|\n[ \t]{{0,8}}\d)")
_COUNTED_TOWN = re.compile(rf"、({_TOWN})(?=\d)")
_COUNT_BEFORE = re.compile(r"\d[\d,.]{0,9}[^\d、,;。\n]{1,3}$")
_BRANCH_SHOP = re.compile(r"[\u4e00-\u9fff]{2,4}(?:店|网点|门市部|经营部|揽投部|分拨中心)")
_FIRM_END = re.compile(
    "(?:" + "|".join(lexicon.INDUSTRIES) + r")(?![\u4e00-\u9fff]?(?:行业|企业|领域|产品|大楼|城|广场|中心))"
)
_BRACKETED_FIRM = re.compile(
    r"(?:队|承包方|施工方|承建方|供应商|开发商|承包商|企业|厂家|商家|中标单位|施工单位|物业)\(([\u4e00-\u9fff]{2,4}(?:电力|"
    + "|".join(lexicon.INDUSTRIES)
    + r"))\)"
)


def expand_lists(text: str, mentions: list[Mention]) -> list[Mention]:
    """``mentions`` with shared heads expanded and what else lists tell, by offset."""
    expanded = _expand_shared_heads(text, mentions)
    expanded = [*expanded, *_expand_uncounted(text, expanded), *_counted_outlets(text)]
    expanded = [*expanded, *_short_offices(text, expanded), *_listed_firms(text, expanded)]
    expanded = [*expanded, *_bracketed_firms(text)]
    return sorted(
        [*expanded, *_counted_units(text, expanded), *_towns(text, expanded), *_row_labels(text, expanded)],
        key=lambda m: m.start,
    )


def shared_items(text: str, head: NameParts) -> list[tuple[int, int]]:
    """Spans of the listed names before a counted head, in order; empty if they are full names themselves."""
    count = _SHARED_COUNT.search(text, max(0, head.start - 8), head.start)
    if (head.stem and head.stem not in _PLAIN_STEMS) or head.outer or not count or count[0].startswith("等"):
        return []
    return listed_items(text, count.start(), repeated=text[head.end - 1])


def listed_items(text: str, end: int, repeated: str = "") -> list[tuple[int, int]]:
    """Spans of the listed names that end at ``end``, in order; empty if it is only one or they are full names of bodies.
    ``repeated`` is a last character that items may share with what follows (城西所、城东所两个派出所)."""
    items: list[tuple[int, int]] = []
    while len(items) < _MAX_ITEMS:
        start = item_start(text, end)
        if not 1 <= end - start <= 8 or not _ITEM.fullmatch(text, start, end) or _names_body(text[start:end]):
            break
        items.append((start, end - (end - start > 2 and text[end - 1] == repeated)))
        if start and text[start - 1] in _LIST_JOINTS:
            end = start - 1
        else:
            break
    return items[::-1] if len(items) > 1 else []


def _expand_shared_heads(text: str, mentions: list[Mention]) -> list[Mention]:
    """新城、北岸两个监管所 -> 新城监管所, 北岸监管所."""
    expanded: list[Mention] = []
    for mention in mentions:
        items = shared_items(text, mention.parts) if mention.parts.counted else []
        if not items:
            expanded.append(mention)
            continue
        head_start = mention.start + (len(mention.parts.stem) if mention.parts.stem in _PLAIN_STEMS else 0)
        head = text[head_start : mention.end]
        for start, end in items:
            name = text[start:end] + head
            parts = NameParts(
                start, end, mention.parts.head, "", text[start:end], mention.parts.topics, 0, False, False
            )
            expanded.append(
                Mention(start, end, name, organization_type(name), parts, head_span=(head_start, mention.end))
            )
    return sorted(expanded, key=lambda m: m.start)


def _counted_outlets(text: str) -> list[Mention]:
    """河西路、柳巷两个网点 -> 河西路网点, 柳巷网点: outlets that only a count with their kind tells."""
    found: list[Mention] = []
    for count in _COUNTED_OUTLETS.finditer(text):
        start, end = count.span(1)
        head = NameParts(start, end, count[1], "", "", "", 0, True, False)
        for first, last in shared_items(text, head):
            parts = NameParts(first, last, count[1], "", text[first:last], "", 0, False, False)
            name = text[first:last] + count[1]
            found.append(Mention(first, last, name, organization_type(name), parts, head_span=(start, end)))
    return found


def _expand_uncounted(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """海珠、花都支公司 -> 海珠支公司 beside 花都支公司: names of places listed before an office that has one."""
    found: list[Mention] = []
    for mention in mentions:
        parts = mention.parts
        if (
            parts.place
            or parts.outer
            or len(parts.stem) < 2
            or mention.head_span
            or parts.head not in _OFFICES
        ):
            continue
        tail = mention.start + len(parts.stem)
        end = mention.start
        while text.startswith("、", end - 1) and end > 1:
            start = item_start(text, end - 1)
            if not 2 <= end - 1 - start <= 4 or not _is_place_item(text[start : end - 1]):
                break
            item = NameParts(
                start, end - 1, parts.head, "", text[start : end - 1], parts.topics, 0, False, False
            )
            name = text[start : end - 1] + text[tail : mention.end]
            found.append(Mention(start, end - 1, name, mention.kind, item, head_span=(tail, mention.end)))
            end = start
    return found


def _is_place_item(word: str) -> bool:
    """True if a listed word can be the proper part of an office's name, or a firm's name."""
    common = (
        TOPIC_TABLE.ending_at(word, len(word))
        or VERB_TABLE.ending_at(word, len(word))
        or _COMMON.ending_at(word, len(word)) == len(word)
    )
    return bool(_ITEM.fullmatch(word)) and not common and not is_generic_stem(word) and not _names_body(word)


def _names_body(item: str) -> bool:
    """True if a listed item is a full name itself; 店 may end a place (张店)."""
    return any(item[end - 1] != "店" for _, end in find_heads(item))


def item_start(text: str, end: int, longest: int = 8) -> int:
    start = end
    while start and end - start <= longest:
        char = text[start - 1]
        if not is_name_char(char):
            break
        if length := PROTECTED_TABLE.ending_at(text, start):
            start -= length
            continue
        if BOUNDARY_TABLE.ending_at(text, start) and not _two_characters(text, start):
            break
        start -= 1
    return start


def _two_characters(text: str, end: int) -> bool:
    """True if a listed item of two characters ends at ``end`` (龙江、均和、大岭)."""
    return (
        text[end - 1] in "和同"
        and text[max(0, end - 3) : end - 2] in _ITEM_BEFORE
        and is_name_char(text[end - 2])
    )


def _short_offices(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """鸣沙所, 城关站: offices called by place and last character, where full forms, table cells, counts or their number
    show what they are."""
    taken = {offset for m in mentions for offset in range(m.start, m.end)}
    known = {head for head in "所站" if any(m.name.endswith(head) and m.parts.topics for m in mentions)}
    if any(m.kind == "fire" for m in mentions):
        known.add("站")
    groups: dict[str, list[Mention]] = {kind: [] for kind in _OFFICES_NEEDED}
    for office in _OFFICE.finditer(text):
        end = office.end()
        start = item_start(text, end - 1)
        if end - 1 in taken or start in taken or not _names_office(text, start, end):
            continue
        kind = "fire" if text[end - 1] == "站" else "government"
        if group := _office_evidence(text, start, end, known):
            groups[group].append(plain_mention(text, start, end, kind, text[end - 1]))
    return [
        m
        for kind, group in groups.items()
        if len({m.name for m in group}) >= _OFFICES_NEEDED[kind]
        for m in group
    ]


def _office_evidence(text: str, start: int, end: int, known: set[str]) -> str | None:
    """What shows that an office is one: it heads a table row, has a count, or offices of its kind are named in full."""
    if _CELL_AFTER.match(text, end):
        return "cells"
    if _COUNT_AFTER.match(text, end):
        return "counted"
    opens = start == 0 or text[start - 1] in _OPENERS
    if text[end - 1] in known and (opens or _OFFICE_AFTER.match(text, end)):
        return "named"
    if _IN_OFFICE_LIST.match(text, end) or _AFTER_OFFICE_LIST.search(text, max(0, start - 24), start):
        return "named"
    return "opening" if opens and text[end - 1] == "所" and is_cjk(text[end : end + 1] or ",") else None


def _towns(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Townships that head the rows of a table, or are counted in a list with offices (县公安局688件、城关镇422件): they
    report like one."""
    rows = list(_TOWN_ROW.finditer(text))
    towns = [found.span(1) for found in rows] if len({found[1] for found in rows}) > 1 else []
    ends = {m.end for m in mentions}
    for found in _COUNTED_TOWN.finditer(text):
        count = _COUNT_BEFORE.search(text, max(0, found.start() - 16), found.start())
        if count and count.start() in ends:
            towns.append(found.span(1))
    return [plain_mention(text, start, end, "government", text[end - 1]) for start, end in towns]


def _row_labels(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """What heads the other rows of a table two rows of which are headed by organisations (直属业务部 | 60 | 58)."""
    known = {m.start: m.end for m in mentions}
    found: list[Mention] = []
    table: list[tuple[int, int]] = []
    for row in [*_LABELLED_ROW.finditer(text), None]:
        if row is None or (table and row.start() != text.find("\n", table[-1][1]) + 1):
            bodies = [label for label in table if known.get(label[0]) == label[1]]
            if len(bodies) > 1:
                found.extend(
                    plain_mention(text, start, end, "other")
                    for start, end in table
                    if start not in known and text[start:end] not in _NO_LABELS
                )
            table = []
        if row is not None:
            table.append(row.span(1))
    return found


def _names_office(text: str, start: int, end: int) -> bool:
    """True if ``text[start:end]`` is a place with 所 or 站 behind it and no ordinary word (场所, 汽车站)."""
    stem = text[start : end - 1]
    return (
        2 <= len(stem) <= 5
        and not is_generic_stem(stem)
        and stem not in _NO_OFFICES
        and not is_common_word(text, end)
    )


def _counted_units(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The items before a count of firms (恒昌针织厂、锦绣商厦两家单位): firms, whatever they end in."""
    start_of = {m.end: m.start for m in mentions}
    found: list[Mention] = []
    for count in _UNITS.finditer(text):
        end, items = count.start(), 0
        fresh: list[tuple[int, int]] = []
        while items < _MAX_ITEMS:
            start = start_of.get(end, item_start(text, end, longest=12))
            if end not in start_of:
                if not 3 <= end - start <= 12 or not _is_place_item(text[start:end]):
                    break
                fresh.append((start, end))
            items += 1
            if not start or text[start - 1] not in _LIST_JOINTS:
                break
            end = start - 1
        if items > 1:
            found.extend(plain_mention(text, start, end, "enterprise") for start, end in fresh)
    return found


def _listed_firms(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Short company names listed with each other or with a recognised organisation (城投物业、金鑫化工、县人民医院)."""
    starts = {m.start for m in mentions}
    ends = {m.end for m in mentions}
    firms = [
        span for m in _FIRM_END.finditer(text) if (span := _firm(text, *m.span())) and span[0] not in starts
    ]
    starts.update(start for start, _ in firms)
    ends.update(end for _, end in firms)
    return [
        plain_mention(text, start, end, "enterprise")
        for start, end in firms
        if (text.startswith("、", end) and end + 1 in starts)
        or (text.startswith("、", start - 1) and start > 1 and start - 1 in ends)
    ]


def _bracketed_firms(text: str) -> list[Mention]:
    """A firm in brackets behind what it is (外包队(南河电力))."""
    return [plain_mention(text, *found.span(1), "enterprise") for found in _BRACKETED_FIRM.finditer(text)]


def _firm(text: str, industry: int, end: int) -> tuple[int, int] | None:
    """The span of the firm whose trade word is ``text[industry:end]``; None if nothing proper stands before it."""
    start = item_start(text, industry)
    if branch := _BRANCH_SHOP.match(text, end):  # 润佳超市桐湖店
        end = branch.end()
    proper = 2 <= industry - start <= 4 and _is_proper(text[industry - 2 : industry])
    return (start, end) if proper else None


def _is_proper(word: str) -> bool:
    """True if a two-character word is no topic or common adjective (生物|制药 is a trade, 金鑫|化工 a firm)."""
    return (
        not TOPIC_TABLE.ending_at(word, 2) and not is_generic_stem(word) and not VERB_TABLE.ending_at(word, 2)
    )
