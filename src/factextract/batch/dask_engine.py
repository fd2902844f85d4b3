"""The distributed executor: documents go to the nodes of a Dask cluster, in small groups, a bounded number at a time.

Without an address the cluster is one of this machine's own. Dask moves the documents, finds lost nodes and gives their work to
others; isolation and limits are those of the local executor (see ``dask_worker``), strikes and order those of the run. So the
results are the same. Needs the extra ``cluster``; why Dask, see docs/scale.md.
"""

from __future__ import annotations

import logging
import os
import pickle
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final

from factextract.batch import dask_worker
from factextract.batch.dask_worker import Reply, RunSetting, parse_group, retire
from factextract.batch.model import Failure, Outcome, Parser, Task
from factextract.batch.worker import Limits, Ready
from factextract.batch.workers import Strike
from factextract.errors import FactextractError

GROUP: Final = 16
"""Documents that travel together: a message to and fro costs some milliseconds, a tenth of a short report."""

_GROUPS_A_THREAD: Final = 2  # one is parsed, one waits there
_CONNECT_SECONDS: Final = 30
_LOST_SECONDS: Final = 300.0
"""How long a run waits for the first or for another node when it has none, or for its scheduler."""

_LOOK_SECONDS: Final = 2.0
_FAREWELL_SECONDS: Final = 5.0

_Answer = list[Reply] | Ready | Exception


class DaskExecutor:
    """Runs tasks on the cluster at ``address`` (None: on this machine), in ``threads`` processes at most (None: all of them); an
    ``Executor``. Each process has a parser that ``make_parser`` (picklable, importable on the nodes) makes there.

    Raises ``FactextractError``: ``cluster_missing`` if Dask is not installed, ``cluster_failed`` if there is nobody at the address.
    """

    def __init__(
        self,
        make_parser: Callable[[], Parser],
        limits: Limits,
        strike: Strike,
        address: str | None = None,
        threads: int | None = None,
    ) -> None:
        setting = RunSetting(uuid.uuid4().hex, os.getcwd(), make_parser, limits)
        self._setting = pickle.dumps(setting)
        self._strike = strike
        self._most_threads = threads
        self._group: list[Task] = []
        self._flying: dict[str, tuple[Any, tuple[Task, ...]]] = {}
        self._flying_tasks = 0
        self._landed: SimpleQueue[str] = SimpleQueue()
        self._done: list[tuple[Task, Outcome]] = []
        self._suspects: deque[Task] = deque()
        self._suspect_key: str | None = None
        self._threads = 1
        self._looked_at = self._seen_at = time.monotonic()
        self._cluster, self._client = _connected(address, threads or 1)

    def has_room(self) -> bool:
        """Whether fewer documents are under way than the nodes that are there now should have."""
        return self._load() < self._room()

    def is_busy(self) -> bool:
        """Whether tasks are unfinished, or finished and not collected."""
        return self._load() > 0 or bool(self._done)

    def submit(self, task: Task) -> None:
        """Take a task; it leaves when its group is full, or the caller waits."""
        self._group.append(task)
        if len(self._group) >= GROUP:
            self._send_group()

    def collect(self) -> list[tuple[Task, Outcome]]:
        """Wait until a group is back; the tasks finished by then.

        Raises ``FactextractError``: ``cluster_failed`` if scheduler or nodes stay away, ``cluster_mismatch`` or whatever else keeps
        a parser from being made on a node.
        """
        if self._group:
            self._send_group()
        if not self._done:
            for key, tasks, answer in self._answers(self._wait()):
                self._take(key, tasks, answer)
            self._send_suspect()
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Call everything back and end the run's processes; a document under way elsewhere is left to its limits."""
        if self._cluster is None and self._client.status == "running":
            # A node that has frozen must not keep us.
            farewell = threading.Thread(target=self._say_farewell, daemon=True)
            farewell.start()
            farewell.join(_FAREWELL_SECONDS)
        for part in (self._client, self._cluster):
            if part is not None:
                with suppress(Exception):
                    part.close(timeout=_FAREWELL_SECONDS)

    def _say_farewell(self) -> None:
        with suppress(Exception):
            self._client.cancel([future for future, _ in self._flying.values()])
            self._client.run(retire, self._setting, on_error="ignore")

    # -- there -----------------------------------------------------------------------------------------------------

    def _load(self) -> int:
        return len(self._group) + len(self._suspects) + self._flying_tasks

    def _room(self) -> int:
        now = time.monotonic()
        if now - self._looked_at >= _LOOK_SECONDS or self._threads == 0:
            self._look(now)
        return max(1, self._threads) * _GROUPS_A_THREAD * GROUP

    def _look(self, now: float) -> None:
        """See which nodes there are; they may come and go while it runs."""
        self._looked_at = now
        threads = 0
        if self._client.status == "running":
            with suppress(Exception):
                threads = sum(self._client.nthreads().values())
        self._threads = min(threads, self._most_threads or threads)
        if threads:
            self._seen_at = now
        elif now - self._seen_at > _LOST_SECONDS:
            raise FactextractError("cluster_failed", detail=f"{_LOST_SECONDS:g} 秒内没有工作进程")

    def _send_group(self) -> None:
        group, self._group = self._group, []
        self._send(group)

    def _send_suspect(self) -> None:
        """One at a time: whatever else is on a node that is lost shares the blame."""
        if self._suspects and self._suspect_key not in self._flying:
            self._suspect_key = self._send([self._suspects.popleft()])

    def _send(self, tasks: Iterable[Task]) -> str:
        group = tuple(tasks)
        try:
            future = self._client.submit(parse_group, self._setting, group, pure=False)
        except Exception as error:
            raise _failed(error) from None
        self._flying[future.key] = (future, group)
        self._flying_tasks += len(group)
        future.add_done_callback(lambda future: self._landed.put(future.key))
        return str(future.key)

    # -- and back --------------------------------------------------------------------------------------------------

    def _wait(self) -> list[str]:
        """Keys of the groups that are back, a few at a time; none if nothing happened for a while."""
        keys = []
        try:
            keys.append(self._landed.get(timeout=_LOOK_SECONDS))
            while True:
                keys.append(self._landed.get_nowait())
        except Empty:
            pass
        if not keys:
            self._look(time.monotonic())
        return keys

    def _answers(self, keys: Sequence[str]) -> Iterator[tuple[str, tuple[Task, ...], _Answer]]:
        landed = [self._flying.pop(key) for key in keys]
        fetched: dict[str, list[Reply] | Ready] = {}
        good = [future for future, _ in landed if future.status == "finished"]
        with suppress(Exception):  # a node died with some of them: fetch one by one
            fetched = dict(zip([future.key for future in good], self._client.gather(good), strict=True))
        for future, tasks in landed:
            self._flying_tasks -= len(tasks)
            yield future.key, tasks, fetched.get(future.key) or _answer(future)

    def _take(self, key: str, tasks: tuple[Task, ...], answer: _Answer) -> None:
        if isinstance(answer, Ready) and answer.error is not None:
            raise FactextractError(answer.error, **(answer.details or {}))
        if isinstance(answer, list):
            for task, reply in zip(tasks, answer, strict=True):
                self._settle(task, reply)
        elif not _is_loss(answer):
            raise _failed(answer)
        elif key != self._suspect_key:
            self._suspects.extend(tasks)
        else:
            error = FactextractError("crash", path=tasks[0].source.name, detail="工作节点多次丢失")
            self._done.append((tasks[0], Outcome(tasks[0].sha256, failure=Failure.of(error))))

    def _settle(self, task: Task, reply: Reply) -> None:
        if reply.struck is not None and self._strike(task, reply.struck):
            self._send([task])
        else:
            self._done.append((task, reply.outcome))


def _connected(address: str | None, threads: int) -> tuple[Any, Any]:
    """The own cluster, if there is to be one, and the client of it or of the one at ``address``."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise FactextractError("cluster_missing", name=error.name or "distributed") from None
    # What it has to say of lost nodes goes to people who watch it; here it would run through the progress line.
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.nanny"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    cluster = None
    try:
        if address is None:
            cluster = LocalCluster(
                n_workers=1,
                threads_per_worker=threads,
                memory_limit=0,  # the documents' own limits hold
                dashboard_address="127.0.0.1:0",
                preload=[dask_worker.__name__],
                silence_logs=logging.CRITICAL,
            )
        return cluster, Client(cluster or address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except Exception as error:
        if cluster is not None:
            cluster.close()
        raise _failed(error) from None


def _answer(future: Any) -> _Answer:
    try:
        answer: list[Reply] | Ready = future.result(timeout=_LOST_SECONDS)
        return answer
    except Exception as error:
        return error


def _is_loss(answer: object) -> bool:
    """Whether several nodes were lost in turn that had the group."""
    from distributed import KilledWorker

    return isinstance(answer, KilledWorker)


def _failed(error: object) -> FactextractError:
    return FactextractError("cluster_failed", detail=f"{type(error).__name__}: {error}"[:300])
