"""Texts to measure with: a folder's reports, repeated with other digits each time, so that no cache helps.

Seeded: the same folder, size and seed give the same texts.
"""

from __future__ import annotations

import random
from pathlib import Path

from factextract.errors import FactextractError
from factextract.ingest import read

_DRAWN = "123456789"


def texts_of(folder: Path) -> list[str]:
    """The text of each readable .txt and .docx report, by name."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".txt", ".docx"):
            try:
                found.append(read(path).text)
            except FactextractError as error:
                print(f"skipped {path.name}: {error.code}")
    return found


def redrawn(text: str, chance: random.Random) -> str:
    """``text`` with every digit but 0 drawn anew."""
    return "".join(chance.choice(_DRAWN) if char in _DRAWN else char for char in text)


def repeated(texts: list[str], size: int, seed: int = 0) -> list[str]:
    """``texts`` one after the other, over and over, each time with other digits, until they hold ``size`` characters."""
    chance = random.Random(seed)
    copies: list[str] = []
    while size > 0:
        copy = redrawn(texts[len(copies) % len(texts)], chance)[:size]
        copies.append(copy)
        size -= len(copy)
    return copies
