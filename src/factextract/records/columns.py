"""Text columns in which a Chinese character takes two places."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Terminal columns that a text takes: two for wide and full-width characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def padded(text: str, columns: int) -> str:
    """``text`` filled up with spaces to a width in columns; longer text is left whole, with one space after it."""
    return text + " " * max(1, columns - width(text))


def clipped(text: str, columns: int) -> str:
    """``text`` cut to at most ``columns``, the cut marked with …"""
    if width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for char in text:
        room -= width(char)
        if room < 0:
            break
        kept += char
    return kept + "…"
