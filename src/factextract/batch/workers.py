"""The local executor: worker processes of our own over pipes, so that no document can cost more than itself.

The standard pools will not do: one hangs when a worker is killed, the other gives up as a whole, and neither can stop a
document that takes too long. Processes are always spawned: the same on every system, and safe with threads.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from factextract.batch.model import Failure, Outcome, Parser, Task
from factextract.batch.worker import EXIT_OUT_OF_MEMORY, Limits, Ready, serve
from factextract.errors import FactextractError

MAX_WORKERS: Final = 61 if sys.platform == "win32" else 512
"""Windows waits for at most 63 handles at once."""

KILLED_TRIES: Final = 5
"""How often a document is tried whose worker is killed from outside: that says nothing about the document."""

_START_SECONDS: Final = 300.0
_START_TRIES: Final = 3
_KILLED_START_TRIES: Final = 100
_END_SECONDS: Final = 5.0
_SPAWN: Final = multiprocessing.get_context("spawn")

Strike = Callable[[Task, str], bool]
"""Called when a task brings down its worker, with the code (timeout, oom, crash); tells whether to try it again."""


class _Worker:
    """A worker process, the parent's end of its pipe, its task if it has one, and when that must be done."""

    def __init__(self, make_parser: Callable[[], Parser], limits: Limits) -> None:
        self.connection: Connection
        self.connection, theirs = _SPAWN.Pipe()
        self.process: BaseProcess = _SPAWN.Process(
            target=serve, args=(theirs, make_parser, limits), daemon=True
        )
        try:
            self.process.start()
        finally:
            theirs.close()
        self.is_ready = False
        self.task: Task | None = None
        self.deadline: float | None = time.monotonic() + _START_SECONDS

    def stop(self, *, at_once: bool) -> int | None:
        """End the process, ``at_once`` or after a moment in which it may end by itself; returns how it ended."""
        with suppress(OSError):
            self.connection.close()
        if not at_once:
            self.process.join(_END_SECONDS)
        self.process.kill()
        self.process.join()
        return self.process.exitcode


class LocalExecutor:
    """Runs tasks in ``workers`` processes (an ``Executor``), each with a parser that ``make_parser`` (picklable) makes there.

    A document beyond its ``limits`` or that crashes costs its worker, which is replaced; ``strike`` decides whether it is tried
    again. Workers are started when there is work for them.
    """

    def __init__(
        self, make_parser: Callable[[], Parser], workers: int, limits: Limits, strike: Strike
    ) -> None:
        self._make_parser = make_parser
        self._count = workers
        self._limits = limits
        self._strike = strike
        self._workers: list[_Worker] = []
        self._pending: deque[Task] = deque()
        self._done: list[tuple[Task, Outcome]] = []
        self._kills: dict[int, int] = {}
        self._failed_starts = 0

    def has_room(self) -> bool:
        """Whether a worker is free for one more task."""
        return self._load() < self._count

    def is_busy(self) -> bool:
        """Whether tasks are unfinished, or finished and not collected."""
        return self._load() > 0 or bool(self._done)

    def submit(self, task: Task) -> None:
        """Give the task to a worker, now or when one is ready."""
        self._pending.append(task)
        self._feed()

    def collect(self) -> list[tuple[Task, Outcome]]:
        """Wait until a worker says something, dies or takes too long; the tasks finished by then.

        Raises ``FactextractError``: ``worker_failed`` if workers cannot be started, or the error that kept the parser from
        being made.
        """
        if not self._done:
            self._listen()
            self._feed()
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Kill all workers."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _load(self) -> int:
        return len(self._pending) + sum(worker.task is not None for worker in self._workers)

    def _feed(self) -> None:
        """Give pending tasks to idle workers; start workers while there are too few."""
        idle = [worker for worker in self._workers if worker.is_ready and worker.task is None]
        while self._pending and idle:
            worker = idle.pop()
            task = self._pending.popleft()
            worker.task = task
            worker.deadline = time.monotonic() + self._limits.seconds
            try:
                worker.connection.send(task.source)
            except OSError:  # it died while it was idle
                worker.task = None
                self._pending.appendleft(task)
                self._drop(worker, at_once=True)
        starting = sum(not worker.is_ready for worker in self._workers)
        while len(self._workers) < self._count and starting < len(self._pending):
            try:
                self._workers.append(_Worker(self._make_parser, self._limits))
            except OSError as error:
                raise FactextractError("worker_failed", detail=error.strerror or str(error)) from None
            starting += 1

    def _listen(self) -> None:
        deadlines = [worker.deadline for worker in self._workers if worker.deadline is not None]
        timeout = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        heard = wait([worker.connection for worker in self._workers], timeout)
        for worker in [worker for worker in self._workers if worker.connection in heard]:
            self._receive(worker)
        now = time.monotonic()
        for worker in [w for w in self._workers if w.deadline is not None and w.deadline <= now]:
            self._lose(worker, "timeout")

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker, None)
            return
        except Exception:  # garbage on the pipe: its memory is corrupt
            self._lose(worker, "crash")
            return
        worker.deadline = None
        if isinstance(message, Ready):
            if message.error is not None:
                raise FactextractError(message.error, **(message.details or {}))
            worker.is_ready = True
            self._failed_starts = 0
        elif worker.task is not None:
            self._finish(worker.task, message)
            worker.task = None

    def _lose(self, worker: _Worker, code: str | None) -> None:
        """A worker died (``code`` None) or took too long: settle what it was doing."""
        exit_code = self._drop(worker, at_once=code is not None)
        task = worker.task
        if not worker.is_ready:
            self._failed_starts += 1
            is_killed = code is None and _was_killed(exit_code)
            if self._failed_starts >= (_KILLED_START_TRIES if is_killed else _START_TRIES):
                raise FactextractError("worker_failed", detail=f"工作进程无法启动，退出码 {exit_code}")
        elif task is not None:
            if code is None and _was_killed(exit_code):
                self._after_kill(task)
            else:
                self._after_strike(task, code or ("oom" if exit_code == EXIT_OUT_OF_MEMORY else "crash"))

    def _drop(self, worker: _Worker, *, at_once: bool) -> int | None:
        self._workers.remove(worker)
        return worker.stop(at_once=at_once)

    def _after_kill(self, task: Task) -> None:
        kills = self._kills[task.number] = self._kills.get(task.number, 0) + 1
        if kills < KILLED_TRIES:
            self._pending.appendleft(task)
        else:
            error = FactextractError("crash", path=task.source.name, detail="工作进程多次被外部终止")
            self._finish(task, Outcome(task.sha256, failure=Failure.of(error)))

    def _after_strike(self, task: Task, code: str) -> None:
        if self._strike(task, code):
            self._pending.appendleft(task)
        else:
            failure = quarantine(task, code, self._limits)
            self._finish(task, Outcome(task.sha256, failure=failure))

    def _finish(self, task: Task, outcome: Outcome) -> None:
        self._kills.pop(task.number, None)
        self._done.append((task, outcome))


def quarantine(task: Task, code: str, limits: Limits) -> Failure:
    """The failure of a document that brought down its workers; ``code`` is that of the last time."""
    megabytes = (limits.memory_bytes or 0) // 2**20
    details = {
        "timeout": f"超过 {limits.seconds:g} 秒",
        "oom": f"超过 {megabytes} MB",
        "crash": "工作进程崩溃",
    }
    error = FactextractError(code, path=task.source.name, detail=details[code])
    return Failure.of(error, quarantined=True)


def _was_killed(exit_code: int | None) -> bool:
    """Whether someone outside ended the process; a document cannot make its own worker end like that."""
    return exit_code == 1 if os.name == "nt" else exit_code == -signal.SIGKILL
