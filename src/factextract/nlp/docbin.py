"""spaCy DocBin: gold as Docs whose span groups are the lists of gold (facts, dates, not_facts, organizations, venues).

A span's label is the mention's label and its ``id_`` keys the attributes in ``doc.user_data``, so that spans with the same
borders stay apart. Every border of a mention is a border of a token: token and character spans agree exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from factextract import datamodel
from factextract.corpus.convert.model import Kind, Mention, SpanDocument, invalid, kind_of
from factextract.nlp.segment import cutter, segment

_GOLD = "factextract.gold"
_KINDS = tuple(Kind)


def write(documents: Iterable[SpanDocument], path: Path, *, segmenter: str = "char") -> None:
    """Write a ``.spacy`` file. Words are characters outside mentions, or those of ``segmenter`` (``char``, ``jieba``)."""
    vocab = Vocab()
    docbin = DocBin(store_user_data=True)
    for document in documents:
        docbin.add(to_doc(document, vocab, segmenter=segmenter))
    docbin.to_disk(path)


def to_doc(document: SpanDocument, vocab: Vocab, *, segmenter: str = "char") -> Doc:
    """One document as a Doc; ``doc.text`` is the text. Raises ``FactextractError`` (``corpus_invalid``) if a span finds no
    tokens, which the segmentation rules out."""
    mentions = [datamodel.Span(m.start, m.end) for m in document.mentions]
    words = segment(document.text, mentions, cutter(segmenter))
    doc = Doc(vocab, words=[document.text[w.start : w.end] for w in words], spaces=[False] * len(words))
    groups: dict[Kind, list[Span]] = {kind: [] for kind in _KINDS}
    attributes: dict[str, dict[str, Any]] = {}
    for number, mention in enumerate(document.mentions, start=1):
        identifier = f"m{number}"
        span = doc.char_span(mention.start, mention.end, label=mention.label, span_id=identifier)
        if span is None:
            raise invalid(document.name, f"no tokens at {mention.start}:{mention.end}")
        groups[kind_of(mention.label)].append(span)
        attributes[identifier] = mention.attributes
    for kind, spans in groups.items():
        doc.spans[kind.value] = spans
    stored = {"text_file": document.name, "reports": list(document.reports), "attributes": attributes}
    # JSON, because msgpack gives lists back as tuples and has no integers beyond 64 bits
    doc.user_data[_GOLD] = json.dumps(stored, ensure_ascii=False)
    return doc


def read(path: Path) -> list[SpanDocument]:
    """Read a ``.spacy`` file; Docs without a name are called after their number. Raises ``FactextractError``
    (``corpus_invalid``)."""
    try:
        docs = list(DocBin().from_disk(path).get_docs(Vocab()))
    except Exception as error:  # spaCy, zlib and msgpack each have their own for a damaged file
        raise invalid(path, f"{type(error).__name__}: {error}") from error
    return [from_doc(doc, f"document{number}.txt") for number, doc in enumerate(docs, start=1)]


def from_doc(doc: Doc, name: str = "document.txt") -> SpanDocument:
    """One Doc's span groups as a document; ``name`` is used if the Doc does not know its own. Other groups are left out."""
    stored = json.loads(doc.user_data.get(_GOLD) or "{}")
    attributes = stored.get("attributes") or {}
    mentions = [
        Mention(span.start_char, span.end_char, span.label_, dict(attributes.get(span.id_) or {}))
        for kind in _KINDS
        if kind.value in doc.spans
        for span in doc.spans[kind.value]
    ]
    return SpanDocument(
        str(stored.get("text_file") or name), doc.text, tuple(mentions), tuple(stored.get("reports") or ())
    )
