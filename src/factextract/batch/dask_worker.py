"""The inside of a cluster's node. A Dask worker does not parse; it keeps isolated processes that do, one a thread.

They are those of the local executor, so a document that hangs, hoards or crashes costs here what it costs there, and the loss of
a node is the loss of a messenger: it says nothing about the documents. Strikes are counted by the driver, in its journal.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from factextract.batch.identity import engine_identity
from factextract.batch.model import Outcome, Parser, Task
from factextract.batch.worker import Limits, Ready, engine_parser
from factextract.batch.workers import LocalExecutor
from factextract.errors import FactextractError

IDLE_SECONDS: Final = 60.0
"""How long a process waits for more work when nobody says that the run is over (its driver was killed)."""


@dataclass(frozen=True, slots=True)
class RunSetting:
    """What the documents of a run need: the parser and the limits. ``run`` is different for each run; ``folder`` is the driver's
    current one, where relative paths begin on nodes that have it, too."""

    run: str
    folder: str
    make_parser: Callable[[], Parser]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one document; ``struck`` is the code (timeout, oom, crash) with which it brought down its process."""

    outcome: Outcome
    struck: str | None = None


def parse_group(setting: bytes, tasks: Sequence[Task]) -> list[Reply] | Ready:
    """Parse the tasks one after the other in an isolated process; ``setting`` is a pickled ``RunSetting``.

    A ``Ready`` with an error tells what keeps a parser from being made here; such an error ends the run.
    """
    try:
        with _CELLS.lent(setting) as cell:
            return [cell.parse(task) for task in tasks]
    except FactextractError as error:
        return Ready(error.code, {name: str(value) for name, value in error.details.items()})


def retire(setting: bytes) -> None:
    """The run is over: end its idle processes now, the others when they are done."""
    _CELLS.retire(setting)


def dask_setup(_: object) -> None:
    """Preload hook of a node that belongs to its driver: Ctrl-C is the driver's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def same_engine_parser(
    identity: dict[str, Any], packs: Sequence[str], with_models: bool, min_confidence: float, mask: bool
) -> Parser:
    """The real parser with this node's program and models, which must be the driver's: records must not depend on the node.

    Raises ``FactextractError`` (cluster_mismatch) if its ``identity`` is another.
    """
    from factextract.pipeline import MODELS

    models = str(MODELS) if with_models else None
    own = engine_identity(packs, models, min_confidence, mask)
    if own != identity:
        other = [name for name in identity if own.get(name) != identity[name]]
        raise FactextractError("cluster_mismatch", node=socket.gethostname(), detail="、".join(other))
    return engine_parser(packs, models, min_confidence, mask)


class _Cell:
    """An isolated process, for one document at a time."""

    def __init__(self, setting: RunSetting) -> None:
        self._struck: str | None = None
        make_parser = partial(_parser_in, setting.folder, setting.make_parser)
        self._executor = LocalExecutor(make_parser, 1, setting.limits, self._strike)
        self.expiry: threading.Timer | None = None
        self.close = self._executor.close

    def parse(self, task: Task) -> Reply:
        self._struck = None
        self._executor.submit(task)
        while not (done := self._executor.collect()):
            pass
        return Reply(done[0][1], self._struck)

    def _strike(self, _: Task, code: str) -> bool:
        self._struck = code
        return False  # whether to try again is for the driver to say


class _Cells:
    """The isolated processes of this node, by run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[bytes, list[_Cell]] = {}
        self._retired: set[bytes] = set()

    @contextmanager
    def lent(self, setting: bytes) -> Iterator[_Cell]:
        """A cell for the block; what goes wrong in it ends the cell."""
        with self._lock:
            waiting = self._idle.get(setting)
            cell = waiting.pop() if waiting else None
        if cell is None:
            _allow_children()
            cell = _Cell(pickle.loads(setting))
        elif cell.expiry is not None:
            cell.expiry.cancel()
        try:
            yield cell
        except BaseException:
            cell.close()
            raise
        self._take_back(setting, cell)

    def retire(self, setting: bytes) -> None:
        """End the idle cells of a run, and the others when they come back."""
        with self._lock:
            self._retired.add(setting)
            cells = self._idle.pop(setting, [])
        for cell in cells:
            cell.close()

    def _take_back(self, setting: bytes, cell: _Cell) -> None:
        cell.expiry = threading.Timer(IDLE_SECONDS, self._expire, (setting, cell))
        cell.expiry.daemon = True
        with self._lock:
            is_retired = setting in self._retired
            if not is_retired:
                self._idle.setdefault(setting, []).append(cell)
        if is_retired:
            cell.close()
        else:
            cell.expiry.start()

    def _expire(self, setting: bytes, cell: _Cell) -> None:
        with self._lock:
            waiting = self._idle.get(setting, [])
            if cell not in waiting:  # it was lent again at the last moment
                return
            waiting.remove(cell)
        cell.close()


_CELLS: Final = _Cells()


def _parser_in(folder: str, make_parser: Callable[[], Parser]) -> Parser:
    with suppress(OSError):
        os.chdir(folder)
    return make_parser()


def _allow_children() -> None:
    """A worker under a nanny is a daemon, which multiprocessing forbids to start processes. Ours end with it by themselves."""
    process = multiprocessing.current_process()
    if process.daemon:
        process.daemon = False
