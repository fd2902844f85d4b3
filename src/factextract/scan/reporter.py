"""Whose report it is: title, sign-off, credit line, masthead, first subject, self-reference."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from factextract.datamodel import Layout
from factextract.scan.entities import Entity, head_class, in_other_name
from factextract.scan.name_heads import BOUNDARY_TABLE
from factextract.scan.name_levels import is_name_char
from factextract.scan.name_mentions import Mention
from factextract.scan.name_parser import NameParts, parse_name

_SELF = re.compile(
    r"(?<![自])(?:我|本)(支行|分行|支局|分局|分公司|支公司|公司|中心|协会|大队|支队|街道|社区|联社|[行局院校所社司会馆站镇乡村办委厅部队园厂店])"
)
_TITLE_LENGTH = 90
_DEPARTMENT = re.compile(r"(?:[\u4e00-\u9fff]{0,14}(?:部|科|股|处|室|办公室|办|中心|工会|党委|党支部))?")
_DATE_LINE = re.compile(
    r"\s*(?:\d{4}|[Xx*〇二一零O]{2,4})[^\n]{0,3}年[^\n]{0,16}日?\s*|\s*\d{1,2}月\d{1,2}日\s*"
)
_BRACKET_AFTER = re.compile(
    r"(?:[\u4e00-\u9fff]{0,10}(?:部|科|股|处|室|办|中心))?[\s:,]*(?:供稿|报送|编报|编|整理)?[\s:,]*"
    r"(?:\d{4}|[〇○零一二三四五六七八九Xx×*]{4}|\d{1,2}月)?[^()\[\]\n]{0,16}[)\]】]"
)  # (城北区总工会 2021年7月19日)
_CREDIT = re.compile(
    r"(?:供稿|报送|填报|编报|编制|编写|撰写|起草|统计|提供|撰稿|来源|发布|报告|编印|主办|编辑|呈报|上报)(?:单位|部门|人|机构)?[:：]\s*$"
)
_MASTHEAD_AFTER = re.compile(r"(?:[\u4e00-\u9fff]{0,10}(?:办公室|科|处|室))?\s*(?:主办|编印|编|印发|供稿)")
_UNDER = re.compile(
    r"(?:按照|按|根据|遵照|依照|贯彻|落实|响应|接到|接|收到|据|在|为)(?:[^,。;:]{0,8})?$|(?:按照|根据|遵照|依照|依据)[^,。;:]{1,60}、$"
)
_SUBJECT_AFTER = re.compile(
    r"[\s\"(]?(?:[^。;\n]{0,60}?)(?:开展|组织|举行|举办|召开|联合|会同|走进|深入|共|受理|接|办理|积极|扎实|认真|紧|以|于|在|把|将|对|全面|围绕|立足|始终|克服)"
)
_PARTNER = re.compile(r"(?:联合|会同|协同|携手|联手|配合|邀请|与|和|及|同)$")
_OBJECT = re.compile(r"(?:联合|会同|协同|携手|联手|邀请|配合|来到|走进|前往|深入|赶赴|得到)[^,。;\n]*$")
_ATTENDS = re.compile(r"(?:等[^,。;]{0,12})?(?:[^,。;]{0,8})?(?:参加|出席|到场|应邀|到会)")
_TOWNSHIP = re.compile(
    r"(?:\A|(?<=[\n年]))[\s《\"]*([\u4e00-\u9fffXx×]{1,7}?(?:镇|乡|街道|社区|村))(?=开展|举行|举办|召开|组织|积极|扎实|多措|全力|深入|关于|全面|认真"
    r"|持续|20|3|三|\"|《|消费|普法|反诈|工作|综合|[一二三四五六七八九十]月)"
)
_TOWNSHIP_ACTS = re.compile(
    r"(?:\A|(?<=[\n。,]))([\u4e00-\u9fffXx×]{1,6}?(?:镇|乡|街道|社区|村))(?=联合|会同|组织|召开|开展|举办|举行|积极|扎实|以|结合|充分|高度)"
)
_SERVICE = re.compile(
    r"\s*([\u4e00-\u9fff]{2,3}(?:交警|公安|消防|税务|工商|城管|检察|邮政|烟草|电力))(?![\u4e00-\u9fff]{0,8}[局院队所站会司厅])"
)
_HOTLINE = re.compile(
    r"\s*([\u4e00-\u9fff]{2,7}?[省市县区州旗](?:12345|123[1-9]\d)(?:政务服务|政府服务|便民服务|服务|便民|市民)?热线(?:中心|办公室|平台)?)"
)
_STATION = re.compile(
    r"\s*([\u4e00-\u9fff]{2,5}所)(?=一周|[本上]?周|[一二三四五六七八九十\d]{1,2}月|\d{4}年|[小周月]记|[周月旬]报|工作|手记|日志)"
)
_TOWNSHIP_OFFICES = (
    "人民政府",
    "政府",
    "街道办事处",
    "办事处",
    "街道办",
    "居委会",
    "村委会",
    "党工委",
    "社区居委会",
)
_OPENING = 200
_LINE = 200  # longest line that counts as a sign-off or an address
_THRESHOLD = 2.0
_TITLED = 4.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The reporter's entity, the points each kind of evidence gave, and a confidence from 0 to 1."""

    entity: Entity
    score: float
    confidence: float


def self_heads(text: str) -> dict[str, int]:
    """Heads the text calls its author by (我行, 本局), with counts."""
    counts: dict[str, int] = {}
    for found in _SELF.finditer(text):
        counts[found[1]] = counts.get(found[1], 0) + 1
    return counts


def title_end(text: str, layout: Layout) -> int:
    """Where the title ends; without a known title, the first line or what a title can be at most."""
    if layout.title is not None:
        return layout.title.end
    line = text.find("\n")
    return min(line if line >= 0 else len(text), _TITLE_LENGTH)


def find_reporter(
    text: str, layout: Layout, entities: Sequence[Entity], located: Collection[int] = ()
) -> Finding | None:
    """The entity with the most evidence for being the author; None if none has enough. ``located`` holds the starts of
    mentions that only name a place."""
    head = title_end(text, layout)
    tail = layout.sign_off.start if layout.sign_off else _tail_start(text)
    heads = self_heads(text)
    first = _first_subject(text, head, entities)
    best: Finding | None = None
    total = sum(len(e.mentions) for e in entities) or 1
    for entity in entities:
        if all(m.official or in_other_name(text, m) or m.start in located for m in entity.mentions):
            continue
        score = _mention_points(text, entity, head, tail)
        if entity is first:
            score += 2
        score += _self_points(entity, heads)
        score += min(1.0, 2 * len(entity.mentions) / total)
        if entity.kind == "media":
            score -= 3
        if best is None or score > best.score:
            best = Finding(entity, score, round(min(0.99, 0.4 + 0.06 * score), 2))
    if best is None or best.score < _TITLED + 1:
        township = _township(text, head, entities)
        if township is not None:
            return Finding(township, _TITLED, 0.8)
    return best if best and best.score >= _THRESHOLD else None


def _township(text: str, head: int, entities: Sequence[Entity]) -> Entity | None:
    """The township, street office or village that the title or the body opens with, or a service, hotline or station by its
    short name (沱阳交警, 沱阳县12345热线, 沱阳所一周小记); a new entity if no office of it is named."""
    found = _TOWNSHIP.search(text, 0, head) or _TOWNSHIP_ACTS.search(text, 0, head + _OPENING)
    if found is not None:
        length = 2 if found[1].endswith(("街道", "社区")) else 1
        if parse_name(text, found.end(1) - length, found.end(1)).start != found.start(1):
            return None
    else:
        found = next((m for p in (_SERVICE, _HOTLINE, _STATION) if (m := p.match(text, 0, head))), None)
        if found is None or BOUNDARY_TABLE.starting_at(text, found.start(1)):
            return None
    name, (start, end) = found[1], found.span(1)
    for entity in entities:
        office_of = any(entity.name == name + office for office in _TOWNSHIP_OFFICES)
        if office_of or (name[:-2] in entity.name and name[-2:] in entity.name):
            entity.refer(start, end, name)
            return entity
    mention = Mention(
        start, end, name, "government", NameParts(start, end, name[-1], name, "", "", 0, False, False)
    )
    township = Entity(mention)
    township.add(mention)
    for again in re.finditer(re.escape(name), text[end:]):
        if _ends_name(text, end + again.end()):
            township.references.append((end + again.start(), end + again.end()))
    return township


def _ends_name(text: str, end: int) -> bool:
    """True if no name goes on at ``end`` (桃源镇|联合 against 桃源镇|市场监管所)."""
    return end >= len(text) or not is_name_char(text[end]) or bool(BOUNDARY_TABLE.starting_at(text, end))


def _tail_start(text: str) -> int:
    lines = text.rstrip().split("\n")
    return max(0, len(text.rstrip()) - len("\n".join(lines[-4:])))


def _mention_points(text: str, entity: Entity, head: int, tail: int) -> float:
    points = 0.0
    in_title = [m for m in entity.mentions if m.end <= head]
    if in_title:
        before = text[: in_title[0].start].strip()
        points += 5 if len(before) <= 8 else 3
        clause = re.split(r"[,。;\n]", before)[-1]
        if _UNDER.search(before) or _PARTNER.search(before) or _OBJECT.search(clause):
            points -= 4
    points += max((_sign_off_points(text, m, tail) for m in entity.mentions), default=0.0)
    if any(_is_address(text, m, head) for m in entity.mentions):
        points -= 4
    return points


def _sign_off_points(text: str, mention: Mention, tail: int) -> float:
    start = text.rfind("\n", max(0, mention.start - _LINE), mention.start) + 1 or max(
        0, mention.start - _LINE
    )
    stop = text.find("\n", mention.end, mention.end + _LINE)
    stop = mention.end + _LINE if stop < 0 else stop
    before, after = text[start : mention.start].strip(), text[mention.end : stop].strip()
    if _CREDIT.search(before):
        return 4.0
    if mention.start >= tail and not before and _DEPARTMENT.fullmatch(after):
        return 5.0
    if (
        mention.start >= tail
        and before.endswith(("(", "[", "【"))
        and re.match(r"[\s:]*(?:供稿|[\u4e00-\u9fff]{2,4}[)\]】])", after)
    ):
        return 4.0
    if mention.start >= tail and before in ("(", "[", "【") and _BRACKET_AFTER.fullmatch(after):
        return 5.0
    if mention.start < 200 and _MASTHEAD_AFTER.match(after) and len(before) < 4:
        return 4.0
    if (mention.start >= tail or mention.start < 200) and not before and _DATE_LINE.fullmatch(after):
        return 5.0
    return 0.0


def _is_address(text: str, mention: Mention, head: int) -> bool:
    line = text.rfind("\n", max(0, mention.start - _LINE), mention.start) + 1 or max(0, mention.start - _LINE)
    return (
        not text[line : mention.start].strip()
        and text[mention.end : mention.end + 1] == ":"
        and mention.start < head + 200
    )


def _first_subject(text: str, head: int, entities: Sequence[Entity]) -> Entity | None:
    mentions = sorted(
        ((m, e) for e in entities for m in e.mentions if m.start >= head), key=lambda item: item[0].start
    )
    for mention, entity in mentions[:12]:
        clause = text[max(0, mention.start - 30) : mention.start]
        clause = re.split(r"[,。;\n]", clause)[-1]
        if (
            _UNDER.search(clause)
            or _PARTNER.search(clause)
            or _OBJECT.search(clause)
            or _ATTENDS.match(text, mention.end)
            or entity.kind == "media"
            or _is_address(text, mention, head)
        ):
            continue
        if _SUBJECT_AFTER.match(text, mention.end):
            return entity
    return None


def _self_points(entity: Entity, heads: dict[str, int]) -> float:
    best = 0.0
    for head, count in heads.items():
        if entity.name.endswith(head) or head_class(entity.name) == head_class(head):
            best = max(best, 1.5 + min(1.0, count / 8))
    return best
