"""Where a name begins and ends: surname, given name, and whether what stands around them leaves room for one."""

from __future__ import annotations

import re
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
    NOT_ALONE,
    PLACES,
    SURNAMES,
    follower,
    is_rare,
    starts_word,
)

_BOUNDED: Final = 5  # weight of an end of the clause behind a name; a word behind it weighs its length
_CROSSING: Final = 2  # weight against a name whose last character makes a word with the next one
_ADDRESSES: Final = (*lexicon.TITLES, *lexicon.OFFICES)
_FOREIGN: Final = re.compile(r"[\u4e00-\u9fff]{2,6}·(?:[\u4e00-\u9fff]{2,6}·)?([\u4e00-\u9fff]{2,6})")
_NEVER_GIVEN: Final = frozenset("的了在是有不我他她你们这那与及或等某为于由从被把将向对着过也都就又再很")
_BODY_ENDS: Final = frozenset("部科局处室所站队组行社股办委会院厅员者人")
_SO_MANY: Final = re.compile(r"等|(?:[一二两三四五六七八九十]{1,2}|\d{1,3})余?[人名位]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: ``start:end`` with its surname, ``given`` where the part to be hidden begins."""

    start: int
    given: int
    end: int


class Trust(Enum):
    """How much the words before a name promise one: a label with a colon, a role, another name in a list, or nothing but its
    shape."""

    LABEL = "label"
    ROLE = "role"
    LISTED = "listed"
    SHAPE = "shape"


def read_name(text: str, start: int, trust: Trust) -> Name | None:
    """The name that begins at ``start``; None if there is none, or only a surname."""
    foreign = _FOREIGN.match(text, start) if trust in (Trust.LABEL, Trust.ROLE) else None
    if foreign is not None:
        return Name(start, start + 1, _foreign_end(text, foreign))
    given = after_surname(text, start)
    if given is None or text.startswith(_ADDRESSES, given):
        return None
    if text[given : given + 1] == " ":
        return _spaced(text, start, given, trust)
    best: tuple[int, Name] | None = None
    for end in (given + 2, given + 1):
        if not is_given(text[given:end], trust) or text[end : end + 1] in ("*", "某"):
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


def after_surname(text: str, start: int) -> int | None:
    """Where the surname at ``start`` ends; None if there is none."""
    if text[start : start + 2] in COMPOUND_SURNAMES:
        return start + 2
    return start + 1 if text[start : start + 1] in SURNAMES else None


def _spaced(text: str, start: int, given: int, trust: Trust) -> Name | None:
    """王 伟: a name of two characters, spread to the width of three."""
    end = given + 2
    if (
        given - start > 1
        or trust not in (Trust.LABEL, Trust.ROLE)
        or not is_given(text[given + 1 : end], trust)
    ):
        return None
    return Name(start, given, end) if _is_end(text, end) else None


def is_given(chars: str, trust: Trust) -> bool:
    """Whether the characters can be a given name. Behind a label nearly all can."""
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


def is_solid(given: str) -> bool:
    """Whether it is made of characters that hardly stand in other words."""
    return given[-1] not in PLACES and not any(char in NOT_ALONE for char in given)


def _is_end(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return not char or char.isdigit() or not (is_cjk(char) or char.isalnum() or char == "*")


def _weight(text: str, end: int) -> int:
    """How well what stands at ``end`` goes behind a name."""
    if _is_end(text, end) or _SO_MANY.match(text, end):
        return _BOUNDED
    crossing = follower(text, end - 1) > 1
    return follower(text, end) - (_CROSSING if crossing else 0)


def _suffices(text: str, name: Name, weight: int, trust: Trust) -> bool:
    """Whether there is enough to take it for a name."""
    given = text[name.given : name.end]
    is_doubtful = text[name.start] in DOUBTFUL_SURNAMES and name.given - name.start == 1
    if trust is Trust.SHAPE:
        return weight == _BOUNDED and not is_doubtful
    if trust is Trust.LISTED:
        return weight == _BOUNDED and (not is_doubtful or is_solid(given))
    if trust is Trust.LABEL:
        return weight > 0 or (not is_doubtful and is_given(given, Trust.ROLE))
    if is_doubtful:
        return weight >= (1 if len(given) == 2 else 2) - is_solid(given)
    return weight > -_CROSSING or name.end - name.given == 2


def name_before(text: str, end: int) -> Name | None:
    """The longest name that ends at ``end``, by its characters alone."""
    for size in (4, 3, 2):
        start = end - size
        if start < 0:
            continue
        given = after_surname(text, start)
        if given is None or end - given not in (1, 2) or not is_given(text[given:end], Trust.ROLE):
            continue
        if size == 4 and given - start == 1:
            continue
        if not starts_word(text, start, end):
            return Name(start, given, end)
    return None


def is_plain(text: str, name: Name) -> bool:
    """Whether it needs nothing more to be a name than a form of address."""
    return name.end - name.given == 2 and text[name.start] not in DOUBTFUL_SURNAMES
