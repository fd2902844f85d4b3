"""Safe, streaming XML: expat with our own limits, and handlers addressed by short names (``w:p``).

A DOCTYPE is refused before any declaration in it is read, so there are no entities, external or internal, but the five
of XML itself. The transitional (ECMA-376) and strict (ISO 29500) namespaces are one and the same to a handler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.parsers import expat

from factextract.ingest.limits import MAX_DEPTH, Budget, Refusal

Attributes = dict[str, str]
"""Attributes by expat's full names; read them with ``value``."""

SKIP: Final = True
"""What a start method returns to leave out the element with everything in it."""

_NAMESPACES: Final[Mapping[str, tuple[str, ...]]] = {
    "w": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    "r": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    "m": (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    ),
    "a": (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    ),
    "c": (
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://purl.oclc.org/ooxml/drawingml/chart",
    ),
    "dgm": (
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "http://purl.oclc.org/ooxml/drawingml/diagram",
    ),
    "mc": ("http://schemas.openxmlformats.org/markup-compatibility/2006",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "rel": ("http://schemas.openxmlformats.org/package/2006/relationships",),
    "ct": ("http://schemas.openxmlformats.org/package/2006/content-types",),
    "xml": ("http://www.w3.org/XML/1998/namespace",),
}
_SEPARATOR: Final = "}"
_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})
"""Encodings built into expat; a package may use the first two only."""


def keys(short: str) -> tuple[str, ...]:
    """Full names, as expat gives them, that a short name stands for; one without prefix stands for itself."""
    prefix, _, local = short.rpartition(":")
    return tuple(f"{uri}{_SEPARATOR}{local}" for uri in _NAMESPACES[prefix]) if prefix else (short,)


def value(attributes: Attributes, names: tuple[str, ...]) -> str | None:
    """The attribute of one of the full ``names`` (from ``keys``), or None."""
    for name in names:
        if name in attributes:
            return attributes[name]
    return None


_VAL: Final = keys("w:val")


def val(attributes: Attributes) -> str:
    """The ``w:val`` attribute, "" if there is none."""
    return value(attributes, _VAL) or ""


def is_on(attributes: Attributes) -> bool:
    """A toggle property (ST_OnOff): present means on, unless its value says otherwise."""
    return val(attributes).lower() not in ("0", "false", "off", "none")


def integer(text: str | None, default: int = 0) -> int:
    """A decimal number within what Word accepts (0 to 32767); ``default`` for anything else."""
    text = (text or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return default
    return min(int(text), 32_767)


Start = Callable[[Attributes], bool | None]
End = Callable[[], None]


class Handler:
    """What to do at the elements of a part; elements that are not listed are walked through.

    A start method may return ``SKIP``; its element then has no end call either. ``characters`` gets character data,
    possibly in pieces.
    """

    def __init__(
        self,
        starts: Mapping[str, Start],
        ends: Mapping[str, End] | None = None,
        characters: Callable[[str], None] | None = None,
    ) -> None:
        self.starts = {name: method for short, method in starts.items() for name in keys(short)}
        self.ends = {name: method for short, method in (ends or {}).items() for name in keys(short)}
        self.characters = characters


def parse_part(chunks: Iterable[bytes], handler: Handler, budget: Budget) -> None:
    """Run ``handler`` over the XML in ``chunks``.

    Raises ``Refusal``: ``damaged_docx`` if it is not well-formed, ``unsafe_docx`` for a DOCTYPE or absurd nesting.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_encoding
    starts, ends = handler.starts, handler.ends
    depth = skipping = elements = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, skipping, elements
        depth += 1
        elements += 1
        if depth > MAX_DEPTH:
            raise Refusal("unsafe_docx", f"XML 嵌套超过 {MAX_DEPTH} 层")
        if skipping:
            return
        method = starts.get(name)
        if method is not None and method(attributes):
            skipping = depth

    def end(name: str) -> None:
        nonlocal depth, skipping
        depth -= 1
        if skipping:
            if depth < skipping:
                skipping = 0
            return
        method = ends.get(name)
        if method is not None:
            method()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if (take := handler.characters) is not None:
        parser.CharacterDataHandler = lambda data: None if skipping else take(data)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            budget.spend_elements(elements)
            elements = 0
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal("damaged_docx", f"XML 第 {error.lineno} 行有误") from None


def _refuse_doctype(*_: object) -> None:
    raise Refusal("unsafe_docx", "XML 含有 DOCTYPE 声明")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise Refusal("damaged_docx", f"XML 编码 {encoding[:20]} 无法识别")
