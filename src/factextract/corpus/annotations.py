"""The annotation format: ``NAME.ann.yaml`` beside ``NAME.txt``, compiled to gold with code-point offsets.

A mention is quoted with context, the mention itself between double square brackets: ``at: "发放宣传资料⟦15000余份⟧"``. The
quotation without the brackets must occur exactly once in its report, or ``nth: k`` (1-based) says which occurrence is
meant. A number that is no fact is explained under ``not_facts``, by place (``at``) or wholesale (``every: "12315"``: all
occurrences), with a reason (``why``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from factextract.errors import FactextractError

SUFFIX = ".ann.yaml"
GOLD_SUFFIX = ".gold.json"
OPENING, CLOSING = "⟦", "⟧"

MENTION_LISTS = ("dates", "facts", "venues", "organizations", "not_facts")
_QUOTED_LISTS = ("dates", "facts", "not_facts")
_REPORT_SCALARS = ("reporter", "reporter_any", "reporter_type")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in an annotation file: where (``line`` is 1-based, 0 if unknown), a stable code and a message.

    ``severity`` is ``error`` (gold cannot be trusted) or ``warning`` (look again).
    """

    path: str
    line: int
    code: str
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity} [{self.code}] {self.message}"


class AnnotatedMapping(dict[str, Any]):
    """A YAML mapping that remembers the line it was written on."""

    __slots__ = ("line",)
    line: int


class _LineLoader(yaml.SafeLoader):
    """SafeLoader whose mappings are ``AnnotatedMapping``."""


def _construct_mapping(loader: _LineLoader, node: yaml.MappingNode) -> Iterator[AnnotatedMapping]:
    mapping = AnnotatedMapping()
    mapping.line = node.start_mark.line + 1
    yield mapping
    mapping.update({str(key): value for key, value in loader.construct_mapping(node).items()})


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A text and its annotations as written; ``path`` is the ``.ann.yaml``."""

    path: Path
    text_file: str
    text: str
    reports: tuple[AnnotatedMapping, ...]


def load(path: Path) -> AnnotatedDocument:
    """Read an annotation file and its text. Raises ``FactextractError`` (``corpus_invalid``) if either is not there
    or not of the expected shape."""
    text_path = path.with_name(path.name.removesuffix(SUFFIX) + ".txt")
    try:
        text = text_path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FactextractError("corpus_invalid", path=path, detail=str(error)) from error
    return AnnotatedDocument(path, text_path.name, text, _read_reports(path))


def load_against(path: Path, document: AnnotatedDocument) -> AnnotatedDocument:
    """Read another annotation of ``document``'s text (a second annotator's). Raises as ``load`` does."""
    return replace(document, path=path, reports=_read_reports(path))


def _read_reports(path: Path) -> tuple[AnnotatedMapping, ...]:
    try:
        # _LineLoader derives from SafeLoader: no object construction from tags
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FactextractError("corpus_invalid", path=path, detail=str(error)) from error
    reports = content.get("reports") if isinstance(content, dict) else None
    if not isinstance(reports, list) or not all(isinstance(report, AnnotatedMapping) for report in reports):
        raise FactextractError("corpus_invalid", path=path, detail="no list of reports")
    return tuple(reports)


def load_directory(directory: Path) -> Iterator[AnnotatedDocument]:
    """Load every annotation file of a directory, in name order."""
    for path in sorted(directory.glob("*" + SUFFIX)):
        yield load(path)


# -- compilation -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One report's stretch of the text, and where to complain."""

    document: AnnotatedDocument
    start: int
    end: int

    def occurrences(self, quotation: str) -> list[int]:
        """Offsets of every occurrence of ``quotation`` in the stretch, overlapping ones included."""
        text, hits = self.document.text, []
        at = text.find(quotation, self.start, self.end)
        while at >= 0:
            hits.append(at)
            at = text.find(quotation, at + 1, self.end)
        return hits


class _Complaints:
    """Collects problems of one document."""

    def __init__(self, document: AnnotatedDocument) -> None:
        self._path = document.path.name
        self.found: list[Problem] = []

    def add(self, item: object, code: str, message: str) -> None:
        line = item.line if isinstance(item, AnnotatedMapping) else 0
        self.found.append(Problem(self._path, line, code, message))


def _locate(item: AnnotatedMapping, stretch: _Stretch, complaints: _Complaints) -> tuple[int, int] | None:
    """Resolve ``at`` and ``nth`` to the mention's offsets; None after a complaint."""
    at = item["at"]
    if not isinstance(at, str) or at.count(OPENING) != 1 or at.count(CLOSING) != 1:
        complaints.add(item, "no_brackets", f"'at' needs one {OPENING} and one {CLOSING}: {at!r}")
        return None
    opening, closing = at.index(OPENING), at.index(CLOSING)
    if closing <= opening + 1:
        complaints.add(item, "no_brackets", f"nothing between the brackets: {at!r}")
        return None
    hits = stretch.occurrences(at.replace(OPENING, "").replace(CLOSING, ""))
    nth = item.get("nth")
    if not hits:
        complaints.add(item, "not_found", f"not in the report's text: {at!r}")
    elif nth is None and len(hits) > 1:
        complaints.add(item, "ambiguous", f"{len(hits)} occurrences, give more context or nth: {at!r}")
    elif nth is not None and not (isinstance(nth, int) and 1 <= nth <= len(hits)):
        complaints.add(item, "bad_nth", f"nth: {nth!r} of {len(hits)} occurrences: {at!r}")
    else:
        hit = hits[(nth or 1) - 1]
        return hit + opening, hit + closing - 1
    return None


def _spanned(item: AnnotatedMapping, start: int, end: int, text: str) -> AnnotatedMapping:
    out = AnnotatedMapping({k: v for k, v in item.items() if k not in {"at", "nth", "every"}})
    out.line = item.line
    out.update(start=start, end=end, text=text[start:end])
    return out


def _resolve(
    item: AnnotatedMapping, kind: str, stretch: _Stretch, complaints: _Complaints
) -> Iterator[AnnotatedMapping]:
    text = stretch.document.text
    if "at" in item:
        place = _locate(item, stretch, complaints)
        if place is not None:
            yield _spanned(item, *place, text)
    elif kind == "not_facts" and isinstance(item.get("every"), str) and item["every"]:
        hits = stretch.occurrences(item["every"])
        if not hits:
            complaints.add(item, "not_found", f"not in the report's text: {item['every']!r}")
        for hit in hits:
            yield _spanned(item, hit, hit + len(item["every"]), text)
    elif kind in _QUOTED_LISTS:
        complaints.add(item, "no_at", f"an item of {kind} needs 'at'")
    else:
        yield item


def _items(report: AnnotatedMapping, key: str, complaints: _Complaints) -> list[AnnotatedMapping]:
    listed = report.get(key) or []
    if not isinstance(listed, list) or not all(isinstance(item, AnnotatedMapping) for item in listed):
        complaints.add(report, "not_a_list", f"{key} is not a list of mappings")
        return []
    return listed


def _begins(document: AnnotatedDocument, complaints: _Complaints) -> list[int]:
    """Start offset of each report; they must follow each other in the text."""
    starts: list[int] = []
    for report in document.reports:
        begins = report.get("begins")
        after = starts[-1] + 1 if starts else 0
        at = document.text.find(begins, after) if isinstance(begins, str) and begins else -1
        if at < 0:
            complaints.add(
                report, "no_beginning", f"'begins' is not in the text after the report before: {begins!r}"
            )
            at = min(after, len(document.text))
        starts.append(at)
    return starts


def compile_gold(document: AnnotatedDocument) -> tuple[dict[str, Any], list[Problem]]:
    """Resolve all quotations. Returns the gold (the content of ``NAME.gold.json``) and what could not be resolved;
    unresolved items are left out of the gold. Offsets are code points of the text, half open."""
    complaints = _Complaints(document)
    starts = _begins(document, complaints)
    reports = []
    for report, start, end in zip(document.reports, starts, [*starts[1:], len(document.text)], strict=True):
        stretch = _Stretch(document, start, end)
        gold: dict[str, Any] = {"start": start, **{key: report.get(key) for key in _REPORT_SCALARS}}
        for key in MENTION_LISTS:
            items = _items(report, key, complaints)
            gold[key] = [found for item in items for found in _resolve(item, key, stretch, complaints)]
        gold["checks"] = _items(report, "checks", complaints)
        gold["headline"] = report.get("headline") or {}
        reports.append(gold)
    return {"text_file": document.text_file, "reports": reports}, complaints.found


def write_gold(document: AnnotatedDocument) -> Path:
    """Write ``NAME.gold.json`` beside the annotation file and return its path. Raises ``FactextractError``
    (``corpus_invalid``) if a quotation cannot be resolved."""
    gold, problems = compile_gold(document)
    if problems:
        detail = "\n".join(map(str, problems))
        raise FactextractError("corpus_invalid", path=document.path, detail=detail)
    path = document.path.with_name(document.path.name.removesuffix(SUFFIX) + GOLD_SUFFIX)
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read_gold(path: Path) -> tuple[dict[str, Any], str]:
    """Read ``NAME.gold.json`` and the text it annotates. Raises ``FactextractError`` (``corpus_invalid``)."""
    try:
        gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_name(gold["text_file"]).read_bytes().decode("utf-8")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FactextractError("corpus_invalid", path=path, detail=str(error)) from error
    return gold, text
