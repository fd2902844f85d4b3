"""Reports on disk while they are compared: they are read four times, and need to be given but once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO, Final

from factextract.compare.similar.model import Text
from factextract.text.edtf import bounds, is_edtf

_IN_MEMORY: Final = 32 << 20
"""Bytes of text above which a temporary file is used."""
_UNDATED: Final = "~"
"""Sorts behind every date."""


@dataclass(slots=True)
class _Entry:
    text: Text  # without its characters
    place: int
    size: int
    institution: int = 0
    first: str = field(default=_UNDATED)
    last: str = field(default=_UNDATED)


class Spool:
    """Reports by number, ordered by period, report id and place in the file, whatever the order they came in."""

    def __init__(self, texts: Iterable[Text], file: IO[bytes]) -> None:
        self._file = file
        entries = []
        place = 0
        for text in texts:
            data = text.text.encode("utf-8", "surrogatepass")
            file.write(data)
            first, last = _days(text.period)
            entries.append(_Entry(replace(text, text=""), place, len(data), 0, first, last))
            place += len(data)
        self._entries = sorted(entries, key=lambda e: (e.first, e.text.report_id, e.text.start))
        names = {e.text.institution or f"\0{e.text.report_id}\0{e.text.start}" for e in self._entries}
        self.institutions = len(names)
        numbers = {name: number for number, name in enumerate(sorted(names))}
        for e in self._entries:
            e.institution = numbers[e.text.institution or f"\0{e.text.report_id}\0{e.text.start}"]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Text]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Text:
        if number >= len(self._entries):
            raise IndexError(number)
        entry = self._entries[number]
        self._file.seek(entry.place)
        return replace(entry.text, text=self._file.read(entry.size).decode("utf-8", "surrogatepass"))

    def institution(self, number: int) -> int:
        """Number of the report's institution."""
        return self._entries[number].institution

    def resubmitted(self, left: int, right: int) -> bool:
        """Whether both reports are of one institution and one time: periods that overlap, are equal, or are both unknown. What
        such reports have in common is not copied."""
        one, other = self._entries[left], self._entries[right]
        if one.institution != other.institution:
            return False
        if one.text.period == other.text.period:
            return True
        dated = _UNDATED not in (one.first, one.last, other.first, other.last)
        return dated and one.first <= other.last and other.first <= one.last


@contextmanager
def spooled(texts: Iterable[Text]) -> Iterator[Spool]:
    """The texts, read once, in a temporary file that vanishes afterwards."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        yield Spool(texts, file)


def _days(period: str | None) -> tuple[str, str]:
    first, last = bounds(period) if period and is_edtf(period) else (None, None)
    return first or _UNDATED, last or _UNDATED
