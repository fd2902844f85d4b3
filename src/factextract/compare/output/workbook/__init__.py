"""The workbook: one sheet of the table, and the sheets that explain it. XlsxWriter, row by row, so that memory stays flat."""

from factextract.compare.output.workbook.book import write_workbook

__all__ = ["write_workbook"]
