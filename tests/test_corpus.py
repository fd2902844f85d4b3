"""The annotation format, its compilation to gold, and its lint."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.corpus import compile_gold, lint, load, load_directory, read_gold, write_gold
from factextract.corpus.annotations import AnnotatedDocument, AnnotatedMapping
from factextract.corpus.clauses import lint_clauses, read_clauses
from factextract.errors import FactextractError
from factextract.packs import load_packs

TEXT = """三江县消费者协会2023年3·15活动小结
3月15日,三江县消费者协会在中心广场发放资料300份、购物袋300个,接待咨询六十余人次。
热线12315当天接到投诉4件,其中2件当场和解。
"""

SOUND = """
reports:
  - begins: "三江县消费者协会2023年"
    reporter: 三江县消费者协会
    organizations:
      - {name: 三江县消费者协会, roles: [reporter, organizer]}
    dates:
      - {at: "协会⟦2023年⟧", edtf: "2023", optional: true}
      - {at: "⟦3月15日⟧,", edtf: "2023-03-15"}
    venues:
      - {name: 中心广场}
    facts:
      - {at: "资料⟦300份⟧", indicator: materials_distributed, value: 300, unit: 份}
      - {at: "购物袋⟦300个⟧", indicator: souvenirs_distributed, value: 300, unit: 个}
      - {at: "咨询⟦六十余人次⟧", indicator: consultations_handled, value: 60, unit: 人次, comparator: at_least}
      - {at: "投诉⟦4件⟧", indicator: complaints_received, value: 4, unit: 件, dims: {channel: 12315}}
      - {at: "其中⟦2件⟧", indicator: complaints_resolved, value: 2, unit: 件}
    not_facts:
      - {at: "⟦3·15⟧活动", why: festival}
      - {every: "12315", why: hotline}
    headline: {materials_distributed: 300, complaints_received: [4]}
    checks:
      - {kind: resolved_not_above_received, status: ok, facts: ["4件", "2件"]}
"""

INDICATORS = frozenset(
    {
        "materials_distributed",
        "souvenirs_distributed",
        "consultations_handled",
        "complaints_received",
        "complaints_resolved",
    }
)


def document(
    tmp_path: Path, annotations: str = SOUND, text: str = TEXT, name: str = "a"
) -> AnnotatedDocument:
    (tmp_path / f"{name}.txt").write_bytes(text.encode("utf-8"))
    path = tmp_path / f"{name}.ann.yaml"
    path.write_text(textwrap.dedent(annotations), encoding="utf-8")
    return load(path)


def codes(tmp_path: Path, annotations: str, text: str = TEXT) -> set[str]:
    return {problem.code for problem in lint(document(tmp_path, annotations, text), INDICATORS)}


# -- compilation -------------------------------------------------------------------------------------------------


def test_offsets_point_at_the_mentions(tmp_path: Path) -> None:
    gold, problems = compile_gold(document(tmp_path))
    assert problems == []
    (report,) = gold["reports"]
    assert [fact["text"] for fact in report["facts"]] == ["300份", "300个", "六十余人次", "4件", "2件"]
    for item in (*report["facts"], *report["dates"], *report["not_facts"]):
        assert TEXT[item["start"] : item["end"]] == item["text"]
        assert "at" not in item
    assert report["reporter"] == "三江县消费者协会"
    assert report["headline"] == {"materials_distributed": 300, "complaints_received": [4]}
    assert report["checks"][0]["facts"] == ["4件", "2件"]


def test_gold_is_written_beside_and_read_back(tmp_path: Path) -> None:
    path = write_gold(document(tmp_path))
    assert path == tmp_path / "a.gold.json"
    gold, text = read_gold(path)
    assert text == TEXT
    assert gold == json.loads(path.read_text(encoding="utf-8"))
    assert gold["text_file"] == "a.txt"


def test_every_covers_all_occurrences(tmp_path: Path) -> None:
    text = "热线12345转来12345工单3件。"
    annotations = """
        reports:
          - begins: 热线
            not_facts:
              - {every: "12345", why: hotline}
            facts:
              - {at: "工单⟦3件⟧", indicator: other, value: 3, unit: 件}
    """
    gold, problems = compile_gold(document(tmp_path, annotations, text))
    assert problems == []
    assert [item["start"] for item in gold["reports"][0]["not_facts"]] == [2, 9]


def test_nth_chooses_an_occurrence_within_the_report(tmp_path: Path) -> None:
    text = "甲社发放折页5份。\n乙社发放折页5份,又发放折页5份。"
    annotations = """
        reports:
          - begins: 甲社
            facts:
              - {at: "折页⟦5份⟧", indicator: materials_distributed, value: 5}
          - begins: 乙社
            facts:
              - {at: "折页⟦5份⟧", nth: 2, indicator: materials_distributed, value: 5}
    """
    gold, problems = compile_gold(document(tmp_path, annotations, text))
    assert problems == []
    assert [report["facts"][0]["start"] for report in gold["reports"]] == [6, text.rindex("5份")]


@given(st.text(alphabet="发放资料5份,。", min_size=1, max_size=30), st.data())
def test_a_quotation_of_the_whole_context_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    item = AnnotatedMapping(at=f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}", indicator="other", value=5)
    report = AnnotatedMapping(begins=text[0], facts=[item])
    item.line = report.line = 1
    gold, problems = compile_gold(AnnotatedDocument(Path("a.ann.yaml"), "a.txt", text, (report,)))
    assert problems == []
    assert (gold["reports"][0]["facts"][0]["start"], gold["reports"][0]["facts"][0]["end"]) == (start, end)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ('{at: "资料300份", value: 300}', "no_brackets"),
        ('{at: "资料⟦⟧300份", value: 300}', "no_brackets"),
        ('{at: "资料⟦301份⟧", value: 301}', "not_found"),
        ('{at: "⟦300⟧", value: 300}', "ambiguous"),
        ('{at: "⟦300⟧", nth: 3, value: 300}', "bad_nth"),
        ("{value: 300}", "no_at"),
    ],
)
def test_what_cannot_be_resolved_is_reported_with_its_line(tmp_path: Path, item: str, code: str) -> None:
    annotations = f"reports:\n  - begins: 三江县\n    facts:\n      - {item}\n"
    gold, problems = compile_gold(document(tmp_path, annotations))
    assert [problem.code for problem in problems] == [code]
    assert problems[0].line == 4
    assert str(problems[0]).startswith("a.ann.yaml:4: error")
    assert gold["reports"][0]["facts"] == []


def test_gold_with_open_quotations_is_not_written(tmp_path: Path) -> None:
    broken = document(tmp_path, SOUND.replace("资料⟦300份⟧", "资料⟦30份⟧"))
    with pytest.raises(FactextractError, match="not_found"):
        write_gold(broken)
    assert not (tmp_path / "a.gold.json").exists()


@pytest.mark.parametrize("content", ["[]", "reports: 3", "reports: [a]", "reports: [{begins: [}"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(FactextractError) as caught:
        document(tmp_path, content)
    assert caught.value.code == "corpus_invalid"


def test_annotations_without_their_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.ann.yaml").write_text("reports: []", encoding="utf-8")
    with pytest.raises(FactextractError):
        load(tmp_path / "b.ann.yaml")


def test_a_directory_is_loaded_in_name_order(tmp_path: Path) -> None:
    for name in ("b", "a"):
        document(tmp_path, name=name)
    assert [loaded.text_file for loaded in load_directory(tmp_path)] == ["a.txt", "b.txt"]


# -- lint --------------------------------------------------------------------------------------------------------


def test_a_sound_document_has_no_problem(tmp_path: Path) -> None:
    assert lint(document(tmp_path), INDICATORS) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('{every: "12315", why: hotline}', '{every: "12315"}', "no_reason"),
        ("      - {every: \"12315\", why: hotline}\n", "", "unannotated_number"),
        ("indicator: souvenirs_distributed", "indicator: gifts", "unknown_indicator"),
        ("indicator: souvenirs_distributed, ", "", "unknown_indicator"),
        ("value: 60,", "value: 600,", "value_differs"),
        ("value: 60,", 'value: "60",', "bad_value"),
        ("comparator: at_least", "comparator: more", "unknown_comparator"),
        ("comparator: at_least", "comparator: range", "bad_range"),
        ("value: 2, unit: 件", "value: 2, unit: 件, status: done", "unknown_status"),
        ("value: 2, unit: 件", "value: 2, unit: 件, org: 县工商局", "unknown_organization"),
        ("dims: {channel: 12315}", "dims: {via: 12315}", "unknown_dimension"),
        ("value: 2, unit: 件", "value: 2, unit: 件, optinal: true", "unknown_key"),
        ("value: 2, unit: 件", "value: 2, unit: 件, optional: 1", "bad_optional"),
        ('edtf: "2023-03-15"', "edtf: 2023-03-15", "bad_edtf"),
        (', edtf: "2023-03-15"', "", "no_edtf"),
        ("roles: [reporter, organizer]", "roles: [boss]", "unknown_role"),
        (", roles: [reporter, organizer]", "", "no_role"),
        ("name: 中心广场", "name: 体育广场", "name_not_in_text"),
        ("reporter: 三江县消费者协会", "reporter: 县消协", "unknown_reporter"),
        ("kind: resolved_not_above_received", "kind: sum", "unknown_check"),
        ("status: ok", "status: fine", "unknown_check"),
        ('facts: ["4件", "2件"]', 'facts: ["4件", "3件"]', "unknown_figure"),
        ('facts: ["4件", "2件"]', "facts: []", "check_without_facts"),
        ("complaints_received: [4]", "complaints_received: []", "bad_headline"),
        ("complaints_received: [4]", "banners_hung: 4", "unknown_indicator"),
        ('at: "购物袋⟦300个⟧"', 'at: "⟦300份、购物袋300个⟧"', "overlap"),
        ('at: "咨询⟦六十余人次⟧"', 'at: "咨询六十余⟦人次⟧"', "unannotated_number"),
    ],
)  # fmt: skip
def test_each_slip_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in SOUND
    assert code in codes(tmp_path, SOUND.replace(old, new))


def test_chinese_numerals_left_out_are_only_a_warning(tmp_path: Path) -> None:
    line = '      - {at: "咨询⟦六十余人次⟧", indicator: consultations_handled, value: 60, unit: 人次, comparator: at_least}\n'
    problems = lint(document(tmp_path, SOUND.replace(line, "")), INDICATORS)
    assert [(problem.code, problem.severity) for problem in problems] == [("unannotated_number", "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "一、加强统一领导,十分重视,万众一心,千家万户一起参与。",
        "第三次会议由第123号通知要求,《通知》(三办发〔2023〕15号)执行。",
        "1.加强宣传\n(2)强化整改\n3、联系电话:0771-2345678",
    ],
)
def test_words_and_self_evident_numbers_need_no_annotation(tmp_path: Path, text: str) -> None:
    annotations = f'reports:\n  - begins: "{text[0]}"\n'
    assert codes(tmp_path, annotations, text) == set()


def test_carriage_returns_are_refused_because_offsets_would_move(tmp_path: Path) -> None:
    assert "bad_text" in codes(tmp_path, SOUND, TEXT.replace("\n", "\r\n"))


def test_a_figure_broken_by_a_line_is_named_without_the_break(tmp_path: Path) -> None:
    text = "共办讲座12\n场,其中进校5场。"
    annotations = """
        reports:
          - begins: 共办
            facts:
              - {at: "讲座⟦12\\n场⟧", indicator: other, value: 12, unit: 场}
              - {at: "进校⟦5场⟧", indicator: other, value: 5, unit: 场}
            checks:
              - {kind: parts_sum, status: mismatch, facts: ["12场", "5场"]}
    """
    assert codes(tmp_path, annotations, text) == set()


def test_the_projects_own_corpus_is_sound() -> None:
    folder = Path(__file__).resolve().parents[1] / "corpus" / "gold"
    errors = [p for loaded in load_directory(folder) for p in lint(loaded) if p.severity == "error"]
    assert errors == []


def test_the_projects_own_clauses_are_sound() -> None:
    paths = sorted((Path(__file__).resolve().parents[1] / "corpus" / "clauses").glob("*.txt"))
    known = frozenset(indicator.id for indicator in load_packs().indicators)
    assert [problem for path in paths for problem in lint_clauses(path, known)] == []
    assert sum(1 for path in paths for _ in read_clauses(path)) >= 8000
