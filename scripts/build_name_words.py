"""Write src/factextract/scan/data/name_words.txt: what tells where an ordinary word ends and a proper name begins.

Everything is counted in the dictionary of jieba (MIT licence). ``word`` lines hold function words, verbs, adverbs and adjectives,
``noun`` lines common nouns; words that names of places or institutions begin with (人民, 建设, 光明) are left out of both, the
nouns among them stand on ``stem`` lines.
``first``, ``inner`` and ``last`` lines hold the characters that place names are made of, by position; the ``place`` line, place
names that do not look like any. The number on each line is the cost of its words, -ln p, in steps of a half. Run it again when the classes change; the output is sorted.
"""

from __future__ import annotations

import math
import pathlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import jieba

LEVELS = "省市县区州盟旗镇乡村"
NAME_TAGS = frozenset(["ns", "nt", "nz"])
FUNCTION_TAGS = frozenset(
    ["v", "vn", "vd", "vg", "d", "p", "c", "r", "f", "ad", "zg", "u", "ul", "uj", "y", "k", "q"]
)
NAMING_TAGS = frozenset(
    ["a", "b", "f", "m", "z"]
)  # single characters of these often begin a name (老, 小, 东, 三)
NOUN_TAGS = frozenset(["n", "l", "i", "j", "s", "an", "a", "b", "z", "t", "m"])
MIN_FREQUENCY = {1: 2000, 2: 20, 3: 20, 4: 20}  # of function words, by length
MIN_NOUN_FREQUENCY = {2: 30, 3: 50, 4: 50}
MAX_STEM = 3
SMOOTHING = 0.25
ALPHABET = 3000  # characters in common use
ODD_CHARACTER = 9.5
COMMON_FIRST = 6.0  # a place name begins with a dearer character less than once in 400 times
ODD_PLACE = 15.0
PLACE_COST = 9.5  # of any place: -ln of one in so many
TARGET = pathlib.Path(__file__).parents[1] / "src" / "factextract" / "scan" / "data" / "name_words.txt"

Entry = tuple[str, int, str]


def entries() -> list[Entry]:
    """Word, frequency and part of speech of each dictionary entry written in Chinese characters."""
    found = []
    with (pathlib.Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as dictionary:
        for line in dictionary:
            word, frequency, tag = line.split()
            if re.fullmatch("[\u4e00-\u9fff]+", word):
                found.append((word, int(frequency), tag))
    return found


def name_beginnings(dictionary: Iterable[Entry]) -> Counter[str]:
    """How many names of places and institutions begin with each string of two or three characters."""
    counts: Counter[str] = Counter()
    for word, _, tag in dictionary:
        if tag in NAME_TAGS and len(word) > 2:
            counts.update((word[:2], word[:3]))
    return counts


def word_costs(dictionary: list[Entry]) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Costs of function words, of common nouns and of nouns that names begin with."""
    total = sum(frequency for _, frequency, _ in dictionary)
    beginnings = name_beginnings(dictionary)
    functions, nouns, stems = {}, {}, {}
    firsts = defaultdict(lambda: ODD_CHARACTER, character_costs(dictionary)["first"])
    for word, frequency, tag in dictionary:
        if len(word) == 1 and (tag in NAMING_TAGS or firsts[word] < COMMON_FIRST):
            continue
        if len(word) > 1 and beginnings[word] > 1:
            if tag in NOUN_TAGS and frequency >= MIN_NOUN_FREQUENCY.get(len(word), total):
                stems[word] = -math.log(frequency / total)
            continue
        if tag in FUNCTION_TAGS and frequency >= MIN_FREQUENCY.get(len(word), total):
            functions[word] = -math.log(frequency / total)
        elif tag in NOUN_TAGS and frequency >= MIN_NOUN_FREQUENCY.get(len(word), total):
            nouns[word] = -math.log(frequency / total)
    return functions, nouns, stems


def character_costs(dictionary: Iterable[Entry]) -> dict[str, dict[str, float]]:
    """Costs of the characters of place names without their level (宁川县 counts as 宁川), by position."""
    counts: dict[str, Counter[str]] = {"first": Counter(), "inner": Counter(), "last": Counter()}
    for word, _, tag in dictionary:
        stem = word[:-1] if len(word) > 2 and word[-1] in LEVELS else word
        if tag == "ns" and 1 < len(stem) <= MAX_STEM:
            counts["first"][stem[0]] += 1
            counts["inner"].update(stem[1:-1])
            counts["last"][stem[-1]] += 1
    return {place: dict(_smoothed(count)) for place, count in counts.items()}


def odd_places(dictionary: Iterable[Entry], costs: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Places of two to four characters, without their level, that are dear by their characters (攀枝花)."""
    found = {}
    for word, _, tag in dictionary:
        stem = word[:-1] if len(word) > 2 and word[-1] in LEVELS else word
        if tag == "ns" and 2 <= len(stem) <= 4:
            parts = [("first", stem[0]), *(("inner", char) for char in stem[1:-1]), ("last", stem[-1])]
            if sum(costs[kind].get(char, ODD_CHARACTER) for kind, char in parts) > ODD_PLACE:
                found[stem] = PLACE_COST
    return found


def _smoothed(counts: Counter[str]) -> Iterator[tuple[str, float]]:
    total = sum(counts.values())
    for char, count in counts.items():
        yield char, -math.log((1 - SMOOTHING) * count / total + SMOOTHING / ALPHABET)


def lines(kind: str, costs: Mapping[str, float]) -> Iterator[str]:
    """One line for each cost, cheapest first."""
    by_cost: dict[float, list[str]] = defaultdict(list)
    for word, cost in costs.items():
        by_cost[round(2 * cost) / 2].append(word)
    for cost in sorted(by_cost):
        yield " ".join([kind, f"{cost:.1f}", *sorted(by_cost[cost])])


if __name__ == "__main__":
    dictionary = entries()
    functions, nouns, stems = word_costs(dictionary)
    characters = character_costs(dictionary)
    tables = {
        "word": functions,
        "noun": nouns,
        "stem": stems,
        **characters,
        "place": odd_places(dictionary, characters),
    }
    written = [line for kind, costs in tables.items() for line in lines(kind, costs)]
    TARGET.write_text("\n".join(written) + "\n", encoding="utf-8")
