"""The level of an institution, by which its figures are of one order with its peers' or not: the roster's, else its name's."""

from __future__ import annotations

import re
from typing import Final

from factextract.compare.names.model import Institution
from factextract.compare.names.normal import normal_form

_HEADS: Final = (
    ("网点", r"(?:分理处|营业[部所厅]|储蓄所|网点|营销服务部|服务站)$"),
    ("所", r"(?:(?<!事务)(?<!研究)(?<!交易)所|卫生院|中心校)$"),
    ("支行", r"(?:支行|支公司|支局|管理部)$"),
    ("分行", r"(?:分行|分公司|分局|中心支行|中心支公司)$"),
    ("总行", r"(?:总行|总公司|总局|总部)$"),
)
"""Levels that the end of a name tells, the longest-reaching branch first; banks, insurers and bureaus share the words."""

_PLACES: Final = (
    ("乡镇", r"(?<![市城集村])[镇乡](?!村)|街道|社区"),
    ("县", r"县|(?<![社辖园景校片])区|旗(?!舰)"),
    ("市", r"市(?![场民政监容])|自治?州|盟(?!友)"),
    ("省", r"省|自治区|^(?:全国|中国|国家)"),
)
"""Levels of government that a place in the name tells, the smallest one first."""

_LEVELS: Final = tuple((level, re.compile(pattern)) for level, pattern in (*_HEADS, *_PLACES))


def level_told(institution: Institution) -> str | None:
    """The roster's level of an institution, else the one that its name tells; None if neither does."""
    if institution.level:
        return institution.level
    name = normal_form(institution.name)
    return next((level for level, pattern in _LEVELS if pattern.search(name)), None)
