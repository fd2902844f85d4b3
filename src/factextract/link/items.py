"""Which item of a breakdown a figure belongs to: the words that name it before, behind or above the figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.mentions import MentionIndex
from factextract.link.noun_phrases import noun_phrase
from factextract.link.parallel import Run, items_of
from factextract.link.rates import is_rate

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
)  # measure words of goods
CASES = frozenset({"件", "起", "宗", "笔", "单", "例", "件次", "人次"})
_SAYS_NOTHING = re.compile(
    r"(?:全年|上半年|本季度|单日|期间|相关|有关|该类|此类|共|合计|累计|总计|受理|接到|收到|登记|涉及|涌入|来电|投诉|举报|诉求|纠纷|案件|工单|由|有|为|达|的){0,6}"
)
_TOPICAL = re.compile(r"\s*[((]?[一二三四五六七八九十\d]{1,2}[))、.](?P<what>[^。:\n]{2,16})")
_GENERAL = re.compile(
    r"情况|总体|概况|总量|数量|渠道|途径|来源|办理|处理|处置|工作|特点|分析|结构|成效|质效|区域|地域|分布|机构|措施|建议|打算|问题|类型|构成|趋势|执法|宣传|保障|机制|队伍|调解|维权|监管|整治|投诉$|举报$|受理|接诉|办结|回访|信访举报|审判|执行|调处"
)
_RANKED = re.compile(r"首位|居首|榜首|头一份|次之|其次|最多[,，]|紧随其后|为主,")
REST = re.compile(r"(?:其余|余下|剩余|剩下|余者|另外?)[^,;:。]{0,4}$")
_FIRMREST = re.compile(r"其余|余下|剩余|剩下|余者")
_IS = re.compile(
    r"(?:均|都|全部|主要|大多|多)?(?:(?P<of>涉及|集中在|来自|反映|散见于)|为|是|系|属于?|问|咨询|嫌|在(?=[^,;。()]{2,10}(?:举办|开展|进行)))(?P<what>[^,;。()]{2,24}?)(?:举办|开展|进行|的?投诉|$|(?=[,;。()]))"
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
_SUBJECT_CUE = re.compile(
    r"有所|回落|抬头|翻番|上升|增长|下降|反增|难|不对|仍|依[旧然]|居|最|是|成为|位列|排|首当其冲|紧随|突出|高发|录得|问题|其次|次之"
)
WINDOW = 40
NEAR = 3
_SHORT_CLAUSE = 8
MARKS = ' \t\n(:《》"'


class ItemReader:
    """Reads the items of one report's figures. ``found`` are the dimensions of the figures read so far."""

    def __init__(
        self,
        text: str,
        contexts: Sequence[Context],
        runs: Sequence[Run],
        typed: Sequence[Typed],
        parts: Sequence[int | None],
        mentions: MentionIndex,
        found: Sequence[dict[str, str]],
    ) -> None:
        self._text, self._contexts, self._runs = text, contexts, runs
        self._typed, self._parts = typed, parts
        self._mentions, self._found = mentions, found
        self._lists: dict[int, list[str] | None] = {}

    def words(self, context: Context) -> str:
        """The words before a figure that may name its item; what the figure before counts is left off."""
        left = context.left
        words = self._text[max(left.start, left.end - WINDOW) : left.end]
        named = self._mentions.last(left.end - len(words), left.end)
        if named is not None and self._text[named.end : left.end].strip(MARKS):
            words = self._text[named.end : left.end]  # who did it is no category
        follows = left.start > context.clause.start and left.end - left.start <= WINDOW
        if follows and not _OPENS.match(words):
            joint = _JOINT.search(words)
            words = words[joint.end() :] if joint else words
        return words

    def item(self, at: int) -> str | None:
        """The item of figure ``at`` by its place in a run; None outside runs."""
        run = self._runs[at]
        if run.size < 2:
            return None
        if run.first not in self._lists:
            self._lists[run.first] = items_of(self._text, self._contexts, run) or self._earlier_items(run)
        items = self._lists[run.first]
        return items[at - run.first] if items is not None else None

    def _earlier_items(self, run: Run) -> list[str] | None:
        """The categories of as many figures just before (刑事612件、行政187件。结案数依次为598件、172件)."""
        first = run.first - run.size
        head = self._contexts[run.first]
        lead = self._text[head.clause.start : head.quantity.start]
        if first < 0 or not re.search(r"分别|依次|各[为有占]", lead):
            return None
        names = [self._found[at].get("category") for at in range(first, run.first)]
        near = head.sentence - self._contexts[first].sentence <= 1
        return [name for name in names if name] if near and all(names) else None

    def is_itemised(self, at: int) -> bool:
        """True if figure ``at`` is an item of a breakdown."""
        if self._parts[at] is not None or self._typed[at].carried or self._in_list(at):
            return True
        context = self._contexts[at]
        lead = next((span for span in context.background if span.end <= context.clause.start), context.clause)
        return (
            _RANKED.search(self._text, max(lead.start, lead.end - WINDOW), context.quantity.start) is not None
        )

    def _in_list(self, at: int) -> bool:
        """True if a neighbour in the sentence counts the same thing, or a percentage qualifies the figure."""
        here = self._contexts[at]
        after = self._contexts[at + 1] if at + 1 < len(self._contexts) else None
        if after is not None and after.sentence == here.sentence and is_rate(after.quantity):
            return True
        if self.listed_beside(at):
            return True
        indicator = self._typed[at].indicator
        return any(
            0 <= other < len(self._contexts)
            and self._contexts[other].sentence == here.sentence
            and self._typed[other].indicator == indicator
            and indicator is not None
            for other in (at - 2, at - 1, at + 1, at + 2)
        )

    def listed_beside(self, at: int) -> bool:
        """True if the figure and the count before or after are items of one enumeration: 投诉1203件,占28%;举报172件."""
        return any(self._listed_with(at, step) for step in (-1, 1))

    def _listed_with(self, at: int, step: int) -> bool:
        here, other = self._contexts[at], at + step
        while 0 <= other < len(self._contexts) and is_rate(self._contexts[other].quantity):
            other += step
            if abs(other - at) > NEAR:
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
        return _LABEL.fullmatch(self._text, max(left.start, left.end - WINDOW), left.end) is not None

    def headed(self, at: int, words: str) -> str | None:
        """The kind that the section is about, for the first count of cases in it that says nothing else: (一)财产保险。
        受理281件."""
        context = self._contexts[at]
        first = at == 0 or self._contexts[at - 1].headings != context.headings
        if not first or not context.headings or context.quantity.unit not in CASES | {"%"}:
            return None
        if not _SAYS_NOTHING.fullmatch(words.strip(MARKS)):
            return None
        heading = self._text[context.headings[0].start : context.headings[0].end]
        match = _TOPICAL.match(heading)
        if match is None or _GENERAL.search(match["what"]):
            return None
        cue = _SUBJECT_CUE.search(match["what"])
        return noun_phrase(match["what"][: cue.start()] if cue else match["what"])

    def rest(self, context: Context, words: str) -> str | None:
        """What a remainder is by the words behind it (其余17起均为社保卡类), else 其余."""
        match = _IS.match(self._text, context.right.start, context.clause.end)
        told = noun_phrase(match["what"]) if match and not match["of"] else None
        firm = _FIRMREST.search(words)
        return told or ("其余" if firm else None)

    def behind(self, at: int) -> str | None:
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

    def topic(self, context: Context) -> str | None:
        """The subject of the clause before a figure that stands alone in its own (信用卡仍居榜首,702件)."""
        if context.bracketed or context.left.start != context.clause.start:
            return None
        clauses = [span for span in context.background if span.end <= context.clause.start][:NEAR]
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
