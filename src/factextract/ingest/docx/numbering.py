"""numbering.xml: automatic list numbers as Word prints them (ECMA-376 part 1, 17.9).

Counters belong to the abstract definition, so lists that share one go on counting; a ``startOverride`` restarts it where
its list is first used. A level restarts when a higher one is used, unless ``lvlRestart`` says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from factextract.ingest.docx.numerals import format_number
from factextract.ingest.docx.styles import Styles
from factextract.ingest.docx.xml import SKIP, Attributes, Handler, integer, is_on, keys, val, value
from factextract.ingest.limits import MAX_LABEL_CHARS

_ABSTRACT_ID: Final = keys("w:abstractNumId")
_NUM_ID: Final = keys("w:numId")
_LEVEL: Final = keys("w:ilvl")
_FORMAT: Final = keys("w:format")
_LEVELS: Final = 9
_PLACEHOLDER: Final = re.compile(r"%([1-9])")

_BULLET: Final = "• "
_CLOSING: Final = "、，。：）〕】》」』)]"
"""A label that ends in one of these needs no space before the text."""


@dataclass(slots=True)
class Level:
    """One level of a list. ``restart`` is None (by any higher level), 0 (never) or a 1-based level number."""

    start: int = 0
    number_format: str = "decimal"
    pattern: str = ""
    text: str = ""
    restart: int | None = None
    suffix: str = "tab"
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _AbstractList:
    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str = ""


@dataclass(slots=True)
class _List:
    abstract_id: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """Lists by id, their abstract definitions, and the counters of a document being read in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    abstract: dict[str, _AbstractList] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str | None, level: int | None, style_id: str, styles: Styles) -> str:
        """Count one paragraph and return its printed number with the gap after it, "" if it has none.

        ``list_id`` and ``level`` are the paragraph's own, None where its style ``style_id`` decides.
        """
        if list_id is None:
            list_id, style_level, owner = styles.numbering(style_id)
            if level is None:
                level = (
                    style_level if style_level is not None else self._level_of_style(list_id, owner, styles)
                )
        numbered = self.lists.get(list_id or "")
        if numbered is None:
            return ""
        abstract_id = self._abstract_id(numbered, styles)
        levels = {**self.abstract.get(abstract_id, _AbstractList()).levels, **numbered.levels}
        at = min(level or 0, _LEVELS - 1)
        if at not in levels:
            return ""
        counts = self._count(list_id or "", numbered, abstract_id, levels, at)
        return _render(levels, counts, at)

    def _count(
        self, list_id: str, numbered: _List, abstract_id: str, levels: dict[int, Level], at: int
    ) -> list[int | None]:
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        before = counts[at]
        restarted = at in numbered.starts and (list_id, at) not in self._started
        if restarted or before is None:
            self._started.add((list_id, at))
            counts[at] = numbered.starts.get(at, levels[at].start)
        else:
            counts[at] = min(before + 1, 32_767)
        for deeper in range(at + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or at < restart:
                counts[deeper] = None
        return counts

    def _abstract_id(self, numbered: _List, styles: Styles) -> str:
        """The abstract definition, through a numbering style if it only points at one."""
        abstract = self.abstract.get(numbered.abstract_id)
        if abstract is not None and abstract.style_link and not abstract.levels:
            linked = styles.by_id.get(abstract.style_link)
            target = self.lists.get(linked.list_id or "") if linked is not None else None
            if target is not None:
                return target.abstract_id
        return numbered.abstract_id

    def _level_of_style(self, list_id: str | None, style_id: str, styles: Styles) -> int:
        numbered = self.lists.get(list_id or "")
        if numbered is None:
            return 0
        abstract = self.abstract.get(self._abstract_id(numbered, styles), _AbstractList())
        return next((number for number, level in abstract.levels.items() if level.style == style_id), 0)


def _render(levels: dict[int, Level], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.number_format == "bullet":
        return _BULLET if _is_symbol(level.text) else _with_gap(level.text, level.suffix)

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        shown = levels.get(index, Level())
        count = counts[index]
        number_format = "decimal" if level.legal else shown.number_format
        return format_number(shown.start if count is None else count, number_format, shown.pattern)

    return _with_gap(_PLACEHOLDER.sub(number, level.text)[:MAX_LABEL_CHARS], level.suffix)


def _is_symbol(text: str) -> bool:
    """A bullet glyph, often a letter of a symbol font; anything longer or Chinese is meant to be read."""
    return len(text) <= 1 and not "\u4e00" <= text <= "\u9fff"


def _with_gap(label: str, suffix: str) -> str:
    """A space keeps ``1.`` apart from ``5万份``; after 、 and ） there is no need of one."""
    if not label or label[-1] in _CLOSING:
        return label
    if suffix == "nothing" and not (label[-1].isascii() and (label[-1].isdigit() or label[-1] == ".")):
        return label
    return label + " "


class NumberingHandler(Handler):
    """Reads numbering.xml into ``numbering``."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self._abstract: _AbstractList | None = None
        self._list: _List | None = None
        self._override = 0
        self._level = Level()
        super().__init__(
            starts={
                "w:abstractNum": self._begin_abstract,
                "w:num": self._begin_list,
                "w:abstractNumId": self._abstract_id,
                "w:numStyleLink": self._style_link,
                "w:lvlOverride": self._begin_override,
                "w:startOverride": self._start_override,
                "w:lvl": self._begin_level,
                "w:start": self._start,
                "w:numFmt": self._format,
                "w:lvlText": self._text,
                "w:lvlRestart": self._restart,
                "w:suff": self._suffix,
                "w:isLgl": self._legal,
                "w:pStyle": self._style,
                **dict.fromkeys(("w:pPr", "w:rPr", "w:numPicBullet", "mc:Fallback"), lambda _: SKIP),
            },
            ends={"w:abstractNum": self._end_abstract, "w:num": self._end_list},
        )

    def _begin_abstract(self, attributes: Attributes) -> None:
        self._abstract = _AbstractList()
        self.numbering.abstract[value(attributes, _ABSTRACT_ID) or ""] = self._abstract

    def _end_abstract(self) -> None:
        self._abstract = None

    def _begin_list(self, attributes: Attributes) -> None:
        self._list = _List()
        self.numbering.lists[value(attributes, _NUM_ID) or ""] = self._list

    def _end_list(self) -> None:
        self._list = None

    def _abstract_id(self, attributes: Attributes) -> None:
        if self._list is not None:
            self._list.abstract_id = val(attributes)

    def _style_link(self, attributes: Attributes) -> None:
        if self._abstract is not None:
            self._abstract.style_link = val(attributes)

    def _begin_override(self, attributes: Attributes) -> None:
        self._override = integer(value(attributes, _LEVEL))

    def _start_override(self, attributes: Attributes) -> None:
        if self._list is not None:
            self._list.starts[self._override] = integer(val(attributes))

    def _begin_level(self, attributes: Attributes) -> None:
        self._level = Level()
        owner = self._list or self._abstract
        if owner is not None:
            owner.levels[integer(value(attributes, _LEVEL))] = self._level

    def _start(self, attributes: Attributes) -> None:
        self._level.start = integer(val(attributes))

    def _format(self, attributes: Attributes) -> None:
        self._level.number_format = val(attributes)
        self._level.pattern = value(attributes, _FORMAT) or ""

    def _text(self, attributes: Attributes) -> None:
        self._level.text = val(attributes)[:MAX_LABEL_CHARS]

    def _restart(self, attributes: Attributes) -> None:
        self._level.restart = integer(val(attributes))

    def _suffix(self, attributes: Attributes) -> None:
        self._level.suffix = val(attributes)

    def _legal(self, attributes: Attributes) -> None:
        self._level.legal = is_on(attributes)

    def _style(self, attributes: Attributes) -> None:
        self._level.style = val(attributes)
