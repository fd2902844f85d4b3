"""The head and the foot of a report: title, masthead, salutation; sign-off, dateline, credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factextract.datamodel import Span
from factextract.ingest.headings import opens_block
from factextract.ingest.lines import (
    SENTENCE_PUNCTUATION,
    Line,
    ends_sentence,
    is_date_line,
    is_organization_line,
)

TITLE_LIMIT = 60
"""Longest title line, in characters."""
REPORT_NOUN = re.compile(
    r"(?:总结|小结|报告|汇报|简报|通报|情况|方案|计划|纪实|小记|侧记|信息|快讯|动态|简讯|汇总|分析|要点|意见|通知|函|扫描|掠影|工作|活动|宣传)"
    r"(?:\(.{1,12}\))?$"
)
_HEAD_LINES = 10
_ISSUE = re.compile(
    r"\(?(?:第|总第)\s?[\dxX一二三四五六七八九十〇]{1,4}\s?[期号]\)?.{0,20}|\d{4}年第\d{1,3}期.{0,45}"
    r"|.{0,30}(?:主办|编|印|编印)\s?(?:\d{4}年.{0,10}日?|\d{1,2}月\d{1,2}日)"
)
_DOCUMENT_NUMBER = re.compile(r"\S{1,16}[〔\[(【](?:\d{4}|20[xX]{2}|[xX]{2,4})[〕\])】](?:第)?[\dxX]{1,4}号")
_MASTHEAD = re.compile(
    r"(?:简报|信息|动态|通讯|快报|专报|工作交流|简讯|要情|月报|周报|文件)(?:\(.{1,12}\))?$"
)
_OPENING = re.compile(
    r"(?:为(?!民|了不|何)|按照|根据|近日|日前|今年|今天|去年|昨日|自|在(?!线)|截至|当前|随着|围绕|本次|此次|本月|上半年|下半年|一年来|全年"
    r"|我[行局院校镇乡社司所部办馆]|(?:20[\dxX]{2}年)?[\dxX]{1,2}月(?:[\dxX]{1,2}日)?|20[\dxX]{2}年"
    r"|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|一、|\(一\)|第[一二三四]季度)"
)
_GLUED_NOUN = re.compile(
    r"(?:(?:活动|工作)?(?:情况)?(?:的)?(?:总结|小结|汇报|报告|通报)|(?:活动|工作|实施|宣传)(?:方案|计划)|简报|简讯)(?!如下|范文)"
)
_SALUTATION = re.compile(r"(?:各|全|省|市|县|区|总|分|上级|中国|国家)[^,。:;]{0,16}:")
_CREDIT_LINE = re.compile(
    r"[(\[【]?(?:本报|本刊|本网)?(?:填报单位|填报部门|填报日期|编制单位|报告单位|发文单位|统计时间|供稿|撰稿|通讯员|记者|作者|编辑|责编|审核|审稿|填表人|填报人|报送人|联系人|联系电话|咨询电话|电话|报送单位|供稿单位"
    r"|来源|报送|抄送|抄报|主送|报|发|校对|签发|印发|制表|负责人)(?:单位|人|电话)?[:\s].{1,80}"
)
_CREDIT_BRACKET = re.compile(
    r"\((?=[^()]{2,40}\)\s*$)[^()]*(?:供稿|撰稿|通讯员|记者|文/|报道|来源|编辑"
    r"|[局所行社院校站司会队办部](?:\s|:)\s*[\u4e00-\u9fffXx*]{2,4}\)$)"
)
_NAME_AND_DATE = re.compile(
    r"(?P<name>[^。,;:]{2,30}?)\s*(?:[\dXx〇一二三四五六七八九]{2,4}年)?[\dXx一二三四五六七八九十]{1,3}月[\dXx一二三四五六七八九十]{1,3}日"
)
_FOOT_LINES = 8


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a report: its title (None if it has none) and where the running text begins."""

    title: Span | None
    end: int


def find_head(text: str, lines: Sequence[Line]) -> Head:
    """Head of a folded report text whose lines are given (blank ones may be among them)."""
    filled = [line for line in lines if not line.blank][:_HEAD_LINES]
    if not filled:
        return Head(None, 0)
    stop = next((index for index, line in enumerate(filled) if _is_body(filled, index)), len(filled))
    salutation = next((index for index in range(stop) if filled[index].body[-1] == ":"), stop)
    titles = [
        index
        for index in range(salutation)
        if not (_is_head_note(filled[index].body) or _is_masthead(filled, index, stop))
    ]
    if not titles:
        titles = [index for index in range(stop) if _MASTHEAD.search(filled[index].body)][:1]
    if not titles:
        return _glued_head(text, filled[0]) if stop == 0 else Head(None, filled[stop - 1].end)
    last = titles[0]
    while (
        last + 1 in titles
        and last - titles[0] < 2
        and _title_goes_on(filled[last].body, filled[last + 1].body)
    ):
        last += 1
    first_line, last_line = filled[titles[0]], filled[last]
    return Head(_stripped(text, first_line.start, last_line.end), filled[stop - 1].end)


def _title_goes_on(body: str, after: str) -> bool:
    """Whether a title runs on to the next line: it has not named the report yet, or a subtitle follows."""
    return REPORT_NOUN.search(body) is None or after.startswith(("关于", "-", "("))


def _stripped(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return Span(end - len(inner.lstrip()), start + len(inner.rstrip()))


def _is_body(lines: Sequence[Line], index: int) -> bool:
    """Whether running text begins on this line."""
    body = lines[index].body
    if len(body) > TITLE_LIMIT or "。" in body or (opens_block(body) and not body.startswith("【")):
        return True
    if index == 0 and _glued_title(body):
        return True
    if ends_sentence(body):
        return body[-1] not in ":!?" or (body[-1] != ":" and "," in body and len(body) >= 25)
    if "," in body or ";" in body:
        return (index > 0 and len(body) >= 20) or _OPENING.match(body) is not None
    return body.startswith("【")


def _is_head_note(body: str) -> bool:
    """Issue numbers, document numbers, datelines and salutations: in the head, but no title."""
    return (
        is_date_line(body)
        or _ISSUE.fullmatch(body) is not None
        or _DOCUMENT_NUMBER.fullmatch(body) is not None
        or body.endswith(":")
        or _CREDIT_LINE.fullmatch(body) is not None
        or _is_name_and_date(body)
    )


def _is_masthead(lines: Sequence[Line], index: int, stop: int) -> bool:
    """A bulletin's own name, with its issue number on the next line and a headline after it."""
    if index + 1 >= stop or not _MASTHEAD.search(lines[index].body):
        return False
    number = lines[index + 1].body
    return (_ISSUE.fullmatch(number) or _DOCUMENT_NUMBER.fullmatch(number)) is not None and any(
        not _is_head_note(line.body) for line in lines[index + 2 : stop]
    )


def _glued_head(text: str, line: Line) -> Head:
    """Head of a report whose title is glued to its first sentence."""
    start = line.body_span.start
    length = _glued_title(text[start : min(line.end, start + 2 * TITLE_LIMIT)])
    return Head(Span(start, start + length), start + length) if length else Head(None, line.start)


def _glued_title(body: str) -> int:
    """Length of a title that a sentence is glued to: it ends with a report's name, and what follows opens a
    report; 0 if there is none."""
    for match in _GLUED_NOUN.finditer(body, 0, TITLE_LIMIT):
        if SENTENCE_PUNCTUATION.search(body, 0, match.start()):
            break
        opens = _OPENING.match(body, match.end()) or _SALUTATION.match(body, match.end())
        if match.start() >= 4 and opens:
            return match.end()
    return 0


def find_sign_off(text: str, lines: Sequence[Line], head_end: int) -> Span | None:
    """Sign-off at the foot of a report: organisation, date and credit lines, or a credit in brackets that
    ends the last paragraph. ``head_end`` bounds the search from above."""
    filled = [line for line in lines if not line.blank and line.start >= head_end]
    first = len(filled)
    while first > 0 and len(filled) - first < _FOOT_LINES and is_foot(filled[first - 1]):
        first -= 1
    if first < len(filled):
        return _stripped(text, filled[first].start, filled[-1].end)
    if not filled:
        return None
    tail_start = max(filled[-1].start, filled[-1].end - 60)
    match = _CREDIT_BRACKET.search(text, tail_start, filled[-1].end)
    return Span(match.start(), filled[-1].end) if match else None


def is_credit(body: str) -> bool:
    """True if a line is a credit in brackets, ``(供稿:李某)``."""
    return _CREDIT_BRACKET.fullmatch(body) is not None


def is_foot(line: Line) -> bool:
    """True if a line can stand in a sign-off: a date, an organisation, both, or a credit."""
    body = line.body
    if is_date_line(body) or _CREDIT_LINE.fullmatch(body) or is_credit(body):
        return True
    if is_organization_line(body) and not opens_block(body):
        return True
    return _is_name_and_date(body)


def _is_name_and_date(body: str) -> bool:
    dated = _NAME_AND_DATE.fullmatch(body)
    return dated is not None and is_organization_line(dated["name"])
