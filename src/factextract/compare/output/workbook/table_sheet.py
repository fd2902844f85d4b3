"""The sheet 汇总: a row an institution and period, a column an indicator, and behind each figure its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from factextract.compare.model import Cell, Column, Comparison, Finding, Row, State
from factextract.compare.output import cells
from factextract.compare.output.periods import period_name
from factextract.compare.output.totals import Exclusion, totals_of
from factextract.compare.output.words import FINDINGS
from factextract.compare.output.workbook.sheet import Head, Rest, Sheet, put
from factextract.compare.output.workbook.styles import Styles
from factextract.compare.quotes import Quote, Quotes
from factextract.tables.texts import clean

SUMMARY, EVIDENCE, EXCLUDED = "汇总", "依据", "不计入"
EVIDENCE_HEADS: Final = (
    Head("序号", 8, "integer"),
    Head("机构", 26),
    Head("期间", 14),
    Head("指标", 22),
    Head("数值", 14),
    Head("取得方式", 16),
    Head("原文数字", 14),
    Head("依据（原句）", 80, "wrapped"),
    Head("把握", 8, "share"),
    Head("文件", 30),
    Head("报告标题", 36),
    Head("起", 8, "integer"),
    Head("止", 8, "integer"),
)
EXCLUDED_HEADS: Final = (
    Head("机构", 26),
    Head("期间", 14),
    Head("指标", 26),
    Head("数值", 14, "integer"),
    Head("计入（0 否，1 是）", 12, "switch"),
    Head("原因", 80, "wrapped"),
)
_LEAD: Final = (
    Head("机构", 28),
    Head("级别", 8),
    Head("期间", 16),
    Head("报告数", 8, "integer"),
    Head("校验不符", 9, "integer"),
)
_HEAD_ROW, _FIRST_ROW = 2, 3
_MOST_LINKS: Final = 65_000  # a sheet takes 65,530
_MOST_COMMENTS: Final = 20_000
_COMMENT: Final = {"x_scale": 2.6, "y_scale": 1.6, "author": "factextract", "font_size": 9}


class TableSheet:
    """Writes 汇总, 依据 and 不计入 together, so that a cell can point to its evidence."""

    def __init__(
        self, workbook: Any, styles: Styles, comparison: Comparison, quotes: Quotes, rest: Rest
    ) -> None:
        self._styles = styles
        self._comparison = comparison
        self._grid = comparison.grid
        self._quotes = quotes
        self._sheet: Any = workbook.add_worksheet(SUMMARY)
        self._evidence = Sheet(workbook, styles, EVIDENCE, EVIDENCE_HEADS, rest)
        self._excluded = Sheet(workbook, styles, EXCLUDED, EXCLUDED_HEADS, rest)
        self._totals = totals_of(comparison)
        self._flags: dict[tuple[int, str], list[Finding]] = {}
        for finding in comparison.findings:
            self._flags.setdefault((finding.row, finding.indicator), []).append(finding)
        self._not_added = {(one.row, one.indicator): one for one in self._totals.excluded}
        self._links = self._comments = 0
        self.notes: list[str] = []

    def write(self, title: str) -> None:
        """Write everything."""
        self._head(title)
        for number, row in enumerate(self._grid.rows):
            self._row(number, row)
        for one in self._totals.excluded:
            self._exclude(one)
        self._foot(_FIRST_ROW + len(self._grid.rows))
        self._evidence.close()
        self._excluded.close()
        if self._links >= _MOST_LINKS:
            self.notes.append(
                f"工作表的链接数有上限，只有前 {_MOST_LINKS} 个单元格带链接；全部依据见“{EVIDENCE}”。"
            )
        if self._comments >= _MOST_COMMENTS:
            self.notes.append(f"只有前 {_MOST_COMMENTS} 个单元格带批注；全部依据见“{EVIDENCE}”。")

    # -- head and foot ---------------------------------------------------------------------------------------------

    def _head(self, title: str) -> None:
        sheet, styles = self._sheet, self._styles
        put(sheet, 0, 0, title, styles["title"])
        put(sheet, 1, 0, legend(), styles["legend"])
        for at, head in enumerate(_LEAD):
            sheet.set_column(at, at, head.width)
            put(sheet, _HEAD_ROW, at, head.name, styles["head"])
        for at, column in enumerate(self._grid.columns, len(_LEAD)):
            sheet.set_column(at, at, 13)
            put(sheet, _HEAD_ROW, at, cells.heading(column), styles["head"])
        sheet.set_row(_HEAD_ROW, 44)
        sheet.freeze_panes(_FIRST_ROW, len(_LEAD[:3]))
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.repeat_rows(_HEAD_ROW)
        sheet.repeat_columns(0, 2)
        if len(self._grid.columns) <= 16:
            sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R第 &P 页，共 &N 页")

    def _foot(self, end: int) -> None:
        """合计 and 平均 by formula; the switches of 不计入 take figures out of both."""
        sheet, styles = self._sheet, self._styles
        width = len(_LEAD) + len(self._grid.columns)
        if end > _FIRST_ROW:
            sheet.autofilter(_HEAD_ROW, 0, end - 1, width - 1)
        columns = list(enumerate(self._grid.columns, len(_LEAD)))
        formulas = {
            at: _Formulas(_letters(at), _FIRST_ROW + 1, end, cells.heading(column), self._excluded.row)
            for at, column in columns
        }
        put(
            sheet, end, 0, "合计", styles["total_name"]
        )  # a row is written for good once the next one is begun
        for at, column in columns:
            total = self._totals.of[column.indicator]
            if total.sum is not None:
                sheet.write_formula(end, at, formulas[at].sum(), styles["total"], float(total.sum))
        put(sheet, end + 1, 0, "平均", styles["total_name"])
        for at, column in columns:
            total = self._totals.of[column.indicator]
            if total.mean is not None:
                sheet.write_formula(end + 1, at, formulas[at].mean(), styles["mean"], float(total.mean))

    # -- rows --------------------------------------------------------------------------------------------------------

    def _row(self, number: int, row: Row) -> None:
        at, styles, sheet = _FIRST_ROW + number, self._styles, self._sheet
        institution = self._grid.institutions[row.institution]
        mismatches = sum(self._grid.reports[report].mismatches for report in row.reports)
        lead = (institution.name, institution.level, period_name(row.period), len(row.reports), mismatches)
        for place, (value, head) in enumerate(zip(lead, _LEAD, strict=True)):
            put(sheet, at, place, value, styles[head.look])
        for place, column in enumerate(self._grid.columns, len(_LEAD)):
            self._cell(at, place, number, row, column)

    def _cell(self, at: int, place: int, number: int, row: Row, column: Column) -> None:
        cell = row.cell(column.indicator)
        if cell.state is State.NOT_MENTIONED:
            mark = cells.NOT_MENTIONED if row.readable else cells.UNCLEAR
            look = "not_mentioned" if row.readable else "unclear"
            put(self._sheet, at, place, mark, self._styles[look])
            return
        flags = self._flags.get((number, column.indicator), [])
        exclusion = self._not_added.get((number, column.indicator))
        first, quotes = self._evidence_rows(row, column, cell)
        if first is not None and self._links < _MOST_LINKS:
            self._links += 1
            self._sheet.write_url(at, place, f"internal:'{self._evidence.name}'!A{first + 1}")
        if cell.state is State.UNCLEAR:
            put(self._sheet, at, place, cells.UNCLEAR, self._styles["unclear"])
        else:
            value = cell.figure.value if cell.figure else Decimal(0)
            flagged = bool(flags) or exclusion is not None
            put(self._sheet, at, place, value, self._styles.figure(cell, column, flagged=flagged))
        if self._comments < _MOST_COMMENTS:
            self._comments += 1
            text = _comment(cell, column, quotes, flags, exclusion)
            self._sheet.write_comment(at, place, text, _COMMENT)

    def _evidence_rows(self, row: Row, column: Column, cell: Cell) -> tuple[int | None, list[Quote]]:
        """Write the cell's quotes; returns the first one's row and all of them."""
        quotes = list(self._quotes.of(cell, column.indicator))
        institution = self._grid.institutions[row.institution].name
        first = None
        for quote in quotes:
            written = self._evidence.add(
                (
                    self._evidence.row,
                    institution,
                    period_name(row.period),
                    column.label,
                    cells.amount(cell.figure) if cell.figure else "0",
                    cells.how(cell),
                    quote.mention,
                    quote.sentence,
                    quote.confidence,
                    quote.path,
                    quote.title,
                    quote.start,
                    quote.end,
                )
            )
            first = written if first is None else first
        return first, quotes

    def _exclude(self, one: Exclusion) -> None:
        row = self._grid.rows[one.row]
        column = next(column for column in self._grid.columns if column.indicator == one.indicator)
        institution = self._grid.institutions[row.institution].name
        self._excluded.add(
            (institution, period_name(row.period), cells.heading(column), one.value, 0, one.reason)
        )


class _Formulas:
    """The formulas under one column: rows ``first`` to ``last`` (from 1), less what 不计入 takes out."""

    def __init__(self, letters: str, first: int, last: int, heading: str, excluded_end: int) -> None:
        self._range = f"{letters}{first}:{letters}{max(first, last)}"
        end = max(2, excluded_end)
        name = clean(heading).replace('"', '""')
        self._match = f'{EXCLUDED}!$C$2:$C${end},"{name}",{EXCLUDED}!$E$2:$E${end},0'
        self._taken = f"SUMIFS({EXCLUDED}!$D$2:$D${end},{self._match})"

    def sum(self) -> str:
        return f"=SUM({self._range})-{self._taken}"

    def mean(self) -> str:
        return (
            f'=IFERROR((SUM({self._range})-{self._taken})/(COUNT({self._range})-COUNTIFS({self._match})),"")'
        )


def legend() -> str:
    """What the marks of the table mean."""
    return (
        "— 未提及；0（绿底）已说明没有；？ 待核（文件无法读取或把握不足）；≥ 以上，≤ 以下，约 约数；"
        "红底：见“异常”或“不计入”。点单元格看依据。"
    )


def _comment(
    cell: Cell, column: Column, quotes: Sequence[Quote], flags: Sequence[Finding], exclusion: Exclusion | None
) -> str:
    lines = [
        f"{cells.STATES[cell.state]}：{cells.amount(cell.figure) if cell.figure else '0'}（{cells.how(cell)}）"
    ]
    for quote in quotes[:3]:
        sure = "" if quote.confidence is None else f"，把握 {quote.confidence:.2f}"
        lines.append(f"“{quote.sentence}”\n（{quote.path}，第 {quote.start}—{quote.end} 字{sure}）")
    if len(quotes) > 3:
        lines.append(f"另有 {len(quotes) - 3} 处，见“{EVIDENCE}”。")
    lines += [f"{FINDINGS[flag.kind]}：{flag.reason}" for flag in flags]
    if exclusion is not None:
        lines.append(f"不计入合计：{exclusion.reason}")
    return "\n".join(clean(line) for text in lines for line in text.split("\n"))[:8000]


def _letters(column: int) -> str:
    """A column's letters: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
