"""Annotated reports and the name bank to examples for the judge of organisations.

A report teaches by the names that the rules read in it on its first day, right and wrong ones: today's rules begin names
rightly in all reports that they were tuned on. Names begun too early are rare even so; for each name in running text one is made
from it by moving its begin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from factextract.corpus import compile_gold, load
from factextract.corpus.matching import forms, normal_name
from factextract.corpus.name_bank import NEITHER, VENUE, NameMark, read_names
from factextract.datamodel import Span
from factextract.ingest import document_from_text
from factextract.learn.examples import Origin, origin_of
from factextract.learn.first_votes import FirstVotes, names_in
from factextract.learn.judging import Judgement
from factextract.pipeline import Engine
from factextract.scan.name_levels import is_name_char
from factextract.scan.organization_candidates import (
    NameCandidate,
    NameReading,
    name_candidates,
    reading_groups,
)
from factextract.scan.organization_features import organization_features
from factextract.text.fold import fold
from factextract.text.view import View

_REPORT, _BANK, _MOVED = 1.0, 1.0, 0.5  # how much examples count
_MOVES = (1, 2, 3, 1, 2, 4, 1, 2)  # by how many characters a begin is moved
_BANK_BLOCK = 20  # lines of the name bank that count as one institution
Label = Callable[[NameCandidate, Mapping[str, NameCandidate]], bool | None]


def organization_judgements(
    engine: Engine, annotation: Path, votes: FirstVotes | None
) -> Iterator[Judgement]:
    """For each form of a name in an annotated document: is it an organisation of the record? Only documents with first votes teach."""
    if votes is None:
        return
    document, origin = load(annotation), origin_of(annotation)
    gold, _ = compile_gold(document)
    parts = engine.bodies(document_from_text(document.text, document.text_file))
    for report, (view, _, _) in zip(gold["reports"], parts, strict=False):
        recorded = [view.span_to_view(span) for span in votes.bodies if view.start <= span.start < view.end]
        label = _label_of(report["organizations"])
        yield from _judged(view, names_in(view, votes.names), recorded, label, _REPORT, origin, True)


def bank_organization_judgements(engine: Engine, path: Path) -> Iterator[Judgement]:
    """The same for each form of a name in a file of the name bank."""
    for number, sentence in enumerate(read_names(path)):
        origin = Origin(f"{path.stem}:{number // _BANK_BLOCK}", sentence.type, "bank")
        for view, own, recorded in engine.bodies(document_from_text(sentence.text, path.name)):
            label = _label_by_marks(view, sentence.marks)
            yield from _judged(view, own, recorded, label, _BANK, origin, False)


def _judged(
    view: View,
    own: Sequence[NameReading],
    recorded: Sequence[Span],
    label: Label,
    weight: float,
    origin: Origin,
    document: bool,
) -> Iterator[Judgement]:
    spans = [(span.start, span.end) for span in recorded]
    moved = [m for reading in own if (m := _moved(view.text, reading, spans)) is not None]
    for readings, where, counts, synthetic in (
        (own, spans, weight, False),
        (moved, [(one.start, one.end) for one in moved], _MOVED, True),
    ):
        candidates = name_candidates(view.text, reading_groups(view.text, readings), where)
        for candidate in candidates.values():
            right = label(candidate, candidates)
            if right is not None:
                yield Judgement(
                    tuple(organization_features(view.text, candidate)),
                    right,
                    candidate.vote == "y",
                    counts,
                    origin.institution,
                    origin.type,
                    True,
                    document,
                    synthetic=synthetic,
                )


def _moved(text: str, reading: NameReading, recorded: Sequence[tuple[int, int]]) -> NameReading | None:
    """A recorded reading as if the rules had begun it too early; None where no name can begin earlier."""
    if reading.tail != reading.end or (reading.start, reading.end) not in recorded:
        return None
    pick = hashlib.sha256(f"{reading.start}{reading.name}".encode()).digest()[0] % len(_MOVES)
    start = reading.start - _MOVES[pick]
    if start < 0 or not all(is_name_char(char) for char in text[start : reading.start]):
        return None
    return NameReading(
        start, reading.end, text[start : reading.end], reading.head, reading.shape, reading.end
    )


def _folded(name: object) -> str:
    return fold(normal_name(name))


def _label_of(bodies: Sequence[Mapping[str, object]]) -> Label:
    """Labels by a report's annotated organisations. Optional ones teach nothing, and neither do short forms that the rules
    did not record beside a full form: they are the full form's to be found by."""
    gold = [({_folded(name) for name in forms(body)}, bool(body.get("optional"))) for body in bodies]
    main = [{_folded(name) for name in forms({**body, "aliases": ()})} for body in bodies]

    def label(candidate: NameCandidate, candidates: Mapping[str, NameCandidate]) -> bool | None:
        name = _folded(candidate.name)
        hits = [at for at, (names, _) in enumerate(gold) if name in names]
        if not hits:
            return False
        if all(gold[at][1] for at in hits):
            return None
        others = {_folded(other) for other in candidates} - {name}
        short = all(name not in main[at] and bool(gold[at][0] & others) for at in hits)
        return None if short and candidate.vote != "y" else True

    return label


def _label_by_marks(view: View, marks: Sequence[NameMark]) -> Label:
    """Labels by the marks of a sentence: an organisation's mark must have the candidate's very extent."""

    def label(candidate: NameCandidate, _: Mapping[str, NameCandidate]) -> bool | None:
        found: bool | None = False
        for reading in candidate.readings:
            where = view.to_source(Span(reading.start, reading.end))
            over = [mark for mark in marks if mark.start < where.end and where.start < mark.end]
            same = [
                mark for mark in over if (mark.start, mark.end) == (where.start, where.end) and _is_body(mark)
            ]
            if same and not same[0].optional:
                return True
            if any(mark.optional for mark in over):
                found = None
        return found

    return label


def _is_body(mark: NameMark) -> bool:
    return any(label not in (NEITHER, VENUE) for label in mark.labels)
