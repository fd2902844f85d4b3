"""A .docx as a package: a zip whose entries are parts, joined by relationships (ECMA-376 part 2).

Nothing is ever extracted to disk; only the XML parts that are asked for are inflated, in chunks, within ``limits``.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from factextract.ingest.docx.xml import Attributes, Handler, parse_part
from factextract.ingest.limits import (
    MAX_DECLARED_BYTES,
    MAX_ENTRIES,
    MAX_RATIO,
    RATIO_GRACE_BYTES,
    Budget,
    Refusal,
)

_CHUNK_BYTES: Final = 262_144
_CENTRAL_HEADER: Final = b"PK\x01\x02"
_ENCRYPTED_FLAG: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,  # includes UnicodeDecodeError of a name, and seeks to a negative offset
    OSError,
    EOFError,
    RuntimeError,  # includes NotImplementedError: versions and methods zipfile does not know
    OverflowError,
    IndexError,
)

_DRIVE: Final = re.compile(r"[A-Za-z]:")
_DOCUMENT_TYPE: Final = re.compile(r"word.*\.main\+xml$")


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link of one part to another: ``kind`` is the last word of its type, ``target`` a part name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a .docx. Raises ``Refusal`` on construction for whatever is wrong with the package as a whole."""

    def __init__(self, data: bytes) -> None:
        # Counted before zipfile builds an object for each of them.
        if data.count(_CENTRAL_HEADER) > MAX_ENTRIES:
            raise Refusal("too_large", f"压缩包条目超过 {MAX_ENTRIES} 个")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_ERRORS:
            raise Refusal("damaged_docx", "压缩包不完整，可能上传中断") from None
        self.budget = Budget()
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        for entry in self._zip.infolist():
            self._entries.setdefault(_part_name(entry.filename).lower(), []).append(entry)
        if sum(entry.file_size for entry in self._zip.infolist()) > MAX_DECLARED_BYTES:
            raise Refusal("too_large", "解压后超过 2 GB")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def parse(self, part: str, handler: Handler) -> None:
        """Run ``handler`` over the XML of a part.

        Raises ``Refusal``: ``damaged_docx`` if the part is missing or broken, other codes if it is hostile.
        """
        parse_part(self._chunks(part), handler, self.budget)

    def relationships(self, part: str) -> list[Relationship]:
        """Internal relationships of ``part`` (``""`` is the package), in order; none if it has no such file."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return []
        handler = _Relationships(folder)
        self.parse(rels, handler)
        return handler.found

    def main_part(self) -> str:
        """Name of the main document part: by relationship, else by content type, else the usual name."""
        for find in (self._main_by_relationship, self._main_by_content_type):
            try:
                part = find()
            except Refusal as refusal:
                if refusal.code != "damaged_docx":
                    raise
                continue
            if part is not None and part in self:
                return part
        if "word/document.xml" in self:
            return "word/document.xml"
        raise Refusal("not_a_docx", self._what_else())

    def _main_by_relationship(self) -> str | None:
        return next((r.target for r in self.relationships("") if r.kind == "officeDocument"), None)

    def _main_by_content_type(self) -> str | None:
        handler = _ContentTypes()
        self.parse("[Content_Types].xml", handler)
        return handler.main

    def _what_else(self) -> str:
        if "mimetype" in self:
            return "可能是 ODT 等其他格式"
        return "压缩包内没有 Word 正文"

    def _chunks(self, part: str) -> Iterator[bytes]:
        entries = self._entries.get(part.lower(), [])
        if not entries:
            raise Refusal("damaged_docx", f"缺少 {part}")
        if len(entries) > 1:
            raise Refusal("damaged_docx", f"{part} 重复出现")
        entry = entries[0]
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Refusal("encrypted")
        if entry.compress_type not in _METHODS:
            raise Refusal("damaged_docx", f"{part} 的压缩方式无法识别")
        inflated = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    inflated += len(chunk)
                    self.budget.spend_bytes(len(chunk))
                    if inflated > max(RATIO_GRACE_BYTES, MAX_RATIO * entry.compress_size):
                        raise Refusal("unsafe_docx", f"{part} 压缩比异常")
                    yield chunk
        except _ZIP_ERRORS:
            raise Refusal("damaged_docx", f"{part} 无法解压") from None


def _part_name(entry_name: str) -> str:
    """The entry's name with forward slashes; raises ``Refusal`` if it would leave the package."""
    name = entry_name.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        raise Refusal("unsafe_docx", f"条目名越出压缩包：{entry_name[:80]!r}")
    return name


class _Relationships(Handler):
    """Collects the ``Relationship`` elements of one .rels part."""

    def __init__(self, folder: str) -> None:
        self.found: list[Relationship] = []
        self._folder = folder
        super().__init__(starts={"rel:Relationship": self._relationship})

    def _relationship(self, attributes: Attributes) -> None:
        target = unquote(attributes.get("Target", "")).replace("\\", "/")
        if attributes.get("TargetMode") == "External" or not target:
            return
        path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relationship(attributes.get("Id", ""), kind, path))


class _ContentTypes(Handler):
    """Finds the part whose content type is that of a Word main document (.docx, .docm, .dotx, .dotm)."""

    def __init__(self) -> None:
        self.main: str | None = None
        super().__init__(starts={"ct:Override": self._override})

    def _override(self, attributes: Attributes) -> None:
        if self.main is None and _DOCUMENT_TYPE.search(attributes.get("ContentType", "")):
            self.main = attributes.get("PartName", "").lstrip("/")
