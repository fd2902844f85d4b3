"""What is compared: the records of a batch with their texts, one after the other or by number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from factextract.batch.results import open_results
from factextract.batch.sinks import FAILURES
from factextract.compare.model import Failed
from factextract.errors import FactextractError
from factextract.records.masking import mask_path, mask_record, mask_report
from factextract.records.texts import ReportText

_FAILURE: Final = ("path", "code", "message")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, its number (from 0), and its report's text (None where it is not known)."""

    number: int
    record: Mapping[str, Any]
    text: ReportText | None = None

    def quote(self, start: int, end: int) -> str | None:
        """The text between two offsets of the file's text; None where it is not known."""
        return self.text.quote(start, end) if self.text is not None else None


class Results:
    """What ``factextract batch`` wrote to a folder, or a .jsonl file of records. ``mask`` hides personal data in all that is read.

    Raises ``FactextractError`` as ``batch.results`` does; ``records_invalid`` for failures that are none.
    """

    def __init__(self, path: Path, *, mask: bool = False) -> None:
        self._results = open_results(path)
        self._mask = mask
        self.path = self._results.path
        failed = _failures(path / FAILURES) if path.is_dir() else ()
        self.failed = tuple(_masked(one) for one in failed) if mask else tuple(failed)

    def __iter__(self) -> Iterator[Entry]:
        """All records in order."""
        for number, (record, text) in enumerate(self._results.texts()):
            yield self._entry(number, record, text)

    def at(self, number: int) -> Entry:
        """The record with this number. Raises ``IndexError`` where there is none."""
        return self._entry(number, *self._results.at(number))

    def _entry(self, number: int, record: Mapping[str, Any], text: ReportText | None) -> Entry:
        if not self._mask:
            return Entry(number, record, text)
        return Entry(number, *mask_report(record, text)) if text else Entry(number, mask_record(record))


def _masked(failed: Failed) -> Failed:
    return replace(failed, path=mask_path(failed.path), message=mask_path(failed.message))


def _failures(path: Path) -> Iterator[Failed]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    except OSError as error:
        raise FactextractError("file_unreadable", path=path, detail=error.strerror) from None
    for number, line in enumerate(lines, 1):
        try:
            failure = json.loads(line)
            yield Failed(*(str(failure[name]) for name in _FAILURE))
        except (ValueError, LookupError, TypeError) as error:
            raise FactextractError("records_invalid", path=path, line=number, detail=error) from None
