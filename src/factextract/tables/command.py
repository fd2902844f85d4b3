"""What ``factextract export`` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from factextract.batch.sinks import RECORDS
from factextract.tables.export import export_records, read_records
from factextract.tables.targets import described, open_sink


def export(out: Path, targets: Sequence[str], *, replace: bool) -> Iterator[str]:
    """Write the records of the batch folder ``out`` (or of a JSON Lines file) to each target in turn; yields one sentence a
    target as it is done. Raises ``FactextractError``."""
    path = out / RECORDS if out.is_dir() else out
    names = [described(target) for target in targets]  # a misspelt target shows before any work
    for target, name in zip(targets, names, strict=True):
        records = read_records(path)
        counts = export_records(records, open_sink(target, replace=replace))
        yield f"已导出 {counts['records']} 篇报告、{counts['facts']} 个数字到 {name}"
