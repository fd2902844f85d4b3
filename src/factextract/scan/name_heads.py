"""Head nouns of names in a text, and the word tables that names are read with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from factextract.scan import name_lexicon as lexicon
from factextract.scan.name_words import FUNCTION_WORDS
from factextract.text.fold import is_cjk

_Sizes = tuple[tuple[int, frozenset[str]], ...]


class WordTable:
    """Words for the longest one that ends (or begins) at an offset, by the character there and by length."""

    __slots__ = ("_by_first", "_by_last")

    def __init__(self, words: Iterable[str]) -> None:
        by_length: dict[int, set[str]] = {}
        firsts: dict[str, set[int]] = {}
        lasts: dict[str, set[int]] = {}
        for word in words:
            length = len(word)
            by_length.setdefault(length, set()).add(word)
            firsts.setdefault(word[0], set()).add(length)
            lasts.setdefault(word[-1], set()).add(length)
        sized = {length: frozenset(group) for length, group in by_length.items()}
        self._by_first = {char: _longest_first(sized, lengths) for char, lengths in firsts.items()}
        self._by_last = {char: _longest_first(sized, lengths) for char, lengths in lasts.items()}

    def ending_at(self, text: str, offset: int, floor: int = 0) -> int:
        """Length of the longest word that ends at ``offset`` and begins at or after ``floor``; 0 if there is none."""
        for length, words in self._by_last.get(text[offset - 1 : offset], ()):
            if offset - length >= floor and text[offset - length : offset] in words:
                return length
        return 0

    def starting_at(self, text: str, offset: int) -> int:
        """Length of the longest word that begins at ``offset``; 0 if there is none."""
        for length, words in self._by_first.get(text[offset : offset + 1], ()):
            if text[offset : offset + length] in words:
                return length
        return 0


def _longest_first(sized: dict[int, frozenset[str]], lengths: set[int]) -> _Sizes:
    return tuple((length, sized[length]) for length in sorted(lengths, reverse=True))


def first_match_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern whose group 1 is the longest of ``words`` at a position; branches are grouped by first character, so
    that most positions are left at once."""
    branches: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        branches.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile(
        "(?=(" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in branches.items()) + "))"
    )


NOT_LEVEL = lexicon.words(
    """社区 校区 小区 园区 景区 辖区 灾区 地区 片区 商区 厂区 市区 县区 营区 疫区 联盟 红旗 国旗 锦旗 上市 都市 超市 夜市 集市 乡镇 门市 股市
    早市 菜市 城镇 驻区 驻镇 驻县 驻市 街镇 镇街 村镇 旗县 盟市 州县 县旗 区县 市县 省市 县市 邻县 邻市 该县 该市"""
)
_HEADS = tuple(sorted({*lexicon.STRONG_HEADS, *lexicon.WHOLE_NAMES}, key=lambda w: (-len(w), w)))
_HEAD_SET = frozenset(_HEADS)
_HEAD_PATTERN = first_match_pattern([*_HEADS, *lexicon.WEAK_HEADS])
_COUNTS = frozenset(numeral + "个" for numeral in "两二三四五六七八九十")
_NEVER_INSIDE = frozenset(["政协", "工会"])  # 市|政协, 职|工会 hold 市政, 职工
_BODY_FINALS = frozenset("局院会委司厅行部协团校站")  # 县供电局|所配: the passive particle behind a body
_GIVEN = tuple("配赠派捐送发印购需提供建办在属有做印")
_SOFT_AFTER = tuple("需获得里作做涉购能说用辖收及见提产学")  # of 所 without a topic: 所需, 所获, 所提
_REACH = {
    "局": 6,
    "办": 6,
    "委": 4,
    "所": 8,
    "院": 4,
    "站": 4,
}  # how many characters a level may stand before a head without a topic
_SELF_REFERENCES = tuple(
    a + b for a in "我本该各" for b in "行局院校所社司会馆站镇乡村办委厅部队园厂店县市区省州处科"
)
HEAD_TABLE = WordTable(_HEADS)
WHOLE_TABLE = WordTable(lexicon.WHOLE_NAMES)
TOPIC_TABLE = WordTable(lexicon.TOPICS)
PROTECTED_TABLE = WordTable(lexicon.PROTECTED)
BOUNDARY_TABLE = WordTable(
    [*lexicon.BOUNDARIES, *_SELF_REFERENCES, *(word for word in lexicon.APPOSITIONS if len(word) > 2)]
)
VERB_TABLE = WordTable(FUNCTION_WORDS)
GENERIC_TABLE = WordTable(lexicon.GENERIC_PREFIXES)
NOT_LEVEL_TABLE = WordTable(NOT_LEVEL)
_NOT_NAME_TABLE = WordTable(lexicon.NOT_NAMES)
_GUARDS: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _head, _followers in lexicon.NOT_BEFORE.items():
    _GUARDS.setdefault(_head[-1], []).append((_head, _followers))


def blocked_after(text: str, end: int) -> bool:
    """True if what follows ``end`` shows that the word before it is not a head (局长, 银行卡)."""
    for head, followers in _GUARDS.get(text[end - 1], ()):
        if text.startswith(followers, end) and text.endswith(head, 0, end):
            return True
    for head, followers in lexicon.ONLY_BEFORE.items():
        if text.endswith(head, 0, end) and not text.startswith(followers, end):
            return True
    return False


def is_common_word(text: str, end: int, head: int = 1) -> bool:
    """True if an ordinary word, not a name, ends at ``end`` (格局, 加油站); ``head`` is the length of the head that does."""
    return _NOT_NAME_TABLE.ending_at(text, end) >= head


def find_heads(text: str) -> list[tuple[int, int]]:
    """Spans of the head nouns in ``text``, in order of their ends. Where two overlap, the first one stands."""
    by_end: dict[int, int] = {}
    first = last = 0  # the strong head taken last
    for found in _HEAD_PATTERN.finditer(text):
        start, longest = found.start(), found[1]
        for length in range(len(longest), 0, -1):
            end = start + length
            if length > 1 and text[start:end] in _HEAD_SET:
                if (
                    end > last
                    and (start >= last or start <= first)
                    and not blocked_after(text, end)
                    and not _inside_word(text, start, end)
                ):
                    by_end.setdefault(end, start)
                    first, last = start, end
                    break
            elif (
                length == 1
                and end > last
                and text[start] in lexicon.WEAK_HEADS
                and _is_weak_head(text, start)
            ):
                by_end.setdefault(end, start)
    return [(start, end) for end, start in sorted(by_end.items())]


def _inside_word(text: str, start: int, end: int) -> bool:
    """True if the head's first character ends a word that stands before it (其中|医院, 合作|协议)."""
    if start == 0 or text[start:end] in _NEVER_INSIDE:
        return False
    word = BOUNDARY_TABLE.ending_at(text, start + 1)
    if end - start == 2:
        word = max(word, TOPIC_TABLE.ending_at(text, start + 1))
    return word > 1


def _is_weak_head(text: str, start: int) -> bool:
    """A single character is a head after a topic word, after a count that shares it (三个所), or soon after a level."""
    if blocked_after(text, start + 1):
        return False
    if (
        text.startswith(_SOFT_AFTER, start + 1)
        and text[start] == "所"
        and not TOPIC_TABLE.ending_at(text, start)
    ):
        return False
    if (
        text[start] == "所"
        and text[max(0, start - 1) : start] in _BODY_FINALS
        and text.startswith(_GIVEN, start + 1)
    ):
        return False
    counted = text[start] in "所站局" and text[max(0, start - 2) : start] in _COUNTS
    return (
        text[start] == "店"
        or counted
        or bool(TOPIC_TABLE.ending_at(text, start))
        or _after_level(text, start)
    )


@lru_cache(maxsize=16)
def _tells_of_justice(text: str) -> bool:
    """True if the text names a court or procuratorate, whose superiors are 市院 and 省院."""
    return "法院" in text or "检察" in text


def _after_level(text: str, start: int) -> bool:
    """True if the head stands at most a few characters after a level: 市版权局, 省旅发委, 县创建办 (before a pause)."""
    head = text[start]
    reach = _REACH.get(head, 0)
    if not reach or BOUNDARY_TABLE.ending_at(text, start + 1) or is_common_word(text, start + 1):
        return False
    if head == "办" and text[start + 1 : start + 2] not in tuple("、,。;等和与联会组"):
        return False
    for position in range(start, max(0, start - reach - 1), -1):
        char = text[position - 1]
        if char in "县区市省州" and not NOT_LEVEL_TABLE.ending_at(text, position):
            straight = head == "局" or (head == "院" and char in "省市州" and _tells_of_justice(text))
            return position < start - 1 or (position == start and straight)
        if not is_cjk(char) or BOUNDARY_TABLE.ending_at(text, position):
            return False
    return False
