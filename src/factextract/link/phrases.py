"""Action and object of a figure in the text's own words: what was done, and what was counted."""

from __future__ import annotations

import re

from factextract.datamodel import Span
from factextract.link.context import Context
from factextract.link.triggers import Hit, Hits, TriggerKind

_MAX = 16
_MARKS = " \t\n、,;:。\"'()《》“”"
# The noun phrase right behind a figure ends where a verb, a particle or an adverb begins.
_HEAD = re.compile(
    r"的?(?P<head>《[^《》]{1,20}》|[\u4e00-\u9fffA-Za-z0-9\"·]{1,12}?)(?=[,;:。、()\n]|和|及|与|被|已|了|在|将|均|都|全部|先后|参加|参与|到场|不|由|为|向|从|给|用|到|进行|开展|组织|同时|一共|共|$)"
)
_COUNTED_AS = re.compile(
    r"(?:共计?|累计|总计|合计|近|约|达到?|为|有|了|各类|各种|各|等|的|仅|超过?|逾|分别|人次|数量|总数|数|量){1,4}$"
)
_LEAD = re.compile(r"^(?:共计?|累计|总计|合计|其中|各类|各种|了|出|到|有|各|的|等|向[^,]{1,8}?(?=发))+")
_SEGMENT = re.compile(r"[,;:。()\n]|其中")
_NOUN = frozenset({TriggerKind.OBJECT, TriggerKind.TERM})


def action_and_object(text: str, context: Context, hits: Hits) -> tuple[str | None, str | None]:
    """The verb that governs a figure and the noun phrase that it counts; None where there is none. In a table the header is the
    object."""
    if context.place is not None:
        header = next(iter(context.place.headers or context.place.labels), None)
        return None, text[header.start : header.end].strip() or None if header is not None else None
    verb = _verb(context, hits)
    action = text[verb.start : verb.end] if verb is not None else None
    counted = _behind(text, context, hits) or _before(text, context, verb)
    return action, counted


def _verb(context: Context, hits: Hits) -> Hit | None:
    """The nearest verb before the figure in its clause, else the first behind it, else the last of the clause before."""
    left, right = context.left, context.right
    before = _of_kind(hits.within(left.start, left.end), frozenset({TriggerKind.VERB}))
    if before:
        return before[-1]
    behind = _of_kind(hits.within(right.start, right.end), frozenset({TriggerKind.VERB}))
    if behind:
        return behind[0]
    lead = context.lead or next(iter(context.background), None)
    earlier = _of_kind(hits.within(lead.start, lead.end), frozenset({TriggerKind.VERB})) if lead else []
    return earlier[-1] if earlier else None


def _of_kind(found: tuple[Hit, ...], kinds: frozenset[TriggerKind]) -> list[Hit]:
    return [hit for hit in found if any(kind in kinds for _, kind in hit.votes)]


def _behind(text: str, context: Context, hits: Hits) -> str | None:
    """The noun phrase that begins right behind the figure (3200余份折页)."""
    if context.quantity.unit is None:
        return None
    right = context.right
    nouns = _of_kind(hits.within(right.start, min(right.end, right.start + _MAX)), _NOUN)
    if nouns and nouns[0].start - right.start <= 2:
        return text[right.start : nouns[0].end].strip(_MARKS + "的") or None
    head = _HEAD.match(text, right.start, right.end)
    return head["head"].strip(_MARKS) or None if head is not None else None


def _before(text: str, context: Context, verb: Hit | None) -> str | None:
    """The noun phrase between the verb, or the last mark, and the figure; where a figure stands bare, of the clause before."""
    spans = [context.left, *([context.lead] if context.lead is not None else [])]
    for span in spans:
        phrase = _last_phrase(text, span, verb)
        if phrase:
            return phrase
    return None


def _last_phrase(text: str, span: Span, verb: Hit | None) -> str | None:
    start = verb.end if verb is not None and span.start <= verb.start < span.end else span.start
    words = _SEGMENT.split(text[max(start, span.end - 2 * _MAX) : span.end].strip(_MARKS))[-1]
    words = _LEAD.sub("", _COUNTED_AS.sub("", words.strip(_MARKS))).strip(_MARKS)
    return words[-_MAX:] or None
