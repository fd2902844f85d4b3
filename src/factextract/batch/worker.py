"""The inside of a worker process: one document after the other, each under a memory limit, until the parent hangs up.

This module imports nothing heavy, so that a worker can set itself up before the engine is loaded.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from factextract.batch.model import Failure, Outcome, Parser, Source
from factextract.errors import FactextractError

EXIT_OUT_OF_MEMORY: Final = 77
_ORPHAN_GRACE_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of wall clock, and bytes of memory beyond the loaded engine (None: no limit; also
    where the system knows none, as on Windows)."""

    seconds: float = 300.0
    memory_bytes: int | None = 2048 * 2**20


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is set up; ``error`` and ``details`` are those of the ``FactextractError`` that kept it from it."""

    error: str | None = None
    details: dict[str, Any] | None = None


def engine_parser(
    packs: Sequence[str], models: str | None, min_confidence: float, mask: bool = False
) -> Parser:
    """The real parser: an engine with these options, records and their texts as JSON lines. ``mask`` hides personal data."""
    from factextract.batch.inputs import document_of
    from factextract.pipeline import Engine
    from factextract.records.masking import mask_reports
    from factextract.records.render import to_jsonl
    from factextract.records.texts import text_entry, text_of

    engine = Engine(packs, models, min_confidence)

    def parse(source: Source) -> Outcome:
        document = document_of(source)
        records = engine.parse_document(document)
        reports = (
            mask_reports(records, document.text)
            if mask
            else [(record, text_of(record, document.text)) for record in records]
        )
        texts = tuple(line(text_entry(record, text)) for record, text in reports)
        return Outcome(document.sha256, tuple(line(record) for record, _ in reports), texts=texts)

    def line(content: dict[str, Any]) -> bytes:
        # A file name that is not valid UTF-8 holds lone surrogates, which JSON writes as \udcxx.
        return to_jsonl(content).rstrip("\n").encode("utf-8", "backslashreplace")

    return parse


def serve(connection: Connection, make_parser: Callable[[], Parser], limits: Limits) -> None:
    """Main function of a worker process. Sends ``Ready``, then an ``Outcome`` for every ``Source`` that it receives."""
    _settle_in()
    try:
        parse = make_parser()
    except FactextractError as error:
        details = {name: str(value) for name, value in error.details.items()}
        connection.send(Ready(error.code, details))
        return
    _limit_memory(limits.memory_bytes)
    connection.send(Ready())
    with Path(os.devnull).open("wb") as nowhere:
        while True:
            try:
                source: Source = connection.recv()
            except (EOFError, OSError):
                return
            # Ends a worker that hangs inside native code when no parent is left to do it.
            faulthandler.dump_traceback_later(limits.seconds + _ORPHAN_GRACE_SECONDS, exit=True, file=nowhere)
            try:
                connection.send(attempt(parse, source))
            except MemoryError:  # nobody knows what state that leaves behind
                os._exit(EXIT_OUT_OF_MEMORY)
            faulthandler.cancel_dump_traceback_later()


def attempt(parse: Parser, source: Source) -> Outcome:
    """Parse; whatever goes wrong is a failure, except ``MemoryError``, which is raised."""
    try:
        return parse(source)
    except FactextractError as error:
        return Outcome(None, failure=Failure.of(error))
    except MemoryError:
        raise
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:200]
        return Outcome(
            None, failure=Failure.of(FactextractError("internal_error", path=source.name, detail=detail))
        )


def _settle_in() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


def _limit_memory(budget: int | None) -> None:
    """Allow ``budget`` bytes of address space beyond what is in use: the engine's own share differs between machines."""
    if budget is None:
        return
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit = _address_space() + budget
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _address_space() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
