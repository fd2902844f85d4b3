"""Numbers and addresses that lead to a person: telephones, identity papers, accounts, mail and chat, number plates, homes.

Numbers of public bodies stay (12315, 12345, 95588, 400-…, and whatever stands behind 热线), and so does every count: what 万, 元 or
a decimal point follows is no telephone. Formats: GB 11643 (resident identity number), GB/T 13497 (bank card numbers), GA 36
(number plates), the numbering plan of the Chinese telephone network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from factextract.datamodel import Span

_FREE: Final = r"(?<![\dA-Za-z])(?<!\d[.,])"
_END: Final = (
    r"(?![\dA-Za-z])(?![.,]\d)(?! ?(?:[元万亿份笔%]|[人户件]次|余(?:[元万份件人次户条]|[^\u4e00-\u9fff])))"
)
_DAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_TO: Final = r"[号码]{0,2}(?:为|是)? ?[:\t|]? ?\"?"
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_PATTERNS: Final[Mapping[str, str]] = {
    "mail": r"(?<![A-Za-z0-9._%+-])(?P<mail>[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63})@(?=[A-Za-z0-9-]{1,63}\.[A-Za-z]{2})",
    "identity": rf"{_FREE}(?P<identity>[1-8]\d{{5}}[ -]?(?:19|20)\d{{2}}{_DAY}[ -]?\d{{3}}[\dXx]|[1-8]\d{{7}}{_DAY}\d{{3}}){_END}",
    "card": rf"{_FREE}(?P<card>\d{{4}}([ -])\d{{4}}\g<gap>\d{{4}}\g<gap>\d{{1,4}}(?:\g<gap>\d{{1,4}})?|62\d{{14,17}}|[345]\d{{15}}){_END}",
    "mobile": rf"{_FREE}(?:\+?86[- ]?)?(?P<mobile>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}){_END}",
    "landline": rf"{_FREE}(?P<landline>\(?0(?:10|2\d|[3-9]\d{{2}})[- )]{{0,2}}[2-8]\d{{2,3}}[- ]?\d{{4}}){_END}",
    "local": rf"(?:电话|手机|传真|联系方式|座机|小灵通){_TO}(?P<local>[2-8]\d{{2,3}}[- ]?\d{{4}}){_END}",
    "account": (
        r"(?:卡号|[账帐]号|[账帐]户|银行卡|存折|存单号?|社保卡|社保号|医保卡|医保号|会员卡|客户号|保单|合同号|合同编号|订单|运单|快递单|身份证|证件"
        rf"|公民身份|护照|通行证|军官证|户口簿?|驾驶证|学号|工号|残疾证){_TO}(?P<account>[A-Za-z]{{0,6}}\d(?:[ -]?[\dA-Za-z]){{6,29}}){_END}(?! ?[份件人户笔条个名次家台册起宗])"
    ),
    "chat": r"(?:微信|[Ww]e[Cc]hat|抖音|支付宝)(?:号码?|账号|ID|id)?(?:为|是)? ?:? ?(?P<chat>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z\d_*-]|@)",
    "qq": r"(?:[Qq]{2}(?:号码?)?|微信号码?)(?:为|是)? ?[:\t|]? ?(?P<qq>\d{5,11})(?![A-Za-z\d_*-]|@| ?[元万亿余多个份件人次户条%])",
    "plate": (
        rf"(?P<plate>[{_PROVINCES}][A-HJ-NP-Z][· ]?(?=[A-Z0-9]{{0,5}}\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警])(?![A-Za-z\d*])"
    ),
}
"""By kind; the group of that name is the number, and an earlier kind goes before a later one."""

_KEPT: Final[Mapping[str, tuple[int, int]]] = {
    "mail": (1, 0),
    "identity": (3, 2),
    "card": (3, 4),
    "mobile": (3, 4),
    "landline": (4, 2),
    "local": (2, 2),
    "account": (3, 2),
    "chat": (2, 1),
    "qq": (2, 2),
    "plate": (2, 2),
}
"""How many letters and digits stay at the beginning and at the end."""

_COMPILED: Final = {
    kind: re.compile(pattern.replace(r"([ -])", r"(?P<gap>[ -])").replace(r"\g<gap>", "(?P=gap)"))
    for kind, pattern in _PATTERNS.items()
}
_LONG: Final = re.compile(r"\d(?:[ )-]{0,2}\d){6}")
_SIGNS: Final[Mapping[str, re.Pattern[str]]] = {
    "mail": re.compile("@"),
    "account": re.compile(r"\d(?:[ -]?[\dA-Za-z]){6}"),
    "chat": re.compile("[A-Za-z][A-Za-z0-9_-]{5}"),
    "qq": re.compile(r"\d{5}"),
    "plate": re.compile(r"[\u4e00-\u9fff][A-Z][· ]?[A-Z0-9]{5}"),
}
"""What a text must hold for a pattern to be worth trying; ``_LONG`` for the kinds that are not listed."""

_HOME: Final = re.compile(
    rf"(?:家住|现住|住址|家庭住址|住在|居住在|居住于|户籍地址?|户口所在地|居住地址?|家庭地址|暂住){_TO}(?=([^,。;\n的]{{2,40}}))"
)
_HOUSE: Final = re.compile(
    r"(?<![\d*A-Za-z])[A-Za-z]?\d{1,5}(?:-\d{1,5}){0,3}(?= ?(?:号|栋|幢|座|单元|室|楼|层|组|弄|门|户|排)|$)"
)
_HOTLINE: Final = re.compile(r"热线(?:电话|号码)?(?:为|是|:)? ?\"?\(?$")
_HOTLINE_REACH: Final = 10
_FEWEST_HIDDEN: Final = 3


def find_numbers(text: str) -> Iterator[tuple[str, Span, Span]]:
    """The numbers and addresses of persons in the folded ``text``: the kind of each, where it stands, what is to be hidden."""
    taken = bytearray(len(text))
    for kind, pattern in _COMPILED.items():
        if _SIGNS.get(kind, _LONG).search(text) is None:
            continue
        found = [Span(*match.span(kind)) for match in pattern.finditer(text)]
        found = [span for span in found if not (kind in ("landline", "local") and _is_public(text, span))]
        for span in found:
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = bytes([1]) * (span.end - span.start)
                yield kind, span, _inside(text, span, *_KEPT[kind])
    for home in _HOME.finditer(text):
        for house in _HOUSE.finditer(home[1]):
            span = Span(home.start(1) + house.start(), home.start(1) + house.end())
            yield "address", span, span


def _is_public(text: str, span: Span) -> bool:
    """Whether it is announced as a hotline."""
    return _HOTLINE.search(text[max(0, span.start - _HOTLINE_REACH) : span.start]) is not None


def _inside(text: str, span: Span, first: int, last: int) -> Span:
    """The span without its first and last letters and digits; of a short number fewer stay."""
    signs = [at for at in range(span.start, span.end) if text[at].isalnum()]
    while first + last and len(signs) - first - last < _FEWEST_HIDDEN:
        first, last = (first - 1, last) if first > last else (first, last - 1)
    return Span(signs[first], signs[len(signs) - 1 - last] + 1)
