"""Puts a comparison together.

results -> reports -> whose they are -> who is missing -> table -> what is conspicuous -> what was copied
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from factextract.compare.align import Per, align
from factextract.compare.findings import changes, find_conspicuous, same_events
from factextract.compare.load import load_report
from factextract.compare.model import Comparison, Report
from factextract.compare.names.alias_files import read_aliases
from factextract.compare.names.model import AliasTable, Institution, ReporterMention
from factextract.compare.names.resolve import institution_id, resolve
from factextract.compare.none_statements import NoneStatements
from factextract.compare.reading import Results
from factextract.compare.roster.model import Roster
from factextract.compare.roster.read import read_roster
from factextract.compare.roster.requirements import load_requirements
from factextract.compare.submitted import Submitted
from factextract.errors import FactextractError
from factextract.packs import Catalogue


@dataclass(frozen=True, slots=True)
class Settings:
    """How to compare. ``roster``, ``requirements`` and ``aliases`` are files; ``periods`` (EDTF) are those for which reports are due,
    by default the one that most reports have; figures less sure than ``min_confidence`` (0 to 1) are UNCLEAR; ``copies`` looks for
    copied texts."""

    per: Per = Per.REPORT
    roster: Path | None = None
    requirements: Path | None = None
    aliases: Path | None = None
    periods: tuple[str, ...] = ()
    min_confidence: float = 0.0
    copies: bool = True


def compare(results: Results, catalogue: Catalogue, settings: Settings = Settings()) -> Comparison:
    """Compare the reports of ``results``. Raises ``FactextractError`` for files that are not what they should be."""
    roster = read_roster(settings.roster) if settings.roster else None
    requirements = (
        load_requirements(settings.requirements, frozenset(catalogue.by_id))
        if settings.requirements
        else None
    )
    reports = _load(results)
    aliases, institution_of, institutions = _resolve(reports, roster, settings.aliases)
    submitted = Submitted(
        reports, aliases, institution_of, institutions, roster, results.failed, settings.periods
    )
    grid = align(
        reports,
        institution_of,
        institutions,
        catalogue,
        per=settings.per,
        superseded=submitted.superseded,
        min_confidence=settings.min_confidence,
        order={one.id: place for place, one in enumerate(roster.entries)} if roster else None,
        failed=results.failed,
        unreadable=submitted.unreadable(),
    )
    changed = changes(grid)
    found = Comparison(
        grid,
        aliases,
        institution_of,
        submissions=submitted.remarks(requirements, {one.id: one.label for one in catalogue.indicators}),
        findings=find_conspicuous(grid, changed),
        events=same_events(grid),
        changes=changed,
    )
    return _with_copies(found, results) if settings.copies else found


def _load(results: Results) -> list[Report]:
    statements = NoneStatements.shipped()
    reports = []
    for entry in results:
        try:
            reports.append(load_report(entry, statements))
        except (LookupError, TypeError, AttributeError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise FactextractError(
                "records_invalid", path=results.path, line=entry.number + 1, detail=detail
            ) from None
    return reports


def _resolve(
    reports: Sequence[Report], roster: Roster | None, decided: Path | None
) -> tuple[AliasTable, dict[int, str], dict[str, Institution]]:
    """Whose each report is. A report that does not say is an institution of its own, named after its file."""
    signed = [report for report in reports if report.written]
    mentions = [
        ReporterMention(report.name, report.written or "", report.type, report.aliases, report.year)
        for report in signed
    ]
    aliases = resolve(mentions, roster, read_aliases(decided) if decided else None)
    institutions = (
        {**{one.id: one for one in roster.institutions}, **aliases.by_id()} if roster else aliases.by_id()
    )
    institution_of = {
        report.number: resolution.institution
        for report, resolution in zip(signed, aliases.resolutions, strict=True)
    }
    for report in reports:
        if report.number not in institution_of:
            name = f"（未署名）{report.path}"
            one = Institution(institution_id(name), name)
            institutions[one.id] = one
            institution_of[report.number] = one.id
    return aliases, institution_of, institutions


def _with_copies(found: Comparison, results: Results) -> Comparison:
    from factextract.compare.similar import Text, find_copies

    unknown = 0

    def texts() -> Iterator[Text]:
        nonlocal unknown
        for entry in results:
            if entry.text is None:
                unknown += 1
                continue
            report = found.grid.reports[entry.number]
            yield Text(
                report_id=f"{entry.number:08d}",
                institution=found.grid.institutions[found.institution_of[entry.number]].name,
                period=report.period.edtf,
                text=entry.text.text,
                start=entry.text.start,
                names=tuple(name for name in (report.written, *report.aliases) if name),
            )

    try:
        copies = find_copies(texts())
    except ImportError as error:
        raise FactextractError("compare_missing", package=error.name or "datasketch") from None
    if not unknown:
        return replace(found, copies=copies)
    note = f"{unknown} 篇报告的原文不在（没有 texts.jsonl，源文件也不在或已改动）：没有整句依据，也未查找相似段落。"
    return replace(found, copies=copies, notes=(*found.notes, note))
