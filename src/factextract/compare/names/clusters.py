"""Which forms are one institution.

Forms of one family, owner and unit are compared in pairs: two agree if level, level word of the place and outer places do not contradict
each other, what one leaves out counting as agreement. A form that agrees with two others that contradict each other (云岭局 with
云岭县局 and 云岭市局) is ambiguous and joins neither. Among the rest agreement is transitive, so that the clusters do not depend
on any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from factextract.compare.names.forms import Form
from factextract.compare.names.tables import families

_MAX_PEERS = 128
"""Forms of one unit that are compared with each other; honest sets have a handful. More of them join only where they are equal."""


@dataclass(slots=True)
class Node:
    """A form, alone or as a name of a known institution (``label``: its id). ``years`` are those of the reports that use it."""

    form: Form
    label: str | None = None
    first_year: int | None = None
    last_year: int | None = None

    def seen_in(self, year: int | None) -> None:
        """Count a report of ``year``."""
        if year is not None:
            self.first_year = year if self.first_year is None else min(self.first_year, year)
            self.last_year = year if self.last_year is None else max(self.last_year, year)


@dataclass(slots=True)
class Clusters:
    """Sets of nodes, by union and find; ``candidates`` are the nodes that an ambiguous one agrees with."""

    nodes: Sequence[Node]
    candidates: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _parents: list[int] = field(default_factory=list)
    _labels: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._parents = list(range(len(self.nodes)))
        self._labels = {i: node.label for i, node in enumerate(self.nodes) if node.label is not None}

    def root(self, node: int) -> int:
        """The node that stands for the cluster."""
        while self._parents[node] != node:
            self._parents[node] = node = self._parents[self._parents[node]]
        return node

    def label(self, node: int) -> str | None:
        """The known institution that the cluster is, if it is one."""
        return self._labels.get(self.root(node))

    def join(self, a: int, b: int) -> bool:
        """Make one cluster of two; False if they are two known institutions."""
        a, b = sorted((self.root(a), self.root(b)))
        if a == b:
            return True
        if a in self._labels and b in self._labels and self._labels[a] != self._labels[b]:
            return False
        self._parents[b] = a
        if b in self._labels:
            self._labels[a] = self._labels[b]
        return True


def cluster(nodes: Sequence[Node]) -> Clusters:
    """The clusters of ``nodes``, which are sorted and distinct."""
    found = Clusters(nodes)
    _join_labels(found)
    buckets: dict[tuple[str, str, str], list[int]] = {}
    for index, node in enumerate(nodes):
        buckets.setdefault((node.form.family, node.form.owner, node.form.inner), []).append(index)
    for members in buckets.values():
        if len(members) > _MAX_PEERS:
            _join_equal(found, members)
        elif len(members) > 1:
            _join_agreeing(found, members)
    return found


def join_declared(found: Clusters, declared: Mapping[int, Iterable[int]]) -> set[int]:
    """Join nodes that reports declare to be short forms of others, each only if all reports mean one institution by it. Returns the
    nodes that were joined so."""
    joined = set()
    for short in sorted(declared):
        targets = {found.root(full) for full in declared[short]} - {found.root(short)}
        if len(targets) == 1 and found.join(short, targets.pop()):
            found.candidates.pop(short, None)
            joined.add(short)
    return joined


def _join_labels(found: Clusters) -> None:
    first: dict[str, int] = {}
    for index, node in enumerate(found.nodes):
        if node.label is not None:
            found.join(first.setdefault(node.label, index), index)


def _join_equal(found: Clusters, members: Sequence[int]) -> None:
    """Join each form to the one known institution of the same form."""
    by_form: dict[Form, list[int]] = {}
    for index in members:
        by_form.setdefault(found.nodes[index].form, []).append(index)
    for same in by_form.values():
        if len({found.nodes[index].label for index in same} - {None}) == 1:
            for index in same[1:]:
                found.join(same[0], index)


def _join_agreeing(found: Clusters, members: Sequence[int]) -> None:
    nodes = [found.nodes[index] for index in members]
    peers = [0] * len(nodes)  # bit j of peers[i]: i and j agree; a node agrees with itself
    for i, node in enumerate(nodes):
        peers[i] |= 1 << i
        for j in range(i):
            if agree(node, nodes[j]):
                peers[i] |= 1 << j
                peers[j] |= 1 << i
    siblings: dict[str, int] = {}  # names of one known institution need not agree
    for i, node in enumerate(nodes):
        if node.label is not None:
            siblings[node.label] = siblings.get(node.label, 0) | 1 << i
    clear = []
    for i, node in enumerate(nodes):
        mask = peers[i] if node.label is None else peers[i] & ~siblings[node.label] | 1 << i
        clear.append(all(not mask & ~peers[j] for j in _bits(mask)))
    for i, mask in enumerate(peers):
        for j in _bits(mask):
            if clear[i] and clear[j]:
                found.join(members[i], members[j])
    for i, mask in enumerate(peers):
        if not clear[i] and nodes[i].label is None:
            _settle(found, members, i, [j for j in _bits(mask) if j != i and (clear[j] or nodes[j].label)])


def _settle(found: Clusters, members: Sequence[int], ambiguous: int, peers: Sequence[int]) -> None:
    """Join an ambiguous node to the only institution of just its form, or of its body's name; else note the candidates."""
    node = found.nodes[members[ambiguous]]
    others = [members[j] for j in peers]
    for closer in (
        [other for other in others if found.nodes[other].form == node.form],
        [other for other in others if found.nodes[other].form.body == node.form.body],
    ):
        if len({found.root(other) for other in closer}) == 1:
            found.join(members[ambiguous], closer[0])
            return
    found.candidates[members[ambiguous]] = tuple(others)


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def agree(a: Node, b: Node) -> bool:
    """Whether two nodes of one bucket can be one institution."""
    if a.label is not None and b.label is not None:
        return a.label == b.label
    one, other = a.form, b.form
    return (
        _match(one.level, other.level)
        and _match(one.suffix, other.suffix)
        and _nested(one.outer, other.outer)
        and _in_order(a, b)
    )


def _match(one: str, other: str) -> bool:
    return one == other or not one or not other


def _nested(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> bool:
    """Whether the shorter chain of places is left over from the longer one when some are left out."""
    short, long = sorted((one, other), key=len)
    position = 0
    for name, suffix in long:
        if position < len(short) and short[position][0] == name and _match(short[position][1], suffix):
            position += 1
    return position == len(short)


def _in_order(a: Node, b: Node) -> bool:
    """Whether the older name is not used later than the newer one, where each place changed in its own year."""
    older, newer = (a, b) if a.form.body > b.form.body else (b, a)
    if older.form.body == newer.form.body or older.form.family not in families().by_id:
        return True
    if not families().by_id[older.form.family].gradual:
        return True
    return older.last_year is None or newer.first_year is None or older.last_year <= newer.first_year
