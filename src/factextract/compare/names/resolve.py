"""From written names to institutions: decisions first, then the roster as written, then the rules."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from factextract.compare.names import reasons
from factextract.compare.names.clusters import Node, cluster, join_declared
from factextract.compare.names.forms import Form, read_form, year_that_matters
from factextract.compare.names.model import (
    AliasRow,
    AliasTable,
    Decisions,
    Institution,
    KnownInstitutions,
    ReporterMention,
    Resolution,
)
from factextract.compare.names.normal import normal_form
from factextract.compare.names.reasons import Verdict
from factextract.compare.names.tables import families


def resolve(
    mentions: Sequence[ReporterMention],
    roster: KnownInstitutions | None = None,
    decisions: Decisions | None = None,
) -> AliasTable:
    """Whose each report is. The same for any order of the mentions; resolutions come in the order of ``mentions``.

    ``decisions`` override everything, the roster's names and aliases as written override the rules. A name that does not tell one
    institution (anonymised, without a place, fitting several) is an institution of its own in each report.
    """
    known = _Known(roster.institutions if roster else (), decisions)
    return _Resolver(known).resolve(mentions)


def institution_id(name: str) -> str:
    """The id of an institution that is in no roster."""
    return "o-" + hashlib.sha256(name.encode()).hexdigest()[:12]


class _Known:
    """Institutions known beforehand, and which written names are theirs: the roster's, and those that an officer named."""

    def __init__(self, roster: Sequence[Institution], decisions: Decisions | None) -> None:
        self.roster = tuple(roster)
        self.by_id = {one.id: one for one in roster}
        self.in_roster = frozenset(self.by_id)
        owners: dict[str, set[str]] = {}
        for one in roster:
            for name in one.aliases:
                owners.setdefault(normal_form(name), set()).add(one.id)
        for one in roster:  # a name is stronger than another one's alias
            owners[normal_form(one.name)] = {one.id}
        self.exact = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
        self.shared = frozenset(name for name, ids in owners.items() if len(ids) > 1)
        self.decided: dict[tuple[str, str | None], str] = {}
        for (written, report), name in sorted(
            (decisions.names if decisions else {}).items(), key=_decision_order
        ):
            self.decided[normal_form(written), report] = self._named(name)

    def _named(self, name: str) -> str:
        """The id of the institution that an officer calls ``name``."""
        found = self.exact.get(normal_form(name))
        if found is None:
            one = Institution(institution_id(name), name)
            self.by_id[one.id] = one
            self.exact[normal_form(name)] = found = one.id
        return found

    def decision(self, normal: str, report: str) -> str | None:
        """What an officer decided for a name, first of all in this report."""
        return self.decided.get((normal, report)) or self.decided.get((normal, None))

    def names(self) -> Iterable[tuple[str, str]]:
        """Every name and alias with its id."""
        for one in self.by_id.values():
            for name in (one.name, *one.aliases):
                yield name, one.id


def _decision_order(item: tuple[tuple[str, str | None], str]) -> tuple[str, str, str]:
    (written, report), name = item
    return written, report or "", name


@dataclass(slots=True)
class _Name:
    """A normal name in reports of years that mean the same by it. ``written`` are its spellings."""

    normal: str
    form: Form
    written: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Group:
    """The institution of a cluster, and what its members are compared with."""

    institution: Institution
    form: Form | None
    normals: frozenset[str]
    reports: int


class _Resolver:
    def __init__(self, known: _Known) -> None:
        self._known = known
        self._names: dict[tuple[str, int | None], _Name] = {}
        self._nodes: dict[tuple[Form, str | None], Node] = {}

    def resolve(self, mentions: Sequence[ReporterMention]) -> AliasTable:
        keys = [self._take(mention) for mention in mentions]
        self._take_known()
        order = sorted(self._nodes, key=lambda key: (key[0], key[1] or ""))
        self._index = {key: position for position, key in enumerate(order)}
        self._clusters = cluster([self._nodes[key] for key in order])
        self._declared = join_declared(self._clusters, self._declarations(mentions, keys))
        self._groups = self._make_groups()
        found = [self._resolution(mention, key) for mention, key in zip(mentions, keys, strict=True)]
        institutions = self._institutions(mentions, found)
        return AliasTable(
            institutions, tuple(resolution for resolution, _ in found), _rows(mentions, found, institutions)
        )

    def _take(self, mention: ReporterMention) -> tuple[str, int | None]:
        """Note a mention's name; returns its key."""
        normal = normal_form(mention.name)
        key = (normal, year_that_matters(mention.year))
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = _Name(normal, read_form(*key))
        if self._by_rules(normal, mention.report_id) and not name.form.unclear:
            name.written[mention.name] += 1
            node = self._nodes.setdefault((name.form, None), Node(name.form))
            node.seen_in(mention.year)
        return key

    def _by_rules(self, normal: str, report: str) -> bool:
        known = self._known
        return (
            known.decision(normal, report) is None
            and normal not in known.exact
            and normal not in known.shared
        )

    def _take_known(self) -> None:
        for written, label in self._known.names():
            form = read_form(normal_form(written))
            if not form.unclear:
                self._nodes.setdefault((form, label), Node(form, label))

    def _declarations(
        self, mentions: Sequence[ReporterMention], keys: Sequence[tuple[str, int | None]]
    ) -> dict[int, set[int]]:
        """Nodes that stand for a short form in some report, with the nodes of the full names there."""
        declared: dict[int, set[int]] = {}
        for mention, key in zip(mentions, keys, strict=True):
            if not mention.aliases:
                continue
            full = self._node_of(mention, key)
            for alias in mention.aliases if full is not None else ():
                form = read_form(normal_form(alias), key[1])
                short = self._index.get((form, None))
                if (
                    full is not None
                    and short is not None
                    and short != full
                    and _may_stand_for(form, key, self._names)
                ):
                    declared.setdefault(short, set()).add(full)
        return declared

    def _node_of(self, mention: ReporterMention, key: tuple[str, int | None]) -> int | None:
        """The node of a mention's name, whoever decided on it."""
        form, normal = self._names[key].form, key[0]
        label = self._known.decision(normal, mention.report_id) or self._known.exact.get(normal)
        found = self._index.get((form, label))
        if found is None and label is not None:  # the roster's own name is written otherwise
            name = self._known.by_id[label].name
            found = self._index.get((read_form(normal_form(name)), label))
        return found

    def _make_groups(self) -> dict[int, _Group]:
        members: dict[int, list[_Name]] = {}
        for key in sorted(self._names, key=lambda key: (key[0], key[1] or 0)):
            name = self._names[key]
            if name.written:
                node = self._index[name.form, None]
                if node not in self._clusters.candidates:
                    members.setdefault(self._clusters.root(node), []).append(name)
        return {root: self._group(root, names) for root, names in members.items()}

    def _group(self, root: int, names: Sequence[_Name]) -> _Group:
        label = self._clusters.label(root)
        normals = frozenset(name.normal for name in names)
        reports = sum(sum(name.written.values()) for name in names)
        if label is not None:
            one = self._known.by_id[label]
            form = read_form(normal_form(one.name))
            return _Group(one, None if form.unclear else form, normals, reports)
        fullest = min(names, key=lambda name: (name.form.body, -len(name.normal), name.normal))
        written = min(fullest.written)
        return _Group(Institution(institution_id(written), written), fullest.form, normals, reports)

    def _resolution(self, mention: ReporterMention, key: tuple[str, int | None]) -> tuple[Resolution, bool]:
        """The resolution, and whether the name is kept apart from the same name in other reports."""
        known, name = self._known, self._names[key]
        former = _former(name.form)
        if label := known.decision(key[0], mention.report_id):
            return _resolved(mention, label, reasons.DECIDED, former), (
                key[0],
                mention.report_id,
            ) in known.decided
        if label := known.exact.get(key[0]):
            verdict = reasons.IN_ROSTER if label in known.in_roster else reasons.SAME
            return _resolved(mention, label, verdict, former), False
        node = self._index.get((name.form, None))
        if key[0] in known.shared:
            return self._apart(mention, reasons.ambiguous(self._sharing(key[0]))), True
        if node is None:
            return self._apart(mention, reasons.unclear(name.form.unclear)), True
        if (candidates := self._clusters.candidates.get(node)) is not None:
            return self._apart(mention, reasons.ambiguous(self._candidate_names(candidates))), True
        group = self._groups[self._clusters.root(node)]
        verdict = self._verdict(mention, name, node, group)
        return _resolved(mention, group.institution.id, verdict, former), False

    def _verdict(self, mention: ReporterMention, name: _Name, node: int, group: _Group) -> Verdict:
        if node in self._declared:
            return reasons.DECLARED
        if name.normal == normal_form(group.institution.name):
            others = group.reports > 1
            return reasons.SAME if others else reasons.ONLY
        ordered = mention.year is not None
        full = group.form or name.form
        return reasons.compared(name.form, full, group.institution.name, mention.year, ordered)

    def _apart(self, mention: ReporterMention, verdict: Verdict) -> Resolution:
        name = _apart_name(mention)
        return Resolution(
            mention.report_id, institution_id(name), verdict.how, verdict.confidence, verdict.reason
        )

    def _sharing(self, normal: str) -> list[str]:
        return [
            one.name for one in self._known.roster if normal in {normal_form(alias) for alias in one.aliases}
        ]

    def _candidate_names(self, nodes: Iterable[int]) -> list[str]:
        names = set()
        for node in nodes:
            label, root = self._clusters.label(node), self._clusters.root(node)
            if label is not None:
                names.add(self._known.by_id[label].name)
            elif root in self._groups:
                names.add(self._groups[root].institution.name)
        return sorted(names)

    def _institutions(
        self, mentions: Sequence[ReporterMention], found: Sequence[tuple[Resolution, bool]]
    ) -> tuple[Institution, ...]:
        """The roster in its order, then the others by name; the type of those is the one that most reports say."""
        types: dict[str, Counter[str]] = {}
        listed = {group.institution.id: group.institution for group in self._groups.values()}
        listed.update(self._known.by_id)
        for mention, (resolution, _) in zip(mentions, found, strict=True):
            if resolution.institution not in listed:
                listed[resolution.institution] = Institution(resolution.institution, _apart_name(mention))
            if mention.type is not None:
                types.setdefault(resolution.institution, Counter())[mention.type] += 1
        used = {resolution.institution for resolution, _ in found}
        others = [
            replace(one, type=_commonest(types.get(one.id, Counter())))
            for one in listed.values()
            if one.id not in self._known.in_roster and one.id in used
        ]
        return (*self._known.roster, *sorted(others, key=lambda one: (one.name, one.id)))


def _apart_name(mention: ReporterMention) -> str:
    return f"{mention.name}（{mention.report_id}）"


def _commonest(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def _former(form: Form) -> str | None:
    """The kind of body, if it was merged into another one later."""
    family = families().by_id.get(form.family)
    if family is None or family.interchangeable or not form.body:
        return None
    return family.bodies[form.body]


def _may_stand_for(
    short: Form, key: tuple[str, int | None], names: Mapping[tuple[str, int | None], _Name]
) -> bool:
    """Whether a short form can be one of this name: of its family and level, never its parent's."""
    full = names[key].form
    if short.unclear or (short.family and short.family != full.family):
        return False
    return short.level in ("", full.level) and bool(short.inner) == bool(full.inner)


def _resolved(mention: ReporterMention, institution: str, verdict: Verdict, former: str | None) -> Resolution:
    return Resolution(mention.report_id, institution, verdict.how, verdict.confidence, verdict.reason, former)


def _rows(
    mentions: Sequence[ReporterMention],
    found: Sequence[tuple[Resolution, bool]],
    institutions: Sequence[Institution],
) -> tuple[AliasRow, ...]:
    """One row a written name, or a name in a report where it stands apart; sorted by institution and name."""
    names = {one.id: one.name for one in institutions}
    counts = Counter(
        AliasRow(
            mention.name,
            mention.report_id if apart else None,
            names[resolution.institution],
            resolution.how,
            resolution.confidence,
            resolution.reason,
            0,
        )
        for mention, (resolution, apart) in zip(mentions, found, strict=True)
    )
    rows = [replace(row, reports=count) for row, count in counts.items()]
    return tuple(
        sorted(rows, key=lambda row: (row.institution, row.written, row.report_id or "", row.how, row.reason))
    )
