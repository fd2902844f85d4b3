"""Limits that keep a hostile or broken file from costing memory or time, and the refusal they lead to.

Every limit is far above what an honest report needs. Bytes are bytes as stored or inflated; characters are code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MIB: Final = 1024 * 1024

MAX_FILE_BYTES: Final = 256 * _MIB
"""Size of a file as it lies on disk. Photos make .docx files large; they are never inflated."""

MAX_TEXT_CHARS: Final = 32 * _MIB
"""Characters of text that one file may yield."""

MAX_LINE_CHARS: Final = 1_000_000
"""Characters of one line or paragraph."""

MAX_ENTRIES: Final = 10_000
"""Entries of a package."""

MAX_DECLARED_BYTES: Final = 2048 * _MIB
"""Inflated size of all entries together, as the package declares it."""

MAX_PART_BYTES: Final = 128 * _MIB
"""Inflated size of the XML parts that are read, counted while inflating."""

MAX_RATIO: Final = 100
"""Inflated over stored size of a part; honest XML stays below 50."""

RATIO_GRACE_BYTES: Final = 32 * _MIB
"""A part below this inflated size is harmless whatever its ratio."""

MAX_ELEMENTS: Final = 5_000_000
"""XML elements of all parts together."""

MAX_DEPTH: Final = 256
"""Nesting of XML elements."""

MAX_TABLE_DEPTH: Final = 16
"""Tables inside cells inside tables."""

MAX_CELLS: Final = 250_000
"""Table cells of one story."""

MAX_GRID_SPAN: Final = 1000
"""Columns that one cell may span; larger values are cut to it."""

MAX_LABEL_CHARS: Final = 64
"""Characters of a rendered list number."""

MAX_NOTICES_PER_CODE: Final = 20
"""Notices of one code that are listed singly; the last one tells how many more there are."""


class Refusal(Exception):  # noqa: N818 - an outcome inside ``ingest``, turned into FactextractError by ``read``
    """A file cannot be read: ``code`` is that of ``errors``, ``detail`` the Chinese reason."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(slots=True)
class Budget:
    """What reading one package has cost so far, over all its parts."""

    inflated: int = 0
    elements: int = 0

    def spend_bytes(self, count: int) -> None:
        """Count inflated bytes; raises ``Refusal`` beyond ``MAX_PART_BYTES``."""
        self.inflated += count
        if self.inflated > MAX_PART_BYTES:
            raise Refusal("too_large", f"解压后超过 {MAX_PART_BYTES // _MIB} MB")

    def spend_elements(self, count: int) -> None:
        """Count XML elements; raises ``Refusal`` beyond ``MAX_ELEMENTS``."""
        self.elements += count
        if self.elements > MAX_ELEMENTS:
            raise Refusal("too_large", f"XML 元素超过 {MAX_ELEMENTS} 个")
