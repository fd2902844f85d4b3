"""What a written name says: which kind of body, which branch of it, where.

A name is read as ``<place> WORD <head> <unit> <head>`` (云岭县|市场监管|局|城关|所, 中国工商银行|甘肃省|分行|云岭|支行). The word tells the
family (``data/families.yaml``), the heads the level (``data/levels.yaml``), what stands between them the places. Names of no family are
read by the parser of names that reports are read with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from factextract.compare.names.normal import is_masked, without_masked_places
from factextract.compare.names.place_words import Place, implied, place_chain
from factextract.compare.names.tables import Family, families, levels, places
from factextract.scan.name_heads import find_heads
from factextract.scan.name_parser import parse_name

_MARK: Final = "\x00"
_SPECIAL: Final = re.compile(r"[、,;和与及暨]")
_HEAD_OFFICES: Final = frozenset(["总行", "总公司", "总局", "总部"])
_SMALL: Final = frozenset(
    ["支行", "支公司", "所", "营业部", "营销服务部", "分理处", "储蓄所", "营业所", "站", "分会"]
)
_COMMON_PLACES: Final = frozenset(["省", "市", "县", "区", "州", "旗", "镇", "乡"])
_OFFICE_OF_PLACE: Final = re.compile(r"(?<=[省市县区州旗镇乡道])(?:人民政府|政府|办事处|办)$")
_NATIONAL_OWNER: Final = re.compile(r"^国网(?=.{2,}供电)")
_PLACED_BODIES: Final = frozenset("局委办队所会院厅心站")
_OUTLETS: Final = re.compile(r"([\u4e00-\u9fff]{2,6})(信用社|信用分社)")
_BANK_BRANCHES: Final = re.compile(
    r"(?!.*(?:保险|公司|信托|基金|银行))[\u4e00-\u9fff]{0,8}?(?:支行|分行|分理处|储蓄所|支公司|中支|营业部)"
)

MASKED: Final = "名称已匿名"
NO_PLACE: Final = "名称只有级别或种类，未写地名"
NO_BRANCH: Final = "名称未写明是哪一家分支机构"
NO_BANK: Final = "名称未写明是哪家机构的网点"


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """A name taken apart. ``family`` and ``owner`` (of a local bank, or the proper name of anything else) tell whose it is, ``inner``
    and ``level`` which unit, ``suffix`` the level word of its place, ``outer`` the places around it, outermost first, ``body`` the
    index of the family's name. ``unclear`` says in Chinese why the name does not tell one institution, or is empty."""

    family: str
    owner: str
    inner: str
    level: str
    suffix: str
    outer: tuple[tuple[str, str], ...]
    body: int
    unclear: str = ""


@lru_cache(maxsize=131_072)
def read_form(normal: str, early: int | None = None) -> Form:
    """The form of a normal name (see ``normal``). ``early`` is the year of the report if it is before one that changed what a word
    means, see ``year_that_matters``."""
    name = without_masked_places(normal)
    if is_masked(name) or not name:
        return _unclear(normal, MASKED)
    if _SPECIAL.search(name) and "和" not in name:
        return _literal(name)
    found = families().find(name)
    if found is None:
        return _outlet(name) or _other(name)
    word, _ = found
    family = families().by_id[word.family]
    text = families().marked(family.id, name, _MARK)
    body = word.body
    if word.earlier and early is not None and early < word.earlier[0]:
        family, body = families().by_id[word.earlier[1]], 0
    form = _local(family, body, text) if family.kind == "local" else _branched(family, body, text, name)
    if form.unclear and name != normal:
        return replace(form, unclear=MASKED)
    return form


def year_that_matters(year: int | None) -> int | None:
    """``year`` if a word meant something else then, else None; keeps the number of forms small."""
    return year if year is not None and year < 2023 else None


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    level: str


@cache
def _level_pattern(kind: str) -> re.Pattern[str]:
    words = sorted(levels().get(kind, {}), key=lambda word: (-len(word), word))
    return re.compile(f"{_MARK}|{'|'.join(map(re.escape, words))}")


def _units(kind: str, text: str) -> list[_Unit]:
    """The units that ``text`` names one inside the other; text that no head closes is the last one, without a level. The mark of the
    family's word closes what stands before it, unless a head follows at once."""
    known = levels().get(kind, {})
    units: list[_Unit] = []
    start = 0
    for found in _level_pattern(kind).finditer(text):
        before = text[start : found.start()]
        start = found.end()
        if found[0] == _MARK:
            if before:
                units.append(_Unit(before, ""))
        elif before or not units:
            units.append(_Unit(before, known[found[0]]))
        elif units[-1].level in ("", "局"):
            units[-1] = _Unit(units[-1].text, known[found[0]])
        elif known[found[0]] == "营业部":
            units[-1] = _Unit(
                units[-1].text, "营业部" if units[-1].level == "分行" else f"{units[-1].level}营业部"
            )
    if text[start:]:
        units.append(_Unit(text[start:], ""))
    return units


def _branched(family: Family, body: int, text: str, name: str) -> Form:
    """The form of a name whose family is known everywhere: a bureau, a national bank, an insurer, a council."""
    if name in family.full:
        return Form(family.id, "", "", "总部", "", (), body)
    units = _units(family.kind, text)
    levelled = [unit for unit in units if unit.text or unit.level]
    level = levelled[-1].level if levelled else ""
    level = family.levels.get(level, level)
    if level in _HEAD_OFFICES and not any(unit.text for unit in levelled):
        return Form(family.id, "", "", "总部", "", (), body)
    chain = _chain(unit.text for unit in levelled)
    if family.kind == "insurer" and chain and chain[-1].name == "公司":
        chain = chain[:-1]
    form = _placed(family.id, "", chain, level, body)
    if family.central:
        form = _central(form)
    if not form.unclear and not form.inner:
        return replace(form, unclear=NO_PLACE if level or family.kind in ("bureau", "council") else NO_BRANCH)
    return form


def _local(family: Family, body: int, text: str) -> Form:
    """The form of a local bank's name: the owner is part of whose it is."""
    owner_text, _, rest = text.partition(_MARK)
    owner = _chain([owner_text])
    if not owner or not owner[-1].name:
        return Form(family.id, "", "", "", "", (), body, NO_PLACE)
    units = _units("local", rest.replace(_MARK, ""))
    *around, last = implied(owner) if len(owner) > 1 or owner[0].suffix else owner
    outer = tuple((place.name, place.suffix or "") for place in around if place.name)
    if not units or (not units[-1].text and units[-1].level in ("总行", "支行")):
        return Form(family.id, last.name, "", "总部", last.suffix or "", outer, body)
    inside = _placed(family.id, last.name, _chain(unit.text for unit in units), units[-1].level, body)
    return replace(inside, outer=(*outer, (last.name, last.suffix or ""), *inside.outer), unclear="")


def _outlet(name: str) -> Form | None:
    """城关信用社, an outlet of a rural bank that is not named; None for other names."""
    found = _OUTLETS.fullmatch(name)
    if found is None:
        return None
    place = place_chain(found[1])[-1]
    if place.suffix in ("县", "市", "区", "旗", "州", "省"):  # 云岭县信用社 is the bank itself
        return Form("rural_bank", place.name, "", "总部", place.suffix, (), 2)
    return Form("rural_bank", "", place.name, levels()["local"][found[2]], place.suffix or "", (), 2)


def _placed(family: str, owner: str, chain: tuple[Place, ...], level: str, body: int) -> Form:
    """A form whose unit is at the last of the places."""
    if not chain or not chain[-1].name:
        return Form(family, owner, "", level, "", (), body, "" if owner else NO_PLACE)
    if len(chain) > 1 or chain[0].suffix or level not in _SMALL:
        chain = implied(chain)
    outer = tuple((place.name, place.suffix or "") for place in chain[:-1] if place.name)
    return Form(family, owner, chain[-1].name, level, chain[-1].suffix or "", outer, body)


def _chain(texts: Iterable[str]) -> tuple[Place, ...]:
    """The places of several units, one inside the other; a place that is named twice in a row stands once."""
    chain: list[Place] = []
    for text in texts:
        for place in place_chain(text) if text else ():
            if (
                chain
                and chain[-1].name == place.name
                and (chain[-1].suffix == place.suffix or None in (chain[-1].suffix, place.suffix))
            ):
                chain[-1] = Place(place.name, place.suffix or chain[-1].suffix)
            else:
                chain.append(place)
    return tuple(chain)


def _central(form: Form) -> Form:
    """A branch of the central bank by its name since 2023: 中心支行 are 分行, those of capitals are the province's."""
    if form.level == "分行" and form.suffix == "" and form.inner in places().municipalities:
        return replace(form, suffix="市")
    if form.level not in ("中心支行", "分行"):
        return form
    province = places().capitals.get(form.inner)
    if province is not None:
        return Form(form.family, "", province, "分行", "省", (), 1)
    return replace(form, level="分行", body=1) if form.level == "中心支行" else form


def _literal(name: str) -> Form:
    return Form("", name, "", "", "", (), 0)


def _unclear(name: str, why: str) -> Form:
    return Form("", name, "", "", "", (), 0, why)


def _other(name: str) -> Form:
    """The form of a name of no known family: its places, and the rest as it stands."""
    if _BANK_BRANCHES.fullmatch(name):
        return _unclear(name, NO_BANK)
    name = _NATIONAL_OWNER.sub("", _OFFICE_OF_PLACE.sub("", name))
    heads = [head for head in find_heads(name) if head[1] == len(name)]
    if not heads:
        return _by_level_words(name)
    parts = parse_name(name, *heads[-1])
    kind = parts.topics + parts.head
    before = name[: len(name) - len(kind)]
    chain = place_chain(before) if before else ()
    if not chain or not chain[-1].name:
        return Form("", kind, "", "", "", (), 0, "" if _names_itself(name, parts.stem) else NO_PLACE)
    bureau = kind[-1] in _PLACED_BODIES and len(kind) > 1
    if chain[-1].suffix or bureau:
        return _placed("", kind, chain, "", 0)
    outer = tuple((place.name, place.suffix or "") for place in chain[:-1] if place.name)
    return Form("", chain[-1].name + kind, "", "", "", outer, 0)


def _names_itself(name: str, stem: str) -> bool:
    return bool(stem) or name.startswith(("中国", "中华", "国家", "全国"))


def _by_level_words(name: str) -> Form:
    """A name without a head that is known: a place, or a place and a proper name."""
    chain = place_chain(name)
    if not chain[-1].name or name in _COMMON_PLACES:
        return _unclear(name, NO_PLACE)
    if chain[-1].suffix:
        return _placed("", "", chain, "", 0)
    outer = tuple((place.name, place.suffix or "") for place in chain[:-1] if place.name)
    return Form("", chain[-1].name, "", "", "", outer, 0)
