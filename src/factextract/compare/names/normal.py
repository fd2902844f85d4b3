"""The normal form of a written name: what is left when only the way of writing differs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from factextract.text.fold import fold

_REMARKS: Final = re.compile(
    r"\((?:以下|下文|下|本文)?(?:统|简|合)?称[^()]{0,30}\)|\((?:原|曾用名)[^()]{0,30}\)"
)
_DROPPED: Final = re.compile(r"""[\s"'《》「」『』〈〉()\[\]【】〔〕]+""")
_LEGAL_FORM: Final = re.compile(r"(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司)")
# Letters and characters that stand for what was taken out: XX银行, A县, 某支行, 甲公司. A single letter counts before a level or head only.
_MASK: Final = re.compile(
    r"[X×*_□△■?]+|某+|〇{2,}|[A-Z](?=[省市县区州镇乡街]|银行|支行|分行|公司|局|农商|农信|村镇|联社|单位|机构|保险)"
    r"|(?:(?<=^)|(?<=[省市县区州]))[甲乙丙丁](?=[省市县区州镇乡]|银行|支行|分行|公司|局|农商|联社|保险)"
)
_MASKED_PLACES: Final = re.compile(
    rf"^(?:{_MASK.pattern})(?:省|自治区|市|自治州|州|地区|盟|自治县|县|区|旗|镇|乡)"
)


@lru_cache(maxsize=65_536)
def normal_form(name: str) -> str:
    """``name`` folded, without blanks, quotation marks, brackets and legal forms; a bracket that only declares a short or former
    name goes with what it holds, another one's text stays."""
    text = _REMARKS.sub("", fold(name).upper())
    text = _DROPPED.sub("", text)
    return _LEGAL_FORM.sub("", text) or text


def has_legal_form(name: str) -> bool:
    """Whether the name is a full one with its legal form (股份有限公司)."""
    return bool(_LEGAL_FORM.search(fold(name)))


def without_masked_places(normal: str) -> str:
    """A normal form without the masked outer places it begins with (XX市云岭县消协 -> 云岭县消协)."""
    while found := _MASKED_PLACES.match(normal):
        normal = normal[found.end() :]
    return normal


def is_masked(normal: str) -> bool:
    """Whether something in a normal form was taken out (XX银行, 云岭县某支行)."""
    return bool(_MASK.search(normal))
