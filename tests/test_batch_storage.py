"""Inboxes by URL: the same sources as from the disk, whatever the protocol, and what goes wrong on the way is told."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from archive_builder import archive
from batch_targets import job
from http_folder import served
from test_batch import fill, lines

from factextract.batch import run_batch, storage
from factextract.batch.inputs import Inbox, content_digest, document_of, with_digests
from factextract.batch.model import Source
from factextract.errors import FactextractError

fsspec = pytest.importorskip("fsspec", reason="needs the extra 'cluster'")

NAMES = ("b.txt", "a/z.docx", "a/c.docm", "甲 支行/总结.txt", "甲 支行/图.png", "旧.doc", "~$b.docx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "收件箱"
    for name in NAMES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"一季度共受理投诉12件。{name}", encoding="utf-8")
    return root


@pytest.fixture
def memory() -> Any:
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


def digests(argument: str) -> tuple[list[tuple[str, str | None]], int]:
    inbox = Inbox([argument])
    return [(source.name, sha256) for source, sha256 in with_digests(inbox)], inbox.skipped


def test_a_url_of_a_folder_gives_what_the_folder_gives(folder: Path) -> None:
    archive(folder / "补报.zip", ("乙.txt", "受理3件。".encode()), ("图.png", b""))
    local, skipped = digests(str(folder))
    remote, also_skipped = digests(f"file://{folder.as_posix()}")
    assert len(local) == 6
    assert [(name.removeprefix("file://"), sha256) for name, sha256 in remote] == local
    assert also_skipped == skipped == 2


def test_objects_in_memory(memory: Any) -> None:
    for name in NAMES:
        memory.pipe(f"/box/{name}", name.encode())
    found, skipped = digests("memory://box")
    assert [name for name, _ in found] == [
        f"memory:///box/{name}" for name in ("a/c.docm", "a/z.docx", "b.txt", "旧.doc", "甲 支行/总结.txt")
    ]
    assert found[2][1] == hashlib.sha256(b"b.txt").hexdigest()
    assert skipped == 1


def test_a_web_server(folder: Path) -> None:
    pytest.importorskip("aiohttp", reason="needs fsspec[http]")
    with served(folder) as url:
        found, skipped = digests(url)
        some = list(Inbox([f"{url}b.txt", f"{url}a"]))
        document = document_of(some[0])
    local, _ = digests(str(folder))
    root = folder.as_posix()
    assert sorted((root + "/" + unquote(name.removeprefix(url)), sha256) for name, sha256 in found) == sorted(
        local
    )
    assert skipped == 1
    assert document.text == "一季度共受理投诉12件。b.txt"
    assert [source.name for source in some] == [f"{url}b.txt", f"{url}a/c.docm", f"{url}a/z.docx"]


def test_files_named_twice_come_once_and_patterns_are_sorted(folder: Path) -> None:
    url = f"file://{folder.as_posix()}"
    twice = [source.name for source in Inbox([f"{url}/b.txt", url, f"{url}/"])]
    assert twice[0] == f"{url}/b.txt"
    assert len(twice) == len(set(twice)) == 5
    assert [s.name for s in Inbox([f"{url}/**/*.txt"])] == [f"{url}/b.txt", f"{url}/甲 支行/总结.txt"]


def test_lists_may_name_urls(folder: Path, tmp_path: Path) -> None:
    url = f"file://{folder.as_posix()}"
    (tmp_path / "清单.txt").write_text(f"{url}/b.txt\n{folder / '旧.doc'}\n", encoding="utf-8")
    assert [s.name for s in Inbox([f"@{tmp_path / '清单.txt'}"])] == [f"{url}/b.txt", str(folder / "旧.doc")]


def test_reading_ahead_keeps_the_order(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", **{f"d{i:03}": f"ok {i}" for i in range(90)})
    url = f"file://{inbox.as_posix()}"
    mixed = [arg for i in range(90) for arg in (f"{url}/d{i:03}.txt", str(inbox / f"d{i:03}.txt"))]
    found = list(with_digests(Inbox(mixed)))
    assert [source.name for source, _ in found] == mixed
    assert all(sha256 == content_digest(source) for source, sha256 in found)


def test_a_batch_reads_urls_in_its_workers_and_reuses_by_content(folder: Path, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "in", a="ok 1", b="refuse b", c="segfault")
    with served(inbox) as url:
        summary = run_batch(job([url], tmp_path / "out"))
        again = run_batch(job([url], tmp_path / "out"))
    records = lines(tmp_path / "out" / "records.jsonl")
    failures = lines(tmp_path / "out" / "failures.jsonl")
    assert [(record["path"], record["line"]) for record in records] == [(f"{url}a.txt", "1")]
    assert [(failure["path"], failure["code"]) for failure in failures] == [
        (f"{url}b.txt", "encrypted"),
        (f"{url}c.txt", "crash"),
    ]
    assert (summary.files, summary.reused, again.reused) == (3, 0, 2)


# -- what goes wrong ---------------------------------------------------------------------------------------------


def code_of(action: Any, *arguments: Any) -> str:
    with pytest.raises(FactextractError) as caught:
        action(*arguments)
    return caught.value.code


def test_missing_files_and_folders_are_failed_files(memory: Any) -> None:
    for url in ("memory://no/a.txt", "memory://no/", "memory://no/*.txt"):
        (source,) = Inbox([url])
        assert content_digest(source) is None
        assert code_of(document_of, source) == "file_missing"


def test_a_server_that_is_away_is_no_lasting_failure() -> None:
    pytest.importorskip("aiohttp", reason="needs fsspec[http]")
    (source,) = Inbox(["http://127.0.0.1:9/a.txt"])
    assert content_digest(source) is None
    assert code_of(document_of, source) in {"file_unreadable", "file_missing"}
    (archived,) = Inbox(["http://127.0.0.1:9/a.zip"])
    assert archived.failure is not None
    assert not archived.failure.lasting


def test_too_large_a_file_is_refused_before_it_is_all_read(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factextract.batch.inputs.MAX_FILE_BYTES", 10)
    memory.pipe("/box/a.txt", b"x" * 11)
    assert content_digest(Source("memory:///box/a.txt", "memory:///box/a.txt")) is None


@pytest.mark.parametrize("url", ["nosuchprotocol://a/b.txt", "nosuchprotocol://a/"])
def test_unknown_protocols_are_told(url: str) -> None:
    assert code_of(list, Inbox([url])) == "file_unreadable"


def test_a_missing_driver_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert code_of(list, Inbox(["s3://box/a.txt"])) == "cluster_missing"
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(FactextractError, match="s3fs"):
        list(Inbox(["s3://box/a.txt"]))


@pytest.mark.parametrize("path", ["C:/报送/a.txt", "C://a.txt", "/a//b.txt", "a:b.txt", "报送://a.txt", ""])
def test_what_is_no_url_is_a_path(path: str) -> None:
    assert not storage.is_remote(path)
