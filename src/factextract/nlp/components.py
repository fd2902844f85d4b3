"""spaCy pieces, registered by entry point: a tokenizer that respects mentions and a component that adds them.

``spacy.load(factextract.nlp.pipeline_path())`` gives a pipeline whose Docs carry the records: spans in
``doc.spans["quantities" | "dates" | "organizations" | "venues"]`` and the records themselves in ``doc._.records``. A span's
``id_`` is its item's id, so that two spans with the same boundaries stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from factextract import datamodel
from factextract.nlp.segment import cutter, segment
from factextract.pipeline import Engine

_RECORDS = "factextract.records"


class MentionTokenizer:
    """Text to Doc: mentions of the engine are words of their own, the gaps are cut by ``segmenter``."""

    def __init__(self, vocab: Vocab, segmenter: str = "jieba", model: str | None = None) -> None:
        self.vocab = vocab
        self._options: dict[str, Any] = {"segmenter": segmenter, "model": model}
        self._cut = cutter(segmenter, model)
        self._engine = Engine()

    def __call__(self, text: str) -> Doc:
        """Tokenize ``text``; the words, joined, are the text."""
        records = self._engine.parse_text(text) if text.strip() else []
        spans = segment(
            text,
            [datamodel.Span(m["start"], m["end"]) for r in records for _, _, m in mentions(r)],
            self._cut,
        )
        doc = Doc(self.vocab, words=[text[s.start : s.end] for s in spans], spaces=[False] * len(spans))
        doc.user_data[_RECORDS] = records
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save beyond the configuration."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> MentionTokenizer:
        """Nothing to load beyond the configuration."""
        return self

    def to_disk(self, _: str | Path, **__: Any) -> None:
        """Nothing to save beyond the configuration."""

    def from_disk(self, _: str | Path, **__: Any) -> MentionTokenizer:
        """Nothing to load beyond the configuration."""
        return self


@registry.tokenizers("factextract.MentionTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer(
    segmenter: str = "jieba", model: str | None = None
) -> Callable[[Language], MentionTokenizer]:
    """Registered tokenizer: ``segmenter`` is jieba, pkuseg (with ``model``, a local folder) or char."""
    return lambda nlp: MentionTokenizer(nlp.vocab, segmenter, model)


@Language.factory("factextract", assigns=["doc.spans", "doc._.records"])
def create_component(nlp: Language, name: str) -> FactComponent:
    """Registered component: adds the records and their mentions to a Doc."""
    return FactComponent(nlp, name)


class FactComponent:
    """Adds ``doc._.records`` and one span group a kind of mention. Works behind any tokenizer: where a mention does not
    fall on token boundaries its span is the tokens that it touches."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._engine: Engine | None = None
        if not Doc.has_extension("records"):
            Doc.set_extension("records", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` in place."""
        records = doc.user_data.get(_RECORDS)
        if records is None:
            self._engine = self._engine or Engine()
            records = self._engine.parse_text(doc.text) if doc.text.strip() else []
        doc._.records = records
        groups: dict[str, list[Span]] = {"quantities": [], "dates": [], "organizations": [], "venues": []}
        for record in records:
            for group, item, mention in mentions(record):
                span = doc.char_span(
                    mention["start"],
                    mention["end"],
                    label=_label(group, item),
                    span_id=f"{record['record_id']}:{item['id']}",
                    alignment_mode="expand",
                )
                if span is not None:
                    groups[group].append(span)
        for group, spans in groups.items():
            doc.spans[group] = spans
        return doc


def mentions(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every mention of a record as (group, item, mention)."""
    for fact in record["facts"]:
        yield "quantities", fact, fact
    for date in record["dates"]:
        yield "dates", date, date
    for group in ("organizations", "venues"):
        for item in record[group]:
            for mention in item["mentions"]:
                yield group, item, mention


def _label(group: str, item: dict[str, Any]) -> str:
    if group == "quantities":
        return str(item["indicator"] or "other")
    return {"dates": "DATE", "organizations": "ORG", "venues": "VENUE"}[group]
