"""What kind of report a text is, by its title and, failing that, its opening."""

from __future__ import annotations

import re

# Most specific first: a 情况通报 of complaints is a complaint analysis, a 活动方案 a plan.
_TYPES = (
    ("plan", re.compile(r"方案|工作计划|预案|工作要点|的通知")),
    ("complaint_analysis", re.compile(r"(?:投诉|诉求|举报|12315|12345).{0,16}(?:分析|通报|情况|报告|数据|统计)|(?:分析|通报).{0,8}投诉")),
    ("bulletin", re.compile(r"简报|信息$|信息\s|动态|快报|专报|第\s*\d+\s*期|工作信息|巡礼|扫描|摘登")),
    ("activity_summary", re.compile(r"(?:活动|宣传|日|周|月|培训|讲座|演练).{0,12}(?:总结|小结|小记|纪实|情况|报告|汇报)|活动")),
    ("periodic_summary", re.compile(r"(?:年|季度|月|半年|度).{0,24}(?:总结|汇报|报告|情况|小结|述职)|工作总结|工作汇报")),
    ("report", re.compile(r"总结|汇报|报告|情况")),
)  # fmt: skip


def report_type(title: str, opening: str) -> str:
    """One of plan, complaint_analysis, bulletin, activity_summary, periodic_summary, report, other."""
    for source in (title, opening[:80]):
        for name, pattern in _TYPES:
            if pattern.search(source):
                return name
    return "other"
