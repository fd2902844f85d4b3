"""Hard line breaks inside sentences: which newlines of a text are no paragraph ends.

A newline is masked where the line before it plainly goes on: it fills the text's line width, or breaks off
in the middle of a punctuated sentence. Headings, list items, cells, titles, sign-offs and datelines keep
their newlines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from factextract.datamodel import Span
from factextract.ingest.head import REPORT_NOUN, find_head
from factextract.ingest.headings import opens_block
from factextract.ingest.lines import (
    SENTENCE_PUNCTUATION,
    Line,
    display_width,
    ends_sentence,
    is_cell_like,
    is_date_line,
    is_organization_line,
    outside,
    split_lines,
)
from factextract.ingest.spaces import MEASURES, PARTED_WORDS

_MAX_LENGTH = 120
"""Most characters of a line that a converter wrapped."""
_MIN_LENGTH = 12
"""Fewest characters of a line that counts when the text's line width is measured."""
_HEAD_LINES = 30
_MIN_DOUBLE = 6
"""Fewest lines from which to tell that a text is double-spaced."""
_CELL_RUN = 4
_CONTINUES = re.compile(r"[,、。;:!?)\]》〉」』】%的们]")
_CLOSES = re.compile(r"[,、。;:!?)\]》〉」』】]")
_BREAKS_OFF = re.compile(r"[,、(《〈「『【\-和与及或的在对为以把被从向由于至将]$")
_FIGURE_GOES_ON = re.compile(rf"[\d.,]{{0,12}}(?:余|多|[{MEASURES}%])")
_TABLE_SEPARATOR = re.compile(r"[|\t]")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}:")
_CREDIT = re.compile(r"[(\[【](?:本报|通讯员|记者|供稿|撰稿|作者|来源|编辑|责编|文/|图/)")


def line_breaks(text: str, shown: str, fixed: Sequence[Span] = ()) -> list[Span]:
    """Spans (newline with the blanks around it) of ``text`` to leave out so that broken sentences are
    whole.

    ``shown`` is the same text before folding, which alone tells how wide its lines were; ``fixed`` are
    sorted spans whose lines are what they are (the tables of a .docx).
    """
    lines = _without_double_spacing(split_lines(text))
    full = _full_lines(lines, [shown[line.start : line.end].strip() for line in lines])
    free = {line.start for line in outside(lines, fixed)}
    head = find_head(text, [line for line in lines[:_HEAD_LINES] if line.start in free]).end
    in_run = _cell_runs(lines)
    wrapped = any(full)
    found: list[Span] = []
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        if line.start not in free or after.start not in free or (in_run[index] and in_run[index + 1]):
            continue
        if _TABLE_SEPARATOR.search(line.body) and _TABLE_SEPARATOR.search(after.body):
            continue  # two rows of a table
        open_quote = _unclosed(shown[line.start : line.end])
        following = lines[index + 2] if index + 2 < len(lines) else None
        if line.end <= head:
            goes_on = open_quote or _title_goes_on(line.body, after.body, full[index])
        else:
            inside = (
                bool(found) and found[-1].end == line.body_span.start
            )  # the sentence began on a line before
            goes_on = _goes_on(line, after, full[index], inside or open_quote, wrapped)
        if (goes_on and not _starts_block(after, following)) or _parts_figure(lines, index):
            found.append(Span(line.body_span.end, after.body_span.start))
    return found


def _without_double_spacing(lines: list[Line]) -> list[Line]:
    """The lines without blank ones, if these stand between nearly all others and so part nothing."""
    filled = [line for line in lines if not line.blank]
    spaced = sum(1 for one, other in pairwise(lines) if other.blank and not one.blank)
    return filled if len(filled) >= _MIN_DOUBLE and 10 * spaced >= 8 * len(filled) else lines


def _title_goes_on(body: str, after: str, full: bool) -> bool:
    """Whether a line of the head runs on: a closing mark comes next, or it fills the line and names no report
    yet (or a bare word or two follow)."""
    if _CLOSES.match(after):
        return True
    bare = after[-1:] != ":" and SENTENCE_PUNCTUATION.search(after) is None
    return full and bool(after) and (REPORT_NOUN.search(body) is None or bare)


def _unclosed(shown: str) -> bool:
    """True if a quotation or book title that begins on the line ends on another."""
    return any(
        shown.rfind(opening) > shown.rfind(closing) for opening, closing in ("“”", "《》", "「」", "『』")
    )


def _full_lines(lines: Sequence[Line], bodies: Sequence[str]) -> list[bool]:
    """For each line, whether it fills the width that the text was wrapped at (all False if it was not
    wrapped).

    Converters wrap by characters or by columns; the measure that more lines agree on is taken.
    """
    best: list[bool] = [False] * len(lines)
    for measure, slack in ((len, 1), (display_width, 4)):
        widths = [measure(body) if len(body) <= _MAX_LENGTH else 2 * len(body) for body in bodies]
        long = sorted(width for body, width in zip(bodies, widths, strict=True) if len(body) >= _MIN_LENGTH)
        if len(long) < 4:
            continue
        width = long[len(long) * 2 // 3]
        full = [
            abs(own - width) <= slack and len(line.body) >= _MIN_LENGTH
            for line, own in zip(lines, widths, strict=True)
        ]
        unended = sum(
            1 for line, own in zip(lines, full, strict=True) if own and not ends_sentence(line.body)
        )
        if 2 * sum(full) >= len(long) and 2 * unended >= sum(full) >= 3 and sum(full) > sum(best):
            best = full
    return best


def _cell_runs(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it stands in a run of cell-like lines with figures among them."""
    flags = [False] * len(lines)
    start = 0
    while start < len(lines):
        stop = start
        while stop < len(lines) and is_cell_like(lines[stop].body):
            stop += 1
        if stop - start >= _CELL_RUN and any(line.body[0].isdigit() for line in lines[start:stop]):
            flags[start:stop] = [True] * (stop - start)
        start = stop + 1
    return flags


def _goes_on(line: Line, after: Line, full: bool, inside: bool, wrapped: bool) -> bool:
    """Whether a line plainly continues on the next; ``full`` tells that it fills the text's line width,
    ``inside`` that it stands in the middle of a sentence or quotation, ``wrapped`` that the text has a line
    width."""
    body = line.body
    if (
        (ends_sentence(body) and not (full and body[-1] in ";:"))
        or _TABLE_SEPARATOR.search(body)
        or _TABLE_SEPARATOR.search(after.body)
    ):
        return False
    if is_date_line(body) or _CREDIT.match(body):
        return False
    if full or inside or _breaks_word(body, after.body):
        return True
    if _CONTINUES.match(after.body) and len(body) >= 6:
        return True
    if _BREAKS_OFF.search(body) and len(body) >= 6 and not opens_block(body):
        return True
    if opens_block(body) or _FIELD.match(body):
        return "。" in body and len(body) >= 30
    return (
        len(body) >= (15 if wrapped or "。" in body else 30) and SENTENCE_PUNCTUATION.search(body) is not None
    )


def _parts_figure(lines: Sequence[Line], index: int) -> bool:
    """Whether the break stands before or behind a line that holds but a figure of the sentence around it."""
    for at in (index, index + 1):
        if 0 < at < len(lines) - 1 and lines[at].body.isdecimal() and not lines[at + 1].blank:
            before = lines[at - 1].body
            running = SENTENCE_PUNCTUATION.search(before) is not None and not ends_sentence(before)
            if running and lines[at + 1].body[0] in MEASURES:
                return True
    return False


def _breaks_word(body: str, after: str) -> bool:
    """Whether the break parts a known word or a figure of a line that is plainly a sentence's."""
    if len(body) < 8 or SENTENCE_PUNCTUATION.search(body) is None:
        return False
    return body[-1] + after[:1] in PARTED_WORDS or (
        body[-1].isdigit() and _FIGURE_GOES_ON.match(after) is not None
    )


def _starts_block(line: Line, following: Line | None) -> bool:
    """Whether a line begins a heading, item, field, sign-off or dateline of its own."""
    body = line.body
    if opens_block(body) or is_date_line(body) or _CREDIT.match(body):
        return True
    dated = following is not None and is_date_line(following.body)
    return is_organization_line(body) and (dated or following is None or following.blank)
