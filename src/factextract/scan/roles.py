"""What each organisation does in a report, from the words round its mentions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factextract.datamodel import Role
from factextract.scan.entities import Entity, head_class, is_level_head, is_subsequence
from factextract.scan.name_lexicon import LEVELS, words
from factextract.scan.name_mentions import Mention
from factextract.scan.name_parser import NameParts

_WINDOW = 40
_LISTED_WINDOW = 70
_LIST_GAP = re.compile(r"\s*(?:、|和|及|以及|,|\(含[^()]{0,12}\))?\s*")

_JOINT_BEFORE = re.compile(
    r"(?:联合|会同|携|协同|协调|携手|联手|偕同|连同|伙同|联动|依托|配合|搭档|联络|邀|邀请|特邀|结对|联系|委托|对接)(?:了|上|起)?(?:[^,。;、:()]{2,10}、){0,3}(?:[^,。;、:()]{0,8})?$"
)
_WITH_BEFORE = re.compile(r"(?:与|和|同|跟)$")
_WITH_AFTER = re.compile(
    r"(?:[^。;]{0,20}?)(?:共同|联合|一起|一道|联手|携手|搭伙|合作|共建|签订|签署|举行|举办|开展|设|摆|组织|主办|对接|座谈|结对|在)"
)
_GUIDED_BEFORE = re.compile(
    r"(?:在|按照|按|根据|遵照|依照|落实|贯彻|贯彻落实|响应|接|接到|收到|转发|遵循|围绕|执行|结合|对照|依据|要求|经)(?:了)?(?:[^,。;:()]{0,6})?$"
)
_GUIDED_AFTER = re.compile(
    r"(?:、[^,。;]{0,20})?(?:\"[^\"\n]{2,40}\")?(?:的)?(?:统一|总体|具体|有关|相关|工作|最新|业务|大力|正确|坚强|关心|悉心|联合|专项)?[^,。;]{0,12}?(?:指导|领导|部署|要求|安排|通知|精神|号召|意见|支持下|指示|方案|文件|转发|通报|下发|印发|批准|统筹|关于|《)"
)
_THANKED_BEFORE = re.compile(r"(?:得到|获得|受到|感谢)(?:了)?$")
_THANKED_AFTER = re.compile(
    r"(?:等[^,。;]{0,8})?的?(?:大力|积极|热情|鼎力|全力)?(?:支持|帮助|配合|协助|赞助)"
)
_UNDER_AFTER = re.compile(
    r"(?:的)?(?:统一|正确|坚强|具体|精心|悉心|有力|大力|业务)?(?:指导|领导|支持|部署|帮助|统筹|关心)(?:和[^,。;]{2,4})?下"
)
_SUBJECT_BEFORE = re.compile(r"(?:^|[。,;:!?、】\]\n\"]|当天|当日|上午|下午|其中|随后|同时|同日|日)$")
_SUBJECT_AFTER = re.compile(r"[\u4e00-\u9fff]")
_REPORTED_AFTER = re.compile(
    r"(?:的)?(?:通报|介绍|统计|下发|转发|印发|督导|督查|检查|验收|部署|拨付|补助|派|要求|表彰|授予|评为|考核|反馈|转来|转办|转送)"
)
_HOSTED_BEFORE = re.compile(r"由(?:[^,。;、]{0,4})?$")
_HOSTED_AFTER = re.compile(r"[^,。;]{0,24}?(?:主办|牵头|组织|举办|发起|召集|主持)")
_ORGANIZED_AFTER = re.compile(
    r"(?:[^,。;、]{0,8})?(?:主办|牵头|举办|组织|联合|会同|召开|开展|发起|协办|承办|还公布|编印|公布)"
)
_TOOK_PART_BEFORE = re.compile(
    r"(?:邀请|邀|请来|组织|召集|发动|动员|参加单位|参与单位|抽调|选派|调集|协调|拟邀|特邀)(?:了|有)?(?:[^,。;、]{0,6})?$"
)
_TOOK_PART_AFTER = re.compile(
    r"[^。;]{0,30}?(?:参加|参与|到场|出席|应邀|到会|协助|配合|派|同台|增援|支援|驰援|义务|义诊|顺手|拿出|免费|医护|消防员|医生|民警|律师|法官|检察官|税官|教官|讲师|师傅|老师|设点|摆|宣讲|讲|走进|发放|开展|设|包揽|获|捐|帮助)"
)
_LISTED_AS = re.compile(
    r"(主办|承办|联办|协办|支持|指导|参加|参与)(?:(?:单位|机构|方)[:为]?|:)[^,。;:()]{0,60}$"
)
_PARTS_IN_EVENT: dict[str, frozenset[Role]] = {
    "主办": frozenset((Role.ORGANIZER,)),
    "承办": frozenset((Role.ORGANIZER, Role.CO_ORGANIZER)),
    "联办": frozenset((Role.ORGANIZER, Role.CO_ORGANIZER)),
    "协办": frozenset((Role.CO_ORGANIZER, Role.PARTICIPANT)),
    "支持": frozenset((Role.CO_ORGANIZER, Role.PARTICIPANT)),
    "指导": frozenset((Role.SUPERVISOR,)),
    "参加": frozenset((Role.PARTICIPANT,)),
    "参与": frozenset((Role.PARTICIPANT,)),
}
_ADDRESSED = re.compile(r"^[ \t]*$")
_UPPER_FAMILY = re.compile(
    r"市场监|工商|税务|公安|消防|消保委|消协|消费者|证监|银保监|金融监管|联社|司法|疾控|人民银行|卫健|教育|教体|环保|应急|银行|人寿|财险|供电|电力|邮政|烟草|移动|联通|电信|法院|检察院|工会|妇联|残联|图书馆|气象|水务"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A report as the role rules see it: its text and its reporter."""

    text: str
    reporter: Entity | None

    @property
    def own(self) -> list[int]:
        """Where the reporter's mentions start, in order."""
        return [mention.start for mention in self.reporter.mentions] if self.reporter else []


def find_roles(entities: Sequence[Entity], setting: Setting) -> list[tuple[Role, ...]]:
    """Roles of each entity, in the order of ``Role``."""
    lists = _list_bounds(entities, setting.text)
    own = setting.own
    return [_ordered(_roles(entity, setting, lists, own)) for entity in entities]


def _ordered(roles: Iterable[Role]) -> tuple[Role, ...]:
    given = set(roles)
    return tuple(role for role in Role if role in given)


def _list_bounds(entities: Sequence[Entity], text: str) -> dict[int, tuple[int, int]]:
    """Start of each mention -> span of the enumeration it stands in."""
    spans = sorted({(m.start, m.end) for entity in entities for m in entity.mentions})
    bounds: dict[int, tuple[int, int]] = {}
    run: list[tuple[int, int]] = []
    for span in [*spans, (len(text) + 1, len(text) + 1)]:
        if run and not (
            span[0] - run[-1][1] <= 14 and _LIST_GAP.fullmatch(text, run[-1][1], min(span[0], len(text)))
        ):
            for start, _ in run:
                bounds[start] = (run[0][0], run[-1][1])
            run = []
        run.append(span)
    return bounds


def _roles(
    entity: Entity, setting: Setting, lists: dict[int, tuple[int, int]], own: Sequence[int]
) -> set[Role]:
    if entity is setting.reporter:
        return {Role.REPORTER, Role.ORGANIZER}
    roles: set[Role] = set()
    if entity.kind == "media":
        roles.add(Role.MEDIA)
    for mention in entity.mentions:
        start, end = lists.get(mention.start, (mention.start, mention.end))
        roles |= _cued(setting, start, end, mention)
        if bisect_left(own, start) < bisect_left(own, end):
            roles |= {Role.CO_ORGANIZER, Role.PARTICIPANT}
    if setting.reporter and is_branch(entity, setting.reporter):
        roles |= {Role.BRANCH, Role.PARTICIPANT}
    elif setting.reporter and _is_above(entity, setting.reporter) and not roles & {Role.CO_ORGANIZER}:
        roles.add(Role.SUPERVISOR)
    if not roles:
        roles.add(Role.MENTIONED)
    return roles


def _cued(setting: Setting, start: int, end: int, mention: Mention) -> set[Role]:
    text = setting.text
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - _WINDOW) : start]
    after = text[end : end + _WINDOW]
    if _ADDRESSED.match(before) and after.startswith(":") and "\n" in after[:2]:
        return {Role.SUPERVISOR, Role.MENTIONED}
    if listed := _LISTED_AS.search(text, max(line, start - _LISTED_WINDOW), start):
        return set(_PARTS_IN_EVENT[listed[1]])
    if _UNDER_AFTER.match(after):
        return {Role.SUPERVISOR}
    if _THANKED_BEFORE.search(before) and _THANKED_AFTER.match(after):
        return {Role.PARTICIPANT}
    if _GUIDED_BEFORE.search(before) and _GUIDED_AFTER.match(after):
        return {Role.SUPERVISOR}
    if _HOSTED_BEFORE.search(before) and (hosted := _HOSTED_AFTER.match(after)):
        return (
            {Role.CO_ORGANIZER, Role.PARTICIPANT}
            if "承办" in hosted[0] or "协办" in hosted[0]
            else {Role.ORGANIZER}
        )
    if _JOINT_BEFORE.search(before):
        return {Role.CO_ORGANIZER, Role.PARTICIPANT}
    if _WITH_BEFORE.search(before) and _WITH_AFTER.match(after):
        return {Role.CO_ORGANIZER, Role.PARTICIPANT}
    if _TOOK_PART_BEFORE.search(before):
        return {Role.PARTICIPANT}
    roles: set[Role] = set()
    if _ORGANIZED_AFTER.match(after):
        roles |= {Role.ORGANIZER, Role.CO_ORGANIZER}
    if _TOOK_PART_AFTER.match(after):
        roles.add(Role.PARTICIPANT)
    if _REPORTED_AFTER.match(after):
        roles.add(Role.MENTIONED)
    if not roles and _SUBJECT_BEFORE.search(before) and _SUBJECT_AFTER.match(after):
        roles |= {Role.PARTICIPANT, Role.MENTIONED}
    return roles


def is_branch(entity: Entity, reporter: Entity) -> bool:
    """True if the entity is an outlet or lower office of the reporter's own system."""
    parts, own = entity.best.parts, reporter.best
    head = parts.head
    if entity.kind in (*_FINANCIAL, "other", "hotline") and own.kind in _FINANCIAL:
        return not parts.outer and not parts.counted and head in _OUTLETS and parts.place[-1:] != "省"
    if head in _UNITS_BELOW.get(own.parts.head, ()) and not parts.outer:
        return True
    plain = not (parts.place or parts.topics or parts.outer)
    if head in _ALWAYS_LOWER and not parts.outer:
        return True
    if plain and (head == "所" or (head in _LOWER_OFFICES and own.parts.head[-1] in "局队中")):
        return True
    if _is_plain_bureau(parts) and own.kind not in _FINANCIAL and own.parts.head[-1:] == "局":
        return True
    if not _same_system(entity, reporter):
        return False
    if head in _OFFICES_OF_SYSTEM or (head in ("分局", "支局") and not _stated_level(entity.name)):
        return True
    return _level(entity.name) > _level(own.name)


def _is_plain_bureau(parts: NameParts) -> bool:
    """平山县局: a county's bureau of the trade the text is about."""
    return len(parts.place) > 1 and not parts.topics and not parts.stem and parts.head == "局"


def _same_system(entity: Entity, reporter: Entity) -> bool:
    """True for bodies of one trade: by name (工商, 消协), kind, or what they are in charge of (社保, 社会保险)."""
    if _family(entity.name) & _family(reporter.name):
        return True
    if entity.kind == reporter.kind == "consumer_council":
        return True
    mine, theirs = entity.best.parts.topics, reporter.best.parts.topics
    return bool(mine and theirs) and mine[0] == theirs[0] and is_subsequence(mine[:2], theirs)


_LOWER_OFFICES = frozenset(
    words("分局 支局 站 中队")
)  # 城南分局, 东城所: lower offices of whatever bureau reports
_ALWAYS_LOWER = frozenset(words("管理部 分中心 调解室 业务部 网点 揽投部 投递部 工区 工段 分馆 院区 校区"))
_OFFICES_OF_SYSTEM = frozenset(words("所 派出所 站 消防站 消防救援站 中队 分会"))
_UNITS_BELOW = {
    "总队": ("支队", "大队", "中队"),
    "支队": ("大队", "中队"),
    "大队": ("中队",),
    "人民法院": ("法庭",),
    "法院": ("法庭",),
    "检察院": ("检察室",),
    "公司": ("车队",),
    "集团": ("车队",),
    "图书馆": ("分馆",),
}  # of fire brigades, police, courts and carriers
_OUTLETS = frozenset(
    words(
        "客服中心 呼叫中心 中心 营业部 总行营业部 支行 分行 分理处 支公司 中心支公司 分公司 分社 信用社 营销服务部 储蓄所 营业所 电话中心 银行 业务部 分中心"
    )
)


def _family(name: str) -> set[str]:
    return set(_UPPER_FAMILY.findall(name))


_FINANCIAL = ("bank", "insurance", "securities")


def _stated_level(name: str) -> bool:
    return any(char in LEVELS for char in name)


def _level(name: str) -> int:
    """Administrative level, 1 for a province down to 5 for a village; 3 if nothing tells."""
    for char in name:
        if char in LEVELS:
            return {"省": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4}[char]
    return 1 if name.startswith(("国家", "中国", "自治区")) else 3


def _is_above(entity: Entity, reporter: Entity) -> bool:
    own, other = _family(reporter.name), _family(entity.name)
    same = bool(own & other) or (
        is_level_head(entity.best) and head_class(entity.name) == head_class(reporter.name)
    )
    return same and _level(entity.name) < _level(reporter.name)
