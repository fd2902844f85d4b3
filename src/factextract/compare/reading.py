"""The results of a batch: records with their texts, one after the other or by number."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, NoReturn, Self

from factextract.compare.model import Failed
from factextract.errors import FactextractError
from factextract.records.masking import mask_path, mask_record, mask_report
from factextract.records.schema import RECORD_SCHEMA
from factextract.records.texts import ReportText

_RECORDS: Final = "records.jsonl"
_TEXTS: Final = "texts.jsonl"
_FAILURES: Final = "failures.jsonl"


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
    """What ``factextract batch`` wrote to a folder, or a .jsonl file of records. A context manager; of each record only its place in
    the file is kept, once it was met. ``mask`` hides personal data in all that is read.

    Raises ``FactextractError``: ``file_missing``, ``file_unreadable``; ``records_invalid`` for a line that is no record or a text
    that belongs to another one.
    """

    def __init__(self, path: Path, *, mask: bool = False) -> None:
        self._mask = mask
        folder = path if path.is_dir() else None
        self.path = folder / _RECORDS if folder else path
        self._places = array("Q")
        self._text_places = array("Q")
        with ExitStack() as stack:
            self._records = stack.enter_context(_open(self.path))
            self._text_path = folder / _TEXTS if folder else path.with_name(_TEXTS)
            self._texts = stack.enter_context(_open(self._text_path)) if self._text_path.is_file() else None
            self._stack = stack.pop_all()
        failed = _failures(folder / _FAILURES) if folder else ()
        self.failed = tuple(_masked(one) for one in failed) if mask else tuple(failed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def has_texts(self) -> bool:
        """Whether the texts are known."""
        return self._texts is not None

    def __iter__(self) -> Iterator[Entry]:
        """All records in order."""
        number = place = text_place = 0
        while True:
            self._records.seek(place)
            line = self._records.readline()
            if not line:
                return
            if number == len(self._places):
                self._places.append(place)
                self._text_places.append(text_place)
            place = self._records.tell()
            text_line = b""
            if self._texts is not None:
                self._texts.seek(text_place)
                text_line = self._texts.readline()
                text_place = self._texts.tell()
            yield self._entry(number, line, text_line)
            number += 1

    def at(self, number: int) -> Entry:
        """The record with this number, which iteration has met. Raises ``IndexError`` for others."""
        self._records.seek(self._places[number])
        line = self._records.readline()
        text_line = b""
        if self._texts is not None:
            self._texts.seek(self._text_places[number])
            text_line = self._texts.readline()
        return self._entry(number, line, text_line)

    def _entry(self, number: int, line: bytes, text_line: bytes) -> Entry:
        record = _parsed(line, self.path, number)
        if record.get("schema") != RECORD_SCHEMA:
            raise FactextractError(
                "records_invalid", path=self.path, line=number + 1, detail=f"schema {record.get('schema')}"
            )
        text = self._text(record, number, text_line) if self._texts is not None else None
        if not self._mask:
            return Entry(number, record, text)
        return Entry(number, *mask_report(record, text)) if text else Entry(number, mask_record(record))

    def _text(self, record: Mapping[str, Any], number: int, line: bytes) -> ReportText:
        found = _parsed(line, self._text_path, number)
        if found.get("record_id") != record["record_id"]:
            raise FactextractError(
                "records_invalid", path=self._text_path, line=number + 1, detail="与记录不对应"
            )
        return ReportText(found["text"], found["start"])


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise FactextractError("file_missing", path=path) from None
    except OSError as error:
        raise FactextractError("file_unreadable", path=path, detail=error.strerror) from None


def _parsed(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
        if not isinstance(found, dict):
            raise ValueError("不是 JSON 对象")
        return found
    except ValueError as error:
        raise FactextractError("records_invalid", path=path, line=number + 1, detail=error) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _masked(failed: Failed) -> Failed:
    return replace(failed, path=mask_path(failed.path), message=mask_path(failed.message))


def _failures(path: Path) -> Iterator[Failed]:
    if not path.is_file():
        return
    with _open(path) as file:
        for number, line in enumerate(file):
            failure = _parsed(line, path, number)
            yield Failed(failure["path"], failure["code"], failure["message"])
