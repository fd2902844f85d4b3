"""Folding: one code point to one code point, so that offsets never move.

Full-width ASCII becomes ASCII (，→ ,), compatibility forms that decompose to one character become it (﹒→ .), typographic quotes
and dashes become their plain forms, the ideographic space becomes a space, and traditional characters become
simplified ones (single-character table of OpenCC, Apache-2.0).
"""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache
from pathlib import Path

_PLAIN = {
    "“": '"', "”": '"', "„": '"', "〝": '"', "〞": '"', "‘": "'", "’": "'",
    "—": "-", "–": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "﹣": "-", "～": "~", "〜": "~", "∼": "~",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "●": "·", "．": ".", "﹒": ".", "﹪": "%", "％": "%",
    "\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ",
    "〔": "〔", "﹝": "〔", "﹞": "〕", "０": "0", "○": "〇", "Ｏ": "O",
}  # fmt: skip


def _simplified_pairs() -> dict[str, str]:
    """Traditional to simplified, single characters only; read from OpenCC's data without importing its engine."""
    found = importlib.util.find_spec("opencc")
    if found is None or found.origin is None:  # pragma: no cover - a declared dependency
        return {}
    path = Path(found.origin).parent / "dictionary" / "TSCharacters.txt"
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        traditional, _, options = line.partition("\t")
        simplified = options.split(" ")[0]
        if len(traditional) == len(simplified) == 1 and traditional != simplified:
            pairs[traditional] = simplified
    return pairs


@cache
def _table() -> dict[int, str]:
    table = {ord(a): b for a, b in _simplified_pairs().items()}
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0)
    for code in [*range(0x2460, 0x2474), *range(0xF900, 0xFB00), *range(0xFE30, 0xFE70), 0x338F, 0x33A1]:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code) and code < 0x10000 and not 0x2460 <= code < 0x2474:
            table[code] = plain
    table.update({ord(a): b for a, b in _PLAIN.items()})
    return table


def fold(text: str) -> str:
    """Return ``text`` folded; ``len(fold(text)) == len(text)`` always."""
    return text if text.isascii() else text.translate(_table())


def is_cjk(char: str) -> bool:
    """True for a CJK ideograph (unified, extension A, compatibility) and 〇."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or char == "〇"
    )
