"""The bare noun phrase in the words before or after a figure: what a table header would say.

Totals, connectives and the verbs of reporting are taken off both ends until nothing more comes off; what still holds a verb of
change, a period or a bare total is no name of a category.
"""

from __future__ import annotations

import re

from factextract.link.words import DOING, LEADS, TAILS

_MAX = 16
_MIN = 2

_COMPLAINT_TAIL = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:方面)?的?(?:投诉|举报|申诉|诉求|纠纷案|个案)(?:量|件|数)?$"
)
REQUESTS = frozenset({"投诉", "举报", "咨询", "求助", "建议", "表扬"})
"""What people come with: kinds of their own in a breakdown by kind, no category elsewhere."""

_WHOLE = REQUESTS | {"其他", "水", "村", "县"}
_ANYBODY = frozenset(
    {"客户", "消费者", "群众", "市民", "居民", "业主", "企业", "旅客", "社会", "广大群众", "人民群众"}
)
_PURE = re.compile(f"(?:{'|'.join((*LEADS, *TAILS, *DOING))})+")
_LEADING = re.compile(f"(?:{'|'.join(sorted(LEADS, key=len, reverse=True))})")
_TRAILING = re.compile(f"(?:{'|'.join(sorted(TAILS, key=len, reverse=True))})$")
_MARKS = " \t\n、,;:。\"'()《》“”-—·"
_BRACKET = re.compile(r"\([^()]{0,20}\)")
_CUT = re.compile(r"[,;:。!?()\n]")
_ADVERB_LEAD = re.compile(
    r"(?:在[^,]{1,10}?(?:中|里|上|内|方面)|按[^,]{1,8}[分看]|从[^,]{1,8}看|全年|年内|上半年|下半年|本?季度|本月|当[月日天年]|全[县市区行省镇乡局所州院校]|[一二三四]季度|今年以?来?)"
)
_AFTER = re.compile(r".*(?:的是|依次[为是]|分别[为是]|集中在|主要[为是有]|还有|当中|所占|惟有|但)(?=.{2})")
_CLAUSE = re.compile(f".*(?:{'|'.join(sorted(DOING, key=len, reverse=True))})(?:了|到|出|起|过)?(?=.{{2}})")
_ENDS_IN_VERB = re.compile(f"(?:{'|'.join(sorted(DOING, key=len, reverse=True))})(?:了|到|出|起|过)?$")
_BY = re.compile(r"由?(?P<who>[\u4e00-\u9fff]{2,10})(?:提交|提出|提起|反映)的?(?:有|共)?$")
_RELATIVE = re.compile(r".*的(?!投诉|举报|咨询|诉求|案件|纠纷|问题|重要)(?=.{2})")
_NO_NAME = re.compile(
    r"^(?:全部|全体|总数|总量|上述|上列|相关|有关|手中|现场|前者|后者|两者|[一二两三四五六七八九十两]+[类项种家个样批次]|其余|其他的|余下|剩余|剩下|日均|月均|人均|户均|平均|单日|本级|数字|同比|环比|受益|到期|总共|一年里|本院|我[局行镇]|分别是|参观团体)$|^(?:平均|人均|户均|原定|没有|未(?!成年|审定|经))"
    r"|同期|去年|上年|上月|上季|今年|增加|减少|增长|下降|上升|期间|以来|截至|增至|扩至|减至|升至|降至|提高到|提升到|控制在|压到|压降|超过|^不足|未结|在途"
    r"|先后|走进|开进|搬进|坐进|请来|派来|发到|劝住|抽调|拿到|领到|领走|用于|蹿升|跃升|翻番|回落|恰好|个月|以上$|左右$"
    r"|了|已(?!婚)|被(?!投诉|害)|把(?!关|握)"
    r"|^(?:将(?!军)|由(?!头)|向|让|使(?!用)|并(?!购|网)|就(?!业|医|诊)|都(?!市)|比|较|从(?!业)|到(?!店|馆|期|户)|来(?!电|访|信|函|人)|去(?!向)|自(?!助|行|愿|有|动|购|然)|会(?!员|计|议|展))"
    r"|\d"
)


def noun_phrase(words: str, *, kinds: bool = False) -> str | None:
    """The name of a category in ``words`` (folded text that ends, or begins, at a figure); None if there is none. ``kinds`` lets
    the bare kinds of requests (投诉, 咨询) pass as names."""
    phrase = _CUT.split(_BRACKET.sub("", words).strip(_MARKS + "::"))[-1].strip(_MARKS)
    if phrase in _WHOLE:
        return phrase if kinds or phrase not in REQUESTS else None
    by = _BY.search(phrase)
    phrase = by["who"] if by is not None else phrase
    for inner in (_AFTER, _RELATIVE, _CLAUSE):
        phrase = inner.sub("", phrase)
    phrase = _stripped(phrase)
    short = _stripped(_COMPLAINT_TAIL.sub("", phrase))
    phrase = short if len(short) >= _MIN else phrase
    if phrase in _ANYBODY and phrase != words.strip(_MARKS):
        return None
    if phrase in _WHOLE:
        return phrase if kinds else None
    if not _MIN <= len(phrase) <= _MAX or _NO_NAME.search(phrase) or _PURE.fullmatch(phrase):
        return None
    return phrase


def is_verbal(phrase: str) -> bool:
    """True if a phrase tells what was done and not what it was done to (原路退回)."""
    return _ENDS_IN_VERB.search(phrase) is not None


def _stripped(phrase: str) -> str:
    """``phrase`` without what may be taken off its ends; a strip that would leave less than a name is not made."""
    previous = None
    while phrase != previous:
        previous = phrase
        adverb = _ADVERB_LEAD.match(phrase)
        if adverb is not None:
            phrase = phrase[adverb.end() :].strip(_MARKS)
        lead = _LEADING.match(phrase)
        if lead is not None and len(phrase) - lead.end() >= _MIN:
            phrase = phrase[lead.end() :].strip(_MARKS)
        tail = _TRAILING.search(phrase)
        if tail is not None and tail.start() >= _MIN:
            phrase = phrase[: tail.start()].strip(_MARKS)
    return phrase
