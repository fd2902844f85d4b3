"""A candidate name's features for the trained decision whether it is an organisation that belongs in the record.

A candidate is one way to read a name, at all places where the report has it. No feature holds more of the name than its head and
first characters, so that they hold for bodies never seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from factextract.linear import VOTE
from factextract.scan.name_heads import BOUNDARY_TABLE, TOPIC_TABLE, VERB_TABLE, WordTable
from factextract.scan.name_levels import is_name_char
from factextract.scan.name_words import COMMON_NOUNS, proper_cost
from factextract.scan.organization_candidates import NameCandidate, NameReading

_NEAR, _FAR = 6, 14
_STOPS = "。;!?\n"
_PLACES_READ = 3
_LONGEST_WORD = 4
_COMMON_TABLE = WordTable(COMMON_NOUNS)


def organization_features(text: str, candidate: NameCandidate) -> list[str]:
    """Features of one candidate, sorted and without repeats."""
    return sorted(set(_features(text, candidate)))


def _features(text: str, candidate: NameCandidate) -> Iterator[str]:
    name, first = candidate.name, candidate.readings[0]
    vote = VOTE + candidate.vote
    shape = first.shape + ("later" if first.shift else "")
    count = min(4, len(candidate.readings))
    yield vote
    yield f"{vote}|{shape}"
    yield shape
    yield f"{vote}|n={count}"
    yield f"n={count}|rivals={min(2, candidate.rivals)}"
    yield f"{vote}|rivals={min(2, candidate.rivals)}"
    listed = f"listed={candidate.listed}"
    yield VOTE + listed
    yield f"{vote}|{listed}"
    yield f"{vote}|{shape}|{listed}"
    yield f"{vote}|short={candidate.short:d}"
    yield f"{vote}|{shape}|short={candidate.short:d}"
    for size in (1, 2, 3):
        yield f"head={name[-size:]}"
        yield f"{vote}|head={name[-size:]}"
        yield f"{shape}|head={name[-size:]}"
    yield f"^{name[:1]}"
    yield f"^{name[:2]}"
    yield f"length={min(12, len(name))}"
    yield f"{vote}|length={min(12, len(name))}"
    proper = name[: len(name) - len(first.head)]
    proper = proper[: len(proper) - _topics(proper)]
    yield f"proper={len(proper)}|{_cost(proper)}"
    yield f"proper={min(9, len(proper))}"
    for reading in candidate.readings[:_PLACES_READ]:
        yield from _around(text, reading, vote, shape)


def _topics(proper: str) -> int:
    """How many characters at the end of ``proper`` are topic words."""
    position = len(proper)
    while length := TOPIC_TABLE.ending_at(proper, position):
        position -= length
    return len(proper) - position


def _cost(proper: str) -> str:
    if not proper or len(proper) > 9:
        return "-"
    return str(min(20, int(proper_cost(proper) / len(proper) * 2)))


def _around(text: str, reading: NameReading, vote: str, shape: str) -> Iterator[str]:
    before = _until_stop(text[max(0, reading.start - _FAR) : reading.start][::-1])[::-1]
    after = _until_stop(text[reading.tail : reading.tail + _FAR])
    word = _word_before(text, reading.start)
    yield f"word={word}"
    yield f"{vote}|word={word}"
    yield f"{shape}|word={word}"
    yield f"split={_splits(text, reading.start)}"
    for size in (1, 2, 3):
        yield f"<{before[-size:] or '^'}"
        yield f">{after[:size] or '$'}"
        yield f"{vote}<{before[-size:] or '^'}"
        yield f"{vote}>{after[:size] or '$'}"
        yield f"{shape}>{after[:size] or '$'}"
    yield f"{shape}<{before[-1:] or '^'}"
    for side, window in (
        ("B", before[-_NEAR:]),
        ("A", after[:_NEAR]),
        ("b", before[:-_NEAR]),
        ("a", after[_NEAR:]),
    ):
        for at in range(len(window) - 1):
            yield f"{side}:{window[at : at + 2]}"


def _word_before(text: str, start: int) -> str:
    """What ends where the name begins: no name character, a function word, a common word, nothing known."""
    if start == 0 or not is_name_char(text[start - 1]):
        return "-"
    floor = max(0, start - _LONGEST_WORD)
    for sign, table in (("b", BOUNDARY_TABLE), ("v", VERB_TABLE), ("n", _COMMON_TABLE)):
        if length := table.ending_at(text, start, floor):
            return f"{sign}{length}"
    return "?"


def _splits(text: str, start: int) -> str:
    """Whether a known word of two characters runs across the begin of the name."""
    if start == 0 or start + 1 >= len(text):
        return "-"
    across = [
        table.ending_at(text, start + 1, start - 1) == 2 for table in (VERB_TABLE, _COMMON_TABLE, TOPIC_TABLE)
    ]
    return "".join(str(int(one)) for one in across)


def _until_stop(window: str) -> str:
    """The window up to where its sentence ends."""
    stops = [at for stop in _STOPS if (at := window.find(stop)) >= 0]
    return window[: min(stops)] if stops else window
