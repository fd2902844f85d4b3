"""A cluster of real processes on this machine, and a batch on it in a process of its own, which a test can kill.

Run as a script it is that batch: INBOX OUT ADDRESS, where ADDRESS ``-`` means a cluster of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import batch_targets

from factextract.batch import Job, Summary, run_batch
from factextract.batch.dask_engine import DaskExecutor
from factextract.batch.model import Executor
from factextract.batch.workers import Strike

_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Cluster:
    """A ``scheduler`` and ``nodes`` of one thread each: their processes."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self.nodes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")

    @property
    def address(self) -> str:
        """Address of the scheduler, once it has one."""
        from distributed import Client

        with Client(scheduler_file=str(self._file), set_as_default=False, timeout=60) as client:
            return str(client.scheduler.address)

    def start_node(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start another node, without a nanny, so that it stays dead when it is killed."""
        scratch = ("--local-directory", str(self._folder / "scratch"))
        node = self._start("worker", "--nthreads", "1", "--no-nanny", *scratch, *arguments)
        self.nodes.append(node)
        return node

    @property
    def _file(self) -> Path:
        return self._folder / "scheduler.json"

    def _start(self, part: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{part}", "--scheduler-file", str(self._file)]
        paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        process = subprocess.Popen([*command, "--no-dashboard", *arguments], env=environment, **_QUIET)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@contextmanager
def cluster(folder: Path, nodes: int) -> Iterator[Cluster]:
    """A cluster for the block; nothing of it is left afterwards."""
    with ExitStack() as stack:
        made = Cluster(folder, stack)
        for _ in range(nodes):
            made.start_node()
        yield made


def run_on(address: str | None, job: Job) -> Summary:
    """Run a job on the cluster at an address, or on one of its own."""

    def make_executor(job: Job, strike: Strike) -> Executor:
        return DaskExecutor(job.make_parser, job.limits, strike, address, None if address else job.workers)

    return run_batch(job, make_executor=make_executor)


def main(inbox: str, out: str, address: str) -> None:
    run_on(None if address == "-" else address, batch_targets.job(Path(inbox), Path(out)))


if __name__ == "__main__":
    main(*sys.argv[1:])
