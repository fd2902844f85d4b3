"""Percentages, percentage points and amounts of change: what they are a rate of.

A rate is named (办结率), a share (占…%, or a bracket behind a count), or a change (同比, 较…增长). Shares and changes
belong to complaints only if what they qualify are complaints.
"""

from __future__ import annotations

import re

from factextract.datamodel import Quantity
from factextract.link.context import Context

COMPLAINT_FAMILY = frozenset({"complaints_received", "complaint_share", "complaint_change"})
_SHARE = re.compile(r"占(?!道|用|地|压|有率|领|便宜)|占比|比重|比例|份额")
_CHANGE = re.compile(
    r"同比|环比|按年|按月|较|比(?!例|重|如|武|赛|对|较试验|亚迪|选)|增长|增加|增幅|上升|升幅|下降|降幅|减少|减幅|回落|攀升|提高|提升|压降|翻|多出|少了|多了|多(?=$)|少(?=$)|净增|涨幅|涨|降(?!价|低|解|糖|压)|净减|减(?=$)"
)
_CHANGE_NEAR = re.compile(
    r"(?:增长|增加|增幅|上升|升幅|下降|降幅|降|减少|减幅|回落|攀升|提高|提升|压降|压减|减|多出|多了|少了|(?<![短缺至不很较最减])少|多|涨幅|涨|同比|环比|升|微增|微降|净增|猛增|大增|锐减)(?:幅度|了|达到?|为|约|近|超过?|至少|逾|[\s,:(])*$"
)
# A level that was reached (提升至98%) or left behind (由92%, 比上年的58%降了) is a rate of its own, no change.
_REACHED = re.compile(
    r"(?:提升|提高|上升|升高|升|增长|增加|增|扩大|攀升|回升|上涨|涨|下降|降低|降|回落|减少|减|缩小|压降|压减|下滑|跌)"
    r"(?:至|到|为)[了约近\s,:(]{0,3}$"
)
_LEFT_BEFORE = re.compile(r"(?:比|较|由|从)[^,;升降增减涨跌提高低多少]{0,12}$")
_LEFT_AFTER = re.compile(
    r"\s{0,2}(?:进一步|大幅|略有?|稳步|逐步|逐年|又|再)?"
    r"(?:提升|提高|上升|升|增|扩大|攀升|回升|上涨|涨|下降|降|回落|减|缩|压|下滑|跌|提|高出?|低|多|少)"
)
_UP = re.compile(r"增|升|涨|多|提高|攀|翻")
_DOWN = re.compile(r"降|减|少|回落|跌")
_SHARE_OF_COMPLAINTS = re.compile(r"占[^,;。]{0,8}(?:投诉|申诉|诉求|纠纷)")
_NAMED_RATE = re.compile(r"(?:(?<!投诉)率|满意度|用时|时长|周期)(?!先|领)")
_COMPLAINT = re.compile(r"投诉|申诉|12315|12378|12363|诉求|举报量")


_CHANGE_HEADER = re.compile(r"同比|环比|增长|增幅|增减|升降|增加|减少|下降|上升|较上|比上")


def is_rate(quantity: Quantity) -> bool:
    """True for percentages and percentage points."""
    return quantity.unit is not None and (
        quantity.unit == "%" or quantity.unit.endswith("百分点") or quantity.unit in ("‰", "成")
    )


def change_direction(text: str, context: Context) -> str | None:
    """``up`` or ``down`` if the figure is an amount or rate of change by the words right before it."""
    window = text[max(context.clause.start, context.quantity.start - 14) : context.quantity.start]
    near = _CHANGE_NEAR.search(window)
    if near is None:
        return None
    word = near.group()
    if _DOWN.search(word):
        return "down"
    if _UP.search(word):
        return "up"
    clause = text[context.clause.start : context.quantity.start]
    return "down" if _DOWN.search(clause) else "up" if _UP.search(clause) else None


def is_level(text: str, context: Context) -> bool:
    """True for a percentage that a rate rose or fell to, or started from; percentage points are never levels."""
    quantity = context.quantity
    if context.place is not None or quantity.unit is None or quantity.unit.endswith("百分点"):
        return False
    before = text[max(context.clause.start, quantity.start - 24) : quantity.start]
    if _REACHED.search(before):
        return True
    return bool(_LEFT_BEFORE.search(before)) and _LEFT_AFTER.match(text, quantity.end) is not None


def is_change(text: str, context: Context) -> bool:
    """True if the figure tells a change against another period (words of change in its own window; in a table, in the
    column's header)."""
    if context.place is not None:
        return any(_CHANGE_HEADER.search(text, header.start, header.end) for header in context.place.headers)
    window = text[max(context.left.start, context.quantity.start - 24) : context.quantity.start]
    if is_rate(context.quantity):
        if is_level(text, context):
            return False
        return bool(_CHANGE.search(window)) and not _SHARE.search(window[-6:])
    return bool(_CHANGE_NEAR.search(window)) and bool(
        _CHANGE.search(text[context.clause.start : context.quantity.start])
    )


def is_share(text: str, context: Context) -> bool:
    """True if the percentage is a share: 占…, or the bracket right behind a count."""
    window = text[max(context.clause.start, context.quantity.start - 24) : context.quantity.start]
    return bool(_SHARE.search(window)) or (context.bracketed and is_rate(context.quantity))


def about_complaints(text: str, context: Context, previous: str | None) -> bool:
    """True if the nearest topic is complaints: the figure qualified, the clause, or the background sentence."""
    if is_change(text, context) and _NAMED_RATE.search(text, context.left.start, context.quantity.start):
        return False  # 办结率提高3个百分点: the rate changed, not the complaints
    if previous in COMPLAINT_FAMILY or _SHARE_OF_COMPLAINTS.search(
        text, context.left.start, context.quantity.start
    ):
        return True
    if previous not in (None, "other"):
        return False
    spans = [context.clause, *context.background[:2], *context.headings[:1]]
    return any(_COMPLAINT.search(text, span.start, span.end) for span in spans)
