"""Action and object of a figure in the text's own words, for counts that no indicator covers and for the reader."""

from __future__ import annotations

import re

from factextract.link.context import Context
from factextract.link.triggers import Hits, TriggerKind

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z《》\"·]+")
_MAX = 16


def action_and_object(text: str, context: Context, hits: Hits) -> tuple[str | None, str | None]:
    """The nearest verb trigger to the left and the noun phrase that touches the figure; None where there is none."""
    left, right = context.left, context.right
    action = None
    for span in (left, *context.background[:1]):
        verbs = [
            hit
            for hit in hits.within(span.start, span.end)
            if any(kind is TriggerKind.VERB for _, kind in hit.votes)
        ]
        if verbs:
            action = text[verbs[-1].start : verbs[-1].end]
            break
    after = _HAN.match(text, right.start, min(right.end, right.start + _MAX))
    if after and context.quantity.unit is not None:
        return action, after.group()
    before = _HAN.findall(text[max(left.start, left.end - _MAX) : left.end])
    phrase = before[-1] if before else None
    if phrase and action and phrase.startswith(action):
        phrase = phrase[len(action) :] or None
    return action, phrase
