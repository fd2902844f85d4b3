"""Reading what a batch wrote: records, and the texts that their offsets point into.

    for record, text in open_results(Path("结果")).texts():
        title, words = record["title"], text.text if text else None

Everything is read as a stream, as often as it is asked for.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from factextract.batch.archives import list_archive
from factextract.batch.digests import DigestMap, digest_of
from factextract.batch.inputs import MEMBER_MARK, document_of
from factextract.batch.model import Source
from factextract.batch.sinks import RECORDS, TEXTS
from factextract.datamodel import Document
from factextract.errors import FactextractError
from factextract.records.masking import is_masked, mask_report
from factextract.records.schema import RECORD_SCHEMA
from factextract.records.texts import ReportText, text_of

Record = Mapping[str, Any]


class Results:
    """The output folder of a batch, or a JSON Lines file of records (what ``parse`` printed, too). Everything is a stream; nothing is
    kept between calls but, for ``text``, 24 to 72 bytes a record, and for ``at`` 8.

    All methods raise ``FactextractError``: ``file_missing``, ``file_unreadable``; ``records_invalid`` for a line that is no record, or
    a text that belongs to another one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path / RECORDS if path.is_dir() else path
        beside = self.path.with_name(TEXTS)
        self._texts = beside if self.path.name == RECORDS and beside.is_file() else None
        self._places: DigestMap | None = None
        self._lines: array[int] | None = None
        self._files = _SourceFiles()

    @property
    def has_texts(self) -> bool:
        """Whether the texts were stored with the records; else the submitted files are read again, as far as they are there
        and unchanged."""
        return self._texts is not None

    def records(self) -> Iterator[Record]:
        """All records in order, with exact decimals."""
        with _opened(self.path) as file:
            for number, line in enumerate(file, 1):
                yield _record(line, self.path, number)

    def texts(self) -> Iterator[tuple[Record, ReportText | None]]:
        """All records in order, each with its report's text; None where that is not known any more."""
        if self._texts is None:
            for record in self.records():
                yield record, self._files.text_of(record)
            return
        with _opened(self._texts) as file:
            for number, record in enumerate(self.records(), 1):
                entry = _entry(file.readline(), self._texts, number)
                if entry["record_id"] != record["record_id"]:
                    raise _invalid(self._texts, number, "与记录不对应")
                yield record, ReportText(entry["text"], entry["start"])

    def at(self, number: int) -> tuple[Record, ReportText | None]:
        """The record in line ``number`` (from 0) with its text. Raises ``IndexError`` where there is none."""
        if self._lines is None:
            self._lines = _line_places(self.path)
        with _opened(self.path) as file:
            file.seek(self._lines[number])
            record = _record(file.readline(), self.path, number + 1)
        return record, self.text(record)

    def text(self, record: Record) -> ReportText | None:
        """The text of one of the records."""
        if self._texts is None:
            return self._files.text_of(record)
        if self._places is None:
            self._places = _places(self._texts)
        place = self._places.get(digest_of(record["record_id"]))
        if place is None:
            return None
        with _opened(self._texts) as file:
            file.seek(place)
            entry = _entry(file.readline(), self._texts, None)
        return ReportText(entry["text"], entry["start"])


def open_results(path: Path) -> Results:
    """The results in the folder or file ``path``, which are read only when they are asked for."""
    return Results(path)


class _SourceFiles:
    """The submitted files themselves: the last one is kept, because its reports follow each other."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._document: Document | None = None

    def text_of(self, record: Record) -> ReportText | None:
        source = record["source"]
        if source["path"] != self._path:
            self._path, self._document = source["path"], _read(source["path"])
        if self._document is None or self._document.sha256 != source["sha256"]:
            return None
        text = text_of(record, self._document.text)
        return mask_report(record, text)[1] if is_masked(record) else text


def _read(path: str) -> Document | None:
    try:
        archive, mark, member = path.rpartition(MEMBER_MARK)
        if not mark or Path(path).exists():
            return document_of(Source(path, path))
        for entry in list_archive(archive):
            if entry.name == member:
                return document_of(Source(path, archive, entry.member))
    except (FactextractError, OSError, ValueError):
        pass
    return None


def _line_places(path: Path) -> array[int]:
    """Where each line begins."""
    places, place = array("Q"), 0
    with _opened(path) as file:
        for line in file:
            places.append(place)
            place += len(line)
    return places


def _places(path: Path) -> DigestMap:
    """Where the line of each record begins."""
    places, place = DigestMap(), 0
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            places.add(digest_of(_entry(line, path, number)["record_id"]), place)
            place += len(line)
    return places


def _record(line: bytes, path: Path, number: int) -> Record:
    try:
        record: Record = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
        if record["schema"] != RECORD_SCHEMA:
            raise ValueError(f"schema {record['schema']}")
        if not (isinstance(record["record_id"], str) and all(name in record["source"] for name in _NEEDED)):
            raise ValueError("缺少 record_id 或 source")
    except (ValueError, LookupError, TypeError) as error:
        raise _invalid(path, number, error) from None
    return record


_NEEDED: Final = ("path", "sha256", "start", "end")
_ENTRY: Final[Mapping[str, type]] = {"record_id": str, "start": int, "text": str}


def _entry(line: bytes, path: Path, number: int | None) -> dict[str, Any]:
    try:
        entry: dict[str, Any] = json.loads(line)
        if not all(isinstance(entry[name], kind) for name, kind in _ENTRY.items()):
            raise ValueError("不是文本行")
    except (ValueError, LookupError, TypeError) as error:
        raise _invalid(path, number, error) from None
    return entry


def _invalid(path: Path, number: int | None, detail: object) -> FactextractError:
    return FactextractError("records_invalid", path=path, line=number or "?", detail=detail)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
        except FileNotFoundError:
            raise FactextractError("file_missing", path=path) from None
        except OSError as error:
            raise FactextractError("file_unreadable", path=path, detail=error.strerror) from None
        try:
            yield file
        except OSError as error:
            raise FactextractError("file_unreadable", path=path, detail=error.strerror) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
