"""The ranker over many quantities at a time decides what the plain sum over named features does for one."""

from __future__ import annotations

import pytest

from factextract.ingest import document_from_text
from factextract.link.candidate_index import CandidateIndex
from factextract.link.deciding import Decider
from factextract.link.features import split_name
from factextract.link.linker import Typing
from factextract.link.ranking import NOT_A_FACT, OTHER, Ranker, candidates
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
    ("name", "space", "rest"),
    [
        ("L:投诉", "L:", "投诉"),
        ("L::有", "L:", ":有"),
        ("R^", "R^", ""),
        ("u=件", "u=", "件"),
        ("u=件|L^理", "u=件|L^", "理"),
        ("u=件|Hl=orders_received:t", "u=件|Hl=", "orders_received:t"),
        ("p1x!other", "p1x!", "other"),
        ("bias", "", "bias"),
    ],
)
def test_splits_names(name: str, space: str, rest: str) -> None:
    assert split_name(name) == (space, rest)


def test_namespaces_hold_every_feature(ranker: Ranker) -> None:
    assert all("".join(split_name(name)) == name for name in ranker.words.features)


def test_features_stand_in_their_namespaces() -> None:
    [found] = _typings(TEXTS["prose"])
    names = found.features(1)
    assert names == sorted(set(names))
    assert {"u=件", "L:食品", "L^品类", "u=件|L^类", "rule=complaints_received"} <= set(names)
