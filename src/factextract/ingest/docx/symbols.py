"""Characters of symbol fonts (w:sym) that have a Unicode equivalent.

Sources: Unicode's mapping of the Adobe Symbol encoding (``MAPPINGS/VENDORS/ADOBE/symbol.txt``) and the Unicode proposal for
the Wingdings repertoire (L2/12-368). Only what reports contain: check boxes, bullets, numbers in circles, relations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PRIVATE_FIRST: Final = 0xF000
_PRIVATE_LAST: Final = 0xF0FF

_WINGDINGS: Final[Mapping[int, str]] = {
    **{0x80 + number: char for number, char in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + number: char for number, char in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "✧", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip

_WINGDINGS_2: Final[Mapping[int, str]] = {0x50: "✓", 0x52: "☑", 0x4F: "✗", 0x51: "☒", 0x53: "☒", 0xA3: "□"}

_SYMBOL: Final[Mapping[int, str]] = {
    **{code: chr(code) for code in range(0x20, 0x7F) if chr(code) in " !#%&()+,./0123456789:;<=>?[]_{|}"},
    0x2D: "−", 0xA3: "≤", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD7: "⋅",
}  # fmt: skip

_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str, code: str) -> str:
    """The character for a hexadecimal ``code`` in a symbol font; an unknown one stays in the private-use area.

    "" if ``code`` names no character.
    """
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= point <= 0xFFFF or 0xD800 <= point <= 0xDFFF:
        return ""
    in_font = point - _PRIVATE_FIRST if _PRIVATE_FIRST <= point <= _PRIVATE_LAST else point
    return _FONTS.get(font.lower(), {}).get(in_font, chr(point))
