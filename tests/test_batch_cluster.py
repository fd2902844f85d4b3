"""A batch on a real cluster of several processes, some of which die: the same bytes as without one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_targets import LIMITS, job, make_no_parser, make_parser
from cluster_targets import Cluster, cluster, run_on
from http_folder import served
from test_batch import EXAMPLES, OUTPUTS, command, fill, lines, outputs
from test_batch_kill import command_line, journal_lines, wait_until

from factextract.batch import Limits, dask_engine, run_batch
from factextract.batch.dask_engine import GROUP, DaskExecutor
from factextract.batch.dask_worker import same_engine_parser
from factextract.batch.inputs import Inbox, content_digest
from factextract.batch.model import Task
from factextract.errors import FactextractError

pytest.importorskip("distributed", reason="needs the extra 'cluster'")
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes under /proc")

TARGETS = Path(__file__).parent / "cluster_targets.py"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as made:
        yield made
    names = (b"spawn_main", b"distributed.cli")
    wait_until(lambda: not any(n in command_line(pid) for n in names for pid in descendants(os.getpid())))


@pytest.fixture(scope="module")
def address(nodes: Cluster) -> str:
    return nodes.address


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = {f"d{i:02}": "sleep 0.03" for i in range(80)}
    texts |= {"d05": "segfault", "d06": "segfault", "d11": "refuse d11", "d57": "raise"}
    return fill(tmp_path_factory.mktemp("inbox"), **texts)


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    run_batch(job(inbox, out))
    return outputs(out)


def descendants(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        tasks = [task.name for task in Path(f"/proc/{pid}/task").iterdir()]
        children = " ".join(Path(f"/proc/{pid}/task/{task}/children").read_text() for task in tasks).split()
        return [below for child in children for below in (int(child), *descendants(int(child)))]
    return []


@contextlib.contextmanager
def batch(inbox: Path, out: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    arguments = [sys.executable, str(TARGETS), str(inbox), str(out), address]
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


# -- the same results --------------------------------------------------------------------------------------------


def test_the_bytes_are_those_of_the_local_engine(
    inbox: Path, undisturbed: dict[str, bytes], address: str, tmp_path: Path
) -> None:
    summary = run_on(address, job(inbox, tmp_path))
    assert outputs(tmp_path) == undisturbed
    assert (summary.files, summary.failed, summary.reused) == (80, 4, 0)
    again = run_on(address, job(inbox, tmp_path))
    assert (again.reused, outputs(tmp_path)) == (78, undisturbed)  # the rest is in quarantine


def test_each_bad_document_costs_only_itself(address: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    inbox = fill(
        tmp_path / "in", a="ok 1", b="hang", c="ok 2\n3", d="hog", e="segfault", f="raise", g="refuse x",
        h=f"once {marker}", k="ok 4",
    )  # fmt: skip
    run_on(address, job(inbox, tmp_path / "out", limits=Limits(seconds=1.5, memory_bytes=128 * 2**20)))
    failures = {Path(f["path"]).stem: f for f in lines(tmp_path / "out" / "failures.jsonl")}
    assert [r["line"] for r in lines(tmp_path / "out" / "records.jsonl")] == ["1", "2", "3", str(marker), "4"]
    assert {name: failure["code"] for name, failure in failures.items()} == {
        "b": "timeout", "d": "oom", "e": "crash", "f": "internal_error", "g": "encrypted",
    }  # fmt: skip
    assert [name for name, failure in failures.items() if failure["quarantined"]] == ["b", "d", "e"]


def test_the_command_reads_urls_on_the_nodes(address: str, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="needs fsspec[http]")
    folder = tmp_path / "in"
    folder.mkdir()
    for number, path in enumerate(EXAMPLES):
        (folder / f"{number}{path.suffix}").write_bytes(path.read_bytes())
    with served(folder) as url:
        for engine in (["local"], ["dask", "--cluster", address]):
            done = command("batch", url, "-o", tmp_path / engine[0], "--rules-only", "--engine", *engine)
            assert (done.returncode, done.stdout) == (0, b""), done.stderr.decode()
    assert outputs(tmp_path / "dask") == outputs(tmp_path / "local")
    assert len(lines(tmp_path / "dask" / "records.jsonl")) == 2


# -- losses ------------------------------------------------------------------------------------------------------


def test_nodes_killed_while_it_runs(
    inbox: Path, undisturbed: dict[str, bytes], nodes: Cluster, address: str, tmp_path: Path
) -> None:
    with batch(inbox, tmp_path, address) as process:
        for stop_at in (1, 30):
            wait_until(lambda at=stop_at: journal_lines(tmp_path) >= at, 60)  # type: ignore[misc]
            victim = nodes.nodes.pop(0)
            orphans = descendants(victim.pid)
            kill(victim.pid)
            nodes.start_node()
            wait_until(lambda left=orphans: not any(b"spawn_main" in command_line(pid) for pid in left))  # type: ignore[misc]
        assert process.wait(60) == 0
    assert outputs(tmp_path) == undisturbed


def test_driver_killed_again_and_again(
    inbox: Path, undisturbed: dict[str, bytes], address: str, tmp_path: Path
) -> None:
    for stop_at in (1, 40):
        with batch(inbox, tmp_path, address) as process:
            wait_until(lambda at=stop_at: journal_lines(tmp_path) >= at, 60)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert not any((tmp_path / name).exists() for name in OUTPUTS)
    summary = run_on(address, job(inbox, tmp_path))
    assert summary.reused >= 35
    assert outputs(tmp_path) == undisturbed


@pytest.mark.parametrize("victim", ["worker", "driver"])
def test_a_cluster_of_its_own(
    inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path, victim: str
) -> None:
    with batch(inbox, tmp_path, "-") as process:
        wait_until(lambda: journal_lines(tmp_path) >= 5, 60)
        below = descendants(process.pid)
        parents = [
            pid for pid in below if descendants(pid)
        ]  # the node, which has the isolated processes below it
        kill(process.pid if victim == "driver" else parents[0])
        assert (process.wait(60) == 0) == (victim == "worker")
    wait_until(lambda: not any(b"spawn_main" in command_line(pid) for pid in below))
    if victim == "driver":
        run_batch(job(inbox, tmp_path))  # the engines go on with each other's work
    assert outputs(tmp_path) == undisturbed


def test_a_document_that_takes_nodes_with_it_costs_only_itself(tmp_path: Path) -> None:
    import dask

    inbox = fill(tmp_path / "in", **{**{f"d{i:02}": f"ok {i}" for i in range(12)}, "d03": "node"})
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        summary = run_on(None, job(inbox, tmp_path / "out", workers=1))
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (Path(failure["path"]).stem, failure["code"], failure["quarantined"]) == ("d03", "crash", False)
    assert (summary.files, summary.records) == (12, 11)


# -- back-pressure, and what is told -------------------------------------------------------------------------------


def test_only_so_many_documents_are_under_way(address: str, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", **{f"d{i:03}": "sleep 0.001" for i in range(100)})
    tasks = [Task(n, source, content_digest(source)) for n, source in enumerate(Inbox([str(inbox)]))]
    executor = DaskExecutor(make_parser, LIMITS, lambda *_: True, address, 1)
    try:
        done, waiting = [], list(tasks)
        while waiting and executor.has_room():
            executor.submit(waiting.pop(0))
        under_way = len(tasks) - len(waiting)
        while executor.is_busy():
            done += executor.collect()
    finally:
        executor.close()
    assert under_way == 2 * GROUP
    assert sorted(task.number for task, _ in done) == list(range(under_way))


def code_of(action: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(FactextractError) as caught:
        action(*arguments)
    return caught.value.code


def test_what_keeps_the_engine_from_being_made_is_told(address: str, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="ok 1")
    assert (
        code_of(run_on, address, job(inbox, tmp_path / "out", make_parser=make_no_parser)) == "model_mismatch"
    )
    assert not any((tmp_path / "out" / name).exists() for name in OUTPUTS)


def test_nobody_at_the_address_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_engine, "_CONNECT_SECONDS", 0.5)
    inbox = fill(tmp_path / "in", a="ok 1")
    assert code_of(run_on, "tcp://127.0.0.1:9", job(inbox, tmp_path / "out")) == "cluster_failed"


@pytest.mark.parametrize("loses", ["nodes", "scheduler"])
def test_a_cluster_that_is_lost_for_good_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loses: str
) -> None:
    monkeypatch.setattr(dask_engine, "_LOST_SECONDS", 3.0)
    monkeypatch.setattr(dask_engine, "_CONNECT_SECONDS", 3)
    inbox = fill(tmp_path / "in", a="hang")
    with cluster(tmp_path, 0) as made:
        address = made.address
        if loses == "scheduler":
            made.start_node()
            threading.Timer(4.0, made.scheduler.kill).start()
        assert code_of(run_on, address, job(inbox, tmp_path / "out")) == "cluster_failed"


def test_a_node_with_another_program_is_told() -> None:
    with pytest.raises(FactextractError, match="version") as caught:
        same_engine_parser({"version": "0"}, (), False, 0.0, False)
    assert caught.value.code == "cluster_mismatch"


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert code_of(DaskExecutor, make_parser, LIMITS, lambda *_: True) == "cluster_missing"


def test_an_address_without_the_engine_is_wrong_usage(tmp_path: Path) -> None:
    done = command("batch", tmp_path, "-o", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9")
    assert (done.returncode, b"bad_option" in done.stderr) == (2, True)
