"""Numerals: tables of forms with their values, and properties of what is read."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.text.fold import fold
from factextract.text.numerals import broken_decimal, iter_numerals, parse_number, plain, read_numeral
from factextract.text.spoken_number import MAX_DIGITS

# -- a number as it is said: the inverse of the reader --------------------------------------------------------------

DIGITS = "零一二三四五六七八九"


def say_section(number: int) -> str:
    """1 to 9999 in Chinese numerals."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif said:
            gap = True
    return said


def say(number: int) -> str:
    """A whole number below 10**16 in Chinese numerals, with 零 where a place is skipped."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            rest = ("零" if low < unit // 10 else "") + say(low) if low else ""
            return say(high) + name + rest
    return say_section(number) or "零"


@given(st.integers(0, 10**8 - 1))
def test_number_to_words_and_back(number: int) -> None:
    assert parse_number(say(number)) == number


@given(st.integers(10**8, 10**16 - 1))
def test_large_number_to_words_and_back(number: int) -> None:
    assert parse_number(say(number)) == number


@given(st.integers(1, 9999))
def test_banknote_digits_and_traditional_forms_read_the_same(number: int) -> None:
    said = say(number)
    formal = said.translate(str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟"))
    traditional = said.translate(str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟"))
    assert parse_number(formal) == number
    assert parse_number(fold(traditional)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_mixed_figures_and_multipliers(high: int, low: int) -> None:
    assert parse_number(f"{high}万{low:04d}") == high * 10**4 + low
    assert parse_number(f"{high}亿{low}万") == high * 10**8 + low * 10**4
    assert parse_number(f"{say(high)}亿{low}万") == high * 10**8 + low * 10**4


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["", "万", "亿"]))
def test_decimals_are_exact(value: Decimal, scale: str) -> None:
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert parse_number(f"{value}{scale}") == value * factor


@given(st.integers(1000, 10**12))
def test_separators_and_full_width(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert parse_number(f"{number:,}") == parse_number(fold(wide)) == number


@given(st.integers(1, 99), st.integers(1, 99))
def test_fractions(part: int, whole: int) -> None:
    expected = Decimal(part) / Decimal(whole)
    for written in (f"{say(whole)}分之{say(part)}", f"{part}/{whole}"):
        found = parse_number(written)
        assert found is not None
        assert abs(found - expected) < Decimal("1e-12") * expected


# -- tables ---------------------------------------------------------------------------------------------------------

VALUES = {
    "0": "0", "00": "0", "007": "7", "12,345": "12345", "1,234,567.5": "1234567.5", "3.0": "3", ".5": "0.5", "2e3": "2000", "40k": "40000", "30w": "300000",
    "十": "10", "十五": "15", "一百一": "110", "二百五": "250", "一千零三十": "1030", "两千六": "2600", "三万五": "35000", "一百零五万": "1050000", "五亿零六": "500000006",
    "一万五千亿": "1500000000000", "四万万": "400000000", "三亿五千万": "350000000", "廿三": "23", "卅一": "31", "五百卅四": "534", "二〇二四": "2024", "一七二零": "1720",
    "百三": "130", "3万4000": "34000", "5万4千6百": "54600", "2千零30万": "20300000", "1百01": "101", "3.5亿": "350000000", "4.78万亿": "4780000000000",
    "三点一四": "3.14", "三点五万": "35000", "零点零零五": "0.005", "零点77": "0.77", "负十二": "-12", "负 3.5": "-3.5", "-7": "-7", "三分之二": "0.666666666666667",
    "五分之一": "0.2", "3又1/4": "3.25", "负一又二分之一": "-1.5", "1 3/5": "1.6", "百分之五": "5", "百分之三十点五": "30.5", "千分之一": "0.1", "百分之百": "100", "万分之三": "0.03",
    "三千 八百 九十六": "3896", "7 万5 千4 百": "75400", "1000  万": "10000000", "壹拾万零叁仟肆佰伍拾叁": "103453", "半": "0.5",
    "l5": "15", "IOOO": "1000", "5OO": "500", "一 二00": "1200",
}  # fmt: skip


@pytest.mark.parametrize(("written", "value"), VALUES.items())
def test_value(written: str, value: str) -> None:
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize(
    "written", ["", "万", "百", "点五", "负", "元", "两两", "十..1", "O", "LED", "零点零大", "数", "上", "几", "1" * (MAX_DIGITS + 1), "一" * (MAX_DIGITS + 1)]
)  # fmt: skip
def test_no_number(written: str) -> None:
    assert parse_number(written) is None


# written form -> value, upper value, approximation, vague
RANGES = {
    "五六十": ("50", "60", "", False), "三五百": ("300", "500", "", False), "十五六": ("15", "16", "", False), "二三十": ("20", "30", "", False), "两三万": ("20000", "30000", "", False),
    "47万余": ("470000", None, "余", False), "680余万": ("6800000", None, "余", False), "50多万": ("500000", None, "多", False), "十几万": ("100000", None, "几", False),
    "一百零几万": ("1000000", None, "几", False), "二十来": ("20", None, "来", False), "百余": ("100", None, "余", False), "千多": ("1000", None, "多", False), "8多万": ("80000", None, "多", False),
    "数千": ("1000", "10000", "", True), "几十万": ("100000", "1000000", "", True), "上百": ("100", None, "", True), "数百余": ("100", "1000", "余", True), "上千余": ("1000", None, "余", True),
}  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), RANGES.items())
def test_ranges_and_approximations(written: str, expected: tuple[str, str | None, str, bool]) -> None:
    found = read_numeral(written, 0)
    assert found is not None
    assert found.end == len(written)
    high = None if found.high is None else str(found.high)
    assert (str(found.value), high, found.hedge, found.vague) == expected


# text -> where the numeral that begins at 0 ends
ENDS = {
    "三百四百": 2, "三万五万": 2, "两百点两": 2, "2.3千克": 3, "三千米": 2, "3百分点": 1, "10余额": 2, "20来访": 2, "三多一少": 1, "三十两": 2, "12.5.3": 2, "3、5件": 1,
    "65 097件": 6, "12 345 678": 10, "5 600": 1, "1/2之间": 3, "十十": 1, "5个": 1, "100 200件": 7,
}  # fmt: skip


@pytest.mark.parametrize(("text", "end"), ENDS.items())
def test_where_a_numeral_ends(text: str, end: int) -> None:
    found = read_numeral(text, 0)
    assert found is not None
    assert found.end == end


def test_broken_decimal_gives_end_and_value() -> None:
    assert broken_decimal("2、45万元", 0) == (4, Decimal("2.45"))
    assert broken_decimal("382. 5万元", 0) == (6, Decimal("382.5"))
    assert broken_decimal("2、3、5", 0) is None


def test_plain_has_neither_exponent_nor_trailing_zeros() -> None:
    assert [str(plain(Decimal(v))) for v in ("2.45E+4", "0.500", "-0", "100")] == ["24500", "0.5", "0", "100"]


# -- properties -----------------------------------------------------------------------------------------------------

_ALPHABET = st.text(
    alphabet="零一二三五十百千万亿两半几数余多来点分之又负0123456789.,/ -lIO个%元", max_size=40
)


@given(_ALPHABET)
def test_numerals_are_ordered_and_inside_the_text(text: str) -> None:
    end = 0
    for numeral in iter_numerals(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert numeral == read_numeral(text, numeral.start)
        end = numeral.end


@given(_ALPHABET, st.text(alphabet="在的了是共", max_size=5))
def test_what_is_read_moves_with_the_text(text: str, before: str) -> None:
    here = [(n.start, n.end, n.value, n.high) for n in iter_numerals("。" + text)]
    moved = [(n.start, n.end, n.value, n.high) for n in iter_numerals(before + "。" + text)]
    assert moved == [
        (start + len(before), end + len(before), value, high) for start, end, value, high in here
    ]


@pytest.mark.parametrize(
    "unit",
    ["1", "一", "十", "一万", "1,", "1.", "1 ", "1/", "一又", "一分之", "万", "lO", "半", "零", "几百"],
)
def test_growth_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = 9.0
        for _ in range(3):
            begin = time.perf_counter()
            sum(1 for _ in iter_numerals(text))
            best = min(best, time.perf_counter() - begin)
        return best

    assert seconds(16_000) < 3.5 * seconds(8_000) + 0.05
