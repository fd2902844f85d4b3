"""Which of the recognised organisations a careful reader would write down, and what the vaguer mentions refer to.

Specific names found entities (see ``entities``). The rest is decided here: bare heads (中心, 支行) and level heads (县局, 省分公司)
refer to the reporter, to another entity, or stand for themselves; names of topic words alone (交警支队, 教育体育局) count where they
stand among partners; schools and firms that only serve as a place are left to the venues.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from factextract.datamodel import Role
from factextract.scan.entities import (
    Entity,
    EntityIndex,
    head_class,
    in_other_name,
    is_level_head,
    is_specific,
    is_subsequence,
    same_body,
)
from factextract.scan.name_lexicon import words
from factextract.scan.name_mentions import Mention
from factextract.text.fold import is_cjk

OUTLET_HEADS = frozenset(words("营业部 管理部 支行 分行 分理处 支公司 分社 信用社 营销服务部 储蓄所 营业所"))
_TOPICAL_HEADS = frozenset(
    words(
        "派出所 消协 消保委 消委会 妇联 残联 团委 工商联 电视台 融媒体中心 广播站 法院 检察院 总工会 网信办 文明办 安委办 食安办 处非办 宣传部 组织部 公安局 人民法院 街道办 管委会 供电局 邮政局 电力局 红十字会 卫生院 科协 中医院 疾控中心 妇幼保健院 司法所 税务所 市场监管所 工商所 供电所 供销社 公证处 海事处 房管处 环卫处 环卫所 运管处 慈善会 疾控 融媒体 车队 工务段 电务段 车务段 供电段 机务段 河长办 林长办 应急办 信访办 人防办 综治办 编办 纪委监委 财政所 经管站 文管所 房管所 土管所 交管所 粮站 水库管理所 边检站 空管站 安检站 戒毒所 车管所 看守所 拘留所 文化馆 图书馆 档案馆 工商联 武装部 人武部 气象局"
    )
)
_ONE_OF_A_KIND = frozenset(
    words(
        "法律援助中心 法援中心 公共法律服务中心 疾病预防控制中心 疾控中心 融媒体中心 行政服务中心 政务服务中心 公积金中心 住房公积金管理中心 不动产登记中心 社会保险事业管理中心 社保中心 医保中心 就业服务中心 人才服务中心 仲裁院 劳动人事争议仲裁院 妇幼保健院 中医院 精神病医院 传染病医院 红十字会 殡仪馆 救助站 救助管理站 志愿者协会 律师协会 检测中心 质检中心 农技中心 农技推广中心 动物疫控中心 血站 中心血站 急救中心"
    )
)  # of which a town has one
_COMMON_SERVICES = frozenset(
    words(
        "服务 便民 便民服务 志愿 志愿服务 维权 消费维权 投诉 举报 投诉举报 受理 咨询 联络 宣传 监督 调解 人民调解 救助 监测 监管 管理 指导 检测 检查 养老 健康 普法 法律服务 快递 物流 金融服务 客服"
    )
)  # stations for these may be anywhere
_NEVER_ALONE = frozenset(
    words(
        "公司 学校 医院 银行 社区 小学 中学 幼儿园 大学 学院 企业 集团 中心 基地 分会 协会 委员会 商会 合作社 投诉站 联络站 维权站 服务站 站 队 馆 院"
    )
)
_SENTENCE = 120
_SENTENCE_END = re.compile(r"[。!?\n]")
_LIST_GAP = re.compile(
    r"(?:\d[\d,.]{0,9}[^\d、,;。\n]{0,3})?\s*(?:、|和|及|与|以及|,|;)\s*"
)  # 新港支行12宗、会展支行
_LONGEST_GAP = 16
_CELL = re.compile(r"[ \t]{0,8}[|\t][ \t]{0,8}\d|[ \t]{0,8}\n[ \t]{0,8}\d[\d,.]*[ \t]{0,8}(?:\n|$)")
_ROW = re.compile(r"(?:[ \t]{0,8}[|\t][^\n]{1,80}|(?:\n[ \t]{0,8}[\d,.%]{1,12}[ \t]{0,8}){1,10})\n")
_LONGEST_ROW = 120
_MAX_CELLS = 10
_PARTNER_BEFORE = re.compile(
    r"(?:联合|会同|协同|携手|联手|配合|协调|邀请|邀|请来|与|同|和)(?:了)?(?:当地|属地|辖区)?$"
)
_SELF = re.compile(
    r"(?<![自])(我|本|该)(支行|分行|支局|分局|分公司|支公司|公司|中心|协会|大队|支队|街道|社区|联社|[行局院校所社司会馆站镇乡办委厅部队园厂店])(?!业|长|员|务|动|面|限|事|有)"
)
_HEAD_OFFICES = {
    "总行": ("分行", "支行"),
    "总公司": ("分公司", "支公司"),
}  # a branch's head office is a body of its own
_BODY_OF_POWER = re.compile(
    r"(?:(?<!团)[县市省区州镇乡]委|(?<![镇乡])(?<![镇乡]人民)政府|人大|政协|人大常委会|党委)$"
)
_ACTS_OF_POWER = re.compile(r"(?:表彰|拨付|拨款|授予|奖励|批准|出台|投入)")
_PLACE_KINDS = frozenset(words("school hospital community enterprise library other utility"))
_ACTING_ROLES = frozenset((Role.CO_ORGANIZER, Role.ORGANIZER))


def attach_vague(
    text: str, entities: list[Entity], vague: Sequence[Mention], reporter: Entity | None
) -> list[Entity]:
    """Give each vague mention to the entity it refers to, or found an entity for it; the entities by first mention."""
    founded: dict[str, Entity] = {}
    spans = {m.end: m for e in entities for m in e.mentions}
    starts = {m.start: m for e in entities for m in e.mentions}
    index = EntityIndex(entities)
    pending: list[Mention] = []
    for mention in vague:
        host = _referent(mention, index, reporter)
        if host is not None:
            host.add(mention)
        else:
            pending.append(mention)
    for mention in (*pending, *reversed(pending)):  # a list is told by its first item or by its last
        if starts.get(mention.start) is mention:
            continue
        if mention.name in founded:
            founded[mention.name].add(mention)
            starts[mention.start] = mention
        elif _stands_alone(text, mention, spans, starts, reporter):
            founded[mention.name] = Entity(mention)
            founded[mention.name].add(mention)
            spans[mention.end] = starts[mention.start] = mention
    everyone = sorted((*entities, *founded.values()), key=lambda e: e.first)
    for entity in everyone:
        entity.mentions.sort(key=lambda m: m.start)
    _attach_self(text, everyone, reporter)
    return everyone


def _attach_self(text: str, entities: Sequence[Entity], reporter: Entity | None) -> None:
    """我行 and 本局 are the reporter; 该院 is the last body of its class in the sentence, else the reporter."""
    by_class: dict[str, list[tuple[int, Entity]]] = {}
    for entity in entities:
        for mention in entity.mentions:
            by_class.setdefault(head_class(entity.name), []).append((mention.start, entity))
    for found_list in by_class.values():
        found_list.sort(key=lambda item: item[0])
    for found in _SELF.finditer(text):
        head = found[2]
        host = reporter if reporter is not None and fits_self(reporter, head) else None
        if found[1] == "该":
            host = _last_before(text, by_class.get(head_class(head), []), found.start(), host)
        if host is not None:
            host.refer(*found.span(), found[0])


def _last_before(
    text: str, mentions: Sequence[tuple[int, Entity]], offset: int, otherwise: Entity | None
) -> Entity | None:
    """The entity mentioned last before ``offset`` if that is in the same sentence or ``otherwise`` is None."""
    index = bisect_left(mentions, offset, key=lambda item: item[0]) - 1
    if index < 0:
        return otherwise
    start, entity = mentions[index]
    if otherwise is None or (offset - start < _SENTENCE and not _SENTENCE_END.search(text, start, offset)):
        return entity
    return otherwise


def fits_self(entity: Entity, head: str) -> bool:
    """True if the entity can call itself by ``head`` (我行, 我中心)."""
    return entity.name.endswith(head) or head_class(entity.name) == head_class(head) or head in entity.name


def _referent(mention: Mention, index: EntityIndex, reporter: Entity | None) -> Entity | None:
    if mention.parts.counted or mention.parts.generic:
        return None
    peers = [e for e in index.peers(mention.name) if e is not reporter]
    if is_level_head(mention):
        return _level_referent(mention, peers, reporter)
    before = [e for e in peers if e.first < mention.start][::-1]
    for entity in ([reporter] if reporter else []) + before:
        suffix = entity.name.endswith(mention.name) and entity.name != mention.name
        if suffix and _may_shorten(mention, entity, reporter):
            return entity
        if entity is reporter and mention.parts.bare and _abbreviates(mention.name, entity.name):
            return entity
        if mention.parts.topics and same_body(mention, entity.best):
            return entity
    return None


def _abbreviates(short: str, name: str) -> bool:
    """中支 for …中心支公司: of the same class, its characters in the name's last part in order."""
    return len(short) == 2 and head_class(short) == head_class(name) and is_subsequence(short, name[-6:])


def _may_shorten(mention: Mention, entity: Entity, reporter: Entity | None) -> bool:
    """A bare head is short for the reporter, or for the only kind of body it can be (支队)."""
    if entity is reporter:
        return True
    if mention.parts.topics or mention.parts.head in _TOPICAL_HEADS:
        return True
    return mention.parts.head in ("支队", "总队", "大队", "联社", "协会")


def _level_referent(mention: Mention, peers: Sequence[Entity], reporter: Entity | None) -> Entity | None:
    """县局 is the reporter of that level, a body named before that ends so, or one of the reporter's trade."""
    level, head = mention.parts.place, mention.parts.head
    if reporter and head_class(reporter.name) == head_class(head) and _has_level(reporter, level):
        return reporter
    for entity in peers:
        if entity.name.endswith(mention.name) and entity.first < mention.start:
            return entity
    for entity in peers:
        if len(head) > 1 and same_body(mention, entity.best):
            return entity
        same_level = _has_level(entity, level) and entity.name.endswith(head)
        if reporter and same_level and _same_trade(entity, reporter):
            return entity
    return None


def _same_trade(entity: Entity, reporter: Entity) -> bool:
    trade = reporter.best.parts.topics[:2]
    if trade:
        return entity.best.parts.topics.startswith(trade)
    return entity.kind == reporter.kind != "government"


def _has_level(entity: Entity, level: str) -> bool:
    place = entity.best.parts.place
    return place.endswith(level) or (level == "区" and "自治区" in entity.name)


def _stands_alone(
    text: str,
    mention: Mention,
    spans: dict[int, Mention],
    starts: dict[int, Mention],
    reporter: Entity | None,
) -> bool:
    parts = mention.parts
    if parts.counted or parts.generic or mention.official:
        return False
    if is_level_head(mention):
        return True
    if parts.bare and parts.head in _HEAD_OFFICES:
        return reporter is not None and any(lower in reporter.name for lower in _HEAD_OFFICES[parts.head])
    listed = _listed(text, mention, spans, starts) or _row_peer(text, mention, starts)
    if parts.head in OUTLET_HEADS or parts.head == "分中心":
        return listed is not None and (listed.parts.head in OUTLET_HEADS or bool(parts.topics))
    if not parts.topics and parts.head not in _TOPICAL_HEADS:
        return False
    if mention.kind == "utility" and parts.head == "公司" and _opens_clause(text, mention):
        return True
    if parts.head in _NEVER_ALONE and len(parts.topics) < 2:
        return False
    if _PARTNER_BEFORE.search(text, max(0, mention.start - 8), mention.start):
        return parts.head not in _NEVER_ALONE or parts.head == "公司"
    trade = parts.head == "站" and parts.topics not in _COMMON_SERVICES
    return listed is not None and (
        trade or parts.head not in _NEVER_ALONE or parts.head == "公司" or mention.name in _ONE_OF_A_KIND
    )


def _opens_clause(text: str, mention: Mention) -> bool:
    """True if the mention is what a clause is about (移动公司发送短信)."""
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    return before in ("", *",;。\n") and is_cjk(after or ",")


def _row_peer(text: str, mention: Mention, starts: dict[int, Mention]) -> Mention | None:
    """The accepted mention that heads the next or the last row of the table that ``mention`` heads a row of, if any."""
    if not _heads_row(text, mention):
        return None
    after = _ROW.match(text, mention.end)
    if after and after.end() in starts:
        return starts[after.end()]
    line = text.rfind("\n", max(0, mention.start - _LONGEST_ROW), max(0, mention.start - 1)) + 1
    for _ in range(_MAX_CELLS):  # cells may stand on lines of their own
        if line in starts and _heads_row(text, starts[line]):
            return starts[line]
        if line < 2:
            break
        line = text.rfind("\n", max(0, line - _LONGEST_ROW), line - 1) + 1
    return None


def _heads_row(text: str, mention: Mention) -> bool:
    opens = mention.start == 0 or text[mention.start - 1] == "\n"
    return opens and bool(_CELL.match(text, mention.end))


def _listed(
    text: str, mention: Mention, spans: dict[int, Mention], starts: dict[int, Mention]
) -> Mention | None:
    """The accepted mention that ``mention`` is enumerated with (A、B), if any."""
    for width in range(1, _LONGEST_GAP):
        before, after = mention.start - width, mention.end + width
        if before in spans and _LIST_GAP.fullmatch(text, before, mention.start):
            return spans[before]
        if after in starts and _LIST_GAP.fullmatch(text, mention.end, after):
            return starts[after]
    return None


def is_recordable(
    text: str, entity: Entity, roles: Collection[Role], reporter: Entity | None, located: Collection[int]
) -> bool:
    """True if the entity belongs in the record; ``located`` holds the starts of mentions that only name a place."""
    if entity is reporter:
        return True
    acting = bool(_ACTING_ROLES & set(roles))
    mentions = [m for m in entity.mentions if not m.official and not in_other_name(text, m)]
    if not mentions:
        return False
    if _BODY_OF_POWER.search(entity.name) and not acting:
        return any(_ACTS_OF_POWER.match(text, m.end) for m in mentions)
    if entity.name.endswith(("党支部", "党总支")) and not acting:
        return False
    if entity.kind == "community" and not acting:
        return False
    return not (
        entity.kind in _PLACE_KINDS
        and not entity.name.endswith("公司")
        and all(m.start in located for m in mentions)
    )


def is_vague(mention: Mention) -> bool:
    """True for a mention that does not found an entity by itself."""
    return is_level_head(mention) or not is_specific(mention)
