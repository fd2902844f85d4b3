"""What an undated report says about its year without writing it: ordinals of annual days, themes, names of bodies.

The knowledge is in ``calendar.yaml``. Offsets are those of the view text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from factextract.scan.date_tokens import read_numeral


class YearBasis(StrEnum):
    """Where a year was read."""

    BODY = "body"
    SIGN_OFF = "sign_off"
    DATELINE = "dateline"
    TITLE = "title"
    ORDINAL = "ordinal"
    THEME = "theme"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """A year (four characters, X for unknown digits), where it was read (view offsets) and on what ground.

    ``weight`` tells how much a year in the body says about the report: 0 for how something began, 1 for plans, more
    for finer dates. ``day`` is the month, or month and day, written with it (03, 03-15).
    """

    basis: YearBasis
    year: str
    start: int
    end: int
    weight: int = 2
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Era:
    """A body's name and the years in which reports use it; None is an open end."""

    first: int | None
    last: int | None


_ORDINAL = re.compile(r"第\s?([0-9]{1,3}|[一二三四五六七八九十]{1,4})\s?[个届次]|首[个届次]")
_MARK_CHARS = " \t\r\n\"'·.-_,:()《》、"
_MARKS = str.maketrans("", "", _MARK_CHARS)
_NAME_WINDOW = 24
_QUOTED_OR_NAMED = re.compile(r"主题|\"")
_THEME_WINDOW = 12
_ORDER_WINDOW = 60
_CAMPAIGN = re.compile(r"活动|宣传[周月日]|专项|行动|方案|部署")
_DOCUMENT_NUMBER = re.compile(r"[〔\[(]((?:19|20)[0-9]{2})年?[〕\])](?:第\s?)?[0-9]{1,5}\s?号")


@cache
def _tables() -> dict[str, Any]:
    source = files("factextract.scan").joinpath("calendar.yaml").read_text(encoding="utf-8")
    tables: dict[str, Any] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tables


@cache
def _ordinal_names() -> tuple[tuple[str, int], ...]:
    pairs = [(name, row["before_first"]) for row in _tables()["ordinals"] for name in row["names"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _themes() -> dict[str, int]:
    return dict(_tables()["themes"])


@cache
def _eras() -> tuple[re.Pattern[str], dict[str, Era]]:
    eras = {n: Era(row.get("first"), row.get("last")) for row in _tables()["eras"] for n in row["names"]}
    return re.compile("|".join(sorted(map(re.escape, eras), key=len, reverse=True))), eras


def ordinal_evidence(text: str) -> list[YearEvidence]:
    """Years that the ordinals of annual days show (第29个国际消费者权益日 -> 2011)."""
    found = []
    for match in _ORDINAL.finditer(text):
        number = read_numeral(match[1]) if match[1] else 1
        plain = text[match.end() : match.end() + _NAME_WINDOW].translate(_MARKS)
        placed = [
            (plain.find(name), -len(name), year) for name, year in _ordinal_names() if name in plain[:18]
        ]
        if number and placed:
            year = f"{min(placed)[2] + number:04d}"
            found.append(YearEvidence(YearBasis.ORDINAL, year, match.start(), match.end()))
    return found


def theme_evidence(text: str) -> list[YearEvidence]:
    """Years of the annual themes that the text names, in quotation marks or near the word 主题."""
    plain = text.translate(_MARKS)
    hits = [(at, theme, year) for theme, year in _themes().items() if (at := _find_theme(plain, theme)) >= 0]
    if not hits:
        return []
    kept = [i for i, c in enumerate(text) if c not in _MARK_CHARS]
    found = []
    for at, theme, year in hits:
        start, end = kept[at], kept[at + len(theme) - 1] + 1
        if _QUOTED_OR_NAMED.search(text, max(0, start - _THEME_WINDOW), end + _THEME_WINDOW):
            found.append(YearEvidence(YearBasis.THEME, str(year), start, end))
    return found


def _find_theme(plain: str, theme: str) -> int:
    """Offset of ``theme``, or of a string that differs from it in one character if it is long; -1 if absent."""
    at = plain.find(theme)
    if at >= 0 or len(theme) < 8:
        return at
    half = len(theme) // 2
    for part, offset in ((theme[:half], 0), (theme[half:], half)):
        hit = plain.find(part)
        start = hit - offset
        if hit >= 0 and start >= 0:
            window = plain[start : start + len(theme)]
            if len(window) == len(theme) and sum(a != b for a, b in zip(window, theme, strict=True)) == 1:
                return start
    return -1


def document_evidence(text: str) -> list[YearEvidence]:
    """Years of the numbers of documents that order a campaign, or that stand in a line of their own (〔2023〕15号).

    The numbers of standing rules (银发〔2016〕314号) tell nothing about the report.
    """
    found = []
    for match in _DOCUMENT_NUMBER.finditer(text):
        before = text[max(0, match.start() - _ORDER_WINDOW) : match.start()]
        alone = text[match.end() : match.end() + 1] in ("", "\n") and len(before.rpartition("\n")[2]) <= 12
        if alone or _CAMPAIGN.search(before.rpartition("。")[2]):
            found.append(YearEvidence(YearBasis.DOCUMENT, match[1], match.start(1), match.end(1)))
    return found


def contradicts_era(text: str, year: str) -> bool:
    """True if ``text`` speaks of bodies by a name that was not in use in ``year``."""
    if not year.isdigit():
        return False
    pattern, eras = _eras()
    used = [eras[name] for name in sorted(set(pattern.findall(text)))]
    return any(
        (e.last is not None and int(year) > e.last) or (e.first is not None and int(year) < e.first)
        for e in used
    )
