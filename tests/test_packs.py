"""Indicator packs: the built-in ones are sound, users' mistakes are named with their line, packs merge as told."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from factextract.datamodel import Span
from factextract.errors import FactextractError
from factextract.packcheck import check_pack
from factextract.packs import (
    BUILTIN,
    OTHER,
    Aggregation,
    Catalogue,
    Plausible,
    Requires,
    load_packs,
    pack_schema,
    read_pack,
)
from factextract.pipeline import Engine
from factextract.text.fold import fold

WORD_FIELDS = ("units", "object_units", "terms", "verbs", "objects", "exclude")

PACK = """\
pack: parking
title: 停车管理
neutral: 停车场 停车位
indicators:
  - id: parking_complaints
    label: 停车投诉件数
    description: 收到的停车投诉
    aggregation: sum
    plausible: {min: 1, max: 500.5}
    units: 件 起
    terms: 停车投诉
    verbs: [受理 接到, ＬＥＤ收到]
    objects: 投訴
    requires: object+verb
    exclude: 办结
    dimensions: channel
    confusable: complaints_received complaints_resolved
    examples:
      positive:
        - 受理停车投诉⟦12件⟧
        - 东区⟦3件⟧、西区⟦4件⟧停车投诉
      negative:
        - 办结停车投诉⟦9件⟧ -> complaints_resolved
        - 停车场共⟦9个⟧ -> other
        - 停车位增加⟦30个⟧
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def _write(content: str | bytes, name: str = "my.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_packs()


@pytest.fixture(scope="module")
def rules() -> Engine:
    return Engine(models=None)


# -- the built-in packs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(BUILTIN.glob("*.yaml")), ids=lambda path: path.stem)
def test_builtin_pack_has_no_problems(path: Path) -> None:
    pack, problems = read_pack(path)
    assert pack is not None
    assert problems == []


@pytest.mark.parametrize("path", sorted(BUILTIN.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_rules_alone_get_every_builtin_example_right(path: Path, rules: Engine) -> None:
    assert check_pack(path, rules.classify) == []


def test_the_catalogue_is_complete_and_refers_to_itself_only(catalogue: Catalogue) -> None:
    assert len(catalogue.indicators) == len(catalogue.by_id) == 83
    assert len({one.label for one in catalogue.indicators}) == 83
    for one in catalogue.indicators:
        assert one.id not in one.confusable
        assert set(one.confusable) <= set(catalogue.by_id)
        assert {e.expected for e in one.examples} <= {*catalogue.by_id, OTHER, None}


def test_every_indicator_has_examples_of_both_kinds(catalogue: Catalogue) -> None:
    for one in catalogue.indicators:
        positive = {example.text for example in one.examples if example.positive}
        negative = {example.text for example in one.examples if not example.positive}
        assert len(positive) >= 3, one.id
        assert len(negative) >= 2, one.id
        assert not positive & negative, one.id


def test_no_figure_of_an_example_is_claimed_by_two_indicators(catalogue: Catalogue) -> None:
    claimed: dict[tuple[str, Span], str] = {}
    for one in catalogue.indicators:
        for example in one.examples:
            if example.expected is not None:
                key = (example.text, example.mention)
                assert claimed.setdefault(key, example.expected) == example.expected, example.text


def test_words_are_folded_single_and_contained_once(catalogue: Catalogue) -> None:
    for one in catalogue.candidates:
        for name in WORD_FIELDS:
            words = getattr(one, name)
            assert len(set(words)) == len(words), (one.id, name)
            assert all(word and word == fold(word) and not word.isspace() for word in words)
        assert set(one.object_units) <= set(one.units), one.id
        assert not set(one.terms) & {*one.verbs, *one.objects}, one.id
    triggers = {w for one in catalogue.candidates for w in (*one.terms, *one.verbs, *one.objects)}
    assert not triggers & set(catalogue.neutral)


def test_loading_twice_gives_the_same_digest_and_extra_packs_change_it(
    catalogue: Catalogue, write: Callable[..., Path]
) -> None:
    assert load_packs().digest == catalogue.digest
    assert load_packs([write(PACK)]).digest != catalogue.digest


# -- reading -----------------------------------------------------------------------------------------------------


def test_an_extra_pack_joins_with_its_words_folded(write: Callable[..., Path]) -> None:
    catalogue = load_packs([write(PACK)])
    one = catalogue.by_id["parking_complaints"]
    assert catalogue.indicators[-1] is one
    assert one.domain == "parking"
    assert one.verbs == ("受理", "接到", "LED收到")
    assert one.objects == ("投诉",)
    assert one.plausible == Plausible(Decimal(1), Decimal("500.5"))
    assert (one.aggregation, one.requires) == (Aggregation.SUM, Requires.OBJECT_AND_VERB)
    assert {"停车场", "停车位"} <= set(catalogue.neutral)


def test_each_mark_becomes_an_example(write: Callable[..., Path]) -> None:
    one = load_packs([write(PACK)]).by_id["parking_complaints"]
    seen = [(e.text[e.mention.start : e.mention.end], e.positive, e.expected) for e in one.examples]
    assert seen == [
        ("12件", True, "parking_complaints"),
        ("3件", True, "parking_complaints"),
        ("4件", True, "parking_complaints"),
        ("9件", False, "complaints_resolved"),
        ("9个", False, OTHER),
        ("30个", False, None),
    ]
    assert all("⟦" not in e.text and " -> " not in e.text for e in one.examples)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(pack_schema())


MISTAKES = [
    ("requires: object+verb", "requires: both", 14, "“requires”的值“both”不在可选范围"),
    ("aggregation: sum", "aggregate: sum", 5, "未知字段：aggregate"),
    ("    label: 停车投诉件数\n", "", 5, "缺少字段：label"),
    ("units: 件 起", "units: 件 万起", 10, "量词“万起”"),
    ("    exclude: 办结", "    exclude: 接到", 15, "“接到”既是用词又是排除词"),
    ("max: 500.5", "max: 0.5", 9, "min 大于 max"),
    ("max: 500.5", "max: 多", 9, "“max”的类型不对"),
    ("units: 件 起", "units: 件 起\n    object_units: 户次", 11, "“户次”须同时列入 units"),
    ("受理停车投诉⟦12件⟧", "受理停车投诉12件", 20, "成对的⟦⟧"),
    ("受理停车投诉⟦12件⟧", "受理停车投诉⟧12件⟦", 20, "成对的⟦⟧"),
    ("受理停车投诉⟦12件⟧", "受理停车投诉⟦⟧", 20, "成对的⟦⟧"),
    ("-> complaints_resolved", "-> complaint_resolved", 23, "没有指标“complaint_resolved”"),
    ("confusable: complaints_received", "confusable: complaint", 17, "没有指标“complaint”"),
    ("id: parking_complaints", "id: materials_distributed", 5, "已存在"),
    ("id: parking_complaints", "id: 停车", 5, "格式不对"),
    ("    label: 停车投诉件数", "    label: 停车\n    label: 投诉", 7, "键“label”重复"),
    ("    terms: 停车投诉\n    verbs: [受理 接到, ＬＥＤ收到]\n", "", 12, "永远无法满足"),
    ("units: 件 起", "units: [件, 1]", 10, "“units”的类型不对"),
    ("title: 停车管理", "title: [停车", 3, "不是有效的 YAML"),
    ("title: 停车管理", "title: =", 2, "不是有效的 YAML"),
    ("title: 停车管理", "title: 2024-13-45", 1, "不是有效的 YAML"),
    ("title: 停车管理", "title: !!python/name:os.system", 2, "不是有效的 YAML"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), MISTAKES, ids=[m[3] for m in MISTAKES])
def test_a_mistake_is_named_with_its_line(
    old: str, new: str, line: int, message: str, write: Callable[..., Path]
) -> None:
    path = write(PACK.replace(old, new, 1))
    with pytest.raises(FactextractError) as caught:
        load_packs([path])
    assert caught.value.code == "pack_invalid"
    assert any(f"{path}:{line}: " in row and message in row for row in str(caught.value).splitlines())
    assert [(p.line, p.message) for p in check_pack(path, lambda text, mention: None) if message in p.message]


def test_all_mistakes_of_all_packs_come_at_once(write: Callable[..., Path]) -> None:
    first = write(PACK.replace("sum", "total").replace("object+verb", "both"), "a.yaml")
    second = write(PACK.replace("units: 件 起", "units: 余件"), "b.yaml")
    with pytest.raises(FactextractError) as caught:
        load_packs([first, second, first.with_name("none.yaml")])
    text = str(caught.value)
    for row in (f"{first}:8: ", f"{first}:14: ", f"{second}:10: ", "none.yaml:1: 无法读取"):
        assert row in text


@pytest.mark.parametrize("content", ["", "- 1", "12", "pack: x", "indicators: []", "\x00", b"\xff\xfe\x00"])
def test_what_is_no_pack_is_refused(content: str | bytes, write: Callable[..., Path]) -> None:
    pack, problems = read_pack(write(content))
    assert pack is None
    assert problems
    assert all(problem.line >= 1 for problem in problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 100_000, "嵌套过深"),
        ("a: " * 50_000, "不是有效的 YAML"),
        ("- " * 100_000, "嵌套过深"),
        ("lists: &a [*a]", "锚点之内不能再引用锚点"),
        ("a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]", "锚点之内不能再引用锚点"),
    ],
)
def test_knotted_yaml_is_refused_before_it_is_unfolded(
    content: str, message: str, write: Callable[..., Path]
) -> None:
    pack, problems = read_pack(write(content))
    assert pack is None
    assert [problem for problem in problems if message in problem.message]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.yaml"
        path.write_text(
            "pack: x\nindicators:\n  - id: y\n    label: " + text, encoding="utf-8", errors="ignore"
        )
        pack, problems = read_pack(path)
    assert pack is None
    assert all(problem.line >= 1 and problem.message for problem in problems)


# -- merging -----------------------------------------------------------------------------------------------------

EXTENSION = """\
pack: local
indicators:
  - id: materials_distributed
    extends: true
    objects: 平安手账
    units: 卷
    examples:
      positive: [发放平安手账⟦300本⟧]
      negative: [平安手账单价⟦3元⟧]
"""


def test_extends_adds_words_and_keeps_the_rest(catalogue: Catalogue, write: Callable[..., Path]) -> None:
    merged = load_packs([write(EXTENSION)])
    before, after = catalogue.by_id["materials_distributed"], merged.by_id["materials_distributed"]
    assert after.objects == (*before.objects, "平安手账")
    assert after.units == (*before.units, "卷")
    assert (after.label, after.requires, after.domain) == (before.label, before.requires, before.domain)
    assert len(after.examples) == len(before.examples) + 2
    assert [one.id for one in merged.indicators] == [one.id for one in catalogue.indicators]


def test_replaces_takes_the_place(catalogue: Catalogue, write: Callable[..., Path]) -> None:
    path = write(PACK.replace("id: parking_complaints", "id: drills_held\n    replaces: true"))
    merged = load_packs([path])
    assert merged.by_id["drills_held"].label == "停车投诉件数"
    assert len(merged.indicators) == len(catalogue.indicators)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (EXTENSION.replace("materials_distributed", "unheard_of"), "没有可供 extends 的指标“unheard_of”"),
        (
            PACK.replace("aggregation: sum", "replaces: true\n    aggregation: sum"),
            "没有可供 replaces 的指标",
        ),
        (EXTENSION.replace("units: 卷", "label: 新名"), "“label”不能与 extends 同用"),
    ],
)
def test_entries_that_cannot_join_are_refused(content: str, message: str, write: Callable[..., Path]) -> None:
    with pytest.raises(FactextractError, match=message):
        load_packs([write(content)])


# -- running examples --------------------------------------------------------------------------------------------


def test_check_reports_each_wrong_answer_with_its_line(write: Callable[..., Path]) -> None:
    found = check_pack(write(PACK), lambda text, mention: "parking_complaints")
    assert [(p.line, p.message) for p in found] == [
        (23, "反例应为“complaints_resolved”，实得“parking_complaints”：办结停车投诉⟦9件⟧"),
        (24, "反例应为“other”，实得“parking_complaints”：停车场共⟦9个⟧"),
        (25, "反例被误判为“parking_complaints”：停车位增加⟦30个⟧"),
    ]
    found = check_pack(write(PACK), lambda text, mention: None)
    assert [p.line for p in found] == [20, 21, 21, 23]


def test_check_is_silent_on_right_answers_and_asks_nothing_of_a_broken_pack(
    write: Callable[..., Path],
) -> None:
    asked: list[str] = []

    def classify(text: str, mention: Span) -> str | None:
        asked.append(text[mention.start : mention.end])
        if "办结" in text:
            return "complaints_resolved"
        return "parking_complaints" if "投诉" in text else None

    assert check_pack(write(PACK), classify) == []
    assert asked == ["12件", "3件", "4件", "9件", "9个", "30个"]
    asked.clear()
    assert check_pack(write(PACK.replace("sum", "total")), classify)
    assert asked == []


def test_check_accepts_a_builtin_pack_as_its_own() -> None:
    path = BUILTIN / "labour.yaml"
    problems = check_pack(path, lambda text, mention: None)
    assert problems
    assert all("例" in problem.message for problem in problems)


# -- figures that no indicator counts ----------------------------------------------------------------------------

OTHERS = """\
pack: local_others
others:
  - id: rice
    label: 大米
    units: 袋
    requires: term
    terms: 大米
"""


def test_others_compete_but_are_no_indicators(catalogue: Catalogue, write: Callable[..., Path]) -> None:
    merged = load_packs([write(OTHERS)])
    assert merged.indicators == catalogue.indicators
    assert merged.candidates == (*merged.indicators, *merged.others)
    assert merged.others[-1].label == "大米"
    assert "rice" not in merged.by_id
    assert all(one.listed for one in merged.indicators)
    assert not any(one.listed for one in merged.others)


def test_others_are_told_apart_from_each_other_and_from_indicators(catalogue: Catalogue) -> None:
    ids = [one.id for one in catalogue.candidates]
    assert len(set(ids)) == len(ids)
    for one in catalogue.others:
        assert one.units, one.id
        assert one.terms or one.verbs or one.objects, one.id


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("terms: 大米", "objects: 大米", 6, "永远无法满足"),
        ("units: 袋", "units: 万袋", 5, "量词“万袋”"),
        ("id: rice", "id: awards", 3, "已存在"),
        ("    label: 大米\n", "", 3, "缺少字段：label"),
        ("others:", "other:", 1, "缺少字段：indicators 或 others"),
    ],
)
def test_mistakes_in_others_are_named_too(
    old: str, new: str, line: int, message: str, write: Callable[..., Path]
) -> None:
    with pytest.raises(FactextractError) as caught:
        load_packs([write(OTHERS.replace(old, new, 1))])
    assert any(f":{line}: " in row and message in row for row in str(caught.value).splitlines())


# -- the manual --------------------------------------------------------------------------------------------------


def _manual_packs() -> list[str]:
    manual = Path(__file__).parents[1] / "docs" / "packs.md"
    return [block.split("```", 1)[0] for block in manual.read_text(encoding="utf-8").split("```yaml\n")[1:]]


@pytest.mark.parametrize("content", _manual_packs())
def test_packs_of_the_manual_load(content: str, catalogue: Catalogue, write: Callable[..., Path]) -> None:
    merged = load_packs([write(content)])
    assert merged.digest != catalogue.digest
