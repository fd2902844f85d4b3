"""The word tables of names: families of institutions, level words, places (``data/*.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

_DATA: Final = Path(__file__).with_name("data")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of body through all its names. ``bodies`` are the names, the current one first; ``reform`` the year since which it is
    in use everywhere; ``gradual`` tells that each place changed in its own year, ``interchangeable`` that there is no order of
    years, ``central`` that branches of the central bank are meant (see the table). ``levels`` are levels that mean another one here."""

    id: str
    kind: str
    bodies: tuple[str, ...]
    reform: int | None
    gradual: bool
    interchangeable: bool
    central: bool
    full: frozenset[str]
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that tells the family and the body; ``earlier`` is (year, family) where it meant another family before a year."""

    family: str
    body: int
    earlier: tuple[int, str] | None


class Families:
    """All families, and the search for their words in a name."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self.by_id: dict[str, Family] = {}
        self._words: dict[str, Word] = {}
        patterns: dict[str, str] = {}
        self._of_family: dict[str, re.Pattern[str]] = {}
        for entry in entries:
            family = _family(entry)
            self.by_id[family.id] = family
            own = {}
            for name, word, pattern in _words(entry, family):
                self._words[name] = word
                own[name] = pattern
            patterns.update(own)
            self._of_family[family.id] = _longest_first(own)
        self._pattern = _longest_first(patterns)

    def find(self, name: str) -> tuple[Word, str] | None:
        """The longest word of any family in ``name`` (the first of equals), with the word; None if there is none."""
        best = max(self._pattern.finditer(name), key=lambda found: found.end() - found.start(), default=None)
        return (self._words[best[0]], best[0]) if best else None

    def marked(self, family: str, name: str, mark: str) -> str:
        """``name`` with each word of the family replaced by ``mark``."""
        return self._of_family[family].sub(mark, name)


def _family(entry: Mapping[str, Any]) -> Family:
    return Family(
        id=entry["id"],
        kind=entry["kind"],
        bodies=tuple(dict.fromkeys(body["name"] for body in entry["bodies"])),
        reform=entry.get("reform"),
        gradual=entry.get("gradual", False),
        interchangeable=entry.get("interchangeable", False),
        central=entry.get("central", False),
        full=frozenset(entry.get("full", ())),
        levels=entry.get("levels", {}),
    )


def _words(entry: Mapping[str, Any], family: Family) -> Iterator[tuple[str, Word, str]]:
    """The family's words, each with what it tells and its pattern."""
    for body in entry["bodies"]:
        before = body.get("before", entry.get("before", ()))
        ahead = f"(?={'|'.join(before)})" if before else ""
        if body.get("not_before"):
            ahead += f"(?!{'|'.join(body['not_before'])})"
        earlier = body.get("owner_of_year")
        word = Word(
            family.id,
            family.bodies.index(body["name"]),
            (earlier["before"], earlier["family"]) if earlier else None,
        )
        for name in body["words"]:
            yield name, word, re.escape(name) + ahead


def _longest_first(patterns: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(
        "|".join(patterns[name] for name in sorted(patterns, key=lambda name: (-len(name), name)))
    )


@dataclass(frozen=True, slots=True)
class Places:
    """``provinces`` are all names of provinces by their short ones, ``prefectures`` the province of each prefecture, ``capitals``
    the province of each capital. ``peoples`` is a pattern for the autonomous part of a name, ``zones`` maps zones as written to
    how they are compared."""

    provinces: Mapping[str, str]
    municipalities: frozenset[str]
    prefectures: Mapping[str, str]
    capitals: Mapping[str, str]
    peoples: re.Pattern[str]
    zones: Mapping[str, str]


@cache
def families() -> Families:
    """The table ``data/families.yaml``."""
    return Families(_load("families.yaml")["families"])


@cache
def levels() -> Mapping[str, Mapping[str, str]]:
    """The table ``data/levels.yaml``: level words and what they are compared as, by the kind of family."""
    loaded: Mapping[str, Mapping[str, str]] = _load("levels.yaml")
    return loaded


@cache
def places() -> Places:
    """The table ``data/places.yaml``."""
    loaded = _load("places.yaml")
    prefectures = {
        name: province for province, names in loaded["provinces"].items() for name in names.split()
    }
    short = list(loaded["provinces"])
    municipalities = frozenset(loaded["municipalities"].split())
    provinces = {name: name for name in short} | dict(loaded["long"])
    provinces |= {f"{name}{'市' if name in municipalities else '省'}": name for name in short}
    peoples = sorted(loaded["peoples"].split(), key=lambda name: (-len(name), name))
    return Places(
        provinces,
        municipalities,
        prefectures,
        loaded["capitals"],
        re.compile(rf"(?:{_any(peoples)}){{1,4}}自治(?=[州县旗])"),
        loaded["zones"],
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _load(name: str) -> Any:
    return yaml.load(_DATA.joinpath(name).read_text(encoding="utf-8"), Loader=_Loader)
