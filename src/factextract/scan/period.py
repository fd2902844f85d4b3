"""The period a report covers, and the years of the dates that leave theirs out.

A month or day without a year takes the year that governs it in its sentence, paragraph or plan section, else the
report's own; in a plan that looks past New Year, or a look back across it, the year after or before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from factextract.datamodel import DateMention, Notice, Span
from factextract.scan.date_context import (
    heads_section,
    is_background,
    is_compared,
    is_planned,
    line_of,
    opens_clause,
    opens_sentence,
    plan_section,
    sentence_bounds,
)
from factextract.scan.date_tokens import ANAPHORIC_YEARS, MONTH_SHIFTS, YEAR_SHIFTS
from factextract.scan.dates import in_year, lunar_in_year
from factextract.scan.report_year import ReportYear, basis_of, is_event_title, read_year
from factextract.scan.year_evidence import YearBasis, YearEvidence
from factextract.text.edtf import UNKNOWN_YEAR, bounds, shift_year

_WRITTEN_YEAR = re.compile(r"[0-9〇零一二三四五六七八九OolIxX×*_?某]{1,6}\s?年")
_SHIFTS = YEAR_SHIFTS | ANAPHORIC_YEARS
_SHIFTED = re.compile(f"[自从]?({'|'.join(sorted(_SHIFTS, key=len, reverse=True))})")
_MONTH_WORD = re.compile("|".join(sorted(MONTH_SHIFTS, key=len, reverse=True)))
_SPOKEN_MONTHS = frozenset({"当月", "同月", "次月", "翌月"})
_PART_OF_YEAR = re.compile(r"同期|[初末底]")
_SCHOOL_YEAR = re.compile(r"学年")
_NEXT_SECTION = re.compile(
    r"\n[ \t]{0,4}(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])"
)
_LOOK_BACK = 12  # mentions
_LEAD = 400  # characters of the body in which a report says when it was
_DEADLINE = re.compile(r"[底末]?之?前")
_NEAR = 2  # months: a deadline so soon after the signing is one to come
_FAR = 6  # months: what lies farther ahead than this was meant to lie behind


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """The period a report covers: EDTF with ISO bounds where known, and the year with the basis it was read from.

    ``year`` is None and ``basis`` is None where nothing shows the year. ``evidence`` lists every year found,
    ``notices`` (view offsets) the conflicts among them. ``resolved`` are the report's dates with the years they leave out
    filled in from their context or from the report's year.
    """

    edtf: str | None
    first: str | None
    last: str | None
    reading: ReportYear
    resolved: tuple[DateMention, ...] = ()

    @property
    def year(self) -> str | None:
        """The report's year, X for unknown digits."""
        return self.reading.year

    @property
    def basis(self) -> YearBasis | None:
        """Where the year was read."""
        return self.reading.basis

    @property
    def evidence(self) -> tuple[YearEvidence, ...]:
        """Every year the text shows."""
        return self.reading.evidence

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Years that disagree."""
        return self.reading.notices


def report_period(
    text: str, dates: tuple[DateMention, ...], title: Span | None = None, sign_off: Span | None = None
) -> ReportPeriod:
    """Period, year, basis and conflicts of the report ``text`` with its ``dates`` (as ``scan_dates`` gives them)."""
    reading = read_year(text, dates, title, sign_off)
    resolved = _resolved(text, dates, reading)
    edtf = _covered(text, resolved, reading, title, sign_off)
    first, last = bounds(edtf) if edtf else (None, None)
    return ReportPeriod(edtf, first, last, reading, resolved)


# -- the period --------------------------------------------------------------------------------------------------


def _covered(
    text: str, dates: tuple[DateMention, ...], reading: ReportYear, title: Span | None, sign_off: Span | None
) -> str | None:
    """The title's period if it is finer than a year; else that of the date that opens the body; else the year."""
    bases = [(d, basis_of(text, d, title, sign_off)) for d in dates if d.edtf and not d.relative]
    in_title = [d for d, basis in bases if basis is YearBasis.TITLE]
    for mention in in_title:
        if mention.edtf and len(mention.edtf) > 4:
            return mention.edtf
    shown = text[title.start : title.end] if title is not None else ""
    if not shown or is_event_title(shown) or not in_title:
        plan_start = 0 if reading.forward else plan_section(text)
        lead = title.end + _LEAD if title is not None else _LEAD
        body = [d for d, basis in bases if basis is YearBasis.BODY and d.start < lead]
        for mention in body:
            if mention.edtf and len(mention.edtf) == 4:
                issue = text.startswith("第", mention.end)  # 2023年第4期
                if mention is body[0] and opens_sentence(text, mention) and not issue:  # 2023年,我行…
                    return mention.edtf
                continue
            past = reading.forward or not is_planned(text, mention, plan_start)
            compared = is_compared(text, mention) and not text.startswith("以来", mention.end)
            if past and not compared and _is_of_year(mention, reading) and not is_background(text, mention):
                return mention.edtf
    return in_title[0].edtf if in_title else reading.year


def _is_of_year(mention: DateMention, reading: ReportYear) -> bool:
    """True if the mention's year is the report's, or one of the two is not known."""
    year = (mention.edtf or "")[:4]
    return not reading.known or not year.isdigit() or year == reading.year


# -- resolution --------------------------------------------------------------------------------------------------


def _resolved(text: str, dates: tuple[DateMention, ...], reading: ReportYear) -> tuple[DateMention, ...]:
    plan_start = plan_section(text)
    out: list[DateMention] = []
    handed_on: list[str | None] = []
    for at in range(len(dates)):
        resolved = _resolve(text, dates, handed_on, reading, plan_start)
        out.append(_same_period(text, out, resolved))
        handed_on.append(_handed_on(text, dates[at], out[at], reading))
    return tuple(out)


def _resolve(
    text: str,
    dates: tuple[DateMention, ...],
    handed_on: list[str | None],
    reading: ReportYear,
    plan_start: int,
) -> DateMention:
    """The mention at ``len(handed_on)`` with its year; ``handed_on`` holds the years that those before impose."""
    at = len(handed_on)
    mention = dates[at]
    if mention.relative:
        return lunar_in_year(text, mention, int(reading.year)) if reading.year and reading.known else mention
    if mention.edtf is None or not mention.edtf.startswith(UNKNOWN_YEAR):
        return mention
    shifted = _SHIFTED.match(text, mention.start, mention.end)
    if shifted is None and _WRITTEN_YEAR.search(text, mention.start, mention.end):
        return mention
    mention = _with_month(text, dates, at, reading)
    governing = _governing_year(text, dates, handed_on, plan_start)
    if shifted is not None:
        anaphoric = shifted[1] in ANAPHORIC_YEARS
        base = governing if anaphoric and governing else reading.now
        return in_year(text, mention, shift_year(base, _SHIFTS[shifted[1]]) if base else UNKNOWN_YEAR)
    year = (
        governing
        or _year_of_season(text, dates[: min(at, _LOOK_BACK)], mention)
        or _nearest_year(text, mention, reading, plan_start)
    )
    return in_year(text, mention, year) if year else mention


def _same_period(text: str, earlier: list[DateMention], mention: DateMention) -> DateMention:
    """2018年同期: the months or days just spoken of, in that year; any other mention as it is."""
    if mention.edtf is None or len(mention.edtf) != 4 or not text.startswith("同期", mention.end):
        return mention
    for before in reversed(earlier[-_LOOK_BACK:]):
        if before.edtf is not None and len(before.edtf) > 4 and not before.relative:
            first, _, last = before.edtf.partition("/")
            if last[:4] not in ("", first[:4]):
                return mention
            edtf = mention.edtf + first[4:] + (f"/{mention.edtf}{last[4:]}" if last else "")
            low, high = bounds(edtf)
            return replace(mention, edtf=edtf, first=low, last=high)
    return mention


def _with_month(text: str, dates: tuple[DateMention, ...], at: int, reading: ReportYear) -> DateMention:
    """A day of 本月 (the month the report looks back from) or 当月 (the month spoken of) with that month."""
    mention = dates[at]
    word = _MONTH_WORD.search(text, mention.start, mention.end)
    if word is None or mention.edtf is None or "-XX-" not in mention.edtf:
        return mention
    base = reading.anchor[1] if reading.anchor else 0
    if word[0] in _SPOKEN_MONTHS or not base:
        base = next((m for d in reversed(dates[max(0, at - _LOOK_BACK) : at]) if (m := _month(d))), base)
    if not base:
        return mention
    month = (base + MONTH_SHIFTS[word[0]] - 1) % 12 + 1
    return replace(mention, edtf=mention.edtf.replace("-XX-", f"-{month:02d}-"))


def _governing_year(
    text: str, dates: tuple[DateMention, ...], handed_on: list[str | None], plan_start: int
) -> str | None:
    """The year that an earlier date of the same sentence, paragraph or plan section imposes."""
    at = len(handed_on)
    mention = dates[at]
    sentence, _ = sentence_bounds(text, mention.start, mention.end)
    paragraph, _ = line_of(text, mention.start)
    for before in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        earlier, year = dates[before], handed_on[before]
        in_plan = earlier.start >= plan_start
        if year is None:
            continue
        if earlier.start < paragraph and not in_plan:
            if heads_section(text, earlier) and not _NEXT_SECTION.search(text, earlier.end, mention.start):
                return year
            continue
        whole = len(earlier.edtf or "") > 4
        word = _SHIFTED.match(text, earlier.start, earlier.end)
        if word is not None and word[1] in YEAR_SHIFTS and earlier.start < sentence:
            continue  # 去年 reaches no farther than its sentence
        if earlier.start >= sentence and (whole or opens_clause(text, earlier)):
            return year
        if not whole and (in_plan or opens_sentence(text, earlier)):
            if not in_plan and _contrasts(text, dates, before, handed_on, paragraph, year):
                continue
            return year
        if not whole and earlier.start < sentence:
            return None
        if whole and _month(mention) >= _month(earlier):
            return year
    return None


def _contrasts(
    text: str,
    dates: tuple[DateMention, ...],
    bare: int,
    handed_on: list[str | None],
    paragraph: int,
    year: str,
) -> bool:
    """True if a bare year (the date at ``bare``) is set against a later one that the paragraph has named (2025年堵截139起;2024年,
    这两个数字…)."""
    for at in range(bare - 1, max(-1, bare - 1 - _LOOK_BACK), -1):
        if dates[at].start < paragraph:
            return False
        other = handed_on[at]
        if other is not None and other > year and _WRITTEN_YEAR.match(text, dates[at].start, dates[at].end):
            return True
    return False


def _handed_on(text: str, mention: DateMention, resolved: DateMention, reading: ReportYear) -> str | None:
    """The year a date imposes on those after it: the one it writes, or that of 去年 or 次年; None if it is compared
    with or has none."""
    if is_compared(text, mention) or is_background(text, mention):
        return None
    if not mention.relative:
        shifted = _SHIFTED.match(text, mention.start, mention.end) is not None
        written = shifted or (mention.edtf is not None and not mention.edtf.startswith(UNKNOWN_YEAR))
        year = resolved.edtf[:4] if resolved.edtf and written else None
        return None if year == UNKNOWN_YEAR else year
    word = _SHIFTED.match(text, mention.start, mention.end)
    if word is None or reading.now is None or not reading.now.isdigit() or not opens_clause(text, mention):
        return None
    if _PART_OF_YEAR.search(text, mention.start, mention.end + 2):
        return None
    return shift_year(reading.now, _SHIFTS[word[1]])


def _nearest_year(text: str, mention: DateMention, reading: ReportYear, plan_start: int) -> str | None:
    """The report's year, or the one after (before) it when a plan (a look back) plainly crosses New Year."""
    month = _month(mention)
    if reading.year is None or reading.anchor is None or not month or not reading.anchor[0].isdigit():
        return reading.year
    anchor_year, anchor_month = reading.anchor
    signed = reading.basis in (YearBasis.SIGN_OFF, YearBasis.DATELINE)
    if _is_day_of_signing(mention, reading):
        return anchor_year
    if reading.forward and not signed:
        return reading.year
    if reading.forward or is_planned(text, mention, plan_start):
        return shift_year(anchor_year, 1) if anchor_month - month >= _FAR else anchor_year
    if _is_deadline(text, mention) and anchor_year > reading.year and 0 <= month - anchor_month <= _NEAR:
        return anchor_year
    looks_back = signed or anchor_year == reading.year
    return shift_year(anchor_year, -1) if looks_back and month - anchor_month > _FAR else reading.year


def _year_of_season(text: str, before: tuple[DateMention, ...], mention: DateMention) -> str | None:
    """The year that a season across New Year gives a month or day inside it: 2008年12月20日至2009年1月22日 makes 1月9日 one of
    2009, the school year 2023-2024学年 makes 4月10日 one of 2024. None if no such season is among ``before``, the report's first dates."""
    month, day = _month(mention), (mention.edtf or "")[8:10] or None
    if not month or _is_deadline(text, mention):
        return None
    for season in before:
        first, _, last = (season.edtf or "").partition("/")
        if not last or season.relative or not first[:4].isdigit() or shift_year(first[:4], 1) != last[:4]:
            continue
        if len(first) == 4:
            if not _SCHOOL_YEAR.match(text, season.end):
                continue
            first, last = f"{first}-09", f"{last}-08"
        fits = [y for y in (first[:4], last[:4]) if _lies_in(f"{y}-{month:02d}", day, first, last)]
        if len(fits) == 1:
            return fits[0]
    return None


def _is_deadline(text: str, mention: DateMention) -> bool:
    """True for 5月底前, 3月20日之前."""
    return _DEADLINE.match(text, mention.end) is not None or text[mention.end - 1] == "前"


def _lies_in(month: str, day: str | None, first: str, last: str) -> bool:
    """True if a month, or a day of it, lies between two dates of month or day precision, ends included."""
    shown = f"{month}-{day}" if day and len(first) == len(last) == 10 else month
    return first[: len(shown)] <= shown <= last[: len(shown)]


def _is_day_of_signing(mention: DateMention, reading: ReportYear) -> bool:
    """True if the sign-off bears the same month and day (今日(1月22日))."""
    signed = (YearBasis.SIGN_OFF, YearBasis.DATELINE)
    return any(
        e.basis in signed and e.day and (mention.edtf or "")[5:] == e.day
        for e in reading.evidence[:_LOOK_BACK]
    )


def _month(mention: DateMention) -> int:
    """Number of the (first) month of a mention, 0 if it has none."""
    part = (mention.edtf or "")[5:7]
    return int(part) if part.isdigit() else 0
