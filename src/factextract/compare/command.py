"""From the command line's words to a comparison, and to the files that show it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from factextract import __version__
from factextract.compare.align import Per
from factextract.compare.model import Comparison
from factextract.compare.names.alias_files import write_aliases
from factextract.compare.output.flat import write_csv, write_json, write_parquet
from factextract.compare.output.page import write_page
from factextract.compare.output.workbook import write_workbook
from factextract.compare.quotes import Quotes
from factextract.compare.reading import Results
from factextract.compare.run import Settings, compare
from factextract.errors import FactextractError
from factextract.packs import load_packs

Notes = Sequence[tuple[str, str]]
Write = Callable[[Path, Comparison, Results, Notes], None]

_WRITERS: Final[Mapping[str, Write]] = {
    ".xlsx": write_workbook,
    ".html": write_page,
    ".csv": lambda path, comparison, _results, _notes: write_csv(path, comparison),
    ".json": lambda path, comparison, results, _notes: write_json(
        path, comparison, Quotes(results, comparison.grid)
    ),
    ".parquet": lambda path, comparison, results, _notes: write_parquet(
        path, comparison, Quotes(results, comparison.grid)
    ),
}


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings that the parsed arguments of ``factextract compare`` describe."""
    return Settings(
        per=Per(args.per),
        roster=args.roster,
        requirements=args.requirements,
        aliases=args.aliases,
        periods=tuple(args.period),
        min_confidence=args.min_confidence,
        copies=not args.no_copies,
    )


def run(args: argparse.Namespace) -> list[str]:
    """Compare and write every file asked for; returns what to tell the user. Raises ``FactextractError``."""
    writers = [(path, _writer(path)) for path in args.out]
    results = Results(args.results, mask=args.mask)
    found = compare(results, load_packs(args.pack), settings_of(args))
    notes = _notes(args, found)
    for path, write in writers:
        write(path, found, results, notes)
    if args.write_aliases:
        write_aliases(found.aliases, args.write_aliases)
    return [*found.notes, _summary(found), *(f"已写入 {path}" for path in args.out)]


def _writer(path: Path) -> Write:
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        known = "、".join(_WRITERS)
        raise FactextractError("bad_option", detail=f"-o 的文件名须以 {known} 之一结尾：{path}")
    return write


def _notes(args: argparse.Namespace, found: Comparison) -> list[tuple[str, str]]:
    grid = found.grid
    asked = [f"--per {args.per}"]
    asked += [
        f"--{name} {value}"
        for name in ("roster", "requirements", "aliases")
        if (value := getattr(args, name))
    ]
    asked += [f"--period {period}" for period in args.period] + [f"--pack {pack}" for pack in args.pack]
    if args.no_copies:
        asked.append("--no-copies")
    if args.min_confidence:
        asked.append(f"--min-confidence {args.min_confidence:g}")
    if args.mask:
        asked.append("--mask（已隐去个人信息）")
    return [
        ("来源", f"{args.results}：{len(grid.reports)} 篇报告，{len(grid.failed)} 个文件无法读取"),
        ("选项", " ".join(asked)),
        ("程序", f"factextract {__version__}"),
        (
            "合计与平均",
            "用公式计算，跳过未提及与待核的单元格；“不计入”中标 0 的数字不算在内，改成 1 即重新计入。",
        ),
        (
            "汇总中的数字",
            "取报告期内的总数；没有总数的，取各项之和；零与未提及不同：写明“零投诉”“未开展”的记为 0。",
        ),
        ("依据", "起、止是原文中的字符位置，factextract text 文件 可打印该原文。"),
    ]


def _summary(found: Comparison) -> str:
    grid = found.grid
    counts = {
        "异常": len(found.findings),
        "校验不符": sum(report.mismatches for report in grid.reports),
        "报送情况": len(found.submissions) + len(grid.failed),
        "相似段落": len(found.copies.pairs) if found.copies else 0,
    }
    remarks = "，".join(f"{name} {count} 条" for name, count in counts.items() if count)
    institutions = len({row.institution for row in grid.rows})
    return (
        f"比较了 {institutions} 家机构的 {len(grid.reports)} 篇报告"
        + (f"：{remarks}" if remarks else "")
        + "。"
    )
