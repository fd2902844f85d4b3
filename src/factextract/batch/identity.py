"""What decides the result besides the file: the program, the indicator packs, the models and the options.

An outcome is only used again under the same identity. The program is known by its version and its code, because a checkout
changes without its version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from factextract import __version__
from factextract.packs import load_packs

_CODE: Final = frozenset({".py", ".txt", ".json", ".yaml", ".tsv"})


def engine_identity(
    packs: Sequence[str], models: str | None, min_confidence: float, mask: bool = False
) -> dict[str, Any]:
    """Version and hashes of an engine with these options. Raises ``FactextractError`` (pack_invalid)."""
    package = Path(__file__).resolve().parents[1]
    return {
        "name": "factextract",
        "version": __version__,
        "code": _digest(package, (p for p in package.rglob("*") if p.suffix in _CODE)),
        "packs": load_packs([Path(pack) for pack in packs]).digest,
        "models": _digest(Path(models), Path(models).rglob("*")) if models is not None else None,
        "min_confidence": min_confidence,
        "mask": mask,
    }


def _digest(root: Path, files: Iterable[Path]) -> str:
    hasher = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files if path.is_file()):
        data = path.read_bytes()
        hasher.update(f"{name}\0{len(data)}\0".encode())
        hasher.update(data)
    return hasher.hexdigest()
