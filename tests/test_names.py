"""Organisations: recognition, expansion, aliases, roles (sentences written for these tests)."""

from __future__ import annotations

import pytest

from factextract.datamodel import Layout, Names, Scan
from factextract.scan.names import find_names
from factextract.text.view import View


def names_in(text: str) -> Names:
    return find_names(View(text), Layout(None, (), ()), Scan())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "海平县市场监管局联合县公安局、县卫健局在人民广场开展宣传。",
            ["海平县市场监管局", "县公安局", "县卫健局"],
        ),
        ("新港、北岸两个监管所分别上街宣传。", ["新港监管所", "北岸监管所"]),
    ],
)
def test_organizations(text: str, expected: list[str]) -> None:
    assert [o.name for o in names_in(text).organizations] == expected
