"""Scan and names to facts: one pass over the quantities of a report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from factextract.datamodel import Fact, Layout, Names, Quantity, Role, Scan, Span, Status
from factextract.linear import BagJudge, Judge
from factextract.link.candidate_index import CandidateIndex
from factextract.link.category_features import CategoryCandidates
from factextract.link.context import Context, build_contexts
from factextract.link.deciding import Decider
from factextract.link.dimensions import Dimensions, find_dimensions
from factextract.link.features import FeatureReader
from factextract.link.indicator import Typed, type_quantities
from factextract.link.mentions import MentionIndex
from factextract.link.owner import OwnerFinder
from factextract.link.owner_features import WHOLE_NAMES, OwnerCandidates
from factextract.link.parallel import Run, find_runs
from factextract.link.parts import find_parts
from factextract.link.period import Calendar, FactPeriod, PeriodReader
from factextract.link.phrases import action_and_object
from factextract.link.ranking import Decision, abstain_below, by_rules
from factextract.link.rates import change_direction, is_change
from factextract.link.setting import SettingReader
from factextract.link.status import StatusReader
from factextract.link.status_features import NAMESPACE, StatusFeatures
from factextract.link.trained import Trained
from factextract.link.triggers import Hits, TriggerLexicon
from factextract.link.wording import Wording
from factextract.packs import Catalogue
from factextract.scan.bare_counts import counts_without_unit

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Typing:
    """The quantities of one report with all that is known before names: contexts, trigger hits, the rules' choices.
    ``source_spans`` are the quantities' places in the file's own text."""

    text: str
    contexts: tuple[Context, ...]
    hits: Hits
    typed: tuple[Typed, ...]
    catalogue: Catalogue
    source_spans: tuple[Span, ...] = ()

    def features(self, at: int) -> list[str]:
        """Features of one quantity for the trained model."""
        return FeatureReader(self.text, self.contexts, self.hits, self.typed).names(at)


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of one report before owner and status are settled; the tuples run parallel to ``contexts``.
    ``voted_statuses``, ``voted_owners`` and ``dimensions`` are the rules' votes, ``parts`` tells which figure each is part of, ``reporter`` is
    the id of the reporting body."""

    text: str
    layout: Layout
    scan: Scan
    names: Names
    mentions: MentionIndex
    hits: Hits
    contexts: tuple[Context, ...]
    typed: tuple[Typed, ...]
    decisions: tuple[Decision, ...]
    runs: tuple[Run, ...]
    periods: tuple[FactPeriod | None, ...]
    plan: bool
    voted_statuses: tuple[Status, ...]
    voted_owners: tuple[str | None, ...]
    reporter: str | None
    parts: tuple[int | None, ...]
    dimensions: tuple[Dimensions, ...]
    source_spans: tuple[Span, ...] = ()


class Linker:
    """Turns scanned reports into facts with one catalogue and, if given, a trained model; no state between reports."""

    def __init__(
        self, catalogue: Catalogue, trained: Trained | None = None, min_confidence: float = 0.0
    ) -> None:
        self._catalogue = catalogue
        self._index = CandidateIndex(catalogue)
        self._lexicon = TriggerLexicon(catalogue)
        known = trained or Trained()
        self._decider = Decider(known.ranker, self._index) if known.ranker is not None else None
        self._status = BagJudge(known.status, NAMESPACE) if known.status is not None else None
        self._owner = BagJudge(known.owner, WHOLE_NAMES) if known.owner is not None else None
        self._category = known.category
        self._min_confidence = min_confidence

    def type(self, text: str, layout: Layout, scan: Scan) -> Typing:
        """What the rules make of each countable quantity."""
        quantities = [quantity for quantity in scan.quantities if is_countable(text, quantity, layout)]
        contexts = build_contexts(text, layout, quantities)
        hits = self._lexicon.find(text)
        return Typing(
            text, contexts, hits, type_quantities(text, contexts, hits, self._index), self._catalogue
        )

    def link(
        self, text: str, layout: Layout, scan: Scan, names: Names, calendar: Calendar, shown: str
    ) -> tuple[Fact, ...]:
        """Facts of one report, in text order. All offsets are view offsets; ``shown`` is the text in the source's own
        letters, one for one."""
        return self._facts(self.read(text, layout, scan, names, calendar), Wording(text, shown))

    def read(self, text: str, layout: Layout, scan: Scan, names: Names, calendar: Calendar) -> Reading:
        """The figures that are facts, with what the rules say of owner and status."""
        found = self.type(text, layout, scan)
        decisions = self._decide(found)
        kept = [at for at, decision in enumerate(decisions) if decision.fact]
        contexts = tuple(found.contexts[at] for at in kept)
        typed = tuple(replace(found.typed[at], indicator=decisions[at].indicator) for at in kept)
        runs = tuple(find_runs(text, contexts))
        statuses = StatusReader(text, layout)
        periods = tuple(PeriodReader(text, layout, calendar, statuses.plan).periods(contexts, runs))
        mentions = MentionIndex(text, names)
        finder = OwnerFinder(text, layout, names, mentions)
        parts = find_parts(text, layout, contexts, typed, periods)
        return Reading(
            text=text,
            layout=layout,
            scan=scan,
            names=names,
            mentions=mentions,
            hits=found.hits,
            contexts=contexts,
            typed=typed,
            decisions=tuple(decisions[at] for at in kept),
            runs=runs,
            periods=periods,
            plan=statuses.plan,
            voted_statuses=tuple(
                _status(statuses, context, period) for context, period in zip(contexts, periods, strict=True)
            ),
            voted_owners=tuple(finder.owners(contexts)),
            reporter=finder.reporter,
            parts=tuple(parts),
            dimensions=tuple(find_dimensions(text, contexts, runs, typed, parts, mentions, _branches(names))),
        )

    def _decide(self, found: Typing) -> list[Decision]:
        if self._decider is None:
            decisions = [by_rules(typed) for typed in found.typed]
        else:
            decisions = self._decider.decide(found.text, found.contexts, found.typed, found.hits)
        return [abstain_below(decision, self._min_confidence) for decision in decisions]

    def _facts(self, reading: Reading, wording: Wording) -> tuple[Fact, ...]:
        text, contexts, typed, runs = reading.text, reading.contexts, reading.typed, reading.runs
        periods, layout = reading.periods, reading.layout
        statuses = _statuses(reading, self._status)
        owners = _owners(reading, self._owner)
        setting = SettingReader(text, layout, reading.scan.dates, reading.names)
        evidence = _Evidence(layout)
        dimensions = _dimensions(reading, self._category)
        facts: list[Fact] = []
        for at, (context, choice) in enumerate(zip(contexts, typed, strict=True)):
            action, thing = action_and_object(text, context, reading.hits)
            figure = Span(context.quantity.start, context.quantity.end)
            date = setting.date(contexts, runs[at], at)
            facts.append(
                Fact(
                    id=f"f{at + 1}",
                    quantity=context.quantity,
                    indicator=choice.indicator,
                    status=statuses[at],
                    action=wording.of(action, figure),
                    object=wording.of(thing, figure),
                    direction=change_direction(text, context) if is_change(text, context) else None,
                    organization=owners[at],
                    date=f"d{date + 1}" if date is not None else None,
                    venue=setting.venue(contexts, runs[at], at),
                    period=told.edtf
                    if (told := periods[at]) is not None and statuses[at] is Status.REPORTED
                    else None,
                    dimensions={
                        name: wording.of(words, figure) or words for name, words in dimensions[at].items()
                    },
                    part_of=f"f{whole + 1}" if (whole := reading.parts[at]) is not None else None,
                    confidence=reading.decisions[at].confidence,
                    evidence=evidence.of(context),
                    method=reading.decisions[at].method,
                )
            )
        return tuple(facts)


def _statuses(reading: Reading, judge: BagJudge | None) -> Sequence[Status]:
    """Planned or reported, of each figure: the judge's decision, else the rules' vote."""
    if judge is None:
        return reading.voted_statuses
    features = StatusFeatures(reading.text, reading.layout, reading.plan)
    figures = zip(reading.contexts, reading.voted_statuses, reading.periods, strict=True)
    return [
        Status.PLANNED if chance > _HALF else Status.REPORTED for chance in features.chances(judge, figures)
    ]


def _owners(reading: Reading, judge: BagJudge | None) -> Sequence[str | None]:
    """Whose each figure is: the likeliest candidate (the rules' choice at a tie), or the rules' vote where there is no choice."""
    if judge is None:
        return reading.voted_owners
    candidates = owner_candidates(reading)
    return [
        candidates.likeliest(context, voted, judge)
        for context, voted in zip(reading.contexts, reading.voted_owners, strict=True)
    ]


def _dimensions(reading: Reading, judge: Judge | None) -> Sequence[Dimensions]:
    """What each figure is broken down by: the rules' dimensions with the category that the judge settles on."""
    if judge is None:
        return reading.dimensions
    candidates = category_candidates(reading, [found.get("category") for found in reading.dimensions])
    settled: list[Dimensions] = []
    for at, found in enumerate(reading.dimensions):
        others = {name: words for name, words in found.items() if name != "category"}
        category = candidates.settled(at, judge)
        settled.append({**others, "category": category} if category else others)
    return settled


def category_candidates(reading: Reading, voted: Sequence[str | None]) -> CategoryCandidates:
    """What lists the phrases that may name the categories of the figures of ``reading``; ``voted`` are the rules' categories."""
    branches = _branches(reading.names)
    return CategoryCandidates(reading.text, reading.contexts, reading.runs, reading.typed, voted, branches)


def _branches(names: Names) -> frozenset[str]:
    """All names of the reporter's branches."""
    branches = (body for body in names.organizations if Role.BRANCH in body.roles)
    return frozenset(form for body in branches for form in (body.name, *body.aliases))


def owner_candidates(reading: Reading) -> OwnerCandidates:
    """What lists the bodies that may own the figures of ``reading``."""
    return OwnerCandidates(reading.text, reading.layout, reading.names, reading.mentions, reading.reporter)


def _status(statuses: StatusReader, context: Context, period: FactPeriod | None) -> Status:
    if period is None:
        return statuses.status(context)
    return statuses.status(context, past=period.past, future=period.future)


def is_countable(text: str, quantity: Quantity, layout: Layout) -> bool:
    """False for what the guidelines call no fact or optional: the numeral 一, a bare number in running text unless what it
    counts stands right before it (阅读量3000万)."""
    if quantity.numeral_one:
        return False
    if quantity.unit is not None:
        return True
    before = bisect_right(layout.tables, quantity.start, key=lambda table: table.start)
    if before and quantity.start < layout.tables[before - 1].end:
        return True
    return counts_without_unit(text, quantity)


class _Evidence:
    """The stretch of text that shows a figure: its sentence, or its row of a table."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._rows: dict[tuple[int, int], Span] = {}
        for number, table in enumerate(layout.tables):
            for cell in table.cells:
                known = self._rows.get((number, cell.row), Span(cell.start, cell.end))
                self._rows[number, cell.row] = Span(min(known.start, cell.start), max(known.end, cell.end))

    def of(self, context: Context) -> Span:
        """Where the figure is shown (view offsets)."""
        if context.place is not None:
            return self._rows[context.place.table, context.place.row]
        sentence = self._layout.sentences[context.sentence]
        return Span(sentence.start, sentence.end)
