"""The judge of organisations: candidates, features, what its verdict changes, and the examples that it learns from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from factextract.datamodel import Layout, Scan, Span
from factextract.linear import VOTE, Judge, LinearModel
from factextract.pipeline import Engine
from factextract.scan.name_mentions import plain_mention
from factextract.scan.names import NameJudges, find_names
from factextract.scan.organization_candidates import NameReading, as_read, name_candidates, reading_groups
from factextract.scan.organization_features import organization_features
from factextract.scan.organizations import find_mentions
from factextract.text.view import View

TEXT = "平山县市场监管局联合派出所开展检查,县农业农村局到场。派出所出警2次。"


def _judge(weights: dict[str, float], bias: float = 0.0) -> Judge:
    names = {name: at for at, name in enumerate(weights)}
    table = np.array([[weight] for weight in weights.values()], np.float32)
    return Judge(LinearModel(("yes",), names, table, np.array([bias], np.float32), 1.0))


def _names(text: str, judge: Judge | None) -> list[str]:
    found = find_names(View(text), Layout(None, (), ()), Scan(), NameJudges(None, judge))
    return [body.name for body in found.organizations]


def test_a_name_has_the_readings_that_begin_later() -> None:
    own = as_read(plain_mention("喊来柳树派出所", 0, 7, "police", "派出所"))
    (group,) = reading_groups("喊来柳树派出所", [own])
    assert [reading.name for reading in group] == [
        "喊来柳树派出所",
        "来柳树派出所",
        "柳树派出所",
        "树派出所",
        "派出所",
    ]
    assert [reading.shift for reading in group] == [0, 1, 2, 3, 4]
    assert {reading.end for reading in group} == {7}


def test_a_shared_head_has_one_reading() -> None:
    (group,) = reading_groups("城东、城西两个支行", [NameReading(0, 2, "城东支行", "支行", "HS", 9)])
    assert [reading.name for reading in group] == ["城东支行"]


@pytest.mark.parametrize(
    ("recorded", "votes"),
    [
        ([(2, 7)], {"喊来柳树派出所": "s", "柳树派出所": "y", "派出所": "l"}),
        ([], {"喊来柳树派出所": "n", "柳树派出所": "n", "派出所": "n"}),
    ],
)
def test_votes_tell_longer_and_shorter_names(recorded: list[tuple[int, int]], votes: dict[str, str]) -> None:
    text = "喊来柳树派出所。柳树派出所出警。"
    own = [NameReading(0, 7, text[:7], "派出所", "S", 7), NameReading(8, 13, text[8:13], "派出所", "S", 13)]
    found = name_candidates(text, reading_groups(text, own), recorded)
    assert {name: found[name].vote for name in votes} == votes
    assert len(found["柳树派出所"].readings) == 2
    assert found["喊来柳树派出所"].rivals == 1  # its rival stands at one place more


def test_features_name_the_vote_and_no_whole_name() -> None:
    own = [as_read(mention) for mention in find_mentions(TEXT)]
    found = name_candidates(TEXT, reading_groups(TEXT, own), [(0, 8)])
    features = organization_features(TEXT, found["平山县市场监管局"])
    assert f"{VOTE}y" in features
    assert features == sorted(set(features))
    assert not any("平山县市场" in name for name in features)


@pytest.mark.parametrize(
    ("weights", "change"),
    [
        ({}, lambda names: names),
        ({"head=派出所": 4.0}, lambda names: {*names, "派出所"}),
        ({"head=业农村局": -1.0, "head=村局": -9.0}, lambda names: names - {"县农业农村局"}),
        ({"head=管局": -9.0}, lambda names: names),  # the reporter stays
    ],
)
def test_a_verdict_adds_and_drops(weights: dict[str, float], change: Callable[[set[str]], set[str]]) -> None:
    rules = set(_names(TEXT, None))
    assert {"平山县市场监管局", "县农业农村局"} <= rules
    assert set(_names(TEXT, _judge(weights))) == change(rules)


def test_a_verdict_moves_a_begin() -> None:
    text = "平山县消费者协会年度总结\n平山县消费者协会受理投诉。第二天盟中心支行送来资料。"
    longer = next(m.name for m in find_mentions(text) if m.name.endswith("盟中心支行"))
    judge = _judge({f"^{longer[:2]}": -4.0, "^盟中": 4.0})
    names = _names(text, judge)
    assert "盟中心支行" in names
    assert longer == "盟中心支行" or longer not in names


class TestLearning:
    """Needs scikit-learn, which only training does."""

    def test_a_document_teaches_by_the_names_of_its_first_day(self, tmp_path: Path) -> None:
        pytest.importorskip("sklearn")
        from factextract.learn.first_votes import name_votes, read_votes, votes_of
        from factextract.learn.organization_judgements import organization_judgements

        text = tmp_path / "a1.txt"
        text.write_text(f"{TEXT}\n", encoding="utf-8")
        annotation = tmp_path / "a1.ann.yaml"
        annotation.write_text(
            "# institution: 平山县局; type: market_regulation; kind: brief\nreports:\n  - reporter: 平山县市场监管局\n    organizations:\n"
            "      - {name: 平山县市场监管局, roles: [reporter]}\n      - {name: 派出所, roles: [participant]}\n"
            "      - {name: 县农业农村局, optional: true}\n",
            encoding="utf-8",
        )
        engine = Engine(models=None)
        from factextract.ingest import read

        line = {"document": "a1", **votes_of(engine.parse(text)), **name_votes(engine.bodies(read(text)))}
        line["names"].append([8, 13, "派出所", "S", 13])  # 联合派出所, as if the rules had begun it too early
        line["bodies"].append([8, 13])
        stored = tmp_path / "votes.jsonl"
        stored.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
        votes = read_votes(stored)["a1"]
        assert votes.bodies[-1] == Span(8, 13)
        found = [e for e in organization_judgements(engine, annotation, votes) if not e.synthetic]
        wrong = [e for e in found if e.vote and not e.right]
        assert len(wrong) == 1  # 联合派出所
        assert any(e.right and "head=派出所" in e.features for e in found)
        assert all(e.fresh and e.document for e in found)
        assert not list(organization_judgements(engine, annotation, None))

    def test_the_name_bank_teaches_extents(self, tmp_path: Path) -> None:
        pytest.importorskip("sklearn")
        from factextract.learn.organization_judgements import bank_organization_judgements

        bank = tmp_path / "a1.txt"
        bank.write_text("{平山县消费者协会|reporter}到{柳树村文化广场|venue}宣传。\n", encoding="utf-8")
        found = list(bank_organization_judgements(Engine(models=None), bank))
        right = [e for e in found if e.right and not e.synthetic]
        assert len(right) == 1
        assert right[0].vote
        assert not any(e.document for e in found)
