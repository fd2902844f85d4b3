"""The way in by which people came: hotlines, platforms, letters, visits, bodies that pass cases on."""

from __future__ import annotations

import re

_HOTLINE = r"(?:12\d{3}|1\d{4}|9[56][\dxX×*]{3,4}|11[0249]|122)"
_ONLINE = r"(?:官方网站|官网|网站|公众号|视频号|抖音号?|快手号?|[Bb]站号?|头条号?|小红书|微博|微信|小程序|APP|客户端|信箱|邮箱|意见簿|意见箱)"
_SERVICE = r"(?:热线|专线|平台|渠道|系统|指挥中心|在线客服|客服中心|客服|电话)"
_NAMED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,8}}?(?:{_SERVICE}|{_ONLINE}))?{_HOTLINE}(?!\d)(?:[\u4e00-\u9fff]{{0,6}}?{_SERVICE}|转[办来])?"
    rf"|[\u4e00-\u9fff]{{0,6}}?(?:{_ONLINE}|(?<!业务)(?<!多)(?:热线|专线|平台|渠道))(?:等[\u4e00-\u9fff]{{0,4}}平台)?"
)
_WAYS = re.compile(
    r"来信来访|来人来访|来人来函|来函来访|来电来访|来信|来访|来电|来函|书信|信访|上门|当面反映|人工接听|智能语音|网络|互联网|电话|现场|柜面|网点|窗口|到馆|到店|线上|线下"
    r"|[\u4e00-\u9fff]{2,10}?(?:转办|转来|转送|交办|委派|移送|移交)|[\u4e00-\u9fff]{2,8}转$|当事人申请|网上表格|[\u4e00-\u9fff]{0,4}客服工单|媒体"
)
_TAKEN_BY = re.compile(
    r"(线上|线下|网上|自助|窗口|柜面|到馆|到店|电话|上门)(?:申领|办理|报名|受理|申请|登记|答题|预约|参与)的?$"
)
_ASIDE = re.compile(r"^(?:其中|来自|分别来自|另有?|分别|经|通过|由|从|来自|全国|[^,;。]{0,4}?我行)")
_SOURCE = re.compile(
    r"(?:\([^()]{0,12}\))?(?:均|都|全部|主要)?(?:来自|出自|源自|经由|通过|由)(?P<way>[^,;。()]{2,16}?)(?:等?途径|等?渠道|转来|转办|反映|(?=[,;。()]|$))"
)
_PASSED_ON = re.compile(r"转[办来送]|自收|自接|进线|热线|来电|来信|来访")
_CUE = re.compile(r"渠道|途径|来源|从哪里来|来自|来路|[受办]理方式|登记方式")
_WINDOW = 24


def named_channel(words: str) -> str | None:
    """The channel named nearest to the end of ``words`` (folded, what stands before a figure); None if none is. A hotline's number
    wins over a general word behind it (12331电话)."""
    window = words[-_WINDOW:]
    named = [match.group() for match in _NAMED.finditer(window)]
    if named:
        return _ASIDE.sub("", named[-1]) or named[-1]
    ways = [match.group() for match in _WAYS.finditer(window)]
    return ways[-1] if ways else None


def way_taken(words: str) -> str | None:
    """How things were done that no hotline counts: 线上申领的291张、到馆办理的121张."""
    match = _TAKEN_BY.search(words)
    return match[1] if match is not None else None


def any_channel(words: str) -> str | None:
    """The first channel in a table's label or header."""
    match = _NAMED.search(words) or _WAYS.search(words)
    return match.group() if match is not None else None


def source_after(text: str, start: int, end: int) -> str | None:
    """The channel told behind a figure: 余下15件出自来信来访和网点意见簿, 25件由银行主动申请."""
    match = _SOURCE.match(text, start, end)
    return match["way"] if match is not None else None


def is_passed_on(words: str) -> bool:
    """True if ``words`` name a way that only a breakdown by channel holds (12345转办, 公司自收)."""
    return _PASSED_ON.search(words) is not None


def tells_channels(words: str) -> bool:
    """True if ``words`` announce a breakdown by channel (从渠道看, 来源上)."""
    return _CUE.search(words) is not None
