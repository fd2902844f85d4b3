"""Fills the template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from factextract.batch.output import drafting
from factextract.compare.model import Comparison, State
from factextract.compare.output import cells
from factextract.compare.output.charts import charts_of
from factextract.compare.output.periods import period_name
from factextract.compare.output.totals import Total, totals_of
from factextract.compare.output.words import ACROSS, FINDINGS, SUBMISSIONS
from factextract.compare.quotes import Quote, Quotes
from factextract.compare.reading import Results
from factextract.errors import FactextractError
from factextract.tables.texts import clean

_FOLDER: Final = Path(__file__).parent
_MOST_QUOTES: Final = 20_000
_MOST_LINES: Final = 2_000


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the page shows it; ``quotes`` is its place among the quotes, None where it has none."""

    text: str
    look: str
    quotes: int | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the page shows it."""

    institution: str
    level: str
    period: str
    cells: tuple[ShownCell, ...]


@dataclass(slots=True)
class _Evidence:
    """The quotes behind the cells, for the page's script: (heading, lines) each; a line is (sentence, where)."""

    items: list[tuple[str, list[tuple[str, str, str]]]] = field(default_factory=list)
    lines: int = 0

    def add(self, heading: str, quotes: Sequence[Quote]) -> int | None:
        if not quotes or self.lines + len(quotes) > _MOST_QUOTES:
            return None
        self.lines += len(quotes)
        self.items.append((heading, [(clean(q.sentence), clean(q.mention), _where(q)) for q in quotes]))
        return len(self.items) - 1


def _where(quote: Quote) -> str:
    sure = "" if quote.confidence is None else f"，把握 {quote.confidence:.2f}"
    return clean(f"{quote.path}，第 {quote.start}—{quote.end} 字{sure}")


def write_page(
    path: Path,
    comparison: Comparison,
    results: Results,
    notes: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the page to ``path``, whole or not at all. ``notes`` are lines for 说明.

    Raises ``FactextractError``: ``write_failed``; ``compare_missing`` where Jinja is not installed.
    """
    try:
        import jinja2
    except ImportError:
        raise FactextractError("compare_missing", package="jinja2") from None

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    content = _content(path.stem, comparison, Quotes(results, comparison.grid), notes)
    with drafting(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        for piece in environment.get_template("page.html").generate(content):
            file.write(piece)


def _content(
    title: str, comparison: Comparison, quotes: Quotes, notes: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    evidence = _Evidence()
    rows = list(_rows(comparison, quotes, evidence))
    totals = totals_of(comparison)
    grid = comparison.grid
    remarks = list(comparison.notes)
    if len(grid.rows) > _MOST_LINES:
        remarks.append(f"本页只列前 {_MOST_LINES} 行；全表见工作簿。")
    if evidence.lines >= _MOST_QUOTES:
        remarks.append(f"本页只带前 {_MOST_QUOTES} 条依据；全部依据见工作簿的“依据”。")
    return {
        "title": clean(title),
        "style": (_FOLDER / "page.css").read_text("utf-8"),
        "script": (_FOLDER / "page.js").read_text("utf-8"),
        "counts": {
            "机构": len({row.institution for row in grid.rows}),
            "报告": len(grid.reports),
            "无法读取": len(grid.failed),
            "校验不符": sum(report.mismatches for report in grid.reports),
            "异常": len(comparison.findings),
            "相似": len(comparison.copies.pairs) if comparison.copies else 0,
        },
        "headings": [clean(cells.heading(column)) for column in grid.columns],
        "rows": rows,
        "sums": [_total(totals.of[column.indicator], "sum") for column in grid.columns],
        "means": [_total(totals.of[column.indicator], "mean") for column in grid.columns],
        "evidence": evidence.items,
        "charts": charts_of(comparison),
        "submissions": list(_submissions(comparison)),
        "findings": list(_findings(comparison)),
        "excluded": [
            (_name(comparison, one.row), cells.number(one.value), clean(one.reason))
            for one in totals.excluded
        ],
        "copies": list(_copies(comparison)),
        "aliases": [
            (clean(one.written), clean(one.institution), clean(one.reason), one.reports)
            for one in comparison.aliases.rows[:_MOST_LINES]
        ],
        "notes": [*((clean(a), clean(b)) for a, b in notes), *(("提示", clean(one)) for one in remarks)],
    }


def _total(total: Total, which: str) -> str:
    value = total.sum if which == "sum" else total.mean
    return "" if value is None else cells.number(round(value, 2))


def _rows(comparison: Comparison, quotes: Quotes, evidence: _Evidence) -> Iterator[ShownRow]:
    flagged = {(one.row, one.indicator) for one in comparison.findings}
    for number, row in enumerate(comparison.grid.rows[:_MOST_LINES]):
        institution = comparison.grid.institutions[row.institution]
        shown = []
        for column in comparison.grid.columns:
            cell = row.cell(column.indicator)
            state = cell.state if row.readable else State.UNCLEAR
            text = clean(cells.shown(cell, column)) if row.readable else cells.UNCLEAR
            heading = f"{institution.name} · {cells.heading(column)} · {text}（{cells.how(cell)}）"
            found = list(quotes.of(cell, column.indicator))
            look = "flagged" if (number, column.indicator) in flagged else state.value
            shown.append(ShownCell(text, look, evidence.add(clean(heading), found)))
        yield ShownRow(
            clean(institution.name),
            clean(institution.level or ""),
            period_name(row.period) or "",
            tuple(shown),
        )


def _name(comparison: Comparison, row: int) -> str:
    return clean(comparison.grid.institutions[comparison.grid.rows[row].institution].name)


def _submissions(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    for one in comparison.submissions[:_MOST_LINES]:
        yield (
            SUBMISSIONS.get(one.kind, one.kind),
            clean(one.name),
            period_name(one.period) or "",
            clean(one.reason),
        )


def _findings(comparison: Comparison) -> Iterator[tuple[str, str, str, str, str]]:
    headings = {column.indicator: cells.heading(column) for column in comparison.grid.columns}
    for one in comparison.findings[:_MOST_LINES]:
        period = period_name(comparison.grid.rows[one.row].period) or ""
        heading = clean(headings.get(one.indicator, one.indicator))
        yield FINDINGS[one.kind], _name(comparison, one.row), period, heading, clean(one.reason)


def _copies(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for pair in comparison.copies.pairs[:_MOST_LINES] if comparison.copies else ():
        sides = []
        for passage in (pair.left, pair.right):
            report = int(passage.report_id)
            institution = comparison.grid.institutions[comparison.institution_of[report]]
            sides.append(
                (clean(institution.name), clean(comparison.grid.reports[report].path), clean(passage.text))
            )
        yield {
            "across": ACROSS.get(pair.across, pair.across),
            "similarity": f"{pair.similarity:.2f}",
            "sides": sides,
            "changes": [(clean(change.left), clean(change.right)) for change in pair.figures_changed],
            "same": pair.figures_same,
        }
