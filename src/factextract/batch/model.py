"""What the parts of a batch hand to each other, and the two seams: ``Executor`` (who does the work) and ``Sink`` (where it goes).

Everything here is picklable: sources and outcomes travel to worker processes or other machines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from factextract.errors import FactextractError


@dataclass(frozen=True, slots=True)
class Member:
    """Where an archive keeps one file: offset of its local header, stored and inflated size in bytes, CRC-32, zip method."""

    offset: int
    stored: int
    size: int
    crc: int
    method: int
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no records. ``lasting``: the same bytes would fail again, so a later run need not try.
    ``quarantined``: it brought down its worker too often and is not tried again either, unless forced."""

    code: str
    message: str
    remedy: str
    lasting: bool = False
    quarantined: bool = False

    @classmethod
    def of(cls, error: FactextractError, *, quarantined: bool = False) -> Failure:
        """The failure that an error means; what is wrong with the file itself lasts."""
        lasting = error.kind.owner == "input" or error.code == "internal_error"
        return cls(error.code, error.message, error.kind.remedy, lasting and not quarantined, quarantined)


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the inbox. ``name`` is what records call it, ``path`` the file that holds it, ``member`` its place if
    that file is an archive. ``failure`` is set where it is known to fail before it is read."""

    name: str
    path: str
    member: Member | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A source with its number in input order (from 0) and the hash of its bytes (hex; None if they cannot be read)."""

    number: int
    source: Source
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: its records as JSON lines (UTF-8, without line end), or a failure. ``sha256`` is that of
    the bytes that were parsed; ``texts`` are the reports' texts, a JSON line beside each record, or nothing."""

    sha256: str | None
    lines: tuple[bytes, ...] = ()
    failure: Failure | None = None
    texts: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """An outcome on its way to the sinks, in input order. ``duplicate_of`` is the number of the first source with the
    same bytes."""

    task: Task
    outcome: Outcome
    duplicate_of: int | None = None


Parser = Callable[[Source], Outcome]
"""Parses one document. Raises ``FactextractError`` for bad input."""


class Executor(Protocol):
    """Runs tasks somewhere else and is asked for the outcomes. It retries on its own what is worth retrying.

    The caller submits only while ``has_room`` and holds back on its own when finished tasks wait for an earlier one, so
    an executor needs no queue of its own beyond its workers.
    """

    def has_room(self) -> bool:
        """Whether a task may be submitted now."""
        ...

    def is_busy(self) -> bool:
        """Whether submitted tasks are unfinished."""
        ...

    def submit(self, task: Task) -> None:
        """Take a task. Raises ``FactextractError`` if no worker can be started."""
        ...

    def collect(self) -> list[tuple[Task, Outcome]]:
        """Wait until something happens; the tasks that finished, in any order, possibly none."""
        ...

    def close(self) -> None:
        """Stop all workers at once, finished or not."""
        ...


class Sink(Protocol):
    """Takes every delivery in input order and makes the result visible only at the end, all or nothing."""

    def write(self, delivery: Delivery) -> None:
        """Take one delivery."""
        ...

    def prepare(self) -> None:
        """Everything was delivered: put it safely beside its place (flushed, or an open transaction)."""
        ...

    def publish(self) -> None:
        """Make it visible; called when all sinks are prepared."""
        ...

    def discard(self) -> None:
        """Leave no trace of what was not published. Harmless afterwards and when called twice."""
        ...
