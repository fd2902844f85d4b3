"""An evaluation as text, in Chinese or English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factextract.evaluate.metrics import F1_METRICS, Report
from factextract.records.columns import padded

_WORDS = {
    "zh": {
        "headline": "汇总数",
        "facts": "事实",
        "quantities": "数量",
        "dates": "日期",
        "date spans": "日期位置",
        "organizations": "机构",
        "venues": "地点",
        "value": "数值",
        "indicator": "指标",
        "comparator": "约数",
        "unit": "单位",
        "status": "已发生/计划",
        "organization of fact": "数字归属机构",
        "organization role": "机构角色",
        "dimension channel": "渠道",
        "dimension category": "类别",
        "date value": "日期值",
        "reporter": "报送单位",
        "files split right": "文件拆分",
        "check ok": "勾稽相符",
        "check mismatch": "勾稽不符",
        "item": "项目",
        "precision": "精确率",
        "recall": "召回率",
        "right": "正确",
        "spurious": "多报",
        "missed": "漏报",
        "documents": "篇数",
        "by indicator": "按指标",
        "confused": "混淆最多的指标（应为 → 误为）",
        "false alarms": "勾稽误报",
        "offsets": "位置与文本不一致的提及",
        "differences": "差异",
    },
    "en": {
        "item": "item",
        "precision": "P",
        "recall": "R",
        "documents": "documents",
        "by indicator": "by indicator",
        "confused": "most confused (want -> got)",
        "false alarms": "check false alarms",
        "offsets": "mentions that do not match their text",
    },
}
_LABEL_WIDTH = 24
_MOST_CONFUSED = 12


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def render_report(report: Report, *, errors: bool = False, lang: str = "zh") -> Iterator[str]:
    """Yield the lines of the outcome; ``errors`` lists every difference first (report, kind and detail, tab-separated),
    ``lang`` is ``zh`` or ``en``."""
    words = _WORDS[lang]

    def word(key: str) -> str:
        return words.get(key, key)

    if errors:
        for difference in report.differences:
            yield f"{difference.report}\t{difference.kind}\t{difference.detail}\n"
    yield f"{word('documents')}: {report.documents}\n\n"
    yield from _item_lines(report, word("item"), word)
    yield "\n"
    for name, accuracy in sorted(report.accuracy.items()):
        yield f"{padded(word(name), _LABEL_WIDTH)}{accuracy.right}/{accuracy.of}  {_share(accuracy.share)}\n"
    yield f"{padded(word('false alarms'), _LABEL_WIDTH)}{report.check_false_alarms}\n"
    yield f"{padded(word('offsets'), _LABEL_WIDTH)}{report.misplaced_mentions}/{report.mentions}\n"
    yield f"\n{word('by indicator')}\n"
    for name, tally in sorted(report.by_indicator.items()):
        counts = f"{tally.right:5}{tally.spurious:5}{tally.missed:5}"
        yield f"{padded(name, _LABEL_WIDTH)}F1 {_share(tally.f1)}{counts}\n"
    if report.confusion:
        yield f"\n{word('confused')}\n"
        ranked = sorted(report.confusion.items(), key=lambda entry: (-entry[1], entry[0]))
        for (wanted, got), times in ranked[:_MOST_CONFUSED]:
            yield f"{times:5}  {wanted} -> {got}\n"


def _item_lines(report: Report, title: str, word: Callable[[str], str]) -> Iterator[str]:
    heads = ("F1", word("precision"), word("recall"), word("right"), word("spurious"), word("missed"))
    yield padded(title, _LABEL_WIDTH) + "".join(padded(head, 9) for head in heads).rstrip() + "\n"
    for name in F1_METRICS:
        tally = report.items.get(name)
        if tally is None or tally.f1 is None:
            continue
        shares = (tally.f1, tally.precision, tally.recall)
        cells = [*map(_share, shares), str(tally.right), str(tally.spurious), str(tally.missed)]
        yield padded(word(name), _LABEL_WIDTH) + "".join(padded(cell, 9) for cell in cells).rstrip() + "\n"
