"""The page: the table with the evidence behind each cell, charts and remarks, in one file that needs no network."""

from factextract.compare.output.page.write import write_page

__all__ = ["write_page"]
