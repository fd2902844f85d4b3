"""The period of a figure that is not of the report's own: last year's total in an event brief, a month of a quarter.

A date governs a figure that it touches (去年同期80件, 7月2011件), and one of another period governs what follows it in its
sentence (2025年,全行办活动486场,...). Figures of the report's own period, and what happened on a day, have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from factextract.datamodel import DateMention, Layout, Span
from factextract.link.context import Context
from factextract.link.parallel import Run
from factextract.link.rates import is_change
from factextract.scan.period import ReportPeriod
from factextract.text.edtf import PartialDate, bounds, days_in_month, shift_year

_YEARS_BACK = re.compile(r"(?P<two>前年)|(?:去|上|昨)年|上一?年度?|去年度")
_LAST_YEARS = re.compile(r"[去上前昨]年")
_POINT = re.compile(r"[底末初]$")
_HAN = re.compile(r"[\u4e00-\u9fff]{0,12}")
_BARE_YEAR = re.compile(r"(?:去|上|昨)年$")
_LIKE_PERIOD = re.compile(r"同期")
_LAST_MONTH = re.compile(r"上个?月")
_LAST_QUARTER = re.compile(r"上一?个?季度?")
# What may stand between a period and the figure that it labels.
_LABELS = re.compile(
    r"(?:份|度|一个月|当月|全月|[底末初])?(?:全[县市区行省镇年][^,。;\d]{0,2})?(?:这个数|投诉量?|分别)?"
    r"(?:就|则|才|还|仅|只|也|已|共|的|是|为|有|达|去了|跑了|办了|便|受理|接诉|登记|办理|收到|接到|涌入|发生|评为|\(){0,4}"
    r"|[\u4e00-\u9fff]{1,8}(?:为|是|仅|只有|达)"
)
_TERM = re.compile(r"上一?(?:个|届)?(?:学年|防火期|财年|普法年度)(?:的|是|为|仅|只有|才){0,2}$")
_QUARTERS = re.compile(r"(?:四个|一至四|1至4|1-4|各|分)季度[^,。;\d]{0,10}[:,]?[^,。;\d]{0,6}$")
_COMPARES = re.compile(r"(?:比|较|与|同|从|由|于|对比|相比|环比|同比)[^,。;]{0,8}$")
_COMPARED = re.compile(r"[^,。;]{0,24}(?:相比|比较|持平)|同期")
_OPENS = re.compile(r"[\s,;:。(]*(?:[其而]中?|另外?|此外|据[^,]{0,10}|在|自|从|为|今年)?[^,。;:]{0,2}$")
_ANNOUNCES = re.compile(r"情况[:,]?$|如下[:,]?$|:$")
_PAST_SECTION = re.compile(r"上年|去年|上一年")
_CURRENT = re.compile(r"(?:今年|本年|本月|本季度|当月)(?:以来|全年|度)?$")
_BACK_TO_NOW = re.compile(r"今年|年内|当年|本年|本期|目前|现[有在]|至今")
_UNTIL = re.compile(r"(?:截[至止]|截止[到至]|到)$")
_LONGEST_GAP = 12
_QUARTERS_A_YEAR = 4
_SPANS_MONTHS = 45  # days: what lasts longer is a period, not when something took place


@dataclass(frozen=True, slots=True)
class _Period:
    """An EDTF period with its bounds where known (ISO dates)."""

    edtf: str
    first: str | None
    last: str | None

    @classmethod
    def of(cls, edtf: str) -> _Period:
        return cls(edtf, *bounds(edtf))

    def apart_from(self, other: _Period) -> bool:
        """True if both are known and share no day."""
        if None in (self.first, self.last, other.first, other.last):
            return False
        return str(self.last) < str(other.first) or str(self.first) > str(other.last)

    def within(self, other: _Period) -> bool:
        """True if it is a known, smaller part of ``other``."""
        if None in (self.first, self.last, other.first, other.last) or self.edtf == other.edtf:
            return False
        return str(other.first) <= str(self.first) and str(self.last) <= str(other.last)

    @property
    def is_days(self) -> bool:
        """True if it is written to the day."""
        return self.edtf.count("-") > self.edtf.count("/") + 1

    @property
    def lasting(self) -> bool:
        """True for a year, half-year, quarter or several months."""
        if self.first is None or self.last is None:
            return False
        months = (int(self.last[:4]) - int(self.first[:4])) * 12 + int(self.last[5:7]) - int(self.first[5:7])
        return months * 30 + int(self.last[8:]) - int(self.first[8:]) > _SPANS_MONTHS


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a report was: all its date mentions with their years filled in, relative ones included, and its own period."""

    dates: tuple[DateMention, ...]
    period: ReportPeriod


@dataclass(frozen=True, slots=True)
class FactPeriod:
    """The period of a figure, and where it lies from the report's: ``past``, ``future`` or neither."""

    edtf: str
    past: bool = False
    future: bool = False


class PeriodReader:
    """Finds the periods of the figures of one report; ``plan`` tells that the report is a plan."""

    def __init__(self, text: str, layout: Layout, calendar: Calendar, plan: bool) -> None:
        self._text, self._layout, self._plan = text, layout, plan
        self._dates = sorted(calendar.dates, key=lambda date: date.start)
        self._starts = [date.start for date in self._dates]
        edtf = calendar.period.edtf
        self._main = _Period.of(_whole_months(edtf)) if edtf else None
        self._year = calendar.period.year

    def periods(self, contexts: Sequence[Context], runs: Sequence[Run]) -> list[FactPeriod | None]:
        """The period of each figure; None for the report's own."""
        if self._main is None:
            return [None] * len(contexts)
        found: list[FactPeriod | None] = []
        carried: tuple[int, _Period | None] = (-1, None)
        for number, group in groupby(range(len(contexts)), key=lambda at: contexts[at].sentence):
            inside = list(group)
            if contexts[inside[0]].place is not None:
                found.extend(self._told(self._of_cell(contexts[at])) for at in inside)
                continue
            section = self._layout.sentences[number].section
            inherited = carried[1] if self._plan and carried[0] == section else self._of_section(section)
            periods, last = self._in_sentence(number, [contexts[at] for at in inside], inherited)
            by_figure = dict(zip(inside, periods, strict=True))
            for at in inside:
                lead = by_figure.get(runs[at].first)
                nth = self._nth(contexts, runs[at], at)
                found.append(self._told(nth or by_figure[at] or lead))
            carried = (section, last)
        return found

    def _told(self, period: _Period | None) -> FactPeriod | None:
        main = self._main
        if period is None or main is None or period.edtf == main.edtf:
            return None
        apart = period.apart_from(main)
        past = apart and str(period.last) < str(main.first)
        return FactPeriod(period.edtf, past=past, future=apart and not past)

    # -- prose

    def _in_sentence(
        self, number: int, contexts: Sequence[Context], inherited: _Period | None
    ) -> tuple[list[_Period | None], _Period | None]:
        """Periods of a sentence's figures, and the one that still holds at its end."""
        sentence = self._layout.sentences[number]
        low = bisect_left(self._starts, sentence.start)
        high = bisect_left(self._starts, sentence.end)
        mentions = self._dates[low:high]
        reach, at = inherited, 0
        found: list[_Period | None] = []
        scope: _Period | None = None
        told = sentence.start
        for context in contexts:
            while at < len(mentions) and mentions[at].end <= context.quantity.start:
                reach, scope = self._reach(mentions[at], reach, scope, context)
                told = mentions[at].end
                at += 1
            if reach is not None and _BACK_TO_NOW.search(self._text, told, context.quantity.start):
                reach = None
            before = mentions[at - 1] if at else None
            found.append(self._touching(before, context, scope) or reach)
        return found, reach

    def _reach(
        self, mention: DateMention, before: _Period | None, scope: _Period | None, context: Context
    ) -> tuple[_Period | None, _Period | None]:
        """The period that holds from a mention on, and the span of time last told. The mention's own holds if it opens a
        clause and is another than the report's; none holds after the report's own; else the one before goes on."""
        words = self._text[mention.start : mention.end]
        if _CURRENT.match(words):
            return None, scope
        period = self._resolve(mention, scope)
        if period is None or self._is_compared(mention):
            return before, scope
        start = self._layout.sentences[context.sentence].start
        lead = self._text[max(start, mention.start - _LONGEST_GAP) : mention.start]
        clause = max(lead.rfind(mark) for mark in ",;:。")
        if not self._announces(mention) and not _OPENS.fullmatch(lead[clause + 1 :]):
            return before, scope
        if not period.lasting and not _LAST_YEARS.match(words):
            return before, scope
        if _POINT.search(words) or self._labels(mention, context):
            return before, scope
        return (period if self._is_other(period) else None), period

    def _labels(self, mention: DateMention, context: Context) -> bool:
        """True if the mention is but the label of the next figure (2020年为231件)."""
        gap = self._text[mention.end : context.quantity.start]
        point = _POINT.search(self._text, mention.start, mention.end) and _HAN.fullmatch(gap)
        return len(gap) <= _LONGEST_GAP and (point or _LABELS.fullmatch(gap)) is not None

    def _is_other(self, period: _Period) -> bool:
        """True if figures under the period are not of the report's: another year, or several months apart from it."""
        main = self._main
        if main is None or not period.apart_from(main):
            return False
        other_year = (
            str(period.first)[:4] != str(main.first)[:4] and str(period.last)[:4] != str(main.last)[:4]
        )
        return other_year or period.lasting

    def _is_compared(self, mention: DateMention) -> bool:
        before = self._text[max(0, mention.start - _LONGEST_GAP) : mention.start]
        after = self._text[mention.end : mention.end + 30]
        words = self._text[mention.start : mention.end]
        if _LIKE_PERIOD.search(words) and not after.startswith(","):
            return True
        return bool(_COMPARES.search(before) or _COMPARED.match(after))

    def _announces(self, mention: DateMention) -> bool:
        """白水县消协公布了去年投诉处理情况:..."""
        end = self._text.find(":", mention.end, mention.end + _LONGEST_GAP)
        return end >= 0 and not re.search(r"[,。;\d]", self._text[mention.end : end])

    def _touching(
        self, mention: DateMention | None, context: Context, scope: _Period | None
    ) -> _Period | None:
        """The period that labels the figure itself; ``scope`` is the span of time last told in the sentence."""
        main = self._main
        if main is None or is_change(self._text, context) or context.quantity.unit == "个百分点":
            return None
        if _TERM.search(self._text, context.left.start, context.left.end):
            return _shifted(main, 1)
        if mention is None or not self._labels(mention, context):
            return None
        period = self._resolve(mention, scope)
        if period is None or (period.is_days and not self._is_compared(mention)):
            return None  # a day is a date
        if context.index and main.lasting and _BARE_YEAR.match(self._text[mention.start : mention.end]):
            return _shifted(main, 1)  # 9件,去年是34件
        return None if main.within(period) or self._counts_until(mention, period) else period

    def _counts_until(self, mention: DateMention, period: _Period) -> bool:
        """截至12月末办结413件: what was counted up to the end of the report's own period."""
        before = self._text[max(0, mention.start - _LONGEST_GAP) : mention.start]
        return self._main is not None and period.last == self._main.last and bool(_UNTIL.search(before))

    def _nth(self, contexts: Sequence[Context], run: Run, at: int) -> _Period | None:
        """7月、8月、9月分别为58件、71件和57件: the k-th of as many periods."""
        if run.size < 2:
            return None
        head = contexts[run.first]
        if run.size == _QUARTERS_A_YEAR and _QUARTERS.search(
            self._text, head.clause.start - 16, head.quantity.start
        ):
            return self._quarter(at - run.first + 1)
        start = max(self._layout.sentences[head.sentence].start, head.quantity.start - 60)
        low = bisect_left(self._starts, start)
        high = bisect_right(self._starts, head.quantity.start)
        mentions = self._dates[low:high][-run.size :]
        if len(mentions) < run.size:
            return None
        gaps = [self._text[a.end : b.start] for a, b in pairwise(mentions)]
        if not all(gap.strip() in ("、", "和", "及", "与") for gap in gaps):
            return None
        period = self._resolve(mentions[at - run.first], None)
        return None if period is None or period.is_days else period

    def _quarter(self, number: int) -> _Period | None:
        if self._year is None or not self._year.isdigit():
            return None
        return _Period.of(f"{self._year}-{3 * number - 2:02d}/{self._year}-{3 * number:02d}")

    # -- sections and tables

    def _of_section(self, number: int) -> _Period | None:
        """一、去年情况: in a plan all that a section about last year tells."""
        if not self._plan or self._year is None:
            return None
        at: int | None = number
        while at is not None and 0 <= at < len(self._layout.sections):
            section = self._layout.sections[at]
            if section.heading is not None and _PAST_SECTION.search(
                self._text, section.heading.start, min(section.heading.end, section.heading.start + 40)
            ):
                return self._years_back(1)
            at = section.parent
        return None

    def _of_cell(self, context: Context) -> _Period | None:
        """The period that a row's label or a column's header names."""
        assert context.place is not None
        for span in (*context.place.labels, *context.place.headers):
            period = self._of_label(span)
            if period is not None and self._main is not None and not self._main.within(period):
                return period
        return None

    def _of_label(self, span: Span) -> _Period | None:
        at = bisect_left(self._starts, span.start)
        if at == len(self._dates) or self._dates[at].end > span.end:
            return None
        mention = self._dates[at]
        rest = (self._text[span.start : mention.start] + self._text[mention.end : span.end]).strip(" ()\n")
        return self._resolve(mention, None) if len(rest) <= 4 else None

    # -- values

    def _resolve(self, mention: DateMention, context: _Period | None) -> _Period | None:
        """The value of a mention; 同期 is a year before what ``context``, else the report, covers."""
        words = self._text[mention.start : mention.end]
        like = _LIKE_PERIOD.search(words) or self._text.startswith("同期", mention.end)
        back = _YEARS_BACK.match(words)
        base = context or self._main
        if like and base is not None:
            if context is None and not base.lasting and base.is_days:
                return self._years_back(2 if back and back["two"] else 1)
            if mention.edtf is not None and not mention.relative:
                return _in_year(base, mention.edtf[:4])
            return _shifted(base, 2 if back and back["two"] else 1)
        if mention.edtf is not None and not mention.relative:
            return _Period.of(_whole_months(mention.edtf))
        if back is not None:
            return self._years_back(2 if back["two"] else 1)
        if _LAST_MONTH.match(words):
            return _before(self._main, 1)
        return _before(self._main, 3) if _LAST_QUARTER.match(words) else None

    def _years_back(self, years: int) -> _Period | None:
        if self._year is None or not self._year.isdigit():
            return None
        return _Period.of(shift_year(self._year, -years))


def _whole_months(edtf: str) -> str:
    """Days that make whole months as months (2023-12-01/2024-03-31 -> 2023-12/2024-03)."""
    first, _, last = edtf.partition("/")
    if not last or len(first) != 10 or len(last) != 10 or "X" in edtf:
        return edtf
    ends = int(last[8:]) == days_in_month(last[:4], int(last[5:7]))
    if not first.endswith("-01") or not ends:
        return edtf
    return first[:7] if first[:7] == last[:7] else f"{first[:7]}/{last[:7]}"


def _shifted(period: _Period, years: int) -> _Period:
    parts = [PartialDate.parse(part) for part in period.edtf.split("/") if part != ".."]
    return _Period.of("/".join(str(part.in_year(shift_year(part.year, -years))) for part in parts))


def _in_year(period: _Period, year: str) -> _Period:
    """The same months and days in another year; for a period across years, the one that ends in it."""
    parts = [PartialDate.parse(part) for part in period.edtf.split("/") if part != ".."]
    last = parts[-1].year
    if not (last.isdigit() and year.isdigit()):
        return _Period.of(year)
    return _shifted(period, int(last) - int(year))


def _before(period: _Period | None, months: int) -> _Period | None:
    """The month (1) or quarter (3) before the one that a period lies in."""
    if period is None or period.first is None or period.last is None:
        return None
    index = int(period.first[:4]) * 12 + int(period.first[5:7]) - 1
    end = int(period.last[:4]) * 12 + int(period.last[5:7]) - 1
    if index // months != end // months:
        return None
    start = (index // months - 1) * months
    first = f"{start // 12:04d}-{start % 12 + 1:02d}"
    last = start + months - 1
    return _Period.of(first if months == 1 else f"{first}/{last // 12:04d}-{last % 12 + 1:02d}")
