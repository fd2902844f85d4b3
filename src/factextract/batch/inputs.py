"""The inbox: what the command line names, as a stream of sources in an order that only depends on the names.

Arguments are taken as they come; inside a folder the order is that of its sorted names, subfolders in their place, and inside
an archive that of its names. A file that is named twice comes once. Only one folder's names are held in memory at a time.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from factextract.batch.archives import list_archive, member_chunks
from factextract.batch.digests import DigestMap, digest_of
from factextract.batch.model import Failure, Source
from factextract.errors import FactextractError
from factextract.ingest.limits import MAX_FILE_BYTES

_REPORTS: Final = frozenset({".docx", ".docm", ".txt"})
_UNREADABLE: Final = frozenset(
    {".doc", ".dot", ".wps", ".wpt", ".pdf", ".ofd", ".rtf", ".odt", ".htm", ".html", ".mht", ".rar", ".7z"}
)
"""Formats that submissions come in and that cannot be read: each is a failed file, so that nobody's report is missed."""

_ARCHIVE: Final = ".zip"
_LITTER: Final = ("~$", "._", ".DS_Store", "Thumbs.db", "desktop.ini")
_ARCHIVE_LITTER: Final = "__MACOSX/"
MEMBER_MARK: Final = "!/"
"""Between an archive's path and the name of a file in it."""
_CHUNK_BYTES: Final = 1 << 20


class Inbox:
    """The sources that ``arguments`` name: files, folders (with subfolders), patterns, ``@`` lists (a path a line) and zip
    archives. ``exclude`` is a folder to leave out (the output's). Iterate once; ``skipped`` then tells how many files in
    folders and archives were no reports (pictures, spreadsheets)."""

    def __init__(self, arguments: Sequence[str], exclude: Path | None = None) -> None:
        self.skipped = 0
        self._arguments = arguments
        self._exclude = _identity(str(exclude)) if exclude is not None else None
        self._seen = DigestMap()

    def __iter__(self) -> Iterator[Source]:
        for argument in self._arguments:
            if argument.startswith("@") and not os.path.lexists(argument):
                yield from self._listed(argument[1:])
            else:
                yield from self._named(argument)

    def _listed(self, path: str) -> Iterator[Source]:
        try:
            encoding = _list_encoding(path)
            with Path(path).open(encoding=encoding) as lines:
                for line in lines:
                    if name := line.strip():
                        yield from self._named(name)
        except OSError as error:
            code = "file_missing" if isinstance(error, FileNotFoundError) else "file_unreadable"
            yield _refused(path, FactextractError(code, path=path, detail=error.strerror))
        except UnicodeDecodeError:
            yield _refused(path, FactextractError("unknown_encoding", path=path))

    def _named(self, name: str) -> Iterator[Source]:
        name = str(Path(name))
        if os.path.isdir(name):
            yield from self._folder(name)
        elif glob.has_magic(name) and not os.path.lexists(name):
            found = sorted(glob.glob(name, recursive=True))
            for path in found:
                if os.path.isdir(path):
                    yield from self._inside(path)
                else:
                    yield from self._taken(path)
            if not found:
                yield from self._file(name)
        else:
            yield from self._file(name)

    def _folder(self, folder: str) -> Iterator[Source]:
        """The folder's sources; the folder itself, which fails when it is read, if it has none."""
        is_empty = True
        for source in self._inside(folder):
            is_empty = False
            yield source
        if is_empty and not any(
            isinstance(path, str) and _is_taken(path) for path in _walk(folder, self._exclude)
        ):
            yield from self._file(folder)

    def _inside(self, folder: str) -> Iterator[Source]:
        for path in _walk(folder, self._exclude):
            if isinstance(path, FactextractError):
                yield _refused(str(path.details["path"]), path)
            else:
                yield from self._taken(path)

    def _taken(self, path: str) -> Iterator[Source]:
        if _is_taken(path):
            yield from self._file(path)
        else:
            self._skip(path)

    def _skip(self, name: str) -> None:
        self.skipped += not _is_litter(name)

    def _file(self, path: str) -> Iterator[Source]:
        if not self._seen.add(digest_of(_identity(path))):
            return
        if not path.lower().endswith(_ARCHIVE) or os.path.isdir(path):
            yield Source(path, path)
            return
        try:
            entries = list_archive(path)
        except FactextractError as error:
            yield _refused(path, error)
            return
        for entry in entries:
            if entry.name.startswith(_ARCHIVE_LITTER):
                continue
            if _is_taken(entry.name):
                yield Source(path + MEMBER_MARK + entry.name, path, entry.member)
            else:
                self._skip(entry.name)


def content_digest(source: Source) -> str | None:
    """SHA-256 of the source's bytes in hex; None where reading it must fail (the worker then says why)."""
    try:
        if source.member is None and not _is_readable(source.path):
            return None
        hasher = hashlib.sha256()
        for chunk in _chunks(source):
            hasher.update(chunk)
        return hasher.hexdigest()
    except (OSError, ValueError, FactextractError):
        return None


def member_bytes(source: Source) -> bytes:
    """The bytes of a source in an archive. Raises ``FactextractError`` as ``archives.member_chunks`` does."""
    return b"".join(_chunks(source))


def _is_readable(path: str) -> bool:
    status = os.stat(path)
    return stat.S_ISREG(status.st_mode) and status.st_size <= MAX_FILE_BYTES


def _chunks(source: Source) -> Iterator[bytes]:
    if source.member is not None:
        yield from member_chunks(source.path, source.member, source.name)
        return
    with Path(source.path).open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _walk(folder: str, exclude: str | None) -> Iterator[str | FactextractError]:
    """Files below ``folder`` by name; links to folders are not followed. An error stands for a folder that cannot be read."""
    open_folders = [iter([(folder, True)])]
    while open_folders:
        path, is_folder = next(open_folders[-1], ("", False))
        if not path:
            open_folders.pop()
        elif not is_folder:
            yield path
        elif exclude is None or _identity(path) != exclude:
            try:
                open_folders.append(iter(_contents(path)))
            except OSError as error:
                yield FactextractError("file_unreadable", path=path, detail=error.strerror)


def _contents(folder: str) -> list[tuple[str, bool]]:
    with os.scandir(folder) as entries:
        found = sorted((entry.name, _is_folder(entry)) for entry in entries)
    return [(str(Path(folder, name)), is_folder) for name, is_folder in found]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    # A Windows junction counts as a folder and may lead back to one above it.
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return not attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)


def _is_taken(name: str) -> bool:
    suffix = os.path.splitext(name)[1].lower()
    wanted = suffix in _REPORTS or suffix in _UNREADABLE or suffix == _ARCHIVE
    return wanted and not _is_litter(name)


def _is_litter(name: str) -> bool:
    return os.path.basename(name).startswith(_LITTER)


def _identity(path: str) -> str:
    return os.path.normcase(os.path.abspath(path))


def _refused(name: str, error: FactextractError) -> Source:
    return Source(name, name, failure=Failure.of(error))


def _list_encoding(path: str) -> str:
    """UTF-8 if the whole list is, else GB18030 (Notepad's ANSI)."""
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            while file.read(_CHUNK_BYTES):
                pass
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"
