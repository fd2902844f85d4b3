"""Files by URL: shared and object storage through fsspec, so that machines without a common disk read the same inbox.

A path is remote if it is a URL (``s3://…``, ``hdfs://…``, ``http://…``, ``file://…``); all others are files of this machine and never
come here. Addresses, keys and the like are fsspec's business (environment variables, ``~/.config/fsspec``), so they never
stand in a path, from where they would go into records. Whatever a protocol raises arrives as a ``FactextractError``:
``file_missing``, ``file_unreadable`` (also the network's fault, so never lasting), ``cluster_missing`` (a package is not installed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from factextract.errors import FactextractError

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")  # one letter would be a Windows drive


def is_remote(path: str) -> bool:
    """Whether the path is a URL."""
    return _URL.match(path) is not None


def normal(url: str) -> str:
    """The URL as listings spell it, so that a file that is named twice is recognised."""
    files, path = _place(url)
    spelled = str(files.unstrip_protocol(path))
    return spelled + "/" if url.endswith("/") and not spelled.endswith("/") else spelled


def open_binary(path: str) -> BinaryIO:
    """A file for reading, remote or not. A local one raises ``OSError``."""
    if not is_remote(path):
        return Path(path).open("rb")
    files, place = _place(path)
    with _coded(path):
        return cast(BinaryIO, _RemoteFile(files.open(place, "rb"), path))


def is_folder(url: str) -> bool:
    """Whether the URL names a folder; false where it cannot be told."""
    files, path = _place(url)
    try:
        return bool(files.isdir(path))
    except Exception:
        return False


def matches(pattern: str) -> list[str]:
    """URLs that match a pattern (``**`` too), sorted."""
    files, path = _place(pattern)
    with _coded(pattern):
        return sorted(str(files.unstrip_protocol(found)) for found in files.glob(path))


def contents(folder: str) -> list[tuple[str, bool]]:
    """What is directly in a folder, as URLs and whether each is a folder, sorted by name."""
    files, path = _place(folder)
    start = normal(folder).rstrip("/") + "/"
    with _coded(folder):
        entries = files.ls(path, detail=True)
        # A listing of millions must not stay in memory; and the next run wants to see what is new.
        files.invalidate_cache(path)
    found = []
    for entry in entries:
        url = str(files.unstrip_protocol(entry["name"]))
        # Object stores list a folder's own mark, web servers link to elsewhere.
        if url.startswith(start) and url.rstrip("/") != start.rstrip("/"):
            found.append((url.rstrip("/"), entry["type"] == "directory" or url.endswith("/")))
    return sorted(found)


class _RemoteFile:
    """A remote file for reading, whose errors are coded."""

    def __init__(self, file: Any, url: str) -> None:
        self._file = file
        self._url = url

    def __enter__(self) -> _RemoteFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        with _coded(self._url):
            return bytes(self._file.read(size))

    def seek(self, offset: int, whence: int = 0) -> int:
        with _coded(self._url):
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def seekable(self) -> bool:
        return bool(self._file.seekable())


def _place(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise FactextractError("cluster_missing", name="fsspec") from None
    try:
        files, path = url_to_fs(url)
    except ImportError as error:  # the protocol's own driver; the message names it
        raise FactextractError("cluster_missing", name=f"{url.partition(':')[0]}://，{error}") from None
    except Exception as error:
        raise _unreadable(url, error) from None
    return files, str(path)


@contextmanager
def _coded(url: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise FactextractError("file_missing", path=url) from None
    except Exception as error:  # every protocol has its own
        raise _unreadable(url, error) from None


def _unreadable(url: str, error: Exception) -> FactextractError:
    return FactextractError("file_unreadable", path=url, detail=f"{type(error).__name__}: {error}"[:200])
