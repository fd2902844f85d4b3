"""The ranker over many quantities at a time decides what the plain sum over named features does for one."""

from __future__ import annotations

import pytest

from factextract.ingest import document_from_text
from factextract.linear import BagJudge, Namespaces
from factextract.link.candidate_index import CandidateIndex
from factextract.link.deciding import Decider
from factextract.link.features import NAMESPACE
from factextract.link.linker import Typing
from factextract.link.ranking import NOT_A_FACT, OTHER, Ranker, candidates
from factextract.link.status_features import NAMESPACE as STATUS_NAMESPACE
from factextract.link.trained import load_trained
from factextract.pipeline import MODELS, Engine

TEXTS = {
    "prose": "青河县支行上半年工作情况\n上半年,全行受理投诉326件,其中食品类118件、家电类54件,占比分别为36%和17%。"
    "办结320件,办结率98.2%,同比提高3个百分点。\n下一步,计划举办讲座12场,发放折页5000份。\n",
    "table": "各所办理情况\n办理情况如下。\n单位 | 受理(件) | 办结(件) | 挽回损失(万元)\n城关所 | 25 | 21 | 3.6\n东街所 | 17 | 17 | 0.8\n合计 | 42 | 38 | 4.4\n",
    "bare": "简报\n现场来了11个人,接待群众咨询约200人次,赔付26万元,单笔最高3万元。阅读量3000万。另有1名志愿者。",
}


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    ranker = load_trained(MODELS).ranker
    assert ranker is not None
    return ranker


def _typings(text: str) -> list[Typing]:
    return list(Engine(models=None).typings(document_from_text(text, "t.txt")))


@pytest.mark.parametrize("name", TEXTS)
def test_decides_as_the_plain_sum_does(name: str, ranker: Ranker) -> None:
    [found] = _typings(TEXTS[name])
    decisions = Decider(ranker, CandidateIndex(found.catalogue)).decide(
        found.text, found.contexts, found.typed, found.hits
    )
    assert len(decisions) == len(found.contexts) > 4
    for at, decision in enumerate(decisions):
        labels, dense = candidates(found.contexts[at], found.typed[at], found.catalogue)
        chances = ranker.chances(labels, dense, found.features(at))
        label = labels[int(chances.argmax())]
        assert decision.fact == (label != NOT_A_FACT)
        assert (decision.indicator or OTHER) == label or not decision.fact
        assert decision.confidence == pytest.approx(float(chances.max()), abs=0.0006)


@pytest.mark.parametrize(
    ("name", "space"),
    [
        ("L:投诉", "L:"),
        ("L::有", "L:"),
        ("R^", "R^"),
        ("u=件", None),
        ("u=件|L^理", "u=件|L^"),
        ("u=件|Hl=orders_received:t", "u=件|Hl="),
        ("p1x!other", "p1x!"),
        ("bias", None),
    ],
)
def test_namespace_of_a_name(name: str, space: str | None) -> None:
    match = NAMESPACE.match(name)
    assert (match.group() if match else None) == space


def test_rows_of_a_bag() -> None:
    names = ["L:投诉", "L:诉", "R:投诉", "bias", "u=件"]
    rows = Namespaces({name: row for row, name in enumerate(names)}, NAMESPACE)
    assert rows.rows([("L:", ["投诉", "投诉", "没有"]), ("", ["u=件", "R:投诉"]), ("B0:", ["投诉"])]) == {
        0,
        2,
        4,
    }


def test_bag_judge_weighs_as_the_judge_does() -> None:
    status = load_trained(MODELS).status
    assert status is not None
    judge = BagJudge(status, STATUS_NAMESPACE)
    for words in (["将于", "下月"], ["已经"], []):
        plain = status.chance([*(f"L:{word}" for word in words), "plan=0"])
        assert judge.chance(judge.rows([("L:", words), ("", ["plan=0"])])) == pytest.approx(plain)


def test_features_stand_in_their_namespaces() -> None:
    [found] = _typings(TEXTS["prose"])
    names = found.features(1)
    assert names == sorted(set(names))
    assert {"u=件", "L:食品", "L^品类", "u=件|L^类", "rule=complaints_received"} <= set(names)
