"""kill -9 of the parent or a worker at many moments, then the same command: the same bytes as an undisturbed run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_batch import fill, outputs

TARGETS = Path(__file__).parent / "batch_targets.py"

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes under /proc")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = {f"d{i:02}": "sleep 0.04" for i in range(24)}
    texts |= {"d05": "segfault", "d11": "refuse d11", "d17": "raise"}
    return fill(tmp_path_factory.mktemp("inbox"), **texts)


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    with batch(inbox, out, 2) as process:
        assert process.wait(60) == 0
    return outputs(out)


@contextlib.contextmanager
def batch(inbox: Path, out: Path, workers: int) -> Iterator[subprocess.Popen[bytes]]:
    arguments = [sys.executable, str(TARGETS), str(inbox), str(out), str(workers)]
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def workers_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in children if b"spawn_main" in command_line(int(child))]
    return []


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def journal_lines(out: Path) -> int:
    try:
        return (out / "state" / "journal").read_bytes().count(b"\n")
    except OSError:
        return 0


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("workers", [1, 2])
def test_parent_killed_again_and_again(
    inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    for stop_at in (0, 1, 6, 13, 20):
        with batch(inbox, tmp_path, workers) as process:
            wait_until(lambda at=stop_at: journal_lines(tmp_path) >= at and (tmp_path / "state").exists())  # type: ignore[misc]
            orphans = workers_of(process.pid)
            process.send_signal(signal.SIGKILL)
            process.wait()
        wait_until(lambda left=orphans: not any(b"spawn_main" in command_line(pid) for pid in left))  # type: ignore[misc]
        assert not (tmp_path / "records.jsonl").exists()
    with batch(inbox, tmp_path, workers) as process:
        assert process.wait(60) == 0
    assert outputs(tmp_path) == undisturbed


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_killed_while_it_runs(
    inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    killed = 0
    with batch(inbox, tmp_path, workers) as process:
        for stop_at in (1, 8, 16):
            wait_until(lambda at=stop_at: journal_lines(tmp_path) >= at and bool(workers_of(process.pid)))  # type: ignore[misc]
            with contextlib.suppress(ProcessLookupError):
                os.kill(workers_of(process.pid)[0], signal.SIGKILL)
                killed += 1
        assert process.wait(60) == 0
    assert killed == 3
    assert outputs(tmp_path) == undisturbed


def test_machine_that_lost_the_end_of_the_journal(
    inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    with batch(inbox, tmp_path, 2) as process:
        wait_until(lambda: journal_lines(tmp_path) >= 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
    journal = tmp_path / "state" / "journal"
    journal.write_bytes(journal.read_bytes()[:-37] + bytes(4096))
    with batch(inbox, tmp_path, 1) as process:
        assert process.wait(60) == 0
    assert outputs(tmp_path) == undisturbed


def test_interrupt_from_the_keyboard_stops_cleanly(inbox: Path, tmp_path: Path) -> None:
    with batch(inbox, tmp_path, 2) as process:
        wait_until(lambda: journal_lines(tmp_path) >= 3)
        orphans = workers_of(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) != 0
    wait_until(lambda: not any(b"spawn_main" in command_line(pid) for pid in orphans))
    assert not (tmp_path / "records.jsonl").exists()
    assert not list((tmp_path / "state").glob("*.draft"))
