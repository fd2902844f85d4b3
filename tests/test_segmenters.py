"""The choice of segmenters and our own pkuseg model: what it is refused for, how it cuts, how it is made."""

from __future__ import annotations

import importlib.util
import json
import pickle
import shutil
import socket
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Span
from factextract.errors import FactextractError
from factextract.nlp import pipeline_path
from factextract.nlp.segment import SEGMENTERS, SHIPPED_MODEL, Cutter, cutter, read_card, segment, write_card

pytest.importorskip("spacy_pkuseg", reason="pkuseg is the optional extra [nlp]")
pytest.importorskip("jieba", reason="jieba is the optional extra [nlp]")

SCRIPT = Path(__file__).parents[1] / "scripts" / "train_segmenter.py"
TEXT = "柳岸镇消费者协会5月9日检查餐饮店1.5万余家次，送出《办事指南》２３０册，受理投诉十七件。"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("segmentation went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def pkuseg() -> Cutter:
    return cutter("pkuseg", SHIPPED_MODEL)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "news"))


# -- cutting -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SEGMENTERS)
def test_every_segmenter_gives_the_text_back(name: str) -> None:
    cut = cutter(name, SHIPPED_MODEL)
    assert "".join(cut(TEXT)) == TEXT
    mention = Span(TEXT.index("1.5"), TEXT.index("，送"))
    assert mention in segment(TEXT, [mention], cut)


@pytest.mark.parametrize("word", ["5月9日", "1.5万余家次", "２３０册", "十七件", "柳岸镇消费者协会"])
def test_own_model_keeps_figures_dates_and_names_whole(pkuseg: Cutter, word: str) -> None:
    assert word in list(pkuseg(TEXT))


def test_own_model_reads_traditional_and_wide_characters_as_their_plain_forms(pkuseg: Cutter) -> None:
    plain, other = "活动中发放宣传资料320份,现场解答咨询。", "活動中發放宣傳資料３２０份，現場解答諮詢。"
    assert len(plain) == len(other)
    assert [len(word) for word in pkuseg(plain)] == [len(word) for word in pkuseg(other)]


@given(text=st.text(alphabet="发放送出万人次0１.,，。、 \t\n\u3000\x85\u2028縣銀行／*-|&a", max_size=40))
def test_own_model_loses_no_character(text: str) -> None:
    assert "".join(cutter("pkuseg", SHIPPED_MODEL)(text)) == text


@given(text=st.text(max_size=20))
def test_own_model_takes_any_text(text: str) -> None:
    assert "".join(cutter("pkuseg", SHIPPED_MODEL)(text)) == text


def test_spacy_pipeline_takes_the_own_model_by_path() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is the optional extra [nlp]")
    config = {"nlp.tokenizer.segmenter": "pkuseg", "nlp.tokenizer.model": str(SHIPPED_MODEL)}
    doc = spacy.load(pipeline_path(), config=config)(TEXT)
    assert doc.text == TEXT
    assert "1.5万余家次" in [token.text for token in doc]


# -- refusals ----------------------------------------------------------------------------------------------------


def test_a_folder_named_like_a_model_of_the_library_is_not_downloaded(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(model.parent)
    assert model.name == "news"
    assert "".join(cutter("pkuseg", "news")(TEXT)) == TEXT


def _change_weights(folder: Path) -> None:
    path = folder / "weights.npz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _change_format(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps({**card, "format": 0}), encoding="utf-8")


DAMAGES = {
    "no card": lambda folder: (folder / "card.json").unlink(),
    "card that is no object": lambda folder: (folder / "card.json").write_text("[]", encoding="utf-8"),
    "card that is no JSON": lambda folder: (folder / "card.json").write_bytes(b"\xff"),
    "other format": _change_format,
    "changed weights": _change_weights,
    "no weights": lambda folder: (folder / "weights.npz").unlink(),
    "no features": lambda folder: (folder / "features.msgpack").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_model_that_differs_from_its_card_is_refused(model: Path, damage: Any) -> None:
    damage(model)
    with pytest.raises(FactextractError) as caught:
        cutter("pkuseg", model)
    assert caught.value.code == "model_mismatch"


class _Planted:
    """Unpickling this fails the test."""

    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("something was unpickled",)


def test_a_pickle_in_the_model_folder_is_never_read(model: Path) -> None:
    planted = pickle.dumps(_Planted())
    (model / "features.pkl").write_bytes(planted)
    assert "".join(cutter("pkuseg", model)(TEXT)) == TEXT
    (model / "features.msgpack").unlink()  # the library would now take the pickle
    with pytest.raises(FactextractError) as caught:
        cutter("pkuseg", model)
    assert caught.value.code == "model_mismatch"


def test_a_card_can_be_written_for_a_model_of_ones_own(model: Path) -> None:
    (model / "card.json").unlink()
    write_card(model, {"name": "mine", "folded": False})
    assert read_card(model)["name"] == "mine"
    assert "".join(cutter("pkuseg", model)(TEXT)) == TEXT


def test_the_shipped_model_is_small_and_says_how_it_was_made() -> None:
    card = read_card(SHIPPED_MODEL)
    assert {"data", "train", "settings", "versions", "test"} <= card.keys()
    assert sum(path.stat().st_size for path in SHIPPED_MODEL.iterdir()) < 3_000_000


# -- training ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_segmenter", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_silver_words_are_the_mentions_and_the_segmenters_words_without_blanks(script: ModuleType) -> None:
    text = script.Text("共发放手册 860人次。\n完毕", (), (Span(6, 11),))
    words = [text.text[w.start : w.end] for w in script.silver(text, list)]
    assert words == ["共", "发", "放", "手", "册", "860人次", "。", "完", "毕"]


def test_sentences_end_at_stops_and_at_white_space(script: ModuleType) -> None:
    text = script.Text("甲乙。丙 丁\n戊", (), ())
    assert list(script.sentences(text, script.silver(text, list))) == [
        ["甲", "乙", "。"],
        ["丙"],
        ["丁"],
        ["戊"],
    ]


def test_the_annotators_mention_wins_over_ours_and_the_longer_over_the_shorter(script: ModuleType) -> None:
    marked = script._apart("0123456789", [Span(2, 5), Span(3, 4), Span(5, 7)], [])
    assert sorted(marked) == [Span(2, 5), Span(5, 7)]
    assert sorted(script._apart("0123456789", [Span(0, 9), Span(7, 9)], marked)) == [
        *sorted(marked),
        Span(7, 9),
    ]


def test_a_name_inside_a_longer_name_is_no_occurrence(script: ModuleType) -> None:
    found = script._occurrences("青石县工会与工会小组", ["工会", "青石县工会"])
    assert sorted(found) == [Span(0, 5), Span(6, 8)]


def test_scores_count_borders_and_whole_mentions(script: ModuleType) -> None:
    texts = [script.Text("发放860册。", (Span(2, 6),), (Span(2, 6),))]
    assert script.mention_scores(texts, list) == {"mentions": 1, "edges": 1.0, "whole": 0.0}
    assert script.mention_scores(texts, lambda text: [text]) == {"mentions": 1, "edges": 0.0, "whole": 0.0}
    assert script.word_scores(texts, list, list, bare=True)["recall"] == 0.75  # 发 放 860册 。
    assert script.word_scores(texts, list, list, bare=False)["f1"] == 1.0


def test_training_gives_the_same_bytes_again_and_a_model_that_loads(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "ITERATIONS", 4)
    monkeypatch.setattr(script, "FEATURE_TRIM", 0)
    source = "我行开展宣传活动,发放折页860份。现场解答咨询,受理投诉12件。"
    mentions = tuple(Span(source.index(m), source.index(m) + len(m)) for m in ("860份", "12件"))
    texts = [script.Text(source, (), mentions)] * 40
    files = []
    for name in ("one", "two"):
        script.train(texts, tmp_path / name)
        write_card(tmp_path / name, {"folded": True})
        files.append([(tmp_path / name / file).read_bytes() for file in read_card(tmp_path / name)["sha256"]])
    assert files[0] == files[1]
    assert "860份" in list(cutter("pkuseg", tmp_path / "one")(source))
