"""Code in a text: HTML tags and entities, forum codes, invisible characters, line separators other than the
newline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from factextract.datamodel import Span

_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad]+|\r(?=\n)")
_LINE_SEPARATORS = re.compile("\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_TAGS = re.compile(
    r"</?(?P<name>p|br|div|li|tr|h[1-6]|td|th|span|b|i|u|strong|em|font|a|ul|ol|table|tbody|center)\b"
    r"[^<>\n]{0,200}>",
    re.IGNORECASE,
)
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_FORUM_CODES = re.compile(
    r"\[/?(?:color|size|font|b|i|u|url|img|align|backcolor|table|tr|td|p|quote|list)(?:=[^\]\n]{0,80})?\]",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|(?P<open>\*\*)(?=[^*\n]{2,40}[。:!?：！？]\*\*))", re.MULTILINE
)
_ENTITIES = re.compile(r"&(?:n?bsp|ensp|emsp|quot|amp|lt|gt|ldquo|rdquo|mdash|hellip);?|&#\d{2,5};")


def invisible(text: str) -> list[Span]:
    """Characters that show nothing: byte order marks, zero-width spaces, soft hyphens, the CR of a CR LF."""
    return _spans(_INVISIBLE.finditer(text))


def newlines(text: str) -> dict[int, str]:
    """Line separators to read as newlines, by offset; the first character of a tag that ends a line is one."""
    found = {match.start(): "\n" for match in _LINE_SEPARATORS.finditer(text)}
    if "<" in text:
        found.update((match.start(), "\n") for match in _TAGS.finditer(text) if _breaks(match))
    return found


def markup(text: str) -> list[Span]:
    """Tags, forum codes, entities, Markdown's marks of headings and of leading phrases; a tag that ends a
    line keeps its first character, which shows as the newline."""
    found = []
    if "<" in text:
        found += [Span(match.start() + _breaks(match), match.end()) for match in _TAGS.finditer(text)]
    if "[" in text:
        found += _spans(_FORUM_CODES.finditer(text))
    for match in _MARKDOWN.finditer(text):
        found.append(Span(match.start(), match.end()))
        if match["open"]:
            close = text.index("**", match.end())
            found.append(Span(close, close + 2))
    if "&" in text:
        found += _spans(_ENTITIES.finditer(text))
    return found


def _breaks(tag: re.Match[str]) -> bool:
    return tag["name"].lower() in _BREAKING


def _spans(matches: Iterable[re.Match[str]]) -> list[Span]:
    return [Span(match.start(), match.end()) for match in matches]
