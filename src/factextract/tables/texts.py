"""Text that is safe wherever it goes: no control characters anywhere, no formulas in spreadsheets."""

from __future__ import annotations

import re
from typing import Final

from factextract.records.formulas import MARK, is_formula

_BREAKS: Final = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# The other control characters; marks that make a cell show its text in another order (Unicode TR 9, explicit formatting).
_REMOVED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What JSON can hold and UTF-8 cannot.
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` on one line: line breaks and tabs become a space, other control characters go, and so do marks that change
    the direction of text; a lone surrogate becomes U+FFFD."""
    if text.isprintable():
        return text
    text = _REMOVED.sub("", _BREAKS.sub(" ", text))
    return _SURROGATES.sub("\ufffd", text)


def guard(text: str) -> str:
    """A spreadsheet cell that shows ``text`` as text: an apostrophe goes before what could be a formula, before an
    apostrophe, and for empty text (an empty cell is None)."""
    return MARK + text if not text or text.startswith(MARK) or is_formula(text) else text


def unguard(cell: str) -> str | None:
    """The text whose ``guard`` is ``cell``; None for an empty cell."""
    return cell.removeprefix(MARK) if cell else None
