"""Evaluation: its own arithmetic on small cases, equality with the reference scorer, floors that only rise."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from factextract.errors import FactextractError
from factextract.evaluate import (
    Tally,
    check_floors,
    evaluate,
    evaluate_folder,
    load_floors,
    render_report,
    sealed,
)

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "eval"
needs_reference = pytest.mark.skipif(
    not (REFERENCE / "score.py").is_file(), reason="the reference scorer is not beside the repository"
)

TEXT = "柳州银行城东支行3月5日发放折页1200余份,受理投诉9件,其中12345转办6件、来访4件。"


def span(part: str, nth: int = 0) -> dict[str, Any]:
    """Offsets and text of a part of TEXT."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(part, start + 1)
    return {"start": start, "end": start + len(part), "text": part}


def gold_report() -> dict[str, Any]:
    return {
        "start": 0,
        "reporter": "柳州银行城东支行",
        "reporter_any": ["城东支行"],
        "reporter_type": None,
        "facts": [
            {
                **span("1200余份"),
                "indicator": "materials_distributed",
                "value": 1200,
                "unit": "份",
                "comparator": "at_least",
            },
            {**span("9件"), "indicator": "complaints_received", "value": 9, "unit": "件"},
            {
                **span("6件"),
                "indicator": "complaints_received",
                "value": 6,
                "unit": "件",
                "dims": {"channel": ["12345热线", "12345"]},
                "org": "柳州银行",
            },
            {**span("4件"), "indicator": "complaints_received", "value": 4, "unit": "件", "optional": True},
        ],
        "dates": [{**span("3月5日"), "edtf": "XXXX-03-05", "edtf_any": ["2024-03-05"]}],
        "organizations": [
            {"name": "柳州银行城东支行", "roles": ["reporter"], "aliases": ["城东支行"]},
            {"name": "柳州银行", "optional": True},
        ],
        "venues": [],
        "not_facts": [],
        "checks": [{"kind": "parts_sum", "status": "mismatch", "facts": ["9件", "6件", "4件"]}],
        "headline": {"materials_distributed": 1200, "complaints_received": [9, 10]},
    }


def right_record() -> dict[str, Any]:
    gold = gold_report()
    facts = [
        {
            "id": f"f{number}",
            **{key: fact[key] for key in ("start", "end", "text", "indicator", "value", "unit")},
            "comparator": fact.get("comparator", "exact"),
            "status": "reported",
            "organization": "o2" if fact.get("org") else None,
            "dimensions": {"channel": "12345"} if fact.get("dims") else {},
        }
        for number, fact in enumerate(gold["facts"], 1)
    ]
    return {
        "source": {"path": "reports/a.txt", "start": 0, "end": len(TEXT)},
        "reporter": {"name": "柳州银行城东支行", "organization": "o1"},
        "facts": facts,
        "dates": [{"id": "d1", **span("3月5日"), "edtf": "2024-03-05"}],
        "organizations": [
            {"id": "o1", "name": "城东支行", "roles": ["reporter"], "mentions": [span("城东支行")]},
            {"id": "o2", "name": "柳州银行", "roles": ["mentioned"], "mentions": [span("柳州银行")]},
        ],
        "venues": [],
        "headline": {"materials_distributed": {"value": 1200}, "complaints_received": {"value": 9}},
        "checks": [{"kind": "parts_sum", "status": "mismatch", "facts": ["f2", "f3", "f4"], "message": ""}],
    }


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    gold = {"text_file": "a.txt", "reports": [gold_report()]}
    (tmp_path / "a.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_a_right_record_scores_one_everywhere(gold_dir: Path) -> None:
    report = evaluate(gold_dir, [right_record()])
    assert {name: tally.f1 for name, tally in report.items.items() if tally.f1 is not None} == {
        "quantities": 1.0,
        "facts": 1.0,
        "dates": 1.0,
        "date spans": 1.0,
        "organizations": 1.0,
        "headline": 1.0,
    }
    assert {name: accuracy.share for name, accuracy in report.accuracy.items()} == dict.fromkeys(
        report.accuracy, 1.0
    )
    assert not report.differences
    assert (report.mentions, report.misplaced_mentions) == (7, 0)


def test_no_record_misses_everything_that_is_not_optional(gold_dir: Path) -> None:
    report = evaluate(gold_dir, [])
    assert report.items["facts"] == Tally(missed=3)
    assert report.items["organizations"] == Tally(missed=1)
    assert report.items["headline"] == Tally(missed=2)
    assert report.accuracy["files split right"].right == 0
    assert report.accuracy["check mismatch"].right == 0


def changed(**changes: Any) -> dict[str, Any]:
    """The right record with its second fact changed."""
    record = right_record()
    record["facts"][1].update(changes)
    return record


@pytest.mark.parametrize(
    ("record", "facts", "kind"),
    [
        (changed(value=90), Tally(2, 1, 1), "fact"),
        (changed(indicator=None), Tally(2, 1, 1), "fact"),
        (changed(indicator="reports_received"), Tally(2, 1, 1), "fact"),
        (changed(start=0, end=1), Tally(2, 1, 1), "fact spurious"),
    ],
)
def test_a_wrong_fact_is_both_spurious_and_missed(
    gold_dir: Path, record: dict[str, Any], facts: Tally, kind: str
) -> None:
    report = evaluate(gold_dir, [record])
    assert report.items["facts"] == facts
    assert kind in {difference.kind for difference in report.differences}


def test_attributes_count_only_for_right_facts(gold_dir: Path) -> None:
    report = evaluate(gold_dir, [changed(value=90, unit="个", comparator="about")])
    assert (report.accuracy["unit"].right, report.accuracy["unit"].of) == (2, 2)
    assert (report.accuracy["comparator"].right, report.accuracy["comparator"].of) == (2, 2)
    assert report.accuracy["value"].share == pytest.approx(2 / 3)


def test_a_dimension_may_contain_or_be_contained(gold_dir: Path) -> None:
    record = right_record()
    record["facts"][2]["dimensions"] = {"channel": "政府12345热线"}
    assert evaluate(gold_dir, [record]).accuracy["dimension channel"].right == 1
    record["facts"][2]["dimensions"] = {"channel": "来信"}
    assert evaluate(gold_dir, [record]).accuracy["dimension channel"].right == 0


def test_a_mismatch_that_gold_does_not_have_is_a_false_alarm(gold_dir: Path) -> None:
    record = right_record()
    record["checks"].append(
        {"kind": "percentage", "status": "mismatch", "facts": ["f1", "f2"], "message": "占比不符"}
    )
    report = evaluate(gold_dir, [record])
    assert report.check_false_alarms == 1
    assert any("占比不符" in difference.detail for difference in report.differences)


def test_a_headline_cell_of_an_indicator_without_any_fact_is_spurious(gold_dir: Path) -> None:
    record = right_record()
    record["headline"]["banners_hung"] = {"value": 3}
    assert evaluate(gold_dir, [record]).items["headline"] == Tally(2, 1, 0)


def test_two_records_for_one_report_are_merged_but_the_split_is_wrong(gold_dir: Path) -> None:
    first, second = right_record(), right_record()
    first["facts"], second["facts"] = first["facts"][:2], second["facts"][2:]
    first["source"]["end"] = second["source"]["start"] = 30
    report = evaluate(gold_dir, [first, second])
    assert report.items["facts"].right == 3
    assert report.accuracy["files split right"].right == 0


def test_a_mention_must_equal_what_its_offsets_point_at(gold_dir: Path) -> None:
    record = right_record()
    record["facts"][0]["text"] = "1200份"
    assert evaluate(gold_dir, [record]).misplaced_mentions == 1


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FactextractError) as caught:
        evaluate(tmp_path, [])
    assert caught.value.code == "corpus_invalid"


def test_annotations_are_evaluated_without_a_gold_file(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("三河镇共发放资料300份。", encoding="utf-8")
    (tmp_path / "b.ann.yaml").write_text(
        "reports:\n  - begins: 三河镇\n    facts:\n"
        '      - {at: "资料⟦300份⟧", indicator: materials_distributed, value: 300, unit: 份}\n',
        encoding="utf-8",
    )
    (tmp_path / "records.jsonl").write_text("", encoding="utf-8")
    assert evaluate_folder(tmp_path, tmp_path / "records.jsonl").items["facts"] == Tally(missed=1)


# -- text --------------------------------------------------------------------------------------------------------


def test_the_report_is_chinese_by_default_and_english_on_demand(gold_dir: Path) -> None:
    report = evaluate(gold_dir, [changed(value=90)])
    chinese = "".join(render_report(report))
    english = "".join(render_report(report, lang="en"))
    assert "汇总数" in chinese
    assert "漏报" in chinese
    assert "headline" in english
    assert "missed" in english
    assert "want complaints_received 9" not in chinese
    assert "want complaints_received 9" in "".join(render_report(report, errors=True))


# -- floors ------------------------------------------------------------------------------------------------------


def floors_file(path: Path, *minima: dict[str, float]) -> Path:
    seal, lines = "", ["floors:"]
    for minimum in minima:
        seal = sealed(minimum, seal)
        lines += [f"  - minimum: {json.dumps(minimum)}", f"    seal: '{seal}'"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_last_floors_are_in_force(tmp_path: Path, gold_dir: Path) -> None:
    floors = floors_file(tmp_path / "floors.yaml", {"facts": 0.5}, {"facts": 0.9, "check mismatch": 1.0})
    assert load_floors(floors) == {"facts": 0.9, "check mismatch": 1.0}
    assert check_floors(evaluate(gold_dir, [right_record()]), floors) == []
    low = check_floors(evaluate(gold_dir, [changed(value=90)]), floors)
    assert len(low) == 1
    assert low[0].startswith("facts: 0.667")


def test_a_metric_that_was_not_measured_is_below_its_floor(tmp_path: Path, gold_dir: Path) -> None:
    floors = floors_file(tmp_path / "floors.yaml", {"venues": 0.5})
    assert len(check_floors(evaluate(gold_dir, [right_record()]), floors)) == 1


@pytest.mark.parametrize("later", [{"facts": 0.8}, {"headline": 0.9}])
def test_floors_are_never_lowered_or_dropped(tmp_path: Path, later: dict[str, float]) -> None:
    floors = floors_file(tmp_path / "floors.yaml", {"facts": 0.9}, later)
    with pytest.raises(FactextractError, match="facts falls from"):
        load_floors(floors)


def test_an_entry_cannot_be_changed_under_its_seal(tmp_path: Path) -> None:
    floors = floors_file(tmp_path / "floors.yaml", {"facts": 0.5}, {"facts": 0.9})
    floors.write_text(floors.read_text(encoding="utf-8").replace("0.5", "0.4"), encoding="utf-8")
    with pytest.raises(FactextractError, match="seal"):
        load_floors(floors)


def test_the_projects_own_floors_are_sound() -> None:
    floors = Path(__file__).resolve().parents[1] / "corpus" / "floors.yaml"
    assert all(0 <= least <= 1 for least in load_floors(floors).values())


# -- the reference scorer ----------------------------------------------------------------------------------------


def reference_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def answered(gold: dict[str, Any], number: int, end: int, path: str) -> dict[str, Any]:
    """A record that answers a gold report in full."""
    report = gold["reports"][number]
    organizations = [
        {"id": f"o{at}", "name": item["name"], "roles": item.get("roles", ["mentioned"]), "mentions": []}
        for at, item in enumerate(report["organizations"])
    ]
    ids = {item["name"]: item["id"] for item in organizations}
    facts = [
        {
            "id": f"f{at}",
            **{key: fact[key] for key in ("start", "end", "text", "value")},
            "value_max": fact.get("value_max"),
            "indicator": fact.get("indicator") or fact["indicator_any"][0],
            "unit": fact.get("unit"),
            "comparator": fact.get("comparator", "exact"),
            "status": fact.get("status", "reported"),
            "organization": ids.get(fact.get("org")),
            "dimensions": {
                k: v[0] if isinstance(v, list) else v for k, v in (fact.get("dims") or {}).items()
            },
        }
        for at, fact in enumerate(report["facts"])
    ]
    by_text = {fact["text"]: fact["id"] for fact in facts}
    return {
        "source": {"path": path, "start": report["start"], "end": end},
        "reporter": {"name": report["reporter"]} if report["reporter"] else None,
        "facts": facts,
        "dates": [
            {**{k: d[k] for k in ("start", "end", "text")}, "edtf": d.get("edtf")} for d in report["dates"]
        ],
        "organizations": organizations,
        "venues": [{"name": item["name"], "mentions": []} for item in report["venues"]],
        "checks": [
            {
                "kind": c["kind"],
                "status": c["status"],
                "facts": [by_text[t] for t in c["facts"] if t in by_text],
            }
            for c in report["checks"]
        ],
        "headline": {k: {"value": v[0] if isinstance(v, list) else v} for k, v in report["headline"].items()},
    }


def perturbed(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The record with items dropped, moved, renamed, revalued and invented."""
    out = copy.deepcopy(record)
    for key in ("facts", "dates", "organizations", "venues", "checks"):
        out[key] = [item for item in out[key] if chance.random() > 0.1]
    for fact in out["facts"]:
        roll = chance.random()
        if roll < 0.1:
            fact["value"] = fact["value"] * 10
        elif roll < 0.2:
            fact["indicator"] = chance.choice([None, "complaints_received", "participants"])
        elif roll < 0.3:
            fact["start"] = max(0, fact["start"] - chance.randint(1, 4))
        elif roll < 0.4:
            fact.update(unit="个", comparator="about", status="planned", organization=None, dimensions={})
    out["facts"].append(
        {"id": "x", "start": 0, "end": 2, "text": "??", "indicator": "participants", "value": 1}
    )
    for date in out["dates"]:
        if chance.random() < 0.2:
            date["edtf"] = "1999"
    for item in (*out["organizations"], *out["venues"]):
        if chance.random() < 0.1:
            item["name"] = " " + item["name"][:-1]
    for check in out["checks"]:
        if chance.random() < 0.3:
            check["status"] = chance.choice(["ok", "mismatch"])
    out["headline"]["banners_hung"] = {"value": 1}
    if chance.random() < 0.1:
        out["source"]["start"] = out["source"]["end"] - 1
    return out


@needs_reference
@pytest.mark.parametrize("seed", range(3))
def test_the_arithmetic_is_that_of_the_reference_scorer(seed: int, tmp_path: Path) -> None:
    scorer = reference_scorer()
    chance = random.Random(seed)
    records, reference = [], scorer.Scorer()
    for path in sorted((REFERENCE / "dev").glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for item in (item for report in gold["reports"] for item in report["organizations"]):
            item["any"] = [str(name) for name in item.get("any") or []]  # the scorer takes strings only
        ends = [*(report["start"] for report in gold["reports"][1:]), 100_000]
        mine = [
            perturbed(answered(gold, number, end, f"in/{gold['text_file']}"), chance)
            for number, end in enumerate(ends)
        ]
        records += mine
        reference.document(gold, copy.deepcopy(mine))
    report = evaluate(REFERENCE / "dev", records)
    wanted = reference.summary()
    got = report.to_dict()
    assert {key: got[key] for key in wanted} == wanted
    assert report.check_false_alarms == reference.false_alarms
    assert report.confusion == reference.confusion
    assert [(d.report, d.kind, d.detail) for d in report.differences] == [
        (name, kind, str(detail)) for name, kind, detail in reference.errors
    ]
