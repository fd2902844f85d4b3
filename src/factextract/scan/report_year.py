"""The report's year: every year that the text shows, the one it speaks of, and the conflicts among them.

Order of reliability: a year written in the body, together with a title that names its body; the sign-off, the
dateline; the ordinal of an annual day; the year's theme; a document number; last the title that a compilation site
wrote, which gives way to all others. All offsets, those of the notices too, are view offsets.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from factextract.datamodel import DateMention, Notice, Span
from factextract.scan.date_context import is_background, is_compared, is_planned, line_of, plan_section
from factextract.scan.year_evidence import (
    YearBasis,
    YearEvidence,
    contradicts_era,
    document_evidence,
    ordinal_evidence,
    theme_evidence,
)
from factextract.text.edtf import UNKNOWN_YEAR, shift_year

# A title that names an institution or a place is the report's own; a compilation site's title names a subject.
_BODY_NAME = re.compile(
    r"[院厅]|局(?!面)|(?:[支分总银商]|农信|邮储)行|银行|信用社|联社|[消妇残]协|协会|联合会|委员会|[消保]委会?|消保委|工会|妇联|残联|办公室|中心"
    r"|公司|中支|政府|学校|[小中大]学(?!生)|幼儿园|街道|营业部|图书馆|[大支总]队|[监派工][管出商]所|县|市(?!场|民)|(?<![社小校园])区|[乡镇村]|XX"
)
_SITE_TITLE = re.compile(
    r"篇\s?[一二三四五六七八九十0-9]|[一二三四五六七八九十0-9]\s?篇|精选|通用|合集|范文|大全|模板|\.docx?"
)
_PLAN_TITLE = re.compile(r"方案|计划|预案|要点|的?通知$|安排")
_EVENT_TITLE = re.compile(
    r"活动|宣传|简报|周|日|培训|讲座|演练|小结|行动|招聘会|开幕|启动|仪式|首场|专场|[竞比大决]赛|展览|慰问|侧记|快讯|开放日"
)
_ANNUAL_TITLE = re.compile(r"年|总结|述职")
_ANNUAL_WORDS = re.compile(r"全年|年度|一年来|年终|四季度|下半年")
_THIS_OR_LAST_YEAR = re.compile(r"去年(?!同期)|今年")
_IN_FORCE = re.compile(r"(?:起正?式?|正式)?(?:[施实]行|实施)")
_YEAR_SIGN = re.compile(r"年|[0-9]{4}")
_COMPARED_WITH = re.compile(r"[比较与同于]$")
_WILL = re.compile(r"[将拟会]|计划|打算|力争|目标")
_SECOND_QUARTER = "04"
_SIGN_OFF_REACH = 160
_DATELINE_REACH = 300
_TITLE_WEIGHT = 6
_PASSING = 2
"""Most body weight of a year that may be named only in passing (2024年度十大案例)."""
_SIGNED = (YearBasis.SIGN_OFF, YearBasis.DATELINE)
_FALLBACKS = (*_SIGNED, YearBasis.ORDINAL, YearBasis.THEME, YearBasis.DOCUMENT)
_BASIS_NAMES = {
    YearBasis.BODY: "正文", YearBasis.SIGN_OFF: "落款", YearBasis.DATELINE: "刊头", YearBasis.TITLE: "标题",
    YearBasis.ORDINAL: "届次", YearBasis.THEME: "年度主题", YearBasis.DOCUMENT: "文号",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportYear:
    """The year a report speaks of (four characters, 20XX for a masked one; None if nothing shows it) and where it
    was read.

    ``anchor`` is the (year, month) up to which the report looks back: that of its signing, else the end of the
    title's period. ``now`` is the year that 今年 means; ``forward`` tells that the report is a plan. ``evidence``
    lists every year found, ``notices`` the conflicts (code ``year_conflict``).
    """

    year: str | None = None
    basis: YearBasis | None = None
    anchor: tuple[str, int] | None = None
    now: str | None = None
    forward: bool = False
    evidence: tuple[YearEvidence, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def known(self) -> bool:
        """True if all four digits of the year are known."""
        return self.year is not None and self.year.isdigit()


def read_year(
    text: str, dates: tuple[DateMention, ...], title: Span | None = None, sign_off: Span | None = None
) -> ReportYear:
    """The year of the report ``text``, with its ``dates`` as ``scan_dates`` gives them."""
    evidence = tuple(_evidence(text, dates, title, sign_off))
    shown = text[title.start : title.end] if title is not None else ""
    own = _is_own_title(shown) or _is_confirmed_title(evidence)
    chosen = _choose(text, evidence, own)
    year = chosen.year if chosen else None
    if chosen is not None and chosen.basis is YearBasis.SIGN_OFF:
        year = _year_of_work(text, chosen)
    basis = chosen.basis if chosen else None
    anchor = _anchor(dates, evidence, year, title, shown)
    return ReportYear(
        year,
        basis,
        anchor,
        _now(text, year, anchor),
        bool(_PLAN_TITLE.search(shown)),
        evidence,
        tuple(_conflicts(evidence, year, basis)),
    )


def is_event_title(title: str) -> bool:
    """True if a title speaks of an event or campaign rather than of a year's or quarter's work."""
    return bool(_EVENT_TITLE.search(title))


# -- evidence ----------------------------------------------------------------------------------------------------


def _evidence(
    text: str, dates: tuple[DateMention, ...], title: Span | None, sign_off: Span | None
) -> list[YearEvidence]:
    plan_start = plan_section(text)
    found = []
    for mention in dates:
        if mention.edtf is None or not writes_year(text, mention):
            continue
        basis = basis_of(text, mention, title, sign_off)
        if basis is YearBasis.BODY and is_compared(text, mention):
            continue
        day = mention.edtf[5:] if len(mention.edtf) in (7, 10) else None
        weight = _weight(text, mention, plan_start) if basis is YearBasis.BODY else _TITLE_WEIGHT
        found.append(YearEvidence(basis, mention.edtf[:4], mention.start, mention.end, weight, day))
    return [*found, *ordinal_evidence(text), *theme_evidence(text), *document_evidence(text)]


def _weight(text: str, mention: DateMention, plan_start: int) -> int:
    """0 for how something began and for spans of years, 1 for plans and laws in force, 2-4 from year to day."""
    first, _, last = (mention.edtf or "").partition("/")
    if last and last[:4] != first[:4]:
        return 0
    if _IN_FORCE.match(text, mention.end):
        return 1
    if is_background(text, mention):
        return 0
    if is_planned(text, mention, plan_start):
        return 1
    return 3 if last else {4: 2, 7: 3}.get(len(first), 4)


def writes_year(text: str, mention: DateMention) -> bool:
    """True if the mention itself writes a year, wholly or in part (20xx年)."""
    known = mention.edtf is not None and not mention.edtf.startswith(UNKNOWN_YEAR)
    return known and _YEAR_SIGN.search(text, mention.start, mention.end) is not None


def basis_of(text: str, mention: DateMention, title: Span | None, sign_off: Span | None) -> YearBasis:
    """Where a date stands: in the title, the sign-off, a dateline or the body."""
    alone = _stands_alone(text, mention)
    if title is not None and title.start <= mention.start < title.end:
        return YearBasis.DATELINE if alone else YearBasis.TITLE
    if sign_off is not None and sign_off.start <= mention.start < sign_off.end:
        return YearBasis.SIGN_OFF
    if alone and mention.end > len(text) - _SIGN_OFF_REACH and "。" not in text[mention.end :]:
        return YearBasis.SIGN_OFF
    if alone and mention.start < _DATELINE_REACH:
        return YearBasis.DATELINE
    return YearBasis.BODY


def _stands_alone(text: str, mention: DateMention) -> bool:
    """True for a date with its month at the end of a short line without a sentence in it."""
    if mention.edtf is None or len(mention.edtf) not in (7, 10):
        return False
    start, end = line_of(text, mention.start)
    line = text[start:end].strip(" ()")
    ends = line.endswith(text[mention.start : mention.end].strip(" ()"))
    return len(line) <= 40 and ends and not re.search(r"[,。;]", line)


def _is_own_title(title: str) -> bool:
    return bool(_BODY_NAME.search(title)) and not _SITE_TITLE.search(title)


def _is_confirmed_title(evidence: tuple[YearEvidence, ...]) -> bool:
    """True if the sign-off or dateline bears the year of the title, which then is the report's own."""
    signed = {e.year for e in evidence if e.basis in _SIGNED and e.year.isdigit()}
    return any(e.basis is YearBasis.TITLE and e.year in signed for e in evidence)


# -- the choice --------------------------------------------------------------------------------------------------


def _choose(text: str, evidence: tuple[YearEvidence, ...], own_title: bool) -> YearEvidence | None:
    """The evidence that gives the year; body and own title together outweigh the rest."""
    weights = _weights(evidence, own_title)
    fallback = next((e for b in _FALLBACKS for e in evidence if e.basis is b and e.year.isdigit()), None)
    year = max(weights, key=lambda y: (y.isdigit(), weights[y], y), default=None)
    agreed = _agreed(evidence) or _signed_after(evidence, weights)
    if agreed is not None and year not in (None, agreed.year) and weights[year or ""] <= _PASSING:
        return agreed
    if year is not None and (fallback is None or (year.isdigit() and weights[year] > 1)):
        bases = (YearBasis.BODY, *([YearBasis.TITLE] if own_title else []), *_FALLBACKS)
        return next(e for b in bases for e in evidence if e.basis is b and e.year == year)
    if fallback is not None:
        return fallback
    masked = [e for e in evidence if e.basis in _SIGNED]
    titles = [e for e in evidence if e.basis is YearBasis.TITLE and not contradicts_era(text, e.year)]
    return next(iter([*masked, *titles]), None)


def _agreed(evidence: tuple[YearEvidence, ...]) -> YearEvidence | None:
    """The sign-off or dateline whose year an ordinal or a theme confirms: more than a year named in passing."""
    confirmed = {
        e.year for e in evidence if e.basis in (YearBasis.ORDINAL, YearBasis.THEME) and e.year.isdigit()
    }
    return next((e for e in evidence if e.basis in _SIGNED and e.year in confirmed), None)


def _signed_after(evidence: tuple[YearEvidence, ...], weights: Counter[str]) -> YearEvidence | None:
    """The sign-off from April on where the body only names the year before (2021年9件, 今年2件): the figures of a past year
    are looked back on in the first quarter."""
    signed = next((e for e in evidence if e.basis in _SIGNED and e.year.isdigit() and e.day), None)
    if signed is None or (signed.day or "")[:2] < _SECOND_QUARTER or not (signed.day or "")[:2].isdigit():
        return None
    return signed if set(weights) == {shift_year(signed.year, -1)} else None


def _weights(evidence: tuple[YearEvidence, ...], own_title: bool) -> Counter[str]:
    """How much body and own title speak for each year; a title that names two years speaks of the first."""
    weights = Counter[str]()
    for item in evidence:
        if item.basis is YearBasis.BODY and item.weight:
            weights[item.year] += item.weight
    title = next((e for e in evidence if e.basis is YearBasis.TITLE), None)
    if title is not None and own_title:
        weights[title.year] += title.weight
    signed = next((e.year for e in evidence if e.basis is YearBasis.SIGN_OFF and e.year.isdigit()), None)
    if signed is None:
        return weights
    near = (
        signed,
        shift_year(signed, -1),
    )  # a report speaks of the year it is signed in or of the one before
    return Counter({y: n for y, n in weights.items() if y in near or not y.isdigit()})


def _year_of_work(text: str, signed: YearEvidence) -> str:
    """The year of signing, or the one before for an annual report signed in January or February."""
    early = signed.day is not None and signed.day[:2] in ("01", "02")
    return (
        shift_year(signed.year, -1) if early and _ANNUAL_WORDS.search(text, 0, signed.start) else signed.year
    )


def _anchor(
    dates: tuple[DateMention, ...],
    evidence: tuple[YearEvidence, ...],
    year: str | None,
    title: Span | None,
    shown: str,
) -> tuple[str, int] | None:
    for basis in _SIGNED:
        for item in evidence:
            if item.basis is basis and item.day and item.day[:2].isdigit():
                return item.year, int(item.day[:2])
    if year is None or title is None:
        return None
    for mention in dates:
        if title.start <= mention.start < title.end and mention.edtf and mention.edtf[5:7].isdigit():
            return year, int(mention.edtf[-2:] if len(mention.edtf) == 15 else mention.edtf[5:7])
    annual = _ANNUAL_TITLE.search(shown) and not _PLAN_TITLE.search(shown) and not _EVENT_TITLE.search(shown)
    return (year, 12) if annual else None


def _now(text: str, year: str | None, anchor: tuple[str, int] | None) -> str | None:
    """The report's year, or the year of signing where the text calls the report's own year 去年."""
    if year is None or anchor is None or not year.isdigit() or anchor[0] != shift_year(year, 1):
        return year
    balance = 0
    for match in _THIS_OR_LAST_YEAR.finditer(text):
        if match[0] == "去年":
            balance += not _COMPARED_WITH.search(text, max(0, match.start() - 2), match.start())
        else:
            balance += 1 if _WILL.search(text, match.end(), match.end() + 12) else -1
    return anchor[0] if balance > 0 else year


def _conflicts(evidence: tuple[YearEvidence, ...], year: str | None, basis: YearBasis | None) -> list[Notice]:
    """One notice for each basis whose years all differ from the report's; signing a year later is no conflict."""
    if year is None or basis is None or not year.isdigit():
        return []
    notices = []
    for other in YearBasis:
        years = [e for e in evidence if e.basis is other and e.year.isdigit()]
        accepted = (year, shift_year(year, 1)) if other in _SIGNED else (year,)
        if other in (basis, YearBasis.DOCUMENT, YearBasis.BODY) or not years:
            continue
        if not any(e.year in accepted for e in years):
            first = years[0]
            message = f"{_BASIS_NAMES[other]}所示年份{first.year}与{_BASIS_NAMES[basis]}的{year}不一致，按{year}处理"
            notices.append(Notice("year_conflict", message, first.start, first.end))
    return notices
