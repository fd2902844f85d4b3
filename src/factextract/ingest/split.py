"""Several reports in one file: where each begins.

Download sites bind reports together under numbered titles (``篇1``, ``范文二``, ``【篇一】``, ``总结(三)``), offices put
one report after another. A bulletin with a section for each county, or a long summary with 一、二、, is one report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factextract.datamodel import Document, Part, Span
from factextract.ingest.artefacts import Cleaning, clean
from factextract.ingest.head import REPORT_NOUN, TITLE_LIMIT
from factextract.ingest.headings import numeral, opens_block
from factextract.ingest.lines import (
    ORGANIZATION_END,
    SENTENCE_PUNCTUATION,
    Line,
    ends_sentence,
    is_date_line,
    is_organization_line,
    split_lines,
)
from factextract.text.view import View

MIN_BODY = 60
"""Fewest characters of a report; less between two numbered titles is a table of contents."""

_N = r"(?P<n>\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3})"
_OPEN, _CLOSE = r"[【『「\[(<《]?\s?", r"\s?[】』」\])>》]?"
_FORMS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("piece", rf"{_OPEN}篇\s?{_N}{_CLOSE}"),
        ("ordinal", rf"{_OPEN}第\s?{_N}\s?(?:篇|份){_CLOSE}"),
        ("model", rf"{_OPEN}(?:参考)?(?:范文|范本|例文|样本|样文|模板)\s?[(【\[]?\s?{_N}{_CLOSE}{_CLOSE}"),
        (
            "titled",
            rf"(?<=总结|小结|报告|汇报|简报|方案|计划|材料|信息|情况|心得|体会|活动)\s?[(【\[<]?\s?{_N}\s?[)】\]>]?",
        ),
        ("series", rf"(?<=材料|经验|总结|报告|汇报|交流|典型)之{_N}"),
    )
)
_ANNOUNCED = re.compile(
    r"(?:精选|通用|共|合集|集锦|汇编|范文|整理的?|推荐|优秀|必备|热门|实用|锦集|大全|最新|文章)?[(\s]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?篇"
)
_ANNOUNCED_NUMBER = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s?篇")
_MASTHEAD = re.compile(r"第\s?[\dxX一二三四五六七八九十〇]{1,4}\s?期|扫描|集锦|巡礼|掠影|各地|简报|摘登")
_SEPARATOR = re.compile(r"[=\-*_~─━#]{5,}")
_CREDIT = re.compile(
    r"[(\[【](?:供稿|通讯员|撰稿|记者|作者|来源|文/|[^()]{2,24}[局所行社院校站司会队办部][\s:])[^()]{0,30}[)\]】]$"
)
_ATTACHMENT = re.compile(r"附(?:件|表|录|[::\d一二三])|注:|抄送|报:|发:")
_NEWS_VERB = re.compile(r"开展|举行|举办|组织|召开|走进|启动|扎实|积极|深入")


@dataclass(frozen=True, slots=True)
class _Title:
    """A line (or, within a line, a stretch) that may open a report: its span, number and the text round the
    number."""

    start: int
    end: int
    number: int
    stem: str
    inline: bool


def split_reports(document: Document, cleaning: Cleaning | None = None) -> tuple[Part, ...]:
    """The reports of a file in order, as source spans with their titles where numbered titles part them.

    A download site's banner and introduction belong to no part. ``cleaning`` is ``clean(document)``, if at hand.
    """
    cleaning = clean(document) if cleaning is None else cleaning
    view = View(
        document.text,
        masked=(Span(artefact.start, artefact.end) for artefact in cleaning.artefacts),
        replacements=cleaning.replacements,
    )
    text = view.text
    lines = [line for line in split_lines(text) if not line.blank]
    if not lines:
        return (Part(0, len(document.text)),)
    openings = _numbered(text, lines) or _stacked(text, lines) or [Span(lines[0].start, lines[0].start)]
    starts = [title.start for title in openings]
    parts = []
    for index, title in enumerate(openings):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        where = view.to_source(_stripped(text, title.start, end))
        named = view.to_source(_stripped(text, title.start, title.end)) if title.end > title.start else None
        parts.append(Part(where.start, where.end, index + 1, len(openings), named))
    return tuple(parts)


def _stripped(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return Span(start + left, max(start + left, start + len(inner.rstrip())))


# -- numbered titles ----------------------------------------------------------------------------------------------------


def _numbered(text: str, lines: Sequence[Line]) -> list[Span]:
    """Titles of reports bound together under one count, or an empty list."""
    announced = _announced(text[: lines[0].start + 800])
    best: list[_Title] = []
    for name, pattern in _FORMS:
        for run in _runs(_candidates(text, lines, name, pattern)):
            trimmed = _without_contents(run, len(text))
            if _credible(trimmed, name, announced) and (
                not best or _rank(trimmed, announced) > _rank(best, announced)
            ):
                best = trimmed
    if not best:
        return []
    titles = [_with_next_line(text, lines, title) for title in best]
    if best[0].number == 2:
        titles.insert(0, Span(lines[0].start, lines[0].start))
    return titles


def _announced(opening: str) -> set[int]:
    """Numbers of reports that the file's own title or introduction announces, ``(精选3篇)``."""
    return {numeral(match[1]) for match in _ANNOUNCED_NUMBER.finditer(opening)}


def _candidates(text: str, lines: Sequence[Line], name: str, pattern: re.Pattern[str]) -> list[_Title]:
    found = []
    for line in lines:
        for match in pattern.finditer(text, line.start, line.end):
            title = _title_at(text, line, match, name)
            if title is not None:
                found.append(title)
    return found


def _title_at(text: str, line: Line, match: re.Match[str], name: str) -> _Title | None:
    """The title that a number stands in: a short line it opens or ends, or a stretch after a full stop."""
    number = numeral(match["n"])
    if number == 0:
        return None
    opens = match.start() == line.body_span.start
    if len(line.body) <= TITLE_LIMIT:
        before = text[line.start : match.start()].strip()
        after = text[match.end() : line.end].strip(" :、.-")
        if (before and after) or SENTENCE_PUNCTUATION.search(before) or "。" in after:
            return None
        return _Title(line.start, line.end, number, before, inline=False)
    if name not in ("piece", "model"):
        return None
    if opens:
        return _Title(line.start, match.end(), number, "", inline=False)
    low = max(line.start, match.start() - TITLE_LIMIT)
    cut = max(text.rfind(stop, low, match.start()) for stop in '。!?;"')
    start = cut + 1 if cut >= 0 else low
    stem = text[start : match.start()].strip()
    if (cut < 0 and low > line.start) or len(stem) < 4 or "," in stem:
        return None
    return _Title(start, match.end(), number, stem, inline=True)


def _runs(titles: Sequence[_Title]) -> list[list[_Title]]:
    """Maximal runs whose numbers go up one by one (a missing one is bridged), beginning at 1 or 2."""
    runs: list[list[_Title]] = []
    for title in titles:
        if runs and title.number - runs[-1][-1].number in (1, 2):
            runs[-1].append(title)
        elif runs and title.number == runs[-1][-1].number:
            continue
        elif title.number in (1, 2):
            runs.append([title])
    return [run for run in runs if len(run) >= 2 or run[0].number == 2]


def _without_contents(run: Sequence[_Title], length: int) -> list[_Title]:
    """The run without members that nothing follows: entries of a table of contents."""
    ends = [title.start for title in run[1:]] + [length]
    return [title for title, end in zip(run, ends, strict=True) if end - title.end >= MIN_BODY]


def _credible(run: Sequence[_Title], name: str, announced: set[int]) -> bool:
    """Whether a run of numbered titles opens reports."""
    if (
        not run
        or run[0].number > 2
        or (len(run) < 2 and (run[0].number != 2 or name not in ("piece", "titled")))
    ):
        return False
    if run[0].number == 2 and run[0].start < MIN_BODY:
        return False
    counted = len(run) in announced or run[-1].number in announced
    stems = [re.sub(r"[\s\d]", "", title.stem) for title in run]
    same_stem = len(set(stems)) == 1
    if any(title.inline for title in run) or name in ("titled", "series"):
        return counted or (same_stem and len(stems[0]) >= 4)
    if name == "ordinal":
        return counted or all(
            title.end - title.start <= 12 or REPORT_NOUN.search(title.stem) for title in run
        )
    return True


def _rank(run: Sequence[_Title], announced: set[int]) -> tuple[bool, int]:
    return run[-1].number in announced, len(run)


def _with_next_line(text: str, lines: Sequence[Line], title: _Title) -> Span:
    """The title's span; where its line holds the number alone, the next line too if that is a title."""
    if title.inline or title.stem or len(text[title.start : title.end].strip()) > 8:
        return Span(title.start, title.end)
    following = next((line for line in lines if line.start > title.end), None)
    if following is None or len(following.body) > TITLE_LIMIT or SENTENCE_PUNCTUATION.search(following.body):
        return Span(title.start, title.end)
    return Span(title.start, following.end)


# -- one report after another -----------------------------------------------------------------------------------------------


def _stacked(text: str, lines: Sequence[Line]) -> list[Span]:
    """Titles of reports that stand one after another without numbers, or an empty list.

    Believed are: the file's first line once more, a report's title after a sign-off or a ruled line, and a headline
    with its own organisation after a finished paragraph where the file has no bulletin's masthead.
    """
    first = lines[0]
    bulletin = any(_MASTHEAD.search(line.body) for line in lines[:5])
    found = [first]
    last_text = -1
    for index in range(1, len(lines) - 1):
        line = lines[index]
        if _is_running_text(lines[index - 1]):
            last_text = lines[index - 1].start
        if line.start - found[-1].end < MIN_BODY or not _is_title(line) or not _has_body(lines, index):
            continue
        if last_text < found[-1].start:  # nothing has been told yet
            continue
        before = lines[index - 1]
        again = line.body == first.body
        closed = _closes_report(before) or (before.body and _SEPARATOR.fullmatch(before.body) is not None)
        if (
            (again and (closed or ends_sentence(before.body)))
            or (closed and REPORT_NOUN.search(line.body))
            or (
                not bulletin
                and ends_sentence(before.body)
                and _is_headline(line)
                and _is_headline(first)
                and _subject(line.body) != _subject(first.body)
            )
        ):
            found.append(line)
    if len(found) < 2:
        return []
    return [Span(line.start, line.end) for line in found]


def _is_title(line: Line) -> bool:
    body = line.body
    return (
        6 <= len(body) <= TITLE_LIMIT
        and "。" not in body
        and not ends_sentence(body)
        and not opens_block(body)
        and not is_date_line(body)
        and "|" not in body
        and "\t" not in body
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


def _closes_report(line: Line) -> bool:
    return (
        is_date_line(line.body)
        or _CREDIT.search(line.body) is not None
        or (is_organization_line(line.body) and not REPORT_NOUN.search(line.body))
    )


def _is_headline(line: Line) -> bool:
    """A title that names an organisation and what it did or that it reports."""
    subject = _subject(line.body)
    return bool(subject) and (
        REPORT_NOUN.search(line.body) is not None or _NEWS_VERB.search(line.body) is not None
    )


def _subject(body: str) -> str:
    """The organisation that a headline begins with, or an empty string."""
    for end in range(min(len(body), 30), 4, -1):
        if ORGANIZATION_END.search(body[:end]):
            return body[:end]
    return ""
