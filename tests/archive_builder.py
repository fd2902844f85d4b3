"""Zip archives as other programs write them."""

from __future__ import annotations

import zipfile
from pathlib import Path


class _Unmarked(zipfile.ZipInfo):
    """An entry whose name is stored as the bytes that stand in it, without the UTF-8 mark."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's name
        return self.filename.encode("latin-1"), 0


def archive(path: Path, *members: tuple[str | bytes, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive whose names given as bytes are stored unmarked, as Chinese Windows does."""
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in members:
            info = zipfile.ZipInfo(name) if isinstance(name, str) else _Unmarked(name.decode("latin-1"))
            info.compress_type = method
            made.writestr(info, data)
    return path
