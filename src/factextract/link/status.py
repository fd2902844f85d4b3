"""Planned or reported: does the text say that the figure happened?

A plan word reaches from where it stands to the end of its sentence, unless a word of completion takes over; a figure that is itself
called a target (85%的年度目标, 原定3000户) is planned and nothing after it. A heading like 下一步打算, a sentence that opens
with 下一步, or a document that is a plan turns the default round; what belongs to an earlier period happened, what
belongs to a later one is planned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from factextract.datamodel import Layout, Sentence, Status
from factextract.link.context import Context

# 将 is the future marker before a verb or adverb; before a noun it is the written form of 把.
_FUTURE_JIANG = (
    r"(?:还|[行局所院校司会县市月年季度周])将(?!军|来|近|士|领|就|错)"
    r"|将(?:于|在|会|要|再|有|以|对|向|从|由|继续|进一步|持续|陆续|开展|组织|举办|召开|推出|推动|建成|新建|新增|完成|达到|力争|实现|邀请|深入|走进|分批|全面|重点|结合|按|依托|把|投入|评选|评出|安排|联合|利用|不少于|不低于)"
)
_PLANNED = re.compile(
    _FUTURE_JIANG
    + r"|(?<!按)(?<!按照)(?<!根据)(?<!按照年度)(?<!照)(?<!列入)(?<!比)计划(?!的|内|外|生育|书|单列|完成率|安排的|,|数|是|为|停|用|检修|\d)"
    r"|(?<![模虚草])拟(?!定|订|声|写|制|态|人)|打算|力争|争取(?!到|了)|预计|预期|准备(?!了|金|好|就)|目标(?=[:是为]|[^价客人群案,。;\d]{1,8}\d)(?!是否|任务完成|价|客户|人群|群体|案)"
    r"|定于|届时|(?<!另)有望|谋划(?!了)|要求(?!,|的|[^,。;\d]{2,10}的\d)(?=[^,。;]{0,24}(?:不少于|不低于|以上|达到|至少|\d|每|前|控制))|须(?!知|要?提)|务必|确保(?!了)|必须"
    r"|应(?=不|达|在|于|组织|至少|确保|按)|(?<!认)为(?:期)?目标|下达.{0,6}(?:任务|指标)|至少(?=[^,。;]{0,3}(?:组织|开展|举办|走访|\d))"
    r"|(?<![主需只重必首次纪摘简紧概提将想不])要(?=在|再|达|建|办|把|力争|确保|完成|组织|开展|新|对|于|实现|添|消化|压|降|升|提|扩|增|争|做|覆盖|培训|评|招|环比|同比|下|抓|整)"
    r"|(?:[日月年底末]|季度|节|汛期|收)前(?:要|将|拟|实现|再|须|应|力争|想)|想(?:再|把|要)|明年|来年|会于(?=第?[一二三四]季|下|明|\d)"
    r"|(?<!意见)(?<!司法)(?<!检察)建议(?=各|县|市|区|由|尽快|加快|将|有关|相关)"
)
_PLANNED_AFTER = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?:拟|(?<!列入)计划(?![,。;]|$)|预计|将(?:于|在|会|要|再|参加|分别|陆续|投入|用于))"
)
# The figure itself is a target: these words reach no further than it.
_TARGET_BEFORE = re.compile(
    r"(?:计划|任务|目标|指标|(?<!符合)(?<!达到)要求|原定|定额|底线)(?:数|量|值)?(?:[为是的]|确定为|定为)?$|列入计划的$|原定的?$|(?:年初|自|自己|上级|[省市县区州]局|[省市县]里)(?:下?达?定|压|下达)的(?:数|线)?[是为:]?$"
)
_TARGET_AFTER = re.compile(
    r"(?:以[上内下])?的?(?:年度|全年|年初|既定|省定|市定|考核|预定|规定)?(?:目标|任务|指标|底线)(?![^,。;]{0,2}(?:完成|超额))"
)
_TARGET_TAKEN_BACK = re.compile(r"完成(?:了|率|年度|全年)?[\u4e00-\u9fff]{0,6}$|超额$")
_AT_LEAST = re.compile(r"不少于|不低于|至少")
_GROWN_TO = re.compile(r"[\u4e00-\u9fff]{0,3}?(?:压|降|提|增|扩|升|缩|减)[\u4e00-\u9fff]{0,3}?[至到为](?!今)")
_GROWN_FROM = re.compile(
    r"(?:压|降|提|增|扩|升|缩|减)[\u4e00-\u9fff]{0,3}?[至到为](?:约|近|不[超低]过?于?)?$"
)
_PLAN_SENTENCE = re.compile(
    r"[^,。;]{0,6}?(?:下一?步|下一阶段|接下来|今后|未来|明年|来年|下半?[个]?[年月周季]|次年|下阶段|后续)|[^,。;]{0,8}?(?:重点|打算|安排|目标):"
    r"|(?:[^,。;]{0,10}[::])?\d{1,2}(?:月[底末]?|月\d{1,2}日)之?前(?!后|夕|期)|[^,。;]{0,6}?好戏[^,。;]{0,4}后头"
)
_PLAN_HEADING = re.compile(
    r"下一?步|下一阶段|下步|下[周月]|打算|(?:工作|年度?)计划(?!财务|完成|内|执行)|工作安排|努力方向|工作思路|工作目标|目标任务|活动目标|今后|往后|明年|来年|展望|下半年(?!.{0,6}总结)|下阶段|改进方向|工作要求|工作提示|年.{0,6}承诺|下季度|(?:意见|工作|有关)?建议$"
    r"|20\d\d年度?(?:的)?(?:工作)?(?:安排|目标|任务|设想|思路|重点|的数)|(?<!主)(?:想做|要做|要抓)的|(?:年|月|季度)想法$|[、)](?:几点|下步)?要求[。:]?$"
)
_MIXED_HEADING = re.compile(r"问题|不足|困难|短板|成效|体会")
_PAST_HEADING = re.compile(
    r"上年|去年|回顾|背景|基础(?!设施)|现状|前期|总结|已(?:完成|开展)|完成情况|工作情况|进展"
)
_PLAN_TITLE = re.compile(
    r"方案|计划(?!.{0,8}(?:总结|情况|完成))|预案|的通知|工作要点|安排意见|工作安排|安排$|规划(?!局|.{0,8}(?:总结|情况))|工作部署|任务分解"
)
_PLAN_COLUMN = re.compile(r"计划|目标|任务|预算|指标|应完成")
_DONE = re.compile(
    r"已(?!婚)|截至|截止|至今|目前|(?<![比较与同])(?:去年|上年)|(?<![比较与同])(?:去年|上年)?同期|往年|上一年|了(?!解|结|然)|现有|当天|实际"
    r"|完成(?:了|率)|还差|只完成|多出|超出|实[有为到](?=\d)|圆满|通报表扬|上半年(?=[^,。;]{0,12}(?:共|已|受理|办))|前期|此前|原有"
)
# Words of a total: they take nothing back that was planned.
_SUMMED = re.compile(r"累计|共计?(?=[^,。;]{0,10}\d)|完成(?=\d)")
_ASIDE = 24
_NOW = re.compile(r"目前|现有|已")


@dataclass(frozen=True, slots=True)
class _Cues:
    """Where the words of planning and of completion end in one sentence."""

    planned: tuple[int, ...]
    done: tuple[int, ...]


class StatusReader:
    """Decides the status of the figures of one report; ``plan`` tells that the report is a plan."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._text, self._layout = text, layout
        title = text[layout.title.start : layout.title.end] if layout.title else ""
        self.plan = is_plan_title(title)
        self._cues: dict[int, _Cues] = {}
        self._sections: dict[int, Status | None] = {}

    def status(self, context: Context, past: bool = False, future: bool = False) -> Status:
        """The status of one figure; ``past`` and ``future`` tell that its period lies before or after the report's."""
        if context.place is not None:
            return self._in_table(context)
        text, quantity = self._text, context.quantity
        if _is_target(text, context):
            return Status.PLANNED
        if past or _GROWN_TO.match(text, quantity.end, context.clause.end):
            return Status.REPORTED
        sentence = self._layout.sentences[context.sentence]
        cues = self._cues_of(context.sentence, sentence)
        planned = bisect_left(cues.planned, quantity.start + 1)
        done = self._done_before(cues, context)
        if planned and done <= cues.planned[planned - 1]:
            return Status.PLANNED
        if _PLANNED_AFTER.match(text, quantity.end, context.clause.end):
            return Status.PLANNED
        own = self._own_end(context)
        if done > sentence.start or _DONE.search(text, context.clause.start, own):
            return Status.REPORTED
        if not self.plan and _SUMMED.search(text, context.clause.start, quantity.start):
            return Status.REPORTED
        if _AT_LEAST.match(text, quantity.start):
            return Status.PLANNED
        opens = _PLAN_SENTENCE.match(text, sentence.start, quantity.start)
        return Status.PLANNED if future or opens else self._default(sentence)

    def _done_before(self, cues: _Cues, context: Context) -> int:
        """Where the last word of completion before the figure ends, 0 if there is none. In 由目前的4家扩至10家 it is about
        the figure before."""
        at = bisect_left(cues.done, context.quantity.start + 1)
        left = context.left
        if _GROWN_FROM.search(self._text, left.start, left.end):
            while at and _NOW.search(self._text, cues.done[at - 1] - 2, cues.done[at - 1]):
                at -= 1
        while at and self._is_aside(cues.done[at - 1], context.quantity.start):
            at -= 1
        return cues.done[at - 1] if at else 0

    def _is_aside(self, done: int, figure: int) -> bool:
        """True if the word stands in a bracket that closes before the figure (上半年已发布7期)."""
        closes = self._text.find(")", done, min(figure, done + _ASIDE))
        return closes >= 0 and self._text.find("(", done, closes) < 0

    def _own_end(self, context: Context) -> int:
        return min(context.clause.end, context.quantity.end + 8)

    def _cues_of(self, number: int, sentence: Sentence) -> _Cues:
        if number not in self._cues:
            start, end = sentence.start, sentence.end
            self._cues[number] = _Cues(
                tuple(match.end() for match in _PLANNED.finditer(self._text, start, end)),
                tuple(match.end() for match in _DONE.finditer(self._text, start, end)),
            )
        return self._cues[number]

    def _in_table(self, context: Context) -> Status:
        """A column of targets is planned; so is a plan's table, unless its columns tell what was done."""
        assert context.place is not None
        headers = "".join(self._text[span.start : span.end] for span in context.place.headers)
        if _PLAN_COLUMN.search(headers) and "完成" not in headers:
            return Status.PLANNED
        told = _DONE.search(headers) or "完成" in headers
        return Status.PLANNED if self.plan and not told else Status.REPORTED

    def _default(self, sentence: Sentence) -> Status:
        """What the headings above, else the document, make of a sentence that does not say."""
        found = self._section(sentence.section)
        if found is not None:
            return found
        return Status.PLANNED if self.plan else Status.REPORTED

    def _section(self, number: int) -> Status | None:
        if number not in self._sections:
            self._sections[number] = self._read_section(number)
        return self._sections[number]

    def _read_section(self, number: int) -> Status | None:
        at: int | None = number
        while at is not None and 0 <= at < len(self._layout.sections):
            section = self._layout.sections[at]
            if section.heading is not None:
                heading = self._text[section.heading.start : section.heading.end][:40]
                if _PLAN_HEADING.search(heading) and not _MIXED_HEADING.search(heading):
                    return Status.PLANNED
                if self.plan and _PAST_HEADING.search(heading):
                    return Status.REPORTED
            at = section.parent
        return None


def is_plan_title(title: str) -> bool:
    """True if the title says that the document is a plan or a notice."""
    return bool(_PLAN_TITLE.search(title)) and not re.search(r"总结|汇报|简报|报告|情况", title)


def _is_target(text: str, context: Context) -> bool:
    """True if the words that touch the figure call it a target."""
    left, quantity = context.left, context.quantity
    before = _TARGET_BEFORE.search(text, left.start, left.end)
    if before is not None and not _TARGET_TAKEN_BACK.search(text, left.start, before.start()):
        return True
    return _TARGET_AFTER.match(text, quantity.end, context.clause.end) is not None
