"""What the resolution of names takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

How = Literal["decided", "roster", "exact", "alias", "short_form", "renamed", "anonymous", "new"]
"""How an institution was found: an officer's decision; as the roster writes it; the same name; a short form that a report declares;
the same name shortened or spelt otherwise; an earlier or later name; not at all, because the name does not tell (kept apart); not
at all, because no other name is like it, or several are (kept apart)."""


@dataclass(frozen=True, slots=True)
class ReporterMention:
    """The reporter of one report as the report writes it. ``aliases`` are short forms that the report uses, ``year`` the year its
    period ends in."""

    report_id: str
    name: str
    type: str | None = None
    aliases: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution. ``name`` is the roster's, else the fullest and latest one written; no two institutions share one. ``level``,
    ``parent`` (an id) and ``aliases`` are the roster's."""

    id: str
    name: str
    type: str | None = None
    level: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whose report it is. ``former`` is the kind of body that the report was written under, if that was merged into another one
    later (工商局, 质监局): two such reports of one period are no duplicates. ``reason`` is Chinese."""

    report_id: str
    institution: str
    how: How
    confidence: float
    reason: str
    former: str | None = None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A line of the alias table: a written name and whose it is. ``report_id`` is set where the name stands for another
    institution in each report, so that every report can be decided by itself."""

    written: str
    report_id: str | None
    institution: str
    how: How
    confidence: float
    reason: str
    reports: int


@dataclass(frozen=True, slots=True)
class AliasTable:
    """The institutions by name, a resolution for every mention in the order given, and the rows for review."""

    institutions: tuple[Institution, ...]
    resolutions: tuple[Resolution, ...]
    rows: tuple[AliasRow, ...]

    def by_id(self) -> dict[str, Institution]:
        """The institutions by their ids."""
        return {institution.id: institution for institution in self.institutions}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What an officer decided: the institution's name for a written name, or for a written name in one report (the key's second
    part). Names are as written; they are compared in their normal form."""

    names: Mapping[tuple[str, str | None], str]


class KnownInstitutions(Protocol):
    """Anything that lists institutions: a roster."""

    @property
    def institutions(self) -> tuple[Institution, ...]:
        """The institutions in the roster's order."""
