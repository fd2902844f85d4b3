"""Names of persons: found by what stands around them, since Chinese writes them like any other word.

Only the given name is hidden. A surname alone (李女士, 王某, 张校长, 陈**) tells nobody from a million others and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from factextract.text.fold import is_cjk
from factextract.text.masking import lexicon
from factextract.text.masking.lexicon import DOUBTFUL_SURNAMES, NAME_HEADERS, starts_word
from factextract.text.masking.reader import (
    Name,
    Trust,
    after_surname,
    is_given,
    is_plain,
    is_solid,
    name_before,
    read_name,
)

_MOST_LISTED: Final = 200


def _alternation(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


_CUES: Final = (*lexicon.ROLES, *lexicon.OFFICES, *lexicon.LABELS, *lexicon.TITLES)
# 进行长江大保护 is no 行长, 城市长安街 no 市长, 社会长期 no 会长
_CUE: Final = re.compile(
    rf"(?:(?:{_alternation((*_CUES, *lexicon.INTRODUCTIONS))})(?<![进实执推施发举运银]行长)(?<!城市长)(?<!社会长)(?<!机会长))(?P<mark> ?[::\t|] ?| )?\"?"
)
_LABELS: Final = frozenset(lexicon.LABELS)
_ONLY_LABELS: Final = frozenset(
    label for label in _LABELS if not label.endswith((*lexicon.ROLES, *lexicon.OFFICES, *lexicon.TITLES))
)
_TITLE: Final = re.compile(rf"(?:副)?(?:{_alternation((*lexicon.TITLES, *lexicon.OFFICES))})")
_OFFICE: Final = frozenset(lexicon.OFFICES)
_CLAUSE_START: Final = re.compile(
    rf"(?:^|(?<=[\n。!?;:,\"(、])) {{0,4}}(?=[\u4e00-\u9fff]{{2,4}}(?:{_alternation(lexicon.SPEECH)}))"
)
_SPEECH: Final = re.compile(_alternation(lexicon.SPEECH))
_TELEPHONE: Final = re.compile(
    r"[,:、(\t ]{0,2}(?:联系)?(?:电话|手机|方式)?号?码?[: ]{0,2}(?<!\d)(?=1[3-9]\d{9}(?!\d)|0\d{2,3}-\d{7})"
)
_AND_OTHERS: Final = re.compile(r"等 ?(?:\d{1,4}|[一二两三四五六七八九十百]{1,3})? ?余?[名位人]")
_LIST: Final = re.compile(r"[、,和与及] ?| (?=[\u4e00-\u9fff])")
_NEXT_LABEL: Final = re.compile(r"[\u4e00-\u9fff/]{1,8} ?:")
_ENUMERATION: Final = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,4}){1,200}、[\u4e00-\u9fff]{2,8}"
)
# 张海霞(女,45岁), 李卫东,男,汉族
_DESCRIPTION: Final = re.compile(r"[(,] ?(?:男|女|化名|原名|时年|现年|\d{1,3} ?岁)(?![\u4e00-\u9fff])")
_LINE: Final = re.compile(r"[^\n]+")
_LONE: Final = re.compile(r"[ \t(]*([\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,3})[ \t)]*")


def find_names(text: str) -> list[Name]:
    """The names in the folded ``text``, by offset, none overlapping; those that were found once are found everywhere."""
    found = {
        name.start: name
        for finder in (
            _after_cues,
            _before_titles,
            _before_telephones,
            _described,
            _speaking,
            _listed,
            _enumerated,
            _alone,
            _in_columns,
        )
        for name in finder(text)
    }
    return _everywhere(text, list(found.values()))


# -- by what stands before ---------------------------------------------------------------------------------------


def _after_cues(text: str) -> Iterator[Name]:
    for cue in _CUE.finditer(text):
        mark = cue["mark"] or ""
        word = text[cue.start() : cue.start("mark") if mark else cue.end()].rstrip('"')
        if not mark and word in _ONLY_LABELS:  # 审核, 整理 are verbs, 文 and 图 part of many words
            continue
        trust = Trust.LABEL if ":" in mark else Trust.ROLE
        yield from _list_at(text, cue.end(), trust, is_byline=bool(mark) and word in _LABELS)


def _list_at(text: str, start: int, trust: Trust, *, is_byline: bool) -> Iterator[Name]:
    """The names of an enumeration: all but the first must be names by their shape, or stand in a byline."""
    for _ in range(_MOST_LISTED):
        name = read_name(text, start, trust)
        if name is None:
            return
        yield name
        link = _LIST.match(text, name.end)
        if link is None or (link[0] == " " and (not is_byline or _NEXT_LABEL.match(text, link.end()))):
            return
        start, trust = link.end(), trust if is_byline and trust is Trust.LABEL else Trust.LISTED


# -- by what stands behind ---------------------------------------------------------------------------------------


def _before_titles(text: str) -> Iterator[Name]:
    for title in _TITLE.finditer(text):
        name = name_before(text, title.start())
        if name is None:
            continue
        if _begins(text, name.start) or (
            title[0] not in _OFFICE and not title[0].startswith("副") and is_plain(text, name)
        ):
            yield name


def _before_telephones(text: str) -> Iterator[Name]:
    """Names that a telephone number stands right behind."""
    for telephone in _TELEPHONE.finditer(text):
        name = name_before(text, telephone.start())
        if name is not None and (_begins(text, name.start) or is_plain(text, name)):
            yield name


def _described(text: str) -> Iterator[Name]:
    """Names that sex or age stands behind."""
    for description in _DESCRIPTION.finditer(text):
        name = name_before(text, description.start())
        if name is not None and (_begins(text, name.start) or is_plain(text, name)):
            yield name


def _begins(text: str, start: int) -> bool:
    """Whether a name may begin here: a clause does, or a preposition or a role ends here."""
    before = text[max(0, start - 6) : start]
    if not before or not (is_cjk(before[-1]) or before[-1].isalnum() or before[-1] == "*"):
        return True
    return before[-1] in lexicon.LINKS or before.endswith(_ENDINGS)


_ENDINGS: Final = tuple(sorted({*_CUES, *lexicon.INTRODUCTIONS}))


def _speaking(text: str) -> Iterator[Name]:
    """Who says or does something at the beginning of a clause (王建国说)."""
    for clause in _CLAUSE_START.finditer(text):
        start = clause.end()
        for end in (start + 3, start + 2):
            given = after_surname(text, start)
            if given is None or end <= given or not _SPEECH.match(text, end):
                continue
            if text[start] in DOUBTFUL_SURNAMES and not (end - given == 2 and is_solid(text[given:end])):
                continue
            if is_given(text[given:end], Trust.ROLE) and not starts_word(text, start, end + 1):
                yield Name(start, given, end)
                break


def _listed(text: str) -> Iterator[Name]:
    """Lists of nothing but names before 等3人."""
    for others in _AND_OTHERS.finditer(text):
        end = others.start()
        for _ in range(_MOST_LISTED):
            start = max(text.rfind(mark, max(0, end - 5), end) for mark in '、,。;:\n"(') + 1
            name = read_name(text, start, Trust.SHAPE) if 2 <= end - start <= 4 else None
            if name is None and (last := name_before(text, end)) and _begins(text, last.start):
                name = last
            if name is None or (name.end != end):
                break
            yield name
            if text[start - 1 : start] != "、":
                break
            end = start - 1


def _enumerated(text: str) -> Iterator[Name]:
    """Lists of three names and more, without anything that says so."""
    for run in _ENUMERATION.finditer(text):
        marks = [run.start() + at for at, char in enumerate(run[0]) if char == "、"]
        first = name_before(text, marks[0])
        others = [read_name(text, mark + 1, Trust.SHAPE) for mark in marks[:-1]]
        last = read_name(text, marks[-1] + 1, Trust.ROLE)
        if first is None or last is None or text[last.start] in DOUBTFUL_SURNAMES:
            continue
        names = [name for name in others if name is not None]
        ends = [name.end for name in names]
        if ends == marks[1:] and text[first.start] not in DOUBTFUL_SURNAMES:
            yield from (first, *names, last)


# -- by their place ----------------------------------------------------------------------------------------------


def _alone(text: str) -> Iterator[Name]:
    """Lines that are a name and nothing else (a byline under the title, a signature)."""
    for line in _LINE.finditer(text):
        if len(line[0]) > 12:
            continue
        lone = _LONE.fullmatch(line[0])
        if lone is None:
            continue
        start = line.start() + lone.start(1)
        name = read_name(text, start, Trust.ROLE if " " in lone[1] else Trust.SHAPE)
        if name is not None and name.end == line.start() + lone.end(1):
            yield name


def _in_columns(text: str) -> Iterator[Name]:
    """Names in the columns of tables whose head says so; cells are divided by tabs or bars."""
    columns: list[int] = []
    for line in _LINE.finditer(text):
        mark = "\t" if "\t" in line[0] else "|"
        if mark not in line[0]:
            columns = []
            continue
        cells = list(_cells(line[0], line.start(), mark))
        heads = [at for at, (_, cell) in enumerate(cells) if cell.replace(" ", "") in NAME_HEADERS]
        if heads:
            columns = heads
            continue
        for at in columns:
            start, cell = cells[at] if at < len(cells) else (0, "")
            name = read_name(text, start, Trust.LABEL) if cell else None
            if name is not None and name.end == start + len(cell):
                yield name


def _cells(line: str, start: int, mark: str) -> Iterator[tuple[int, str]]:
    """The cells of a line that begins at ``start``: where the content of each begins, and the content."""
    for cell in line.split(mark):
        yield start + len(cell) - len(cell.lstrip()), cell.strip()
        start += len(cell) + 1


# -- everywhere --------------------------------------------------------------------------------------------------


def _everywhere(text: str, names: list[Name]) -> list[Name]:
    """The names with all their other mentions; where two overlap, the longer one of those that begin first."""
    known = {text[name.start : name.end]: name.given - name.start for name in names}
    spans = {(name.start, name.end): name for name in names}
    if known:
        pattern = re.compile(_alternation(tuple(known)))
        for match in pattern.finditer(text):
            name = Name(match.start(), match.start() + known[match[0]], match.end())
            if (name.start, name.end) in spans or not starts_word(text, name.start, name.end + 2):
                spans[name.start, name.end] = name
    kept: list[Name] = []
    for _, name in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept
