"""How a date stands in its sentence: compared with, planned for, or the year that governs what follows."""

from __future__ import annotations

import re

from factextract.datamodel import DateMention

_SENTENCE_END = re.compile(r"[。!?;\n]")
_FULL_STOP = re.compile(r"[。!?\n]")
_REACH = 200
_LINE_REACH = 2000
_CLAUSE_BREAK = frozenset(",。!?;:\n()、 ")
_COMPARED_BEFORE = re.compile(r"(?:比|较|与|同|跟|对比|超过|高于|低于|多于|少于|不及|高出|超出|由|从|自)$")
_COMPARED_AFTER = re.compile(
    r"(?:同期|相比|之?前|以前|以来|基础|的[0-9.,一二三四五六七八九十百千万亿]{1,12}[^,。;]{0,6}相比)"
)
_PLAN_BEFORE = re.compile(
    r"拟|计划|打算|力争|下一步|下步|下阶段|预计|争取|定于|将于|将在|还将|即将|约到|要求[各全在辖]"
)
_PLAN_AFTER = re.compile(r"[起末底]?之?前?,?(?:将|拟|计划|力争|再|打算|预计)")
_BACKGROUND_AFTER = re.compile(
    r"[^,。;\n]{0,6}(?:(?:成立|挂牌|组建|建成|建起|盖起|修建|修起|落成|投用|建校|建院|建馆|开业|创办|始建|入住|安家)(?=[于以的,。;至来]|$)"
    r"|起?施行|起实施|修订|颁布|出台的|发布的|印发的|出生|购[买得于入]|投保|入职|参加工作|毕业|退休)"
)
_PLAN_SECTION = re.compile(
    r"(?:下一?步|下一?阶段|今后|来年|明年|下一?年度?|下半年|下季度|[0-9]{4}年)[^。;\n]{0,8}(?:打算|安排|计划|思路|措施|重点|举措)|下步打算"
)
_HEADING_LENGTH = 30
_NUMBERED = re.compile(r"\s*[(第]?[一二三四五六七八九十0-9]{1,2}[)、.部]")
_HEADING_BREAK = frozenset("\n。、.)::;】")


def sentence_bounds(text: str, start: int, end: int, reach: int = _REACH) -> tuple[int, int]:
    """Bounds of the sentence around ``start:end`` (ended by 。!?; or a line break), at most ``reach`` away."""
    low = max(0, start - reach)
    breaks = [m.end() for m in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, end, end + reach)
    return (breaks[-1] if breaks else low), (after.start() if after else min(len(text), end + reach))


def is_compared(text: str, mention: DateMention) -> bool:
    """True if the date is what something is compared with or counted from (较2022年, 2019年前)."""
    before = text[max(0, mention.start - 3) : mention.start]
    after = text[mention.end : mention.end + 24]
    return bool(_COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after))


def is_planned(text: str, mention: DateMention, plan_start: int) -> bool:
    """True if the date lies in a plan: in the closing plan section or after a word that says so in its sentence."""
    if mention.start >= plan_start:
        return True
    low = max(0, mention.start - _REACH)
    stops = [m.end() for m in _FULL_STOP.finditer(text, low, mention.start)]
    return bool(
        _PLAN_BEFORE.search(text, stops[-1] if stops else low, mention.start)
        or _PLAN_AFTER.match(text, mention.end)
    )


def is_background(text: str, mention: DateMention) -> bool:
    """True if the date tells when something began (2019年6月挂牌, 2021年修订)."""
    return _BACKGROUND_AFTER.match(text, mention.end) is not None


def plan_section(text: str) -> int:
    """Where the closing plan section (下一步打算) starts; ``len(text)`` if there is none."""
    for match in _PLAN_SECTION.finditer(text, len(text) // 3):
        if match.start() == 0 or text[match.start() - 1] in _HEADING_BREAK:
            return match.start()
    return len(text)


def opens_clause(text: str, mention: DateMention) -> bool:
    """True if nothing stands between the last punctuation mark and the date."""
    return mention.start == 0 or text[mention.start - 1] in _CLAUSE_BREAK


def opens_sentence(text: str, mention: DateMention) -> bool:
    """True if the date is the first thing in its sentence."""
    low, _ = sentence_bounds(text, mention.start, mention.end)
    return not text[low : mention.start].strip(" \t(")


def heads_section(text: str, mention: DateMention) -> bool:
    """True if the date stands in a numbered heading line (一、2022年工作回顾)."""
    start, end = line_of(text, mention.start)
    return end - start <= _HEADING_LENGTH and _NUMBERED.match(text, start, end) is not None


def line_of(text: str, offset: int) -> tuple[int, int]:
    """Bounds of the line around an offset, at most ``_LINE_REACH`` away."""
    low, high = max(0, offset - _LINE_REACH), min(len(text), offset + _LINE_REACH)
    start, end = text.rfind("\n", low, offset), text.find("\n", offset, high)
    return (low if start < 0 else start + 1), (high if end < 0 else end)
