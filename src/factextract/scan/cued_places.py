"""Candidate places that only their position tells: what stands between a cue (走进, 移师, 地点:) and what ends a name.

The rules take none of them; the trained judge decides, from the words around them and how they end. They give it places
with unknown heads (走进滴滴司机之家) and longer readings of known ones (森林公园 | 露天剧场).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.scan.name_lexicon import words
from factextract.scan.name_parser import NameParts
from factextract.scan.name_words import is_ordinary
from factextract.scan.places import Place
from factextract.scan.venue_lexicon import AT, INTO

_MORE_CUES = words(
    """移师 移步 改到 改至 选址 选址在 落地 落户于 挂牌于 安排于 设点于 放到 挂在 守在 蹲在 泊在 停驻在 跑完 走完 转到 走遍 途至 逐一走访
    走访了 察看 察看了 抽查 抽查了 随机走访了 腾出 借座 地点设在 地点选在 地点是 地点: 主会场: 分会场: 会场为 会场设在 分会场设在 第一站 第二站 第三站 首站
    首站是 终点是 搭到 架到 架在 讲到 讲到了 带到 请进 驶到 开进了 走进了 来到了 搬进了 搬到了 挪进 摆上 送上 办到了 开到了 设到 深入"""
)
_CUES = re.compile("|".join(sorted({*INTO, *AT, *_MORE_CUES}, key=lambda cue: (-len(cue), cue))))
_NAME = r"[\u4e00-\u9fffA-Za-z0-9]"
# What ends a name: a mark, a localiser, 的, or the word of what goes on there.
_STOP = (
    r"[,。;、:!?()\"'\n\s—→]|$|(?:里|内|中|旁|外|下)(?=[,。;、\"\u4e00-\u9fff])|上(?=[,。;、摆设演开发搭讲唱])|前(?=[,。;、的设摆搭])|的|门口|门前|楼下|附近|周边|一带"
    r"|(?:分别|同时|同步|集中|现场|联合|正式|隆重|成功|如期|率先|首次)?(?:设|举行|举办|召开|开展|开讲|开班|开锣|开演|摆|搭|支起|悬挂|张贴|发放|发完|散发|派发|讲|宣传|宣讲|演出|演练|放映|播放|上演|启动|签|逐户|挨户"
    r"|为|向|给|与|和|及|以及|同|将|把|对|教|唱|放|取经|指导|检查|核查|突查|查|抽|进行|组织|参加|参观|体验|看望|慰问|义诊|巡诊|坐诊|采样|采集|蹲守|值守|一|两|三|\d)"
)
_AFTER_CUE = re.compile(rf"(?:了|过)?(?P<name>(?![了过的在])(?:{_NAME}){{2,14}}?)(?={_STOP})")
_NO_PLACE = re.compile(
    r"^(?:第|每|各|该|本|此|这|那|全|我|他|她|一线|基层|现场|实处|位|期|年|月|日|时|底|家|百|千|万)|^[\d一二三四五六七八九十百]+|(?:时|后|期间|工作|活动|情况|方面|过程|问题|环节|阶段|水平|范围|领域|行列|视野|心|人|们|年|月|日|户|群众|居民|村民|商户|企业|单位|部门|客户|学生|老人|职工|家庭)$"
)


def cued_places(text: str, known: Sequence[Place]) -> list[Place]:
    """Candidates that no place in ``known`` equals, by offset; they may overlap known ones."""
    taken = {(place.start, place.end) for place in known}
    found: list[Place] = []
    for cue in _CUES.finditer(text):
        match = _AFTER_CUE.match(text, cue.end())
        if match is None:
            continue
        start, end = match.span("name")
        name = match["name"]
        if (start, end) in taken or _NO_PLACE.search(name) or is_ordinary(name):
            continue
        taken.add((start, end))
        parts = NameParts(start, end, "", "", name, "", 0, False, False)
        found.append(Place(start, end, name, "site", parts, uncertain=True, cued=True))
    return found
