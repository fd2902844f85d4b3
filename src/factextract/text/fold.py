"""Folding: one code point to one code point, so that offsets never move.

Full-width ASCII becomes ASCII (，→ ,), compatibility forms that decompose to one character become it (﹒→ .), typographic quotes
and dashes become their plain forms, the ideographic space becomes a space, and traditional characters become
simplified ones (single-character table of OpenCC, Apache-2.0).
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_PLAIN = {
    "“": '"', "”": '"', "„": '"', "〝": '"', "〞": '"', "‘": "'", "’": "'",
    "—": "-", "–": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "﹣": "-", "─": "-", "～": "~", "〜": "~", "∼": "~",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "●": "·", "⋅": "·", "．": ".", "﹒": ".", "﹪": "%", "％": "%", "∶": ":",
    "﹝": "〔", "﹞": "〕", "｡": "。", "､": "、", "｢": "「", "｣": "」", "○": "〇",
    "\u3000": " ", "\u00a0": " ", "\u202f": " ", "\u205f": " ", **{chr(code): " " for code in range(0x2000, 0x200B)},
}  # fmt: skip

# Radicals without a decomposition in Unicode (EquivalentUnifiedIdeograph.txt), as text copied from PDF holds them.
_RADICALS = dict(
    zip(
        "⺠⺝⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰",
        "民月虎西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙",
        strict=True,
    )
)

_COMPATIBILITY = (
    range(0xF900, 0xFB00),  # compatibility ideographs
    range(0x2E80, 0x2FE0),  # radicals, in text copied from PDF
    range(0xFE30, 0xFE70),  # vertical and small forms
)


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
    simplified = _simplified_pairs()
    table = {ord(traditional): char for traditional, char in simplified.items()}
    table.update((code, chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F))
    for codes in _COMPATIBILITY:
        for code in codes:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = simplified.get(plain, plain)
    table.update((ord(char), plain) for char, plain in (_PLAIN | _RADICALS).items())
    return {code: _settled(plain, table) for code, plain in table.items()}


def _settled(char: str, table: Mapping[int, str]) -> str:
    """Where folding again and again leads: folding twice must change nothing."""
    while (plain := table.get(ord(char), char)) != char:
        char = plain
    return char


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
