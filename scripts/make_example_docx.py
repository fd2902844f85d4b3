"""Write corpus/examples/客户投诉分析.docx: the shipped .docx example, with headings, a list and a table."""

from __future__ import annotations

from pathlib import Path

from docx import Document

TARGET = Path(__file__).resolve().parent.parent / "corpus" / "examples" / "客户投诉分析.docx"

OPENING = (
    "2024年上半年，澜州农商银行共受理客户投诉126笔，较上年同期的140笔减少14笔，下降10%。"
    "按渠道分，客服热线96588受理71笔，12378热线转办33笔，12345热线转办22笔。"
    "已办结123笔，办结率97.6%，客户满意率94.5%。"
)
MEASURES = (
    "上半年全行举办厅堂微沙龙86场，参加客户2100余人次；发放防诈骗折页1.2万份。",
    "下半年计划对38家网点开展投诉处理培训2期，力争投诉总量控制在110笔以内。",
)
ROWS = (
    ("支行", "投诉（笔）", "办结（笔）"),
    ("城关支行", "45", "44"),
    ("北岸支行", "38", "37"),
    ("古塔支行", "27", "26"),
    ("石门支行", "16", "16"),
    ("合计", "126", "123"),
)


def main() -> None:
    """Build the document and save it."""
    document = Document()
    document.add_heading("澜州农商银行2024年上半年客户投诉分析报告", level=1)
    document.add_heading("一、总体情况", level=2)
    document.add_paragraph(OPENING)
    document.add_paragraph("各支行投诉情况见下表：")
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_heading("二、主要措施", level=2)
    for sentence in MEASURES:
        document.add_paragraph(sentence)
    document.add_paragraph("澜州农商银行消费者权益保护部")
    document.add_paragraph("2024年7月12日")
    document.save(str(TARGET))


if __name__ == "__main__":
    main()
