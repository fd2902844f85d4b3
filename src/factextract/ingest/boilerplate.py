"""What download sites and web pages put round a report: banners, paging notes, view counts, link lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.datamodel import Span
from factextract.ingest.lines import Line

_BANNER = re.compile(
    r"由(?:会员|用户|网友|读者|作者)?[^,。\n]{0,24}(?:上传|分享|整理)|在线(?:阅读|预览|浏览)|珍藏版|(?:更多|同类|相关)+(?:资料|文档|内容|《)"
    r"|(?:站内|网上|本站)[^,。\n]{0,3}(?:搜索|查找|查询)|文档(?:编号|页数|大小|格式)|下载(?:需|后可)|全文(?:共|约)?\d{1,6}[页字]"
    r"|共享积分|免费下载|供您参考|VIP会员"
)
_BANNER_OPENING = re.compile(
    r"\s*(?:《[^》]{2,120}》|本文(?:档)?(?:由|来自)|该文(?:档)?由|您(?:正在阅读|现在的位置)|小编寄语)"
)
_LINE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r".{0,30}下载后可(?:任意|自行)?(?:编辑|修改|复制).{0,30}",
        r"\(?(?:此处)?省略\s?\d{1,6}\s?字\)?.{0,10}",
        r"(?:上传人|上传者|文档编号|文档大小|文档格式|所属分类|下载积分|VIP|QQ客服|客服QQ|微信客服).{0,60}",
        r"(?:友情)?(?:温馨)?提示(?:语)?:本文(?:档)?.{0,80}",
        r"(?:版权所有|Copyright|ICP备|京公网安备|本站(?:声明|所有资源)|免责声明).{0,120}",
        r".{0,20}ICP备\s?\d{4,12}号.{0,40}",
        r"版权说明:本文档由用户.{0,120}",
        r"文档简介|立即打开|下载本文档|免费阅读|继续(?:免费)?阅读|实名认证|展开全文|阅读全文|查看更多",
        r".{0,60}_第\s?\d{1,4}\s?页|已阅读\d{1,4}页,?还剩.{0,40}",
        r"您好,?欢迎访问.{0,60}|当前位置:.{0,100}|首页\s?[>»].{0,120}",
        r"(?:发布)?时间:\d{4}-\d{1,2}-\d{1,2}.{0,40}我要投稿",
        r"\[?(?:上一页|下一页|上一篇|下一篇|返回(?:顶部|首页|列表)|打印本页|关闭窗口|收藏本站|分享到).{0,60}",
    )
)
_WITHIN = tuple(
    re.compile(pattern)
    for pattern in (
        r"\((?:此处)?省略\s?\d{1,6}\s?字\)",
        r"[(\[【]?(?:本文)?下载后可(?:任意|自行)?(?:编辑|修改|复制)[)\]】]?",
        r"(?:www\.|https?://)[\w./?=&%-]{3,200}",
    )
)
_LINKS = re.compile(
    r"(?:【[^【】\n]{2,60}】|[^\n。,]{0,40})(?:的)?(?:相关(?:文章|推荐|阅读)|推荐阅读|延伸阅读|猜你喜欢|看过本文的(?:人)?还)(?:了)?[::]?"
)
_METADATA = re.compile(
    r"(?:来源|作者|发布时间|发布日期|发布者|字号|字体|责任编辑|编辑|信息来源|时间|日期)[::]"
)
_VIEWS = re.compile(
    r"(?:浏览|阅读|点击|访问|人气|查看)(?:次数|量|数|率|人数)?[:\s]{0,3}\d[\d,]{0,10}\s?(?:次|人)?"
    r"|\d[\d,]{0,10}\s?(?:次|人)?(?:浏览|阅读)(?![\u4e00-\u9fff])"
)
_HEAD_LINES = 6
_BANNER_STARTS = ("《", "本文", "该文", "您", "小编")
_BANNER_LIMIT = 600
_BANNER_TAIL = 160


def boilerplate(text: str, lines: Sequence[Line]) -> list[Span]:
    """Spans of a folded text that a web site added, in order."""
    filled = [line for line in lines if not line.blank]
    found, first = _banner(text, filled)
    for index in range(first, len(filled)):
        line = filled[index]
        if any(pattern.fullmatch(line.body) for pattern in _LINE_PATTERNS):
            found.append(Span(line.start, line.end))
            continue
        for pattern in _WITHIN:
            found.extend(
                Span(match.start(), match.end()) for match in pattern.finditer(text, line.start, line.end)
            )
        found.extend(_view_counts(text, line, index < _HEAD_LINES))
        if len(line.body) <= 70 and _LINKS.fullmatch(line.body) and _only_links(filled[index + 1 :]):
            found.append(Span(line.start, filled[-1].end))
            break
    return found


def _banner(text: str, lines: Sequence[Line]) -> tuple[list[Span], int]:
    """The download site's banner (``《…》由会员分享,可在线阅读…``) that the text begins with, perhaps wrapped over
    several lines, and the index of the first line after it."""
    if not lines or not lines[0].body.startswith(_BANNER_STARTS):
        return [], 0
    start = lines[0].body_span.start
    # Line breaks may stand anywhere in it: match without them, and map back.
    places = [at for at in range(start, min(len(text), start + _BANNER_LIMIT)) if text[at] != "\n"]
    opening = "".join(text[at] for at in places)
    cues = list(_BANNER.finditer(opening)) if _BANNER_OPENING.match(opening) else []
    if len(cues) < 2:
        return [], 0
    last = cues[0]
    for cue in cues[1:]:
        if cue.start() - last.end() > _BANNER_TAIL:
            break
        last = cue
    end = places[last.end() - 1] + 1
    stop = opening.find("。", last.end(), last.end() + _BANNER_TAIL)
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if stop >= 0:
        end = places[stop] + 1
    elif line_end - end <= _BANNER_TAIL:
        end = line_end
    after = next((index for index, line in enumerate(lines) if line.start >= end), len(lines))
    return [Span(lines[0].start, end)], after


def _view_counts(text: str, line: Line, at_head: bool) -> list[Span]:
    """Page views of the hosting page on a metadata line; a campaign's own views are facts and stay."""
    if len(line.body) > 120 or "。" in line.body:
        return []
    fields = len(_METADATA.findall(line.body))
    counts = [Span(match.start(), match.end()) for match in _VIEWS.finditer(text, line.start, line.end)]
    alone = len(counts) == 1 and counts[0].end - counts[0].start >= len(line.body) - 2
    return counts if fields >= 1 or (at_head and alone) else []


def _only_links(lines: Sequence[Line]) -> bool:
    """True if all that follows is short lines without figures' sentences: a list of links."""
    return all(len(line.body) <= 60 and "。" not in line.body for line in lines)
