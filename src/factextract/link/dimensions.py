"""The channel and the category that the text breaks a figure down by.

A channel is a hotline, platform or way in named where the figure's item is. A category is the noun phrase of an item in a
breakdown: a list of like figures, a part of a total, a row of a table, a kind of complaint. Shares, changes and last
period's figures have the dimensions of the count that they qualify.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.link.channels import any_channel, named_channel, source_after, tells_channels, way_taken
from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.mentions import MentionIndex
from factextract.link.noun_phrases import is_verbal, noun_phrase
from factextract.link.parallel import Run, items_of, qualified_count
from factextract.link.rates import is_change, is_rate, is_share

Dimensions = dict[str, str]

_CHANNEL_INDICATORS = frozenset(
    {
        "complaints_received", "complaints_resolved", "complaint_share", "complaint_change", "reports_received", "orders_received",
        "orders_closed", "consultations_handled", "online_posts", "online_views", "messages_pushed", "warnings_issued",
    }
)  # fmt: skip
_GOODS = frozenset(
    [
        "公斤",
        "斤",
        "吨",
        "克",
        "袋",
        "瓶",
        "条",
        "箱",
        "盒",
        "只",
        "台",
        "把",
        "副",
        "包",
        "桶",
        "床",
        "件",
        "罐",
        "顶",
        "枚",
        "粒",
        "支",
        "套",
        "双",
        "辆",
        "组",
        "部",
        "个",
        "本",
        "册",
        "块",
        "平方米",
    ]
)
_CASES = frozenset({"件", "起", "宗", "笔", "单", "例", "件次", "人次"})
_SAYS_NOTHING = re.compile(
    r"(?:全年|上半年|本季度|单日|期间|相关|有关|该类|此类|共|合计|累计|总计|受理|接到|收到|登记|涉及|涌入|来电|投诉|举报|诉求|纠纷|案件|工单|由|有|为|达|的){0,6}"
)
_TOPICAL = re.compile(r"\s*[((]?[一二三四五六七八九十\d]{1,2}[))、.](?P<what>[^。:\n]{2,16})")
_GENERAL = re.compile(
    r"情况|总体|概况|总量|数量|渠道|途径|来源|办理|处理|处置|工作|特点|分析|结构|成效|质效|区域|地域|分布|机构|措施|建议|打算|问题|类型|构成|趋势|执法|宣传|保障|机制|队伍|调解|维权|监管|整治|投诉$|举报$|受理|接诉|办结|回访|信访举报|审判|执行|调处"
)
_KINDS = frozenset({"投诉", "举报", "咨询", "求助", "建议", "表扬"})
_KINDS_OF = frozenset(
    {"complaints_received", "complaints_resolved", "complaint_change", "reports_received", "orders_received"}
)
_RECEIVED = re.compile(r".*(?:受理|接到|收到|登记|处理|办理|查处|接收|接获|发生|出现|涉及|反映)")
_KIND = re.compile(
    r"(?P<kind>[\u4e00-\u9fff\"、]{2,14}?)(?:类|方面)?的?(?:投诉|举报|申诉|诉求|纠纷)(?:案?件|量)?(?:已达|仅|共|只有|[降升]到|[降升]至|有|达|为){0,2}$"
)
_ANY_KIND = re.compile(
    r"消费者|群众|客户|市民|各类|各种|有效|受理|处理|办理|接收|接到|收到|登记|全部|全年|累计|消费|有关|相关|上述|其中|重复|来信|来电|业主|居民|企业|旅客|我"
)
_RANKED = re.compile(r"首位|居首|榜首|头一份|次之|其次|最多[,，]|紧随其后|为主,")
_REST = re.compile(r"(?:其余|余下|剩余|剩下|余者|另外?)[^,;:。]{0,4}$")
_FIRM_REST = re.compile(r"其余|余下|剩余|剩下|余者")
_IS = re.compile(
    r"(?:均|都|全部|主要|大多|多)?(?:(?P<of>涉及|集中在|来自|反映|散见于)|为|是|系|属于?|问|咨询|嫌)(?P<what>[^,;。()]{2,24})"
)
_BEHIND = re.compile(
    r"(?:均|都|全部|主要)?(?:为|是|系|属于?|涉及|问|嫌|说|缘于|因)(?P<what>[^,;。()、]{2,14})"
)
_HEAD_BEHIND = re.compile(r"(?:的)?(?P<head>[\u4e00-\u9fff]{1,8}?)(?:、|和|及|以及|与|等|$|[,;。)(])")
_PLACE_HEAD = re.compile(
    r"(?:中小)?学校|[中小]学|幼儿园|企业|社区|行政村|商场|超市|医院|网点|门店|药店|工地|市场|景区|村|县|乡镇"
)
_FOREMOST = re.compile(
    r"(?:头一份|首位|第一位|第一|榜首|最多的?|最大的?|居首的)的?[是为](?P<what>[\u4e00-\u9fff]{2,10})[,:]?$|以(?P<main>[\u4e00-\u9fff]{2,10})为主[,:]?$"
)
_ITEM_JOINT = re.compile(r"[\u4e00-\u9fff]{1,8}(?:、|和|及|以及|与)")
_LABEL = re.compile(r"[\s、,;:。)]*(?:其中|另有?|以及|和|及)?[\u4e00-\u9fff\"、]{1,10}\(?")
_JOINT = re.compile(r"[、,;:。(]|和|及|与|以及")
_OPENS = re.compile(r"[\s、,;:。()]|其|和|及|与|以及|另|包|含|有|为|的")
_BARE = re.compile(
    r"[\s(、,:;]*(?:共|计|总计|合计|累计|有|为|达|是|以|约|近|仅|只|就|已|即|也就是|折合|占|来了|各|均){0,3}[\s(]*"
)
_SAME = re.compile(r"[\s,]*(?:即|也就是|折合|合)")
_SHARE = re.compile(r"占|比重|比例|份额")
_COMPARED = re.compile(
    r"同比|环比|按年|按月|较|比(?!例|重)|增长|增加|上升|下降|减少|回落|攀升|提高|多出|少了|多了|猛增|锐减|降幅|升幅|增幅|录得"
)
_BELONGS = re.compile(
    r"[\s,(]*(?:涉款|涉[案及]?金额|金额|货值|价值|标的|合)(?:共计?|合计|约|为|达|近){0,2}"
)  # money of the count before
_GROWN = re.compile(r"[\u4e00-\u9fff]{0,5}[升降增减压扩蹿涨少多高][\u4e00-\u9fff]{0,2}[至到为]")
_BASE = re.compile(
    r"(?:由|从)?(?:同期|[去上前今]年|[上去]年度?|上月|上个月|上一?季度?|[一二三四]季度|上半年|下半年|\d{4}年|\d{1,2}月份?|年初|年底|末)(?:[^,;。]{0,3})(?:的|为|是|仅|只有|还是|才|有|只){0,3}$"
)
_SUBJECT_CUE = re.compile(
    r"有所|回落|抬头|翻番|上升|增长|下降|反增|难|不对|仍|依[旧然]|居|最|是|成为|位列|排|首当其冲|紧随|突出|高发|录得|问题|其次|次之"
)
_PERIOD_LABEL = re.compile(
    r"(?:(?:20\d\d|[本今去上]年)年?|第?[一二三四]季度|[上下]半年|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|20\d\d年.{0,6}|[上本]月|同期)$"
)
_HEADER_PART = re.compile(r"^其中[:,]?(?P<what>[^()]{2,12})")
_UNIT_MARK = re.compile(r"\([^()]{1,8}\)$")
_WINDOW = 40
_NEAR = 3
_SHORT = 4
_SHORT_CLAUSE = 8
_MARKS = ' \t\n(:《》"'
_MEASURES = frozenset({"天", "日", "小时", "分钟", "个工作日", "公里", "倍", "年", "岁"})
_LONGEST_LABEL = 20


def find_dimensions(
    text: str,
    contexts: Sequence[Context],
    runs: Sequence[Run],
    typed: Sequence[Typed],
    parts: Sequence[int | None],
    mentions: MentionIndex,
    bodies: frozenset[str],
) -> list[Dimensions]:
    """Channel and category of each figure. ``parts`` tells which figure each is part of, ``mentions`` where bodies are
    named, ``bodies`` the names of the reporter's branches, which are nobody's category."""
    reader = _Reader(text, contexts, runs, typed, parts, mentions, bodies)
    for at in range(len(contexts)):
        reader.found.append(reader.dimensions(at))
    return reader.found


class _Reader:
    """Reads the dimensions of one report's figures in order; ``found`` are those read so far."""

    def __init__(
        self,
        text: str,
        contexts: Sequence[Context],
        runs: Sequence[Run],
        typed: Sequence[Typed],
        parts: Sequence[int | None],
        mentions: MentionIndex,
        bodies: frozenset[str],
    ) -> None:
        self._text, self._contexts, self._runs = text, contexts, runs
        self._typed, self._parts = typed, parts
        self._mentions, self._bodies = mentions, bodies
        self._items: dict[int, list[str] | None] = {}
        self.found: list[Dimensions] = []

    def dimensions(self, at: int) -> Dimensions:
        """Dimensions of figure ``at``; those before it are known."""
        context = self._contexts[at]
        if context.place is not None:
            return self._row(context, self._typed[at].indicator)
        raw = self._text[max(context.left.start, context.left.end - _WINDOW) : context.left.end]
        words = self._words(context)
        if is_rate(context.quantity) or is_change(self._text, context):
            return self._qualifier(at, words)
        if (base := _BASE.search(words)) is not None and "其中" not in words:
            own = noun_phrase(words[: base.start()])
            return self._told(at, own) if own else self._governor(at)
        if _BELONGS.fullmatch(words) or (_GROWN.fullmatch(words) and self._joined(at)):
            inherited = self._governor(at)
            if inherited:
                return inherited
        return self._count(at, words, raw)

    def _joined(self, at: int) -> bool:
        """True if the figure before stands in the same clause."""
        return at > 0 and self._contexts[at - 1].quantity.start >= self._contexts[at].clause.start

    def _told(self, at: int, category: str) -> Dimensions:
        """A category that the text names outside a list counts for complaints and the like only."""
        flows = self._typed[at].indicator in _KINDS_OF or self._is_itemised(at)
        return self._dimensions(at, "", category, True) if flows else {}

    # -- counts

    def _count(self, at: int, words: str, raw: str) -> Dimensions:
        context, indicator = self._contexts[at], self._typed[at].indicator
        if _SAME.fullmatch(words) and at and self._contexts[at - 1].sentence == context.sentence:
            return dict(self.found[at - 1])  # 占12%,即71件
        item = self._item(at)
        measure = context.quantity.unit in _MEASURES
        itemised = not measure and (self._is_itemised(at) or item is not None)
        named = item or words
        whole = words.strip(_MARKS + "、,其中")
        if item is None and whole in _KINDS and itemised:
            return self._dimensions(at, raw, whole if self._listed_beside(at) else None, True)
        category = self._category(at, named, is_item=item is not None) if itemised else None
        if category is None and indicator in _KINDS_OF:
            category = _kind_of_complaint(named)
        if category is None and item is None and not measure:
            category = self._headed(at, words)
        return self._dimensions(at, item or raw, category, itemised)

    def _dimensions(self, at: int, words: str, category: str | None, itemised: bool) -> Dimensions:
        context, indicator = self._contexts[at], self._typed[at].indicator
        if category in self._bodies:
            category = None
        found = {"category": category} if category else {}
        if indicator in _CHANNEL_INDICATORS or itemised:
            channel = named_channel(words)
            if channel is None and itemised:
                after = source_after(self._text, context.right.start, context.clause.end)
                announced = indicator in _CHANNEL_INDICATORS and self._by_channel(context)
                rest = _REST.search(words) is not None
                channel = after if announced or rest else None
                if channel is None and announced and not rest:
                    channel = category
            if channel is not None and indicator in _CHANNEL_INDICATORS:
                found["channel"] = channel
            elif itemised and (way := way_taken(words)) is not None:
                found["channel"] = way
        whole = self._parts[at]
        if whole is not None and whole < at and "channel" in self.found[whole]:
            found.setdefault("channel", self.found[whole]["channel"])
        return found

    def _category(self, at: int, words: str, *, is_item: bool) -> str | None:
        context = self._contexts[at]
        if not is_item and _REST.search(words):
            return self._rest(context, words)
        phrase = None
        if is_item or not _BARE.fullmatch(words):
            phrase = noun_phrase(words)
        if phrase is not None and not is_item and self._parts[at] is None and is_verbal(phrase):
            return None
        if phrase is None and len(words) <= _SHORT:
            phrase = self._topic(context)
        return phrase or self._behind(at)

    def _rest(self, context: Context, words: str) -> str | None:
        """What a remainder is by the words behind it (其余17起均为社保卡类), else 其余."""
        match = _IS.match(self._text, context.right.start, context.clause.end)
        told = noun_phrase(match["what"]) if match and not match["of"] else None
        firm = _FIRM_REST.search(words)
        return told or ("其余" if firm else None)

    def _behind(self, at: int) -> str | None:
        """The item behind its figure: 312件为家电类, 17所学校、33家企业."""
        context, text = self._contexts[at], self._text
        match = _BEHIND.match(text, context.right.start, context.clause.end)
        if match is not None:
            return noun_phrase(match["what"])
        if not self._is_listed_by_head(at):
            return None
        head = _HEAD_BEHIND.match(text, context.quantity.end, context.clause.end)
        told = noun_phrase(head["head"]) if head is not None else None
        place = _PLACE_HEAD.match(text, context.quantity.end)
        return told or (place.group() if place is not None else None)

    def _is_listed_by_head(self, at: int) -> bool:
        """True if the figure before or after is joined to this one by what one of them counts (17所学校、33家)."""
        here = self._contexts[at]
        for one, other in ((at - 1, at), (at, at + 1)):
            if one >= 0 and other < len(self._contexts):
                a, b = self._contexts[one], self._contexts[other]
                between = self._text[a.quantity.end : b.quantity.start]
                if a.sentence == b.sentence == here.sentence and _ITEM_JOINT.fullmatch(between):
                    return True
        return False

    def _topic(self, context: Context) -> str | None:
        """The subject of the clause before a figure that stands alone in its own (信用卡仍居榜首,702件)."""
        if context.bracketed or context.left.start != context.clause.start:
            return None
        clauses = [span for span in context.background if span.end <= context.clause.start][:_NEAR]
        told: str | None = None
        for at, clause in enumerate(clauses):
            words = self._text[clause.start : clause.end]
            if any(c.isdigit() for c in words) or "。" in words[:-1]:
                break
            foremost = _FOREMOST.search(words)
            if foremost is not None:
                return noun_phrase(foremost["what"] or foremost["main"])
            cue = _SUBJECT_CUE.search(words)
            subject = noun_phrase(words[: cue.start()]) if cue else None
            short = at == 0 and clause.end - clause.start <= _SHORT_CLAUSE
            told = subject or told or (noun_phrase(words) if short else None)
        return told

    # -- shares, changes, bases

    def _qualifier(self, at: int, words: str) -> Dimensions:
        context = self._contexts[at]
        share = is_share(self._text, context) and not is_change(self._text, context)
        cue = (_SHARE if share else _COMPARED).search(words)
        own = noun_phrase(words[: cue.start()], kinds=True) if cue else None
        if own is None and not share and cue is None:
            return dict(self.found[at - 1]) if context.continues and at and self._joined(at) else {}
        run = self._runs[at]
        if share and run.size == 1 and own is not None and not context.bracketed:
            return self._dimensions(at, words, own, True)
        count = qualified_count(self._text, self._contexts, self._runs, at) if share else None
        if count is not None and (self.found[count] or run.size > 1):
            return dict(self.found[count])
        if own is not None and self._typed[at].indicator in _KINDS_OF | {"complaint_share"}:
            return self._dimensions(at, "", own, True)
        item = self._item(at) if share else None
        if item is not None:
            return self._dimensions(at, item, noun_phrase(item), True)
        inherited = self._governor(at)
        topic = self._topic(context) if not inherited and self._typed[at].indicator is not None else None
        return inherited or ({"category": topic} if topic else {})

    def _governor(self, at: int) -> Dimensions:
        """The dimensions of the nearest earlier figure of the sentence: what this one compares with or is a rate of."""
        for back in range(at - 1, max(-1, at - 1 - _NEAR), -1):
            if self._contexts[back].sentence != self._contexts[at].sentence:
                break
            if self.found[back]:
                return dict(self.found[back])
        return {}

    # -- words

    def _words(self, context: Context) -> str:
        """The words before a figure that may name its item; what the figure before counts is left off."""
        left = context.left
        words = self._text[max(left.start, left.end - _WINDOW) : left.end]
        named = self._mentions.last(left.end - len(words), left.end)
        if named is not None and self._text[named.end : left.end].strip(_MARKS):
            words = self._text[named.end : left.end]  # who did it is no category
        follows = left.start > context.clause.start and left.end - left.start <= _WINDOW
        if follows and not _OPENS.match(words):
            joint = _JOINT.search(words)
            words = words[joint.end() :] if joint else words
        return words

    def _item(self, at: int) -> str | None:
        run = self._runs[at]
        if run.size < 2:
            return None
        if run.first not in self._items:
            self._items[run.first] = items_of(self._text, self._contexts, run) or self._earlier_items(run)
        items = self._items[run.first]
        return items[at - run.first] if items is not None else None

    def _earlier_items(self, run: Run) -> list[str] | None:
        """The categories of as many figures just before (刑事612件、行政187件。结案数依次为598件、172件)."""
        first = run.first - run.size
        head = self._contexts[run.first]
        lead = self._text[head.clause.start : head.quantity.start]
        if first < 0 or not re.search(r"分别|依次|各[为有占]", lead):
            return None
        names = [self.found[at].get("category") for at in range(first, run.first)]
        near = head.sentence - self._contexts[first].sentence <= 1
        return [name for name in names if name] if near and all(names) else None

    def _is_itemised(self, at: int) -> bool:
        if self._parts[at] is not None or self._typed[at].carried or self._in_list(at):
            return True
        context = self._contexts[at]
        lead = next((span for span in context.background if span.end <= context.clause.start), context.clause)
        return (
            _RANKED.search(self._text, max(lead.start, lead.end - _WINDOW), context.quantity.start)
            is not None
        )

    def _in_list(self, at: int) -> bool:
        """True if a neighbour in the sentence counts the same thing, or a percentage qualifies the figure."""
        here = self._contexts[at]
        after = self._contexts[at + 1] if at + 1 < len(self._contexts) else None
        if after is not None and after.sentence == here.sentence and is_rate(after.quantity):
            return True
        if self._listed_beside(at):
            return True
        indicator = self._typed[at].indicator
        return any(
            0 <= other < len(self._contexts)
            and self._contexts[other].sentence == here.sentence
            and self._typed[other].indicator == indicator
            and indicator is not None
            for other in (at - 2, at - 1, at + 1, at + 2)
        )

    def _listed_beside(self, at: int) -> bool:
        """True if the figure and the count before or after are items of one enumeration: 投诉1203件,占28%;举报172件."""
        return any(self._listed_with(at, step) for step in (-1, 1))

    def _listed_with(self, at: int, step: int) -> bool:
        here, other = self._contexts[at], at + step
        while 0 <= other < len(self._contexts) and is_rate(self._contexts[other].quantity):
            other += step
            if abs(other - at) > _NEAR:
                return False
        if not 0 <= other < len(self._contexts) or self._contexts[other].sentence != here.sentence:
            return False
        a, b = sorted((at, other))
        if not (self._is_labelled(a) and self._is_labelled(b)):
            return False
        units = {self._contexts[a].quantity.unit, self._contexts[b].quantity.unit}
        indicators = {self._typed[a].indicator, self._typed[b].indicator}
        enumerated = self._text[self._contexts[b].left.start] == "、"
        if len(units) == 1:
            return enumerated or "元" not in units
        return (len(indicators) == 1 or None in indicators) and (enumerated or units <= _GOODS)

    def _is_labelled(self, at: int) -> bool:
        """True if nothing but a short label leads to the figure."""
        left = self._contexts[at].left
        return _LABEL.fullmatch(self._text, max(left.start, left.end - _WINDOW), left.end) is not None

    def _headed(self, at: int, words: str) -> str | None:
        """The kind that the section is about, for the first count of cases in it that says nothing else: (一)财产保险。
        受理281件."""
        context = self._contexts[at]
        first = at == 0 or self._contexts[at - 1].headings != context.headings
        if not first or not context.headings or context.quantity.unit not in _CASES:
            return None
        if not _SAYS_NOTHING.fullmatch(words.strip(_MARKS)):
            return None
        heading = self._text[context.headings[0].start : context.headings[0].end]
        match = _TOPICAL.match(heading)
        if match is None or _GENERAL.search(match["what"]):
            return None
        cue = _SUBJECT_CUE.search(match["what"])
        return noun_phrase(match["what"][: cue.start()] if cue else match["what"])

    def _by_channel(self, context: Context) -> bool:
        spans = (*context.background[:_NEAR], *context.headings[:1], context.left)
        return any(tells_channels(self._text[span.start : span.end][-_WINDOW:]) for span in spans)

    # -- tables

    def _row(self, context: Context, indicator: str | None) -> Dimensions:
        """In a table the row's label is the category, or the channel if it names one; a column of parts (其中:贷款类) names it
        before the row does."""
        place = context.place
        assert place is not None
        headers = [self._text[span.start : span.end].strip() for span in place.headers]
        labels = [] if place.total else [self._text[span.start : span.end].strip() for span in place.labels]
        if any(self._mentions.first(span.start, span.end) is not None for span in place.labels):
            labels = []  # the row is a body's
        part = next((match["what"] for words in headers if (match := _HEADER_PART.match(words))), None)
        label = next((label for label in reversed(labels) if self._is_category(label)), None)
        found: Dimensions = {}
        if part or label:
            found["category"] = part or _UNIT_MARK.sub("", label or "")
        if indicator in _CHANNEL_INDICATORS:
            channel = next((named for words in (*labels, *headers) if (named := any_channel(words))), None)
            if channel:
                found["channel"] = channel
        return found

    def _is_category(self, label: str) -> bool:
        return (
            0 < len(label) <= _LONGEST_LABEL and not _PERIOD_LABEL.match(label) and label not in self._bodies
        )


def _kind_of_complaint(words: str) -> str | None:
    """The kind in 手机投诉58件, 征信类投诉4起; None for complaints of any kind (消费者投诉)."""
    match = _KIND.search(_RECEIVED.sub("", words))
    if match is None:
        return None
    kind = noun_phrase(match["kind"])
    return kind if kind is not None and not _ANY_KIND.search(kind) else None
