"""Gold to annotation tools' formats and back: nothing is lost, edits arrive, wrong offsets are refused."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factextract.corpus import compile_gold, load
from factextract.corpus.convert import (
    Mention,
    SpanDocument,
    brat,
    doccano,
    flatten,
    label_studio,
    read_folder,
    unflatten,
    write_folder,
)
from factextract.errors import FactextractError
from factextract.nlp import docbin

ROOT = Path(__file__).parents[1]
FORMATS: dict[str, ModuleType] = {
    "doccano": doccano,
    "label_studio": label_studio,
    "brat": brat,
    "docbin": docbin,
}
every_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)

TEXT = (
    "第一篇😀县消协简报\n县消费者协会3月15日发放折页３００余份、海报40\n0张，县消协接听12315来电五至\u2028六件。\n"
    "第二篇\n𠮷林镇工商所在人民广场计划检查80户次(𠮷林所20户次)。\n"
)


def place(quoted: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(quoted)
    return {"start": start, "end": start + len(quoted), "text": quoted}


def gold() -> dict[str, Any]:
    """Two reports with characters beyond the BMP, full-width text, mentions across line breaks, overlaps and every key."""
    first = {
        "start": 0,
        "reporter": "县消费者协会",
        "reporter_any": ["县消协"],
        "reporter_type": "association",
        "dates": [{**place("3月15日"), "edtf": "2024-03-15", "edtf_any": ["XXXX-03-15"], "optional": True}],
        "facts": [
            {
                **place("五至\u2028六件"),
                "indicator": None,
                "indicator_any": ["complaints_received", "other"],
                "value": 5,
                "value_max": 6,
                "unit": "件",
                "comparator": "range",
                "dims": {"channel": 12315, "category": ["食品", "家电"]},
                "optional": False,
            },
            {
                **place("３００余份"),
                "indicator": "materials_distributed",
                "value": 300,
                "unit": "份",
                "comparator": "at_least",
                "note": "制表\t符\n",
            },
            {
                **place("40\n0张"),
                "indicator": "materials_distributed",
                "value": 400,
                "unit": None,
                "status": "planned",
            },
            # the same span twice, and one inside it
            {**place("40\n0张"), "indicator": "other", "value": 40.5, "optional": True},
            {**place("0张"), "indicator": "other", "value": 0, "unit": "张", "period": "2023"},
        ],
        "venues": [],
        "organizations": [
            {"name": "县消费者协会", "any": ["消费者协会"], "aliases": ["县消协"], "roles": ["reporter"]},
            {"name": "市消协", "virtual": True, "roles": ["mentioned"]},
        ],
        "not_facts": [{**place("12315"), "why": "hotline"}, {**place("\n县"), "why": "edge"}],
        "checks": [{"kind": "parts_sum", "status": "ok", "facts": ["３００余份"]}],
        "headline": {"materials_distributed": [300, 700]},
    }
    second = {
        "start": TEXT.index("第二篇"),
        "reporter": None,
        "reporter_any": None,
        "reporter_type": None,
        "dates": [],
        "facts": [
            {**place("80户次"), "indicator": "inspections", "value": 80, "status": "planned"},
            {**place("20户次"), "indicator": "inspections", "value": 20, "org": "𠮷林镇工商所"},
        ],
        "venues": [{"name": "人民广场", "optional": True}],
        "organizations": [{"name": "𠮷林镇工商所", "aliases": ["𠮷林所"]}],
        "not_facts": [],
        "checks": [],
        "headline": {},
    }
    return {"text_file": "简报.txt", "reports": [first, second]}


def through(form: ModuleType, documents: list[SpanDocument], folder: Path) -> list[SpanDocument]:
    form.write(documents, folder / "converted")
    read: list[SpanDocument] = form.read(folder / "converted")
    return read


# -- nothing is lost ---------------------------------------------------------------------------------------------


@every_format
def test_gold_comes_back_as_it_was(form: ModuleType, tmp_path: Path) -> None:
    (document,) = through(form, [flatten(gold(), TEXT)], tmp_path)
    assert document.text == TEXT
    assert unflatten(document) == gold()


@every_format
@pytest.mark.parametrize("name", ["f05", "g01", "q18"])
def test_corpus_documents_come_back_as_they_were(form: ModuleType, name: str, tmp_path: Path) -> None:
    source = load(ROOT / "corpus" / "gold" / f"{name}.ann.yaml")
    expected, problems = compile_gold(source)
    assert not problems
    (document,) = through(form, [flatten(json.loads(json.dumps(expected)), source.text)], tmp_path)
    assert document.text == source.text
    assert unflatten(document) == expected


_CHARACTERS = st.sampled_from('3０十件,。\n\r\t \u2028\u0085\ufeff县𠮷😀é"\\;|')


@st.composite
def documents(draw: st.DrawFn) -> SpanDocument:
    text = draw(st.text(_CHARACTERS, min_size=1, max_size=60))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=8))
    attributes = st.fixed_dictionaries(
        {"indicator": st.sampled_from(["inspections", "other"])},
        optional={
            "value": st.integers(-5, 10**12) | st.floats(allow_nan=False, allow_infinity=False),
            "unit": st.none() | st.text(_CHARACTERS, max_size=4),
            "comparator": st.sampled_from(["exact", "about", "range", "no such"]),
            "status": st.sampled_from(["reported", "planned"]),
            "optional": st.booleans(),
        },
    )
    mentions = []
    for start, end in spans:
        surface = text[start:end]
        if surface.strip():
            stated = {**draw(attributes), "text": surface}
            mentions.append(Mention(start, end, stated["indicator"], stated))
    return SpanDocument("a.txt", text, tuple(mentions), ({"start": 0},))


@every_format
@given(document=documents())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_and_any_spans_come_back(form: ModuleType, document: SpanDocument) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (back,) = through(form, [document], Path(folder))
    assert back.text == document.text
    assert unflatten(back) == unflatten(document)
    assert [(f["start"], f["end"]) for f in unflatten(back)["reports"][0]["facts"]] == [
        (m.start, m.end) for m in document.mentions
    ]


def test_jieba_words_keep_every_border(tmp_path: Path) -> None:
    docbin.write([flatten(gold(), TEXT)], tmp_path / "a.spacy", segmenter="jieba")
    (document,) = docbin.read(tmp_path / "a.spacy")
    assert unflatten(document) == gold()


# -- what the tools see ------------------------------------------------------------------------------------------


def test_names_are_marked_wherever_they_stand_in_their_report() -> None:
    document = flatten(gold(), TEXT)
    shown = [(TEXT[m.start : m.end], m.label) for m in document.mentions if m.label in {"ORG", "VENUE"}]
    assert shown == [
        ("县消协", "ORG"),
        ("县消费者协会", "ORG"),
        ("县消协", "ORG"),
        ("𠮷林镇工商所", "ORG"),
        ("𠮷林所", "ORG"),
        ("人民广场", "VENUE"),
    ]


def test_offsets_in_the_files_count_code_points(tmp_path: Path) -> None:
    text = "😀𠮷300份"
    document = SpanDocument("a.txt", text, (Mention(2, 6, "other"),))
    doccano.write([document], tmp_path / "a.jsonl")
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))["label"] == [[2, 6, "other"]]
    label_studio.write([document], tmp_path / "a.json", predictions=True)
    (task,) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    (region,) = task["predictions"][0]["result"]
    assert region["value"] == {"start": 2, "end": 6, "text": "300份", "labels": ["other"]}
    brat.write([document], tmp_path / "brat")
    assert (tmp_path / "brat" / "a.ann").read_text(encoding="utf-8") == "T1\tother 2 6\t300份\n"


def test_brat_writes_one_fragment_a_line_and_answers_as_attributes(tmp_path: Path) -> None:
    brat.write([flatten(gold(), TEXT)], tmp_path)
    lines = (tmp_path / "简报.ann").read_bytes().decode("utf-8").split("\n")
    start = TEXT.index("40\n0张")
    fragments = f"materials_distributed {start} {start + 2};{start + 3} {start + 5}"
    (line,) = [line for line in lines if fragments in line]
    identifier, _, shown = line.split("\t")
    assert shown == "40 0张"
    assert any(line.endswith(f"status {identifier} planned") for line in lines)
    configuration = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    assert "inspections\n" in configuration
    assert "status\tArg:<ENTITY>, Value:reported|planned\n" in configuration


def test_label_studio_asks_closed_questions_per_region() -> None:
    config = label_studio.labeling_config(["a&b"])
    assert '<Label value="a&amp;b"/>' in config
    assert '<Choices name="comparator" toName="text" perRegion="true">' in config


def test_docbin_spans_keep_apart_by_id(tmp_path: Path) -> None:
    from spacy.vocab import Vocab

    doc = docbin.to_doc(flatten(gold(), TEXT), Vocab())
    assert doc.text == TEXT
    same = [span for span in doc.spans["facts"] if span.text == "40\n0张"]
    assert len(same) == 2
    assert len({span.id_ for span in same}) == 2


# -- edits arrive ------------------------------------------------------------------------------------------------


def edited(change: Callable[[list[Mention]], list[Mention]]) -> list[dict[str, Any]]:
    document = flatten(gold(), TEXT)
    changed = SpanDocument(document.name, TEXT, tuple(change(list(document.mentions))), document.reports)
    reports: list[dict[str, Any]] = unflatten(changed)["reports"]
    return reports


def drawn(quoted: str, label: str) -> Mention:
    found = place(quoted)
    return Mention(found["start"], found["end"], label)


def test_a_new_fact_is_read_and_lands_in_its_report() -> None:
    second = edited(lambda mentions: [*mentions, drawn("80户次", "organizations_inspected")])[1]
    assert second["facts"][-1] == {
        **place("80户次"),
        "indicator": "organizations_inspected",
        "value": 80,
        "unit": "户次",
    }


def test_a_new_date_is_read_and_one_that_cannot_be_read_has_no_edtf() -> None:
    dates = edited(lambda mentions: [*mentions, drawn("3月15日", "DATE"), drawn("计划", "DATE")])
    assert dates[0]["dates"][-1]["edtf"] == "XXXX-03-15"
    assert dates[1]["dates"] == [{**place("计划"), "edtf": None}]


def test_a_new_label_is_the_new_indicator_and_nothing_else_changes() -> None:
    def change(mentions: list[Mention]) -> list[Mention]:
        return [
            Mention(m.start, m.end, "cases_filed" if m.label == "inspections" else m.label, m.attributes)
            for m in mentions
        ]

    second = edited(change)[1]
    expected = [{**fact, "indicator": "cases_filed"} for fact in gold()["reports"][1]["facts"]]
    assert second["facts"] == expected


def test_moved_borders_are_read_anew_and_keep_what_does_not_depend_on_them() -> None:
    def change(mentions: list[Mention]) -> list[Mention]:
        return [
            Mention(m.start + 1, m.end, m.label, m.attributes) if m.attributes.get("text") == "20户次" else m
            for m in mentions
        ]

    moved = edited(change)[1]["facts"][1]
    assert (moved["text"], moved["value"], moved["org"]) == ("0户次", 0, "𠮷林镇工商所")


def test_names_go_with_their_last_mention_and_come_with_a_new_one() -> None:
    def change(mentions: list[Mention]) -> list[Mention]:
        return [m for m in mentions if TEXT[m.start : m.end] != "人民广场"] + [drawn("工商所", "ORG")]

    first, second = edited(change)
    assert second["venues"] == []
    assert [o["name"] for o in second["organizations"]] == ["𠮷林镇工商所", "工商所"]
    assert [o["name"] for o in first["organizations"]] == ["县消费者协会", "市消协"]


def test_doccano_finds_attributes_of_a_relabelled_span_and_meta_at_the_top(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    doccano.write([flatten(gold(), TEXT)], path)
    line = json.loads(path.read_text(encoding="utf-8"))
    labels = [[s, e, "cases_filed" if label == "inspections" else label] for s, e, label in line["label"]]
    path.write_text(json.dumps({"text": TEXT, "entities": labels, **line["meta"]}), encoding="utf-8")
    (document,) = doccano.read(path)
    facts = unflatten(document)["reports"][1]["facts"]
    assert facts == [{**fact, "indicator": "cases_filed"} for fact in gold()["reports"][1]["facts"]]


def test_doccano_entities_may_be_objects(tmp_path: Path) -> None:
    entity = {"id": 4, "label": "DATE", "start_offset": 1, "end_offset": 6}
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"id": 1, "text": "于3月15日", "entities": [entity], "relations": []}), "utf-8"
    )
    (document,) = doccano.read(path)
    assert document.mentions == (Mention(1, 6, "DATE"),)


def test_label_studio_takes_the_first_annotation_that_was_not_cancelled(tmp_path: Path) -> None:
    def result(end: int) -> list[dict[str, Any]]:
        value = {"start": 0, "end": end, "labels": ["other"]}
        return [{"id": "x", "type": "labels", "from_name": "label", "to_name": "text", "value": value}]

    task = {
        "data": {"text": "12户"},
        "annotations": [{"was_cancelled": True, "result": result(1)}, {"result": result(3)}],
        "predictions": [{"result": result(2)}],
    }
    (tmp_path / "a.json").write_text(json.dumps([task]), encoding="utf-8")
    (document,) = label_studio.read(tmp_path / "a.json")
    assert document.name == "document1.txt"
    assert document.mentions == (Mention(0, 3, "other"),)


def test_brat_attributes_and_own_notes_of_annotators(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("约12户", encoding="utf-8")
    annotations = "T7\tother 0 4\t约12户\r\nA1\tstatus T7 planned\nA2\toptional T7\nA3\tUnknown T7\n#1\tAnnotatorNotes T7\t存疑\n"
    (tmp_path / "a.ann").write_bytes(annotations.encode("utf-8"))
    (document,) = brat.read(tmp_path)
    (fact,) = unflatten(document)["reports"][0]["facts"]
    assert fact["status"] == "planned"
    assert fact["optional"] is True
    assert (fact["value"], fact["comparator"]) == (12, "about")


# -- what is refused ---------------------------------------------------------------------------------------------


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(FactextractError) as caught:
        action()
    assert caught.value.code == "corpus_invalid"
    return str(caught.value)


def test_offsets_in_other_units_are_refused(tmp_path: Path) -> None:
    value = {"start": 2, "end": 5, "text": "12户", "labels": ["other"]}
    task = {
        "data": {"text": "😀12户。"},
        "annotations": [{"result": [{"id": "x", "type": "labels", "value": value}]}],
    }
    (tmp_path / "a.json").write_text(json.dumps([task]), encoding="utf-8")
    assert "code points" in refused(lambda: label_studio.read(tmp_path / "a.json"))
    (tmp_path / "a.txt").write_text("😀12户。", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tother 2 5\t12户\n", encoding="utf-8")
    assert "code points" in refused(lambda: brat.read(tmp_path))


@pytest.mark.parametrize(
    "line",
    [
        "T1\tother 0 1;2 3\t1 户",
        "T1\tother 0 9\t12户",
        "T1\tother x y\t12户",
        "T1\tother 0\t12户",
        "T1\tother",
    ],
)
def test_bad_brat_lines_are_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12户", encoding="utf-8")
    (tmp_path / "a.ann").write_text(line + "\n", encoding="utf-8")
    assert "a" in refused(lambda: brat.read(tmp_path))


@every_format
def test_what_is_not_of_the_format_is_refused(form: ModuleType, tmp_path: Path) -> None:
    assert refused(lambda: form.read(tmp_path / "nothing"))
    (tmp_path / "a.ann").write_bytes(b"\xff")
    bad = tmp_path if form is brat else tmp_path / "a.ann"
    assert refused(lambda: form.read(bad))


@pytest.mark.parametrize(
    "content", ["3", "[3]", '{"label": []}', '{"text": "a", "label": [[0, 1]]}', '{"text": 5}']
)
def test_json_of_another_shape_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    assert refused(lambda: doccano.read(path))
    assert refused(lambda: label_studio.read(path))


@pytest.mark.parametrize("name", ["../a.txt", "a/b.txt", ".txt", "a.json", "b\\a.txt"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert refused(lambda: SpanDocument(name, "12户", ()))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (1, 1), (2, 9)])
def test_spans_outside_the_text_are_refused(start: int, end: int) -> None:
    assert refused(lambda: SpanDocument("a.txt", "12户", (Mention(start, end, "other"),)))


def test_two_documents_of_one_name_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    document = SpanDocument("a.txt", "12户", ())
    assert refused(lambda: write_folder([document, document], tmp_path / "out"))
    assert not (tmp_path / "out").exists()


# -- folders and the command -------------------------------------------------------------------------------------


def test_folders_of_gold_are_read_again(tmp_path: Path) -> None:
    write_folder([flatten(gold(), TEXT)], tmp_path)
    (document,) = read_folder(tmp_path)
    assert unflatten(document) == gold()
    assert refused(lambda: read_folder(tmp_path / "empty"))


def test_the_command_exports_and_imports(tmp_path: Path) -> None:
    write_folder([flatten(gold(), TEXT)], tmp_path / "gold")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, ROOT / "scripts" / "corpus.py", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")

    assert run("export", "doccano", tmp_path / "gold", tmp_path / "a.jsonl").returncode == 0
    assert run("import", "doccano", tmp_path / "a.jsonl", tmp_path / "back").returncode == 0
    assert json.loads((tmp_path / "back" / "简报.gold.json").read_text(encoding="utf-8")) == gold()
    failed = run("import", "brat", tmp_path, tmp_path / "none")
    assert failed.returncode == 1
    assert "标注语料有误" in failed.stderr
