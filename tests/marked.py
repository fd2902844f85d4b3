"""Sentences with their figures marked inline, read into facts for tests of what comes after linking.

``共发放折页{1200余份|materials_distributed}`` marks a fact by its mention; further fields: ``planned``, ``org=NAME`` (a branch unless
``roles`` say otherwise), ``channel=``, ``category=``, ``period=``, ``part_of=``, ``confidence=``. Offsets are those of the text
without marks, folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from factextract.datamodel import (
    Fact,
    Layout,
    Names,
    Organization,
    Part,
    Quantity,
    Reporter,
    Role,
    Span,
    Status,
)
from factextract.ingest import build_layout, clean, document_from_text, make_view
from factextract.scan.scanner import scan
from factextract.text.fold import fold

_MARK = re.compile(r"\{([^{}|]+)(?:\|([^{}]*))?\}")


@dataclass(frozen=True)
class Marked:
    """A marked text: the view text, its facts (ids f1, f2 ... in text order), layout and names."""

    text: str
    facts: list[Fact]
    layout: Layout
    names: Names

    def mentions(self, ids: Iterable[str]) -> list[str]:
        """The mentions of facts, in the order given."""
        by_id = {fact.id: fact.quantity for fact in self.facts}
        return [self.text[by_id[i].start : by_id[i].end] for i in ids]


def quantity(mention: str, start: int, text: str | None = None) -> Quantity:
    """The quantity that a mention at ``start`` of ``text`` is; without a text, the mention read by itself."""
    if text is not None:
        span = (start, start + len(mention))
        inside = [found for found in scan(fold(text)).quantities if (found.start, found.end) == span]
        if inside:
            return inside[0]
    (found,) = scan(fold(mention)).quantities
    assert (found.start, found.end) == (0, len(mention)), mention
    moved = {"start": start, "end": start + len(mention)}
    return Quantity(**({name: getattr(found, name) for name in Quantity.__slots__} | moved))


def every_quantity(text: str, planned: Iterable[str] = ()) -> Marked:
    """Read a text, every quantity of it a fact without an indicator; the mentions ``planned`` are plans."""
    document = document_from_text(text, "marked.txt")
    part = Part(0, len(text))
    view = make_view(document, part, clean(document))
    facts = []
    for number, found in enumerate(scan(view.text).quantities, 1):
        mention = view.text[found.start : found.end]
        status = Status.PLANNED if mention in planned else Status.REPORTED
        facts.append(Fact(f"f{number}", found, None, status))
    return Marked(view.text, facts, build_layout(view, part, document), Names())


def marked(source: str, roles: Mapping[str, str] | None = None, reporter: str | None = None) -> Marked:
    """Read a marked text. ``roles`` gives organisations' roles by name; ``reporter`` is the reporter's name."""
    text, spots = "", []
    at = 0
    for match in _MARK.finditer(source):
        text += source[at : match.start()]
        spots.append((len(text), match[1], (match[2] or "").split("|")))
        text += match[1]
        at = match.end()
    text += source[at:]
    ids: dict[str, str] = {}
    for _, _, options in spots:
        for option in options:
            if option.startswith("org="):
                ids.setdefault(option[4:], f"o{len(ids) + 1}")
    if reporter is not None:
        ids.setdefault(reporter, f"o{len(ids) + 1}")
    facts = [
        _fact(number, quantity(mention, start, text), options, ids)
        for number, (start, mention, options) in enumerate(spots, 1)
    ]
    document = document_from_text(text, "marked.txt")
    part = Part(0, len(text))
    view = make_view(document, part, clean(document))
    assert view.text == fold(text), "the text has artefacts"
    organizations = tuple(_organization(i, name, view.text, roles or {}, reporter) for name, i in ids.items())
    told = Reporter(reporter, ids[reporter], 1.0) if reporter is not None else None
    return Marked(view.text, facts, build_layout(view, part, document), Names(organizations, (), told))


def _organization(
    identifier: str, name: str, text: str, roles: Mapping[str, str], reporter: str | None
) -> Organization:
    role = Role.REPORTER if name == reporter else Role(roles.get(name, "branch"))
    mentions = tuple(Span(m.start(), m.end()) for m in re.finditer(re.escape(name), text))
    return Organization(identifier, name, "other", (role,), (), mentions)


def _fact(number: int, found: Quantity, options: list[str], ids: Mapping[str, str]) -> Fact:
    fields: dict[str, Any] = {"dimensions": {}}
    for option in options:
        key, told, value = option.partition("=")
        if not told:
            if key == "planned":
                fields["status"] = Status.PLANNED
            elif key:
                fields["indicator"] = key
        elif key in ("channel", "category"):
            fields["dimensions"][key] = value
        elif key == "org":
            fields["organization"] = ids[value]
        elif key == "confidence":
            fields["confidence"] = float(value)
        else:
            fields[key] = value
    return Fact(f"f{number}", found, fields.pop("indicator", None), **fields)
