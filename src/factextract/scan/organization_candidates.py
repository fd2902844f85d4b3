"""Candidate names of organisations for the trained judge: the rules' mentions, rejected ones included, and later begins of each.

Where a name begins is what the rules get wrong most often on new texts (喊来|派出所). A candidate is one form of a name and
stands for all places where the report has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from factextract.scan.entities import is_level_head, is_specific
from factextract.scan.name_mentions import Mention

_LONGEST_CUT = 8
_SHORTEST = 2
_JOINTS = ("、", "和", "与", "及")


@dataclass(frozen=True, slots=True)
class NameReading:
    """One way to read a name at one place, in view offsets.

    ``head`` is its head noun, ``tail`` where the shared head ends that a list has behind it (``end`` without one), ``shape`` what the rules make of
    it: counted (C), generic (G), before a title (O), with a shared head (H); a level and a head (L), specific (S) or vague (V). ``shift`` is by how many characters it begins later than the rules' reading.
    """

    start: int
    end: int
    name: str
    head: str
    shape: str
    tail: int
    shift: int = 0


@dataclass(slots=True)
class NameCandidate:
    """One form of a name with its readings in order. ``vote`` says what the rules recorded there: ``y`` this very form,
    ``l`` a longer one, ``s`` a shorter one, ``n`` nothing. ``rivals`` tells by how many places a rival reading has more."""

    name: str
    vote: str = "n"
    rivals: int = 0
    listed: str = ""
    short: bool = False
    readings: list[NameReading] = field(default_factory=list)


def as_read(mention: Mention) -> NameReading:
    """The rules' own reading of a mention."""
    parts = mention.parts
    flags = (
        ("C", parts.counted),
        ("G", parts.generic),
        ("O", mention.official),
        ("H", bool(mention.head_span)),
    )
    sort = "L" if is_level_head(mention) else "S" if is_specific(mention) else "V"
    shape = "".join(letter for letter, is_set in flags if is_set) + sort
    tail = mention.head_span[1] if mention.head_span else mention.end
    return NameReading(mention.start, mention.end, mention.name, parts.head, shape, tail)


def reading_groups(text: str, own: Sequence[NameReading]) -> list[list[NameReading]]:
    """For each of the rules' ``own`` readings all readings that end there, the rules' first."""
    return [[reading, *_later_begins(text, reading)] for reading in own]


def _later_begins(text: str, own: NameReading) -> Iterator[NameReading]:
    if own.tail != own.end:
        return
    last = own.end - max(_SHORTEST, len(own.head))
    for start in range(own.start + 1, min(last, own.start + _LONGEST_CUT) + 1):
        yield _begun(text, own, start)


def _begun(text: str, own: NameReading, start: int) -> NameReading:
    return NameReading(
        start, own.end, text[start : own.end], own.head, own.shape, own.tail, start - own.start
    )


def name_candidates(
    text: str, groups: Sequence[Sequence[NameReading]], recorded: Iterable[tuple[int, int]]
) -> dict[str, NameCandidate]:
    """The candidates by form. ``recorded`` are the spans at which the rules have organisations of the record."""
    starts = {end: start for start, end in recorded}
    begins = frozenset(starts.values())
    names = sorted({text[start:end] for end, start in starts.items()})
    found: dict[str, NameCandidate] = {}
    for group in groups:
        for reading in group:
            candidate = found.setdefault(reading.name, NameCandidate(reading.name))
            candidate.readings.append(reading)
            start = starts.get(reading.end)
            if start == reading.start:
                candidate.vote = "y"
            elif start is not None and candidate.vote != "y":
                candidate.vote = "l" if start < reading.start else "s"
            before = text[reading.start - 1 : reading.start] in _JOINTS and reading.start - 1 in starts
            after = text[reading.tail : reading.tail + 1] in _JOINTS and reading.tail + 1 in begins
            candidate.listed = max(candidate.listed, f"{before:d}{after:d}")
    for candidate in found.values():
        name = candidate.name
        candidate.short = any(other != name and other.endswith(name) for other in names)
    for group in groups:
        most = max(len(found[reading.name].readings) for reading in group)
        for reading in group:
            candidate = found[reading.name]
            candidate.rivals = max(candidate.rivals, most - len(candidate.readings))
    return found
