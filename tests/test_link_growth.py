"""Linking takes time as the text is long: look-ups do not walk through all organisations or tables for each figure."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from factextract.datamodel import Names, Organization, Span
from factextract.ingest import document_from_text
from factextract.link.bodies import BodyIndex
from factextract.pipeline import Engine

_LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东西南北金木水火土石林溪河湖江海山峰"
_SLACK = 2.6


def _name(number: int) -> str:
    return _LETTERS[number % 40] + _LETTERS[number // 40 % 40]


def _rows_of_bodies(size: int) -> str:
    told = "".join(f"{_name(at)}县市场监督管理局受理投诉{at % 50 + 2}件。\n" for at in range(size))
    rows = "".join(f"{_name(at)} | {at % 50} | 21\n" for at in range(size))
    return f"{told}\n情况表\n单位 | 受理 | 办结\n{rows}"


def _tables(size: int) -> str:
    return "".join(
        f"办理情况见下表。\n单位 | 受理 | 办结\n{_name(at)}所 | {at % 50} | 21\n合计 | 50 | 42\n\n"
        for at in range(size)
    )


def _places(size: int) -> str:
    return "".join(
        f"{_name(at)}县 {_name(at)}县市场监督管理局受理投诉{at % 50 + 2}件。\n" for at in range(size)
    )


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (lambda size: "发放折页5份、" * size, 800),
        (lambda size: "".join(f"受理投诉{at % 97 + 3}件," for at in range(size)), 800),
        (_rows_of_bodies, 300),
        (_tables, 200),
        (_places, 300),
    ],
    ids=["counts", "clauses", "rows of bodies", "tables", "places"],
)
def test_grows_with_the_text(text: Callable[[int], str], size: int) -> None:
    engine = Engine()

    def linking(size: int) -> float:
        document = document_from_text(text(size), "t.txt")
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            facts = [fact for reading in engine.readings(document) for fact in reading.contexts]
            best = min(best, time.process_time() - started)
        assert facts
        return best

    linking(size)  # tables are prepared
    assert linking(2 * size) / linking(size) < _SLACK


def _body(number: int, name: str, *aliases: str) -> Organization:
    return Organization(f"o{number}", name, "other", (), aliases, (Span(number, number + 1),))


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("城中区", "o1"),
        ("营业部", "o2"),
        ("工商所", None),  # two
        ("二所", "o4"),
        ("北门", None),
        ("县", None),  # too short
    ],
)
def test_a_body_by_a_short_form(label: str, found: str | None) -> None:
    bodies = (
        _body(1, "城中区市场监督管理局"),
        _body(2, "青河县支行营业部"),
        _body(3, "东街工商所"),
        _body(4, "西街工商所", "二所"),
    )
    assert BodyIndex(Names(organizations=bodies)).called(label) == found


def test_bodies_of_a_place_in_order() -> None:
    bodies = (_body(1, "青河县税务局"), _body(2, "白水县税务局"), _body(3, "青河县公安局"))
    index = BodyIndex(Names(organizations=bodies))
    assert [body.id for body in index.of_place("青河县")] == ["o1", "o3"]
    assert index.of_place("红石县") == []
