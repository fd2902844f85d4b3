"""Text files, and what makes a file no text: decoding, limits, and coded errors."""

from __future__ import annotations

import codecs
import importlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import BlockKind
from factextract.errors import FactextractError
from factextract.ingest import document_from_text, limits, read, read_bytes

READ = importlib.import_module("factextract.ingest.read")  # the package re-exports a function of this name
REPORT = (
    "三月十五日上午，我行在文化广场设点宣传。\r\n共发放折页3200余份，接待咨询186人次。\r\n\r\n2024年3月18日"
)
TRADITIONAL = (
    "本會於三月十五日舉辦宣傳活動，派發單張三千二百份，接獲查詢一百八十六宗，其中已經解決的有一百七十宗。" * 3
)


def code_of(data: bytes, name: str = "报告.txt") -> str:
    with pytest.raises(FactextractError) as caught:
        read_bytes(data, name)
    assert name in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode("utf-8"), "utf-8-sig"),
        (REPORT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32"),
    ],
)
def test_same_text_from_every_encoding(data: bytes, encoding: str) -> None:
    document = read_bytes(data, "报告.txt")
    assert document.text == REPORT
    assert document.encoding == encoding
    assert data.decode(encoding) == document.text
    assert document.format == "txt"


CHINESE = st.text(
    st.sampled_from("一二十百万发放宣传折页共计份次人，。：（）3150％\r\n"), min_size=12, max_size=300
)


@given(CHINESE)
def test_encodings_agree_on_any_chinese_text(text: str) -> None:
    if text.isspace() or text.isascii():
        text = "共" + text
    utf8 = read_bytes(text.encode("utf-8"), "a.txt").text
    utf16 = read_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "a.txt").text
    assert utf8 == utf16 == text
    gb = text.encode("gb18030")
    try:
        gb.decode("utf-8")
    except UnicodeDecodeError:
        assert read_bytes(gb, "a.txt").text == text


@given(st.binary(max_size=300))
def test_any_bytes_give_their_own_text_or_a_coded_error(data: bytes) -> None:
    try:
        document = read_bytes(data, "a.txt")
    except FactextractError:
        return
    assert document.encoding is not None
    assert data.decode(document.encoding) == document.text
    assert "\ufffd" not in document.text or "\ufffd".encode(document.encoding) in data


def test_blocks_are_the_lines_without_their_ends() -> None:
    document = read_bytes(REPORT.encode(), "a.txt")
    assert [document.text[b.start : b.end] for b in document.blocks] == [x for x in REPORT.split("\r\n") if x]
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}


def test_gb18030_beyond_gbk() -> None:
    text = "参加活动的有㐂村、𠮷田镇等12个村镇。"
    assert read_bytes(text.encode("gb18030"), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty_file"),
        (b" \r\n\t ", "a.txt", "empty_file"),
        (codecs.BOM_UTF8, "a.txt", "empty_file"),
        (codecs.BOM_UTF16_LE, "a.txt", "empty_file"),
        (b"abc\x00def", "a.txt", "binary_file"),
        (b"\x01\x02\x03\x04" * 20 + b"abc", "a.txt", "binary_file"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "binary_file"),
        (b"\xff\xd8\xff\xe0", "a.txt", "binary_file"),
        (codecs.BOM_UTF16_LE + "总结".encode("utf-16-le") + b"x", "a.txt", "unknown_encoding"),
        ("本周共受理投诉".encode() * 20 + b"\xe5\x8f", "a.txt", "unknown_encoding"),
        (b"\xff\xfa\xfb" * 9, "a.txt", "unknown_encoding"),
        (TRADITIONAL.encode("big5"), "a.txt", "unknown_encoding"),
        (b"%PDF-1.7\n", "a.docx", "unsupported_format"),
        (b"%PDF-1.7\n", "a.txt", "unsupported_format"),
        (b"{\\rtf1\\ansi", "a.docx", "unsupported_format"),
        (b"  <!DOCTYPE HTML><p>x</p>", "a.doc", "unsupported_format"),
        (b"\xef\xbb\xbf<html><p>x</p>", "a.txt", "unsupported_format"),
        (b"<?xml version='1.0'?><a/>", "a.docx", "unsupported_format"),
        (b"MIME-Version: 1.0\r\n", "a.doc", "unsupported_format"),
        ("正文".encode(), "a.docx", "not_a_docx"),
        ("正文".encode(), "a.wps", "unsupported_format"),
        ("正文".encode(), "a.PDF", "unsupported_format"),
    ],
)
def test_bad_files_give_coded_errors(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


def compound_file(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 100


@pytest.mark.parametrize(
    ("stream", "code", "word"),
    [
        ("EncryptedPackage", "encrypted", "加密"),
        ("WordDocument", "unsupported_format", ".wps"),
        ("Workbook", "unsupported_format", "Excel"),
        ("Other", "unsupported_format", "OLE"),
    ],
)
def test_compound_files_are_told_apart(stream: str, code: str, word: str) -> None:
    with pytest.raises(FactextractError, match=word) as caught:
        read_bytes(compound_file(stream), "a.docx")
    assert caught.value.code == code


def test_one_gigantic_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "投诉" * (limits.MAX_LINE_CHARS // 2)
    assert read_bytes((line + "\n" + line).encode(), "a.txt").text.count("\n") == 1
    assert code_of((line + "。").encode()) == "too_large"
    monkeypatch.setattr("factextract.ingest.txt.MAX_TEXT_CHARS", 10)
    assert code_of("投诉\n".encode() * 4) == "too_large"
    monkeypatch.setattr(READ, "MAX_FILE_BYTES", 10)
    assert code_of("投诉\n".encode() * 2) == "too_large"


def test_missing_file_folder_and_special_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    expected = {
        str(tmp_path / "无此文件.txt"): "file_missing",
        "a\0b.txt": "file_missing",
        str(tmp_path): "is_folder",
        str(pipe): "file_unreadable",
        str(loop): "file_unreadable",
        str(tmp_path / ("长" * 200)): "file_unreadable",
    }
    for path, code in expected.items():
        with pytest.raises(FactextractError) as caught:
            read(path)
        assert caught.value.code == code


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("正文", encoding="utf-8")

    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(FactextractError, match="Permission denied") as caught:
        read(path)
    assert caught.value.code == "file_unreadable"


def test_oversized_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 20)
    monkeypatch.setattr(READ, "MAX_FILE_BYTES", 10)
    with pytest.raises(FactextractError) as caught:
        read(path)
    assert caught.value.code == "too_large"


def test_file_and_bytes_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes(REPORT.encode("gb18030"))
    assert read(path) == read_bytes(path.read_bytes(), str(path))


def test_text_at_hand() -> None:
    document = document_from_text(REPORT)
    assert (document.text, document.path, document.encoding) == (REPORT, "-", None)
    assert document.blocks == read_bytes(REPORT.encode(), "a.txt").blocks
    assert document.sha256 == read_bytes(REPORT.encode(), "a.txt").sha256
    with pytest.raises(FactextractError) as caught:
        document_from_text(" \n")
    assert caught.value.code == "empty_file"
    assert document_from_text("共\ud800份").text == "共\ud800份"
