"""What speaks for each indicator at one quantity: the features that rules weigh and models learn from.

None of them names an indicator, so a new YAML indicator is weighed like a built-in one. The evidence for one indicator is a
plain list of figures, one a slot: there are a dozen such lists a quantity, and objects would cost more than weighing them.
"""

from __future__ import annotations

FEATURES = (
    "term_left", "term_right", "object_left", "object_right", "verb_left", "verb_right", "term_far", "object_far", "verb_far",
    "heading", "unit", "inherited", "topical", "vetoed",
)  # fmt: skip
"""Names of the slots, each figure from 0 to 1 (``unit`` from -1).

``*_left``/``*_right``: the best trigger of that kind in the quantity's own windows, by closeness. ``*_far``: the
best in the background, by distance. ``heading``: any trigger in a heading above. ``unit``: 1 the pack lists the measure
word, 0.4 it lists one of its class, 0 there is none, -1 it does not fit. ``inherited``: how closely a preceding
quantity of the same sentence and unit class was given this indicator. ``topical``: the same for earlier sentences, and for
what the title says the report counts. ``vetoed``: an exclusion stands near.
"""

(
    TERM_LEFT, TERM_RIGHT, OBJECT_LEFT, OBJECT_RIGHT, VERB_LEFT, VERB_RIGHT, TERM_FAR, OBJECT_FAR, VERB_FAR,
    HEADING, UNIT, INHERITED, TOPICAL, VETOED,
) = range(len(FEATURES))  # fmt: skip
UNCOUNTED = len(FEATURES)
"""A slot that nothing reads: an exclusion far off makes its indicator a candidate and counts nothing."""
OWN_WINDOWS = slice(TERM_LEFT, VERB_RIGHT + 1)
"""The slots of triggers in the quantity's own windows."""

Evidence = list[float]

# Fitted by coordinate ascent on three sets of reports by different authors; they name no indicator.
WEIGHTS = (3.0, 3.1, 2.2, 2.6, 2.75, 1.1, 0.85, 0.65, 0.25, 0.45, 1.2, 2.5, 1.05)
"""The rules' weights of the slots up to ``topical``."""


def no_evidence(unit: float = 0.0) -> Evidence:
    """A new list without evidence but for how the unit fits."""
    row = [0.0] * (UNCOUNTED + 1)
    row[UNIT] = unit
    return row


def score(evidence: Evidence) -> float:
    """The weighted sum of one indicator's evidence."""
    return sum([weight * value for weight, value in zip(WEIGHTS, evidence, strict=False)])


def near_noun(evidence: Evidence) -> bool:
    """True if a term or an object stands in the quantity's own windows."""
    return (
        evidence[TERM_LEFT] or evidence[TERM_RIGHT] or evidence[OBJECT_LEFT] or evidence[OBJECT_RIGHT]
    ) > 0
