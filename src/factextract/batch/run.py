"""Puts a batch together: inbox, journal, executor, sinks.

    inbox -> known already? -> executor -> journal -> back in input order -> sinks -> published at the very end

The outcome of every document is in the journal before anything else happens to it, and what the sinks write is a function of
inputs and journal. So it does not matter when a run is interrupted, how often, or how many workers it has.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TextIO

from factextract.batch.digests import DigestMap, digest_of, fingerprint
from factextract.batch.inputs import Inbox, with_digests
from factextract.batch.journal import Journal
from factextract.batch.model import Delivery, Executor, Outcome, Parser, Sink, Task
from factextract.batch.output import AtomicFile, locked, writing
from factextract.batch.progress import Progress
from factextract.batch.sinks import FailuresSink, ManifestSink, RecordsSink, TextsSink
from factextract.batch.worker import Limits
from factextract.batch.workers import LocalExecutor, Strike, quarantine
from factextract.errors import FactextractError
from factextract.records.masking import mask_path

STATE: Final = "state"
_STRIKES_OUT: Final = 2
_WINDOW: Final = 10_000
"""Finished documents that may wait for an earlier one; of each only its name and place in the journal are kept."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch: what to read (``inputs`` as on the command line), where to write, with which engine.

    ``make_parser`` (picklable) makes the parser inside each worker; ``identity`` is everything that decides its results;
    ``configuration`` is for the manifest's reader. ``force`` forgets all earlier outcomes and strikes. ``mask``: personal data is
    hidden in paths and messages (the parser hides it in records and texts).
    """

    inputs: Sequence[str]
    out: Path
    make_parser: Callable[[], Parser]
    identity: dict[str, Any]
    configuration: dict[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    force: bool = False
    mask: bool = False

    @property
    def shown(self) -> Callable[[str], str]:
        """What becomes of paths and messages in all output."""
        return mask_path if self.mask else str


@dataclass(slots=True)
class Summary:
    """What a run did: documents, records, failed documents, outcomes used again, files that are no reports."""

    files: int = 0
    records: int = 0
    failed: int = 0
    reused: int = 0
    skipped: int = 0


MakeExecutor = Callable[[Job, Strike], Executor]
"""Makes the engine of a run; the local one by default."""

MakeSinks = Callable[[Path, Path], Sequence[Sink]]
"""Makes further sinks, given the output folder and the folder for drafts."""


def local_executor(job: Job, strike: Strike) -> Executor:
    """Worker processes on this machine."""
    return LocalExecutor(job.make_parser, job.workers, job.limits, strike)


def run_batch(
    job: Job,
    stream: TextIO | None = None,
    make_executor: MakeExecutor = local_executor,
    make_sinks: MakeSinks | None = None,
) -> Summary:
    """Run ``job`` to its end, or go on with it where it was interrupted; progress goes to ``stream``.

    Raises ``FactextractError``: ``write_failed``, ``output_busy``, ``worker_failed``, ``state_damaged``, and what keeps the
    engine from being made. Nothing is published then; the journal keeps what was done.
    """
    started = time.time()
    state = job.out / STATE
    with writing(job.out):
        state.mkdir(parents=True, exist_ok=True)
    with locked(state / "lock"), ExitStack() as stack:
        journal = Journal(state / "journal", fresh=job.force, shown=job.shown)
        stack.callback(journal.close)
        sinks = _Sinks(job, state, make_sinks(job.out, state) if make_sinks else ())
        stack.callback(sinks.discard)
        run = _Run(job, journal, sinks, stream, make_executor)
        stack.callback(run.executor.close)
        summary = run.run()
        journal.sync()
        sinks.publish(summary.skipped)
        journal.compact()
        with suppress(FactextractError):  # the results are out
            _note_run(state, job, summary, started)
    return summary


class _Sinks:
    """All sinks of a run as one; the manifest comes last, so that its presence vouches for the others."""

    def __init__(self, job: Job, drafts: Path, more: Sequence[Sink]) -> None:
        files = (
            TextsSink(job.out, drafts),
            RecordsSink(job.out, drafts),
            FailuresSink(job.out, drafts, job.shown),
        )
        head = {
            "generator": job.identity,
            "python": platform.python_version(),
            "configuration": {
                "inputs": [job.shown(name) for name in job.inputs],
                **job.configuration,
                "timeout_seconds": job.limits.seconds,
                "memory_bytes": job.limits.memory_bytes,
            },
        }
        self._manifest = ManifestSink(job.out, drafts, head, files, job.shown)
        self._all: tuple[Sink, ...] = (*files, *more, self._manifest)

    def write(self, delivery: Delivery) -> None:
        for sink in self._all:
            sink.write(delivery)

    def publish(self, skipped: int) -> None:
        self._manifest.skipped = skipped
        for sink in self._all:
            sink.prepare()
        for sink in self._all:
            sink.publish()

    def discard(self) -> None:
        for sink in self._all:
            sink.discard()


class _Run:
    """One pass over the inbox."""

    def __init__(
        self,
        job: Job,
        journal: Journal,
        sinks: _Sinks,
        stream: TextIO | None,
        make_executor: MakeExecutor,
    ) -> None:
        self._limits = job.limits
        self._journal = journal
        self._sinks = sinks
        self._engine = fingerprint(job.identity)
        self._inbox = Inbox(job.inputs, job.out)
        self._progress = Progress(stream, sum(1 for _ in Inbox(job.inputs, job.out)))
        self._line = _Line()
        self._contents = DigestMap()
        self._summary = Summary()
        self.executor = make_executor(job, self._strike)

    def run(self) -> Summary:
        for number, (source, sha256) in enumerate(with_digests(self._inbox)):
            task = Task(number, source, sha256)
            offset = self._recall(task)
            while self._line.is_full() or (offset is None and not self.executor.has_room()):
                self._collect()
            if offset is None:
                self.executor.submit(task)
            else:
                self._settle(task, offset)
        while self.executor.is_busy():
            self._collect()
        self._progress.finish()
        self._summary.skipped = self._inbox.skipped
        return self._summary

    def _recall(self, task: Task) -> int | None:
        """Place in the journal of an outcome that needs no work: of an earlier run, of a source that cannot be read, of a
        document in quarantine."""
        if task.sha256 is not None:
            offset = self._journal.find(self._outcome_key(task.source.name, task.sha256))
            if offset is not None:
                self._summary.reused += 1
                return offset
        failure = task.source.failure
        strikes = self._journal.strikes(self._strike_key(task))
        if failure is None and len(strikes) >= _STRIKES_OUT:
            failure = quarantine(task, strikes[-1], self._limits)
        return self._journal.add(None, Outcome(task.sha256, failure=failure)) if failure else None

    def _collect(self) -> None:
        for task, outcome in self.executor.collect():
            outcome = replace(outcome, sha256=outcome.sha256 or task.sha256)
            lasting = outcome.failure is None or outcome.failure.lasting
            key = self._outcome_key(task.source.name, outcome.sha256) if lasting and outcome.sha256 else None
            self._settle(task, self._journal.add(key, outcome))
        self._journal.sync_when_due()

    def _settle(self, task: Task, offset: int) -> None:
        """The outcome of ``task`` is in the journal: deliver what is now next in line."""
        for next_task, next_offset in self._line.put(task, offset):
            outcome = self._journal.read(next_offset)
            self._summary.files += 1
            self._summary.records += len(outcome.lines)
            self._summary.failed += outcome.failure is not None
            self._sinks.write(Delivery(next_task, outcome, self._duplicate_of(next_task, outcome)))
        self._progress.advance(failed=self._summary.failed, reused=self._summary.reused)

    def _duplicate_of(self, task: Task, outcome: Outcome) -> int | None:
        if outcome.sha256 is None:
            return None
        key = bytes.fromhex(outcome.sha256)[:16]
        return None if self._contents.add(key, task.number) else self._contents.get(key)

    def _strike(self, task: Task, code: str) -> bool:
        key = self._strike_key(task)
        self._journal.strike(key, code)
        return len(self._journal.strikes(key)) < _STRIKES_OUT

    def _outcome_key(self, name: str, sha256: str) -> bytes:
        return digest_of("outcome", name, sha256, self._engine)

    def _strike_key(self, task: Task) -> bytes:
        """By content, so that copies of a poisonous file share its strikes; under other limits it gets another chance."""
        content = task.sha256 or f"name:{task.source.name}"
        return digest_of(
            "strike", content, self._engine, str(self._limits.seconds), str(self._limits.memory_bytes)
        )


class _Line:
    """Brings finished tasks back into input order."""

    def __init__(self) -> None:
        self._next = 0
        self._waiting: dict[int, tuple[Task, int]] = {}

    def is_full(self) -> bool:
        return len(self._waiting) >= _WINDOW

    def put(self, task: Task, offset: int) -> Iterator[tuple[Task, int]]:
        """Add a finished task; yields those whose turn it is."""
        self._waiting[task.number] = (task, offset)
        while (ready := self._waiting.pop(self._next, None)) is not None:
            self._next += 1
            yield ready


def _note_run(state: Path, job: Job, summary: Summary, started: float) -> None:
    """What differs from run to run, apart from the results: times, workers, machine."""
    note = {
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "seconds": round(time.time() - started, 1),
        "workers": job.workers,
        "files": summary.files,
        "reused": summary.reused,
        "forced": job.force,
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
    }
    file = AtomicFile(state / "last-run.json", state / "last-run.draft")
    file.write(json.dumps(note, ensure_ascii=False, indent=2).encode() + b"\n")
    file.prepare()
    file.publish()
