#!/usr/bin/env python3
"""Run the date tests of other projects against ``scan_dates``.

peer_dates.py DIR [--failures] [--all]

DIR holds duckling_Time.jsonl, jionlp_time_*.jsonl and recognizers_DateTime_*.jsonl, one case a line: ``input``,
``reference_time``, ``expected`` in the project's own form. A case is passed, failed, different on purpose
(``DIFFERENCES``) or outside the job (``OUTSIDE``); both tables are printed with their counts.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factextract.datamodel import DateMention
from factextract.scan.dates import scan_dates
from factextract.text.fold import fold

Bound = datetime.date | None
SUITES = ("duckling_Time", "jionlp_time", "recognizers_DateTime")

# Outside the job, by what the case expects or by its words.
OUTSIDE = {
    "clock": "clock times and parts of the day",
    "duration": "lengths of time and time limits counted from now (3年半以内, 15个工作日内)",
    "recurrence": "recurring times",
    "holiday": "holidays of other countries and religions",
    "cantonese": "Cantonese",
    "era": "reign years, centuries, decades, years before 1000",
    "season": "seasons",
    "future": "an option that asks for the next occurrence",
}
_CANTONESE = re.compile(r"今[个個]|[尋寻琴]日|而家|[聽听]日")
_ERA = re.compile(r"世[纪紀]|年代|康熙|雍正|神[龙龍]|(?<![0-9])[0-9]{3}年|三六七年")
_SEASON = re.compile(r"[春夏秋冬](?:季|天)|年[春夏秋冬]$|暑假|寒假")
_LENGTH = re.compile(
    r"[年月天日]半?(?:多|[之以]?内|以来)|多月|^过[0-9一二两三]+[天日]|^第[一二三四五六七八九十]+[年天]"
)
_CHINESE_HOLIDAYS = frozenset(
    [
        "元旦",
        "春节",
        "元宵节",
        "妇女节",
        "植树节",
        "国际消费者权益日",
        "清明节",
        "劳动节",
        "青年节",
        "端午节",
        "儿童节",
        "建党节",
        "建军节",
        "七夕节",
        "中元节",
        "中秋节",
        "教师节",
        "国庆节",
        "重阳节",
        "腊八节",
        "除夕",
        "母亲节",
        "父亲节",
        "记者节",
        "护士节",
    ]
)

# Read differently on purpose: what the words must look like, and why.
DIFFERENCES = (
    ("part of a year or month", r"(?:年|季度?|月)[底末初]|年伊始", "年底 is December, 月底 the month, in one reading for all reports"),
    ("N units ago", r"[0-9一二两兩三四五六七八九十半多]+个?個?(?:天|日|周|週|星期|礼拜|禮拜|月|季度|年)半?[之以]?[前后後]", "N天前 is that day (N年前 that year), not the stretch up to now and not open"),
    ("rolling stretches", r"(?:[上下前后後近]|未来|过去)[0-9一二两兩三四五六七八九十]+个?個?(?:周|週|星期|月|年)", "前两月 counts back from the reference day, not in whole calendar units"),
    ("weekday of a week", r"[上下这這本今](?:个|個)?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天]", "下周三 is the Wednesday of next week, 这周一 the Monday of this one"),
    ("day without 日", r"月初?[0-9一二三四五六七八九十廿]+(?![0-9日号號月年])", "a day of the month needs 日 or 号; 八月十五 may be lunar"),
    ("Western order and bare numbers", r"^[^年月]*[0-9]{1,4}[ ./-][0-9]|^=? ?[0-9]{4}$|财税2016", "3/3/15, 12/1 and a bare 2018 are not dates in a report"),
    ("last unit of a range", r"[0-9年月].{0,8}[至到—–\-与與和].{0,8}[0-9年月]|截[止至]到?[0-9]{4}年|今年", "2009年到2010年 includes 2010, 今年 is the whole year"),
    ("short years", r"^[三九][三七]年|^[0-9]{2}年", "a two-digit year needs a month, quarter or a leading 0"),
    ("festivals already past", r"元旦|新年|正月", "a festival without a year is that of the reference's year, not the next one"),
    ("day that does not exist", r"2月29日|^29日", "29 February of a common year is not a date"),
    ("list of days", r"号，[0-9]+号，", "days in a list are dates of their own, not one span"),
    ("lunar conversion", r"农历|初[一二三四五六七八九十]", "lunar dates are converted to the Gregorian calendar"),
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """An expected date: alternatives of (first day, last day), and where (None = anywhere)."""

    options: tuple[tuple[Bound, Bound], ...]
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of a case: passed, failed, different or outside, with the reason or what was found."""

    outcome: str
    reason: str = ""
    found: str = ""


class OutsideError(Exception):
    """The case is not about calendar dates; the argument is a key of ``OUTSIDE``."""


def day_of(text: str) -> datetime.date:
    """The day of a timestamp; duckling writes day and month 0 for coarser grains."""
    return datetime.date.fromisoformat(text[:10].replace("-00", "-01"))


def reference_day(value: Any) -> datetime.date | None:
    """The reference day of a case; a partial one is filled up with January and the first."""
    if isinstance(value, str):
        return day_of(value)
    if isinstance(value, dict):
        fields = value["fields"]
        return datetime.date(fields["year"], fields.get("month", 1), fields.get("day", 1))
    return None


# -- what each project expects -----------------------------------------------------------------------------------


def wanted_by_duckling(case: dict[str, Any]) -> list[Wanted]:
    expected = case["expected"]
    if not isinstance(expected, dict) or expected.get("grain") in ("second", "minute", "hour", None):
        raise OutsideError("clock")
    holiday = re.search(r'"([^"]+)"', expected.get("duckling", ""))
    if holiday and holiday[1] not in _CHINESE_HOLIDAYS:
        raise OutsideError("holiday")
    if "start" in expected:
        last = day_of(expected["end_exclusive"]) - datetime.timedelta(days=1)
        return [Wanted(((day_of(expected["start"]), last),))]
    first = day_of(expected["datetime"])
    return [Wanted(((first, end_of(first, expected["grain"])),))]


def end_of(first: datetime.date, grain: str) -> datetime.date:
    if grain == "day":
        return first
    if grain == "week":
        return first + datetime.timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    index = first.year * 12 + first.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1) - datetime.timedelta(days=1)


def wanted_by_jionlp(case: dict[str, Any]) -> list[Wanted]:
    expected = case["expected"]
    if isinstance(expected, list):  # the extractor: spans only
        if re.search(r"[点时]", case["input"]):
            raise OutsideError("clock")
        return [Wanted((), tuple(item["offset"])) for item in expected]
    if expected["type"] == "time_delta":
        raise OutsideError("duration")
    if expected["type"] == "time_period":
        raise OutsideError("recurrence")
    if (case.get("options") or {}).get("ret_future"):
        raise OutsideError("future")
    return [Wanted(jionlp_options(expected["time"], case["reference_time"]))]


def jionlp_options(time: list[str], reference: Any) -> tuple[tuple[Bound, Bound], ...]:
    """Day bounds; a bound that carries the reference's clock may or may not include its day."""
    clock = reference[11:19] if isinstance(reference, str) else ""
    starts: list[Bound] = [None]
    ends: list[Bound] = [None]
    one = datetime.timedelta(days=1)
    if "inf" not in time[0]:
        day = day_of(time[0])
        starts = [day]
        if time[0][11:] != "00:00:00":
            if time[0][11:] != clock:
                raise OutsideError("clock")
            starts.append(day + one)
    if "inf" not in time[1]:
        day = day_of(time[1])
        ends = [day]
        if time[1][11:] != "23:59:59":
            if time[1][11:] != clock:
                raise OutsideError("clock")
            ends.append(day - one)
    if len(starts) == len(ends) == 2 and starts[0] == ends[0]:
        raise OutsideError("clock")
    return tuple((a, b) for a in starts for b in ends)


def wanted_by_recognizers(case: dict[str, Any]) -> list[Wanted]:
    wanted, skipped = [], ""
    for item in case["expected"]:
        kind = item["type"].removeprefix("datetimeV2.")
        if kind not in ("date", "daterange"):
            skipped = {"duration": "duration", "set": "recurrence"}.get(kind, "clock")
            continue
        span = (item["start"], item["end"])
        wanted.append(Wanted(tuple(recognizers_options(item)), span))
    if skipped and not wanted:
        raise OutsideError(skipped)
    return wanted


def recognizers_options(item: dict[str, Any]) -> Iterable[tuple[Bound, Bound]]:
    """Both the past and the future reading; the end of a range is taken as stated and as exclusive."""
    if "value" in item:
        values = [item["value"]["FutureResolution"], item["value"]["PastResolution"]]
        pairs = [(v.get("date") or v.get("startDate"), v.get("date") or v.get("endDate")) for v in values]
    else:
        values = item["resolution"]["values"]
        pairs = [(v.get("value") or v.get("start"), v.get("value") or v.get("end")) for v in values]
    one = datetime.timedelta(days=1)
    for start, end in pairs:
        if start == "not resolved" or end == "not resolved" or (start is None and end is None):
            continue
        first = day_of(start) if start else None
        last = day_of(end) if end else None
        yield first, last
        if last is not None and first != last:
            yield first, last - one


# -- judging -----------------------------------------------------------------------------------------------------


_OPEN_AFTER = re.compile(r"(?:[或及]?[之以]?[前后後内])|起|开始|開始|以来|以來|至今")
_OPEN_BEFORE = re.compile(r"截[至止]到?$|^[自从從]")


def agrees(mention: DateMention, wanted: Wanted, text: str) -> bool:
    """True if the mention's days are one of the options; of an open one, if it names the bound that is stated."""
    if not wanted.options:
        return True
    if mention.first is None or mention.last is None:
        return False
    first, last = day_of(mention.first), day_of(mention.last)
    opens = _OPEN_AFTER.match(text, mention.end) or _OPEN_BEFORE.search(text[: mention.start + 1])
    one = datetime.timedelta(days=1)
    for low, high in wanted.options:
        if (low, high) == (first, last):
            return True
        if opens and (low in (first, last + one) or high in (last, first, first - one)):
            return True
    return False


def judge(suite: str, case: dict[str, Any]) -> Verdict:
    """The verdict on one case of a suite."""
    adapters = {
        "duckling": wanted_by_duckling,
        "jionlp": wanted_by_jionlp,
        "recognizers": wanted_by_recognizers,
    }
    source = case["input"]
    for key, pattern in (
        ("cantonese", _CANTONESE),
        ("era", _ERA),
        ("season", _SEASON),
        ("duration", _LENGTH),
    ):
        if pattern.search(source):
            return Verdict("outside", key)
    try:
        wanted = adapters[suite.split("_")[0]](case)
    except OutsideError as outside:
        return Verdict("outside", str(outside))
    text = fold(source)
    found = list(scan_dates(text, reference_day(case.get("reference_time"))))
    shown = "; ".join(f"{text[d.start : d.end]}={d.edtf} [{d.first}..{d.last}]" for d in found)
    if all(any(_meets(d, w, text) for d in found) for w in wanted) and (wanted or not found):
        return Verdict("passed", found=shown)
    for name, words, _ in DIFFERENCES:
        if re.search(words, source):
            return Verdict("different", name, shown)
    return Verdict("failed", found=shown)


def _meets(mention: DateMention, wanted: Wanted, text: str) -> bool:
    inside = wanted.span is None or min(mention.end, wanted.span[1]) > max(mention.start, wanted.span[0])
    return inside and agrees(mention, wanted, text)


def cases_of(directory: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    for path in sorted(directory.glob("*.jsonl")):
        if path.stem.startswith(SUITES):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield path.stem, json.loads(line)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--failures", action="store_true", help="print failed cases")
    parser.add_argument("--all", action="store_true", help="print every case that was not passed")
    args = parser.parse_args(argv)
    counts: dict[str, Counter[str]] = {}
    reasons: Counter[tuple[str, str]] = Counter()
    for suite, case in cases_of(args.directory):
        verdict = judge(suite, case)
        counts.setdefault(suite, Counter())[verdict.outcome] += 1
        if verdict.reason:
            reasons[verdict.outcome, verdict.reason] += 1
        if (verdict.outcome == "failed" and args.failures) or (args.all and verdict.outcome != "passed"):
            print(
                verdict.outcome,
                verdict.reason,
                suite,
                case["input"],
                case.get("reference_time"),
                "|",
                verdict.found,
                "|",
                json.dumps(case["expected"], ensure_ascii=False)[:200],
                sep="\t",
            )
    total: Counter[str] = Counter()
    for suite, counter in counts.items():
        total += counter
        print(line_of(suite, counter))
    print(line_of("all", total))
    for (outcome, reason), number in sorted(reasons.items()):
        print(f"{outcome:9} {number:4}  {reason}")
    return 0


def line_of(name: str, counter: Counter[str]) -> str:
    judged = counter["passed"] + counter["failed"]
    share = counter["passed"] / judged if judged else 1.0
    return (
        f"{name:40} {counter['passed']}/{judged} passed ({share:.1%}), {counter['different']} different on purpose,"
        f" {counter['outside']} outside"
    )


if __name__ == "__main__":
    sys.exit(main())
