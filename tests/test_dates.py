"""Calendar expressions: what is a date, where it begins and ends, and what it says."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factextract.scan.dates import in_year, scan_dates
from factextract.text.edtf import is_edtf
from factextract.text.fold import fold

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "data" / "dates.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))
CHINESE = "〇一二三四五六七八九"


def chinese_number(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("" if tens == 1 else CHINESE[tens]) + "十"
    return head + (CHINESE[ones] if ones else "")


FORMS = {
    "plain": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "padded": lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}日",
    "spaced": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "hao": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "iso": lambda d: d.isoformat(),
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "chinese": lambda d: (
        "".join(CHINESE[int(c)] for c in str(d.year))
        + f"年{chinese_number(d.month)}月{chinese_number(d.day)}日"
    ),
    "full_width": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        {ord("0") + i: chr(0xFF10 + i) for i in range(10)}
    ),
}


@pytest.mark.parametrize(("source", "expected"), CASES["absolute"].items())
def test_absolute_expressions(source: str, expected: dict[str, str] | str) -> None:
    text = fold(source)
    found = [(text[d.start : d.end], d.edtf) for d in scan_dates(text) if not d.relative]
    assert found == list(dict(expected or {}).items())


@pytest.mark.parametrize(("source", "expected"), CASES["relative"].items())
def test_expressions_with_a_reference(source: str, expected: list[str] | str) -> None:
    reference = datetime.date.fromisoformat(CASES["reference"])
    found = scan_dates(fold(source), reference)
    got = [[source[d.start : d.end], d.edtf, d.first, d.last] for d in found]
    wanted = [] if expected == "null" else [[None if value == "null" else value for value in expected]]
    assert got == wanted


@pytest.mark.parametrize("source", CASES["relative"])
def test_relative_expressions_have_no_value_without_a_reference(source: str) -> None:
    for mention in scan_dates(source):
        assert mention.edtf is None if mention.relative else mention.edtf is not None


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_every_form_of_a_day_reads_back(form: str, day: datetime.date) -> None:
    written = FORMS[form](day)
    text = fold(f"我局于{written},开展活动")
    (mention,) = scan_dates(text)
    assert (mention.edtf, mention.first, mention.last) == (day.isoformat(),) * 3
    assert text[mention.start : mention.end] == fold(written)


@given(first=DAYS, length=st.integers(1, 400))
def test_ranges_read_back(first: datetime.date, length: int) -> None:
    last = first + datetime.timedelta(days=length)
    text = f"自{FORMS['plain'](first)}起至{FORMS['plain'](last)}"
    (mention,) = scan_dates(text)
    assert mention.edtf == f"{first.isoformat()}/{last.isoformat()}"
    assert (mention.start, mention.end) == (0, len(text))


@given(first=DAYS, length=st.integers(1, 330))
def test_a_range_without_a_second_year_crosses_new_year_once(first: datetime.date, length: int) -> None:
    last = first + datetime.timedelta(days=length)
    if last.month == first.month:
        return
    (mention,) = scan_dates(f"{FORMS['plain'](first)}至{last.month}月{last.day}日")
    leap_day = (last.month, last.day) == (2, 29)
    assert leap_day or mention.last == last.isoformat()


PIECES = st.sampled_from(
    [
        "2024年",
        "3月",
        "15日",
        "上半年",
        "一季度",
        "至",
        "、",
        "起",
        "去年",
        "本月",
        "周五",
        "三天前",
        "20xx年",
        "__月",
        "十二月",
        "前5个月",
        "第",
        "号",
        "《",
        "》",
        "〔2023〕",
        "15",
        "1",
        ".",
        "-",
        "/",
        "春节",
        "农历",
        ",",
        "。",
        "我局",
        "件",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.none() | DAYS)
def test_mentions_are_ordered_disjoint_and_well_formed(text: str, reference: datetime.date | None) -> None:
    found = scan_dates(text, reference)
    end = 0
    for mention in found:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.edtf is None or is_edtf(mention.edtf)
        if mention.first is not None and mention.last is not None:
            assert datetime.date.fromisoformat(mention.first) <= datetime.date.fromisoformat(mention.last)
        end = mention.end
    assert scan_dates(text, reference) == found


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    folded = fold(text)
    assert all(0 <= d.start < d.end <= len(folded) for d in scan_dates(folded))


def test_a_year_fills_in_what_is_left_out() -> None:
    text = "11月至2月,3月上旬"
    winter, third = scan_dates(text)
    winter, third = in_year(text, winter, "2023"), in_year(text, third, "2024")
    assert (winter.edtf, winter.first, winter.last) == ("2023-11/2024-02", "2023-11-01", "2024-02-29")
    assert (third.edtf, third.first, third.last) == ("2024-03", "2024-03-01", "2024-03-10")


def test_a_day_that_the_year_lacks_falls_back_to_its_month() -> None:
    (mention,) = scan_dates("2月29日")
    assert in_year("2月29日", mention, "2023").edtf == "2023-02"
    assert in_year("2月29日", mention, "2024").edtf == "2024-02-29"


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "X",
        "一",
        "2024年",
        "3月15日、",
        "3月至",
        "1、",
        "《",
        "(",
        "2024年春节",
        "三天前",
        "15日",
        "第29个",
        "_",
        "2024-",
        "农历正月",
        "前5个月",
        "《2024年》",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(text: str) -> float:
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            scan_dates(text)
            best = min(best, time.perf_counter() - start)
        return best

    size = 4_000 // len(piece)
    assert seconds(piece * size * 8) < 25 * seconds(piece * size) + 0.05
