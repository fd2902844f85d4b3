"""Section markers: 一、 (一) 1. (1) 一是 首先 第一, 【磐石县】 云岭县: and leading labels.

A marker at the start of a line is taken as it stands; one inside a line must continue its own count (一、 二、
三、), because 五、六年级 and 二、三等奖 look just like it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from factextract.datamodel import Span
from factextract.ingest.lines import Line

_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_ORDER_WORDS = {
    "首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9, "此外": 9,
}  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


class Style(IntEnum):
    """How a section is marked, shallowest first."""

    STYLED = 0
    CHAPTER = 1
    CHINESE = 2
    BRACKETED_CHINESE = 3
    ARABIC = 4
    BRACKETED_ARABIC = 5
    CIRCLED = 6
    ORDINAL = 7
    FIRST_SECOND = 8
    TAG = 9
    LABEL = 10
    LEAD = 11
    CLOSING = 12


RUNNING = frozenset({Style.CIRCLED, Style.ORDINAL, Style.FIRST_SECOND})
"""Styles that run on inside a paragraph."""
NUMBERED = frozenset(range(Style.CHAPTER, Style.FIRST_SECOND + 1))


@dataclass(frozen=True, slots=True)
class Marker:
    """A section marker at ``start:end`` with its style, its number (0 for unnumbered styles) and whether it
    opens a line."""

    start: int
    end: int
    style: Style
    number: int
    opens_line: bool


_MARKER = re.compile(
    r"(?=[第(首其再最一二三四五六七八九十\d①-⑳⑴-⒇❶-❿⒈-⒛㈠-㈩])(?:"  # so that other characters cost little
    r"(?P<chapter>第[一二三四五六七八九十]{1,3}(?:部分|章)[、:\s]?)"
    r"|(?P<first>第[一二三四五六七八九十]{1,2}[,、:])"
    r"|(?P<bracketed_chinese>\([一二三四五六七八九十]{1,3}\)[、.]?)"
    r"|(?P<ordinal>[一二三四五六七八九十]{1,2}(?:是(?!否)|要(?![素求点件领]))|(?:首先|其次|再次|最后)[,,是])"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3}[、.])"
    r"|(?P<bracketed_arabic>\(\d{1,2}\)[、.]?|(?<![\d(])\d{1,2}\)(?!\)))"
    r"|(?P<arabic>(?<![\d,\-~/])(?<!\d[.:])\d{1,2}[.、](?![\d.]))"
    r"|(?P<circled>[①-⑳⑴-⒇❶-❿])|(?P<full_stop>[⒈-⒛])|(?P<ideograph>[㈠-㈩]))"
)
_STYLES = {
    "chapter": Style.CHAPTER,
    "first": Style.FIRST_SECOND,
    "bracketed_chinese": Style.BRACKETED_CHINESE,
    "ordinal": Style.ORDINAL,
    "chinese": Style.CHINESE,
    "bracketed_arabic": Style.BRACKETED_ARABIC,
    "arabic": Style.ARABIC,
    "circled": Style.CIRCLED,
    "full_stop": Style.ARABIC,
    "ideograph": Style.BRACKETED_CHINESE,
}
_TAG = re.compile(
    r"\s*(【[^【】\n]{1,30}】|[▲△■◆◇★☆※·][ ]?[\u4e00-\u9fff]{1,9}[县区市州旗镇乡村局所行社队院校部](?=[ :,。\d]))"
)
_LABEL = re.compile(r"\s*([\u4e00-\u9fff]{2,14}):(?=[^\n]{10})")
_LABEL_END = re.compile(
    r"(?:[县区市州镇乡村旗盟]|街道|社区|[局行社所站队院校馆部厅委]|公司|中支|中心|协会|分会|联社|小学|中学|大学)$"
)
_LEAD = re.compile(r"\s*([\u4e00-\u9fff\"]{2,12})。(?=[^\n]{15})")
_FIELD = re.compile(
    r"\s*((?!(?:联系|电话|地址|邮箱|注|附|报|发|来源|作者|供稿|编辑|签发|审核|抄|主送|如下|其中))[\u4e00-\u9fff]{2,6}):(?=[^\n]{10})"
)
_NAMED = ((Style.TAG, _TAG, 2), (Style.LABEL, _LABEL, 2), (Style.LEAD, _LEAD, 2), (Style.LEAD, _FIELD, 3))
_BLOCK_START = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}(?:部分|章)|\([一二三四五六七八九十]{1,3}\)"
    r"|[一二三四五六七八九十]{1,3}[、.](?![一二三四五六七八九十])|[一二三四五六七八九十]是|\(\d{1,2}\)|\d{1,2}[.、)](?![\d.])"
    r"|[①-⑳⑴-⒇❶-❿⒈-⒛㈠-㈩]|【|[·■◆▲※★§]|[-*]\s|附件?[:一二三\d]|注:|图\d|表\d)"
)


def opens_block(body: str) -> bool:
    """True if a line starts a heading, list item or note, so that the line before it ends there."""
    return _BLOCK_START.match(body) is not None


def numeral(text: str) -> int:
    """Value of an Arabic or Chinese number below one hundred; 0 if it is not one."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if ten:
        return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return _DIGITS.get(text, 0)


def _number(match: re.Match[str], group: str) -> int:
    text = match[group]
    if group in ("circled", "full_stop", "ideograph"):
        return round(unicodedata.numeric(text))
    for word, value in _ORDER_WORDS.items():
        if text.startswith(word):
            return value
    found = re.search(r"\d{1,2}|[一二三四五六七八九十]{1,3}", text)
    return numeral(found[0]) if found else 0


def _candidates(text: str, line: Line) -> Iterable[Marker]:
    """Every string in the line that could be a numbered marker."""
    body_start = line.body_span.start
    for match in _MARKER.finditer(text, body_start, line.end):
        group = match.lastgroup or ""
        opens = match.start() == body_start
        if not opens and not _may_stand_inside(text, match, _STYLES[group], body_start):
            continue
        if opens and group == "chinese" and text[match.end() : match.end() + 2] in {"二三", "三等"}:
            continue
        yield Marker(match.start(), match.end(), _STYLES[group], _number(match, group), opens)


_INSIDE_AFTER = {
    Style.CHAPTER: "。!?;:",
    Style.CHINESE: "。!?;:\"')",
    Style.BRACKETED_CHINESE: "。!?;:\"'",
    Style.ARABIC: "。!?;:",
    Style.BRACKETED_ARABIC: "。!?;:,",
    Style.CIRCLED: "。!?;:,、",
    Style.ORDINAL: "。!?;:,",
    Style.FIRST_SECOND: "。!?;:,",
}


def _may_stand_inside(text: str, match: re.Match[str], style: Style, body_start: int) -> bool:
    """Whether a marker inside a line stands where one can: after punctuation, or (一、 and (一) only) glued to
    the text before it, as converters leave it."""
    after = text[match.end() : match.end() + 1]
    before = text[match.start() - 1] if match.start() > body_start else ""
    if before == "." and not text[match.start() - 2 : match.start() - 1].isascii():
        before = "。"
    if style is Style.CHINESE and (after in _NUMERALS or match[0].endswith(".")):
        return False
    if before == " ":
        before = text[match.start() - 2 : match.start() - 1]
    if before and before in _INSIDE_AFTER[style]:
        return True
    if match[0] in {"一是", "首先,"}:  # counts only if 二是 or 其次 follows
        return before not in "第之唯统同专单"
    glued = style in (Style.CHINESE, Style.BRACKETED_CHINESE)
    return glued and "\u4e00" <= before <= "\u9fff" and before not in _NUMERALS + "第之百千万零周初星期"


def numbered_markers(text: str, lines: Iterable[Line]) -> list[Marker]:
    """The numbered markers of the given lines, in order. Those inside a line are kept only where they
    continue their style's count, or open one that goes on to two."""
    accepted: list[Marker] = []
    last: dict[Style, int] = {}
    waiting: dict[Style, Marker] = {}
    for line in lines:
        for style in (Style.ORDINAL, Style.FIRST_SECOND, Style.CIRCLED):
            last.pop(style, None)
        for marker in _candidates(text, line):
            style = marker.style
            if marker.opens_line:
                _accept(accepted, last, waiting, marker)
            elif marker.number == 1:
                waiting[style] = marker
            elif style in waiting and marker.number == 2:
                _accept(accepted, last, waiting, waiting.pop(style))
                _accept(accepted, last, waiting, marker)
            elif marker.number == last.get(style, 0) + 1 or (marker.number == 9 and style in last):
                _accept(accepted, last, waiting, marker)
    return sorted(accepted, key=lambda marker: marker.start)


def _accept(
    accepted: list[Marker], last: dict[Style, int], waiting: dict[Style, Marker], marker: Marker
) -> None:
    """Take a marker, and forget the counts of deeper styles."""
    accepted.append(marker)
    last[marker.style] = marker.number
    for style in [style for style in last if style > marker.style]:
        del last[style]
    for style in [
        style for style, held in waiting.items() if style > marker.style and held.start < marker.start
    ]:
        del waiting[style]


def named_markers(text: str, lines: Sequence[Line]) -> list[Marker]:
    """【磐石县】, ▲磐石县, 云岭县:, 发案情况。 and (three or more) 培训: at the start of a line, each kind only
    where it recurs."""
    found: dict[int, Marker] = {}
    for style, pattern, least in _NAMED:
        markers = []
        for line in lines:
            match = pattern.match(text, line.start, line.end)
            if match is not None and (pattern is not _LABEL or _LABEL_END.search(match[1])):
                markers.append(Marker(match.start(1), match.end(1), style, 0, True))
        if len(markers) >= least:
            found = {marker.start: marker for marker in markers} | found
    return [found[start] for start in sorted(found)]


_HEADING_LIMIT = 45
"""Longest heading, in characters."""
_STATEMENT = re.compile(r"\d|,[^,]*,")
_HEADING_STOP = re.compile(r"[。:;!?]|(?<=[\u4e00-\u9fff)\"])\.(?![A-Za-z])")
_BODY_CUE = re.compile(
    r"20[\dxX]{2}年|[\d一二三四五六七八九十]{1,2}月|[\d一二三四五六七八九十]{1,2}日[上下]午|\d{1,2}至\d{1,2}月|自\d|截至|截止|为了"
    r"|(?<![行认作成称以改视因较更极最])为(?!民|主|本|先|要|重|抓|契|[\u4e00-\u9fff]{0,2}[,、])"
    r"|首先|我[行局院校镇乡社司所部办馆市县区支]|县局|市局|区局|目前|今年|全年|本月|上半年|下半年|活动(?:虽然|当天|期间)"
    r"|通过|根据|按照|针对"
)


def heading_of(text: str, marker: Marker, line: Line, limit: int) -> Span:
    """The heading that a marker opens: its whole line, or up to the stop or colon that ends it, or (glued
    to the body) up to where the body plainly begins; the marker alone if none can be told. ``limit`` is
    where the next section starts."""
    if marker.style in (Style.TAG, Style.LABEL, Style.LEAD):
        return Span(marker.start, marker.end)
    end = min(line.end, limit)
    while end > marker.end and text[end - 1] in " \t,;":
        end -= 1
    length = _heading_length(text[marker.end : min(end, marker.end + 60)], marker)
    if length is None and end - marker.end <= _HEADING_LIMIT and (marker.opens_line or limit < line.end):
        length = end - marker.end
    found = text[marker.end : marker.end + (length or 0)]
    if length is None or (marker.style in RUNNING and _STATEMENT.search(found)):
        return Span(marker.start, marker.end)
    return Span(marker.start, marker.end + length)


def _heading_length(stretch: str, marker: Marker) -> int | None:
    """Length of the heading that a stretch behind a marker begins with; None if nothing shows its end. In a
    text without line breaks the body may begin before the first stop."""
    stop = _HEADING_STOP.search(stretch)
    ended = stop.start() if stop is not None and stop.start() <= 30 else None
    if (marker.opens_line and ended is not None) or marker.style in RUNNING:
        return ended
    aspect = stretch.find("方面", 0, 14)
    if aspect > 0:
        return aspect + 2
    cue = _BODY_CUE.search(stretch, 4)
    if cue is None or cue.start() > _HEADING_LIMIT or (ended is not None and ended <= cue.start()):
        return ended
    return None if marker.opens_line and stop is None else cue.start()
