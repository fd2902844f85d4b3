"""Reports bound together under one count: ``篇1``, ``第一篇``, ``范文(二)``, ``【篇三】``, ``活动总结(四)``, ``材料之五``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factextract.datamodel import Span
from factextract.ingest.head import REPORT_NOUN, TITLE_LIMIT
from factextract.ingest.headings import numeral
from factextract.ingest.lines import SENTENCE_PUNCTUATION, Line, subject

MIN_BODY = 60
"""Fewest characters of a report; less between two numbered titles is a table of contents."""
INTRODUCTION = 400
"""Longest introduction, in characters, before the first of a series of titles with a bare number."""

_N = r"(?P<n>\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3})"
_OPEN, _CLOSE = r"[【『「\[(<《#]?\s?", r"\s?[】』」\])>》]?"
_NOUNS = "总结|小结|报告|汇报|简报|方案|计划|心得|体会|范本|讲话|发言|述职|材料"
_LISTED = re.compile(rf"\s*(?:{_N}[、.]|\({_N.replace('<n>', '<m>')}\)[、.]?)\s?")


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to number titles. ``inline`` forms are believed inside a line too; ``bare`` ones look like
    headings, so they must begin near the file's start and share their wording."""

    name: str
    pattern: re.Pattern[str]
    inline: bool = False
    bare: bool = False


_FORMS = (
    _Form("piece", re.compile(rf"{_OPEN}篇\s?{_N}{_CLOSE}"), inline=True),
    _Form("ordinal", re.compile(rf"{_OPEN}第\s?{_N}\s?(?:篇|份){_CLOSE}")),
    _Form(
        "model",
        re.compile(rf"{_OPEN}(?:参考)?(?:范文|范本|例文|样本|样文|模板)\s?[(【\[]?\s?{_N}{_CLOSE}{_CLOSE}"),
        inline=True,
    ),
    _Form("titled", re.compile(rf"(?<={_NOUNS})\s?[(【\[<]?\s?{_N}\s?[)】\]>]?"), inline=True, bare=True),
    _Form("series", re.compile(rf"(?<=材料|经验|总结|报告|汇报|交流|典型)之{_N}"), bare=True),
)
ANNOUNCED = re.compile(r"(?<![第发表篇])(\d{1,2}|[一二三四五六七八九十]{1,3})\s?篇")


@dataclass(frozen=True, slots=True)
class _Title:
    """A line, or a stretch within one, that may open a report: its span, number and the words before the
    number."""

    start: int
    end: int
    number: int
    stem: str
    inline: bool


def numbered_titles(text: str, lines: Sequence[Line], opening: str) -> list[Span]:
    """Spans of the titles of reports that are bound together, or an empty list if the text is none such.

    ``lines`` are the text's nonblank lines; ``opening`` is the file's beginning, banner included, which may
    announce how many reports there are (``精选3篇``).
    """
    announced = {numeral(number) for number in ANNOUNCED.findall(opening)}
    best: list[_Title] = []
    for form in _FORMS:
        for run in _runs(_candidates(text, lines, form)):
            kept = _without_contents(run, len(text))
            if _credible(kept, form, announced) and (
                not best or _rank(kept, announced) > _rank(best, announced)
            ):
                best = kept
    if not best:
        return _listed_titles(text, lines)
    titles = [_with_next_line(lines, title) for title in best]
    if best[0].number == 2:
        titles.insert(0, Span(lines[0].start, lines[0].start))
    return titles


def _candidates(text: str, lines: Sequence[Line], form: _Form) -> Iterator[_Title]:
    for line in lines:
        for match in form.pattern.finditer(text, line.start, line.end):
            title = _title_in_line(text, line, match) if len(line.body) <= TITLE_LIMIT else None
            if title is None and form.inline:
                title = _title_inside(text, line, match, form.bare)
            if title is not None:
                yield title


def _title_in_line(text: str, line: Line, match: re.Match[str]) -> _Title | None:
    """A short line that the number opens or ends."""
    before = text[line.start : match.start()].strip()
    after = text[match.end() : line.end].strip(" :、.-")
    number = numeral(match["n"])
    if not number or (before and after) or SENTENCE_PUNCTUATION.search(before) or "。" in after:
        return None
    return _Title(line.start, line.end, number, before, inline=False)


def _title_inside(text: str, line: Line, match: re.Match[str], bare: bool) -> _Title | None:
    """A stretch from the last full stop to the number, in a text whose line breaks were lost; a bare number
    needs a colon behind it."""
    number = numeral(match["n"])
    colon = text[match.end() : match.end() + 1] == ":"
    if not number or (bare and not colon):
        return None
    if match.start() == line.body_span.start:
        return _Title(line.start, match.end(), number, "", inline=True)
    low = max(line.start, match.start() - TITLE_LIMIT)
    cut = max(text.rfind(stop, low, match.start()) for stop in '。!?;"')
    if cut < 0 and low > line.start:
        return None
    start = cut + 1 if cut >= 0 else low
    stem = text[start : match.start()].strip()
    marked = match[0][0] in "【『「[(<" or colon
    if "," in stem or 0 < len(stem) < 4 or not (stem or marked):
        return None
    return _Title(start, match.end(), number, stem, inline=True)


def _runs(titles: Iterator[_Title]) -> list[list[_Title]]:
    """Runs whose numbers go up one by one (a missing one is bridged), beginning at 1 or 2."""
    runs: list[list[_Title]] = []
    for title in titles:
        if runs and title.number - runs[-1][-1].number in (1, 2):
            runs[-1].append(title)
        elif runs and title.number == runs[-1][-1].number:
            continue
        elif title.number in (1, 2):
            runs.append([title])
    return runs


def _without_contents(run: Sequence[_Title], length: int) -> list[_Title]:
    """The run without members that no text follows: entries of a table of contents."""
    ends = [*(title.start for title in run[1:]), length]
    return [title for title, end in zip(run, ends, strict=True) if end - title.end >= MIN_BODY]


def _credible(run: Sequence[_Title], form: _Form, announced: set[int]) -> bool:
    """Whether a run of numbered titles opens reports."""
    if not run or run[0].number > 2:
        return False
    counted = len(run) in announced or run[-1].number in announced
    if run[0].number == 2:  # the file's own title stands for the first
        return run[0].start >= MIN_BODY and (form.name == "piece" or (counted and len(run) >= 2))
    if len(run) < 2:
        return False
    stems = {re.sub(r"[\s\d]", "", title.stem) for title in run}
    same = len(stems) == 1 and len(next(iter(stems))) >= 4
    if form.bare:
        return same and (counted or run[0].start <= INTRODUCTION)
    if any(title.inline for title in run):
        return counted or same or stems == {""}
    if form.name == "ordinal":
        return counted or all(
            title.end - title.start <= 12 or REPORT_NOUN.search(title.stem) for title in run
        )
    return True


def _rank(run: Sequence[_Title], announced: set[int]) -> tuple[bool, int]:
    return run[-1].number in announced, len(run)


def _with_next_line(lines: Sequence[Line], title: _Title) -> Span:
    """The title's span; where its line holds hardly more than the number, the next line too if that is a
    title."""
    if not title.inline and not title.stem and title.end - title.start <= 8:
        following = next((line for line in lines if line.start > title.end), None)
        if (
            following is not None
            and len(following.body) <= TITLE_LIMIT
            and not SENTENCE_PUNCTUATION.search(following.body)
        ):
            return Span(title.start, following.end)
    return Span(title.start, title.end)


def _listed_titles(text: str, lines: Sequence[Line]) -> list[Span]:
    """Titles numbered like list items, ``1、某县消协工作总结``: each names another organisation and is a report's."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        match = _LISTED.match(text, line.start, line.end)
        if (
            match is None
            or len(line.body) > TITLE_LIMIT
            or numeral(match["n"] or match["m"]) != len(found) + 1
        ):
            continue
        name = subject(text[match.end() : line.end].strip())
        if (
            not name
            or not re.search(rf"(?:{_NOUNS})$", line.body)
            or (not found and line.start > INTRODUCTION)
        ):
            return []
        found.append((line, name))
    if len(found) < 2 or len({name for _, name in found}) < len(found):
        return []
    ends = [*(line.start for line, _ in found[1:]), len(text)]
    if any(end - line.end < MIN_BODY for (line, _), end in zip(found, ends, strict=True)):
        return []
    return [Span(line.start, line.end) for line, _ in found]
