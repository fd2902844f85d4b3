"""A batch as a whole: isolation of bad documents, order, reuse, quarantine, and what it leaves on the disk."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_builder import archive
from batch_targets import job, make_dead_parser, make_no_parser, parse

from factextract.batch import Limits, Summary, run, run_batch
from factextract.batch import journal as journal_module
from factextract.batch.model import Delivery, Outcome, Sink, Task
from factextract.batch.output import AtomicFile, locked
from factextract.batch.worker import attempt
from factextract.batch.workers import KILLED_TRIES
from factextract.errors import FactextractError

_FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "examples"
EXAMPLES = [_FOLDER / "客户投诉分析.docx", _FOLDER / "消费者权益日活动总结.txt"]
OUTPUTS = ("records.jsonl", "texts.jsonl", "failures.jsonl", "manifest.json")


def fill(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def outputs(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Inline:
    """An executor in this process that finishes the oldest task last: the seam that other engines use."""

    def __init__(self, room: int = 3) -> None:
        self.room = room
        self.tasks: list[Task] = []
        self.parsed: list[str] = []

    def has_room(self) -> bool:
        return len(self.tasks) < self.room

    def is_busy(self) -> bool:
        return bool(self.tasks)

    def submit(self, task: Task) -> None:
        self.tasks.append(task)

    def collect(self) -> list[tuple[Task, Outcome]]:
        task = self.tasks.pop()
        self.parsed.append(task.source.name)
        return [(task, attempt(parse, task.source))]

    def close(self) -> None:
        self.tasks.clear()


def run_inline(inbox: Path, out: Path, **changes: Any) -> tuple[Summary, list[str]]:
    executor = Inline()
    summary = run_batch(job(inbox, out, **changes), make_executor=lambda *_: executor)
    return summary, [Path(name).stem for name in executor.parsed]


# -- bad documents -----------------------------------------------------------------------------------------------


def test_each_bad_document_costs_only_itself(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    inbox = fill(
        tmp_path / "in", a="ok 1", b="hang", c="ok 2\n3", d="hog", e="segfault", f="raise", g="refuse x",
        h=f"once {marker}", i="stall", j="killed", k="ok 4",
    )  # fmt: skip
    limits = Limits(seconds=1.5, memory_bytes=128 * 2**20)
    summary = run_batch(job(inbox, tmp_path / "out", limits=limits))
    records = [(Path(r["path"]).stem, r["line"]) for r in lines(tmp_path / "out" / "records.jsonl")]
    failures = {Path(f["path"]).stem: f for f in lines(tmp_path / "out" / "failures.jsonl")}
    assert records == [("a", "1"), ("c", "2"), ("c", "3"), ("h", str(marker)), ("k", "4")]
    assert {name: failure["code"] for name, failure in failures.items()} == {
        "b": "timeout", "d": "oom", "e": "crash", "f": "internal_error", "g": "encrypted", "i": "timeout", "j": "crash",
    }  # fmt: skip
    assert list(failures) == sorted(failures)
    assert [name for name, failure in failures.items() if failure["quarantined"]] == ["b", "d", "e", "i"]
    assert all(failure["message"] and failure["remedy"] for failure in failures.values())
    assert "LookupError" in failures["f"]["message"]
    assert (summary.files, summary.records, summary.failed) == (11, 5, 7)


def test_poison_is_quarantined_by_content(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="segfault now", b="ok 1")
    first = run_batch(job(inbox, tmp_path / "out"))
    fill(inbox, c="segfault now")  # the same bytes under another name
    summary, parsed = run_inline(inbox, tmp_path / "out")
    assert first.failed == 1
    assert (parsed, summary.failed) == ([], 2)
    codes = [(f["code"], f["quarantined"]) for f in lines(tmp_path / "out" / "failures.jsonl")]
    assert codes == [("crash", True)] * 2


def test_other_limits_or_force_give_poison_another_chance(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="sleep 1.2")
    out = tmp_path / "out"
    assert run_batch(job(inbox, out, limits=Limits(seconds=0.4))).failed == 1
    assert run_batch(job(inbox, out, limits=Limits(seconds=0.4))).failed == 1
    assert run_batch(job(inbox, out, limits=Limits(seconds=20))).failed == 0
    assert run_inline(inbox, out, limits=Limits(seconds=0.4), force=True)[1] == ["a"]


def test_a_document_whose_worker_is_always_killed_is_tried_again_next_time(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="killed")
    assert KILLED_TRIES > 2
    assert run_batch(job(inbox, tmp_path / "out")).failed == 1
    fill(inbox, a="ok 1")
    assert run_batch(job(inbox, tmp_path / "out")).failed == 0


def test_what_keeps_the_engine_from_being_made_is_told(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="ok 1")
    with pytest.raises(FactextractError, match="权重文件") as caught:
        run_batch(job(inbox, tmp_path / "out", make_parser=make_no_parser))
    assert caught.value.code == "model_mismatch"
    assert not any((tmp_path / "out" / name).exists() for name in OUTPUTS)


def test_workers_that_never_start_are_told(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="ok 1")
    with pytest.raises(FactextractError) as caught:
        run_batch(job(inbox, tmp_path / "out", make_parser=make_dead_parser))
    assert caught.value.code == "worker_failed"


def test_archives_of_submissions_go_through_workers(tmp_path: Path) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1"), tmp_path / "out"
    archive(
        inbox / "报送.zip",
        ("甲支行.txt".encode("gb18030"), b"ok 2"),
        ("乙支行.txt".encode("gb18030"), b"raise"),
    )
    archive(inbox / "坏.zip", (b"../x.txt", b"ok 3"))
    summary = run_batch(job(inbox, out))
    assert [(r["path"], r["line"]) for r in lines(out / "records.jsonl")] == [
        (str(inbox / "a.txt"), "1"),
        (f"{inbox / '报送.zip'}!/甲支行.txt", "2"),
    ]
    failures = [(f["path"], f["code"]) for f in lines(out / "failures.jsonl")]
    assert failures == [
        (str(inbox / "坏.zip"), "unsafe_archive"),
        (f"{inbox / '报送.zip'}!/乙支行.txt", "internal_error"),
    ]
    assert (summary.files, summary.failed) == (4, 2)
    assert run_inline(inbox, out)[0].reused == 3


# -- order and reuse ---------------------------------------------------------------------------------------------


def test_output_is_in_input_order_with_a_bounded_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_WINDOW", 4)
    inbox = fill(tmp_path / "in", **{f"d{i:02}": f"ok {i}" for i in range(20)})
    summary, parsed = run_inline(inbox, tmp_path / "out")
    assert parsed != sorted(parsed)
    assert [r["line"] for r in lines(tmp_path / "out" / "records.jsonl")] == [str(i) for i in range(20)]
    assert summary.files == 20
    # d00 is submitted first and finished as late as possible: the window and what was under way may overtake it.
    assert parsed.index("d00") < 4 + Inline().room


def test_unchanged_files_are_not_done_again(tmp_path: Path) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1", b="ok 2", c="refuse c"), tmp_path / "out"
    assert sorted(run_inline(inbox, out)[1]) == ["a", "b", "c"]
    before = outputs(out)
    summary, parsed = run_inline(inbox, out)
    assert (summary.reused, parsed) == (3, [])
    assert outputs(out) == before
    fill(inbox, b="ok changed", d="ok new")
    assert sorted(run_inline(inbox, out)[1]) == ["b", "d"]
    (inbox / "a.txt").unlink()
    assert run_inline(inbox, out)[1] == []
    assert [r["line"] for r in lines(out / "records.jsonl")] == ["changed", "new"]


@pytest.mark.parametrize("change", [{"identity": {"version": "2"}}, {"force": True}])
def test_another_program_or_force_does_everything_again(tmp_path: Path, change: dict[str, Any]) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1", b="refuse b"), tmp_path / "out"
    run_inline(inbox, out)
    assert sorted(run_inline(inbox, out, **change)[1]) == ["a", "b"]


def test_a_renamed_file_is_done_again_because_records_name_it(tmp_path: Path) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1"), tmp_path / "out"
    run_inline(inbox, out)
    (inbox / "a.txt").rename(inbox / "b.txt")
    run_inline(inbox, out)
    assert lines(out / "records.jsonl")[0]["path"].endswith("b.txt")


def test_the_journal_is_compacted_when_most_of_it_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "_COMPACT_FROM_BYTES", 0)
    inbox, out = fill(tmp_path / "in", a="ok " + "x" * 5000, b="ok 2"), tmp_path / "out"
    run_inline(inbox, out)
    size = (out / "state" / "journal").stat().st_size
    (inbox / "a.txt").unlink()
    run_inline(inbox, out)
    assert (out / "state" / "journal").stat().st_size < size / 2
    assert run_inline(inbox, out)[1] == []


def test_manifest_tells_inputs_outputs_and_copies(tmp_path: Path) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1", b="ok 1", c="refuse c"), tmp_path / "out"
    (inbox / "照片.jpg").write_bytes(b"x")
    run_batch(job(inbox, out, workers=1))
    one = outputs(out)
    manifest = json.loads(one["manifest.json"])
    assert [entry.get("duplicate_of") for entry in manifest["inputs"]] == [None, 0, None]
    assert manifest["inputs"][2]["error"] == "encrypted"
    assert manifest["outputs"]["records.jsonl"]["lines"] == 2
    assert manifest["totals"] == {
        "files": 3, "records": 2, "failed": 1, "quarantined": 0, "duplicates": 1, "skipped": 1,
    }  # fmt: skip
    run_batch(job(inbox, out, workers=2, force=True))
    assert outputs(out) == one


# -- the disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_full_disk_is_told_and_nothing_is_half_written(small_disk: Path, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", **{f"d{i:02}": f"ok {i}" + "x" * 10_000 for i in range(30)})
    out = small_disk / "out"
    with pytest.raises(FactextractError) as caught:
        run_inline(inbox, out)
    assert caught.value.code == "write_failed"
    assert os.listdir(out) == ["state"]
    assert not list((out / "state").glob("*.draft"))
    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    summary, parsed = run_inline(inbox, out)
    assert summary.reused > 5
    assert len(parsed) == 30 - summary.reused
    run_inline(inbox, tmp_path / "out")
    assert outputs(out) == outputs(tmp_path / "out")


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_read_only_disk_is_told(small_disk: Path, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="ok 1")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(FactextractError, match=r"write_failed|无法写出结果") as caught:
        run_inline(inbox, small_disk / "out")
    assert caught.value.code == "write_failed"


@pytest.mark.parametrize("failing", ["journal", "sink"])
def test_an_error_of_the_disk_keeps_the_old_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1"), tmp_path / "out"
    run_inline(inbox, out)
    before = outputs(out)
    fill(inbox, a="ok 2")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if failing == "journal":
            patch.setattr(journal_module, "_write_all", full)
        else:
            patch.setattr(os, "fsync", full)
        with pytest.raises(FactextractError, match="No space left"):
            run_inline(inbox, out)
    assert outputs(out) == before
    run_inline(inbox, out)
    assert [r["line"] for r in lines(out / "records.jsonl")] == ["2"]


def test_output_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FactextractError) as caught:
        run_inline(fill(tmp_path / "in", a="ok 1"), tmp_path / "file" / "out")
    assert caught.value.code == "write_failed"


def test_two_batches_do_not_share_an_output(tmp_path: Path) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1"), tmp_path / "out"
    (out / "state").mkdir(parents=True)
    with locked(out / "state" / "lock"), pytest.raises(FactextractError) as caught:
        run_inline(inbox, out)
    assert caught.value.code == "output_busy"
    assert run_inline(inbox, out)[0].files == 1


class _Counting:
    """A sink that counts what it is given and may fail at the end."""

    def __init__(self, fails: bool) -> None:
        self.fails = fails
        self.calls: list[str] = []

    def write(self, delivery: Delivery) -> None:
        self.calls.append(Path(delivery.task.source.name).stem)

    def prepare(self) -> None:
        self.calls.append("prepare")

    def publish(self) -> None:
        if self.fails:
            raise FactextractError("write_failed", path="数据库", detail="断开")
        self.calls.append("publish")

    def discard(self) -> None:
        self.calls.append("discard")


def test_more_sinks_join_and_one_that_fails_leaves_the_manifest_unwritten(tmp_path: Path) -> None:
    inbox, out = fill(tmp_path / "in", a="ok 1", b="ok 2"), tmp_path / "out"
    sink: Sink
    for fails in (True, False):
        sink = _Counting(fails)
        settings: dict[str, Any] = {
            "make_executor": lambda *_: Inline(),
            "make_sinks": lambda *_, s=sink: [s],
        }
        if fails:
            with pytest.raises(FactextractError, match="断开"):
                run_batch(job(inbox, out), **settings)
            assert not (out / "manifest.json").exists()
            assert sink.calls == ["a", "b", "prepare", "discard"]
        else:
            run_batch(job(inbox, out), **settings)
            assert sink.calls == ["a", "b", "prepare", "publish", "discard"]
    assert (out / "manifest.json").exists()


def test_an_atomic_file_appears_only_when_published(tmp_path: Path) -> None:
    target = tmp_path / "结果.txt"
    target.write_bytes(b"old")
    file = AtomicFile(target, tmp_path / "draft")
    file.write(b"new")
    file.prepare()
    assert target.read_bytes() == b"old"
    file.publish()
    file.discard()
    assert target.read_bytes() == b"new"
    assert not (tmp_path / "draft").exists()


# -- the command -------------------------------------------------------------------------------------------------


def command(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "factextract.cli", *map(str, arguments)], capture_output=True, check=False
    )


def test_command_gives_what_parse_gives(tmp_path: Path) -> None:
    out = tmp_path / "out"
    parsed = command("parse", *EXAMPLES).stdout
    done = command("batch", *EXAMPLES, "-o", out, "--workers", "2")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b""
    assert "完成：2 个文件" in done.stderr.decode()
    assert (out / "records.jsonl").read_bytes() == parsed
    again = command("batch", *EXAMPLES, "-o", out, "--workers", "1", "--force")
    assert again.returncode == 0
    assert (out / "records.jsonl").read_bytes() == parsed


def test_command_exit_codes(tmp_path: Path) -> None:
    assert command("batch", tmp_path).returncode == 2
    assert command("batch", tmp_path, "-o", tmp_path / "out", "--workers", "0").returncode == 2
    done = command("batch", tmp_path / "没有.txt", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert lines(tmp_path / "out" / "failures.jsonl")[0]["code"] == "file_missing"
