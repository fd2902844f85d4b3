"""The command line: the only module that prints, exits or reads argv."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from factextract import __version__
from factextract.errors import FactextractError

TYPE_CHECKING = (
    False  # --help must be quick: what single commands need is imported late, and nothing for the annotations
)
if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import Any

_SUFFIXES = (".docx", ".docm", ".txt")
_LEAST_MEGABYTES = 64


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 done, 1 some input failed, 2 wrong usage."""
    _use_utf8()
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except FactextractError as error:
        _complain(error, mask=getattr(args, "mask", False))
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _use_utf8() -> None:
    """Chinese must survive any console: UTF-8 out, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _complain(error: FactextractError, *, mask: bool = False) -> None:
    from factextract.records.masking import mask_path

    print(f"factextract: [{error.code}] {mask_path(str(error)) if mask else error}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="factextract", description="把叙述式中文总结报告（.docx/.txt）变成有出处、可核对的结构化事实。"
    )
    parser.add_argument("--version", action="version", version=f"factextract {__version__}")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    parse = _command(commands, "parse", _run_parse, "解析文件或文件夹，每篇报告输出一条 JSON 记录")
    parse.add_argument(
        "inputs", nargs="+", metavar="文件", help=".docx 或 .txt 文件、文件夹，或 - 表示标准输入"
    )
    parse.add_argument(
        "--format", choices=("jsonl", "json", "table", "csv"), default="jsonl", help="输出格式（默认 jsonl）"
    )
    _confidence_option(parse)
    _mask_option(parse)
    _engine_options(parse)

    batch = _command(commands, "batch", _run_batch, "批量解析：可续跑、逐文件隔离，结果写入文件夹")
    batch.add_argument(
        "inputs",
        nargs="+",
        metavar="输入",
        help="文件、文件夹、通配符、zip 压缩包及其网址（s3:// 等），或 @清单.txt（每行一个路径）",
    )
    batch.add_argument("-o", "--out", type=_path, required=True, metavar="目录", help="结果文件夹")
    batch.add_argument("--workers", type=_count, metavar="数", help="工作进程数（默认为处理器核数）")
    batch.add_argument(
        "--timeout", type=_positive, default=300.0, metavar="秒", help="每个文件的时限（默认 300）"
    )
    batch.add_argument(
        "--memory", type=_megabytes, default=2048, metavar="MB", help="每个文件的内存上限（默认 2048）"
    )
    batch.add_argument("--force", action="store_true", help="全部重做，包括未变动与已隔离的文件")
    batch.add_argument(
        "--engine", choices=("local", "dask"), default="local", help="由谁解析：本机进程（默认）或 Dask 集群"
    )
    batch.add_argument(
        "--cluster",
        metavar="地址",
        help="Dask 调度进程的地址，如 tcp://主机:8786（缺省则在本机另起一个集群；见 docs/scale.md）",
    )
    _confidence_option(batch)
    _mask_option(batch)
    _engine_options(batch)

    export = _command(commands, "export", _run_export, "把批处理的结果写成表格文件或数据库的表")
    export.add_argument("out", type=_path, metavar="目录", help="batch 的结果文件夹，或一个 .jsonl 记录文件")
    export.add_argument(
        "--to",
        action="append",
        required=True,
        metavar="目标",
        help="csv:文件夹、parquet:文件夹、sqlite:文件、duckdb:文件或 postgresql://地址（可多次给出）",
    )
    export.add_argument("--replace", action="store_true", help="数据库中只留本批记录，不留以前导出的")
    _mask_option(export)

    _compare_command(commands)

    text = _command(commands, "text", _run_text, "打印偏移量所指的文本")
    text.add_argument("input", metavar="文件")
    _mask_option(text)

    scan = _command(commands, "scan", _run_scan, "只识别数量、日期与编号，输出一个 JSON 对象")
    scan.add_argument("input", nargs="?", default="-", metavar="文件", help="文件，或 - 表示标准输入（默认）")
    scan.add_argument("--reference-date", type=_date, metavar="YYYY-MM-DD", help="相对日期的参照日")
    _mask_option(scan)

    evaluate = _command(
        commands, "eval", _run_eval, "在标注集上评测（NAME.txt 与 NAME.gold.json 或 NAME.ann.yaml）"
    )
    evaluate.add_argument("gold", type=_path, metavar="目录")
    evaluate.add_argument("--records", type=_path, metavar="JSONL", help="评测已有的记录；缺省则现场解析")
    evaluate.add_argument("--errors", action="store_true", help="逐条列出差异")
    evaluate.add_argument("--floors", type=_path, metavar="YAML", help="低于其中下限则退出码为 1")
    evaluate.add_argument("--lang", choices=("zh", "en"), default="zh")
    _engine_options(evaluate)

    check = _command(commands, "check", _run_check, "检查指标包并运行其中的例句")
    check.add_argument("pack", type=_path, metavar="YAML")

    schema = _command(commands, "schema", _run_schema, "打印 JSON Schema（2020-12）")
    schema.add_argument("what", choices=("record", "pack"))
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], summary: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.set_defaults(run=run)
    return command


def _compare_command(commands: Any) -> None:
    compare = _command(
        commands, "compare", _run_compare, "把一批记录排成一张汇总表：谁报了什么、缺什么、哪里不对"
    )
    compare.add_argument(
        "results", type=_path, metavar="目录", help="batch 的结果文件夹，或一个 .jsonl 记录文件"
    )
    compare.add_argument(
        "-o",
        "--out",
        type=_path,
        action="append",
        required=True,
        metavar="文件",
        help="汇总表，按扩展名：.xlsx .html .csv .json .parquet（可多次给出）",
    )
    compare.add_argument(
        "--per",
        choices=("report", "month", "quarter", "half", "year", "all"),
        default="report",
        help="一行是一家机构的什么期间（默认按报告自身的期间）",
    )
    compare.add_argument("--roster", type=_path, metavar="名单", help="应报送机构的名单：.xlsx .csv .yaml")
    compare.add_argument(
        "--period",
        action="append",
        default=[],
        metavar="期间",
        help="应报送的期间，如 2023 或 2023-01/2023-03（可多次给出）",
    )
    compare.add_argument("--requirements", type=_path, metavar="YAML", help="各类报告的必报项目")
    compare.add_argument(
        "--aliases", type=_path, metavar="名称表", help="核对过的机构名称表（.csv .xlsx .yaml）"
    )
    compare.add_argument("--write-aliases", type=_path, metavar="名称表", help="写出机构名称表，供核对")
    compare.add_argument("--no-copies", action="store_true", help="不查找相互抄袭的段落")
    _confidence_option(compare)
    _mask_option(compare)
    compare.add_argument(
        "--pack", action="append", default=[], metavar="YAML", help="另加一个指标包（可多次给出）"
    )


def _path(written: str) -> Path:
    from pathlib import Path

    return Path(written)


def _date(written: str) -> date:
    from datetime import date

    return date.fromisoformat(written)


def _share(written: str) -> float:
    value = float(written)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{written} 不在 0 与 1 之间")
    return value


def _count(written: str) -> int:
    value = int(written)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{written} 不是正整数")
    return value


def _megabytes(written: str) -> int:
    value = int(written)
    if value < _LEAST_MEGABYTES:
        raise argparse.ArgumentTypeError(f"{written} 小于 {_LEAST_MEGABYTES}")
    return value


def _positive(written: str) -> float:
    value = float(written)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{written} 不是正数")
    return value


def _confidence_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--min-confidence",
        type=_share,
        default=0.0,
        metavar="0-1",
        help="指标把握低于此值的数字不归入指标，转入复核",
    )


def _mask_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mask", action="store_true", help="隐去个人姓名、电话、证件号、账号等（见 docs/privacy.md）"
    )


def _engine_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rules-only", action="store_true", help="不用训练的模型，只用规则")
    command.add_argument(
        "--pack", action="append", default=[], metavar="YAML", help="另加一个指标包（可多次给出）"
    )


def _options(args: argparse.Namespace) -> dict[str, Any]:
    """The engine's options as the command line gave them."""
    from factextract.pipeline import MODELS

    return {"packs": args.pack, "models": None if args.rules_only else MODELS}


# -- parse -------------------------------------------------------------------------------------------------------


def _run_parse(args: argparse.Namespace) -> int:
    from factextract.pipeline import Engine
    from factextract.records import render
    from factextract.records.masking import mask_reports

    engine = Engine(**_options(args), min_confidence=args.min_confidence)
    failed = 0

    def records() -> Iterator[dict[str, Any]]:
        nonlocal failed
        for name in expand(args.inputs):
            try:
                document = _document(name)
                found = engine.parse_document(document)
                yield from [one for one, _ in mask_reports(found, document.text)] if args.mask else found
            except FactextractError as error:
                failed += 1
                _complain(error, mask=args.mask)

    _write(render.stream(records(), args.format))
    return 1 if failed else 0


def expand(inputs: Iterable[str]) -> Iterator[str]:
    """Files as given; folders become their .docx and .txt files, sorted, with subfolders; Word's lock files left out.
    A folder without any stays as it is, so that reading it tells the user."""
    for name in inputs:
        path = _path(name)
        if name != "-" and path.is_dir():
            inside = (
                p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and not p.name.startswith("~$")
            )
            yield from [str(p) for p in sorted(inside) if p.is_file()] or [name]
        else:
            yield name


def _write(pieces: Iterable[str]) -> None:
    """Print ``pieces`` as they come. Raises ``FactextractError`` (write_failed) where they cannot be written out."""
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in the buffer must not fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise FactextractError("write_failed", path="标准输出", detail=error.strerror) from None


# -- batch -------------------------------------------------------------------------------------------------------


def _run_batch(args: argparse.Namespace) -> int:
    from factextract.batch.command import describe, executor_of, job_of
    from factextract.batch.run import run_batch

    try:
        summary = run_batch(job_of(args, **_options(args)), sys.stderr, executor_of(args))
    except KeyboardInterrupt:
        print("已中断；再次运行同一命令即从中断处继续。", file=sys.stderr)
        return 130
    print(describe(summary, args.out), file=sys.stderr)
    return 1 if summary.failed else 0


def _run_export(args: argparse.Namespace) -> int:
    from factextract.tables.command import export

    for sentence in export(args.out, args.to, replace=args.replace, mask=args.mask):
        print(sentence, file=sys.stderr)
    return 0


def _run_compare(args: argparse.Namespace) -> int:
    from factextract.compare.command import run

    for sentence in run(args):
        print(sentence, file=sys.stderr)
    return 0


# -- the others --------------------------------------------------------------------------------------------------


def _run_text(args: argparse.Namespace) -> int:
    from factextract.text.masking import mask_text

    text = _document(args.input).text
    _write([mask_text(text) if args.mask else text])
    return 0


def _document(name: str) -> Any:
    from factextract.ingest import read, read_bytes

    return read_bytes(sys.stdin.buffer.read(), "-") if name == "-" else read(name)


def _run_scan(args: argparse.Namespace) -> int:
    from factextract.datamodel import Span
    from factextract.records.render import scan_json
    from factextract.scan.scanner import scan
    from factextract.text.fold import fold
    from factextract.text.masking import mask_text

    text = _document(args.input).text
    found = scan(fold(text), args.reference_date)
    figures = [Span(quantity.start, quantity.end) for quantity in found.quantities]
    _write([scan_json(mask_text(text, figures) if args.mask else text, found)])
    return 0


def _run_eval(args: argparse.Namespace) -> int:
    from factextract.evaluate import check_floors, evaluate_folder, render_report

    report = evaluate_folder(args.gold, args.records, **_options(args))
    _write(render_report(report, errors=args.errors, lang=args.lang))
    low = check_floors(report, args.floors) if args.floors else []
    for message in low:
        print(message, file=sys.stderr)
    return 1 if low else 0


def _run_check(args: argparse.Namespace) -> int:
    from factextract.packcheck import check_pack
    from factextract.packs import BUILTIN
    from factextract.pipeline import Engine

    own = args.pack.resolve().parent == BUILTIN.resolve()
    engine = cache(lambda: Engine(packs=() if own else (args.pack,)))
    problems = check_pack(args.pack, lambda text, mention: engine().classify(text, mention))
    for problem in problems:
        print(f"{args.pack}:{problem.line}: {problem.message}")
    print(f"{args.pack}: {'没有问题' if not problems else f'{len(problems)} 个问题'}", file=sys.stderr)
    return 1 if problems else 0


def _run_schema(args: argparse.Namespace) -> int:
    import json

    from factextract.packs import pack_schema
    from factextract.records.schema import record_schema

    schema = record_schema() if args.what == "record" else pack_schema()
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
