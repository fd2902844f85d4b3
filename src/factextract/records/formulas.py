"""Texts that a spreadsheet could take for a formula."""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
"""Before a cell's text it says: this is text."""
# What Excel, WPS or LibreOffice may take for a formula, full-width forms included, also after blanks; and what their import
# may strip before looking.
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def is_formula(text: str) -> bool:
    """True if ``text`` must be marked to stay text."""
    return _FORMULA.match(text) is not None
