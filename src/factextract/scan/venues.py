"""Places where something took place, told apart from organisations by their context.

A candidate is a name that ends in a place noun (广场, 集市, 会议室, 门前) or a mention of an organisation that has premises
(学校, 支行, 社区). It is a venue if a locative phrase leads into it or into the list it stands in (在…举行, 走进…, 主会场设在…), if a
postposition follows, or if the premises themselves are the subject (…敞开大门).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from factextract.scan.entities import LANDMARK_AFTER
from factextract.scan.name_heads import WordTable
from factextract.scan.name_lexicon import APPOSITIONS
from factextract.scan.places import OUTLETS, Place
from factextract.scan.venue_lexicon import AT, DEFINITE, INTO, NOT_MOTION

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
_AT_TABLE = WordTable(AT)
_AT_WORDS = frozenset(["在册", "在校", "在建", "在岗", "在用", "在职", "在编", "在线", "在途", "在逃"])
_GAP = re.compile(r"\s*(?:、|和|及|与|以及|或)\s*")
_FILLER = re.compile(
    r"(?:县城|老城区|城区|市区|镇上|全市|全县|全区|辖内|辖区内?|当地|附近|周边|人流密集|人员密集|人流量大|繁华|热闹|各自|最大|中心|位于|[我本](?:院|校|局|行|所|站|镇|乡|村|街道|社区|公司|馆|园|县|区|市)|"
    + "|".join(APPOSITIONS)
    + r")?的?$"
)
_GUIDED = re.compile(
    r"[^,。;]{0,14}?(?:指导下|领导下|支持下|部署下|协助下|配合下|要求下|号召下|关心下|组织下|统筹下|帮助下|推动下|牵头下|见证下|精心组织)"
)
_EVENT = re.compile(
    r"(?:等(?:地|处|多地|单位|场所|区域)?)?(?:\d{1,3}|[一二三四五六七八九十两多]{1,3})?(?:个|家|所|处|地|大|座)?(?:[^,。;]{0,16}?)(?:设|举行|举办|召开|开展|启动|组织|摆|搭|支起|集中|开设|进行|销毁|焚毁|上演|同步|演练|宣讲|宣传|讲|办|布置|布设|发放|张贴|悬挂|播放|展出|义诊|授课|培训"
    r"|参观|座谈|慰问|检查|巡查|会场|门前|落幕|收官|拉开|亮相|将|把|为|普及|演出|开课|上课|开讲|派发|向|给|看望|诊|入炉|处置|处理|公开|现场|参加|活动|开[^,。;、]{0,6}会|揭露|揭牌|签约|录制|直播|值守|观看|聆听|接受|用|联合|会同|围绕|针对|安排|布控|设卡|执勤|疏导|劝导|清查|检修|调解|开庭|审理|巡航|巡逻|巡诊|挂牌|与|,)"
)
_EVENT_IN_TOWN = re.compile(
    r"(?:等)?(?:(?:[二两三四五六七八九十]|\d{1,2})个?(?:中心|重点)?(?:乡镇|镇|乡|街道|地))?(?:赶场天|赶场日|赶集日|赶集天|圩日|逢集日|集日)?"
    r"(?:分别|各|同时|同步|集中)?(?:设立?|举行|举办|召开|启动|摆|搭|支起|集中销毁|上演|设点)"
)
_EACH_ONCE = re.compile(
    r"各(?:办|开|讲|讲课|授课|宣讲|培训|演出|演练|举行|举办|开展|组织)?[了有]?(?:\d{1,3}|[一两三四五六七八九十])(?:场|次|期|堂)"
)
_COUNT_OF_TIMES = r"(?:了)?(?:各|共)?(?:\d{1,3}|[一两三四五六七八九十]{1,3})(?:次|场|课|堂|节|回|期|遍)"
_TAUGHT_THERE = re.compile(r"(?:各|共)?(?:上课|讲课|授课|开讲|宣讲|放映|送戏|巡诊)" + _COUNT_OF_TIMES)
_DONE_THERE = re.compile(
    r"(?:\([^()\n]{1,12}\))?(?:各|共)?(?:上课|讲课|授课|开讲|宣讲|放映|送戏|巡诊|夜查|检查|抽查|巡查|暗访|义诊|演出|演练|培训|走访|办班|开庭)"
    + _COUNT_OF_TIMES
)
_EVENT_NAMES = frozenset(
    ["讲堂", "大讲堂", "学堂", "课堂", "大舞台", "集市", "夜市", "直播间"]
)  # of series as well as of places
_LEFT_FROM = re.compile(r"(?:出发|启程|发车|起跑|开跑|启动)")
_INSPECTED = re.compile(r"[^,。;]{0,8}?(?:逐户|逐一|检查|过筛|巡查|排查|整治|监测|抽检|突击|走访|开展)")
_STAGED = re.compile(
    r'"[^"\n]{2,20}"[^,。;]{0,4}(?:收官|举行|开赛|开幕|落幕|启动|开讲)'
)  # 海州大学“模拟赛”收官
_OPENED = re.compile(
    r"[^,。;]{0,8}?(?:(?:敞开|打开)大门|的?大门敞|对外开放|开门迎|免费开放|迎来|涌入|接待(?:社会)?(?:群众|公众|参观)|接收[^,。;]{0,4}\d)"
)
_AT_WORK = re.compile(
    r"(?:等)?(?:共计|共)?(?:\d{1,3}|[一二三四五六七八九十两]{1,3})(?:个|家)(?:营业)?(?:网点|场所|职场|柜面)[^。;]{0,14}?(?:设摊|设点|在厅堂|厅堂|摆|开微沙龙|同步|开展|举办|宣传)"
)
_HELD_THERE = re.compile(
    r"的(?:[^,。;的了看加师生员工人]{0,8}?)(?:演练|活动|讲座|课堂|宣讲|现场|集市|专场|比赛|展览|教室|操场|礼堂|院子|展柜|展台|展板|展区|咨询台|摊位|宣传栏|大屏)|(?:现场|会场|分会场|主会场|专场)|(?:上|里|内|门前)?(?:已|早已|已经|顿时)?是?(?:热闹|人头攒动|人山人海|人来人往|人声鼎沸|成了|成为|变成|变身|化身|座无虚席|摆满|摆开|摆起|搭起|搭建|支起|设(?!立的|备|施))"
)
_INSIDE = re.compile(
    r"(?:门口|门前|院内|院里|里面|里(?!程|的人)|内(?!部|容|设|控|勤|外)|前(?!往|来|去|期|列|后|台|述)|上(?!午|述|报|级|门|面|街|市|映|线|岗|传|访|述|交)|旁|外(?!出|面|来|资|汇|地|卖|勤|围))"
)


def locate(text: str, places: Sequence[Place]) -> list[Place]:
    """The places in a locative context, in order; ``acts`` is set where the premises are the subject (敞开大门)."""
    return [place for place, located in vote(text, places) if located]


def vote(text: str, places: Sequence[Place]) -> list[tuple[Place, bool]]:
    """Each place in order, and whether the rules see it in a locative context; ``acts`` is set as in ``locate``."""
    found: list[tuple[Place, bool]] = []
    for group in _lists(text, places):
        hosts = bool(_OPENED.match(text, group.end) or _STAGED.match(text, group.end))
        flags = [
            place.told or (not place.uncertain and _located(text, group, place)) for place in group.places
        ]
        some = any(flags)
        for place, sure in zip(group.places, flags, strict=True):
            located = sure or (place.uncertain and (some or _stands_there(text, group, place)))
            found.append((replace(place, acts=hosts), located))
    return found


class _Enumeration:
    """Places in a list, with where it begins and ends (a head they share included), and what its members are."""

    __slots__ = ("all_offices", "end", "has_outlets", "places", "start")

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        last = places[-1]
        self.start = places[0].start
        self.end = max(last.end, last.head_span[1]) if last.head_span else last.end
        self.has_outlets = any(place.kind in OUTLETS for place in places)
        self.all_offices = all(_is_office(place) for place in places)


def _lists(text: str, places: Sequence[Place]) -> list[_Enumeration]:
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
    return [_Enumeration(group) for group in groups]


def _located(text: str, group: _Enumeration, place: Place) -> bool:
    start, end = group.start, group.end
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
        return _into(text, end, group, place, before)
    if _done_there(text, end, place):
        return True
    return not place.weak and _speaks_as_place(text, end, group, place, before)


def _done_there(text: str, end: int, place: Place) -> bool:
    """A place by itself and how often something was done there (东庄、西庄夜查2次, 镇中心小学上课2堂); a town or a body but for a
    school may have done it itself."""
    if place.kind == "school":
        return bool(_TAUGHT_THERE.match(text, end))
    if place.organization is not None or place.kind == "town" or place.parts.head in _EVENT_NAMES:
        return False
    return bool(_DONE_THERE.match(text, end))


def _stands_there(text: str, group: _Enumeration, place: Place) -> bool:
    """在老车站摆摊: a place of few characters needs 在 and something going on, or things that are taken there."""
    if text.endswith(("拉到", "运到", "运至"), 0, group.start):
        return True
    return text.endswith("在", 0, group.start) and bool(_EVENT.match(text, place.end))


def _at(text: str, end: int, place: Place, before: str, prepositional: bool) -> bool:
    """在 leads in: premises, villages and plain kinds of places need something going on there."""
    if prepositional and place.weak and "在" + place.name[:1] in _AT_WORDS:
        return False
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


def _into(text: str, end: int, group: _Enumeration, place: Place, before: str) -> bool:
    """走进, 到: towns are only passed through unless something is set up there, and one goes to an office on business unless
    other places are visited with it."""
    if place.kind == "town":
        return bool(_EVENT_IN_TOWN.match(text, end))
    if place.organization is None and place.name in DEFINITE and before.endswith("深入"):
        return False
    if group.all_offices:
        return before[-1] not in "到至进去赴"
    return True


def _is_office(place: Place) -> bool:
    return place.organization is not None and place.kind in ("government", "other", "police")


def _speaks_as_place(text: str, end: int, group: _Enumeration, place: Place, before: str) -> bool:
    """Without a preposition: inspected, opened to the public, or named as where something was held."""
    if before.endswith("对") and _INSPECTED.match(text, end):
        return True
    act = place.organization is not None
    if act and group.has_outlets and (_AT_WORK.match(text, end) or _OPENED.match(text, end)):
        return True
    public = not act or place.kind in ("school", "hospital", "community")
    if (
        (public and _STAGED.match(text, end))
        or (public and _HELD_THERE.match(text, end))
        or (not act and _INSIDE.match(text, end))
    ):
        return True
    if not place.weak and _EACH_ONCE.match(text, end):
        return True
    return bool(_OPENED.match(text, end)) or (before.endswith("从") and bool(_LEFT_FROM.match(text, end)))
