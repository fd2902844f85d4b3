"""Lines of a folded text and what their shape tells: dateline, organisation, cell, terminal punctuation.

Everything here reads folded text (``text.fold.fold``): commas are ``,``, colons ``:``, brackets ``()``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from factextract.datamodel import Span

TERMINAL = "。!?;:…"
CLOSERS = "\"')）]」』》】〉"
SENTENCE_PUNCTUATION = re.compile(r"[。,;!?]")

_YEAR = r"(?:[\dXx*_〇一二三四五六七八九]{2,4}年)"
_MONTH_DAY = r"(?:[\dXx*_某一二三四五六七八九十]{1,3}月(?:[\dXx*_某一二三四五六七八九十]{1,4}[日号])?)"
DATE_LINE = re.compile(
    rf"\s*\(?(?:成文日期|日期|时间|发布时间|印发日期)?:?\s*"
    rf"(?:{_YEAR}\s*(?:{_MONTH_DAY})?|{_MONTH_DAY}|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})\s*(?:印发|制|报)?\)?\s*"
)
_ENDINGS = (
    "局 分局 总局 支局 委 委员会 办 办公室 所 站 队 大队 支队 总队 中心 院 校 小学 中学 大学 学院 馆 行 支行 分行 营业部 "
    "联社 信用社 公司 分公司 支公司 中支 协会 分会 商会 学会 消协 消委会 消保委 保委会 妇联 残联 工会 团委 政府 街道办 街道办事处 "
    "镇 乡 社区 村委会 厅 部 科 处 社 组 领导小组 基金会 联合会 法院 检察院 医院 卫生院 幼儿园 集团 银行"
)
ORGANIZATION_END = re.compile(rf"(?:{'|'.join(sorted(_ENDINGS.split(), key=len, reverse=True))})\)?$")
CELL_LIMIT = 20
"""Longest line, in characters, that may be a table cell standing alone on its line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: ``text[start:end]`` without its newline; ``body`` is the line stripped of blanks, and
    ``indent`` how many stand before it."""

    start: int
    end: int
    body: str
    indent: int = 0

    @property
    def body_span(self) -> Span:
        """Where ``body`` stands in the text."""
        return Span(self.start + self.indent, self.start + self.indent + len(self.body))

    @property
    def blank(self) -> bool:
        """True if nothing but blanks stands on the line."""
        return not self.body


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of ``text[start:end]``, blank ones included; offsets are those of ``text``."""
    end = len(text) if end is None else end
    return list(_lines(text, start, end))


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        shown = text[start:stop]
        left = shown.lstrip()
        yield Line(start, stop, left.rstrip(), len(shown) - len(left))
        start = stop + 1


def outside(lines: Iterable[Line], spans: Sequence[Span], keep_blank: bool = False) -> list[Line]:
    """The lines, without blank ones unless asked for, that touch none of the spans (sorted, apart from each
    other)."""
    starts = [span.start for span in spans]
    kept = []
    for line in lines:
        at = bisect_left(starts, line.end) - 1  # the last span that begins before the line ends
        if (keep_blank or not line.blank) and (at < 0 or spans[at].end <= line.start):
            kept.append(line)
    return kept


def ends_sentence(body: str) -> bool:
    """True if a line ends with sentence-final punctuation (a full stop typed as ``.`` counts), closers
    aside."""
    bare = body.rstrip(CLOSERS + " ")
    if not bare:
        return False
    if bare[-1] != ".":
        return bare[-1] in TERMINAL
    before = bare[-2:-1]
    return before in ("%", ")", '"', "'") or not before.isascii()  # a digit: a decimal may be broken here


def display_width(body: str) -> int:
    """Columns that a line takes in a fixed-width font: two for a wide character, one for any other."""
    if body.isascii():
        return len(body)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in body)


def is_date_line(body: str) -> bool:
    """True if the line holds a date and nothing else."""
    return len(body) <= 40 and DATE_LINE.fullmatch(body) is not None


def is_organization_line(body: str) -> bool:
    """True if the line is short, unpunctuated and ends like the name of an organisation."""
    return (
        2 <= len(body) <= 40
        and SENTENCE_PUNCTUATION.search(body) is None
        and ":" not in body
        and ORGANIZATION_END.search(body) is not None
    )


def subject(body: str) -> str:
    """The organisation that a headline begins with (its longest such beginning), or an empty string."""
    for end in range(min(len(body), 30), 4, -1):
        if ORGANIZATION_END.search(body[:end]):
            return body[:end]
    return ""


def is_cell_like(body: str) -> bool:
    """True if the line is short enough and bare enough to be a table cell on a line of its own."""
    return 0 < len(body) <= CELL_LIMIT and SENTENCE_PUNCTUATION.search(body) is None and body[-1] != ":"
