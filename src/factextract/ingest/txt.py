"""Bytes of a .txt to text, strictly: BOM, then UTF-8, then GB18030; never a replacement character.

Decoding is letter for letter: ``data.decode(encoding) == text``, line ends included.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from factextract.datamodel import Block, BlockKind
from factextract.ingest.limits import MAX_LINE_CHARS, MAX_TEXT_CHARS, Refusal

_BOMS: Final = (
    # the longer of two that begin alike comes first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_CONTROLS: Final = bytes(c for c in range(0x20) if c not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
_MAX_CONTROL_SHARE: Final = 0.01

_ASCII: Final = bytes(range(0x80))
_DAMAGED_UTF8_SHARE: Final = 0.9
"""A file of which so much of the non-ASCII bytes is sound UTF-8 is damaged UTF-8, and not GB18030. Chinese text in
GB18030 stays below 0.2, because hardly any of its byte pairs happen to be UTF-8 sequences."""

_MISREAD: Final = re.compile("[\u0370-\u052f\u3040-\u30ff\u3105-\u312f\ue000-\uf8ff]")
_MAX_MISREAD_SHARE: Final = 0.1
_SAMPLE_CHARS: Final = 65_536

_LINE: Final = re.compile(r"[^\r\n]+")


def decode(data: bytes) -> tuple[str, str]:
    """Return the text (without BOM) and the Python codec that gives it.

    Raises ``Refusal``: ``empty_file``, ``binary_file``, ``unknown_encoding``, ``too_large``.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        _refuse_binary(data)
        text, encoding = _decode_unmarked(data)
    else:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise Refusal("unknown_encoding") from None
        if "\0" in text:
            raise Refusal("binary_file")
    if not text or text.isspace():
        raise Refusal("empty_file")
    return text, encoding


def line_blocks(text: str) -> tuple[Block, ...]:
    """One paragraph block a non-blank line, line end excluded; raises ``Refusal`` (too_large) past the limits."""
    if len(text) > MAX_TEXT_CHARS:
        raise Refusal("too_large", f"超过 {MAX_TEXT_CHARS} 个字符")
    blocks = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if end - start > MAX_LINE_CHARS:
            raise Refusal("too_large", f"单行超过 {MAX_LINE_CHARS} 个字符")
        if not match.group().isspace():
            blocks.append(Block(start, end, BlockKind.PARAGRAPH))
    return tuple(blocks)


def _decode_unmarked(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data):
        raise Refusal("unknown_encoding")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise Refusal("unknown_encoding") from None
    if _is_misread(text):
        raise Refusal("unknown_encoding")
    return text, "gb18030"


def _refuse_binary(data: bytes) -> None:
    """A NUL, or many control characters. They are the same bytes in UTF-8 and GB18030, never part of a character."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(data) * _MAX_CONTROL_SHARE:
        raise Refusal("binary_file")


def _is_damaged_utf8(data: bytes) -> bool:
    kept = data.decode("utf-8", errors="ignore").encode()
    total = len(data.translate(None, _ASCII))
    return len(kept.translate(None, _ASCII)) > total * _DAMAGED_UTF8_SHARE


def _is_misread(text: str) -> bool:
    """True if GB18030 decoded what is another encoding (Big5): single letters of other scripts and
    private-use characters strewn all over, which no Chinese text has."""
    sample = text[:_SAMPLE_CHARS]
    foreign = sum(not char.isascii() for char in sample)
    strange = len(_MISREAD.findall(sample))
    return strange > foreign * _MAX_MISREAD_SHARE
