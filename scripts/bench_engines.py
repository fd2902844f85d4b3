"""What a distributed engine costs on this machine: start-up, a trivial task, a report, a killed worker, a poisonous task.

    python scripts/bench_engines.py dask|ray|spark [--workers 2] [--tasks 2000] [--reports FOLDER]

The engine must be installed (only Dask is an extra of the project; see docs/scale.md for why). Reads /proc, so it needs Linux.
Each task is one document, as ``factextract batch`` would send it; the parser is made once in each worker process.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

_ROOT = Path(__file__).resolve().parent.parent
_KILL_TASKS = 60
_MODELS = _ROOT / "models"


# -- tasks -------------------------------------------------------------------------------------------------------


def trivial(number: int) -> int:
    """Nothing but the way there and back; tells which process it was."""
    return os.getpid() + 0 * number


def short_sleep(_: int) -> int:
    """Long enough to be killed in the middle."""
    time.sleep(0.1)
    return os.getpid()


def poison_among(number: int) -> int:
    """Every twentieth task ends its process."""
    if number % 20 == 10:
        os._exit(3)
    return short_sleep(number)


@cache
def _parser() -> Callable[[Any], Any]:
    from factextract.batch.worker import engine_parser

    return engine_parser((), str(_MODELS), 0.0)


def parse(path: str) -> int:
    """One report; the number of its records."""
    from factextract.batch.model import Source

    return len(_parser()(Source(path, path)).lines)


# -- engines -----------------------------------------------------------------------------------------------------


class Engine(Protocol):
    """An engine with some workers on this machine."""

    def run(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        """The results in any order; for a task that the engine gave up, the name of its exception."""
        ...

    def stop(self) -> None:
        """End all of its processes."""
        ...


class Dask:
    """One process a worker, under a nanny."""

    def __init__(self, workers: int) -> None:
        from distributed import Client, LocalCluster

        self._cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=60
        )
        self._client = Client(self._cluster)

    def run(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        from distributed import as_completed

        futures = self._client.map(function, items, pure=False)
        for future, result in as_completed(futures, with_results=True, raise_errors=False):
            # An error arrives as (type, exception, traceback).
            yield result[0].__name__ if future.status == "error" else result

    def stop(self) -> None:
        self._client.close()
        self._cluster.close()


class Ray:
    """Tasks (not actors) with the default number of retries."""

    def __init__(self, workers: int) -> None:
        import ray

        self._ray = ray
        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level="ERROR")

    def run(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        remote = self._ray.remote(function)
        waiting = [remote.remote(item) for item in items]
        while waiting:
            done, waiting = self._ray.wait(waiting, num_returns=1)
            for reference in done:
                try:
                    yield self._ray.get(reference)
                except self._ray.exceptions.RayError as error:
                    yield repr(error)

    def stop(self) -> None:
        self._ray.shutdown()


class Spark:
    """Local mode, four tries a task; eight partitions a worker, because Spark schedules partitions and not elements."""

    def __init__(self, workers: int) -> None:
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(f"local[{workers},4]").config("spark.ui.enabled", "false")
        self._slices = workers * 8
        self._session = builder.config("spark.log.level", "OFF").getOrCreate()

    def run(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        try:
            yield from self._session.sparkContext.parallelize(items, self._slices).map(function).collect()
        except Exception as error:
            yield from [repr(error)[:200]] * len(items)

    def stop(self) -> None:
        self._session.stop()


_ENGINES: dict[str, Callable[[int], Engine]] = {"dask": Dask, "ray": Ray, "spark": Spark}


# -- measuring ---------------------------------------------------------------------------------------------------


def descendants(pid: int) -> list[int]:
    """All processes below ``pid``."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found + [below for child in found for below in descendants(child)]


def megabytes(pids: Iterable[int]) -> float:
    """Resident memory of processes, shared pages divided among those who share them."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor time that processes have used so far, with that of their children that ended."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def cost(engine: Engine, function: Callable[[Any], Any], items: Sequence[Any]) -> str:
    """Milliseconds an item: on the clock, and of all processors."""
    pids = [os.getpid(), *descendants(os.getpid())]
    started, before = time.perf_counter(), processor_seconds(pids)
    results = list(engine.run(function, items))
    seconds, used = time.perf_counter() - started, processor_seconds(pids) - before
    if strange := [result for result in results if not isinstance(result, int)]:
        sys.exit(f"{function.__name__}: {strange[0]}")
    return f"{seconds / len(items) * 1e3:.2f} ms, of processors {used / len(items) * 1e3:.2f} ms"


def outcome_of_kill(engine: Engine) -> str:
    """Kill the process that answers first, in the middle of ``_KILL_TASKS`` tasks."""
    victim = next(pid for pid in engine.run(short_sleep, range(4)))
    threading.Timer(0.5, os.kill, (victim, signal.SIGKILL)).start()
    return tally(engine, short_sleep)


def tally(engine: Engine, function: Callable[[Any], Any]) -> str:
    started = time.perf_counter()
    results = Counter(
        "done" if isinstance(result, int) else result for result in engine.run(function, range(_KILL_TASKS))
    )
    return f"{dict(results)} in {time.perf_counter() - started:.1f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("engine", choices=_ENGINES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--reports", type=Path, default=_ROOT / "corpus" / "gold")
    args = parser.parse_args()
    reports = [str(path) for path in sorted(args.reports.rglob("*.txt"))]

    started = time.perf_counter()
    engine = _ENGINES[args.engine](args.workers)
    cost(engine, trivial, range(args.workers * 4))
    print(f"start to first results      {time.perf_counter() - started:.2f} s")
    print(f"memory of its processes     {megabytes(descendants(os.getpid())):.0f} MB")
    print(f"a trivial task              {cost(engine, trivial, range(args.tasks))}")
    cost(engine, parse, reports[: args.workers * 4])  # makes the parsers
    alone = time.process_time()
    for path in reports:
        parse(path)
    alone = time.process_time() - alone
    print(f"a report                    {cost(engine, parse, reports)}")
    print(f"a report without an engine  {alone / len(reports) * 1e3:.2f} ms")
    print(f"memory with parsers loaded  {megabytes(descendants(os.getpid())):.0f} MB")
    print(f"a worker killed             {outcome_of_kill(engine)}")
    print(f"3 of {_KILL_TASKS} tasks poisonous    {tally(engine, poison_among)}")
    engine.stop()


if __name__ == "__main__":
    # Workers import the tasks from a module, as they import the project: what is in __main__ would travel with every task.
    sys.path.insert(0, str(Path(__file__).parent))
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    import bench_engines

    bench_engines.main()
