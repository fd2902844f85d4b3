"""The memory of a batch: an append-only file of outcomes and strikes, from which an interrupted run goes on.

A line is ``crc32 TAB kind TAB fields... LF``. The fields are hex digests and JSON, neither of which holds a tab or a line
end. A line that was cut short when the process or the machine went down has no line end or a wrong checksum: it is dropped
and its document done again, which gives the same bytes. So nothing depends on when data reach the disk; ``sync`` only bounds
how much work a power cut can cost.

    d  key (- if it is not to be reused)  sha256 (-)  failure (JSON, or nothing)  number of records  record ...  text ...
    s  key  code          one strike: the document brought down its worker
"""

from __future__ import annotations

import dataclasses
import json
import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Final

from factextract.batch.digests import DigestMap
from factextract.batch.model import Failure, Outcome
from factextract.batch.output import replace, writing
from factextract.errors import FactextractError

_OUTCOME: Final = b"d"
_STRIKE: Final = b"s"
_NOTHING: Final = b"-"
_CRC_CHARS: Final = 8
_SYNC_SECONDS: Final = 1.0
_COMPACT_FROM_BYTES: Final = 1 << 20


class Journal:
    """Outcomes by key, in the file ``path``. Opening drops a torn tail; ``fresh`` starts anew; ``shown`` is what becomes of the
    messages of failures.

    All methods raise ``FactextractError`` (write_failed) where the disk refuses.
    """

    def __init__(self, path: Path, *, fresh: bool = False, shown: Callable[[str], str] = str) -> None:
        self._path = path
        self._shown = shown
        self._index = DigestMap()  # key -> offset * 2 + whether this run needs the outcome
        self._strikes: dict[bytes, list[str]] = {}
        self._needed_bytes = 0
        self._synced = time.monotonic()
        with writing(path):
            self._file: BinaryIO = path.open("w+b" if fresh else "a+b", buffering=0)
            self._reader: BinaryIO = path.open("rb")
            self._end = self._load()
            self._file.truncate(self._end)

    def find(self, key: bytes) -> int | None:
        """Offset of the outcome stored under ``key``, which the run then needs; None if there is none."""
        value = self._index.get(key)
        if value is None:
            return None
        if not value & 1:
            self._index.set(key, value | 1)
            self._needed_bytes += len(self._line(value >> 1))
        return value >> 1

    def read(self, offset: int) -> Outcome:
        """The outcome at ``offset``. Raises ``FactextractError`` (state_damaged) if the disk has lost it."""
        fields = _fields(self._line(offset))
        if fields is None or fields[0] != _OUTCOME:
            raise FactextractError("state_damaged", path=self._path)
        _, _, sha256, failure, records, *lines = fields
        return Outcome(
            None if sha256 == _NOTHING else sha256.decode(),
            tuple(lines[: int(records)]),
            Failure(**json.loads(failure)) if failure else None,
            tuple(lines[int(records) :]),
        )

    def add(self, key: bytes | None, outcome: Outcome) -> int:
        """Append an outcome; returns its offset. Without ``key`` it serves this run only."""
        failure = b""
        if outcome.failure:
            message = self._shown(outcome.failure.message)
            failure = _json(asdict(dataclasses.replace(outcome.failure, message=message)))
        sha256 = outcome.sha256.encode() if outcome.sha256 else _NOTHING
        name, records = key.hex().encode() if key else _NOTHING, b"%d" % len(outcome.lines)
        offset, size = self._append(_OUTCOME, name, sha256, failure, records, *outcome.lines, *outcome.texts)
        if key is not None:
            self._index.set(key, offset << 1 | 1)
            self._needed_bytes += size
        return offset

    def strike(self, key: bytes, code: str) -> None:
        """Note that a document brought down its worker (``code``: timeout, oom, crash)."""
        self._append(_STRIKE, key.hex().encode(), code.encode())
        self._strikes.setdefault(key, []).append(code)

    def strikes(self, key: bytes) -> list[str]:
        """The codes of a document's strikes so far."""
        return self._strikes.get(key, [])

    def sync_when_due(self) -> None:
        """Bring the journal to disk if that was more than a second ago."""
        if time.monotonic() - self._synced >= _SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Bring the journal to disk."""
        with writing(self._path):
            os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def compact(self) -> None:
        """After a complete run: rewrite the file without the outcomes that the run did not need, if they are most of it, and
        close it. Where the disk has no room for that, the file stays as it is."""
        draft = self._path.with_suffix(".draft")
        if self._end > 2 * self._needed_bytes + _COMPACT_FROM_BYTES:
            with suppress(OSError):
                with draft.open("wb") as file:
                    file.writelines(line for offset, line in self._lines() if self._is_needed(offset, line))
                    file.flush()
                    os.fsync(file.fileno())
                self.close()
                replace(draft, self._path)
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        self._reader.close()

    def _is_needed(self, offset: int, line: bytes) -> bool:
        fields = _fields(line)
        if fields is None:
            return False
        if fields[0] == _STRIKE:
            return True
        return fields[1] != _NOTHING and self._index.get(_key(fields[1])) == offset << 1 | 1

    def _load(self) -> int:
        """Fill the index; returns where the last whole line ends."""
        end = 0
        for offset, line in self._lines():
            if not line.endswith(b"\n"):
                break
            end = offset + len(line)
            fields = _fields(line)
            if fields is None or fields[1] == _NOTHING:
                continue
            if fields[0] == _OUTCOME:
                self._index.set(_key(fields[1]), offset << 1)
            else:
                self._strikes.setdefault(_key(fields[1]), []).append(fields[2].decode())
        return end

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        self._reader.seek(0)
        offset = 0
        for line in self._reader:
            yield offset, line
            offset += len(line)

    def _line(self, offset: int) -> bytes:
        with writing(self._path):
            self._reader.seek(offset)
            return self._reader.readline()

    def _append(self, *fields: bytes) -> tuple[int, int]:
        body = b"\t".join(fields)
        line = b"%08x\t%b\n" % (zlib.crc32(body), body)
        offset = self._end
        with writing(self._path):
            try:
                _write_all(self._file, line)
            except OSError:
                with suppress(OSError):
                    self._file.truncate(offset)
                raise
        self._end += len(line)
        return offset, len(line)


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _fields(line: bytes) -> list[bytes] | None:
    """The fields of a line, kind first; None if it is damaged."""
    body = line[_CRC_CHARS + 1 : -1]
    if line[_CRC_CHARS : _CRC_CHARS + 1] != b"\t" or line[:_CRC_CHARS] != b"%08x" % zlib.crc32(body):
        return None
    fields = body.split(b"\t")
    minimum = {_OUTCOME: 5, _STRIKE: 3}.get(fields[0])
    return fields if minimum is not None and len(fields) >= minimum else None


def _key(field: bytes) -> bytes:
    return bytes.fromhex(field.decode())


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
