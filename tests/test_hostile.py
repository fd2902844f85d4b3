"""Hostile input: time in proportion to the text, no crash on damaged reports, offsets that always hold."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from factextract.errors import FactextractError
from factextract.pipeline import Engine
from factextract.records.schema import record_schema

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REPORT = (CORPUS / "examples" / "消费者权益日活动总结.txt").read_text(encoding="utf-8")

RATIO = 2.6
"""What twice the text may cost: 2, and slack for caches and a noisy clock."""
FLOOR = 0.02
"""Seconds below which the clock says nothing."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    rules = Engine(models=None)
    rules.parse_text(REPORT)  # tables and automata are built once
    return rules


def listed(length: int, before: str, after: str) -> str:
    """Different names in one list without an end: two characters between the same words."""
    stems = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    size = len(stems)
    names = (
        f"{before}{stems[at % size]}{stems[at // size % size]}{after}、"
        for at in range(length // (len(before) + len(after) + 3))
    )
    return "我行辖内" + "".join(names)


def long_document(length: int) -> str:
    """Annotated reports one after the other, each time with other digits. Of some choices the splitter drops a part as another
    site's introduction, at one length and not at another; of these it keeps all."""
    chance = random.Random(length)
    texts = [path.read_text(encoding="utf-8") for path in sorted((CORPUS / "gold").glob("[mnp]*.txt"))[::6]]
    shared = "\n".join(texts)
    copies = (
        "".join(str(chance.randint(1, 9)) if char in "123456789" else char for char in shared)
        for _ in range(length // len(shared) + 1)
    )
    return "\n".join(copies)[:length]


TABLE = "网点 | 投诉量 | 办结量\n城东支行 | 52 | 41\n城西支行 | 38 | 30\n城南支行 | 27 | 27\n"

# Units to repeat, by how many characters of them are parsed at first (then twice as many).
REPEATED = {
    50_000: {
        "digits": "1",
        "open brackets": "(",
        "open titles": "《",
        "quotes": '"',
        "commas": ",",
        "list commas": "、",
        "dashes": "-",
        "letters": "a",
        "no punctuation": "我行组织开展宣传活动发放折页",
        "of which": "其中,",
    },
    12_000: {
        "digits with commas": "1,234",
        "Chinese ones": "一",
        "myriads": "万亿",
        "dates": "3月15日",
        "open ranges of dates": "2024年3月15日至",
        "headings": "一、工作\n",
        "titles": "关于开展活动的报告\n",
        "cells in a line": "宣传 | 12 | ",
        "numbers on lines": "12\n",
        "firms": "有限公司",
        "bodies": "市人民银行",
        "places told": "地点:江桥社区门前小广场\n在中心广场举行。\n",
        "tables with shares": f"{TABLE}城东支行的投诉占比37.3%。\n",
    },
    2_500: {
        "mixed numerals": "三万5千亿余",
        "counts without punctuation": "发放折页1500份接待群众300人",
        "counts with commas": "发放折页5份,",
        "counts with list commas": "发放折页5份、",
        "counts on lines": "发放折页5份\n",
        "counts in sentences": "发放折页5份。",
        "rates": "同比增长5%,占比12.5%,",
        "respectively": "12件、",
        "table rows": "甲支行 | 12 | 15\n",
        "resolved in all": "全年共受理投诉50件。\n全部办结,共办结51件。\n",
    },
}
SHAPED = {
    "reports": (len(REPORT) * 4, lambda n: REPORT * (n // len(REPORT))),
    "blanks": (100_000, lambda n: "好" + " " * (n - 2) + "。"),
    "nested brackets": (50_000, lambda n: "(" * (n // 2) + ")" * (n // 2)),
    "branches in a list": (10_000, lambda n: listed(n, "江安", "支行")),
    "bodies in a list": (30_000, lambda n: listed(n, "", "县公安局")),
    "numbered sections": (20_000, lambda n: "".join(f"{at}、工作情况\n" for at in range(n // 9))),
    "a long document": (60_000, long_document),
    "a report in one line": (10_000, lambda n: (REPORT.replace("\n", "") * (n // len(REPORT) + 2))[:n]),
}
CASES = {
    name: (length, lambda n, unit=unit: (unit * (n // len(unit) + 1))[:n])
    for length, units in REPEATED.items()
    for name, unit in units.items()
} | SHAPED


def seconds(engine: Engine, text: str) -> float:
    started = time.process_time()
    engine.parse_text(text)
    return time.process_time() - started


@pytest.mark.parametrize("name", CASES)
def test_twice_the_text_takes_about_twice_the_time(engine: Engine, name: str) -> None:
    length, make = CASES[name]
    small, large = make(length), make(2 * length)
    best = [float("inf"), float("inf")]
    for _ in range(3):
        best = [min(best[0], seconds(engine, small)), min(best[1], seconds(engine, large))]
        if best[1] <= RATIO * max(best[0], FLOOR):
            return
    assert best[1] <= RATIO * max(best[0], FLOOR)


SEEDS = range(150)
STRANGE = (
    '0123456789一二三四五六七八九十百千万亿两几多余约近%％.,，。、；;：:()（）《》"“”\n\t |-—~至到年月日时份次人元个Il O'
    "〇○x×XＸ第其中共分别为\u3000\x00\x0b\x0c\r\u2028\ufeff\u200b\U0001f600é²①㈠壹"
)


def damaged(chance: random.Random, text: str) -> str:
    """The text with stretches deleted, doubled, moved, swapped or overwritten; never a lone surrogate."""
    chars = list(text)
    for _ in range(chance.choice((1, 3, 10, 40))):
        at, other = chance.randrange(len(chars)), chance.randrange(len(chars))
        end = at + chance.choice((1, 2, 5, 30))
        match chance.randrange(6):
            case 0 if len(chars) > 60:
                del chars[at:end]
            case 1:
                chars[at:at] = chars[at:end]
            case 2:
                chars[at], chars[other] = chars[other], chars[at]
            case 3:
                chars[at] = chance.choice(STRANGE)
            case 4:
                code = chance.randrange(0x110000)
                chars[at:at] = "" if 0xD800 <= code < 0xE000 else chr(code)
            case _:
                moved = chars[at:end]
                del chars[at:end]
                chars[other:other] = moved
    return "".join(chars)


def placed(item: Any) -> Iterator[dict[str, Any]]:
    """Everything in a record that has offsets."""
    if isinstance(item, dict):
        if item.get("start") is not None:
            yield item
        for value in item.values():
            yield from placed(value)
    elif isinstance(item, list):
        for value in item:
            yield from placed(value)


def hold_together(text: str, record: dict[str, Any]) -> None:
    """Offsets lie in the record and quote the text; facts lie in their evidence, apart from each other."""
    source = record["source"]
    for item in placed(record):
        assert source["start"] <= item["start"] <= item["end"] <= source["end"], item
    mentions = [m for kind in ("organizations", "venues") for one in record[kind] for m in one["mentions"]]
    for item in (*record["facts"], *record["dates"], *mentions):
        assert text[item["start"] : item["end"]] == item["text"] != ""
    at = source["start"]
    for fact in sorted(record["facts"], key=lambda fact: fact["start"]):
        assert fact["evidence"]["start"] <= fact["start"] < fact["end"] <= fact["evidence"]["end"]
        assert at <= fact["start"]
        at = fact["end"]
    kinds = ("organizations", "dates", "venues", "facts")
    known = {item["id"] for kind in kinds for item in record[kind]}
    links = ("organization", "date", "venue", "part_of")
    named = {fact[key] for fact in record["facts"] for key in links} - {None}
    assert named <= known
    assert {fact for check in record["checks"] for fact in check["facts"]} <= known


def test_damaged_reports_give_sound_records_or_a_coded_error() -> None:
    validator = Draft202012Validator(record_schema())
    engine = Engine()
    gold = [path.read_text(encoding="utf-8") for path in sorted((CORPUS / "gold").glob("*.txt"))[::9]]
    reports = [REPORT, *(text for text in gold if len(text) < 1500)]
    parsed = 0
    for seed in SEEDS:
        chance = random.Random(seed)
        text = damaged(chance, chance.choice(reports))
        try:
            records = engine.parse_text(text)
        except FactextractError:
            continue
        parsed += 1
        for record in records:
            validator.validate(record)
            hold_together(text, record)
    assert parsed > 0.8 * len(SEEDS)


def test_warnings_of_a_later_report_point_into_it() -> None:
    second = "青石县市场监管局活动总结\n3月15日,XX县市场监管局在平罗县文化广场设点宣传,发放资料500份。"
    text = f"第一篇：云岭县消费者协会活动总结\n3月15日,云岭县消费者协会接待群众40人次。\n第二篇：{second}\n"
    last = Engine(models=None).parse_text(text)[-1]
    leaks = [w for w in last["warnings"] if w["code"] == "leaked_anonymisation"]
    assert "平罗县文化广场" in {text[w["start"] : w["end"]] for w in leaks}


def test_a_list_of_nothing_is_no_list() -> None:
    (record,) = Engine(models=None).parse_text("、3家单位参加活动。")
    assert [(fact["value"], fact["unit"]) for fact in record["facts"]] == [(3, "家")]
    assert record["checks"] == []


def test_an_endless_sentence_is_cut_between_its_items() -> None:
    text = "我局" + "发放折页1,500份," * 400 + "接待群众30人。"
    (record,) = Engine(models=None).parse_text(text)
    assert [fact["value"] for fact in record["facts"]] == [1500] * 400 + [30]
    assert max(f["evidence"]["end"] - f["evidence"]["start"] for f in record["facts"]) <= 600
