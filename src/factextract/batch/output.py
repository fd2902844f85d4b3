"""Writing so that a reader never sees half a file: temporary file, flush to disk, rename. And the lock of the output folder.

Every ``OSError`` on the way becomes ``write_failed`` with the path and the system's reason.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from factextract.errors import FactextractError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUFFER_BYTES: Final = 1 << 20
_REPLACE_TRIES: Final = 10
_REPLACE_PAUSE_SECONDS: Final = 0.1
_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` of the block into ``FactextractError`` (write_failed) about ``path``."""
    try:
        yield
    except OSError as error:
        raise FactextractError("write_failed", path=path, detail=error.strerror or str(error)) from None


class AtomicFile:
    """A file that appears at ``path`` whole or not at all. Until ``publish`` it grows at ``draft``, on the same volume.

    ``bytes`` and ``sha256`` are those of what was written so far. Raises ``FactextractError`` (write_failed).
    """

    def __init__(self, path: Path, draft: Path) -> None:
        self.path = path
        self.bytes = 0
        self._draft = draft
        self._hasher = hashlib.sha256()
        with writing(path):
            self._file: BinaryIO = draft.open("wb", buffering=_BUFFER_BYTES)

    @property
    def sha256(self) -> str:
        """Hash of what was written, in hex."""
        return self._hasher.hexdigest()

    def write(self, data: bytes) -> None:
        """Append to the draft."""
        with writing(self.path):
            self._file.write(data)
        self._hasher.update(data)
        self.bytes += len(data)

    def prepare(self) -> None:
        """Bring the draft to disk and close it."""
        with writing(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def publish(self) -> None:
        """Rename the draft to its place."""
        with writing(self.path):
            replace(self._draft, self.path)

    def discard(self) -> None:
        """Remove the draft, if it is still there."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._draft.unlink(missing_ok=True)


@contextmanager
def drafting(path: Path) -> Iterator[Path]:
    """Give a draft beside ``path`` for the block to write; afterwards it is renamed to ``path``. If the block fails, or is
    interrupted, no trace is left. Raises ``FactextractError`` (write_failed)."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with writing(path):
            yield draft
            replace(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def replace(source: Path, target: Path) -> None:
    """Rename over ``target`` and bring the folder to disk. On Windows a virus scanner or indexer may hold a new file for a
    moment, so it is tried for a second."""
    for tries_left in reversed(range(_REPLACE_TRIES)):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if os.name != "nt" or not tries_left:
                raise
            time.sleep(_REPLACE_PAUSE_SECONDS)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring renames in ``folder`` to disk, where the system knows how (Windows and some network drives do not)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` for the block; the system frees it when the process ends, however it ends.

    Raises ``FactextractError``: ``output_busy`` if another process holds it, ``write_failed`` if it cannot be made.
    """
    with writing(path):
        file = path.open("a+b")
    with file:
        try:
            _lock(file)
        except OSError as error:
            if error.errno in _HELD:
                raise FactextractError("output_busy", path=path.parent.parent) from None
            # A network drive without locks: go on without one.
        yield


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
