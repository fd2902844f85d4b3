"""styles.xml: which styles are headings, which hide their text, and which number their paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from factextract.ingest.docx.xml import SKIP, Attributes, Handler, integer, is_on, keys, val, value

_STYLE_ID: Final = keys("w:styleId")
_TYPE: Final = keys("w:type")
_DEFAULT: Final = keys("w:default")
_TITLES: Final = frozenset({"title", "subtitle", "标题", "副标题"})
_BODY_OUTLINE: Final = 9
_Property = TypeVar("_Property")


@dataclass(slots=True)
class Style:
    """What one style says itself; None where it leaves it to the style it is based on."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    hidden: bool | None = None
    list_id: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Styles:
    """Styles by id, with inheritance resolved on demand."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default_paragraph: str = ""
    _headings: dict[str, bool] = field(default_factory=dict)
    _hidden: dict[str, bool] = field(default_factory=dict)
    _numbering: dict[str, tuple[str | None, int | None, str]] = field(default_factory=dict)

    def is_heading(self, style_id: str, outline: int | None = None) -> bool:
        """True for a paragraph of this style, or with this direct outline level (0 to 8), that is a heading."""
        if outline is not None:
            return outline < _BODY_OUTLINE
        if style_id not in self._headings:
            inherited = self._resolve(style_id, lambda style: style.outline)
            titled = self.by_id.get(style_id, Style()).name.lower() in _TITLES
            self._headings[style_id] = titled or (inherited is not None and inherited < _BODY_OUTLINE)
        return self._headings[style_id]

    def is_hidden(self, style_id: str) -> bool:
        """True if the style hides text (w:vanish)."""
        if style_id not in self._hidden:
            self._hidden[style_id] = bool(self._resolve(style_id, lambda style: style.hidden))
        return self._hidden[style_id]

    def numbering(self, style_id: str) -> tuple[str | None, int | None, str]:
        """List id and level that a paragraph style gives, and the id of the style that says so."""
        if style_id not in self._numbering:
            owner = next(
                (name for name in self._chain(style_id) if self.by_id[name].list_id is not None), None
            )
            list_id = self.by_id[owner].list_id if owner is not None else None
            level = self._resolve(style_id, lambda style: style.level)
            self._numbering[style_id] = (list_id, level, owner or style_id)
        return self._numbering[style_id]

    def _chain(self, style_id: str) -> list[str]:
        """The style and those it is based on, each once (a cycle ends it)."""
        chain: list[str] = []
        name = style_id or self.default_paragraph
        while name in self.by_id and name not in chain and len(chain) < 50:
            chain.append(name)
            name = self.by_id[name].based_on
        return chain

    def _resolve(self, style_id: str, read: Callable[[Style], _Property | None]) -> _Property | None:
        values = (read(self.by_id[name]) for name in self._chain(style_id))
        return next((found for found in values if found is not None), None)


class StylesHandler(Handler):
    """Reads styles.xml into ``styles``."""

    def __init__(self) -> None:
        self.styles = Styles()
        self._style = Style()
        super().__init__(
            starts={
                "w:style": self._begin,
                "w:name": self._name,
                "w:basedOn": self._based_on,
                "w:outlineLvl": self._outline,
                "w:vanish": self._vanish,
                "w:numId": self._list_id,
                "w:ilvl": self._level,
                **dict.fromkeys(
                    ("w:docDefaults", "w:latentStyles", "w:tblStylePr", "w:pPrChange", "w:rPrChange"),
                    lambda _: SKIP,
                ),
            }
        )

    def _begin(self, attributes: Attributes) -> None:
        self._style = Style()
        style_id = value(attributes, _STYLE_ID) or ""
        self.styles.by_id[style_id] = self._style
        is_default = (value(attributes, _DEFAULT) or "").lower() in ("1", "true", "on")
        if is_default and value(attributes, _TYPE) == "paragraph":
            self.styles.default_paragraph = style_id

    def _name(self, attributes: Attributes) -> None:
        self._style.name = val(attributes)

    def _based_on(self, attributes: Attributes) -> None:
        self._style.based_on = val(attributes)

    def _outline(self, attributes: Attributes) -> None:
        self._style.outline = integer(val(attributes), _BODY_OUTLINE)

    def _vanish(self, attributes: Attributes) -> None:
        self._style.hidden = is_on(attributes)

    def _list_id(self, attributes: Attributes) -> None:
        self._style.list_id = val(attributes)

    def _level(self, attributes: Attributes) -> None:
        self._style.level = integer(val(attributes))
