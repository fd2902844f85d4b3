"""Where a proper name begins in a run of characters: the cheaper reading as ordinary words and a name.

暗访|海门支行, 期内|宁川分行, 供应商|恒达商贸公司: nothing but the words tells that the name does not begin at the left. A run is read
as words of a general dictionary followed by a name; words cost -ln of their frequency, a name what its characters cost as
a place name's (first, inner and last ones have their own costs) or, by units, what a known place or a common noun costs that
names are made of (红星小学). ``data/name_words.txt`` holds the costs; see ``scripts/build_name_words.py`` for their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from factextract.scan import name_lexicon as lexicon

_LONGEST_WORD = 4
_UNKNOWN_CHARACTER = 9.4  # of a place name: a character the table does not have at this position
_LENGTH_COST = {1: 6.0, 2: 0.6, 3: 1.4, 4: 2.5}  # of place names
_NOUN_AS_NAME = 11.5
_NOUN_AS_WORD = 4.0  # what a common noun costs more than its frequency says where it stands before a name
_TOPIC_AS_WORD = 14.0  # of topics that the dictionary does not have as words (消保)
_APPOSITION = 8.0
_JOINT = 1.0  # of each further unit in a name
_PLACE_COST = 9.5
_ROAD_COST = 2.0
_PLACEHOLDER_COST = 2.0  # of 某某, XX
_PLACEHOLDERS = frozenset("某Xx×*")
_ROADS = frozenset("路街巷道门桥里村镇湾山河湖江塘洲岛港园城口坪沟")  # behind a unit: 和平|路, 向阳|街
IMPOSSIBLE = 99.0


def _tables() -> dict[str, dict[str, float]]:
    tables: dict[str, dict[str, float]] = {}
    text = files("factextract.scan").joinpath("data", "name_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, cost, *words = line.split(" ")
        tables.setdefault(kind, {}).update(dict.fromkeys(words, float(cost)))
    return tables


_TABLES = _tables()
_NOUNS: Mapping[str, float] = _TABLES["noun"]
_NAMING = frozenset([*_NOUNS, *_TABLES["stem"], *lexicon.TOPICS, *lexicon.NOMINAL_VERBS])
_BOUNDARIES = frozenset(lexicon.BOUNDARIES)
COMMON_NOUNS = tuple(noun for noun in (*_NOUNS, *_TABLES["stem"]) if noun not in _BOUNDARIES)
FUNCTION_WORDS = tuple(word for word in _TABLES["word"] if len(word) > 1)
_PLACES: Mapping[str, float] = {**_TABLES["place"], **dict.fromkeys(lexicon.PROTECTED, _PLACE_COST)}
_WORDS: Mapping[str, float] = {
    **dict.fromkeys(lexicon.TOPICS, _TOPIC_AS_WORD),
    **{noun: cost + _NOUN_AS_WORD for noun, cost in _NOUNS.items()},
    **_TABLES["word"],
    **dict.fromkeys([*lexicon.APPOSITIONS, "方"], _APPOSITION),
}


@lru_cache(maxsize=8192)
def name_offset(run: str, bare: float, longest: int = 0, cut: float = 0.0) -> int:
    """Offset in ``run`` where the name begins that ends with the run; ``len(run)`` if there is none.

    ``bare`` is what it costs that nothing proper precedes what follows the run, ``cut`` that the name begins later than
    the run; names of one character and of more than ``longest`` (unless it is 0) are out of the question.
    """
    words = _prefix_costs(run)
    best, offset = words[len(run)] + bare + cut, len(run)
    for start in range(len(run) - 1):
        if words[start] < best and not (longest and len(run) - start > longest):
            cost = words[start] + proper_cost(run[start:]) + (cut if start else 0.0)
            if cost < best or (cost == best and start < offset):
                best, offset = cost, start
    return offset


def is_ordinary(run: str) -> bool:
    """True if ``run`` can be read as ordinary words and no more."""
    return _prefix_costs(run)[-1] < IMPOSSIBLE


def _prefix_costs(run: str) -> list[float]:
    """What each prefix of ``run`` costs as ordinary words."""
    costs = [0.0]
    for end in range(1, len(run) + 1):
        costs.append(
            min(
                costs[start] + _WORDS.get(run[start:end], IMPOSSIBLE)
                for start in range(max(0, end - _LONGEST_WORD), end)
            )
        )
    return costs


@lru_cache(maxsize=8192)
def proper_cost(name: str) -> float:
    """What ``name`` costs as the proper part of a name: one unit or several."""
    costs = [0.0]
    for end in range(1, len(name) + 1):
        costs.append(
            min(
                costs[start] + (_later_unit_cost if start else _unit_cost)(name[start:end])
                for start in range(max(0, end - _LONGEST_WORD), end)
            )
        )
    return costs[-1]


def _later_unit_cost(unit: str) -> float:
    return (_ROAD_COST if unit in _ROADS else _unit_cost(unit)) + _JOINT


@lru_cache(maxsize=8192)
def _unit_cost(unit: str) -> float:
    if len(unit) > 1 and set(unit) <= _PLACEHOLDERS:
        return _PLACEHOLDER_COST
    known = min(_PLACES.get(unit, IMPOSSIBLE), _NOUN_AS_NAME if unit in _NAMING else IMPOSSIBLE)
    return min(known, _shape_cost(unit))


def _shape_cost(unit: str) -> float:
    """What the characters of ``unit`` cost as a place name's."""
    first, inner, last = _TABLES["first"], _TABLES["inner"], _TABLES["last"]
    cost = _LENGTH_COST[len(unit)] + last.get(unit[-1], _UNKNOWN_CHARACTER)
    if len(unit) > 1:
        cost += first.get(unit[0], _UNKNOWN_CHARACTER)
    return cost + sum(inner.get(char, _UNKNOWN_CHARACTER) for char in unit[1:-1])
