"""Annotated reports and clauses to training examples: the pipeline's own contexts with the annotator's labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from factextract.corpus import compile_gold, load
from factextract.corpus.clauses import read_clauses
from factextract.datamodel import Span
from factextract.ingest import document_from_text
from factextract.link.linker import Typing
from factextract.link.ranking import candidates
from factextract.pipeline import Engine

NOT_A_FACT = "-"
_HEADER = re.compile(
    r"#\s*institution:\s*(?P<institution>[^;]+?)\s*;\s*type:\s*(?P<type>\w+)(?:\s*;\s*kind:\s*(?P<kind>\w+))?"
)
_OPTIONAL = 0.5
_CLAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """One quantity: its features, its candidates with their dense features, the right labels (first preferred) and how
    much it counts. ``group`` is the
    institution or clause file that it came from; ``required`` is False for what gold marks optional."""

    features: tuple[str, ...]
    candidates: tuple[str, ...]
    dense: npt.NDArray[np.float32]
    labels: tuple[str, ...]
    weight: float
    group: str
    type: str
    required: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: its invented institution, the institution's type, the document's kind."""

    institution: str
    type: str
    kind: str


def origin_of(annotation: Path) -> Origin:
    """The origin that an annotation's opening comment states; failing that, the first report's reporter."""
    for line in annotation.read_text(encoding="utf-8").splitlines()[:4]:
        found = _HEADER.match(line)
        if found:
            return Origin(found["institution"], found["type"], found["kind"] or "other")
    reporter = load(annotation).reports[0].get("reporter")
    return Origin(reporter or annotation.name.split(".")[0], "other", "other")


def document_examples(engine: Engine, annotation: Path) -> Iterator[Example]:
    """Examples of one annotated document; a quantity that no annotation covers is no fact."""
    annotated = load(annotation)
    gold, _ = compile_gold(annotated)
    facts = [fact for report in gold["reports"] for fact in report["facts"]]
    origin = origin_of(annotation)
    for found in engine.typings(document_from_text(annotated.text, annotated.text_file)):
        for at, span in enumerate(found.source_spans):
            fact = best_overlap(facts, span)
            if fact is None:
                yield _example(found, at, (NOT_A_FACT,), 1.0, origin.institution, origin.type, True)
                continue
            labels = tuple(
                dict.fromkeys(x for x in (fact.get("indicator"), *(fact.get("indicator_any") or ())) if x)
            )
            optional = bool(fact.get("optional"))
            weight = _OPTIONAL if optional else 1.0
            yield _example(
                found, at, labels or ("other",), weight, origin.institution, origin.type, not optional
            )


def clause_examples(engine: Engine, path: Path) -> Iterator[Example]:
    """Examples of one file of the clause bank."""
    for clause in read_clauses(path):
        marks = [
            {"start": m.start, "end": m.end, "labels": m.labels, "optional": m.optional} for m in clause.marks
        ]
        for found in engine.typings(document_from_text(clause.text, path.name)):
            for at, span in enumerate(found.source_spans):
                mark = best_overlap(marks, span)
                if mark is not None:
                    weight = _CLAUSE * (_OPTIONAL if mark["optional"] else 1.0)
                    yield _example(
                        found, at, mark["labels"], weight, path.stem, clause.type, not mark["optional"]
                    )


def _example(
    found: Typing, at: int, labels: tuple[str, ...], weight: float, group: str, kind: str, required: bool
) -> Example:
    rule = found.typed[at].indicator or "other"
    names, dense = candidates(found.contexts[at], found.typed[at], found.catalogue)
    return Example(
        tuple(found.features(at)), tuple(names), dense, labels, weight, group, kind, required, rule
    )


def best_overlap(items: Sequence[dict[str, Any]], span: Span) -> dict[str, Any] | None:
    """The item (with ``start`` and ``end``) that shares most characters with ``span``; None if none does."""
    best, reach = None, 0
    for item in items:
        overlap = min(item["end"], span.end) - max(item["start"], span.start)
        if overlap > reach:
            best, reach = item, overlap
    return best
