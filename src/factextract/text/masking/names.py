"""Names of persons: found by what stands around them, since Chinese writes them like any other word.

Only the given name is hidden. A surname alone (李女士, 王某, 张校长, 陈**) tells nobody from a million others and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from factextract.text.fold import is_cjk
from factextract.text.masking import lexicon
from factextract.text.masking.lexicon import (
    COMPOUND_SURNAMES,
    DOUBTFUL_SURNAMES,
    FORMS,
    GIVEN,
    NAME_HEADERS,
    NOT_ALONE,
    PLACES,
    SURNAMES,
    follower,
    is_rare,
    starts_word,
)

_BOUNDED: Final = 5  # weight of an end of the clause behind a name; a word behind it weighs its length
_CROSSING: Final = 2  # weight against a name whose last character makes a word with the next one
_MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Name:
    """A name: ``start:end`` with its surname, ``given`` where the part to be hidden begins."""

    start: int
    given: int
    end: int


class Trust(Enum):
    """How much the words before a name promise one: a label with a colon, a role, or nothing but its shape."""

    LABEL = "label"
    ROLE = "role"
    SHAPE = "shape"


def _alternation(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


_CUES: Final = (*lexicon.ROLES, *lexicon.OFFICES, *lexicon.LABELS, *lexicon.TITLES)
# 进行长江大保护 is no 行长, 城市长安街 no 市长, 社会长期 no 会长, 代表 in 占代表
_CUE: Final = re.compile(
    rf"(?:(?:{_alternation((*_CUES, *lexicon.INTRODUCTIONS))})(?<![进实执推施发举运银]行长)(?<!城市长)(?<!社会长)(?<!机会长))(?P<mark> ?[::\t|] ?| )?\"?"
)
_LABELS: Final = frozenset(lexicon.LABELS)
_ONLY_LABELS: Final = frozenset(
    label for label in _LABELS if not label.endswith((*lexicon.ROLES, *lexicon.OFFICES, *lexicon.TITLES))
)
_TITLE: Final = re.compile(rf"(?:副)?(?:{_alternation((*lexicon.TITLES, *lexicon.OFFICES))})")
_ADDRESSES: Final = (*lexicon.TITLES, *lexicon.OFFICES)
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
_LINE: Final = re.compile(r"[^\n]+")
_LONE: Final = re.compile(r"[ \t(]*([\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,3})[ \t)]*")
_FOREIGN: Final = re.compile(r"[\u4e00-\u9fff]{2,6}·(?:[\u4e00-\u9fff]{2,6}·)?([\u4e00-\u9fff]{2,6})")
_NEVER_GIVEN: Final = frozenset("的了在是有不我他她你们这那与及或等某为于由从被把将向对着过也都就又再很")
_BODY_ENDS: Final = frozenset("部科局处室所站队组行社股办委会院厅员者人")


def find_names(text: str) -> list[Name]:
    """The names in the folded ``text``, by offset, none overlapping; those that were found once are found everywhere."""
    found = {
        name.start: name
        for finder in (
            _after_cues,
            _before_titles,
            _before_telephones,
            _speaking,
            _listed,
            _alone,
            _in_columns,
        )
        for name in finder(text)
    }
    return _everywhere(text, list(found.values()))


def read_name(text: str, start: int, trust: Trust) -> Name | None:
    """The name that begins at ``start``; None if there is none, or only a surname."""
    foreign = _FOREIGN.match(text, start) if trust is not Trust.SHAPE else None
    if foreign is not None:
        return Name(start, start + 1, _foreign_end(text, foreign))
    given = _after_surname(text, start)
    if given is None or text.startswith(_ADDRESSES, given):
        return None
    if text[given : given + 1] == " ":
        return _spaced(text, start, given, trust)
    best: tuple[int, Name] | None = None
    for end in (given + 2, given + 1):
        if not _is_given(text[given:end], trust) or text[end : end + 1] in ("*", "某"):
            continue
        weight = _weight(text, end)
        if _is_word(text, start, end, labelled=trust is Trust.LABEL and weight == _BOUNDED):
            continue
        if best is None or weight > best[0]:
            best = (weight, Name(start, given, end))
    if best is None:
        return None
    weight, name = best
    return name if _suffices(text, name, weight, trust) else None


def _foreign_end(text: str, foreign: re.Match[str]) -> int:
    """Where a name with a dot in it (买买提·艾山) ends: before the first word that can follow a name."""
    last = foreign.start(1)
    return next((at for at in range(last + 2, foreign.end()) if follower(text, at)), foreign.end())


def _is_word(text: str, start: int, end: int, *, labelled: bool) -> bool:
    """Whether an ordinary word begins where the name would. Behind a label, and with nothing after it, 高峰 is a name."""
    if text[start : start + 2] in COMPOUND_SURNAMES:
        return False
    return starts_word(text, start, end if labelled else end + 2) and not (labelled and end - start == 2)


def _after_surname(text: str, start: int) -> int | None:
    if text[start : start + 2] in COMPOUND_SURNAMES:
        return start + 2
    return start + 1 if text[start : start + 1] in SURNAMES else None


def _spaced(text: str, start: int, given: int, trust: Trust) -> Name | None:
    """王 伟: a name of two characters, spread to the width of three."""
    end = given + 2
    if given - start > 1 or trust is Trust.SHAPE or not _is_given(text[given + 1 : end], trust):
        return None
    return Name(start, given, end) if _is_end(text, end) else None


def _is_given(chars: str, trust: Trust) -> bool:
    if not chars or not all(map(is_cjk, chars)) or any(char in _NEVER_GIVEN for char in chars):
        return False
    if trust is Trust.LABEL:
        return chars not in FORMS and not (
            len(chars) == 2 and chars[-1] in _BODY_ENDS and chars[-1] not in GIVEN
        )
    if not all(char in GIVEN or is_rare(char) for char in chars):
        return False
    if len(chars) == 1:
        return chars not in NOT_ALONE and chars not in PLACES
    return not (chars[0] in NOT_ALONE and chars[1] in NOT_ALONE) and (
        chars[1] not in PLACES or chars[0] not in PLACES
    )


def _is_solid(given: str) -> bool:
    """Whether it is made of characters that hardly stand in other words."""
    return given[-1] not in PLACES and not any(char in NOT_ALONE for char in given)


def _is_end(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return not char or char.isdigit() or not (is_cjk(char) or char.isalnum() or char == "*")


def _weight(text: str, end: int) -> int:
    """How well what stands at ``end`` goes behind a name."""
    if _is_end(text, end):
        return _BOUNDED
    crossing = follower(text, end - 1) > 1
    return follower(text, end) - (_CROSSING if crossing else 0)


def _suffices(text: str, name: Name, weight: int, trust: Trust) -> bool:
    """Whether there is enough to take it for a name."""
    if trust is Trust.SHAPE:
        return weight == _BOUNDED and text[name.start] not in DOUBTFUL_SURNAMES
    if trust is Trust.LABEL:
        return weight > 0
    if text[name.start] in DOUBTFUL_SURNAMES and name.given - name.start == 1:
        needed = 1 if name.end - name.given == 2 else 2
        return weight >= needed - _is_solid(text[name.given : name.end])
    return weight > -_CROSSING or name.end - name.given == 2


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
        if link is None or (link[0] == " " and not is_byline):
            return
        start, trust = link.end(), trust if is_byline and trust is Trust.LABEL else Trust.SHAPE


# -- by what stands behind ---------------------------------------------------------------------------------------


def _before_titles(text: str) -> Iterator[Name]:
    for title in _TITLE.finditer(text):
        name = _ending_at(text, title.start())
        if name is None:
            continue
        if _begins(text, name.start) or (
            title[0] not in _OFFICE and not title[0].startswith("副") and _is_plain(text, name)
        ):
            yield name


def _before_telephones(text: str) -> Iterator[Name]:
    """Names that a telephone number stands right behind."""
    for telephone in _TELEPHONE.finditer(text):
        name = _ending_at(text, telephone.start())
        if name is not None and (_begins(text, name.start) or _is_plain(text, name)):
            yield name


def _ending_at(text: str, end: int) -> Name | None:
    """The longest name that ends at ``end``, by its characters alone."""
    for size in (4, 3, 2):
        start = end - size
        if start < 0:
            continue
        given = _after_surname(text, start)
        if given is None or end - given not in (1, 2) or not _is_given(text[given:end], Trust.ROLE):
            continue
        if size == 4 and given - start == 1:
            continue
        if not starts_word(text, start, end):
            return Name(start, given, end)
    return None


def _begins(text: str, start: int) -> bool:
    """Whether a name may begin here: a clause does, or a preposition or a role ends here."""
    before = text[max(0, start - 6) : start]
    if not before or not (is_cjk(before[-1]) or before[-1].isalnum() or before[-1] == "*"):
        return True
    return before[-1] in lexicon.LINKS or before.endswith(_ENDINGS)


_ENDINGS: Final = tuple(sorted({*_CUES, *lexicon.INTRODUCTIONS}))


def _is_plain(text: str, name: Name) -> bool:
    """Whether it needs nothing more to be a name than a form of address."""
    return name.end - name.given == 2 and text[name.start] not in DOUBTFUL_SURNAMES


def _speaking(text: str) -> Iterator[Name]:
    """Who says or does something at the beginning of a clause (王建国说)."""
    for clause in _CLAUSE_START.finditer(text):
        start = clause.end()
        for end in (start + 3, start + 2):
            given = _after_surname(text, start)
            if given is None or end <= given or not _SPEECH.match(text, end):
                continue
            if text[start] in DOUBTFUL_SURNAMES and not (end - given == 2 and _is_solid(text[given:end])):
                continue
            if _is_given(text[given:end], Trust.ROLE) and not starts_word(text, start, end + 1):
                yield Name(start, given, end)
                break


def _listed(text: str) -> Iterator[Name]:
    """Lists of nothing but names before 等3人."""
    for others in _AND_OTHERS.finditer(text):
        end = others.start()
        for _ in range(_MOST_LISTED):
            start = max(text.rfind(mark, max(0, end - 5), end) for mark in '、,。;:\n"(') + 1
            name = read_name(text, start, Trust.SHAPE) if 2 <= end - start <= 4 else None
            if name is None and (last := _ending_at(text, end)) and _begins(text, last.start):
                name = last
            if name is None or (name.end != end):
                break
            yield name
            if text[start - 1 : start] != "、":
                break
            end = start - 1


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
