"""The Chinese words for the codes of records and comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from factextract.compare.model import FindingKind

FINDINGS: Final[Mapping[FindingKind, str]] = {
    FindingKind.OUTLIER: "明显偏离同级机构",
    FindingKind.UNIT_SLIP_10: "疑似多写或少写一位",
    FindingKind.UNIT_SLIP_10000: "疑似“万”字错用",
    FindingKind.RATE_SLIP: "比率写法可疑",
    FindingKind.IDENTICAL: "两期数字相同",
    FindingKind.JUMP: "与上期相差悬殊",
    FindingKind.CONTRADICTS_STATED_CHANGE: "与自报的增减不符",
}
SUBMISSIONS: Final[Mapping[str, str]] = {
    "missing": "未报送",
    "twice": "重复报送",
    "unknown": "名单外机构",
    "unreadable": "文件无法读取",
    "left_out": "缺必报项目",
}
CHECKS: Final[Mapping[str, str]] = {
    "parts_sum": "分项合计",
    "remainder": "其余数",
    "percentage": "占比、比率",
    "resolved_not_above_received": "办结不多于受理",
    "list_count": "列举个数",
    "year_on_year": "同比",
}
REPORT_TYPES: Final[Mapping[str, str]] = {
    "activity_summary": "活动总结",
    "periodic_summary": "工作总结",
    "complaint_analysis": "投诉分析",
    "bulletin": "简报",
    "plan": "计划、方案",
    "report": "情况报告",
    "other": "其他",
}
STATUSES: Final[Mapping[str, str]] = {"reported": "已发生", "planned": "计划"}
COMPARATORS: Final[Mapping[str, str]] = {
    "exact": "准确",
    "at_least": "以上",
    "about": "约",
    "at_most": "以下",
    "range": "区间",
}
BASES: Final[Mapping[str, str]] = {"year_on_year": "同比", "period_on_period": "环比"}
ACROSS: Final[Mapping[str, str]] = {"institutions": "不同机构之间", "periods": "同一机构不同期"}
