"""What ``factextract export`` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from factextract.batch.results import open_results
from factextract.tables.export import export_records, read_reports
from factextract.tables.targets import described, open_sink


def export(out: Path, targets: Sequence[str], *, replace: bool, mask: bool = False) -> Iterator[str]:
    """Write the records of the batch folder ``out`` (or of a JSON Lines file) to each target in turn; yields one sentence a
    target as it is done. ``mask`` hides personal data. Raises ``FactextractError``."""
    names = [described(target) for target in targets]  # a misspelt target shows before any work
    for target, name in zip(targets, names, strict=True):
        reports = read_reports(open_results(out), mask=mask)
        counts = export_records(reports, open_sink(target, replace=replace))
        yield f"已导出 {counts['records']} 篇报告、{counts['facts']} 个数字到 {name}"
