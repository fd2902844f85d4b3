"""From pack files to a catalogue: the built-in packs, the user's merged in, every problem reported at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from factextract.errors import FactextractError
from factextract.packs.build import Pack, build, extended
from factextract.packs.model import OTHER, Catalogue, Indicator
from factextract.packs.problems import content_problems
from factextract.packs.source import PackSource, Problem, read_source, schema_problems

BUILTIN = Path(__file__).with_name("builtin")
"""The folder of the built-in packs."""

Candidates = dict[str, Indicator]
"""Indicators and other kinds of figures by id, in catalogue order."""


def load_packs(extra: Sequence[Path] = ()) -> Catalogue:
    """The built-in catalogue with the ``extra`` packs merged in, in order.

    Raises ``FactextractError('pack_invalid')`` that lists every problem of every extra pack as ``file:line: message``.
    The built-in packs are taken as sound (the tests see to it), which spares their check at every start.
    """
    packs = _builtin_packs()
    merged, _ = _merge({}, packs)
    problems: list[tuple[Path, Problem]] = []
    for path in extra:
        pack, found = read_pack(path)
        if pack is not None:
            merged, clashes = _merge(merged, [pack])
            packs.append(pack)
            found = [*found, *clashes]
        problems += [(path, problem) for problem in sorted(found)]
    if problems:
        raise _invalid(problems)
    return Catalogue.of(
        tuple(one for one in merged.values() if one.listed),
        tuple(one for one in merged.values() if not one.listed),
        tuple(dict.fromkeys(word for pack in packs for word in pack.neutral)),
        _digest(pack.source.data for pack in packs),
    )


def read_pack(path: Path) -> tuple[Pack | None, list[Problem]]:
    """Read and check one pack by itself: the pack (None if it has no sound structure) and its problems."""
    source = read_source(path)
    if isinstance(source, Problem):
        return None, [source]
    values = source.values()
    problems = [*source.duplicate_keys(), *schema_problems(source, values)]
    if problems:
        return None, problems
    pack = build(source, values)
    return pack, content_problems(pack)


def clashes_with_builtin(pack: Pack) -> list[Problem]:
    """What keeps a pack from joining the built-in catalogue; nothing for a built-in pack itself."""
    rest = [other for other in _builtin_packs() if not other.source.path.samefile(pack.source.path)]
    merged, _ = _merge({}, rest)
    return _merge(merged, [pack])[1]


def _builtin_packs() -> list[Pack]:
    sources = [PackSource(path, path.read_bytes()) for path in sorted(BUILTIN.glob("*.yaml"))]
    return [build(source, source.values()) for source in sources]


def _invalid(problems: Sequence[tuple[Path, Problem]]) -> FactextractError:
    detail = "\n".join(f"{path}:{problem.line}: {problem.message}" for path, problem in problems)
    named = "、".join(dict.fromkeys(str(path) for path, _ in problems))
    return FactextractError("pack_invalid", path=named, detail=detail)


def _digest(contents: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for content in contents:
        whole.update(len(content).to_bytes(8, "big"))
        whole.update(content)
    return whole.hexdigest()


def _merge(known: Candidates, packs: Sequence[Pack]) -> tuple[Candidates, list[Problem]]:
    """Add packs to what is known; entries that cannot join are left out and reported."""
    merged = dict(known)
    problems: list[Problem] = []
    for pack in packs:
        problems += _join(merged, pack)
    for pack in packs:
        problems += _unknown_ids(pack, merged)
    return merged, problems


def _join(merged: Candidates, pack: Pack) -> list[Problem]:
    problems = []
    joined: set[str] = set()
    for entry in pack.entries:
        name, how = entry.indicator.id, entry.how
        if name in joined:  # reported with the pack's content
            continue
        joined.add(name)
        if how == "new" and name in merged:
            message = f"指标“{name}”已存在；若要取代它，请写 replaces: true，若要补充用词，请写 extends: true"
        elif how != "new" and name not in merged:
            message = f"没有可供 {how} 的指标“{name}”"
        else:
            merged[name] = extended(merged[name], entry.indicator) if how == "extends" else entry.indicator
            continue
        problems.append(Problem(pack.source.line((*entry.path, "id")), message))
    return problems


def _unknown_ids(pack: Pack, merged: Candidates) -> list[Problem]:
    """Ids that a pack refers to and no indicator bears."""
    known = {one.id for one in merged.values() if one.listed}
    found = []
    for entry in pack.entries:
        for other in entry.indicator.confusable:
            if other not in known:
                found.append(Problem(pack.source.line((*entry.path, "confusable")), f"没有指标“{other}”"))
        for example, path in entry.examples():
            if example.expected is not None and example.expected not in known | {OTHER}:
                found.append(Problem(pack.source.line(path), f"没有指标“{example.expected}”"))
    return found
