"""The inbox: what the command line names, as a stream of sources in an order that only depends on the names.

Arguments are taken as they come; inside a folder the order is that of its sorted names, subfolders in their place, and inside
an archive that of its names. A file that is named twice comes once. Only one folder's names are held in memory at a time.
Paths may be URLs wherever they may be paths (see ``storage``); files of this machine never go that way.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from factextract.batch import storage
from factextract.batch.archives import list_archive, member_chunks
from factextract.batch.digests import DigestMap, digest_of
from factextract.batch.model import Failure, Source
from factextract.batch.storage import is_remote
from factextract.datamodel import Document
from factextract.errors import FactextractError
from factextract.ingest import read, read_bytes
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
_READS_AHEAD: Final = 16
"""Remote files that are read at once to be hashed: each costs some milliseconds of waiting."""


class Inbox:
    """The sources that ``arguments`` name: files, folders (with subfolders), patterns, ``@`` lists (a path a line), zip archives,
    and URLs of all these (lists excepted). ``exclude`` is a folder to leave out (the output's). Iterate once; ``skipped`` then tells how many files in
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
        if is_remote(name):
            yield from self._remote(name)
            return
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

    def _remote(self, url: str) -> Iterator[Source]:
        url = storage.normal(url)
        if "*" in url:
            try:
                found = storage.matches(url)
            except FactextractError as error:
                yield _refused(url, error)
                return
            for path in found:
                yield from self._taken(path)
            if not found:
                yield from self._file(url)
        elif url.endswith("/") or (not _is_taken(url) and storage.is_folder(url)):
            yield from self._folder(url)
        else:
            yield from self._file(url)

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
        if not path.lower().endswith(_ARCHIVE) or (not is_remote(path) and os.path.isdir(path)):
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
        if source.member is None and not is_remote(source.path) and not _is_readable(source.path):
            return None
        hasher = hashlib.sha256()
        for chunk in _chunks(source):
            hasher.update(chunk)
        return hasher.hexdigest()
    except (OSError, ValueError, FactextractError):
        return None


def with_digests(sources: Iterable[Source]) -> Iterator[tuple[Source, str | None]]:
    """The sources in their order, each with its ``content_digest``; remote ones are read ahead, a bounded number at once."""
    ahead: deque[tuple[Source, Future[str | None]]] = deque()
    with ThreadPoolExecutor(_READS_AHEAD, "digest") as threads:
        for source in sources:
            if not ahead and not is_remote(source.path):
                yield source, content_digest(source)
                continue
            ahead.append((source, threads.submit(content_digest, source)))
            if len(ahead) >= 2 * _READS_AHEAD:
                first, digest = ahead.popleft()
                yield first, digest.result()
        for last, digest in ahead:
            yield last, digest.result()


def document_of(source: Source) -> Document:
    """The source's content, wherever it is. Raises ``FactextractError`` as ``ingest.read`` and ``archives.member_chunks`` do."""
    if source.member is not None:
        return read_bytes(member_bytes(source), source.name)
    if not is_remote(source.path):
        return read(source.path)
    with storage.open_binary(source.path) as file:
        return read_bytes(file.read(MAX_FILE_BYTES + 1), source.name)


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
    size = 0
    with storage.open_binary(source.path) as file:
        while chunk := file.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > MAX_FILE_BYTES:
                raise FactextractError("too_large", path=source.name, detail="")
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
            except FactextractError as error:
                yield error
            except OSError as error:
                yield FactextractError("file_unreadable", path=path, detail=error.strerror)


def _contents(folder: str) -> list[tuple[str, bool]]:
    if is_remote(folder):
        return storage.contents(folder)
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
    base = os.path.basename(name)
    return base.startswith(_LITTER) or (is_remote(name) and unquote(base).startswith(_LITTER))


def _identity(path: str) -> str:
    return path if is_remote(path) else os.path.normcase(os.path.abspath(path))


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
