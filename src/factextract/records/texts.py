"""The text that a record's offsets point into, kept beside the record: records hold offsets and short quotes only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportText:
    """The text of one report and the offset of its first character in the file's text."""

    text: str
    start: int = 0

    def quote(self, start: int, end: int) -> str | None:
        """The text between two offsets of the file's text (code points); None where they leave the report."""
        if not self.start <= start <= end <= self.start + len(self.text):
            return None
        return self.text[start - self.start : end - self.start]


def text_of(record: Mapping[str, Any], file_text: str) -> ReportText:
    """The report's part of its file's text."""
    start, end = record["source"]["start"], record["source"]["end"]
    return ReportText(file_text[start:end], start)


def text_entry(record: Mapping[str, Any], text: ReportText) -> dict[str, Any]:
    """What ``texts.jsonl`` says of a record."""
    return {
        "record_id": record["record_id"],
        "sha256": record["source"]["sha256"],
        "start": text.start,
        "text": text.text,
    }
