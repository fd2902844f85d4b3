"""The roster: the institutions that report, with their other names, levels and parents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from factextract.compare.names.model import Institution


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """An institution of the roster. ``parent`` is an entry's id; ``expected`` tells whether it has to report; ``line`` is the row or
    line that it was read from."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str | None = None
    parent: str | None = None
    type: str | None = None
    expected: bool = True
    line: int = 0


@dataclass(frozen=True)
class Roster:
    """The entries in the order of the file."""

    entries: tuple[RosterEntry, ...]

    @cached_property
    def institutions(self) -> tuple[Institution, ...]:
        """The entries as institutions."""
        return tuple(
            Institution(one.id, one.name, one.type, one.level, one.parent, one.aliases)
            for one in self.entries
        )

    @cached_property
    def by_id(self) -> dict[str, RosterEntry]:
        """The entries by their ids."""
        return {one.id: one for one in self.entries}
