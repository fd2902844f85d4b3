"""Write src/factextract/scan/data/numeral_words.txt: everyday words that hold a numeral yet count nothing (统一, 四川, 百姓).

The words come from the dictionary of jieba (MIT licence). Kept are words of two to six characters whose frequency is at
least MIN_FREQUENCY and whose part of speech is neither numeral, measure word, time nor personal name, unless the word as a
whole is a number with a measure word (三件). Run it again when the measure words change; the output is sorted and stable.
"""

from __future__ import annotations

import pathlib

import jieba

from factextract.scan.units import match_unit
from factextract.text.numerals import iter_numerals, read_numeral

MIN_FREQUENCY = 3
SKIPPED_TAGS = frozenset({"m", "mq", "q", "t", "nr", "nrt", "nrfg", "x"})
NAME_TAGS = frozenset({"ns", "nt"})
LEADING = "这那哪每某同另各此该近约超逾达前后又再"
# Numbers with a measure word that mean something else in running text.
KEPT = frozenset(
    [
        "一样",
        "一时",
        "一旦",
        "一连",
        "一村",
        "四平",
        "六安",
        "三毛",
        "八字",
        "十字",
        "零点",
        "零头",
        "陆路",
        "三通",
        "三伏",
        "四通",
        "三联",
        "参天",
        "拾级",
        "四门",
        "九门",
    ]
)
# 六句话, 七层楼 are counts of what they name; 五里店, 三道沟 are not.
COUNTING_UNITS = frozenset(
    [
        "辆",
        "层",
        "封",
        "杯",
        "条",
        "瓶",
        "朵",
        "片",
        "件",
        "张",
        "场",
        "次",
        "份",
        "本",
        "家",
        "名",
        "位",
        "支",
        "节",
        "个",
        "棵",
        "只",
        "把",
        "句",
        "项",
    ]
)
TARGET = pathlib.Path(__file__).parents[1] / "src" / "factextract" / "scan" / "data" / "numeral_words.txt"


def is_count(word: str) -> bool:
    """Whether ``word``, pronouns left out, is a number or a number with its measure word."""
    bare = word.lstrip(LEADING)
    numeral = read_numeral(word, len(word) - len(bare)) if bare else None
    if numeral is None:
        return False
    unit = match_unit(word, numeral.end)
    if unit is not None and unit.unit in COUNTING_UNITS and numeral.value != 1:
        return True
    return (unit.end if unit else numeral.end) >= len(word)


def words() -> list[str]:
    """The words to keep, in code-point order; proper names are marked."""
    kept = []
    with (pathlib.Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as dictionary:
        for line in dictionary:
            word, frequency, tag = line.split()
            if not 2 <= len(word) <= 6 or int(frequency) < MIN_FREQUENCY or tag in SKIPPED_TAGS:
                continue
            if not any(True for _ in iter_numerals(word)) or (is_count(word) and word not in KEPT):
                continue
            kept.append(f"{word}\tname" if tag in NAME_TAGS else word)
    return sorted(kept)


if __name__ == "__main__":
    TARGET.write_text("\n".join(words()) + "\n", encoding="utf-8")
