"""What persons are called, and the words around their names: ``data/persons.yaml``, written by hand, and
``data/person_words.txt``, from a dictionary (``scripts/build_person_words.py``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import yaml

_TABLE: Final[dict[str, str]] = yaml.safe_load(
    files(__package__).joinpath("data/persons.yaml").read_text(encoding="utf-8")
)


def _chars(key: str) -> frozenset[str]:
    return frozenset(_TABLE[key].replace(" ", ""))


def _words(key: str) -> tuple[str, ...]:
    return tuple(_TABLE[key].split())


SURNAMES: Final = _chars("surnames")
DOUBTFUL_SURNAMES: Final = _chars("doubtful")
COMPOUND_SURNAMES: Final = frozenset(_words("compound"))
GIVEN: Final = _chars("given")
NOT_ALONE: Final = _chars("not_alone")
PLACES: Final = _chars("places")
LINKS: Final = _chars("links")
TITLES: Final = _words("titles")
OFFICES: Final = _words("offices")
ROLES: Final = _words("roles")
LABELS: Final = _words("labels")
INTRODUCTIONS: Final = _words("introductions")
SPEECH: Final = _words("speech")
FORMS: Final = frozenset(_words("forms"))
NAME_HEADERS: Final = frozenset(_words("headers"))
_FOLLOWERS: Final = _chars("followers")
_PHRASES: Final = frozenset(
    word for key in ("titles", "offices", "speech", "phrases") for word in _words(key)
)


@cache
def _dictionary() -> dict[str, frozenset[str]]:
    lines = files(__package__).joinpath("data/person_words.txt").read_text(encoding="utf-8").splitlines()
    return {kind: frozenset(words.split(" ")) for kind, _, words in (line.partition(" ") for line in lines)}


def starts_word(text: str, start: int, end: int) -> bool:
    """Whether an ordinary word begins at ``start``, with a surname's character, and ends no later than ``end``."""
    words = _dictionary()["start"]
    return any(text[start : start + size] in words for size in (2, 3, 4) if start + size <= end)


def follower(text: str, at: int) -> int:
    """Length of the longest word at ``at`` that can stand behind a name; 0 if there is none."""
    words = _dictionary()["follow"]
    for size in (4, 3, 2):
        if text[at : at + size] in words or text[at : at + size] in _PHRASES:
            return size
    return int(text[at : at + 1] in _FOLLOWERS)


def is_rare(char: str) -> bool:
    """Whether a Chinese character is not among the 3,755 most common ones (GB 2312, level 1), as many given names'
    characters are."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return len(code) == 2 and code[0] >= 0xD8
