"""The channel and the category that the text breaks a figure down by.

A channel is a hotline, platform or way in named in the figure's own window. A category is the noun phrase of an item in
a breakdown: a list of like figures, a part of a total, a row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.link.context import Context
from factextract.link.parallel import item_of
from factextract.link.triggers import Hits, TriggerKind

_CHANNEL = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?(?:热线|专线|平台|渠道|官网|网站|公众号|视频号|抖音号?|微博|微信|APP|小程序|信箱|邮箱|意见簿|意见箱|客户端)(?:等[\u4e00-\u9fff]{0,4}平台)?)?"
    r"(?:1\d{4}|9\d{4,5}|96\d{3,4}|110|119|122|12\d{3})(?:[\u4e00-\u9fff]{0,6}(?:热线|平台|专线|指挥中心|渠道|系统))?"
    r"|(?:[\u4e00-\u9fff]{0,6}(?:热线|专线|平台|渠道|官方网站|官网|网站|公众号|视频号|抖音号?|微博|微信|小程序|信箱|邮箱|意见簿|意见箱|客户端|APP)(?:等[\u4e00-\u9fff]{0,4}平台)?)"
    r"|来信来访|来人来访|来电来访|来信|来访|来电|来函|信访|上门|当面反映|网络|电话|现场|柜面|网点|窗口|线上|线下|监管转办|上级转办|部门转办|媒体"
)
_CHANNEL_INDICATORS = frozenset(
    {
        "complaints_received", "complaints_resolved", "complaint_share", "complaint_change", "reports_received", "orders_received",
        "orders_closed", "consultations_handled", "online_posts", "online_views", "messages_pushed", "warnings_issued",
    }
)  # fmt: skip
_STRIP_LEAD = re.compile(
    r"^(?:[\s、,;:。(\"]|其中|分别|依次|包括|包含|含|有|为|是|另有?|另外|此外|以及|以|及|和|与|涉及到?|涉|属于?|反映|面向|针对|因|主要|一是|二是|三是|四是|按[^,:]{1,8}[分看],?|从[^,:]{1,8}看,?|共计?|总计|累计|均|即|如|发放|派发|送出|赠送|收到|受理|接到|接收|查处|没收|查扣|销毁|起获|收缴|缴获|印制|制作|办理|处理|排第?[一二三]的?|投诉|各类|开展|举办|关于|又|还|而|仅|只|也|再|新增|完成|涵盖)+"
)
_STRIP_TAIL = re.compile(
    r"(?:[\s(:,、\"]|的?投诉(?:量|件)?|各?占比?|占[^,、;]{0,8}的?|次之|以|为|有|达到?|共计?|各|均|居首|最多|[排位]第?[一二三]|紧随其后|分别|约|近|超|逾|的)+$"
)
_VERBAL = re.compile(r"同期|去年|上年|增加|减少|增长|下降|上升|期间|以来|截至|了|已|将|被|把|向|从|由|经|对|给|让|使|并|就|都|来|去|到|又|还")
_MAX_CATEGORY = 14


def channel_of(text: str, contexts: Sequence[Context], at: int, indicator: str | None) -> str | None:
    """The channel named in the figure's own window, or in the item it continues (97件(52.15%))."""
    if indicator not in _CHANNEL_INDICATORS:
        return None
    context = contexts[at]
    spans = [context.left]
    if context.place is not None:
        spans = [*context.place.labels, *context.place.headers]
    elif context.bracketed and at and contexts[at - 1].sentence == context.sentence:
        spans.append(contexts[at - 1].left)
    for span in spans:
        window = text[max(span.start, span.end - 24) : span.end]
        found = [m.group() for m in _CHANNEL.finditer(window)]
        if found:
            return found[-1]
    return None


def category_of(text: str, contexts: Sequence[Context], at: int, hits: Hits) -> str | None:
    """The noun phrase that tells this item of a breakdown from the others, or None."""
    context = contexts[at]
    if context.place is not None:
        labels = context.place.labels
        return (
            None
            if context.place.total or not labels
            else text[labels[-1].start : labels[-1].end].strip() or None
        )
    item = item_of(text, contexts, at)
    if item is not None:
        return clean_phrase(item)
    span = context.left
    if not text[span.start : span.end].strip(" (、,为有是达以计共") and (
        context.bracketed or span.start == context.clause.start
    ):
        if context.bracketed and at:
            span = contexts[at - 1].left
        elif context.background:
            span = context.background[0]
    start = max(span.start, span.end - 40)
    for hit in hits.within(start, span.end):
        if any(kind is TriggerKind.VERB for _, kind in hit.votes) and hit.end < span.end:
            start = hit.end
    return clean_phrase(text[start : span.end].rstrip("(")) or clean_phrase(_right_head(text, context))


def _right_head(text: str, context: Context) -> str:
    return re.split(r"[,;。、()]", text[context.right.start : context.right.end])[0][:_MAX_CATEGORY]


def clean_phrase(window: str) -> str | None:
    """The bare category in a window: leading cues and trailing verbs taken off; None if what is left is a sentence."""
    phrase = re.split(r"[,;:。()]", window.rstrip(" ,;:、"))[-1]
    previous = None
    while phrase != previous:
        previous = phrase
        phrase = _STRIP_TAIL.sub("", _STRIP_LEAD.sub("", phrase))
    if not 1 < len(phrase) <= _MAX_CATEGORY or _VERBAL.search(phrase):
        return None
    return phrase
