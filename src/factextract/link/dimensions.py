"""The channel and the category that the text breaks a figure down by.

A channel is a hotline, platform or way in named in the figure's own window. A category is the noun phrase of an item in
a breakdown: a list of like figures, a part of a total, a row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.link.context import Context
from factextract.link.parallel import Run, item_of
from factextract.link.triggers import Hits, TriggerKind

_CHANNEL = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?(?:热线|专线|平台|渠道|官网|网站|公众号|视频号|抖音号?|微博|微信|APP|小程序|信箱|邮箱|意见簿|意见箱|客户端)(?:等[\u4e00-\u9fff]{0,4}平台)?)?"
    r"(?:1\d{4}|9\d{4,5}|96\d{3,4}|110|119|122|12\d{3})(?:[\u4e00-\u9fff]{0,6}(?:热线|平台|专线|指挥中心|渠道|系统))?"
    r"|(?:[\u4e00-\u9fff]{0,6}(?:热线|专线|平台|渠道|官方网站|官网|网站|公众号|视频号|抖音号?|微博|微信|小程序|信箱|邮箱|意见簿|意见箱|客户端|APP)(?:等[\u4e00-\u9fff]{0,4}平台)?)"
    r"|来信来访|来人来访|来电来访|来信|来访|来电|来函|信访|上门|当面反映|网络|电话|现场|柜面|网点|窗口|线上|线下|[\u4e00-\u9fff]{0,6}(?:监管|上级|部门|信访|总行|省分行|分局|市局|县局)转办|客服工单|媒体"
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
    r"(?:[\s(:,、\"]|的?投诉(?:量|件)?|各?占比?|占[^,、;]{0,8}的?|次之|以|为|有|达到?|共计?|各|均|仍|依然|位?居首位?|[居位列排]*(?:榜首|第一|第二|第三|首位|前列)|最多|最高|最少|领先|为主|为主渠道|紧随其后|其次|垫底|[排位]第?[一二三]|分别|约|近|超|逾|的)+$"
)
_VERBAL = re.compile(
    r"同期|去年|上年|增加|减少|增长|下降|上升|期间|以来|截至|了|已|将|被|把|向|从|由|经|对|给|让|使|并|就|都|来|去|到|又|还"
)
_MAX_CATEGORY = 16
_SHORT = 8
_WINDOW = 40
_CHANNEL_WINDOW = 24
_BARE = " (、,为有是达以计共"
_REST = re.compile(r"其余|余下|剩余|剩下|另外?")
_IS = re.compile(r"(?:均|都|全部|主要|大多|多)?(?:为|是|系|涉及|属于?|集中在|来自)(?P<what>[^,;。()]{2,24})")
_CHANNEL_CUE = re.compile(r"渠道|途径|来源|[受办]理方式")


def dimensions_of(
    text: str,
    contexts: Sequence[Context],
    run: Run,
    at: int,
    indicator: str | None,
    hits: Hits,
    itemised: bool,
) -> dict[str, str]:
    """Channel and category of one count. ``itemised`` tells that it is an item of a breakdown: only then has it a
    category."""
    context = contexts[at]
    if context.place is not None:
        return _row_dimensions(text, context, indicator)
    window = item_of(text, contexts, run, at) or _window(text, contexts, at)
    found: dict[str, str] = {}
    channel = None
    if indicator in _CHANNEL_INDICATORS:
        named = [match.group() for match in _CHANNEL.finditer(window[-_CHANNEL_WINDOW:])]
        channel = named[-1] if named else None
    if itemised:
        category = _rest(text, context) if _REST.search(window) else _category(text, context, window, hits)
        if channel is None and category and indicator in _CHANNEL_INDICATORS and _by_channel(text, context):
            channel = category
        if category:
            found["category"] = category
    if channel:
        found["channel"] = channel
    return found


def _row_dimensions(text: str, context: Context, indicator: str | None) -> dict[str, str]:
    """In a table the row's label is the category, or the channel if it names one."""
    assert context.place is not None
    found: dict[str, str] = {}
    labels = (
        []
        if context.place.total
        else [text[label.start : label.end].strip() for label in context.place.labels]
    )
    label = next((label for label in reversed(labels) if label), None)
    if label:
        found["category"] = label
    headers = [text[header.start : header.end] for header in context.place.headers]
    if indicator in _CHANNEL_INDICATORS:
        channel = next((m.group() for words in (*labels, *headers) if (m := _CHANNEL.search(words))), None)
        if channel:
            found["channel"] = channel
    return found


def _window(text: str, contexts: Sequence[Context], at: int) -> str:
    """The words that should name the item: the figure's left window; where that is bare, the clause or figure before."""
    context = contexts[at]
    span = context.left
    if not text[span.start : span.end].strip(_BARE):
        if context.bracketed and at and contexts[at - 1].sentence == context.sentence:
            span = contexts[at - 1].left
        elif span.start == context.clause.start and context.background:
            span = context.background[0]
    return text[max(span.start, span.end - _WINDOW) : span.end]


def _category(text: str, context: Context, window: str, hits: Hits) -> str | None:
    phrase = clean_phrase(window.rstrip("("))
    if phrase is None or len(phrase) > _SHORT:
        at = text.rfind(window, context.clause.start - 2 * _WINDOW, context.quantity.start)
        verbs = [
            hit.end - at
            for hit in hits.within(max(0, at), at + len(window))
            if any(kind is TriggerKind.VERB for _, kind in hit.votes) and hit.end < at + len(window)
        ]
        phrase = (clean_phrase(window[verbs[-1] :]) if verbs and at >= 0 else None) or phrase
    return phrase or clean_phrase(_right_head(text, context))


def _rest(text: str, context: Context) -> str | None:
    """What a remainder is, by the words after it (其余17起均为社保卡类投诉)."""
    match = _IS.match(text, context.right.start, context.clause.end)
    return clean_phrase(match["what"]) if match else None


def _by_channel(text: str, context: Context) -> bool:
    return any(
        _CHANNEL_CUE.search(text, span.start, span.end)
        for span in (*context.background, *context.headings[:1])
    )


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
