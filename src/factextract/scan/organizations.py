"""Mentions of organisations in one report, found by their head nouns and by press titles.

Everything here works on the folded view text and gives ``Mention`` values in view offsets. Who a mention belongs to
is decided in ``entities`` and ``selection``, what it does in ``roles``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from factextract.scan.announced_units import announced_units
from factextract.scan.name_heads import find_heads, is_common_word
from factextract.scan.name_lists import expand_lists
from factextract.scan.name_mentions import Mention, organization_type, plain_mention
from factextract.scan.name_parser import NameParts, is_generic_stem, parse_name
from factextract.scan.name_shops import acting_shops, quoted_shops

_TITLE_MARKS = re.compile(r"《([^《》\n]{1,60})》")
_PRESS_TITLE = re.compile(r"(?:.{1,10}(?:报|周刊|月刊|周讯|杂志|新闻|在线|晚间)|今日.{1,6})")
_NOT_PRESS = re.compile(
    r"(?:通|简|月|季|年|快|公|汇|预|情|海|战|捷|喜|画|壁|板|墙|小|手抄|申|上|举|呈|填|电)报$|报告$"
)
_ACCOUNT = re.compile(
    r"(?:据|被|获|经|由)(([\u4e00-\u9fff]{2,4})(?:新闻|发布|在线|融媒|头条|观察|云))(?=(?:客户端|公众号|视频号|抖音号)?"
    r"(?:、[^,。;、]{2,8}){0,3}(?:等媒体|等)?(?:跟踪|连续|集中|专题|现场)?(?:报道|刊发|刊载|播出|推送|转载|直播))"
)
_PROGRAMME_AFTER = re.compile(r"(?:栏目|节目|专栏|专题|系列)")
_MEETING_HEADS = frozenset(["商会", "学会", "联会", "研究会", "总会"])
_HELD_BEFORE = re.compile(r"(?:召开|举行|举办)(?:了)?$")
_COUNTED_AFTER = re.compile(
    r'"?(?:共|共有|达)?[\d,]{1,9}(?:余|多)?(?:个|家|所|处|座|支|间|期)(?![\u4e00-\u9fff])'
)
_KINDS_OF_BANKS = frozenset(
    [
        "农村信用社",
        "农村商业银行",
        "农商银行",
        "农商行",
        "农信社",
        "邮政储蓄银行",
        "邮储银行",
        "信用社",
        "村镇银行",
        "商业银行",
    ]
)
_OTHER_KINDS = re.compile(
    r"国有(?:大型|大)?(?:商业)?(?:银行|行)|股份制|城市商业银行|城商行|外资银行|民营银行|政策性银行|大型银行|中小银行"
)
_OFFICIAL_AFTER = re.compile(
    r"(?:的)?(?:党组|党委|党支部|党总支|分管|主要|原|常务)?(?:成员|副?书记|副?[县市区镇乡省州局处科股所站院行校厅会队]长(?!期|效|远|城)|副?主任(?!单位)|副?主席"
    r"|副?总经理|副?经理|副?理事长|副?秘书长|常委|委员|党组|党委|部长)(?![^,。;]{0,8}(?:带领|带队|率))"
)


def find_mentions(text: str) -> list[Mention]:
    """All mentions of named organisations in ``text``, by offset; overlapping inner names are left out."""
    found: list[Mention] = []
    for head_start, end in _outside_titles(text, find_heads(text)):
        if is_common_word(text, end, end - head_start):
            continue
        parts = parse_name(text, head_start, end)
        if parts.head == "办公室" and not (parts.topics and parts.place):
            continue
        if parts.head == "调解室" and not (parts.counted or parts.place):
            continue
        if parts.head in _MEETING_HEADS and _HELD_BEFORE.search(text, max(0, parts.start - 4), parts.start):
            continue
        if _tells_a_kind(text, parts):
            parts = replace(parts, generic=True)
        if parts.head == "店" and not (parts.start < parts.outer <= end - 3):
            continue
        found.append(_mention(text, parts))
    found.extend(_press_titles(text))
    found.extend(_accounts(text))
    found.extend(quoted_shops(text))
    found.extend(acting_shops(text))
    listed = expand_lists(text, _drop_inner(sorted(found, key=lambda m: (m.start, -m.end))))
    return sorted([*listed, *announced_units(text, listed)], key=lambda m: m.start)


def _tells_a_kind(text: str, parts: NameParts) -> bool:
    """True if the name is counted (联络站87个) or is one kind of bank among others (股份制银行22件, 农村信用社34件)."""
    if parts.outer or len(parts.place) > 1:
        return False
    if _COUNTED_AFTER.match(text, parts.end):
        return True
    if text[parts.start : parts.end] not in _KINDS_OF_BANKS:
        return False
    around = text[max(0, parts.start - 40) : parts.start] + text[parts.end : parts.end + 40]
    return bool(_OTHER_KINDS.search(around))


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
        if _PROGRAMME_AFTER.match(text, mark.end()):
            continue
        if _PRESS_TITLE.fullmatch(title) and not _NOT_PRESS.search(title):
            start, end = mark.start(1), mark.end(1)
            parts = NameParts(start, end, title, "", "", "", 0, False, False)
            found.append(Mention(start, end, title, "media", parts))
    return found


def _accounts(text: str) -> list[Mention]:
    """News accounts without title marks, where they report (据海潮新闻报道)."""
    return [
        plain_mention(text, *found.span(1), "media")
        for found in _ACCOUNT.finditer(text)
        if not is_generic_stem(found[2])
    ]


def _drop_inner(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.start < kept[-1].end:
            if mention.end > kept[-1].end and mention.start <= kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept
