"""factextract: narrative Chinese summary reports in, structured and defensible facts out.

The public API is three functions; everything else is internal.

* ``parse(path)`` and ``parse_text(text)`` return a list of records (plain dictionaries, one a report).
* ``load()`` returns a reusable engine with the same two methods.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: ``typing`` takes as long as the rest of ``factextract --help``
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from factextract.pipeline import Engine

__version__ = "0.1.0"
__all__ = ["__version__", "load", "parse", "parse_text"]


def load(**options: Any) -> Engine:
    """Build a reusable engine. Options are those of ``factextract.pipeline.Engine``."""
    from factextract.pipeline import Engine

    return Engine(**options)


def parse(path: str | Path, **options: Any) -> list[dict[str, Any]]:
    """Parse one .docx or .txt file into its records, one a report."""
    return load(**options).parse(path)


def parse_text(text: str, **options: Any) -> list[dict[str, Any]]:
    """Parse a text into its records; offsets are code points of ``text``."""
    return load(**options).parse_text(text)
