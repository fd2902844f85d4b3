"""What a file is, told by its first bytes; its name only matters where the bytes say "text"."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from factextract.ingest.limits import Refusal

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FOREIGN: Final = (
    # first bytes, error code, what it is
    (b"PK\x05\x06", "not_a_docx", "空的压缩包"),
    (b"PK\x07\x08", "not_a_docx", "分卷压缩包"),
    (b"%PDF-", "unsupported_format", "内容是 PDF"),
    (b"{\\rtf", "unsupported_format", "内容是 RTF"),
    (b"\x89PNG", "binary_file", "PNG 图片"),
    (b"\xff\xd8\xff", "binary_file", "JPEG 图片"),
    (b"GIF8", "binary_file", "GIF 图片"),
    (b"Rar!\x1a", "unsupported_format", "内容是 RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "unsupported_format", "内容是 7z 压缩包"),
    (b"\x1f\x8b\x08", "unsupported_format", "内容是 gzip 压缩包"),
)

_MARKUP: Final = (
    # lower-cased first letters after white space, what it is
    (b"<!doctype html", "内容是网页（HTML）"),
    (b"<html", "内容是网页（HTML）"),
    (b"mime-version:", "内容是网页存档（MHT）"),
    (b"<?xml", "内容是 XML"),
)

_OLE_STREAMS: Final = (
    # a stream of a compound file, error code, what the file is
    ("EncryptedPackage", "encrypted", "已加密"),
    ("WordDocument", "unsupported_format", "旧版 Word/WPS 二进制格式（.doc/.wps）"),
    ("Workbook", "unsupported_format", "旧版 Excel 表格"),
    ("PowerPoint Document", "unsupported_format", "旧版 PowerPoint 演示文稿"),
)

_DOCX_SUFFIXES: Final = frozenset({".docx", ".docm", ".dotx", ".dotm"})
_OTHER_SUFFIXES: Final = (
    ".doc", ".dot", ".wps", ".wpt", ".pdf", ".ofd", ".rtf", ".odt", ".htm", ".html", ".mht",
    ".xls", ".xlsx", ".xlsm", ".et", ".ppt", ".pptx", ".dps", ".zip", ".rar", ".7z",
)  # fmt: skip


def is_docx(data: bytes, name: str) -> bool:
    """True if ``data`` is a zip package, False if it may be text.

    Raises ``Refusal`` (empty_file, encrypted, unsupported_format, not_a_docx, binary_file) for anything else, and for
    text whose ``name`` promises another format.
    """
    if not data:
        raise Refusal("empty_file")
    if data.startswith(_ZIP):
        return True
    if data.startswith(_OLE):
        raise _compound_file(data)
    for signature, code, what in _FOREIGN:
        if data.startswith(signature):
            raise Refusal(code, what)
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()[:32].lower()
    for signature, what in _MARKUP:
        if head.startswith(signature):
            raise Refusal("unsupported_format", what)
    suffix = PurePath(name).suffix.lower()
    if suffix in _DOCX_SUFFIXES:
        raise Refusal("not_a_docx", "内容不是压缩包")
    if suffix in _OTHER_SUFFIXES:
        raise Refusal("unsupported_format", suffix)
    return False


def _compound_file(data: bytes) -> Refusal:
    """Tell an encrypted .docx from the binary formats by the stream names of the compound file (MS-CFB)."""
    for stream, code, what in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return Refusal(code, what)
    return Refusal("unsupported_format", "OLE 复合文件")
