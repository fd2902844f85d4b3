"""The headline cell of each indicator."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from marked import Marked, marked

from factextract.datamodel import HeadlineCell
from factextract.packs import load_packs
from factextract.records.checks import check_facts
from factextract.records.cues import scale
from factextract.records.headline import headline

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "headline.yaml").read_text(encoding="utf-8")
)
CATALOGUE = load_packs()


def cells_of(text: Marked) -> tuple[HeadlineCell, ...]:
    return headline(text.facts, text.text, text.layout, text.names, CATALOGUE)


def read(case: dict[str, Any]) -> Marked:
    return marked(case["text"], case.get("roles"), case.get("reporter"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_cells(case: dict[str, Any]) -> None:
    cells = {cell.indicator: cell for cell in cells_of(read(case))}
    assert {name: [cell.value, cell.how] for name, cell in cells.items()} == {
        name: [Decimal(str(value)), how] for name, (value, how, *_) in case["cells"].items()
    }
    for name, (_, _, *comparator) in case["cells"].items():
        assert cells[name].comparator == (comparator[0] if comparator else "exact")


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_cells_rest_on_facts_of_their_indicator(case: dict[str, Any]) -> None:
    text = read(case)
    by_id = {fact.id: fact for fact in text.facts}
    for cell in cells_of(text):
        assert cell.facts
        assert {by_id[fact].indicator for fact in cell.facts} == {cell.indicator}
        assert sum(by_id[fact].quantity.value for fact in cell.facts) == cell.value


def test_a_range_keeps_both_ends() -> None:
    (cell,) = cells_of(marked("现场答疑{四五十人次|consultations_handled}。"))
    assert (cell.value, cell.value_max) == (40, 50)


def test_cells_come_in_catalogue_order() -> None:
    text = marked(
        "受理投诉{9件|complaints_received},发放资料{5份|materials_distributed},悬挂横幅{2条|banners_hung}。"
    )
    order = [indicator.id for indicator in CATALOGUE.indicators]
    names = [cell.indicator for cell in cells_of(text)]
    assert names == sorted(names, key=order.index)
    assert len(names) == 3


def test_facts_without_an_indicator_make_no_cell() -> None:
    assert cells_of(marked("组成{6支}小分队,{12人}参加。")) == ()


def test_checks_that_are_known_change_nothing() -> None:
    text = read(CASES[0])
    checks = check_facts(text.facts, text.text, text.layout, text.names)
    assert headline(text.facts, text.text, text.layout, text.names, CATALOGUE, checks) == cells_of(text)


def test_a_table_total_stands_for_its_rows() -> None:
    text = marked(
        "各网点情况见下表。\n网点|发放资料(份)\n"
        "城东支行|{300|materials_distributed|org=城东支行}\n"
        "城西支行|{200|materials_distributed|org=城西支行}\n"
        "合计|{500|materials_distributed}\n"
    )
    (cell,) = cells_of(text)
    assert (cell.value, cell.how, cell.facts) == (500, "stated_total", ("f3",))


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("元", "money"),
        ("吨", "mass"),
        ("大类", "kind"),
        ("%", "percent"),
        ("个百分点", "points"),
        ("天", "time"),
        ("份", "count"),
        (None, "count"),
    ],
)
def test_scales_of_measure_words(unit: str | None, name: str) -> None:
    assert scale(unit) == name
