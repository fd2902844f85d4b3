"""Puts the workbook together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

from factextract.batch.output import drafting
from factextract.compare.model import Comparison
from factextract.compare.output.workbook.lists import Lists
from factextract.compare.output.workbook.sheet import MOST_ROWS, Rest
from factextract.compare.output.workbook.styles import Styles
from factextract.compare.output.workbook.table_sheet import TableSheet, legend
from factextract.compare.quotes import Quotes
from factextract.compare.reading import Results
from factextract.errors import FactextractError

_MADE: Final = datetime(2000, 1, 1)
"""The same comparison gives the same bytes: no clock."""
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    path: Path,
    comparison: Comparison,
    results: Results,
    notes: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the workbook to ``path``, whole or not at all. ``notes`` are lines for the sheet 说明.

    Raises ``FactextractError``: ``write_failed``; ``compare_missing`` where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise FactextractError("compare_missing", package="xlsxwriter") from None

    with ExitStack() as stack:
        draft, rest = stack.enter_context(drafting(path)), Rest(path, stack)
        workbook = xlsxwriter.Workbook(str(draft), _OPTIONS)
        workbook.set_properties({"title": path.stem, "author": "factextract", "created": _MADE})
        styles = Styles(workbook)
        table = TableSheet(workbook, styles, comparison, Quotes(results, comparison.grid), rest)
        lists = Lists(workbook, styles, comparison, rest)
        table.write(path.stem)
        lists.facts_and_checks(results)
        lists.submissions()
        lists.findings()
        lists.changes()
        lists.copies()
        lists.names()
        remarks = [*comparison.notes, *table.notes]
        remarks += [f"工作表只容 {MOST_ROWS:,} 行，其余的行在 {file.name}。" for file in rest.files]
        lists.explanations([("图例", legend()), *notes, *(("提示", remark) for remark in remarks)])
        try:
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise FactextractError("write_failed", path=path, detail=str(error)) from None
