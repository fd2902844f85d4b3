"""From a head noun leftwards: topic words, the proper part, places and outer bodies.

All walks are bounded by ``MAX_LENGTH`` characters, so a text is parsed in linear time.
"""

from __future__ import annotations

import re

from factextract.scan import name_lexicon as lexicon
from factextract.scan.name_heads import (
    BOUNDARY_TABLE,
    HEAD_TABLE,
    PROTECTED_TABLE,
    TOPIC_TABLE,
    WHOLE_TABLE,
    WordTable,
    blocked_after,
)
from factextract.scan.name_levels import is_name_char, known_place, level_length
from factextract.scan.name_words import COMMON_NOUNS, name_offset
from factextract.text.fold import is_cjk

MAX_LENGTH = 40
_MAX_STEM = 9
_MAX_PLACE_NAME = 4
_MAX_LONG_PLACE_NAME = 12  # before a level of three characters and more (巴音郭楞蒙古自治州)
_MAX_PLACE_RUN = 9  # characters looked at for a place name and what precedes it
_MAX_NESTED = 4  # 国家金融监督管理总局|临汾监管分局|洪水监管支局 nests three bodies
_MAX_STRETCH = 16
_MAX_STRETCH_WORDS = 6
# Costs of nothing proper before a whole name, a level, topic words and a head, and of leaving a level behind words that
# are not in the name (县|暗访|支行); see ``name_words``.
_BARE_WHOLE = 0.5
_BARE_LEVEL = 3.0
_BARE_TOPICS = 3.0
_BARE_HEAD = 4.5
_CUT_FROM_LEVEL = 4.0
_PLACEHOLDERS = "Xx×*_某"
_HEAD_FINALS = "局委会院行所站队司校办部厅署社处心馆园店厂台网报"
_POSTPOSITIONS = "里中内外上下间后前时"
_NUMERALS = "0123456789一二两三四五六七八九十百几多余数"
_CLASSIFIERS = "个家所名位支类条处座级月日号年次场份件批地大"
_QUANTITIES = "一二两三四五六七八九十几多全各"
_LONE_WORDS = frozenset("报送抄呈致比按据经由对向与和同从在为把被将给让请转交至到")
_ALL = "全各我本该每邻"  # what makes the level behind it no place (全市)
_NOUN_FIRSTS, _NOUN_LASTS = (
    "减经助",
    "经减同共等系设派接交转受评助领补据",
)  # boundaries that nouns begin or end with
_COMPANIES = frozenset(
    lexicon.words("公司 有限公司 有限责任公司 股份有限公司 集团 分公司 子公司 合作社 事务所")
)
_BOUNDARIES = frozenset(lexicon.BOUNDARIES)
_VERBAL = _BOUNDARIES & frozenset(lexicon.TOPICS)
_INDUSTRY_TABLE = WordTable(lexicon.INDUSTRIES)
_TRADE_TABLE = WordTable(topic for topic in lexicon.TOPICS if topic not in lexicon.NO_TRADES)
_COMMON_NOUN_TABLE = WordTable(COMMON_NOUNS)
_MIDDLE_TABLE = WordTable(
    [
        *(noun for noun in COMMON_NOUNS if noun[0] not in _QUANTITIES and noun[-1] not in _HEAD_FINALS),
        *(topic for topic in lexicon.TOPICS if topic not in _BOUNDARIES),
        *lexicon.NOMINAL_VERBS,
    ]
)
_BRACKETED = re.compile(r"\([\u4e00-\u9fff]{2,5}\)$")
_NUMBERED = re.compile(r"[A-Z]\d{1,4}$")  # T2航站楼, G320国道
_HOTLINE = re.compile(r"(?<!\d)\d{3,6}$")


def _ends_count(text: str, position: int) -> bool:
    """True if a number with a measure word or a date unit ends at ``position``."""
    return position >= 2 and text[position - 1] in _CLASSIFIERS and text[position - 2] in _NUMERALS


class Walk:
    """One leftward walk; ``position`` is the begin of what has been accepted so far."""

    def __init__(self, text: str, head_start: int, head_end: int, floor: int, depth: int = 0) -> None:
        self.text = text
        self.head = head_start
        self.depth = depth
        self.position = head_start
        self.floor = max(floor, head_start - MAX_LENGTH)
        self.place = self.stem = self.topics = ""
        self.outer = 0
        self.company = text[head_start:head_end] in _COMPANIES
        self.whole = bool(WHOLE_TABLE.ending_at(text, head_end, floor))

    def run(self) -> None:
        """Walk to the begin of the name; a whole name (工行) takes no topics before it."""
        if not self.whole:
            self._topics()
            self._hotline()
        self._stem()
        if not (self.place or self.stem or self.outer or self.whole or self.company):
            self._stretch()

    def _stretch(self) -> None:
        """Look for a level or an outer body behind nouns that are no known topics (省|木偶艺术传承|中心)."""
        text, position, words = self.text, self.position, 0
        floor = max(self.floor, self.head - _MAX_STRETCH)
        while position > floor and words < _MAX_STRETCH_WORDS:
            length = _MIDDLE_TABLE.ending_at(text, position, floor)
            if not length and self.topics and text[position - 1] in "和与":
                length = 1
            if not length:
                return
            position -= length
            words += 1
            if length > 1 and self._anchored(position):
                return

    def _anchored(self, position: int) -> bool:
        """Take in what ends at ``position`` if it is a level or an outer body; False if it is neither."""
        before = self.position
        self.position = position
        self.topics = self.text[position : self.head]
        if self._outer_head() and self._outer():
            return True
        if level := self._level():
            self._place(level)
            if len(self.place) > 1 or self.text[self.position - 1 : self.position] not in tuple(_ALL):
                return True
        self.position, self.outer, self.place = before, 0, ""
        self.topics = self.text[before : self.head]
        return False

    def _topics(self) -> None:
        end = self.position
        self.position = self._before_topics(end)
        joint = self.position
        if joint < end and self.text[joint - 1 : joint] == "和":  # 云州市政务服务和大数据局
            before = self._before_topics(joint - 1)
            if before < joint - 1 and self.text[before - 1 : before] in tuple(lexicon.LEVELS):
                self.position = before
        self.topics = self.text[self.position : end]

    def _before_topics(self, position: int) -> int:
        """Where the chain of topic words that ends at ``position`` begins."""
        text = self.text
        while length := TOPIC_TABLE.ending_at(text, position, self.floor):
            start = position - length
            word = text[start:position]
            first = position == self.head
            if word in _VERBAL and (word in ("联合", "组织") if first else self._verb_place(start)):
                break
            position = start
        return position

    def _verb_place(self, start: int) -> bool:
        """True if a word that begins here can be a verb: a body ends before it (文体中心|联合|老年体协), or nothing does."""
        if HEAD_TABLE.ending_at(self.text, start, self.floor):
            return True
        clause = start == 0 or not is_name_char(self.text[start - 1])
        return clause and self.text[start : start + 2] in ("联合", "组织", "指导")

    def _hotline(self) -> None:
        found = _HOTLINE.search(self.text, max(self.floor, self.position - 7), self.position)
        if found and self.topics:
            self.position = found.start()
            self.topics = found[0] + self.topics

    def _stem(self) -> None:
        end = self.position
        if self.company:
            self._bracketed_place()
        core = self.position
        limit = 2 * _MAX_STEM if self.company else _MAX_STEM
        while self.position > self.floor and end - self.position < limit:
            if self._outer_head() and self._trim(core, self._bare_cost()):
                break
            if self._outer():
                break
            if level := self._level():
                if self._trim(core, self._bare_cost(), cut=_CUT_FROM_LEVEL):
                    break
                self.stem = self.text[self.position : end]
                self._place(level)
                return
            step = self._step()
            if not step:
                self._trim(core, self._bare_cost())
                break
            self.position -= step
        else:
            if end - self.position >= limit and not self.company:  # too long for a proper part
                self.position = core
                self._stretch()
                if self.place or self.outer:
                    return
                self.position = end - limit
            self._trim(core, self._bare_cost())
        if not self.outer:
            self.stem = self.text[self.position : end]

    def _bare_cost(self) -> float:
        if self.whole:
            return _BARE_WHOLE
        return _BARE_TOPICS if self.topics else _BARE_HEAD

    def _trim(self, end: int, bare: float, longest: int = 0, cut: float = 0.0) -> bool:
        """Leave out the ordinary words that what lies between the position and ``end`` begins with; False if there are none.

        ``bare`` is what it costs if nothing proper is left, ``cut`` what it costs to leave anything out.
        """
        if end - self.position < 2:
            return False
        offset = 0
        if (
            BOUNDARY_TABLE.ending_at(self.text, self.position, self.floor) == 1
        ):  # 听|取海州: it may begin a longer word
            offset = max(0, name_offset(self.text[self.position - 1 : end], bare, longest, cut) - 1)
        offset = offset or name_offset(self.text[self.position : end], bare, longest, cut)
        self.position += offset
        return offset > 0

    def _bracketed_place(self) -> None:
        """The place in 家国工艺品(深圳)有限公司."""
        found = _BRACKETED.search(self.text, max(self.floor, self.position - 8), self.position)
        if found:
            self.position = found.start()

    def _outer(self, trade: bool = False) -> bool:
        """An outer body ends here (省公安厅|经侦总队): take its whole name in. Behind a place (``trade``), a trade word
        ends a company's brand (华讯通信|柳屏县分公司)."""
        if self.depth >= _MAX_NESTED:
            return False
        length = self._outer_head(trade)
        if self.whole and not WHOLE_TABLE.ending_at(self.text, self.position, self.floor):
            return False
        if not length or blocked_after(self.text, self.position):
            return False
        self.outer = self.position
        walk = Walk(self.text, self.position - length, self.position, self.floor, self.depth + 1)
        walk.run()
        self.position = walk.position
        return True

    def _outer_head(self, trade: bool = False) -> int:
        """Length of the head of an outer body that ends here; 0 if none does."""
        text, position = self.text, self.position
        if length := HEAD_TABLE.ending_at(text, position, self.floor):
            return length
        if text.startswith("热线", max(0, position - 2)):
            return 2
        if trade and self.company:
            return _INDUSTRY_TABLE.ending_at(text, position, self.floor)
        if text[position - 1] not in "局厅委":
            return 0
        topical = TOPIC_TABLE.ending_at(text, position - 1, self.floor)
        return int(bool(topical) or text[position - 2 : position - 1] in tuple("县市省区州镇乡党"))

    def _level(self) -> int:
        """Length of the administrative level word that ends here; 0 if there is none."""
        before_topics = bool(self.topics) and self.position == self.head - len(self.topics)
        return level_length(self.text, self.position, self.floor, before_topics)

    def _place(self, level: int) -> None:
        """Take the place name before a level word in, then further places and an outer body."""
        end = self.position
        self.position = bare = end - level
        longest = _MAX_PLACE_NAME if level < 3 else _MAX_LONG_PLACE_NAME
        while self.position > self.floor:
            if self._outer_head(trade=True) and self._trim(bare, _BARE_LEVEL, longest):
                break
            if self._outer(trade=True):
                break
            gap = bare - self.position
            if (gap >= 2 or (gap == 0 and level > 1)) and (outer_level := self._level()):
                if self._trim(bare, _BARE_LEVEL, longest, _CUT_FROM_LEVEL):
                    break
                self.place = self.text[self.position : end]
                self._place(outer_level)
                return
            step = self._placeholder() or self._step(place=True)
            if not step or gap + step > max(longest, _MAX_PLACE_RUN):
                known = known_place(self.text, bare, level) if gap > longest else 0
                if known:
                    self.position = bare - known
                else:
                    self._trim(bare, _BARE_LEVEL, longest)
                break
            self.position -= step
        begin = max(self.position, self.outer)
        lone = bare - begin == 1 and self.text[begin] not in _PLACEHOLDERS
        opens = self._opens(begin) and self.text[begin] not in _LONE_WORDS
        if lone and not opens:  # one character is no place name, but 南市, 水市 may be
            begin = bare
            if not self.outer:
                self.position = bare
        if not self.place or len(self.place) <= level:
            self.place = self.text[begin:end]

    def _opens(self, position: int) -> bool:
        """True if a line or a list item begins at ``position``."""
        return position == 0 or not is_name_char(self.text[position - 1])

    def _placeholder(self) -> int:
        length = 0
        while (
            self.position - length > self.floor
            and self.text[self.position - length - 1] in _PLACEHOLDERS
            and length < 6
        ):
            length += 1
        return length

    def _step(self, place: bool = False) -> int:
        """How many characters of the proper part, or of a ``place`` name, to take next; 0 at a boundary."""
        text, position = self.text, self.position
        char = text[position - 1]
        if char.isdigit() and (numbered := _NUMBERED.search(text, max(self.floor, position - 5), position)):
            return len(numbered[0])
        if not is_name_char(char) or (char.isdigit() and not self._ordinal()):
            return 0
        protected = self._protected()
        if self.company and not place:  # trades are named by what they do (表面处理, 休闲服饰)
            protected = max(protected, _TRADE_TABLE.ending_at(text, position, self.floor))
        boundary = BOUNDARY_TABLE.ending_at(text, position, self.floor)
        if protected and protected >= boundary:
            return protected
        if noun := self._noun_over_boundary():
            return noun
        return 0 if (boundary and not self._joined(boundary)) or _ends_count(text, position) else 1

    def _noun_over_boundary(self) -> int:
        """Length of the common noun that ends here if its first or last character could end what precedes a name (财经, 减灾)."""
        text, position = self.text, self.position
        length = _COMMON_NOUN_TABLE.ending_at(text, position, self.floor)
        hides = length and (text[position - length] in _NOUN_FIRSTS or text[position - 1] in _NOUN_LASTS)
        return length if hides else 0

    def _protected(self) -> int:
        """Length of the protected word that ends here, unless its first character ends a boundary word (会同|安丰)."""
        length = PROTECTED_TABLE.ending_at(self.text, self.position, self.floor)
        if length and BOUNDARY_TABLE.ending_at(self.text, self.position - length + 1, self.floor) > 1:
            return 0
        return length

    def _joined(self, boundary: int) -> bool:
        """和 and 同 belong to a proper part when only one character stands before them (县嘉和社区, 到永和村)."""
        text, position = self.text, self.position
        if boundary > 1 or text[position - 1] not in "和同" or position - 2 < self.floor:
            return False
        before = position - 2
        if text[before] in _HEAD_FINALS:
            return False
        if text[before] in _POSTPOSITIONS and BOUNDARY_TABLE.ending_at(text, before, self.floor) > 1:
            return False  # 暑假|里和团县委
        if not is_cjk(text[before]) or BOUNDARY_TABLE.ending_at(text, before + 1, self.floor):
            return False
        return (
            before == self.floor
            or not is_name_char(text[before - 1])
            or bool(BOUNDARY_TABLE.ending_at(text, before, self.floor))
        )

    def _ordinal(self) -> bool:
        return self.text[self.position - 2 : self.position - 1] == "第"
