"""Reports that stand one after another in a file, with nothing to number them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from factextract.datamodel import Span
from factextract.ingest.compilations import ANNOUNCED, INTRODUCTION, MIN_BODY
from factextract.ingest.head import REPORT_NOUN, TITLE_LIMIT, is_credit, is_foot
from factextract.ingest.headings import numeral, opens_block
from factextract.ingest.lines import (
    SENTENCE_PUNCTUATION,
    Line,
    ends_sentence,
    is_date_line,
    is_organization_line,
    subject,
)

_MASTHEAD = re.compile(r"第\s?[\dxX一二三四五六七八九十〇]{1,4}\s?期|扫描|集锦|巡礼|掠影|各地|简报|摘登")
_SEPARATOR = re.compile(r"[=\-*_~─━#]{5,}")
_ATTACHMENT = re.compile(r"附(?:件|表|录|[:\d一二三])|注:|抄送|报:|发:")
_NEWS_VERB = re.compile(r"开展|举行|举办|组织|召开|走进|启动|扎实|积极|深入")
_DATED = re.compile(r"年.{1,3}月|\d{4}[-./]\d")
_FOOT_LINES = 6


def stacked_titles(lines: Sequence[Line]) -> list[Span]:
    """Spans of the titles of reports that follow each other, or an empty list if there is one report only.

    ``lines`` are a text's nonblank lines. Believed are: the first line once more (years aside), a report's
    title after a sign-off or a ruled line, and a headline with an organisation of its own after a finished
    paragraph, if the file is no bulletin.
    """
    first = lines[0]
    bulletin = any(_MASTHEAD.search(line.body) for line in lines[:5])
    found = [first]
    last_text = -1
    for index in range(1, len(lines) - 1):
        line, before = lines[index], lines[index - 1]
        if _is_running_text(before):
            last_text = before.start
        told = last_text >= found[-1].start and line.start - found[-1].end >= MIN_BODY
        if not told or not _is_title(line) or not _has_body(lines, index):
            continue
        if _opens_report(lines, index, first, bulletin):
            found.append(line)
    return [Span(line.start, line.end) for line in found] if len(found) > 1 else []


def announced_titles(lines: Sequence[Line], opening: str) -> list[Span]:
    """Spans of the unnumbered titles of as many reports as the file's first lines announce (范例汇编(2篇)); an empty list if no
    reading gives that number.

    A title is a headline without punctuation that follows a finished sentence and has running text below it.
    """
    counts = {numeral(number) for number in ANNOUNCED.findall(opening)}
    found = [
        lines[index]
        for index in range(1, len(lines) - 1)
        if _is_title(lines[index])
        and not SENTENCE_PUNCTUATION.search(lines[index].body)
        and ends_sentence(lines[index - 1].body)
        and _has_body(lines, index)
    ]
    named = [line for line in found if REPORT_NOUN.search(line.body) or subject(line.body)]
    for titles in (named, found):
        apart = all(b.start - a.end >= MIN_BODY for a, b in pairwise(titles))
        if len(titles) > 1 and len(titles) in counts and apart and titles[0].start <= INTRODUCTION:
            return [Span(line.start, line.end) for line in titles]
    return []


def _opens_report(lines: Sequence[Line], index: int, first: Line, bulletin: bool) -> bool:
    """Whether a title-like line with text around it opens a report."""
    line, before = lines[index], lines[index - 1]
    if _same_title(line, first):
        return ends_sentence(before.body) or is_foot(before) or _SEPARATOR.fullmatch(before.body) is not None
    if _SEPARATOR.fullmatch(before.body) or _signed_off(lines, index):
        return REPORT_NOUN.search(line.body) is not None
    return not bulletin and ends_sentence(before.body) and _is_other_headline(line, first)


def _is_title(line: Line) -> bool:
    body = line.body
    return (
        6 <= len(body) <= TITLE_LIMIT
        and "。" not in body
        and "|" not in body
        and "\t" not in body
        and not ends_sentence(body)
        and not opens_block(body)
        and not is_date_line(body)
        and _ATTACHMENT.match(body) is None
    )


def _has_body(lines: Sequence[Line], index: int) -> bool:
    """True if running text follows within a few lines."""
    return any(
        len(line.body) >= 30 and SENTENCE_PUNCTUATION.search(line.body)
        for line in lines[index + 1 : index + 5]
    )


def _is_running_text(line: Line) -> bool:
    return len(line.body) > TITLE_LIMIT or (len(line.body) >= 30 and "。" in line.body)


def _signed_off(lines: Sequence[Line], index: int) -> bool:
    """True if the lines before ``index`` are a sign-off: a date with its year or under an organisation, or
    a credit; lines like 抄送 may follow it."""
    at = index - 1
    while at > 0 and index - at <= _FOOT_LINES and is_foot(lines[at]):
        body = lines[at].body
        if is_credit(body):
            return True
        if is_date_line(body) and (_DATED.search(body) or is_organization_line(lines[at - 1].body)):
            return True
        if is_organization_line(body) and ends_sentence(lines[at - 1].body) and subject(lines[index].body):
            return True
        at -= 1
    return False


def _same_title(line: Line, first: Line) -> bool:
    """True if a line repeats the file's first line, figures aside."""
    bare = re.sub(r"[\dXx\s]", "", line.body)
    return len(bare) >= 4 and bare == re.sub(r"[\dXx\s]", "", first.body)


def _is_other_headline(line: Line, first: Line) -> bool:
    """True if both lines are headlines, each with an organisation of its own."""
    names = subject(line.body), subject(first.body)
    return all(names) and names[0] != names[1] and _tells(line.body) and _tells(first.body)


def _tells(body: str) -> bool:
    return REPORT_NOUN.search(body) is not None or _NEWS_VERB.search(body) is not None
