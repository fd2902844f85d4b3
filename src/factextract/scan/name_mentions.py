"""One occurrence of an organisation's name, and its type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from factextract.scan.name_lexicon import PLAIN_TYPE_CUES, TYPE_CUES
from factextract.scan.name_parser import NameParts

_CUES = {cue: kind for kind, cues in TYPE_CUES for cue in cues}
_PLAIN_CUES = {cue: kind for kind, cues in PLAIN_TYPE_CUES for cue in cues}
_LONGEST_CUE = max(map(len, _CUES))


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name, in view offsets.

    ``name`` is the folded full form and ``parts`` its morphology. ``official`` tells that a person's title follows
    (县司法局局长). Where a list shares a head (新城、北岸两个监管所), ``start:end`` is the listed item and ``head_span`` the head.
    """

    start: int
    end: int
    name: str
    kind: str
    parts: NameParts
    official: bool = False
    head_span: tuple[int, int] | None = None


@lru_cache(maxsize=4096)
def organization_type(name: str) -> str:
    """Type of an organisation by the cue that stands last in its name; plain cues (公司, 局) only if there is no other."""
    if name.endswith("营业部") and ("证券" in name or "期货" in name):
        return "securities"
    return _last_cue(name, _CUES) or _last_cue(name, _PLAIN_CUES) or "other"


def _last_cue(name: str, table: dict[str, str]) -> str | None:
    """The type of the last and longest cue in ``name``."""
    for end in range(len(name), 0, -1):
        for start in range(max(0, end - _LONGEST_CUE), end):
            if kind := table.get(name[start:end]):
                return kind
    return None


def plain_mention(text: str, start: int, end: int, kind: str, head: str = "") -> Mention:
    """A mention whose name is all proper part but for ``head``."""
    name = text[start:end]
    parts = NameParts(start, end, head, "", name[: len(name) - len(head)], "", 0, False, False)
    return Mention(start, end, name, kind, parts)
