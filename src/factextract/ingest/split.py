"""Several reports in one file: where each begins.

Download sites bind reports together under numbered titles (``compilations``), offices put one report after
another (``successions``). A bulletin with a section for each county, or a long summary with 一、二、, is one
report.
"""

from __future__ import annotations

from factextract.datamodel import Document, Part, Span
from factextract.ingest.artefacts import Cleaning, clean, make_view
from factextract.ingest.compilations import numbered_titles
from factextract.ingest.lines import split_lines
from factextract.ingest.successions import announced_titles, stacked_titles

_OPENING = 1500
"""How far, in characters, a file's own title and introduction reach."""


def split_reports(document: Document, cleaning: Cleaning | None = None) -> tuple[Part, ...]:
    """The reports of a file in order, as source spans, each with its title's span if the file has several.

    A download site's banner and introduction belong to no part. ``cleaning`` is ``clean(document)``, if at
    hand.
    """
    cleaning = clean(document) if cleaning is None else cleaning
    view = make_view(document, Part(0, len(document.text)), cleaning)
    text = view.text
    lines = [line for line in split_lines(text) if not line.blank]
    if not lines:
        return (Part(0, len(document.text)),)
    opening = cleaning.folded[:_OPENING]
    titles = (
        numbered_titles(text, lines, opening) or announced_titles(lines, opening) or stacked_titles(lines)
    )
    if not titles:
        titles = [Span(lines[0].start, lines[0].start)]
    starts = [title.start for title in titles]
    parts = []
    for index, title in enumerate(titles):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        where = view.to_source(_stripped(text, title.start, end))
        named = view.to_source(_stripped(text, title.start, title.end)) if title.end > title.start else None
        parts.append(Part(where.start, where.end, index + 1, len(titles), named))
    return tuple(parts)


def _stripped(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return Span(start + left, max(start + left, start + len(inner.rstrip())))
