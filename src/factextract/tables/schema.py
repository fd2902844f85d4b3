"""The star schema: facts and headline figures in the middle, what they are about around them.

Every key but those of link tables is one column of text, the record's id with the element's own id behind it
(``3f2a...-f12``), because Datasette and Metabase follow only references of one column. Described in docs/tables.md.
"""

from __future__ import annotations

from typing import Final

from factextract.tables.model import Column, Table, Type, View

_START_COMMENT: Final = "原文中的起点（码位，含）"
_END_COMMENT: Final = "原文中的终点（码位，不含）"


def _text(name: str, comment: str) -> Column:
    return Column(name, Type.TEXT, comment)


def _key(name: str, comment: str) -> Column:
    return Column(name, Type.TEXT, comment, required=True)


def _reference(name: str, table: str, comment: str, *, required: bool = False) -> Column:
    return Column(name, Type.TEXT, comment, required, table)


def _integer(name: str, comment: str, *, required: bool = True) -> Column:
    return Column(name, Type.INTEGER, comment, required)


def _real(name: str, comment: str) -> Column:
    return Column(name, Type.REAL, comment)


def _date(name: str, comment: str) -> Column:
    return Column(name, Type.DATE, comment)


def _figure(name: str, comment: str) -> tuple[Column, Column]:
    """An exact decimal, and beside it the nearest floating-point number for charts and sums."""
    return Column(name, Type.DECIMAL, f"{comment}，精确值"), _real(
        f"{name}_real", f"{comment}，浮点值，供图表与求和"
    )


_RECORD: Final = _reference("record_id", "records", "所属报告", required=True)
_NUMBER: Final = _integer("number", "在报告中的序号，从 1 起")
_SPAN: Final = (_integer("start_offset", _START_COMMENT), _integer("end_offset", _END_COMMENT))

RECORDS: Final = Table(
    "records",
    "报告：每篇一行；内容相同的文件只算一篇",
    ("record_id",),
    (
        _key("record_id", "报告编号，由文件内容决定"),
        Column("path", Type.TEXT, "文件", required=True),
        Column("sha256", Type.TEXT, "文件的 SHA-256", required=True),
        Column("format", Type.TEXT, "docx 或 txt", required=True),
        _text("encoding", "文本文件的编码"),
        _integer("part", "文件中的第几篇报告"),
        _integer("parts", "文件中共几篇报告"),
        *_SPAN,
        _text("title", "标题"),
        Column("report_type", Type.TEXT, "报告种类", required=True),
        _text("reporter_name", "报送单位，照原文"),
        _reference("reporter_key", "organizations", "报送单位在 organizations 中的一行"),
        _real("reporter_confidence", "报送单位的把握，0 到 1"),
        _text("period_edtf", "报告所述期间（EDTF）"),
        _date("period_from", "期间首日"),
        _date("period_to", "期间末日"),
        _text("period_year", "年份，未知的数位为 X"),
        _text("period_basis", "年份的出处"),
        _text("generator_version", "factextract 的版本"),
        _text("packs", "指标包"),
        _text("model", "模型"),
    ),
)

SOURCES: Final = Table(
    "sources",
    "报告来自哪些文件：同一内容以几个文件名报送，就有几行",
    ("record_id", "path"),
    (_RECORD, _key("path", "文件")),
)

INDICATORS: Final = Table(
    "indicators",
    "报告中出现过的指标",
    ("indicator",),
    (_key("indicator", "指标编号"), _text("label", "指标名称")),
)

ORGANIZATIONS: Final = Table(
    "organizations",
    "报告中的机构，每篇报告内各算一次",
    ("organization_key",),
    (
        _key("organization_key", "record_id-编号"),
        _RECORD,
        _NUMBER,
        Column("name", Type.TEXT, "文中最完整的名称", required=True),
        Column("type", Type.TEXT, "机构种类", required=True),
        Column("is_reporter", Type.BOOLEAN, "是否报送单位", required=True),
        _text("aliases", "文中的简称，JSON 数组"),
        _integer("mentions", "提到几次"),
        _integer("start_offset", "首次提到：" + _START_COMMENT, required=False),
        _integer("end_offset", "首次提到：" + _END_COMMENT, required=False),
    ),
)

ORGANIZATION_ROLES: Final = Table(
    "organization_roles",
    "机构在报告中的角色，一个角色一行",
    ("organization_key", "role"),
    (
        _reference("organization_key", "organizations", "机构", required=True),
        _RECORD,
        _key(
            "role",
            "reporter organizer co_organizer participant branch supervisor media mentioned 之一",
        ),
    ),
)

DATES: Final = Table(
    "dates",
    "报告中的日期",
    ("date_key",),
    (
        _key("date_key", "record_id-编号"),
        _RECORD,
        _NUMBER,
        Column("quote", Type.TEXT, "原文", required=True),
        _text("edtf", "EDTF（ISO 8601-2）"),
        _date("first_day", "首日"),
        _date("last_day", "末日"),
        *_SPAN,
    ),
)

VENUES: Final = Table(
    "venues",
    "报告中的地点，每篇报告内各算一次",
    ("venue_key",),
    (
        _key("venue_key", "record_id-编号"),
        _RECORD,
        _NUMBER,
        Column("name", Type.TEXT, "名称，照原文", required=True),
        Column("type", Type.TEXT, "地点种类", required=True),
        _integer("mentions", "提到几次"),
        _integer("start_offset", "首次提到：" + _START_COMMENT, required=False),
        _integer("end_offset", "首次提到：" + _END_COMMENT, required=False),
    ),
)

FACTS: Final = Table(
    "facts",
    "报告中的每一个数字",
    ("fact_key",),
    (
        _key("fact_key", "record_id-编号"),
        _RECORD,
        _NUMBER,
        _reference("indicator", "indicators", "指标；空表示不属于任何指标"),
        _text("label", "指标名称"),
        _text("action", "动词"),
        _text("object", "所数之物，照原文"),
        *_figure("value", "数值（万、亿已展开，金额以元计）"),
        *_figure("value_max", "区间的上限"),
        _text("direction", "增减：up 或 down"),
        _text("unit", "单位"),
        Column("comparator", Type.TEXT, "exact at_least about at_most range 之一", required=True),
        Column("status", Type.TEXT, "reported 已发生，planned 计划", required=True),
        _reference("organization_key", "organizations", "谁的数字"),
        _reference("date_key", "dates", "哪一天"),
        _reference("venue_key", "venues", "在哪里"),
        _text("period_edtf", "与报告期间不同时的期间（EDTF）"),
        _text("channel", "渠道"),
        _text("category", "类别"),
        _text("other_dimensions", "其他维度，JSON 对象"),
        _reference("part_of_key", "facts", "是哪个数字的一部分"),
        _real("confidence", "把握，0 到 1"),
        Column("method", Type.TEXT, "由规则还是模型判定", required=True),
        Column("quote", Type.TEXT, "原文", required=True),
        *_SPAN,
        _integer("evidence_start", "依据的句子：" + _START_COMMENT, required=False),
        _integer("evidence_end", "依据的句子：" + _END_COMMENT, required=False),
        _text("evidence", "依据的句子，照原文；无从得知时为空"),
    ),
)

HEADLINE: Final = Table(
    "headline",
    "每篇报告每个指标的代表数字，供横向比较",
    ("headline_key",),
    (
        _key("headline_key", "record_id-指标编号"),
        _RECORD,
        _reference("indicator", "indicators", "指标", required=True),
        *_figure("value", "数值"),
        *_figure("value_max", "区间的上限"),
        _text("unit", "单位"),
        Column("comparator", Type.TEXT, "exact at_least about at_most range 之一", required=True),
        Column(
            "how", Type.TEXT, "stated_total 原文合计，sum 相加，single 仅此一个，rate 比率", required=True
        ),
    ),
)

HEADLINE_FACTS: Final = Table(
    "headline_facts",
    "代表数字由哪些数字得来",
    ("headline_key", "fact_key"),
    (
        _reference("headline_key", "headline", "代表数字", required=True),
        _reference("fact_key", "facts", "数字", required=True),
        _RECORD,
    ),
)

CHECKS: Final = Table(
    "checks",
    "算术校验",
    ("check_key",),
    (
        _key("check_key", "record_id-c序号"),
        _RECORD,
        _NUMBER,
        Column("kind", Type.TEXT, "校验的种类", required=True),
        Column("status", Type.TEXT, "ok 相符，mismatch 不符", required=True),
        *_figure("expected", "由其他数字算得"),
        *_figure("found", "文中所写"),
        Column("message", Type.TEXT, "说明", required=True),
    ),
)

CHECK_FACTS: Final = Table(
    "check_facts",
    "校验涉及哪些数字",
    ("check_key", "fact_key"),
    (
        _reference("check_key", "checks", "校验", required=True),
        _reference("fact_key", "facts", "数字", required=True),
        _RECORD,
    ),
)

WARNINGS: Final = Table(
    "warnings",
    "提醒：舍弃、修复、含糊或可疑之处",
    ("warning_key",),
    (
        _key("warning_key", "record_id-w序号"),
        _RECORD,
        _NUMBER,
        Column("code", Type.TEXT, "提醒的代码", required=True),
        Column("message", Type.TEXT, "说明", required=True),
        _integer("start_offset", _START_COMMENT, required=False),
        _integer("end_offset", _END_COMMENT, required=False),
    ),
)

TABLES: Final = (
    RECORDS,
    SOURCES,
    INDICATORS,
    ORGANIZATIONS,
    ORGANIZATION_ROLES,
    DATES,
    VENUES,
    FACTS,
    HEADLINE,
    HEADLINE_FACTS,
    CHECKS,
    CHECK_FACTS,
    WARNINGS,
)
"""All tables; ``records`` first."""

VIEWS: Final = (
    View(
        "fact_details",
        "数字连同报告、机构、日期与地点，供图表直接使用",
        """
SELECT f.fact_key, f.record_id, r.path, r.title, r.report_type, r.reporter_name,
       r.period_from, r.period_to, f.indicator, f.label, f.action, f.object,
       f.value, f.value_real, f.value_max, f.value_max_real, f.direction, f.unit, f.comparator, f.status,
       o.name AS organization_name, o.type AS organization_type,
       d.first_day, d.last_day, COALESCE(d.first_day, r.period_from) AS day,
       v.name AS venue_name, v.type AS venue_type,
       f.channel, f.category, f.part_of_key, f.confidence, f.method, f.quote, f.evidence,
       f.start_offset, f.end_offset
FROM facts f
JOIN records r ON r.record_id = f.record_id
LEFT JOIN organizations o ON o.organization_key = f.organization_key
LEFT JOIN dates d ON d.date_key = f.date_key
LEFT JOIN venues v ON v.venue_key = f.venue_key
""".strip(),
    ),
    View(
        "headline_details",
        "代表数字连同报告与指标名称，每篇报告每个指标一行",
        """
SELECT h.headline_key, h.record_id, r.path, r.title, r.report_type, r.reporter_name,
       r.period_from, r.period_to, h.indicator, i.label,
       h.value, h.value_real, h.value_max, h.value_max_real, h.unit, h.comparator, h.how
FROM headline h
JOIN records r ON r.record_id = h.record_id
JOIN indicators i ON i.indicator = h.indicator
""".strip(),
    ),
)
"""Views of the databases; no view uses another."""
