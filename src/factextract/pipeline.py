"""Composes the stages: a file or a text in, records out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from factextract import __version__
from factextract.datamodel import Document, Fact, Layout, Names, Notice, Part, Scan, Span
from factextract.ingest import (
    Cleaning,
    build_layout,
    clean,
    cleaning_notices,
    document_from_text,
    make_view,
    read,
    read_bytes,
    split_reports,
)
from factextract.link.context import Context
from factextract.link.linker import Linker, Reading, Typing
from factextract.link.period import Calendar
from factextract.link.trained import load_trained
from factextract.packs import Catalogue, load_packs
from factextract.records.build import Findings, build_record
from factextract.records.checks import check_facts
from factextract.records.figures import read_figures
from factextract.records.headline import headline
from factextract.records.nesting import nest
from factextract.scan.names import NameJudges, find_names, place_votes
from factextract.scan.organization_candidates import NameReading, as_read
from factextract.scan.organizations import find_mentions
from factextract.scan.period import ReportPeriod, report_period
from factextract.scan.places import Place, find_places
from factextract.scan.report_type import report_type
from factextract.scan.scanner import scan
from factextract.text.view import View

_PACKAGE = Path(__file__).parent
MODELS = _PACKAGE / "models" if (_PACKAGE / "models").is_dir() else _PACKAGE.parents[1] / "models"
"""The shipped models: inside an installed wheel, beside ``src`` in a checkout."""

_SENTENCE_ENDS = ("。", "!", "?", "！", "？", "；", ";")


class Engine:
    """A reusable extractor. It keeps no state between documents: the same bytes give the same records.

    ``packs`` are extra indicator packs (YAML paths) beside the built-in ones. ``models`` is the folder of the trained
    models (the shipped ones by default; None for rules alone). Raises ``FactextractError`` for bad packs or models here and for
    bad input in the methods. A figure whose indicator is less sure than ``min_confidence`` (0 to 1) keeps none and is
    listed among the warnings for a person to look at.
    """

    def __init__(
        self,
        packs: Sequence[str | Path] = (),
        models: str | Path | None = MODELS,
        min_confidence: float = 0.0,
    ) -> None:
        self.catalogue: Catalogue = load_packs([Path(pack) for pack in packs])
        self._trained = load_trained(Path(models) if models is not None else None)
        self._name_judges = NameJudges(self._trained.venue, self._trained.organization)
        self._linker = Linker(self.catalogue, self._trained, min_confidence)
        self._generator = {
            "name": "factextract",
            "version": __version__,
            "packs": self.catalogue.digest,
            "model": self._trained.digest,
            "segmenter": None,
        }

    def parse(self, path: str | Path) -> list[dict[str, Any]]:
        """Records of one .docx or .txt file, one a report."""
        return self.parse_document(read(path))

    def parse_bytes(self, data: bytes, name: str) -> list[dict[str, Any]]:
        """Records of a file's bytes; ``name`` is what ``source.path`` says."""
        return self.parse_document(read_bytes(data, name))

    def parse_text(self, text: str, name: str = "-") -> list[dict[str, Any]]:
        """Records of a text; offsets are code points of ``text``."""
        return self.parse_document(document_from_text(text, name))

    def classify(self, text: str, mention: Span) -> str | None:
        """Indicator of the quantity at ``mention`` (offsets of ``text``); None if no indicator counts it."""
        closed = text if text.endswith(_SENTENCE_ENDS) else text + "。"  # a bare line would be a title
        for record in self.parse_text(closed):
            for fact in record["facts"]:
                if fact["start"] < mention.end and mention.start < fact["end"]:
                    return fact["indicator"]  # type: ignore[no-any-return]
        return None

    def parse_document(self, document: Document) -> list[dict[str, Any]]:
        """Records of a document that was read."""
        cleaning = clean(document)
        notices = (*document.notices, *cleaning_notices(cleaning))
        records = []
        for part, view in _reports(document, cleaning):
            findings = self.find(document, part, view, notices)
            records.append(build_record(document, part, view, findings, self.catalogue, self._generator))
        return records

    def typings(self, document: Document) -> Iterator[Typing]:
        """The quantities of each report before names are known, with features and source spans: what training reads."""
        for part, view in _reports(document, clean(document)):
            layout = build_layout(view, part, document)
            found = self._linker.type(view.text, layout, scan(view.text))
            yield replace(found, source_spans=_source_spans(view, found.contexts))

    def readings(self, document: Document) -> Iterator[Reading]:
        """The facts of each report before owner and status are settled, with source spans: what training reads."""
        for part, view in _reports(document, clean(document)):
            prepared = _prepare(document, part, view, self._name_judges)
            reading = self._linker.read(
                view.text, prepared.layout, prepared.scan, prepared.names, prepared.calendar
            )
            yield replace(reading, source_spans=_source_spans(view, reading.contexts))

    def places(self, document: Document) -> Iterator[tuple[View, list[tuple[Place, bool]]]]:
        """The view of each report with its candidate places and whether the rules take them for venues: what training reads."""
        for _, view in _reports(document, clean(document)):
            yield view, place_votes(view.text, find_places(view.text, find_mentions(view.text)))

    def bodies(self, document: Document) -> Iterator[tuple[View, list[NameReading], list[Span]]]:
        """The view of each report with the names that the rules read in it, rejected ones included, and where they have the
        organisations of the record: what training reads."""
        for part, view in _reports(document, clean(document)):
            names = _prepare(document, part, view, NameJudges()).names
            recorded = [span for body in names.organizations for span in body.mentions]
            yield view, [as_read(mention) for mention in find_mentions(view.text)], recorded

    def find(self, document: Document, part: Part, view: View, notices: Sequence[Notice] = ()) -> Findings:
        """Everything found in one report, in view offsets; ``notices`` are the file's (source offsets)."""
        text = view.text
        prepared = _prepare(document, part, view, self._name_judges)
        layout, names, period = prepared.layout, prepared.names, prepared.period
        shown = view.visible(Span(0, len(text)))
        facts = self._linker.link(text, layout, prepared.scan, names, prepared.calendar, shown)
        reading = read_figures(facts, text, layout)
        checks = check_facts(facts, text, layout, names, reading)
        facts = nest(facts, checks)
        title = view.visible(layout.title) if layout.title else None
        own = (n for n in notices if n.start is None or part.start <= n.start < part.end)
        return Findings(
            title=title,
            report_type=report_type(title or "", text[:200]),
            period=period,
            scan=prepared.scan,
            names=names,
            facts=facts,
            headline=headline(facts, text, layout, names, self.catalogue, checks, reading),
            checks=checks,
            notices=(*own, *_to_source(view, (*period.notices, *names.notices, *_for_review(facts)))),
        )


def _reports(document: Document, cleaning: Cleaning) -> Iterator[tuple[Part, View]]:
    """The reports of a document with their views."""
    for part in split_reports(document, cleaning):
        yield part, make_view(document, part, cleaning)


def _source_spans(view: View, contexts: Sequence[Context]) -> tuple[Span, ...]:
    return tuple(view.to_source(Span(c.quantity.start, c.quantity.end)) for c in contexts)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is known of a report before its figures are read."""

    layout: Layout
    scan: Scan
    period: ReportPeriod
    calendar: Calendar
    names: Names


def _prepare(document: Document, part: Part, view: View, judges: NameJudges) -> _Prepared:
    text = view.text
    layout = build_layout(view, part, document)
    found = scan(text)
    period = report_period(text, found.dates, layout.title, layout.sign_off)
    calendar = Calendar(period.resolved, period)
    dates = tuple(date for date in calendar.dates if not date.relative)
    found = Scan(found.quantities, dates, found.identifiers)
    return _Prepared(layout, found, period, calendar, find_names(view, layout, found, judges))


def _for_review(facts: Sequence[Fact]) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            "review_needed",
            f"指标把握不足（{fact.confidence:.0%}），未归入任何指标，请人工核对",
            fact.quantity.start,
            fact.quantity.end,
        )
        for fact in facts
        if fact.method == "abstained"
    )


def _to_source(view: View, notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Notices of the stages after reading carry view offsets; records carry the source's."""
    moved = []
    for notice in notices:
        if notice.start is not None and notice.end is not None:
            where = view.to_source(Span(notice.start, notice.end))
            notice = replace(notice, start=where.start, end=where.end)
        moved.append(notice)
    return tuple(moved)
