"""What a document costs each part of a cluster: the figures of docs/scale.md.

    python scripts/bench_cluster.py [--reports FOLDER] [--copies 2] [--threads 2] [--rules-only]

Starts a scheduler and a node on this machine and runs ``factextract batch --engine dask`` over copies of the reports. Processor
time is that of the processes, so other work on the machine disturbs little. Needs Linux (/proc).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def processor_seconds(pid: int) -> tuple[float, float]:
    """Processor time of a process, and of its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own, ended = (sum(map(int, fields[at : at + 2])) / os.sysconf("SC_CLK_TCK") for at in (11, 13))
    return own, ended


def start(stack: ExitStack, part: str, *arguments: str) -> int:
    """Start a part of the cluster; its process."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", "--no-dashboard", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process.pid


def run_driver(inbox: Path, out: Path, address: str, *options: str) -> tuple[float, float]:
    """Run the batch; seconds on the clock and of its processor."""
    command = [
        sys.executable,
        "-m",
        "factextract.cli",
        "batch",
        str(inbox),
        "-o",
        str(out),
        "--engine",
        "dask",
    ]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--cluster", address, *options], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the batch failed with status {status}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime


def measure(inboxes: tuple[Path, Path], folder: Path, threads: int, options: list[str]) -> None:
    """Print the table. A small batch goes first: what the large one costs beyond it is free of starting and loading."""
    from distributed import Client

    file = str(folder / "scheduler.json")
    with ExitStack() as stack:
        scheduler = start(stack, "scheduler", "--scheduler-file", file, "--host", "127.0.0.1", "--port", "0")
        scratch = ["--local-directory", str(folder / "scratch")]
        node = start(
            stack, "worker", "--scheduler-file", file, "--no-nanny", "--nthreads", str(threads), *scratch
        )
        with Client(scheduler_file=file, timeout=60) as client:
            client.wait_for_workers(1)
            address = str(client.scheduler.address)
        readings = []
        for inbox in inboxes:
            before = (processor_seconds(scheduler), processor_seconds(node))
            clock, driver = run_driver(inbox, folder / "out" / inbox.name, address, *options)
            after = (processor_seconds(scheduler), processor_seconds(node))
            readings.append((
                clock, driver, after[0][0] - before[0][0], after[1][0] - before[1][0], after[1][1] - before[1][1],
            ))  # fmt: skip
    small, large = (sum(1 for _ in inbox.rglob("*.txt")) for inbox in inboxes)
    print(f"{large} reports of {mean_bytes(inboxes[1].rglob('*.txt'), large)} bytes, beyond {small}")
    for part, first, second in zip(
        ("clock", "driver", "scheduler", "node", "its parsers"), *readings, strict=True
    ):
        print(f"{part:<20} {(second - first) / (large - small) * 1e3:8.2f} ms a report")
    for path in sorted((folder / "out" / inboxes[1].name).rglob("*")):
        if path.is_file() and path.stat().st_size > large:
            print(f"{path.name:<20} {mean_bytes([path], large):8} bytes a report")


def mean_bytes(paths: Iterable[Path], documents: int) -> int:
    """Size of files, by document."""
    return sum(path.stat().st_size for path in paths) // documents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=Path, default=_ROOT / "corpus" / "gold")
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rules-only", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for copy in range(args.copies):
            shutil.copytree(args.reports, folder / "large" / f"{copy:03}")
        shutil.copytree(args.reports, folder / "small" / "000", ignore=lambda _, names: sorted(names)[40:])
        measure(
            (folder / "small", folder / "large"),
            folder,
            args.threads,
            ["--rules-only"] if args.rules_only else [],
        )


if __name__ == "__main__":
    main()
