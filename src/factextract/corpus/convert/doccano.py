"""doccano sequence labelling, one JSON object a line: ``{"text", "label": [[start, end, label], ..], "meta"}``.

doccano labels have no attributes, so these travel in ``meta`` and find their span again by its place; a span that was moved
or added comes back as new. doccano may return ``meta`` as top-level keys and ``label`` as ``labels`` or ``entities`` (whose items
are objects in its relation export): all are read.

Offsets are code points. doccano itself counts UTF-16 units, which differ behind characters beyond the BMP, unless its project
counts grapheme clusters (doccano issue 2290). Its labels hold no text, so a difference cannot be seen here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from factextract.corpus.convert.model import Kind, Mention, SpanDocument, invalid, kind_of

_LABEL_KEYS = ("label", "labels", "entities")


def write(documents: Iterable[SpanDocument], path: Path) -> None:
    """Write a JSONL file, a document a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for document in documents:
            file.write(json.dumps(_line(document), ensure_ascii=False) + "\n")


def _line(document: SpanDocument) -> dict[str, Any]:
    return {
        "text": document.text,
        "label": [[m.start, m.end, m.label] for m in document.mentions],
        "meta": {
            "text_file": document.name,
            "reports": list(document.reports),
            "spans": [[m.start, m.end, m.label, m.attributes] for m in document.mentions if m.attributes],
        },
    }


def read(path: Path) -> list[SpanDocument]:
    """Read a JSONL file. Documents without a name are called after their line. Raises ``FactextractError``
    (``corpus_invalid``)."""
    try:
        # not splitlines: a text may hold other line separators (U+2028) inside its JSON string
        lines = path.read_bytes().decode("utf-8").split("\n")
        return [_document(json.loads(line), at) for at, line in enumerate(lines, 1) if line.strip()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise invalid(path, f"{type(error).__name__}: {error}") from error


def _document(line: dict[str, Any], number: int) -> SpanDocument:
    meta = {**line, **(line.get("meta") or {})}
    labels: list[Any] = next((line[key] for key in _LABEL_KEYS if line.get(key)), [])
    drawn: dict[tuple[int, int, Kind], list[str]] = defaultdict(list)
    for start, end, label in map(_place, labels):
        drawn[start, end, kind_of(label)].append(label)
    mentions: list[Mention] = []
    for start, end, label, attributes in _relabelled(meta.get("spans") or [], drawn):
        mentions.append(Mention(start, end, label, attributes))
    for (start, end, _), rest in drawn.items():
        mentions.extend(Mention(start, end, label) for label in rest)
    name = str(meta.get("text_file") or f"document{number}.txt")
    return SpanDocument(name, line["text"], tuple(mentions), tuple(meta.get("reports") or ()))


def _place(item: Any) -> tuple[int, int, str]:
    """Start, end and label of an item in either of doccano's notations."""
    start, end, label = (
        (item["start_offset"], item["end_offset"], item["label"]) if isinstance(item, dict) else item
    )
    return int(start), int(end), str(label)


def _relabelled(
    spans: list[Any], drawn: dict[tuple[int, int, Kind], list[str]]
) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Give each exported span its label again, and take that label out of ``drawn``: the same label at its place, or else
    one of the same kind that no other exported span there has. Spans whose label is gone are left out."""
    kept: dict[int, str] = {}
    for number, (start, end, label, _) in enumerate(spans):
        here = drawn[start, end, kind_of(label)]
        if label in here:
            here.remove(label)
            kept[number] = label
    for number, (start, end, label, attributes) in enumerate(spans):
        here = drawn[start, end, kind_of(label)]
        if number not in kept and here:
            kept[number] = here.pop(0)
        if number in kept:
            yield start, end, kept[number], dict(attributes)
