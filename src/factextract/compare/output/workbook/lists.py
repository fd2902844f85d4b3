"""The sheets that list things: all facts, checks, submissions, conspicuous figures, copies, names, and what it all means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from factextract.compare.load import exact
from factextract.compare.model import Comparison
from factextract.compare.output import cells
from factextract.compare.output.periods import period_name
from factextract.compare.output.words import (
    ACROSS,
    BASES,
    CHECKS,
    COMPARATORS,
    FINDINGS,
    REPORT_TYPES,
    STATUSES,
    SUBMISSIONS,
)
from factextract.compare.output.workbook.sheet import Head, Rest, Sheet
from factextract.compare.output.workbook.styles import Styles
from factextract.compare.quotes import evidence_of
from factextract.compare.reading import Entry

_FACT_HEADS: Final = (
    Head("机构", 26),
    Head("期间", 14),
    Head("指标", 24),
    Head("数值", 14, "integer"),
    Head("上限", 10, "integer"),
    Head("单位", 8),
    Head("限定", 8),
    Head("情形", 8),
    Head("事物", 16),
    Head("归属", 24),
    Head("日期", 12),
    Head("所属期", 12),
    Head("渠道", 14),
    Head("类别", 16),
    Head("把握", 8, "share"),
    Head("原文数字", 14),
    Head("依据（原句）", 70, "wrapped"),
    Head("文件", 30),
    Head("起", 8, "integer"),
    Head("止", 8, "integer"),
    Head("事实编号", 10),
)
_CHECK_HEADS: Final = (
    Head("机构", 26),
    Head("期间", 14),
    Head("结果", 8),
    Head("种类", 16),
    Head("说明", 80, "wrapped"),
    Head("应为", 12, "integer"),
    Head("写作", 12, "integer"),
    Head("文件", 30),
)
_SUBMISSION_HEADS: Final = (
    Head("情形", 14),
    Head("机构", 28),
    Head("期间", 14),
    Head("说明", 80, "wrapped"),
    Head("文件", 50, "wrapped"),
)
_FINDING_HEADS: Final = (
    Head("情形", 20),
    Head("机构", 28),
    Head("期间", 14),
    Head("指标", 24),
    Head("数值", 14, "integer"),
    Head("对照", 14, "integer"),
    Head("说明", 90, "wrapped"),
)
_CHANGE_HEADS: Final = (
    Head("机构", 28),
    Head("比较", 10),
    Head("指标", 26),
    Head("前期", 14),
    Head("前期数", 14, "integer"),
    Head("本期", 14),
    Head("本期数", 14, "integer"),
    Head("增减", 14, "integer"),
    Head("增减%", 10, "share"),
)
_COPY_HEADS: Final = (
    Head("范围", 16),
    Head("相似度", 8, "share"),
    Head("机构甲", 24),
    Head("文件甲", 28),
    Head("段落甲", 60, "wrapped"),
    Head("机构乙", 24),
    Head("文件乙", 28),
    Head("段落乙", 60, "wrapped"),
    Head("不同的数字", 30, "wrapped"),
    Head("相同的数字", 9, "integer"),
)
_ALIAS_HEADS: Final = (
    Head("写法", 32),
    Head("机构", 32),
    Head("依据", 60, "wrapped"),
    Head("报告数", 8, "integer"),
)
_NOTE_HEADS: Final = (Head("项目", 20), Head("说明", 110, "wrapped"))


class Lists:
    """Writes the list sheets of a comparison into ``workbook``."""

    def __init__(self, workbook: Any, styles: Styles, comparison: Comparison, rest: Rest) -> None:
        self._rest = rest
        self._workbook = workbook
        self._styles = styles
        self._comparison = comparison
        self._grid = comparison.grid
        self._row_of = {number: row for row in comparison.grid.rows for number in row.reports}

    def facts_and_checks(self, entries: Iterable[Entry]) -> None:
        """明细 and 校验, in one pass over the records."""
        facts = self._sheet("明细", _FACT_HEADS)
        checks = self._sheet("校验", _CHECK_HEADS)
        for entry in entries:
            institution = self._institution(entry.number)
            period = period_name(self._grid.reports[entry.number].period)
            names = {item["id"]: item for item in entry.record["organizations"]}
            dates = {item["id"]: item for item in entry.record["dates"]}
            for fact in entry.record["facts"]:
                facts.add(_fact_row(entry, fact, institution, period, names, dates))
            for check in entry.record["checks"]:
                wrong = check["status"] == "mismatch"
                row = (
                    institution,
                    period,
                    "不符" if wrong else "相符",
                    CHECKS.get(check["kind"], check["kind"]),
                    check["message"],
                    check["expected"],
                    check["found"],
                    entry.record["source"]["path"],
                )
                checks.add(row, "bad" if wrong else None)
        facts.close()
        checks.close()

    def _institution(self, number: int) -> str:
        return self._grid.institutions[self._comparison.institution_of[number]].name

    def submissions(self) -> None:
        """未报送: who is missing, reported twice, is unknown, or left something out."""
        sheet = self._sheet("未报送", _SUBMISSION_HEADS)
        for one in self._comparison.submissions:
            paths = "\n".join(self._grid.reports[number].path for number in one.reports)
            sheet.add(
                (
                    SUBMISSIONS.get(one.kind, one.kind),
                    one.name,
                    period_name(one.period),
                    one.reason,
                    paths or None,
                )
            )
        sheet.close()

    def findings(self) -> None:
        """异常: conspicuous figures."""
        sheet = self._sheet("异常", _FINDING_HEADS)
        labels = {column.indicator: cells.heading(column) for column in self._grid.columns}
        for one in self._comparison.findings:
            row = self._grid.rows[one.row]
            name = self._grid.institutions[row.institution].name
            label = labels.get(one.indicator, one.indicator)
            sheet.add(
                (FINDINGS[one.kind], name, period_name(row.period), label, one.value, one.against, one.reason)
            )
        sheet.close()

    def changes(self) -> None:
        """同比环比: how figures changed between the periods of an institution."""
        sheet = self._sheet("同比环比", _CHANGE_HEADS)
        labels = {column.indicator: cells.heading(column) for column in self._grid.columns}
        for one in self._comparison.changes:
            earlier, later = self._grid.rows[one.earlier], self._grid.rows[one.later]
            sheet.add(
                (
                    self._grid.institutions[later.institution].name,
                    BASES[one.basis],
                    labels[one.indicator],
                    period_name(earlier.period),
                    one.before,
                    period_name(later.period),
                    one.after,
                    one.difference,
                    one.percent,
                )
            )
        sheet.close()

    def copies(self) -> None:
        """相似: passages that were copied."""
        sheet = self._sheet("相似", _COPY_HEADS)
        for pair in self._comparison.copies.pairs if self._comparison.copies else ():
            left, right = pair.left, pair.right
            sheet.add(
                (
                    ACROSS.get(pair.across, pair.across),
                    pair.similarity,
                    self._by_record(left.report_id),
                    self._path(left.report_id),
                    left.text,
                    self._by_record(right.report_id),
                    self._path(right.report_id),
                    right.text,
                    "；".join(f"{change.left}→{change.right}" for change in pair.figures_changed) or None,
                    pair.figures_same,
                )
            )
        sheet.close()

    def _by_record(self, report_id: str) -> str:
        return self._institution(int(report_id))

    def _path(self, report_id: str) -> str:
        return self._grid.reports[int(report_id)].path

    def names(self) -> None:
        """名称: which written name was taken for which institution, and why."""
        sheet = self._sheet("名称", _ALIAS_HEADS)
        for one in self._comparison.aliases.rows:
            sheet.add((one.written, one.institution, one.reason, one.reports))
        sheet.close()

    def explanations(self, notes: Sequence[tuple[str, str]]) -> None:
        """说明: what the sheets and marks mean, and from what they were made."""
        sheet = self._sheet("说明", _NOTE_HEADS)
        for note in notes:
            sheet.add(note)
        sheet.close()

    def _sheet(self, name: str, heads: Sequence[Head]) -> Sheet:
        return Sheet(self._workbook, self._styles, name, heads, self._rest)


def _fact_row(
    entry: Entry,
    fact: Mapping[str, Any],
    institution: str,
    period: str | None,
    names: Mapping[str, Mapping[str, Any]],
    dates: Mapping[str, Mapping[str, Any]],
) -> tuple[Any, ...]:
    owner, day = names.get(fact["organization"] or ""), dates.get(fact["date"] or "")
    return (
        institution,
        period,
        fact["label"] or "（其他）",
        exact(fact["value"]),
        None if fact["value_max"] is None else exact(fact["value_max"]),
        fact["unit"],
        COMPARATORS.get(fact["comparator"], fact["comparator"]),
        STATUSES.get(fact["status"], fact["status"]),
        fact["object"],
        owner["name"] if owner else None,
        day["edtf"] if day else None,
        fact["period"],
        fact["dimensions"].get("channel"),
        fact["dimensions"].get("category"),
        float(fact["confidence"]),
        fact["text"],
        evidence_of(entry, fact),
        entry.record["source"]["path"],
        fact["start"],
        fact["end"],
        fact["id"],
    )


def report_type(name: str) -> str:
    """The report type in Chinese."""
    return REPORT_TYPES.get(name, name)
