"""A folder of files that are drafted aside and appear one after the other, each whole, when all of them are complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from factextract.batch.output import locked, writing

_DRAFTS: Final = ".export"
"""Folder inside, on the same volume, for drafts and the lock."""


class DraftFolder:
    """``folder``, made if need be and locked until ``close``.

    Raises ``FactextractError``: ``write_failed``; ``output_busy`` if another export writes there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        drafts = folder / _DRAFTS
        with writing(folder):
            drafts.mkdir(parents=True, exist_ok=True)
        self._stack = ExitStack()
        self._stack.enter_context(locked(drafts / "lock"))

    def path(self, name: str) -> Path:
        """Where the file ``name`` appears in the end."""
        return self._folder / name

    def draft(self, name: str) -> Path:
        """Where it is drafted."""
        return self._folder / _DRAFTS / name

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn an ``OSError`` of the block into ``write_failed`` about the folder."""
        with writing(self._folder):
            yield

    def close(self) -> None:
        """Let others write. Harmless when called twice."""
        self._stack.close()
