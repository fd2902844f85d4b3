"""From the command line's words to a job, and from its summary back to words."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from factextract.batch.dask_engine import DaskExecutor
from factextract.batch.dask_worker import same_engine_parser
from factextract.batch.identity import engine_identity
from factextract.batch.run import Job, MakeExecutor, Summary, local_executor
from factextract.batch.sinks import FAILURES, RECORDS
from factextract.batch.worker import Limits, engine_parser
from factextract.batch.workers import MAX_WORKERS
from factextract.errors import FactextractError

DASK: Final = "dask"
ENGINES: Final = ("local", DASK)


def job_of(args: argparse.Namespace, packs: Sequence[str], models: Path | None) -> Job:
    """The job that the parsed arguments of ``factextract batch`` describe. Raises ``FactextractError`` (pack_invalid)."""
    folder = str(models) if models is not None else None
    identity = engine_identity(packs, folder, args.min_confidence, args.mask)
    make_parser = partial(engine_parser, tuple(packs), folder, args.min_confidence, args.mask)
    if args.engine == DASK:
        make_parser = partial(
            same_engine_parser, identity, tuple(packs), models is not None, args.min_confidence, args.mask
        )
    return Job(
        inputs=args.inputs,
        out=args.out,
        make_parser=make_parser,
        identity=identity,
        configuration={"packs": list(packs), "rules_only": models is None},
        limits=Limits(args.timeout, args.memory * 2**20),
        workers=min(args.workers or _usable_cpus(), MAX_WORKERS),
        force=args.force,
        mask=args.mask,
    )


def executor_of(args: argparse.Namespace) -> MakeExecutor:
    """The engine that the arguments name. Raises ``FactextractError`` (bad_option)."""
    if args.engine != DASK:
        if args.cluster is not None:
            raise FactextractError("bad_option", detail=f"--cluster 须与 --engine {DASK} 同用")
        return local_executor
    # On a cluster that is there already all of it is ours unless --workers says otherwise.
    address, count = args.cluster, args.workers
    return lambda job, strike: DaskExecutor(
        job.make_parser, job.limits, strike, address, count if address else job.workers
    )


def describe(summary: Summary, out: Path) -> str:
    """What a run did, in one sentence."""
    parts = [f"完成：{summary.files} 个文件，{summary.records} 条记录，见 {out / RECORDS}"]
    if summary.reused:
        parts.append(f"其中 {summary.reused} 个沿用上次的结果")
    if summary.skipped:
        parts.append(f"另有 {summary.skipped} 个文件不是报告，未处理")
    if summary.failed:
        parts.append(f"{summary.failed} 个失败，原因见 {out / FAILURES}")
    return "；".join(parts) + "。"


def _usable_cpus() -> int:
    affinity = getattr(
        os, "sched_getaffinity", None
    )  # honours containers and taskset, where there is such a thing
    return len(affinity(0)) if affinity else os.cpu_count() or 1
