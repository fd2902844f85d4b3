"""The cheaper reading of a run: ordinary words and a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.scan.name_words import IMPOSSIBLE, is_ordinary, name_offset, proper_cost

_BARE = 4.5


@pytest.mark.parametrize(
    ("run", "offset"),
    [
        ("宁川", 0),
        ("期内宁川", 2),
        ("听取海州", 2),
        ("供应商恒达", 3),
        ("来桐江", 1),
        ("和平路", 0),
        ("向阳街", 0),
        ("红星", 0),
        ("暗访", 2),
        ("超标", 2),
        ("井冈山", 0),
    ],
)
def test_where_the_name_begins(run: str, offset: int) -> None:
    assert name_offset(run, _BARE) == offset


def test_leaving_words_out_can_be_made_dear() -> None:
    assert name_offset("期内宁川", _BARE, cut=IMPOSSIBLE) == 0


def test_names_longer_than_allowed_are_cut() -> None:
    assert len("志愿人员青山") - name_offset("志愿人员青山", _BARE, longest=4) <= 4


@pytest.mark.parametrize(
    ("run", "ordinary"), [("电子商务", True), ("财政收入", True), ("鲜橙", False), ("帝豪", False)]
)
def test_ordinary_words(run: str, ordinary: bool) -> None:
    assert is_ordinary(run) is ordinary


@given(
    st.text(alphabet="宁川县城工作暗访供应商和平路向阳街海州听取甲", min_size=1, max_size=12),
    st.floats(0, 20),
)
def test_an_offset_lies_in_the_run_and_never_leaves_one_character(run: str, bare: float) -> None:
    offset = name_offset(run, bare)
    assert 0 <= offset <= len(run)
    assert len(run) == 1 or offset != len(run) - 1


@given(st.text(alphabet="宁川海州和平路向阳街甲乙", min_size=1, max_size=8))
def test_more_characters_never_make_a_name_cheaper_than_free(name: str) -> None:
    assert 0 < proper_cost(name) < IMPOSSIBLE * len(name)
