"""Zip archives of submissions: their files as sources, and the bytes of one of them. Nothing is ever extracted to disk.

File names without the UTF-8 mark are UTF-8 if all of an archive's are, else GB18030, as Chinese Windows writes them.
Format: PKWARE APPNOTE.TXT 6.3.10.
"""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from factextract.batch.model import Member
from factextract.batch.storage import open_binary
from factextract.errors import FactextractError
from factextract.ingest.limits import MAX_FILE_BYTES, MAX_RATIO, RATIO_GRACE_BYTES, Refusal

MAX_ARCHIVE_ENTRIES: Final = 200_000
"""Entries of an archive of submissions."""

MAX_DIRECTORY_BYTES: Final = 64 * 2**20
"""Size of an archive's list of contents."""

_TOTAL_GRACE_BYTES: Final = 2 * 2**30
_CHUNK_BYTES: Final = 262_144
_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")  # signature, length of name, length of extra field
_LOCAL_SIGNATURE: Final = b"PK\x03\x04"
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,
    EOFError,
    RuntimeError,
    OverflowError,
    IndexError,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its name with forward slashes, unique within the archive, and its place."""

    name: str
    member: Member


def list_archive(path: str) -> list[Entry]:
    """The files of an archive in the order of their names; folders and links are left out.

    Raises ``FactextractError``: ``damaged_archive``, ``unsafe_archive`` (names that leave it, overlapping entries, absurd
    sizes), ``too_large``, ``file_missing``, ``file_unreadable``.
    """
    try:
        with open_binary(path) as file:
            archive_bytes = file.seek(0, 2)
            infos = zipfile.ZipFile(_Guarded(file)).infolist()
        _refuse_hostile(infos, archive_bytes)
        names = _decoded_names(infos)
    except FileNotFoundError:
        raise FactextractError("file_missing", path=path) from None
    except OSError as error:
        raise FactextractError("file_unreadable", path=path, detail=error.strerror or str(error)) from None
    except _ZIP_ERRORS:
        raise FactextractError("damaged_archive", path=path, detail="目录无法读取，可能上传中断") from None
    except Refusal as refusal:
        raise FactextractError(refusal.code, path=path, detail=refusal.detail) from None
    pairs = [(name, info) for name, info in zip(names, infos, strict=True) if _is_file(name, info)]
    pairs.sort(key=lambda pair: (pair[0], pair[1].header_offset))
    unique = _unique([name for name, _ in pairs])
    return [Entry(name, _member(info)) for name, (_, info) in zip(unique, pairs, strict=True)]


def member_chunks(path: str, member: Member, name: str) -> Iterator[bytes]:
    """The bytes of one file of an archive, inflated piece by piece; ``name`` stands in errors.

    Raises ``FactextractError``: ``encrypted``, ``too_large``, ``unsafe_archive``, ``damaged_archive``, ``file_missing``,
    ``file_unreadable``.
    """
    if member.encrypted:
        raise FactextractError("encrypted", path=name)
    if member.size > MAX_FILE_BYTES:
        raise FactextractError("too_large", path=name, detail=f"解压后超过 {MAX_FILE_BYTES // 2**20} MB")
    if member.size > max(RATIO_GRACE_BYTES, MAX_RATIO * member.stored):
        raise FactextractError("unsafe_archive", path=name, detail="压缩比异常")
    try:
        crc = 0
        with open_binary(path) as file:
            for chunk in _inflated(file, member):
                crc = zlib.crc32(chunk, crc)
                yield chunk
        if crc != member.crc:
            raise zipfile.BadZipFile
    except FileNotFoundError:
        raise FactextractError("file_missing", path=name) from None
    except OSError as error:
        raise FactextractError("file_unreadable", path=name, detail=error.strerror or str(error)) from None
    except _ZIP_ERRORS:
        raise FactextractError("damaged_archive", path=name, detail="无法解压") from None


def _inflated(file: BinaryIO, member: Member) -> Iterator[bytes]:
    file.seek(member.offset)
    signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if signature != _LOCAL_SIGNATURE:
        raise zipfile.BadZipFile
    file.seek(name_bytes + extra_bytes, 1)
    stored = _pieces(file, member.stored)
    if member.method == zipfile.ZIP_STORED:
        return stored
    if member.method == zipfile.ZIP_DEFLATED:
        return _deflated(stored, member.size)
    raise zipfile.BadZipFile


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size:
        piece = file.read(min(size, _CHUNK_BYTES))
        if not piece:
            raise EOFError
        size -= len(piece)
        yield piece


def _deflated(stored: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Inflate; what exceeds the declared ``size`` is a broken or lying archive."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in stored:
        while piece:
            chunk = inflater.decompress(piece, _CHUNK_BYTES)
            size -= len(chunk)
            if size < 0:
                raise zipfile.BadZipFile
            piece = inflater.unconsumed_tail
            yield chunk
    while chunk := inflater.decompress(b"", _CHUNK_BYTES):
        size -= len(chunk)
        yield chunk
    if not inflater.eof or size:
        raise EOFError


class _Guarded:
    """A file of which nobody can read more than ``MAX_DIRECTORY_BYTES`` at once: ``zipfile`` reads as much as it is told."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise Refusal("too_large", "压缩包目录过大")
        return self._file.read(size if size >= 0 else MAX_DIRECTORY_BYTES)


def _refuse_hostile(infos: Sequence[zipfile.ZipInfo], archive_bytes: int) -> None:
    if len(infos) > MAX_ARCHIVE_ENTRIES:
        raise Refusal("too_large", f"压缩包条目超过 {MAX_ARCHIVE_ENTRIES} 个")
    if sum(info.file_size for info in infos) > max(_TOTAL_GRACE_BYTES, MAX_RATIO * archive_bytes):
        raise Refusal("unsafe_archive", "解压后的体积异常")
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        # One stored block listed many times inflates to more than any ratio shows (the overlapping zip bomb).
        if info.header_offset < end:
            raise Refusal("unsafe_archive", "条目互相重叠")
        end = info.header_offset + _LOCAL_HEADER.size + info.compress_size


def _decoded_names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names with forward slashes; raises ``Refusal`` if one would leave the archive."""
    raw = [None if info.flag_bits & _UTF8_NAME else _raw_name(info) for info in infos]
    unmarked = b"\n".join(name for name in raw if name is not None)
    encodings = ("utf-8",) if _is_in(unmarked, "utf-8") else ("gb18030", "cp437")
    names = []
    for info, data in zip(infos, raw, strict=True):
        decoded = info.filename
        if data is not None:
            decoded = next(data.decode(encoding) for encoding in encodings if _is_in(data, encoding))
        name = decoded.partition("\0")[0].replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            raise Refusal("unsafe_archive", f"条目名越出压缩包：{name[:80]!r}")
        names.append(name)
    return names


def _raw_name(info: zipfile.ZipInfo) -> bytes | None:
    """The name as stored: ``zipfile`` decodes unmarked names by code page 437, which loses nothing."""
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # it came from a Unicode extra field
        return None


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_file(name: str, info: zipfile.ZipInfo) -> bool:
    return bool(name) and not name.endswith("/") and not stat.S_ISLNK(info.external_attr >> 16)


def _unique(names: Sequence[str]) -> list[str]:
    """Sorted names; of several that are the same, the later ones get a number before their suffix."""
    result: list[str] = []
    times = 1
    for at, name in enumerate(names):
        times = times + 1 if at and names[at - 1] == name else 1
        path = PurePosixPath(name)
        result.append(name if times == 1 else str(path.with_name(f"{path.stem}({times}){path.suffix}")))
    return result


def _member(info: zipfile.ZipInfo) -> Member:
    return Member(
        offset=info.header_offset,
        stored=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        method=info.compress_type,
        encrypted=bool(info.flag_bits & _ENCRYPTED),
    )
