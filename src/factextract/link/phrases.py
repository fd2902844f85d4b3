"""Action and object of a figure in the text's own words: what was done, and what was counted."""

from __future__ import annotations

import re

from factextract.datamodel import Span
from factextract.link.context import Context
from factextract.link.triggers import Hits, TriggerKind
from factextract.link.words import ACTIONS

_WINDOW = 40
_MAX = 16
_MARKS = " \t\n、,;:。\"'()“”"
_ACTION = re.compile(f"(?:{'|'.join(sorted(ACTIONS, key=len, reverse=True))})(?:了|到|出|起)?")
# The noun phrase right behind a figure ends where a verb, a particle or an adverb begins.
_HEAD = re.compile(
    r"的?(?P<head>《[^《》]{1,20}》|[\u4e00-\u9fffA-Za-z\"·]{2,12}?)(?=[,;:。、()\n]|和|及|与|被|已|了|在|将|均|都|全部|先后|参加|参与|到场|不|由|为|向|从|给|用|到|进行|开展|组织|同时|一共|共|的|把|前来|$)"
)
_NOT_HEAD = re.compile(
    r"的?(?:[正已未均都被和及与拟将由等于在为不还再后前也又到有是一按因][\u4e00-\u9fff]|参加|参与|到场|前来|坐下|以上|以下|左右|次之|居首|其中|同比|环比|各)"
)
_COUNTED_AS = re.compile(
    r"(?:共计?|累计|总计|合计|近|约|达到?|为|有|了|各类|各种|各|等|的|仅|只|超过?|逾|分别|人次|数量|总数|数|量|就|已|均|占){1,4}$"
)
_LEAD = re.compile(
    r"(?:共计?|累计|总计|合计|其中|各类|各种|了|出|到|有|各|的|等|均|仅|为|和|及|与|以及|另有?|还有?|又|已)+"
)
_VERB_TAIL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:多?[发送印办做收开摆挂贴装建][出了到]?)$")
_SEGMENT = re.compile(r"[,;:。()\n]|其中")
_NOUN = frozenset({TriggerKind.OBJECT, TriggerKind.TERM})


def action_and_object(text: str, context: Context, hits: Hits) -> tuple[str | None, str | None]:
    """The verb that governs a figure and the noun phrase that it counts; None where there is none. In a table the header is the
    object."""
    if context.place is not None:
        header = next(iter(context.place.headers or context.place.labels), None)
        return None, (text[header.start : header.end].strip() or None) if header is not None else None
    action = _action(text, context)
    words = text[action.start : action.end] if action is not None else None
    return words, _behind(text, context, hits) or _before(text, context)


def _action(text: str, context: Context) -> Span | None:
    """The nearest verb before the figure in its clause, else the first behind it, else the last of the clause before."""
    left, right = context.left, context.right
    inside = Span(context.clause.start, left.end)
    before = _last_action(text, inside)
    if before is not None:
        return before
    behind = _ACTION.search(text, right.start, min(right.end, right.start + _MAX))
    if behind is not None:
        return Span(behind.start(), behind.end())
    lead = context.lead
    return _last_action(text, lead) if lead is not None else None


def _last_action(text: str, span: Span) -> Span | None:
    found = None
    for match in _ACTION.finditer(text, max(span.start, span.end - _WINDOW), span.end):
        found = Span(match.start(), match.end())
    return found


def _behind(text: str, context: Context, hits: Hits) -> str | None:
    """The noun phrase that begins right behind the figure (3200余份折页)."""
    right = context.right
    if context.quantity.unit is None or _NOT_HEAD.match(text, right.start, right.end):
        return None
    if _ACTION.match(text, right.start, right.end) is not None:
        return None
    nouns = [
        hit
        for hit in hits.within(right.start, min(right.end, right.start + _MAX))
        if any(kind in _NOUN for _, kind in hit.word.votes)
    ]
    if nouns and nouns[0].start - right.start <= 2:
        return text[right.start : nouns[0].end].strip(_MARKS + "的") or None
    head = _HEAD.match(text, right.start, right.end)
    return head["head"].strip(_MARKS) or None if head is not None else None


def _before(text: str, context: Context) -> str | None:
    """The noun phrase between the verb, or the last mark, and the figure; where a figure stands bare, of the clause before."""
    for span in (context.left, *([context.lead] if context.lead is not None else [])):
        action = _last_action(text, span)
        start = action.end if action is not None else span.start
        words = _SEGMENT.split(text[max(start, span.end - 2 * _MAX) : span.end].strip(_MARKS))[-1]
        phrase = _VERB_TAIL.sub("", _COUNTED_AS.sub("", words.strip(_MARKS)))
        lead = _LEAD.match(phrase)
        phrase = (phrase[lead.end() :] if lead is not None else phrase).strip(_MARKS)
        if phrase:
            return phrase[-_MAX:]
    return None
