"""Hides personal data in a record and its text: whatever leaves the program with ``--mask`` went through here.

    record, text = mask_report(record, text)

Figures stay, and so do offsets: masking keeps every text's length. A masked record says so (``generator.masked``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from factextract.datamodel import Span
from factextract.records.texts import ReportText, text_of
from factextract.text.masking import MASK, find_personal, hide, mask_text
from factextract.text.masking.hiding import unless_kept
from factextract.text.masking.lexicon import follower
from factextract.text.masking.reader import Trust, read_name

MASKED: Final = "masked"
"""The key under ``generator`` that tells a masked record."""

_FREE_TEXTS: Final = frozenset(
    ("title", "name", "aliases", "action", "object", "label", "dimensions", "message", "text", "path")
)
"""Keys whose strings, at whatever depth, may quote the report or name its file."""

_TOKEN: Final = re.compile(r"[\u4e00-\u9fff]+")


def mask_report(record: Mapping[str, Any], text: ReportText) -> tuple[dict[str, Any], ReportText]:
    """The record and its text with the same personal data hidden in both. Raises ``LookupError`` or ``TypeError`` if it is no
    record."""
    figures = [Span(fact["start"] - text.start, fact["end"] - text.start) for fact in record["facts"]]
    found = unless_kept(find_personal(text.text), figures)
    shown = ReportText(hide(text.text, found), text.start)
    known = {
        text.text[item.whole.start : item.whole.end]: shown.text[item.whole.start : item.whole.end]
        for item in found
        if item.kind != "address"  # a house number says nothing elsewhere
    }
    return _Mask(shown, known).record(record), shown


def mask_reports(
    records: Sequence[Mapping[str, Any]], file_text: str
) -> list[tuple[dict[str, Any], ReportText]]:
    """The reports of one file, masked, with their texts. Its path is the same in all: what one of them hides of it is hidden."""
    reports = [mask_report(record, text_of(record, file_text)) for record in records]
    paths = [record["source"]["path"] for record, _ in reports]
    path = "".join(MASK if MASK in signs else signs[0] for signs in zip(*paths, strict=True))
    return [({**record, "source": {**record["source"], "path": path}}, text) for record, text in reports]


def mask_record(record: Mapping[str, Any], text: ReportText | None = None) -> dict[str, Any]:
    """The record alone. ``text`` is that of its report; where it is not known, only what a field shows by itself is hidden."""
    return _Mask(None, {}).record(record) if text is None else mask_report(record, text)[0]


def is_masked(record: Mapping[str, Any]) -> bool:
    """Whether the record went through ``mask_report``."""
    return bool(record["generator"].get(MASKED))


def mask_path(path: str) -> str:
    """A file's path with the personal data in the names of files and folders hidden; a part that is a person's name by its shape
    (王建国.docx, 王建国投诉.txt, 总结-李晓红.txt) is one here."""
    signs = list(path)
    for token in _TOKEN.finditer(path):
        name = read_name(path, token.start(), Trust.ROLE)
        if name is not None and (name.end == token.end() or follower(path, name.end) > 1):
            signs[name.given : name.end] = MASK * (name.end - name.given)
    return mask_text("".join(signs))


class _Mask:
    """What is hidden of one report: its masked text, and what stands for each name or number that was found."""

    def __init__(self, text: ReportText | None, hidden: Mapping[str, str]) -> None:
        self._text = text
        self._hidden = hidden
        known = sorted(hidden, key=lambda words: (-len(words), words))
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        masked = {key: self._value(key, value) for key, value in record.items()}
        masked["generator"] = {**record["generator"], MASKED: True}
        return masked

    def _value(self, key: str, value: Any) -> Any:
        """``value`` masked; what is below a key of free text is free text as well."""
        if isinstance(value, str):
            return self._free_text(key, value)
        if isinstance(value, Mapping):
            if {"start", "end", "text"} <= value.keys():
                return self._mention(value)
            below = key in _FREE_TEXTS
            return {name: self._value(key if below else name, item) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._value(key, item) for item in value]
        return value

    def _mention(self, mention: Mapping[str, Any]) -> dict[str, Any]:
        """A quote with its offsets: it reads as the masked text does, where that is known."""
        masked = {name: self._value(name, item) for name, item in mention.items() if name != "text"}
        quote = self._text.quote(mention["start"], mention["end"]) if self._text is not None else None
        shown = quote if quote is not None else self._free_text("text", mention["text"])
        return {name: shown if name == "text" else masked[name] for name in mention}

    def _free_text(self, key: str, value: str) -> str:
        if key not in _FREE_TEXTS:
            return value
        if self._known is not None:
            value = self._known.sub(lambda match: self._hidden[match[0]], value)
        return mask_path(value) if key == "path" else _mask_words(value)


@lru_cache(maxsize=4096)
def _mask_words(words: str) -> str:
    """``mask_text`` for what records repeat: labels, verbs, things that are counted."""
    return mask_text(words)
