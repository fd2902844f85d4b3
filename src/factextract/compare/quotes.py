"""The sentence behind a cell, read again from the results when it is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from factextract.compare.model import Cell, Grid, Report
from factextract.compare.reading import Entry, Results

_LONGEST: Final = 300
_ENDS: Final = "。！？!?\n"
_BREAKS: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a figure stands: the mention, the sentence around it (the mention alone where the text is not known), both offsets
    in the file's text, the file, the report's title, and how sure the figure is (None for a statement of none)."""

    mention: str
    sentence: str
    start: int
    end: int
    path: str
    title: str | None
    record_id: str
    fact: str | None
    confidence: float | None


class Quotes:
    """Gives the quotes of cells. Ask row by row: the record met last is kept."""

    def __init__(self, results: Results, grid: Grid) -> None:
        self._results = results
        self._reports = grid.reports
        self._last: Entry | None = None

    def of(self, cell: Cell, indicator: str) -> Iterator[Quote]:
        """The quotes of a cell's figures, report by report; none for a cell that says nothing."""
        numbers = cell.added or (() if cell.report is None else (cell.report,))
        for number in numbers:
            yield from self._of_report(self._reports[number], indicator)

    def _of_report(self, report: Report, indicator: str) -> Iterator[Quote]:
        entry = self.entry(report.number)
        figure = report.figures.get(indicator)
        if figure is None:
            span = report.none.get(indicator)
            if span is not None:
                yield self._statement(entry, report, span)
            return
        facts = {fact["id"]: fact for fact in entry.record["facts"]}
        for fact_id in figure.facts:
            yield self._fact(entry, report, facts[fact_id])

    def entry(self, number: int) -> Entry:
        """The record with this number."""
        if self._last is None or self._last.number != number:
            self._last = self._results.at(number)
        return self._last

    def _fact(self, entry: Entry, report: Report, fact: Mapping[str, Any]) -> Quote:
        return Quote(
            mention=fact["text"],
            sentence=evidence_of(entry, fact),
            start=fact["start"],
            end=fact["end"],
            path=entry.record["source"]["path"],
            title=entry.record["title"],
            record_id=report.record_id,
            fact=fact["id"],
            confidence=float(fact["confidence"]),
        )

    def _statement(self, entry: Entry, report: Report, span: tuple[int, int]) -> Quote:
        return Quote(
            entry.quote(*span) or "",
            sentence_around(entry, *span),
            *span,
            entry.record["source"]["path"],
            entry.record["title"],
            report.record_id,
            None,
            None,
        )


def sentence_around(entry: Entry, start: int, end: int) -> str:
    """The sentence in which two offsets lie, on one line."""
    if entry.text is None:
        return ""
    text, offset = entry.text.text, entry.text.start
    first = max((text.rfind(mark, 0, start - offset) for mark in _ENDS), default=-1) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, end - offset)) >= 0]
    last = min(ends) + 1 if ends else len(text)
    return _BREAKS.sub("", text[max(first, start - offset - _LONGEST // 2) : last][:_LONGEST]).strip()


def evidence_of(entry: Entry, fact: Mapping[str, Any]) -> str:
    """The sentence of a fact on one line, cut around the mention where it is very long; the mention where no text is known."""
    span = fact["evidence"] or fact
    start, end = span["start"], span["end"]
    if end - start > _LONGEST:
        start = max(start, fact["start"] - _LONGEST // 2)
        end = min(end, start + _LONGEST)
    sentence = entry.quote(start, end)
    return _BREAKS.sub("", sentence).strip() if sentence else str(fact["text"])
