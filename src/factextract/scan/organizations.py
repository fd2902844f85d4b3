"""Mentions of organisations in one report: names by their head nouns, shared heads, media titles.

Everything here works on the folded view text and gives ``Mention`` values in view offsets. Who a mention belongs to
is decided in ``aliases``, what it does in ``roles``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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
from factextract.scan.name_parser import NameParts, is_generic_stem, is_name_char, parse_name

_TITLE_MARKS = re.compile(r"《([^《》\n]{1,60})》")
_PRESS_TITLE = re.compile(r"(?:.{1,10}(?:报|周刊|月刊|杂志|新闻|在线|晚间)|今日.{1,6})")
_NOT_PRESS = re.compile(
    r"(?:通|简|月|季|年|快|公|汇|预|情|海|战|捷|喜|画|壁|板|墙|小|手抄|申|上|举|呈|填|电)报$|报告$"
)
_QUOTED = re.compile(r'"([^"\n]{2,30})"')
_HOTLINE_AFTER = re.compile(
    r"[^,。;:、()\n]{0,14}?(?:热线|平台|专线|专席|电话|网站|官网|公众号|视频号|抖音号|微信|微博|直播间|APP|客户端|\d{5})"
)
_OFFICIAL_AFTER = re.compile(
    r"(?:的)?(?:党组|党委|党支部|党总支|分管|主要|原|常务)?(?:成员|副?书记|副?[县市区镇乡省州局处科股所站院行校厅会队]长(?!期|效|远|城)|副?主任(?!单位)|副?主席"
    r"|副?总经理|副?经理|副?理事长|副?秘书长|常委|委员|党组|党委|部长)"
)
_SHARED_COUNT = re.compile(
    r"(?:等)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:多|余)?(?:个|家|所|支|座|大|名)?$"
)
_ITEM = re.compile(r"[\u4e00-\u9fffXx×]{1,8}")
_CUES = {cue: kind for kind, cues in lexicon.TYPE_CUES for cue in cues}
_PLAIN_CUES = {cue: kind for kind, cues in lexicon.PLAIN_TYPE_CUES for cue in cues}
_LONGEST_CUE = max(map(len, _CUES))
_OFFICES = frozenset(lexicon.words("支行 支公司 分公司 分理处 营业部 营销服务部 信用社 派出所 分局 支局 所"))
_COMMON = WordTable(lexicon.COMMON_NOUNS)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2}[所站]")
_OFFICE_AFTER = re.compile(r"[、,。;:(和及与在于\d]|轮流|分别|则|同步|还|也")
_NO_OFFICES = frozenset(
    [
        "汽车",
        "火车",
        "客运",
        "高铁",
        "公交",
        "地铁",
        "加油",
        "充电",
        "收费",
        "服务",
        "工作",
        "研究",
        "事务",
        "交易",
        "证券",
        "卫生",
        "派出",
        "看守",
    ]
)
_FIRM = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?:"
    + "|".join(lexicon.INDUSTRIES)
    + r")(?![\u4e00-\u9fff]{0,1}(?:行业|企业|领域|产品))"
)
_LIST_JOINTS = "、和及与"
_MAX_ITEMS = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name. ``name`` is the folded full form (an expanded one where a head is shared),
    ``parts`` its morphology; ``official`` tells that a person's title follows, ``expanded`` that the head stands
    elsewhere (``head_span``), so that the source has to be put together from two places."""

    start: int
    end: int
    name: str
    kind: str
    parts: NameParts
    official: bool = False
    head_span: tuple[int, int] | None = None


@lru_cache(maxsize=4096)
def organization_type(name: str) -> str:
    """Type of an organisation by the cue that stands last in its name; plain cues (公司, 局) only if there is no other."""
    if name.endswith("营业部") and ("证券" in name or "期货" in name):
        return "securities"
    return _last_cue(name, _CUES) or _last_cue(name, _PLAIN_CUES) or "other"


def _last_cue(name: str, table: dict[str, str]) -> str | None:
    """The type of the last and longest cue in ``name``."""
    for end in range(len(name), 0, -1):
        for start in range(max(0, end - _LONGEST_CUE), end):
            if kind := table.get(name[start:end]):
                return kind
    return None


def find_mentions(text: str) -> list[Mention]:
    """All mentions of named organisations in ``text``, by offset; overlapping inner names are left out."""
    found: list[Mention] = []
    for head_start, end in _outside_titles(text, find_heads(text)):
        if is_common_word(text, end):
            continue
        parts = parse_name(text, head_start, end)
        if parts.head == "办公室" and not (parts.topics and parts.place):
            continue
        if parts.head == "店" and not (parts.start < parts.outer <= end - 3):
            continue
        found.append(_mention(text, parts))
    found.extend(_press_titles(text))
    found.extend(_quoted_shops(text))
    outermost = _drop_inner(sorted(found, key=lambda m: (m.start, -m.end)))
    expanded = _expand_shared_heads(text, outermost)
    expanded = [*expanded, *_expand_uncounted(text, expanded)]
    return sorted(
        [*expanded, *_short_offices(text, expanded), *_listed_firms(text, expanded)], key=lambda m: m.start
    )


def _mention(text: str, parts: NameParts) -> Mention:
    name = text[parts.start : parts.end]
    official = bool(_OFFICIAL_AFTER.match(text, parts.end))
    return Mention(parts.start, parts.end, name, organization_type(name), parts, official)


def _outside_titles(text: str, heads: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Heads that do not stand in the title of a law or document."""
    closed = [found.span() for found in _TITLE_MARKS.finditer(text)]
    starts = [start for start, _ in closed]
    kept = []
    for head in heads:
        index = bisect_right(starts, head[0]) - 1
        if index < 0 or head[0] >= closed[index][1]:
            kept.append(head)
    return kept


def _press_titles(text: str) -> list[Mention]:
    found = []
    for mark in _TITLE_MARKS.finditer(text):
        title = mark[1]
        if _PRESS_TITLE.fullmatch(title) and not _NOT_PRESS.search(title):
            start, end = mark.start(1), mark.end(1)
            parts = NameParts(start, end, title, "", "", "", 0, False, False)
            found.append(Mention(start, end, title, "media", parts))
    return found


def _quoted_shops(text: str) -> list[Mention]:
    """Firms that only quotation marks and what follows tell (“丽人坊”美容店)."""
    found = []
    for quote in _QUOTED.finditer(text):
        start, end = quote.span(1)
        if end - start <= 8 and quote[1].isalnum() and text.startswith(lexicon.SHOP_AFTER, quote.end()):
            found.append(_plain(text, start, end, "enterprise"))
    return found


def _plain(text: str, start: int, end: int, kind: str, head: str = "") -> Mention:
    """A mention whose name is all proper part."""
    name = text[start:end]
    parts = NameParts(start, end, head, "", name[: len(name) - len(head)], "", 0, False, False)
    return Mention(start, end, name, kind, parts)


def _short_offices(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """鸣沙所, 城关站: offices called by place and last character where full forms or a list show what they are."""
    taken = {offset for m in mentions for offset in range(m.start, m.end)}
    known = {head for head in "所站" if any(m.name.endswith(head) and m.parts.topics for m in mentions)}
    if any(m.kind == "fire" for m in mentions):
        known.add("站")
    found = []
    for office in _OFFICE.finditer(text):
        end = office.end()
        if (
            end - 1 in taken
            or text[end - 1] not in known
            or is_common_word(text, end)
            or not _OFFICE_AFTER.match(text, end)
        ):
            continue
        start = item_start(text, end - 1)
        stem = text[start : end - 1]
        if (
            2 <= len(stem) <= 5
            and not is_generic_stem(stem)
            and start not in taken
            and stem not in _NO_OFFICES
        ):
            found.append(
                _plain(text, start, end, "fire" if text[end - 1] == "站" else "government", text[end - 1])
            )
    return found if len({m.name for m in found}) > 1 else []


def _listed_firms(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Short company names listed with each other or with a recognised organisation (城投物业、金鑫化工、县人民医院)."""
    starts = {m.start for m in mentions}
    ends = {m.end for m in mentions}
    firms = [m.span() for m in _FIRM.finditer(text) if m.start() not in starts and _is_proper(m[0][:2])]
    starts.update(start for start, _ in firms)
    ends.update(end for _, end in firms)
    return [
        _plain(text, start, end, "enterprise")
        for start, end in firms
        if (text.startswith("、", end) and end + 1 in starts)
        or (text.startswith("、", start - 1) and start > 1 and start - 1 in ends)
    ]


def _is_proper(word: str) -> bool:
    """True if a two-character word is no topic or common adjective (生物|制药 is a trade, 金鑫|化工 a firm)."""
    return (
        not TOPIC_TABLE.ending_at(word, 2) and not is_generic_stem(word) and not VERB_TABLE.ending_at(word, 2)
    )


def _drop_inner(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.start < kept[-1].end:
            if mention.end > kept[-1].end and mention.start <= kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _expand_shared_heads(text: str, mentions: list[Mention]) -> list[Mention]:
    """新城、北岸两个监管所 -> 新城监管所, 北岸监管所."""
    expanded: list[Mention] = []
    for mention in mentions:
        items = shared_items(text, mention.parts) if mention.parts.counted else []
        if not items:
            expanded.append(mention)
            continue
        head = text[mention.start : mention.end]
        for start, last in items:
            end = last - 1 if text[last - 1] == head[-1] else last  # 城西所、城东所两个派出所
            name = text[start:end] + head
            parts = NameParts(
                start, end, mention.parts.head, "", text[start:end], mention.parts.topics, 0, False, False
            )
            expanded.append(
                Mention(
                    start, end, name, organization_type(name), parts, head_span=(mention.start, mention.end)
                )
            )
    return sorted(expanded, key=lambda m: m.start)


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
    """True if a listed word can be the proper part of an office's name."""
    common = (
        TOPIC_TABLE.ending_at(word, len(word))
        or VERB_TABLE.ending_at(word, len(word))
        or _COMMON.ending_at(word, len(word))
    )
    return bool(_ITEM.fullmatch(word)) and not common and not is_generic_stem(word) and not _names_body(word)


def shared_items(text: str, head: NameParts) -> list[tuple[int, int]]:
    """Spans of the listed names before a counted head, in order; empty if they are full names themselves."""
    count = _SHARED_COUNT.search(text, max(0, head.start - 8), head.start)
    if head.stem or head.outer or not count or count[0].startswith("等"):
        return []
    items: list[tuple[int, int]] = []
    end = count.start()
    while len(items) < _MAX_ITEMS:
        start = item_start(text, end)
        if not 1 <= end - start <= 8 or not _ITEM.fullmatch(text, start, end) or _names_body(text[start:end]):
            break
        items.append((start, end))
        if start and text[start - 1] in _LIST_JOINTS:
            end = start - 1
        else:
            break
    return items[::-1] if len(items) > 1 else []


def _names_body(item: str) -> bool:
    """True if a listed item is a full name itself; 店 may end a place (张店)."""
    return any(item[end - 1] != "店" for _, end in find_heads(item))


def item_start(text: str, end: int) -> int:
    start = end
    while start and end - start <= 8:
        char = text[start - 1]
        if not is_name_char(char):
            break
        if length := PROTECTED_TABLE.ending_at(text, start):
            start -= length
            continue
        if BOUNDARY_TABLE.ending_at(text, start):
            break
        start -= 1
    return start
