"""The channel and the category that the text breaks a figure down by.

A channel is a hotline, platform or way in named where the figure's item is. A category is the noun phrase of an item in a
breakdown: a list of like figures, a part of a total, a row of a table, a kind of complaint. Shares, changes and last
period's figures have the dimensions of the count that they qualify.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.link.channels import (
    any_channel,
    is_passed_on,
    named_channel,
    source_after,
    tells_channels,
    way_taken,
)
from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.items import CASES, MARKS, NEAR, REST, WINDOW, ItemReader
from factextract.link.mentions import MentionIndex
from factextract.link.noun_phrases import REQUESTS, is_verbal, noun_phrase
from factextract.link.parallel import Run, qualified_count
from factextract.link.rates import is_change, is_rate, is_share

Dimensions = dict[str, str]

_CHANNEL_INDICATORS = frozenset(
    {
        "complaints_received", "complaints_resolved", "complaint_share", "complaint_change", "reports_received", "orders_received",
        "orders_closed", "consultations_handled", "online_posts", "online_views", "messages_pushed", "warnings_issued",
    }
)  # fmt: skip
_KINDS_OF = frozenset(
    {"complaints_received", "complaints_resolved", "complaint_change", "reports_received", "orders_received"}
)
_RECEIVED = re.compile(r".*(?:受理|接到|收到|登记|处理|办理|查处|接收|接获|发生|出现|涉及|反映|转送)")
_KIND = re.compile(
    r"(?P<kind>[\u4e00-\u9fff\"、]{2,14}?)(?:类|方面|被|平台被)?的?(?:消费)?(?:投诉|举报|申诉|诉求|纠纷)(?:案?件|量)?(?:已达|仅|共|只有|[降升]到|[降升]至|有|达|为){0,2}$"
)
_ANY_KIND = re.compile(
    r"消费者|群众|客户|市民|各类|各种|有效|受理|处理|办理|接收|接到|收到|登记|全部|全年|累计|消费|有关|相关|上述|其中|重复|来信|来电|业主|居民|企业|旅客|我"
)
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
_PERIOD_LABEL = re.compile(
    r"(?:(?:20\d\d|[本今去上]年)年?|第?[一二三四]季度|[上下]半年|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|20\d\d年.{0,6}|[上本]月|同期)$"
)
_HEADER_PART = re.compile(r"^其中[:,]?(?P<what>[^()]{2,12})")
_UNIT_MARK = re.compile(r"\([^()]{1,8}\)$")
_SHORT = 4
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
        self._wholes = {whole for whole in parts if whole is not None}
        self.found: list[Dimensions] = []
        self._items = ItemReader(text, contexts, runs, typed, parts, mentions, self.found)

    def dimensions(self, at: int) -> Dimensions:
        """Dimensions of figure ``at``; those before it are known."""
        context = self._contexts[at]
        if context.place is not None:
            return self._row(context, self._typed[at].indicator)
        raw = self._text[max(context.left.start, context.left.end - WINDOW) : context.left.end]
        words = self._items.words(context)
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
        flows = self._typed[at].indicator in _KINDS_OF or self._items.is_itemised(at)
        return self._dimensions(at, "", category, True) if flows else {}

    # -- counts

    def _count(self, at: int, words: str, raw: str) -> Dimensions:
        context, indicator = self._contexts[at], self._typed[at].indicator
        if _SAME.fullmatch(words) and at and self._contexts[at - 1].sentence == context.sentence:
            return dict(self.found[at - 1])  # 占12%,即71件
        item = self._items.item(at)
        measure = context.quantity.unit in _MEASURES and "其中" not in raw
        divided = at in self._wholes and self._parts[at] is None and not self._items.listed_beside(at)
        itemised = not measure and not divided and (self._items.is_itemised(at) or item is not None)
        named = item or words
        whole = words.strip(MARKS + "、,其中")
        if item is None and whole in REQUESTS and itemised:
            return self._dimensions(at, raw, whole if self._items.listed_beside(at) else None, True)
        category = self._category(at, named, is_item=item is not None) if itemised else None
        if category is None and indicator in _KINDS_OF:
            category = _kind_of_complaint(named)
        if category is None and item is None and not measure:
            category = self._items.headed(at, words)
        return self._dimensions(at, item or raw, category, itemised)

    def _dimensions(self, at: int, words: str, category: str | None, itemised: bool) -> Dimensions:
        context, indicator = self._contexts[at], self._typed[at].indicator
        if category in self._bodies:
            category = None
        found = {"category": category} if category else {}
        if indicator in _CHANNEL_INDICATORS or itemised:
            channel = named_channel(words)
            flows = indicator in _CHANNEL_INDICATORS or (indicator is None and context.quantity.unit in CASES)
            announced = flows and itemised and self._by_channel(at)
            if channel is None and itemised:
                after = source_after(self._text, context.right.start, context.clause.end)
                rest = REST.search(words) is not None
                channel = after if announced or rest else None
                if channel is None and announced and not rest:
                    channel = category
            if channel is not None and (indicator in _CHANNEL_INDICATORS or announced):
                found["channel"] = channel
            elif itemised and (way := way_taken(words)) is not None:
                found["channel"] = way
        whole = self._parts[at]
        if whole is not None and whole < at and "channel" in self.found[whole]:
            found.setdefault("channel", self.found[whole]["channel"])
        if category is not None and category != found.get("channel") and category in found.get("channel", ""):
            del found["category"]  # 12378转办投诉: the way in is no kind
        return found

    def _category(self, at: int, words: str, *, is_item: bool) -> str | None:
        context = self._contexts[at]
        if not is_item and REST.search(words):
            return self._items.rest(context, words)
        phrase = None
        if is_item or not _BARE.fullmatch(words):
            phrase = noun_phrase(words, kinds=is_item)
        if phrase is not None and not is_item and self._parts[at] is None and is_verbal(phrase):
            return None
        if phrase is None and len(words) <= _SHORT:
            phrase = self._items.topic(context)
        return phrase or self._items.behind(at)

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
        item = self._items.item(at) if share else None
        if item is not None:
            return self._dimensions(at, item, noun_phrase(item, kinds=True), True)
        inherited = self._governor(at)
        topic = (
            self._items.topic(context) if not inherited and self._typed[at].indicator is not None else None
        )
        if topic is None and not inherited and self._typed[at].indicator == "complaint_change":
            topic = self._items.headed(at, words[: cue.start()] if cue else "")
        return inherited or ({"category": topic} if topic else {})

    def _governor(self, at: int) -> Dimensions:
        """The dimensions of the nearest earlier figure of the sentence: what this one compares with or is a rate of."""
        for back in range(at - 1, max(-1, at - 1 - NEAR), -1):
            if self._contexts[back].sentence != self._contexts[at].sentence:
                break
            if self.found[back] or not is_rate(self._contexts[back].quantity):
                return dict(self.found[back])
        return {}

    # -- words

    def _by_channel(self, at: int) -> bool:
        """True if the words around announce a breakdown by channel, or the items on both sides are channels."""
        context = self._contexts[at]
        spans = (*context.background[:NEAR], *context.headings[:1], context.left)
        if any(tells_channels(self._text[span.start : span.end][-WINDOW:]) for span in spans):
            return True
        beside = [self._contexts[other] for other in (at - 1, at + 1) if 0 <= other < len(self._contexts)]
        return len(beside) > 0 and all(
            other.sentence == context.sentence and is_passed_on(self._text[other.left.start : other.left.end])
            for other in beside
        )

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
