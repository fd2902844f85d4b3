"""What the inbox takes, in which order, under which names; and archives that are out to harm."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from archive_builder import archive

from factextract.batch import archives, inputs
from factextract.batch.archives import list_archive
from factextract.batch.inputs import Inbox, content_digest, member_bytes
from factextract.errors import FactextractError

TEXT = "一季度共受理投诉12件。\n".encode()


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return root


def names_of(*arguments: str | Path, root: Path | None = None, exclude: Path | None = None) -> list[str]:
    found = [source.name for source in Inbox([str(a) for a in arguments], exclude)]
    return [os.path.relpath(name, root) for name in found] if root else found


# -- folders, patterns, lists ------------------------------------------------------------------------------------


def test_folders_are_walked_by_name_and_tell_what_they_skip(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "b.txt",
        "a/z.docx",
        "a/c.docm",
        "a.txt",
        "旧.doc",
        "图.png",
        "表.xlsx",
        "~$b.docx",
        "._b.txt",
    )
    inbox = Inbox([str(tmp_path)])
    found = [os.path.relpath(source.name, tmp_path) for source in inbox]
    assert found == ["a/c.docm", "a/z.docx", "a.txt", "b.txt", "旧.doc"]
    assert inbox.skipped == 2


def test_files_named_twice_come_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "b.txt", "sub/c.txt")
    inside = os.path.join(tmp_path, "sub", "..", "b.txt")
    assert names_of(tmp_path / "b.txt", tmp_path, inside, tmp_path / "sub", root=tmp_path) == [
        "b.txt",
        "a.txt",
        "sub/c.txt",
    ]


def test_the_output_folder_is_left_out(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "out/b.txt")
    assert names_of(tmp_path, root=tmp_path, exclude=tmp_path / "out") == ["a.txt"]


def test_patterns_and_names_that_look_like_patterns(tmp_path: Path) -> None:
    tree(tmp_path, "[2024]总结.txt", "二月/x.txt", "二月/y.txt", "三月/z.txt", "二月/图.png")
    assert names_of(tmp_path / "[2024]总结.txt", root=tmp_path) == ["[2024]总结.txt"]
    assert names_of(tmp_path / "*月" / "*", root=tmp_path) == ["三月/z.txt", "二月/x.txt", "二月/y.txt"]
    assert names_of(tmp_path / "**" / "y.txt", root=tmp_path) == ["二月/y.txt"]
    assert names_of(tmp_path / "没有*.txt", root=tmp_path) == ["没有*.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lists_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    tree(tmp_path, "甲.txt", "乙/丙.txt")
    written = f"{tmp_path / '甲.txt'}\r\n\r\n{tmp_path / '乙'}\r\n"
    (tmp_path / "清单").write_bytes(written.encode(encoding))
    assert names_of(f"@{tmp_path / '清单'}", root=tmp_path) == ["甲.txt", "乙/丙.txt"]


def test_a_list_that_is_missing_fails_by_name(tmp_path: Path) -> None:
    (source,) = Inbox([f"@{tmp_path / '没有'}"])
    assert source.failure is not None
    assert source.failure.code == "file_missing"


def test_an_empty_folder_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert names_of(tmp_path / "空", root=tmp_path) == ["空"]
    assert names_of(tree(tmp_path, "空/a.txt"), tmp_path / "空", root=tmp_path) == ["空/a.txt"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt")
    (tmp_path / "环").symlink_to(tmp_path)
    assert names_of(tmp_path, root=tmp_path) == ["a.txt"]


def test_deep_folders_need_no_deep_stack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def contents(folder: str) -> list[tuple[str, bool]]:
        return [(folder + "d", True)] if len(folder) < 5000 else [("a.txt", False)]

    monkeypatch.setattr(inputs, "_contents", contents)
    assert names_of(tmp_path) == ["a.txt"]


def test_hash_is_none_where_reading_must_fail(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt")
    (tmp_path / "管道.txt").symlink_to("/dev/zero")
    digests = [content_digest(s) is not None for s in Inbox([str(tmp_path), str(tmp_path / "没有.txt")])]
    assert digests == [True, False, False]


# -- archives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_unmarked_names_are_read(tmp_path: Path, encoding: str) -> None:
    made = archive(
        tmp_path / "报送.zip",
        ("银行\\乙支行总结.txt".encode(encoding), TEXT),
        ("银行\\甲支行总结.txt".encode(encoding), TEXT * 2),
    )
    sources = list(Inbox([str(tmp_path)]))
    assert [source.name for source in sources] == [
        f"{made}!/银行/乙支行总结.txt",
        f"{made}!/银行/甲支行总结.txt",
    ]
    assert [member_bytes(source) for source in sources] == [TEXT, TEXT * 2]


def test_marked_names_and_names_beyond_any_encoding(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip", ("标记.txt", TEXT), (b"\xc9\xff\xff.txt", TEXT))
    found = [entry.name for entry in list_archive(str(tmp_path / "a.zip"))]
    assert "标记.txt" in found
    assert len(found) == 2


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_inflated_exactly(tmp_path: Path, method: int) -> None:
    data = os.urandom(700_000) + b"a" * 700_000
    archive(tmp_path / "a.zip", ("空.txt", b""), ("x.txt", data), method=method)
    assert [member_bytes(s) for s in Inbox([str(tmp_path / "a.zip")])] == [data, b""]


def test_members_that_are_no_reports_are_skipped(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip", ("__MACOSX/._x.txt", b"x"), ("图.png", b"x"), ("d/", b""), ("x.txt", TEXT))
    inbox = Inbox([str(tmp_path)])
    assert [Path(source.name).name for source in inbox] == ["x.txt"]
    assert inbox.skipped == 1


def test_members_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive(tmp_path / "a.zip", ("x.txt", b"1"), ("x.txt", b"2"))
    found = list(Inbox([str(tmp_path)]))
    assert [(Path(s.name).name, member_bytes(s)) for s in found] == [("x.txt", b"1"), ("x(2).txt", b"2")]


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/x.txt", "C:\\x.txt", "..\\x.txt"])
def test_names_that_leave_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    made = archive(tmp_path / "a.zip", ("好.txt", TEXT), (name.encode(), TEXT))
    (source,) = Inbox([str(made)])
    assert source.failure is not None
    assert source.failure.code == "unsafe_archive"
    assert source.name == str(made)


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", ("a.txt", TEXT), ("b.txt", TEXT))
    data = bytearray(made.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)  # both entries now point at the first file
    made.write_bytes(data)
    with pytest.raises(FactextractError) as caught:
        list_archive(str(made))
    assert caught.value.code == "unsafe_archive"


def test_too_many_entries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = archive(tmp_path / "a.zip", *((f"{i}.txt", b"x") for i in range(20)))
    monkeypatch.setattr(archives, "MAX_ARCHIVE_ENTRIES", 19)
    with pytest.raises(FactextractError) as caught:
        list_archive(str(made))
    assert caught.value.code == "too_large"
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 300)
    with pytest.raises(FactextractError) as caught:
        list_archive(str(made))
    assert caught.value.code == "too_large"


def test_bombs_are_refused_by_what_they_declare(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", ("炸弹.txt", bytes(40 * 2**20)), ("好.txt", TEXT))
    good, bomb = Inbox([str(made)])
    assert member_bytes(good) == TEXT
    assert content_digest(bomb) is None
    with pytest.raises(FactextractError) as caught:
        member_bytes(bomb)
    assert caught.value.code == "unsafe_archive"


@pytest.mark.parametrize("by", [-1, 1])
def test_sizes_that_lie_are_found_out(tmp_path: Path, by: int) -> None:
    made = archive(tmp_path / "a.zip", ("a.txt", TEXT))
    data = bytearray(made.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", len(TEXT) + by)
    made.write_bytes(data)
    (source,) = Inbox([str(made)])
    with pytest.raises(FactextractError) as caught:
        member_bytes(source)
    assert caught.value.code == "damaged_archive"


def test_changed_bytes_are_found_out(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", ("a.txt", TEXT), method=zipfile.ZIP_STORED)
    made.write_bytes(made.read_bytes().replace(b"12", b"21", 1))
    (source,) = Inbox([str(made)])
    with pytest.raises(FactextractError) as caught:
        member_bytes(source)
    assert caught.value.code == "damaged_archive"
    assert zlib.crc32(TEXT) == source.member.crc if source.member else False


def test_locked_members_are_told(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", ("a.txt", TEXT))
    data = bytearray(made.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    made.write_bytes(data)
    (source,) = Inbox([str(made)])
    with pytest.raises(FactextractError) as caught:
        member_bytes(source)
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"nothing of the kind" * 50])
def test_what_is_no_archive_is_a_failed_file(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(damage)
    (source,) = Inbox([str(tmp_path)])
    assert source.failure is not None
    assert source.failure.code == "damaged_archive"
    assert source.failure.lasting


def test_every_truncation_is_refused_or_read(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.zip", ("a.txt", TEXT), ("b.txt", TEXT * 3)).read_bytes()
    for end in range(0, len(whole), 7):
        (tmp_path / "a.zip").write_bytes(whole[:end])
        (source,) = Inbox([str(tmp_path)])
        assert source.failure is not None


def test_a_missing_archive_is_a_failed_file(tmp_path: Path) -> None:
    (source,) = Inbox([str(tmp_path / "没有.zip")])
    assert source.failure is not None
    assert source.failure.code == "file_missing"


def test_self_extracting_prefix_is_allowed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a.txt", TEXT)
    (tmp_path / "a.zip").write_bytes(b"MZ" + bytes(500) + buffer.getvalue())
    (source,) = Inbox([str(tmp_path)])
    assert member_bytes(source) == TEXT
