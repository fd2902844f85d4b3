"""The judges (status, owner, venue, organization): features, fitting, first votes, shipped models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factextract.errors import FactextractError
from factextract.linear import VOTE, Judge, load_judge, save
from factextract.pipeline import MODELS, Engine
from factextract.scan.cued_places import cued_places
from factextract.scan.places import find_places

JUDGES = ("status", "owner", "venue", "organization")

REPORT = """河湾县市场监督管理局2024年消费维权工作总结

2024年，我局受理消费者投诉312件，办结305件。城关所受理98件，河东所受理64件。
3月15日，我局联合县消费者协会在滨河公园设咨询台，发放资料2000份。县消费者协会接待咨询85人次。
下一步，计划再建消费维权站12个。
河湾县市场监督管理局
2024年12月20日
"""


def test_records_with_judges_keep_owner_status_and_venue() -> None:
    record = Engine().parse_text(REPORT)[0]
    names = {body["id"]: body["name"] for body in record["organizations"]}
    by_text = {fact["text"]: fact for fact in record["facts"]}
    assert by_text["12个"]["status"] == "planned"
    assert by_text["2000份"]["status"] == "reported"
    assert names[by_text["85人次"]["organization"]] == "县消费者协会"
    assert names[by_text["312件"]["organization"]] == "河湾县市场监督管理局"
    assert [venue["name"] for venue in record["venues"]] == ["滨河公园"]


@pytest.mark.parametrize("name", JUDGES)
def test_shipped_judge_says_how_it_was_measured(name: str) -> None:
    judge, card = load_judge(MODELS / name)
    measured = card["cross_validation"]
    assert judge.model.classes == ("yes",)
    assert measured["by"] == "institution"
    assert measured["model"] > measured["rules"]
    assert measured["ece"] <= 0.05
    assert all("\n" not in feature for feature in judge.model.features)


@pytest.mark.parametrize("file", ["weights.npz", "features.txt"])
def test_a_changed_judge_is_refused(tmp_path: Path, file: str) -> None:
    for path in (MODELS / "venue").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / file).write_bytes((tmp_path / file).read_bytes() + b"x")
    with pytest.raises(FactextractError) as caught:
        load_judge(tmp_path)
    assert caught.value.code == "model_mismatch"


def test_a_ranker_is_no_judge() -> None:
    with pytest.raises(FactextractError) as caught:
        load_judge(MODELS / "indicator")
    assert caught.value.code == "model_mismatch"


class TestLearning:
    """Needs scikit-learn and SciPy, which only training does."""

    def test_a_judge_learns_and_comes_back_from_its_files(self, tmp_path: Path) -> None:
        pytest.importorskip("sklearn")
        from factextract.learn.judging import Judgement, JudgeSettings, fit_judge

        def example(names: tuple[str, ...], right: bool) -> Judgement:
            return Judgement(names, right, right, 1.0, "a", "bank", True, True)

        examples = [example(("将", "bias"), True), example(("已", "bias"), False)] * 10
        judge = fit_judge(examples, JudgeSettings(inverse_penalty=10.0))
        assert judge.chance(["将", "bias"]) > 0.8
        assert judge.chance(["已", "bias"]) < 0.2
        save(judge.model, tmp_path, {"name": "status"})
        again, _ = load_judge(tmp_path)
        assert again.chance(["将", "bias"]) == pytest.approx(judge.chance(["将", "bias"]), abs=0.02)
        assert again.chance(["unknown"]) == pytest.approx(judge.chance(["unknown"]), abs=0.02)

    def test_candidates_of_one_choice_are_one_decision(self) -> None:
        pytest.importorskip("sklearn")
        from factextract.learn.judging import Judgement, Outcome, score_outcomes

        def outcome(right: bool, vote: bool, odds: float, choice: str | None) -> Outcome:
            return Outcome(Judgement((), right, vote, 1.0, "a", "bank", True, True, choice), odds)

        outcomes = [
            outcome(True, False, 1.0, "f1"),
            outcome(False, True, -1.0, "f1"),  # the model puts the owner first, the rules chose another
            outcome(True, True, -0.5, "f2"),
            outcome(False, False, -2.0, "f2"),  # least unlikely is enough
            outcome(False, False, 0.5, None),  # alone: the model says yes where no is right
        ]
        score = score_outcomes(outcomes, 1.0)
        assert (score.decisions, score.rules, score.model) == (3, 2, 2)

    def test_votes_of_the_day_replace_todays_and_others_are_left_out(self, tmp_path: Path) -> None:
        pytest.importorskip("sklearn")
        from factextract.learn.first_votes import read_votes, votes_of
        from factextract.learn.judgements import status_judgements

        text = tmp_path / "a1.txt"
        text.write_text("下一步，计划建站12个。\n", encoding="utf-8")
        annotation = tmp_path / "a1.ann.yaml"
        annotation.write_text(
            "# institution: 河湾县局; type: market_regulation; kind: plan\nreports:\n  - reporter: null\n    facts:\n"
            '      - {at: "计划建站⟦12个⟧", indicator: complaint_stations, value: 12, unit: "个", status: planned}\n',
            encoding="utf-8",
        )
        engine = Engine(models=None)
        line = {"document": "a1", **votes_of(engine.parse(text))}
        line["facts"][0][2] = "reported"  # as if the rules had been wrong on the first day
        stored = tmp_path / "votes.jsonl"
        stored.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
        (fresh,) = status_judgements(engine, annotation, read_votes(stored)["a1"])
        (stale,) = status_judgements(engine, annotation, None)
        assert (fresh.right, fresh.vote, fresh.fresh) == (True, False, True)
        assert f"{VOTE}r" in fresh.features
        assert (stale.vote, stale.fresh) == (True, False)
        assert not any(name.startswith(VOTE) for name in stale.features)


def test_chance_falls_with_temperature() -> None:
    judge, _ = load_judge(MODELS / "venue")
    features = sorted(judge.model.features, key=lambda name: -judge.chance([name]))[:10]
    assert isinstance(judge.at(2.0), Judge)
    assert 0.5 < judge.at(10.0).chance(features) < judge.at(1.0).chance(features)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("宣传队走进滴滴之家,发放资料20份。", "滴滴之家"),
        ("第二站移师青石坳晒坪,发放资料20份。", "青石坳晒坪"),
        ("宣传车开到了柳荫巷口,发放资料20份。", "柳荫巷口"),
        ("地点:银杏书吧。发放资料20份。", "银杏书吧"),
    ],
)
def test_a_cue_tells_a_candidate_place(text: str, name: str) -> None:
    (found,) = [place for place in cued_places(text, ()) if place.name == name]
    assert text[found.start : found.end] == name
    assert found.kind == "site"  # what a record shows as its type


@pytest.mark.parametrize(
    "text",
    ["宣传队深入开展活动,发放资料20份。", "走进每家每户发放资料。", "资料送到位了。", "走访群众20户。"],
)
def test_a_cue_before_ordinary_words_tells_none(text: str) -> None:
    assert cued_places(text, ()) == []


def test_a_known_place_is_no_cued_one() -> None:
    text = "宣传队走进人民公园,发放资料20份。"
    known = find_places(text, [])
    assert [place.name for place in known] == ["人民公园"]
    assert cued_places(text, known) == []
