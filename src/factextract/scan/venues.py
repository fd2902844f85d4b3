"""Places where something took place, told apart from organisations by their context.

A candidate is a name that ends in a place noun (广场, 集市, 会议室, 门前) or a mention of an organisation that has premises
(学校, 支行, 社区). It is a venue if a locative phrase leads into it or into the list it stands in (在…举行, 走进…, 主会场设在…), if a
postposition follows, or if the premises themselves are the subject (…敞开大门).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from factextract.scan.entities import LANDMARK_AFTER
from factextract.scan.name_heads import WordTable, first_match_pattern
from factextract.scan.name_lexicon import words
from factextract.scan.name_lists import shared_items
from factextract.scan.name_mentions import Mention
from factextract.scan.name_parser import NameParts, is_generic_stem, parse_name
from factextract.scan.venue_lexicon import (
    AT,
    DEFINITE,
    GENERIC_STEMS,
    INTO,
    NOT_BEFORE,
    NOT_MOTION,
    VENUE_HEADS,
    WEAK_HEADS,
)

_TYPES = {head: kind for kind, heads in VENUE_HEADS.items() for head in heads}
_HEAD_PATTERN = first_match_pattern([*_TYPES, *WEAK_HEADS])
_INTO_TABLE = WordTable(INTO)
_NOT_MOTION_TABLE = WordTable(NOT_MOTION)
_BESIDE = re.compile(
    r"(?:(到|在|去|赴|来到|走进)(?:位于[^,。;、]{2,10}|[^,。;、在到]{2,10}(?:旁边|旁|对面|附近|上游|下游|脚下))"
    r"|(到|去|赴)(?:结对|帮扶|包联|对口|共建|挂钩|偏远|最远)[^,。;、到在]{0,6}"
    r"|(到了|来到|走进|深入|前往|走入|开进|搬到了)[^,。;、到在]{2,12})的$"
)
_LISTED_BEFORE = re.compile(r"(?:[^,。;:、到进在赴\d\n]{2,10}、){1,4}$")  # items that are no known places
_CROWDED = ("集中在", "聚集在", "聚在", "放在", "站在")  # of problems as well as of people
_COUNTED_PLACES = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十多几]{1,3})个?(?:行政村|自然村|村|社区|乡镇|镇|学校|企业|小区|网点)(?:、|和|及|以及)$"
)
_LISTED_IN = re.compile(r"、[^,。;、]{2,10}?在[^。;]{2,40}?设")
_NUMBER_BEFORE = re.compile(r"[二两三四五六七八九十]$")
_AT_TABLE = WordTable(AT)
_PREMISES = frozenset(
    words(
        "school hospital community enterprise library bank insurance securities fire police government utility other"
    )
)
_OUTLETS = frozenset(["bank", "insurance", "securities", "fire"])
_GAP = re.compile(r"\s*(?:、|和|及|与|以及|或)\s*")
_FILLER = re.compile(
    r"(?:县城|城区|市区|镇上|全市|全县|全区|辖内|辖区内?|当地|附近|周边|人流密集|人员密集|人流量大|繁华|热闹|各自|最大|中心|位于)?的?$"
)
_GUIDED = re.compile(
    r"[^,。;]{0,14}?(?:指导下|领导下|支持下|部署下|协助下|配合下|要求下|号召下|关心下|组织下|统筹下|帮助下|推动下|牵头下|见证下|精心组织)"
)
_EVENT = re.compile(
    r"(?:等(?:地|处|多地|单位|场所|区域)?)?(?:\d{1,3}|[一二三四五六七八九十两多]{1,3})?(?:个|家|所|处|地|大|座)?(?:[^,。;]{0,16}?)(?:设|举行|举办|召开|开展|启动|组织|摆|搭|支起|集中|开设|进行|销毁|焚毁|上演|同步|演练|宣讲|宣传|讲|办|布置|布设|发放|张贴|悬挂|播放|展出|义诊|授课|培训"
    r"|参观|座谈|慰问|检查|巡查|会场|门前|落幕|收官|拉开|亮相|将|把|为|普及|演出|开课|上课|开讲|派发|向|给|看望|诊|入炉|处置|处理|公开|现场|参加|活动|,)"
)
_EVENT_IN_TOWN = re.compile(
    r"(?:分别|各|同时|同步|集中)?(?:设立?|举行|举办|召开|启动|摆|搭|支起|集中销毁|上演|设点)"
)
_EACH_ONCE = re.compile(
    r"各(?:办|开|讲|举行|举办|开展|组织)?[了有]?(?:\d{1,3}|[一两三四五六七八九十])(?:场|次|期|堂)"
)
_LEFT_FROM = re.compile(r"(?:出发|启程|发车|起跑|开跑|启动)")
_INSPECTED = re.compile(r"[^,。;]{0,8}?(?:逐户|逐一|检查|过筛|巡查|排查|整治|监测|抽检|突击|走访|开展)")
_OPENED = re.compile(
    r"[^,。;]{0,8}?(?:敞开大门|对外开放|开门迎|免费开放|迎来|涌入|接待(?:社会)?(?:群众|公众|参观)|接收[^,。;]{0,4}\d)"
)
_AT_WORK = re.compile(
    r"(?:等)?(?:共计|共)?(?:\d{1,3}|[一二三四五六七八九十两]{1,3})(?:个|家)(?:营业)?(?:网点|场所|职场|柜面)[^。;]{0,14}?(?:设摊|设点|在厅堂|厅堂|摆|开微沙龙|同步|开展|举办|宣传)"
)
_HELD_THERE = re.compile(
    r"的(?:[^,。;的了看加师生员工人]{0,8}?)(?:演练|活动|讲座|课堂|宣讲|现场|集市|专场|比赛|展览|教室|操场|礼堂|院子|展柜|展台|展板|展区|咨询台|摊位|宣传栏|大屏)|(?:现场|会场|分会场|主会场|专场)|(?:上|里|内|门前)?(?:热闹|人头攒动|人山人海|人来人往|人声鼎沸|成了|成为|变成|变身|化身|座无虚席|摆满|摆开|摆起|搭起|搭建|支起|设(?!立的|备|施))"
)
_INSIDE = re.compile(
    r"(?:门口|门前|院内|院里|里面|里(?!程|的人)|内(?!部|容|设|控|勤|外)|前(?!往|来|去|期|列|后|台|述)|上(?!午|述|报|级|门|面|街|市|映|线|岗|传|访|述|交)|旁|外(?!出|面|来|资|汇|地|卖|勤|围))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate place in view offsets; ``name`` is its folded name, ``organization`` the mention it is, if it is one."""

    start: int
    end: int
    name: str
    kind: str
    parts: NameParts
    organization: Mention | None = None
    head_span: tuple[int, int] | None = None
    weak: bool = False
    uncertain: bool = False
    acts: bool = False


def find_places(text: str, mentions: Sequence[Mention]) -> list[Place]:
    """Candidate places by offset, longest first where they overlap; organisation mentions with premises included."""
    places = [*_headed(text), *_premises(mentions)]
    places.sort(key=lambda p: (p.start, -p.end, p.weak))
    kept: list[Place] = []
    for place in places:
        if kept and place.start < kept[-1].end:
            if place.end > kept[-1].end and not place.weak:
                kept[-1] = place
            continue
        kept.append(place)
    return kept


def _headed(text: str) -> list[Place]:
    found: list[Place] = []
    covered = 0
    for match in _HEAD_PATTERN.finditer(text):
        start, head = match.start(), match[1]
        weak = head in WEAK_HEADS
        if weak and start + 1 <= covered:
            continue
        end = start + len(head)
        if end <= covered or text.startswith(NOT_BEFORE.get(head, ()), end):
            continue
        if not weak:
            covered = end
        parts = _after_number(text, start, end, head) or parse_name(text, start, end)
        kind = WEAK_HEADS[head] if weak else _TYPES[head]
        if parts.counted and not parts.stem:
            found.extend(_shared(text, parts, kind))
        elif _is_specific(text, parts, weak):
            found.append(Place(parts.start, end, text[parts.start : end], kind, parts, weak=weak))
        elif not weak and parts.stem in tuple("老东南西北") and not (parts.place or parts.counted):  # 老车站
            found.append(Place(parts.start, end, text[parts.start : end], kind, parts, uncertain=True))
    return found


def _after_number(text: str, start: int, end: int, head: str) -> NameParts | None:
    """红花、石牛二村: a numeral without a measure word straight before the shared head."""
    if head in "村镇乡" and _NUMBER_BEFORE.search(text, max(0, start - 1), start):
        return NameParts(start, end, head, "", "", "", 0, True, False)
    return None


def _shared(text: str, parts: NameParts, kind: str) -> list[Place]:
    weak = kind in ("village", "town")
    places = []
    for start, end in shared_items(text, parts):
        whole = text[end - 1] == parts.head[-1]  # 上村和岔河两个村
        name = text[start:end] + ("" if whole else parts.head)
        span = None if whole else (parts.start, parts.end)
        places.append(Place(start, end, name, kind, parts, head_span=span, weak=weak))
    return places


def _is_specific(text: str, parts: NameParts, weak: bool) -> bool:
    if parts.counted or parts.generic:
        return False
    if parts.outer:
        return parts.outer - parts.start > 2 or bool(parts.stem)
    if weak:
        return (2 <= len(parts.stem) <= 4 and parts.stem not in GENERIC_STEMS) or len(parts.place) >= 3
    if len(parts.stem) == 1 and not parts.place:
        return False
    if parts.stem:
        vague = parts.stem in GENERIC_STEMS or is_generic_stem(parts.stem) or parts.stem.endswith("级")
        return not vague or (bool(parts.place) and not parts.stem.endswith("级"))
    return (
        bool(parts.place)
        or text[parts.start : parts.end] in DEFINITE
        or bool(len(parts.topics) > 2 and parts.head in ("门口", "门前", "垃圾填埋场"))
    )


def _premises(mentions: Sequence[Mention]) -> list[Place]:
    return [
        Place(m.start, m.end, m.name, m.kind, m.parts, m, m.head_span)
        for m in mentions
        if m.kind in _PREMISES and not m.parts.counted and not m.parts.generic and _has_premises(m)
    ]


def _has_premises(mention: Mention) -> bool:
    """A bare head (社区, 学校) is no particular place; an outlet's may be (营业部)."""
    parts = mention.parts
    if parts.place or parts.outer or len(parts.stem) > 1 or mention.head_span:
        return True
    return parts.head == "营业部" or (mention.kind == "school" and bool(parts.topics))


def locate(text: str, places: Sequence[Place]) -> list[Place]:
    """The places in a locative context, in order; ``acts`` is set where the premises are the subject (敞开大门)."""
    found: list[Place] = []
    for group in _lists(text, places):
        hosts = bool(_OPENED.match(text, _end_of(group)))
        flags = [not place.uncertain and _located(text, group, place) for place in group]
        for place, sure in zip(group, flags, strict=True):
            if sure or (place.uncertain and (any(flags) or _stands_there(text, group, place))):
                found.append(replace(place, acts=hosts))
    return found


def _end_of(group: Sequence[Place]) -> int:
    """Where a list of places ends, a head they share included."""
    last = group[-1]
    return max(last.end, last.head_span[1]) if last.head_span else last.end


def _lists(text: str, places: Sequence[Place]) -> list[list[Place]]:
    """Enumerations of places (A、B和C)."""
    groups: list[list[Place]] = []
    for place in places:
        if (
            groups
            and place.start - groups[-1][-1].end <= 3
            and _GAP.fullmatch(text, groups[-1][-1].end, place.start)
            and not (place.organization and text.startswith("在", place.end))  # A在甲、B在乙
        ):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _located(text: str, group: Sequence[Place], place: Place) -> bool:
    start, end = group[0].start, _end_of(group)
    if place.kind == "gate" and place.organization is None:
        return True
    if text.startswith(LANDMARK_AFTER, place.end):
        return False
    before = _FILLER.sub(
        "",
        _BESIDE.sub(
            r"\1\2\3", _COUNTED_PLACES.sub("", _LISTED_BEFORE.sub("", text[max(0, start - 48) : start]))
        ),
    )
    if (length := _AT_TABLE.ending_at(before, len(before))) and not _GUIDED.match(text, end):
        return _at(text, end, place, before, prepositional=length == 1)
    if not length and _moves_into(before):
        return _into(place, before)
    return not place.weak and _speaks_as_place(text, end, group, place, before)


def _stands_there(text: str, group: Sequence[Place], place: Place) -> bool:
    """在老车站摆摊: a place of few characters needs 在 and something going on."""
    return text.endswith("在", 0, group[0].start) and bool(_EVENT.match(text, place.end))


def _at(text: str, end: int, place: Place, before: str, prepositional: bool) -> bool:
    """在 leads in: premises, villages and plain kinds of places need something going on there."""
    if not prepositional and (place.organization is None or not before.endswith(_CROWDED)):
        return True
    if place.kind == "town":
        return bool(_EVENT_IN_TOWN.match(text, end) or _LISTED_IN.match(text, end))
    if place.organization is None and not place.weak and place.name not in DEFINITE:
        return True
    return place.kind != "government" and bool(_EVENT.match(text, end))


def _moves_into(before: str) -> bool:
    return bool(_INTO_TABLE.ending_at(before, len(before))) and not _NOT_MOTION_TABLE.ending_at(
        before, len(before)
    )


def _into(place: Place, before: str) -> bool:
    """走进, 到: towns are only passed through, and one goes to an office on business."""
    if place.kind == "town" or (
        place.organization is None and place.name in DEFINITE and before.endswith("深入")
    ):
        return False
    office = place.organization is not None and place.kind in ("government", "other", "police")
    return not (office and before[-1] in "到至进去赴")


def _speaks_as_place(text: str, end: int, group: Sequence[Place], place: Place, before: str) -> bool:
    """Without a preposition: inspected, opened to the public, or named as where something was held."""
    if before.endswith("对") and _INSPECTED.match(text, end):
        return True
    act = place.organization is not None
    if (
        act
        and any(p.kind in _OUTLETS for p in group)
        and (_AT_WORK.match(text, end) or _OPENED.match(text, end))
    ):
        return True
    public = not act or place.kind in ("school", "hospital", "community")
    if (public and _HELD_THERE.match(text, end)) or (not act and _INSIDE.match(text, end)):
        return True
    if not place.weak and _EACH_ONCE.match(text, end):
        return True
    return bool(_OPENED.match(text, end)) or (before.endswith("从") and bool(_LEFT_FROM.match(text, end)))
