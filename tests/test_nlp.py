"""Segmentation respects mentions; the spaCy pipeline loads and carries records."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Span
from factextract.errors import FactextractError
from factextract.nlp import pipeline_path
from factextract.nlp.segment import cutter, segment

TEXT = "松岭县消费者协会3月15日发放宣传资料1.2万余份,接待咨询860人次。"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("segmentation went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("name", ["jieba", "char"])
def test_words_join_to_the_text_and_keep_mentions_whole(name: str) -> None:
    mention = Span(TEXT.index("1.2"), TEXT.index(",接待"))
    words = segment(TEXT, [mention], cutter(name))
    assert "".join(TEXT[w.start : w.end] for w in words) == TEXT
    assert mention in words


def test_jieba_alone_would_fuse_number_and_measure_word() -> None:
    mention = Span(TEXT.index("860"), TEXT.index("。"))
    assert TEXT[mention.start : mention.end] == "860人次"
    assert mention in segment(TEXT, [mention], cutter("jieba"))


@given(st.text(alphabet="发放万人次0123折页,。 ", max_size=30), st.data())
def test_any_mentions_are_boundaries(text: str, data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda p: Span(min(p), max(p))
    )
    mentions = data.draw(st.lists(spans, max_size=4))
    words = segment(text, mentions, cutter("char"))
    edges = {0, len(text), *(w.start for w in words), *(w.end for w in words)}
    assert "".join(text[w.start : w.end] for w in words) == text
    assert all(m.start in edges and m.end in edges for m in mentions if m.start < m.end)


@pytest.mark.parametrize(("name", "model"), [("pkuseg", None), ("pkuseg", "no/such/folder"), ("hanlp", None)])
def test_unknown_segmenter_or_missing_model_is_a_coded_error(name: str, model: str | None) -> None:
    with pytest.raises(FactextractError) as caught:
        cutter(name, model)
    assert caught.value.code == "bad_option"


@pytest.fixture(scope="module")
def nlp() -> Any:
    spacy = pytest.importorskip("spacy", reason="spaCy is the optional extra [nlp]")
    return spacy.load(pipeline_path())


def test_spacy_load_gives_docs_with_records_and_spans(nlp: Any) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    (record,) = doc._.records
    quantities = {span.text: span.label_ for span in doc.spans["quantities"]}
    assert quantities == {"1.2万余份": "materials_distributed", "860人次": "consultations_handled"}
    assert [span.text for span in doc.spans["dates"]] == ["3月15日"]
    assert [span.text for span in doc.spans["organizations"]] == ["松岭县消费者协会"]
    assert doc.spans["quantities"][0].id_ == f"{record['record_id']}:f1"


def test_component_works_behind_another_tokenizer() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is the optional extra [nlp]")
    nlp = spacy.blank("zh")
    nlp.add_pipe("factextract")
    doc = nlp(TEXT)
    assert "1.2万余份" in [span.text for span in doc.spans["quantities"]]


def test_saved_pipeline_loads_again(nlp: Any, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is the optional extra [nlp]")
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert [t.text for t in again(TEXT)] == [t.text for t in nlp(TEXT)]


def test_empty_text_gives_an_empty_doc(nlp: Any) -> None:
    assert len(nlp("")) == 0
