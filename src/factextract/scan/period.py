"""The report's year, the period it covers, and the years of the dates that leave theirs out.

Order of reliability: a year written in the body; the sign-off, the dateline or a title that names its body; the
ordinal of an annual day; the year's theme; a document number; last the title that a compilation site wrote, which
gives way to all others. Whatever disagrees is reported. All offsets, those of the notices too, are view offsets.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from factextract.datamodel import DateMention, Notice, Span
from factextract.scan.date_context import (
    is_background,
    is_compared,
    is_planned,
    line_of,
    opens_clause,
    opens_sentence,
    plan_section,
    sentence_bounds,
)
from factextract.scan.date_tokens import ANAPHORIC_YEARS, YEAR_SHIFTS
from factextract.scan.dates import in_year, lunar_in_year
from factextract.scan.year_evidence import (
    YearBasis,
    YearEvidence,
    contradicts_era,
    document_evidence,
    ordinal_evidence,
    theme_evidence,
)
from factextract.text.edtf import UNKNOWN_YEAR, bounds, shift_year

_BODY_NAME = re.compile(
    r"[局行司会所院校队社委办厅处站园镇乡]|中心|支公司|政府|银行|学校|小学|中学|公司|消协|中支|法院|街道|营业部|图书馆|\bXX"
)
_SITE_TITLE = re.compile(r"[篇范]文?[一二三四五六七八九十0-9]|精选|通用|合集|范文|大全|模板|\.docx?")
_PLAN_TITLE = re.compile(r"方案|计划|预案|要点|的?通知$|安排")
_EVENT_TITLE = re.compile(r"活动|宣传|简报|周|日|培训|讲座|演练|小结")
_ANNUAL_WORDS = re.compile(r"全年|年度|一年来|年终|四季度|下半年|12月")
_WRITTEN_YEAR = re.compile(r"[0-9〇零一二三四五六七八九OolIxX×*_?某]{1,6}\s?年")
_SHIFTED = re.compile("|".join(sorted(YEAR_SHIFTS | ANAPHORIC_YEARS, key=len, reverse=True)))
_SIGN_OFF_REACH = 160
_TITLE_WEIGHT = 6
_DATELINE_REACH = 300
_BASIS_NAMES = {
    YearBasis.BODY: "正文", YearBasis.SIGN_OFF: "落款", YearBasis.DATELINE: "刊头", YearBasis.TITLE: "标题",
    YearBasis.ORDINAL: "届次", YearBasis.THEME: "年度主题", YearBasis.DOCUMENT: "文号",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """The year a report speaks of and the period it covers.

    ``year`` has four characters (20XX for a masked one) or is None; ``basis`` is where it was read. ``edtf`` is the
    period as EDTF or None; ``first`` and ``last`` are its ISO bounds where known. ``anchor`` is the (year, month) up
    to which the report looks back; ``forward`` tells that it is a plan. ``evidence`` lists every year found, ``notices`` the conflicts.
    """

    year: str | None = None
    basis: YearBasis | None = None
    edtf: str | None = None
    first: str | None = None
    last: str | None = None
    anchor: tuple[str, int] | None = None
    forward: bool = False
    evidence: tuple[YearEvidence, ...] = ()
    notices: tuple[Notice, ...] = ()


def report_period(
    text: str, dates: tuple[DateMention, ...], title: Span | None = None, sign_off: Span | None = None
) -> ReportPeriod:
    """Year, basis, period and conflicts of the report ``text`` with its ``dates`` (as ``scan_dates`` gives them)."""
    evidence = _evidence(text, dates, title, sign_off)
    own_title = title is not None and _is_own_title(text[title.start : title.end])
    chosen = _choose(text, evidence, own_title)
    year = chosen.year if chosen else None
    if chosen and chosen.basis is YearBasis.SIGN_OFF and year and year.isdigit():
        year = _year_before_sign_off(text, dates, chosen)
    forward = title is not None and bool(_PLAN_TITLE.search(text, title.start, title.end))
    draft = ReportPeriod(year, chosen.basis if chosen else None, forward=forward, evidence=tuple(evidence))
    anchor = _anchor(text, dates, evidence, draft, title)
    draft = replace(draft, anchor=anchor, notices=tuple(_conflicts(evidence, draft, own_title)))
    edtf = _covered(text, dates, draft, title)
    first, last = bounds(edtf) if edtf else (None, None)
    return replace(draft, edtf=edtf, first=first, last=last)


def resolve_dates(text: str, dates: tuple[DateMention, ...], period: ReportPeriod) -> tuple[DateMention, ...]:
    """The same mentions with the years they leave out filled in from their context or from the report's year."""
    plan_start = plan_section(text)
    return tuple(_resolve(text, dates, i, period, plan_start) for i in range(len(dates)))


# -- evidence ----------------------------------------------------------------------------------------------------


def _evidence(
    text: str, dates: tuple[DateMention, ...], title: Span | None, sign_off: Span | None
) -> list[YearEvidence]:
    plan_start = plan_section(text)
    found = []
    for mention in dates:
        if not _writes_year(mention) or mention.edtf is None:
            continue
        basis = _basis(text, mention, title, sign_off)
        if basis is YearBasis.BODY and is_compared(text, mention):
            continue
        weak = basis is YearBasis.BODY and (
            is_planned(text, mention, plan_start) or is_background(text, mention)
        )
        found.append(YearEvidence(basis, mention.edtf[:4], mention.start, mention.end, weak))
    outside = [*ordinal_evidence(text), *theme_evidence(text), *document_evidence(text)]
    return [e for e in found if e.year != UNKNOWN_YEAR] + outside


def _writes_year(mention: DateMention) -> bool:
    return mention.edtf is not None and not mention.edtf.startswith(UNKNOWN_YEAR)


def _basis(text: str, mention: DateMention, title: Span | None, sign_off: Span | None) -> YearBasis:
    if title is not None and title.start <= mention.start < title.end:
        return YearBasis.TITLE
    if sign_off is not None and sign_off.start <= mention.start < sign_off.end:
        return YearBasis.SIGN_OFF
    if _stands_alone(text, mention):
        if mention.end > len(text) - _SIGN_OFF_REACH:
            return YearBasis.SIGN_OFF
        if mention.start < _DATELINE_REACH:
            return YearBasis.DATELINE
    return YearBasis.BODY


def _stands_alone(text: str, mention: DateMention) -> bool:
    """True for a full date at the end of a short line without a sentence in it."""
    start, end = line_of(text, mention.start)
    line = text[start:end].strip(" ()")
    return (
        mention.edtf is not None
        and len(mention.edtf) == 10
        and len(line) <= 40
        and line.endswith(text[mention.start : mention.end].strip(" ()"))
        and not re.search(r"[,。;]", line)
    )


def _is_own_title(title: str) -> bool:
    """True for a title that names a body; a compilation site's title does not."""
    return bool(_BODY_NAME.search(title)) and not _SITE_TITLE.search(title)


def _choose(text: str, evidence: list[YearEvidence], own_title: bool) -> YearEvidence | None:
    written = [e for e in evidence if e.basis in (YearBasis.BODY, YearBasis.SIGN_OFF, YearBasis.DATELINE)]
    titles = [e for e in evidence if e.basis is YearBasis.TITLE]
    body = Counter[str]()
    for item in written:
        if item.basis is YearBasis.BODY:
            body[item.year] += 1 if item.weak else min(4, (item.end - item.start) // 2)
    for item in titles if own_title else []:
        body[item.year] += _TITLE_WEIGHT
    signed = next((e.year for e in written if e.basis is YearBasis.SIGN_OFF and e.year.isdigit()), None)
    if signed is not None:  # a report speaks of the year it is signed in or of the one before
        near = {y: n for y, n in body.items() if y in (signed, shift_year(signed, -1)) or not y.isdigit()}
        body = Counter(near)
    order = [YearBasis.SIGN_OFF, YearBasis.DATELINE, YearBasis.ORDINAL, YearBasis.THEME, YearBasis.DOCUMENT]
    if body:
        year = max(body, key=lambda y: (y.isdigit(), body[y]))
        bases = [YearBasis.BODY, *([YearBasis.TITLE] if own_title else []), *order]
        if year.isdigit() or not any(e.year.isdigit() for e in evidence if e.basis in order):
            return next(e for b in bases for e in evidence if e.basis is b and e.year == year)
    for basis in order:
        for item in evidence:
            if item.basis is basis and item.year.isdigit():
                return item
    kept = [e for e in titles if not contradicts_era(text, e.year)]
    return next(iter([*written, *kept]), None)


def _year_before_sign_off(text: str, dates: tuple[DateMention, ...], chosen: YearEvidence) -> str:
    """The year before the sign-off's for an annual report signed in January or February."""
    signed = next((d for d in dates if d.start == chosen.start), None)
    early = signed is not None and signed.edtf is not None and signed.edtf[5:7] in ("01", "02")
    return (
        shift_year(chosen.year, -1) if early and _ANNUAL_WORDS.search(text, 0, chosen.start) else chosen.year
    )


def _conflicts(evidence: list[YearEvidence], period: ReportPeriod, own_title: bool) -> list[Notice]:
    """One notice for each basis whose years all differ from the report's year."""
    if period.year is None or not period.year.isdigit() or period.basis is None:
        return []
    notices = []
    for basis in YearBasis:
        mine = [e for e in evidence if e.basis is basis and e.year.isdigit()]
        if basis in (period.basis, YearBasis.DOCUMENT, YearBasis.BODY) or not mine:
            continue
        if any(e.year == period.year for e in mine):
            continue
        late = basis in (YearBasis.SIGN_OFF, YearBasis.DATELINE) and mine[0].year == shift_year(
            period.year, 1
        )
        if late:
            continue
        message = f"{_BASIS_NAMES[basis]}所示年份{mine[0].year}与{_BASIS_NAMES[period.basis]}的{period.year}不一致，按{period.year}处理"
        notices.append(Notice("year_conflict", message, mine[0].start, mine[0].end))
    return notices


# -- the period --------------------------------------------------------------------------------------------------


def _anchor(
    text: str,
    dates: tuple[DateMention, ...],
    evidence: list[YearEvidence],
    period: ReportPeriod,
    title: Span | None,
) -> tuple[str, int] | None:
    """Year and month up to which the report looks back: the sign-off's, else the end of the title's period."""
    by_start = {d.start: d for d in dates}
    for basis in (YearBasis.SIGN_OFF, YearBasis.DATELINE):
        for item in evidence:
            mention = by_start.get(item.start) if item.basis is basis else None
            if mention and mention.edtf and mention.edtf[5:7].isdigit():
                return item.year, int(mention.edtf[5:7])
    if period.year is None:
        return None
    for mention in dates:
        if (
            title is not None
            and title.start <= mention.start < title.end
            and mention.edtf
            and mention.edtf[5:7].isdigit()
        ):
            return period.year, int(mention.edtf[-2:] if "/" in mention.edtf else mention.edtf[5:7])
    shown = text[title.start : title.end] if title is not None else ""
    if shown and not _PLAN_TITLE.search(shown) and not _EVENT_TITLE.search(shown):
        return period.year, 12
    return None


def _covered(
    text: str, dates: tuple[DateMention, ...], period: ReportPeriod, title: Span | None
) -> str | None:
    """The period covered: the title's, else that of the first date that opens a clause of the body, else the year."""
    plan_start = plan_section(text)
    resolved = resolve_dates(text, dates, period)
    in_title = [d for d in resolved if title is not None and title.start <= d.start < title.end and d.edtf]
    for mention in in_title:
        if mention.edtf and len(mention.edtf) > 4:
            return mention.edtf
    event = title is None or bool(_EVENT_TITLE.search(text, title.start, title.end))
    if event or not in_title:
        for mention in resolved:
            if mention.edtf is None or mention in in_title or mention.start >= plan_start:
                continue
            if _basis(text, mention, title, None) is YearBasis.BODY and not is_compared(text, mention):
                return mention.edtf
    return in_title[0].edtf if in_title else period.year


# -- resolution --------------------------------------------------------------------------------------------------


def _resolve(
    text: str, dates: tuple[DateMention, ...], at: int, period: ReportPeriod, plan_start: int
) -> DateMention:
    mention = dates[at]
    if mention.relative and period.year and period.year.isdigit():
        return lunar_in_year(text, mention, int(period.year))
    if mention.relative or mention.edtf is None or _writes_year(mention):
        return mention
    shown = text[mention.start : mention.end]
    shifted = _SHIFTED.search(shown)
    if shifted is None and _WRITTEN_YEAR.search(shown):
        return mention
    governing = _governing_year(text, dates, at, period, plan_start)
    if shifted is not None:
        anaphoric = shifted[0] in ANAPHORIC_YEARS
        base = governing if anaphoric and governing else period.year
        shift = (YEAR_SHIFTS | ANAPHORIC_YEARS)[shifted[0]]
        return in_year(text, mention, shift_year(base, shift) if base else UNKNOWN_YEAR)
    year = governing or _nearest_year(text, mention, period, plan_start)
    return in_year(text, mention, year) if year else mention


def _governing_year(
    text: str, dates: tuple[DateMention, ...], at: int, period: ReportPeriod, plan_start: int
) -> str | None:
    """The year that an earlier date of the same sentence, paragraph or plan section imposes."""
    mention = dates[at]
    sentence, _ = sentence_bounds(text, mention.start, mention.end)
    paragraph, _ = line_of(text, mention.start)
    for earlier in reversed(dates[max(0, at - 12) : at]):
        in_plan = earlier.start >= plan_start
        if earlier.start < paragraph and not in_plan:
            return None
        if is_compared(text, earlier):
            continue
        year = _imposed_year(text, earlier, period)
        if year is None:
            continue
        whole = len(earlier.edtf or "") > 4
        if earlier.start >= sentence and (whole or opens_clause(text, earlier)):
            return year
        if not whole and opens_sentence(text, earlier):
            return year
        if whole and _month(mention) >= _month(earlier):
            return year
        if in_plan and not whole:
            return year
    return None


def _imposed_year(text: str, mention: DateMention, period: ReportPeriod) -> str | None:
    if not mention.relative:
        return mention.edtf[:4] if mention.edtf and _writes_year(mention) else None
    shown = text[mention.start : mention.end]
    shifted = _SHIFTED.match(shown)
    if shifted is None or period.year is None or not period.year.isdigit() or not opens_clause(text, mention):
        return None
    if re.search(r"同期|[初末底]", shown) or text.startswith(("同期", "底", "初", "末"), mention.end):
        return None
    return shift_year(period.year, (YEAR_SHIFTS | ANAPHORIC_YEARS)[shifted[0]])


def _month(mention: DateMention) -> int:
    part = (mention.edtf or "")[5:7]
    return int(part) if part.isdigit() else 0


def _nearest_year(text: str, mention: DateMention, period: ReportPeriod, plan_start: int) -> str | None:
    """The report's year, or the one after (before) it when a plan (a look back) plainly crosses New Year."""
    if period.year is None:
        return None
    month = _month(mention)
    if period.anchor is None or not month or not period.anchor[0].isdigit():
        return period.year
    anchor_year, anchor_month = period.anchor
    signed = period.basis in (YearBasis.SIGN_OFF, YearBasis.DATELINE)
    if period.forward and not signed:
        return period.year
    if period.forward or is_planned(text, mention, plan_start):
        return shift_year(anchor_year, 1) if anchor_month - month >= 6 else anchor_year
    looks_back = signed or anchor_year == period.year
    return shift_year(anchor_year, -1) if looks_back and month - anchor_month > 6 else period.year
