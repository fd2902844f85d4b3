#!/usr/bin/env python3
"""Run the number tests of other projects against ``scan``.

peer_numbers.py DIR [--failures] [--all]

DIR holds cn2an_*.jsonl, duckling_Numeral.jsonl, duckling_AmountOfMoney.jsonl, jionlp_money_*.jsonl and
recognizers_Number*.jsonl, one case a line: ``input`` and ``expected`` in the project's own form. Each suite has a judge that
translates the expectation. A case is passed, failed, different on purpose (``DIFFERENCES``) or outside the job
(``OUTSIDE``); both lists give the reason. ``peer_dates.py`` does the same for dates.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from factextract.datamodel import Comparator, Quantity
from factextract.scan.scanner import scan
from factextract.scan.units import unit_class
from factextract.text.fold import fold

# (suite prefix, pattern of the folded input, reason): not our business.
OUTSIDE: tuple[tuple[str, str, str], ...] = (
    ("duckling", r"蚊|毫|仙|^个[一二三四五六七八九半]$|半半|份[一二三四五六七八九十]", "Cantonese, and 份 typed for 分"),
    ("", r"\^", "powers: calculator notation"),
    ("duckling", r"\d[GM]$", "SI prefixes: 5G and 100M are networks and bandwidths in reports"),
    ("recognizers", r"\d年\d+月\d+日", "dates"),
    ("recognizers", r"https?://", "addresses"),
    ("recognizers-text/NumberWithUnit", r"比特$|字节|兆赫兹|一位是|日本|^人民币美元$", "computing units, coins, bare unit names"),
)  # fmt: skip

# (suite prefix, pattern of the folded input, reason): read differently on purpose.
DIFFERENCES: tuple[tuple[str, str, str], ...] = (
    (
        "cn2an/cn2an/error_strict",
        r"^壹壹$",
        "strict mode refuses digits in a row, which we read (the normal mode's 11)",
    ),
    ("duckling", r"^百[二三四五六七八九]万$", "colloquial 百二万"),
    ("jionlp", r"^大约十多", "余 and 多 are at_least, not an interval of our own making"),
    ("jionlp", r"元欧元", "two currencies after one figure"),
    ("recognizers", r"\$20,300", "a folded comma between 1-3 and 3 digits is a thousands separator"),
    ("recognizers", r"点两$|^1502222|^零十$|五台山", "half-said numbers; 五台山 is a place"),
    (
        "recognizers-text/Number/NumberRangeModel",
        r"第十和第十五|大一些|岁|比过",
        "ordinals and ages are identifiers; 过 is an aspect word",
    ),
    (
        "recognizers-text/Number/PercentModel",
        r"对折|^7 2 折|^十折|^二三十|5-20%",
        "对折 has no number; ranges of percentages are kept",
    ),
)

CURRENCIES = {"CNY": "元", "USD": "美元", "TWD": "新台币", "JPY": "日元", "HKD": "港元", "EUR": "欧元", "GBP": "英镑", "KRW": "韩元",
              "AUD": "澳元", "CAD": "加元", "THB": "泰铢", "Dollar": "美元", "Bitcoin": "比特币"}  # fmt: skip
DIMENSIONS = {
    "Mu": "亩", "Centimeter": "公分 厘米 cm", "Meter": "米 m", "Jin": "斤", "Kilogram": "千克 公斤 kg", "Kilowatt": "千瓦", "Liang": "两",
    "Kilometer": "千米 公里 km", "Square meter": "平方米 平米 ㎡", "Square kilometer": "平方公里 平方千米", "Ton": "吨", "Gram": "克 g",
    "Hectare": "公顷", "Liter": "升 L", "Milliliter": "毫升", "Millimeter": "毫米", "Cubic meter": "立方米", "Foot": "英尺", "Inch": "英寸",
    "Mile": "英里", "Pound": "磅", "Chi": "尺", "Zhang": "丈", "Cun": "寸", "Li": "里", "Square foot": "平方英尺", "Dun": "吨", "Dan": "担",
}  # fmt: skip
CASES = {"": "元"}  # jionlp's name of a currency where ours differs


def quantities(text: str) -> tuple[Quantity, ...]:
    """What the scan counts in ``text``."""
    return scan(fold(text)).quantities


def same(found: Decimal | None, wanted: object) -> bool:
    """Equal to 12 significant digits (the projects compute with floats)."""
    if found is None or wanted is None:
        return found is None and wanted is None
    number = Fraction(str(wanted)) if not isinstance(wanted, float) else Fraction(repr(wanted))
    return abs(Fraction(found) - number) <= abs(number) * Fraction(1, 10**12)


def covering(text: str) -> Quantity | None:
    """The one quantity that spans the whole of ``text``."""
    found = quantities(text)
    return found[0] if len(found) == 1 and found[0].start == 0 and found[0].end == len(text) else None


def judge_cn2an(case: dict[str, Any]) -> bool:
    found = covering(case["input"])
    if case["expected"] == "error":
        return found is None
    return found is not None and same(found.value, case["expected"])


def judge_duckling_number(case: dict[str, Any]) -> bool:
    found = covering(case["input"])
    if found is None:
        return False
    pairs = 2 if found.unit in {"对", "双"} and same(found.value * 2, case["expected"]["value"]) else 1
    return same(found.value * pairs, case["expected"]["value"])


def judge_duckling_money(case: dict[str, Any]) -> bool:
    found, wanted = covering(case["input"]), case["expected"]
    if found is None:
        return False
    cents = 100 if wanted["unit"] == "Cent" and found.unit == "元" else 1
    if wanted["op"] == "between":
        return same(found.value, wanted["low"]) and same(found.value_max, wanted["high"])
    comparator = {"under": Comparator.AT_MOST, "above": Comparator.AT_LEAST}.get(
        wanted["op"], Comparator.EXACT
    )
    units = {"Cent": {"分", "元", "美分"}, "Dollar": {"元", "块"}}.get(
        wanted["unit"], {CURRENCIES.get(wanted["unit"])}
    )
    return (
        same(found.value * cents, wanted["value"]) and found.unit in units and found.comparator is comparator
    )


def judge_jionlp_money(case: dict[str, Any]) -> bool:
    found, wanted = covering(case["input"]), case["expected"]
    if found is None or found.unit not in {
        wanted["case"],
        None if wanted["case"] == "元" else "",
        "块" if wanted["case"] == "元" else "",
    }:
        return False
    number = wanted["num"]
    if isinstance(number, list):
        return same(found.value, number[0]) and same(found.value_max, number[1])
    comparators = {
        "accurate": {Comparator.EXACT},
        "blur": {Comparator.ABOUT},
        "blur+": {Comparator.AT_LEAST},
        "blur-": {Comparator.AT_MOST},
    }
    return same(found.value, number) and found.comparator in comparators[wanted["definition"]]


def judge_jionlp_extractor(case: dict[str, Any]) -> bool:
    found = [(q.start, q.end) for q in quantities(case["input"]) if unit_class(q.unit) == "money"]
    return found == [tuple(item["offset"]) for item in case["expected"]]


def inside(
    found: Sequence[Quantity], case: dict[str, Any], fits: Callable[[Quantity, dict[str, Any]], bool]
) -> bool:
    """As many quantities as expected, each round the expected span (we take in measure word and approximation)."""
    wanted = case["expected"]
    return len(found) == len(wanted) and all(
        q.start <= w["start"] and w["end"] <= q.end and fits(q, w) for q, w in zip(found, wanted, strict=True)
    )


def judge_number(case: dict[str, Any]) -> bool:
    found = [q for q in quantities(case["input"]) if unit_class(q.unit) != "money"]
    return inside(
        found, case, lambda q, w: same(q.value * (12 if q.unit == "打" else 1), w["resolution"]["value"])
    )


def judge_percent(case: dict[str, Any]) -> bool:
    found = [q for q in quantities(case["input"]) if q.unit in {"%", "个百分点"}]
    return inside(found, case, lambda q, w: same(q.value, w["resolution"]["value"].rstrip("%")))


def judge_currency(case: dict[str, Any]) -> bool:
    def fits(found: Quantity, wanted: dict[str, Any]) -> bool:
        resolution = wanted["resolution"]
        unit = CURRENCIES.get(resolution.get("isoCurrency") or resolution["unit"])
        return same(found.value, resolution["value"]) and found.unit in {unit, "块" if unit == "元" else unit}

    return inside(
        [q for q in quantities(case["input"]) if unit_class(q.unit) == "money" or q.unit == "块"], case, fits
    )


def judge_dimension(case: dict[str, Any]) -> bool:
    kinds = {"length", "mass", "area", "volume", "energy", "speed", "data"}

    def fits(found: Quantity, wanted: dict[str, Any]) -> bool:
        resolution = wanted["resolution"]
        units = DIMENSIONS.get(resolution["unit"], resolution["unit"]).split()
        return found.unit in units and same(found.value, resolution["value"])

    return inside([q for q in quantities(case["input"]) if unit_class(q.unit) in kinds], case, fits)


def judge_range(case: dict[str, Any]) -> bool:
    def fits(found: Quantity, wanted: dict[str, Any]) -> bool:
        low, high = wanted["resolution"]["value"].strip("[]()").split(",")
        if low and high:
            return same(found.value, low) and (same(found.value_max, high) or low == high)
        comparator = Comparator.AT_LEAST if low else Comparator.AT_MOST
        return same(found.value, low or high) and found.comparator is comparator

    found = quantities(case["input"])
    wanted = case["expected"]
    pairs = [(next((q for q in found if q.start < w["end"] and w["start"] < q.end), None), w) for w in wanted]
    return all(q is not None and fits(q, w) for q, w in pairs)


JUDGES: tuple[tuple[str, Callable[[dict[str, Any]], bool]], ...] = (
    ("cn2an", judge_cn2an),
    ("duckling/Numeral", judge_duckling_number),
    ("duckling/AmountOfMoney", judge_duckling_money),
    ("jionlp/money_parser", judge_jionlp_money),
    ("jionlp/money_extractor", judge_jionlp_extractor),
    ("recognizers-text/Number/NumberModel", judge_number),
    ("recognizers-text/Number/PercentModel", judge_percent),
    ("recognizers-text/Number/NumberRangeModel", judge_range),
    ("recognizers-text/NumberWithUnit/CurrencyModel", judge_currency),
    ("recognizers-text/NumberWithUnit/DimensionModel", judge_dimension),
)


def reason(table: Sequence[tuple[str, str, str]], case: dict[str, Any]) -> str | None:
    """The reason of the first row that fits the case."""
    folded = fold(case["input"])
    return next(
        (
            why
            for suite, pattern, why in table
            if case["suite"].startswith(suite) and re.search(pattern, folded)
        ),
        None,
    )


def outcome(case: dict[str, Any], judge: Callable[[dict[str, Any]], bool]) -> str:
    """passed, failed, different or outside."""
    if reason(OUTSIDE, case) is not None:
        return "outside"
    if judge(case):
        return "passed"
    return "different" if reason(DIFFERENCES, case) is not None else "failed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table; exit code 1 if a suite passes less than 95 % of its cases in scope."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true", help="print each failed case and what was found")
    parser.add_argument("--all", action="store_true", help="print the different and outside cases too")
    options = parser.parse_args(arguments)
    totals: dict[str, Counter[str]] = {}
    for path in sorted(options.folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            judge = next((judge for name, judge in JUDGES if case["suite"].startswith(name)), None)
            if judge is None:
                continue
            result = outcome(case, judge)
            suite = (
                case["suite"]
                if case["suite"].startswith("recognizers")
                else "/".join(case["suite"].split("/")[:2])
            )
            totals.setdefault(suite, Counter())[result] += 1
            if (options.failures and result == "failed") or (
                options.all and result in {"different", "outside"}
            ):
                shown = [
                    f"{case['input'][q.start : q.end]}={q.value}|{q.value_max}|{q.unit}|{q.comparator}"
                    for q in quantities(case["input"])
                ]
                print(
                    result,
                    case["suite"],
                    case["input"],
                    "| want",
                    json.dumps(case["expected"], ensure_ascii=False)[:200],
                    "| got",
                    shown,
                )
    low = False
    for suite, counts in totals.items():
        scope = counts["passed"] + counts["failed"]
        low = low or counts["passed"] < 0.95 * scope
        print(
            f"{suite:50} passed {counts['passed']}/{scope}, different {counts['different']}, outside {counts['outside']}"
        )
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
