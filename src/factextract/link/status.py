"""Planned or reported: does the text say that the figure happened?

A plan word reaches from where it stands to the end of its sentence, unless a word of completion takes over. A heading
like 下一步打算, a sentence that opens with 下一步, or a document that is a plan turns the default round.
"""

from __future__ import annotations

import re

from factextract.datamodel import Layout, Status
from factextract.link.context import Context

# 将 is the future marker before a verb or adverb; before a noun it is the written form of 把.
_FUTURE_JIANG = (
    r"(?:还|[行局所院校司会县市月年季度周])将(?!军|来|近|士|领|就|错)"
    r"|将(?:于|在|会|要|再|有|以|对|向|从|由|继续|进一步|持续|陆续|开展|组织|举办|召开|推出|推动|建成|新建|新增|完成|达到|力争|实现|邀请|深入|走进|分批|全面|重点|结合|按|依托|把|投入|评选|评出|安排|联合|利用|不少于|不低于)"
)
_PLANNED = re.compile(
    _FUTURE_JIANG
    + r"|(?<!按)(?<!按照)(?<!根据)(?<!按照年度)(?<!照)计划(?!的|内|外|生育|书|单列|完成率|安排的|,)"
    r"|拟(?!定|订|声|写|制|态|人)|打算|力争|争取(?!到|了)|预计|预期|准备(?!了|金|好|就)|目标(?!是否|任务完成)|定于|届时|有望|谋划(?!了)"
    r"|要求(?!,)(?=[^,。;]{0,24}(?:不少于|不低于|以上|达到|至少|\d|每|前|控制))|须(?!知|要?提)|务必|确保(?!了)|必须"
    r"|应(?=不|达|在|于|组织|至少|确保|按)|(?<!认)为(?:期)?目标|下达.{0,6}(?:任务|指标)|原定|至少(?=[^,。;]{0,3}(?:组织|开展|举办|走访|\d))"
    r"|要(?=在|再|达|建|办|把|力争|确保|完成|组织|开展|新|对|于|实现)(?<!主要)(?<!需要)(?<!只要)(?<!重要)"
)
_PLAN_SENTENCE = re.compile(
    r"^[^,。;]{0,6}?(?:下一?步|下一阶段|接下来|今后|未来|明年|来年|下[半个]?[年月周季]|次年|下阶段|后续)"
)
_PLAN_HEADING = re.compile(
    r"下一?步|下一阶段|下步|打算|工作?计划|工作安排|努力方向|工作思路|工作目标|目标任务|活动目标|今后|明年|下半年(?!.{0,6}总结)|下阶段|改进方向|工作要求"
)
_PLAN_TITLE = re.compile(r"方案|计划(?!.{0,8}(?:总结|情况|完成))|预案|的通知|工作要点|安排意见")
_DONE = re.compile(
    r"已(?!婚)|截至|截止|目前|去年|上年|同期|往年|上一年|累计|了(?!解|结|然)|现有|共计?(?=[^,。;]{0,10}\d)|当天|实际|完成了|圆满|上半年(?=[^,。;]{0,12}(?:共|已|受理|办))|前期|此前|原有"
)


def is_plan_title(title: str) -> bool:
    """True if the title says that the document is a plan or a notice."""
    return bool(_PLAN_TITLE.search(title)) and not re.search(r"总结|汇报|简报|报告|情况", title)


def decide_status(text: str, layout: Layout, context: Context, plan_document: bool) -> Status:
    """The status of one quantity by the rules."""
    if context.place is not None:
        return Status.REPORTED
    sentence = layout.sentences[context.sentence]
    before = text[sentence.start : context.quantity.start]
    own = text[context.clause.start : min(context.clause.end, context.quantity.end + 8)]
    cues = list(_PLANNED.finditer(before))
    done_after = 0
    if cues:
        last = cues[-1].end()
        done_after = len(_DONE.findall(before[last:]))
        if not done_after:
            return Status.PLANNED
    if _DONE.search(own):
        return Status.REPORTED
    if _PLAN_SENTENCE.match(before) and not done_after:
        return Status.PLANNED
    if _in_plan_section(text, layout, context):
        return Status.REPORTED if _DONE.search(before) else Status.PLANNED
    if plan_document and not _DONE.search(before):
        return Status.PLANNED
    return Status.REPORTED


def _in_plan_section(text: str, layout: Layout, context: Context) -> bool:
    at: int | None = layout.sentences[context.sentence].section
    while at is not None and 0 <= at < len(layout.sections):
        section = layout.sections[at]
        if section.heading is not None and _PLAN_HEADING.search(
            text[section.heading.start : section.heading.end][:40]
        ):
            return True
        at = section.parent
    return False
