"""Which mentions name the same organisation: short forms, abbreviations, levels, declared aliases.

A short form belongs to a full name if its characters occur in it in order, both end in the same class of head, and
their places agree (市消保委 = 岚州市消费者权益保护委员会, never 省消保委). Where a text is a round-up by places (【磐石县】 ...), a
form that only gives a level (县市场监管局) stays within its own region.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from factextract.scan.name_lexicon import BRANDS, LEVELS, STRONG_HEADS, WHOLE_NAMES, words
from factextract.scan.name_mentions import Mention
from factextract.scan.name_words import COMMON_NOUNS

_WHOLE = frozenset(WHOLE_NAMES)
_STRONG = frozenset(STRONG_HEADS)
_BRAND_GROUPS = {brand: group for group in BRANDS for brand in group}
_HEAD_CLASS = {
    "协": "会",
    "委": "会",
    "中": "学",
    "小": "学",
    "司": "司",
    "支": "司",
    "保": "司",
    "险": "司",
    "寿": "司",
    "室": "办",
}
_LOWER_HEADS = frozenset(words("分局 支局 分行 支行 分公司 支公司 分会 营业部"))
_UNABBREVIATED = frozenset(
    words("医院 中医院 卫生院 小学 中学 学校 大学 幼儿园 社区")
)  # 县医院 is not 县中医医院
_NATIONAL = ("中国", "中华", "国家")
_WORKING_HEADS = frozenset(
    words("站 中心 服务站 联络站 监测站 基地 服务中心")
)  # 口岸金融服务站 names no one body
_NOUNS = frozenset(COMMON_NOUNS)
_OFFICES_OF_PLACES = ("居委会", "村委会", "村民委员会", "居民委员会")
_MAX_PEERS = 200
_DECLARED = re.compile(
    r'\((?:以下|下文|下|本文)?(?:统|通)?(?:简|合)?称(?:为|:)?["\'「]?([^"\'」()\n]{1,14}?)["\'」]?\)'
)
_LEADING_PLACE = re.compile(r"[\u4e00-\u9fff]{2,5}?[省市县区州]")
_LEGAL_FORM = re.compile(r"(?<=行)(?:股份有限公司|有限责任公司|有限公司)$")
_REGION = re.compile(
    r"(?m)^[ \t]{0,8}[◆●▲★■□◇○•·*]?[ \t]{0,8}(?:【([^】\n]{2,12})】|(?:[一二三四五六七八九十]+、|\d+[.、])?([\u4e00-\u9fffXx×]{1,6}(?:县|区|市|镇|乡|街道|旗|州)):)"
)
_HOTLINE_AFTER = re.compile(r"[^,。;:、()\n]{0,14}?(?:热线|专线|APP|客户端|小程序)")
_LAW_AFTER = re.compile(r"(?:管理办法|实施细则|实施方案|议事规则|管理规定|章程|工作规则)")
LANDMARK_AFTER = ("旁边", "旁的", "对面", "附近", "上游", "下游", "脚下")
_LEVEL_HEADS = frozenset(
    words("局 分局 支局 厅 支行 分行 中心支行 公司 分公司 支公司 联社 支队 大队 总队 委 院 社 行")
)


@dataclass(slots=True)
class Entity:
    """One organisation: the mention that names it best, its mentions, short forms, and spans that only refer to it
    (我行, a declared alias). ``first`` is the offset where it is first met."""

    best: Mention
    mentions: list[Mention] = field(default_factory=list)
    aliases: dict[str, None] = field(default_factory=dict)
    references: list[tuple[int, int]] = field(default_factory=list)
    first: int = sys.maxsize

    @property
    def name(self) -> str:
        """Folded full name."""
        return self.best.name

    @property
    def kind(self) -> str:
        """Type of organisation."""
        return self.best.kind

    def add(self, mention: Mention) -> None:
        """Count a mention; a form other than the name becomes an alias. A form that names its place is the better
        name than one that only gives a level."""
        if len(mention.parts.place) > 1 and len(self.best.parts.place) == 1:
            self.aliases.setdefault(self.name)
            self.best = mention
        self.mentions.append(mention)
        self.first = min(self.first, mention.start)
        if mention.name != self.name:
            self.aliases.setdefault(mention.name)

    def refer(self, start: int, end: int, form: str) -> None:
        """Count a span that refers to the entity by ``form``."""
        self.references.append((start, end))
        self.first = min(self.first, start)
        self.aliases.setdefault(form)


class EntityIndex:
    """Entities by the class of their head. Only the latest ``_MAX_PEERS`` of a class are looked at, so that a text
    with thousands of names stays linear."""

    __slots__ = ("_by_class",)

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._by_class: dict[str, list[Entity]] = {}
        for entity in entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        """Take an entity in."""
        self._by_class.setdefault(head_class(entity.name), []).append(entity)

    def peers(self, name: str) -> list[Entity]:
        """Entities whose head is of the class of ``name``'s, in the order they were added."""
        return self._by_class.get(head_class(name), [])[-_MAX_PEERS:]


class Regions:
    """The places that a round-up's sections are about."""

    __slots__ = ("_labels", "_starts")

    def __init__(self, text: str) -> None:
        found = [(m.start(), m[1] or m[2]) for m in _REGION.finditer(text)]
        self._starts = [start for start, _ in found]
        self._labels = [label for _, label in found]

    def at(self, offset: int) -> str | None:
        """Label of the section that ``offset`` lies in; None before the first."""
        index = bisect_right(self._starts, offset) - 1
        return self._labels[index] if index >= 0 else None


def is_level_head(mention: Mention) -> bool:
    """县局, 省分公司: a bare level and a bare head."""
    parts = mention.parts
    return (
        len(parts.place) == 1
        and not parts.stem
        and not parts.topics
        and not parts.outer
        and parts.head in _LEVEL_HEADS
    )


def is_specific(mention: Mention) -> bool:
    """True if the name tells by itself which organisation of its kind is meant."""
    parts, name = mention.parts, mention.name
    if parts.counted or parts.generic or (name in _STRONG and name not in _WHOLE):
        return False
    lone = len(parts.stem) == 1 and not (parts.place or parts.outer)
    if parts.head == "社区" and parts.outer and not parts.stem:  # 派出所社区警校
        return False
    if parts.stem.endswith("直") and parts.head != "管理部":
        return False
    if lone or parts.stem.startswith("级") or parts.stem.endswith(("级", "类", "性")):
        return False
    if (
        parts.head in _WORKING_HEADS
        and parts.topics
        and not (parts.place or parts.outer)
        and parts.stem in _NOUNS
    ):
        return False
    if parts.head == "营业部" and parts.topics:
        return True
    if len(parts.topics) >= 6 and parts.head in ("中心", "委员会", "局", "院"):
        return True
    named = parts.place or parts.stem or parts.outer or parts.topics[:1].isdigit()
    if parts.topics.startswith(_NATIONAL) or (parts.topics.startswith("直属") and parts.head in _LOWER_HEADS):
        return True
    return bool(named) or name in _WHOLE or parts.head == name


def head_class(name: str) -> str:
    """Class of a name's last character: 协会, 消协 and 委员会 are of one class, 公司 and 中支 of another; a bank's legal form is
    left out."""
    if found := _LEGAL_FORM.search(name):
        name = name[: found.start()]
    return _HEAD_CLASS.get(name[-1], name[-1])


def is_subsequence(short: str, long: str) -> bool:
    """True if the characters of ``short`` occur in ``long`` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)


def same_body(short: Mention, long: Mention) -> bool:
    """True if ``short`` can be a short form of ``long``."""
    a, b = short.name, long.name
    if a in _BRAND_GROUPS:
        return b not in _WHOLE and b.startswith(_BRAND_GROUPS[a])
    if len(a) >= len(b) or head_class(a) != head_class(b):
        return False
    parts = short.parts
    if b.endswith(a):  # 城支行 is no short form of 西城支行
        return len(parts.stem) != 1 and (
            a in _WHOLE or bool(parts.place or parts.topics or parts.stem or parts.outer)
        )
    if short.kind == long.kind == "regulator" and _same_regulator(short, long):
        return True
    if parts.head in _UNABBREVIATED or (long.parts.head in _LOWER_HEADS and not _is_lower(parts.head)):
        return False
    if len(parts.place) > 1 and long.parts.place == parts.place[-1] and not long.parts.outer:
        return is_subsequence(
            a[len(parts.place) - 1 :], b
        )  # 龙尾县科协 in the title, 县科学技术协会 in the body
    return is_subsequence(a, b) and _places_agree(short, long)


def _same_regulator(short: Mention, long: Mention) -> bool:
    """海陵证监局 for 中国证监会海陵监管局: the place and the trade, in another order."""
    place = short.parts.place or short.parts.stem
    return len(place) > 1 and place in long.name and all(char in long.name for char in short.name)


def _is_lower(head: str) -> bool:
    """True for a head that itself says that the body is a branch (支行, 分局, 中支)."""
    return "分" in head or "支" in head


def _places_agree(short: Mention, long: Mention) -> bool:
    """市消保委 needs a city in front of the full name, 平州中支 the same proper part."""
    place, name = short.parts.place, long.name
    if not place:
        return short.parts.stem in name
    if len(place) == 1 and place in LEVELS:
        other = long.parts.place or ((found := _LEADING_PLACE.match(name)) and found[0]) or ""
        return bool(other) and other[-1] == place and name.startswith(other)
    return place in name


def group_mentions(text: str, mentions: list[Mention]) -> list[Entity]:
    """Group specific mentions into entities, in order of first mention."""
    regions = Regions(text)
    by_name: dict[tuple[str, str | None], list[Mention]] = {}
    for mention in mentions:
        if not is_specific(mention) or is_level_head(mention):
            continue
        local = len(mention.parts.place) == 1
        region = regions.at(mention.start) if local else None
        if region is not None and region[-1] != mention.parts.place:
            region = None
        by_name.setdefault((mention.name, region), []).append(mention)
    ordered = sorted(by_name.items(), key=lambda item: (-len(item[0][0]), item[1][0].start))
    index, entities = EntityIndex(), []
    for (_, region), group in ordered:
        host = _host(group[0], region, index, regions)
        if host is None:
            host = Entity(group[0])
            entities.append(host)
            index.add(host)
        for mention in group:
            host.add(mention)
    entities.sort(key=lambda e: e.first)
    return _declared_aliases(text, _with_their_offices(entities))


def _with_their_offices(entities: list[Entity]) -> list[Entity]:
    """江桥社区 beside 江桥社区居委会: the community is meant by both; gives the entities left."""
    offices = {
        e.name[: -len(office)]: e
        for e in entities
        for office in _OFFICES_OF_PLACES
        if e.name.endswith(office)
    }
    left = []
    for entity in entities:
        office = offices.get(entity.name)
        if office is None:
            left.append(entity)
        else:
            for mention in entity.mentions:
                office.add(mention)
    return sorted(left, key=lambda e: e.first)


def _host(mention: Mention, region: str | None, index: EntityIndex, regions: Regions) -> Entity | None:
    hosts = [e for e in index.peers(mention.name) if same_body(mention, e.best)]
    if region is not None:
        hosts = [
            e for e in hosts if region in e.name or any(regions.at(m.start) == region for m in e.mentions)
        ]
    before = [e for e in hosts if e.first < mention.start]
    hosts = [e for e in hosts if _in_region(mention, e, regions)]
    before = [e for e in before if e in hosts]
    if before:
        return max(before, key=lambda e: e.first)
    return hosts[0] if hosts else None


def _in_region(mention: Mention, entity: Entity, regions: Regions) -> bool:
    """False if the mention names a county and the entity is only known by its level in the section of another."""
    label = regions.at(entity.first)
    place = mention.parts.place
    return not (
        label
        and len(place) > 1
        and len(entity.best.parts.place) == 1
        and label[-1] == place[-1]
        and label != place
    )


def _declared_aliases(text: str, entities: list[Entity]) -> list[Entity]:
    """(以下简称平州中支): every later occurrence of the declared form is a mention; gives the entities left."""
    ends = {mention.end: entity for entity in entities for mention in entity.mentions}
    by_name = {entity.name: entity for entity in entities}
    merged: set[int] = set()
    for found in _DECLARED.finditer(text):
        entity, alias = ends.get(found.start()), found[1].strip()
        if entity is None or not alias or alias == entity.name or alias in entity.aliases:
            continue
        entity.aliases[alias] = None
        twin = by_name.pop(alias, None)
        if twin is not None:
            merged.add(id(twin))
            for mention in twin.mentions:
                entity.add(mention)
        covered = {m.start for m in entity.mentions}
        for again in re.finditer(re.escape(alias), text[found.start() :]):
            start = found.start() + again.start()
            if start not in covered:
                entity.refer(start, start + len(alias), alias)
    return [entity for entity in entities if id(entity) not in merged]


def in_other_name(text: str, mention: Mention) -> bool:
    """True if the name only serves to name a hotline, an app or a rule, or as a landmark (城关小学旁边)."""
    return text.startswith(LANDMARK_AFTER, mention.end) or bool(
        _HOTLINE_AFTER.match(text, mention.end) or _LAW_AFTER.match(text, mention.end)
    )
