"""The sinks that every batch has: records, their texts and failures as JSON Lines, and the manifest. Other sinks join
through ``model.Sink``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from factextract.batch.model import Delivery, Failure
from factextract.batch.output import AtomicFile

RECORDS: Final = "records.jsonl"
TEXTS: Final = "texts.jsonl"
FAILURES: Final = "failures.jsonl"
MANIFEST: Final = "manifest.json"
FAILURE_SCHEMA: Final = "factextract/failure/1"
MANIFEST_SCHEMA: Final = "factextract/manifest/1"


class _FileSink:
    """A sink of one file ``name`` in ``folder``, drafted in ``drafts`` on the same volume."""

    def __init__(self, folder: Path, name: str, drafts: Path) -> None:
        self.name = name
        self.file = AtomicFile(folder / name, drafts / f"{name}.draft")
        self.lines = 0

    def prepare(self) -> None:
        """Bring the draft to disk."""
        self.file.prepare()

    def publish(self) -> None:
        """Rename the draft to its place."""
        self.file.publish()

    def discard(self) -> None:
        """Remove the draft."""
        self.file.discard()

    def summary(self) -> dict[str, Any]:
        """What the manifest says of the file, so that a torn set of files shows."""
        return {"sha256": self.file.sha256, "bytes": self.file.bytes, "lines": self.lines}

    def write_line(self, line: bytes) -> None:
        """Append one line."""
        self.file.write(line + b"\n")
        self.lines += 1


class RecordsSink(_FileSink):
    """``records.jsonl``: one record a line, in input order."""

    def __init__(self, folder: Path, drafts: Path) -> None:
        super().__init__(folder, RECORDS, drafts)

    def write(self, delivery: Delivery) -> None:
        """Append the document's records."""
        for line in delivery.outcome.lines:
            self.write_line(line)


class TextsSink(_FileSink):
    """``texts.jsonl``: the text of one report a line, in the order of the records."""

    def __init__(self, folder: Path, drafts: Path) -> None:
        super().__init__(folder, TEXTS, drafts)

    def write(self, delivery: Delivery) -> None:
        """Append the texts of the document's records."""
        for line in delivery.outcome.texts:
            self.write_line(line)


class FailuresSink(_FileSink):
    """``failures.jsonl``: one failed document a line, in input order. ``shown`` is what becomes of paths."""

    def __init__(self, folder: Path, drafts: Path, shown: Callable[[str], str] = str) -> None:
        super().__init__(folder, FAILURES, drafts)
        self._shown = shown

    def write(self, delivery: Delivery) -> None:
        """Append the failure, if it is one."""
        failure = delivery.outcome.failure
        if failure is not None:
            path = self._shown(delivery.task.source.name)
            self.write_line(to_json(failure_entry(path, delivery.outcome.sha256, failure)))


class ManifestSink(_FileSink):
    """``manifest.json``: what went in, by which program and how, and what came out. The same command on the same files gives
    the same bytes: it knows neither times nor the number of workers. Written one input a line, as a stream.

    ``head`` are its first fields; ``outputs`` the sinks whose files it vouches for; ``shown`` is what becomes of paths;
    ``skipped`` is set before ``prepare``.
    """

    def __init__(
        self,
        folder: Path,
        drafts: Path,
        head: Mapping[str, Any],
        outputs: Sequence[_FileSink],
        shown: Callable[[str], str] = str,
    ) -> None:
        super().__init__(folder, MANIFEST, drafts)
        self.skipped = 0
        self._shown = shown
        self._outputs = outputs
        self._totals = {"files": 0, "records": 0, "failed": 0, "quarantined": 0, "duplicates": 0}
        fields = to_json({"schema": MANIFEST_SCHEMA, **head})
        self.file.write(fields[:-1] + b',"inputs":[')

    def write(self, delivery: Delivery) -> None:
        """Append the input."""
        failure = delivery.outcome.failure
        entry: dict[str, Any] = {
            "number": delivery.task.number,
            "path": self._path(delivery),
            "sha256": delivery.outcome.sha256,
            "records": len(delivery.outcome.lines),
            "error": failure.code if failure else None,
        }
        if delivery.duplicate_of is not None:
            entry["duplicate_of"] = delivery.duplicate_of
        self.file.write((b",\n" if self.lines else b"\n") + to_json(entry))
        self.lines += 1
        self._totals["files"] += 1
        self._totals["records"] += len(delivery.outcome.lines)
        self._totals["failed"] += failure is not None
        self._totals["quarantined"] += failure is not None and failure.quarantined
        self._totals["duplicates"] += delivery.duplicate_of is not None

    def _path(self, delivery: Delivery) -> str:
        """The document's path; where personal data is hidden, as its records show it, which know the names in it."""
        name = delivery.task.source.name
        if self._shown is str or not delivery.outcome.lines:
            return self._shown(name)
        record: dict[str, Any] = json.loads(delivery.outcome.lines[0])
        return str(record["source"]["path"])

    def prepare(self) -> None:
        """Close the list, add what came out, bring the draft to disk."""
        tail = {
            "outputs": {sink.name: sink.summary() for sink in self._outputs},
            "totals": {**self._totals, "skipped": self.skipped},
        }
        self.file.write(b"\n]," + to_json(tail)[1:] + b"\n")
        super().prepare()


def failure_entry(path: str, sha256: str | None, failure: Failure) -> dict[str, Any]:
    """A failed document as JSON."""
    return {
        "schema": FAILURE_SCHEMA,
        "path": path,
        "sha256": sha256,
        "code": failure.code,
        "message": failure.message,
        "remedy": failure.remedy,
        "quarantined": failure.quarantined,
    }


def to_json(value: Mapping[str, Any]) -> bytes:
    """One line of JSON in UTF-8; what is not Unicode in a file name becomes an escaped surrogate."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
