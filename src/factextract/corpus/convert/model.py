"""Gold seen as one flat list of labelled spans over a text, the shape that annotation tools work with.

``flatten`` turns gold into a ``SpanDocument``, ``unflatten`` turns a (possibly edited) one back into gold. What belongs to a
whole report (reporter, headline, checks, organisations and venues with their aliases and roles) travels as metadata;
organisations and venues show in the text wherever one of their names stands. Offsets are code points, half open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from factextract.datamodel import Comparator, Status
from factextract.errors import FactextractError
from factextract.scan.scanner import scan
from factextract.text.fold import fold

OTHER = "other"
# Closed questions that annotation tools can ask about a span: attribute and its answers.
CHOICES: dict[str, tuple[str, ...]] = {
    "comparator": tuple(Comparator),
    "status": tuple(Status),
    "optional": ("true",),
}
_REPORT_KEYS = ("reporter", "reporter_any", "reporter_type", "organizations", "venues", "checks", "headline")
_LIST_KEYS = frozenset({"organizations", "venues", "checks"})
_QUANTITY_KEYS = ("value", "value_max", "unit", "comparator")


class Kind(StrEnum):
    """The lists of a gold report that have spans."""

    FACT = "facts"
    DATE = "dates"
    NOT_FACT = "not_facts"
    ORGANIZATION = "organizations"
    VENUE = "venues"


# A fact's label is its indicator id; the other kinds have one label each.
LABELS = {Kind.DATE: "DATE", Kind.NOT_FACT: "NOT_FACT", Kind.ORGANIZATION: "ORG", Kind.VENUE: "VENUE"}
_KINDS = {label: kind for kind, label in LABELS.items()}
_NAMED = (Kind.ORGANIZATION, Kind.VENUE)
_SPANNED = (Kind.FACT, Kind.DATE, Kind.NOT_FACT)


def kind_of(label: str) -> Kind:
    """What a label stands for: one of ``LABELS``, else an indicator id and so a fact."""
    return _KINDS.get(label, Kind.FACT)


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled stretch of text. ``attributes`` is the gold item without ``start`` and ``end`` (its ``text`` as exported is
    kept, to notice moved borders); empty for names and for spans that were drawn in a tool."""

    start: int
    end: int
    label: str
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpanDocument:
    """A text, its mentions and the metadata of its reports (each with its ``start``; empty: one report, nothing known).

    Raises ``FactextractError`` (``corpus_invalid``) for a name that is no plain ``NAME.txt`` and for spans outside the text.
    """

    name: str
    text: str
    mentions: tuple[Mention, ...]
    reports: tuple[dict[str, Any], ...] = ()

    def __post_init__(self) -> None:
        if (
            not self.name.endswith(".txt")
            or any(c in self.name for c in "/\\\0")
            or self.name.startswith(".")
        ):
            raise invalid(self.name, "text_file is not a plain NAME.txt")
        if not isinstance(self.text, str):
            raise invalid(self.name, "the text is not a string")
        for mention in self.mentions:
            if not 0 <= mention.start < mention.end <= len(self.text):
                raise invalid(
                    self.name, f"span {mention.start}:{mention.end} is not in a text of {len(self.text)}"
                )
        for report in self.reports:
            if not _well_formed(report):
                raise invalid(self.name, "report metadata is damaged")


def _well_formed(report: object) -> bool:
    return (
        isinstance(report, dict)
        and isinstance(report.get("start"), int)
        and all(isinstance(item, dict) for key in _LIST_KEYS for item in report.get(key) or ())
    )


def invalid(path: object, detail: str) -> FactextractError:
    """The error for material that cannot be converted."""
    return FactextractError("corpus_invalid", path=path, detail=detail)


def wrong_offsets(document: str, found: str, stated: str, offsets: str) -> FactextractError:
    """The error for a mention whose own copy of its text is not what stands at its offsets (UTF-16 or byte offsets)."""
    return invalid(document, f"at {offsets}: {found!r}, not {stated!r}; offsets must count code points")


def split_choices(attributes: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Attributes as (answers to ``CHOICES``, everything else)."""
    answers: dict[str, str] = {}
    rest: dict[str, Any] = {}
    for key, value in attributes.items():
        answer = "true" if value is True else value
        if isinstance(answer, str) and answer in CHOICES.get(key, ()):
            answers[key] = str(answer)
        else:
            rest[key] = value
    return answers, rest


def join_choices(answers: Mapping[str, str], rest: Mapping[str, Any]) -> dict[str, Any]:
    """Inverse of ``split_choices``; answers nobody can give are left out."""
    known = {key: answer for key, answer in answers.items() if answer in CHOICES.get(key, ())}
    return {**rest, **{key: True if key == "optional" else answer for key, answer in known.items()}}


# -- gold to spans -----------------------------------------------------------------------------------------------


def flatten(gold: Mapping[str, Any], text: str) -> SpanDocument:
    """Gold (see ``factextract.corpus.compile_gold``) and its text to spans, in the order of gold."""
    reports = gold["reports"]
    ends = [*(report["start"] for report in reports[1:]), len(text)]
    mentions: list[Mention] = []
    for report, end in zip(reports, ends, strict=True):
        for kind in _SPANNED:
            mentions.extend(_mention(kind, item) for item in report[kind])
        for kind in _NAMED:
            for item in report[kind]:
                spans = _name_spans(item, text, report["start"], end)
                mentions.extend(Mention(start, stop, LABELS[kind]) for start, stop in spans)
    metadata = tuple({"start": report["start"], **{k: report[k] for k in _REPORT_KEYS}} for report in reports)
    return SpanDocument(gold["text_file"], text, tuple(mentions), metadata)


def _mention(kind: Kind, item: Mapping[str, Any]) -> Mention:
    attributes = {key: value for key, value in item.items() if key not in {"start", "end"}}
    return Mention(item["start"], item["end"], _label(kind, attributes), attributes)


def _label(kind: Kind, attributes: Mapping[str, Any]) -> str:
    if kind is not Kind.FACT:
        return LABELS[kind]
    ids = [attributes.get("indicator"), *(attributes.get("indicator_any") or [])]
    return next((str(i) for i in ids if i is not None), OTHER)


def _variants(item: Mapping[str, Any]) -> list[str]:
    """Every way a name is written, the longest first."""
    names = [item.get("name"), *(item.get("any") or []), *(item.get("aliases") or []), item.get("text")]
    return sorted({str(name) for name in names if name}, key=lambda name: (-len(name), name))


def _name_spans(item: Mapping[str, Any], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a name stands in ``text[start:end]``; where its forms overlap, the longest."""
    taken: set[int] = set()
    spans: list[tuple[int, int]] = []
    for variant in _variants(item):
        at = text.find(variant, start, end)
        while at >= 0:
            stop = at + len(variant)
            if at not in taken and stop - 1 not in taken:
                spans.append((at, stop))
                taken.update(range(at, stop))
            at = text.find(variant, stop, end)
    return sorted(spans)


# -- spans to gold -----------------------------------------------------------------------------------------------


def unflatten(document: SpanDocument) -> dict[str, Any]:
    """Spans back to gold.

    A fact whose label was changed gets the new indicator. Spans without attributes, and those whose borders were moved,
    get value, unit, comparator or EDTF date as the program reads the text. A name whose mentions are all gone goes; a name
    span with a text that no item of its report has becomes an item.
    """
    text = document.text
    reports = [_report(metadata) for metadata in document.reports or ({"start": 0},)]
    starts = [report["start"] for report in reports]
    if starts != sorted(starts):
        raise invalid(document.name, "reports are not in text order")
    names: list[dict[Kind, dict[str, None]]] = [{kind: {} for kind in _NAMED} for _ in reports]
    for mention in document.mentions:
        at = max(bisect_right(starts, mention.start) - 1, 0)
        kind = kind_of(mention.label)
        if kind in _NAMED:
            names[at][kind][text[mention.start : mention.end]] = None
        else:
            reports[at][kind].append(_item(kind, mention, text))
    for report, found, end in zip(reports, names, [*starts[1:], len(text)], strict=True):
        for kind in _NAMED:
            report[kind.value] = list(_named(report[kind], found[kind], text, report["start"], end))
    return {"text_file": document.name, "reports": reports}


def _report(metadata: Mapping[str, Any]) -> dict[str, Any]:
    report: dict[str, Any] = {"start": metadata["start"]}
    for key in _REPORT_KEYS:
        value = metadata.get(key)
        report[key] = list(value or []) if key in _LIST_KEYS else value
    report["headline"] = report["headline"] or {}
    report.update({kind.value: [] for kind in _SPANNED})
    return report


def _item(kind: Kind, mention: Mention, text: str) -> dict[str, Any]:
    """The gold item of one span."""
    surface = text[mention.start : mention.end]
    item = dict(mention.attributes)
    if item.get("text") != surface:
        item = _reread(kind, item, surface)
    if kind is Kind.FACT and _label(kind, item) != mention.label:
        item["indicator"] = mention.label
        item["indicator_any"] = [i for i in item.get("indicator_any") or [] if i != mention.label]
        if not item["indicator_any"]:
            del item["indicator_any"]
    return {"start": mention.start, "end": mention.end, **item, "text": surface}


def _reread(kind: Kind, item: dict[str, Any], surface: str) -> dict[str, Any]:
    """Replace what was said about other borders by what the program reads, if the mention is one quantity or one date."""
    folded = fold(surface)
    read = scan(folded)
    if kind is Kind.FACT:
        kept = {k: v for k, v in item.items() if k.removesuffix("_any") not in _QUANTITY_KEYS}
        quantities = [q for q in read.quantities if (q.start, q.end) == (0, len(folded))]
        for quantity in quantities:
            kept.update(value=_number(quantity.value), unit=quantity.unit)
            if quantity.comparator is not Comparator.EXACT:
                kept["comparator"] = str(quantity.comparator)
            if quantity.value_max is not None:
                kept["value_max"] = _number(quantity.value_max)
        return kept
    if kind is Kind.DATE:
        kept = {k: v for k, v in item.items() if k not in {"edtf", "edtf_any"}}
        whole = [date.edtf for date in read.dates if (date.start, date.end) == (0, len(folded))]
        return {**kept, "edtf": whole[0] if whole else None}
    return item


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _named(
    items: list[dict[str, Any]], found: Mapping[str, None], text: str, start: int, end: int
) -> Iterator[dict[str, Any]]:
    """Items that still have a mention or never had one, then new ones in the order of their spans."""
    known: set[str] = set()
    for item in items:
        variants = _variants(item)
        known.update(variants)
        if any(variant in found for variant in variants) or not _name_spans(item, text, start, end):
            yield item
    for name in found:
        if name not in known:
            yield {"name": name}
