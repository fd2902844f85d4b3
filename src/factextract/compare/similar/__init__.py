"""Copied texts: passages that recur across institutions and periods with only figures and names changed.

    Text -> spool -> masking -> frequency -> index -> align -> figures -> grouping

Why it is built so:

* *Passages, not reports.* A copied paragraph in a long report is what matters. Units of 60 characters or so find the reports to lay
  side by side (MinHash and LSH, ``index``); the passages themselves come from aligning the two reports exactly (``align``).
* *Boilerplate by institutions, by shingle.* What half of the institutions have (the superior's notice, quoted) weighs nothing, in the
  index and in the alignment, whatever stands around it; stock phrases weigh less the more reports have them (``frequency``).
* *Linear.* A text sent round to hundreds makes k-1 pairs and one group, not k² pairs (``grouping``); buckets of k units make 2k links.
* *Small.* Texts wait in a temporary file; a unit takes some 200 bytes.
* *Deterministic.* Fixed seeds; reports are ordered by period and id, so the order of the input does not show.

``find_copies(texts)`` is the whole interface. Needs the ``compare`` extra (datasketch). See docs/similar.md.
"""

from __future__ import annotations

from factextract.compare.similar.model import (
    Across,
    Copies,
    FigureChange,
    Group,
    Options,
    Pair,
    Passage,
    SharedPassage,
    Text,
)
from factextract.compare.similar.search import find_copies

__all__ = [
    "Across",
    "Copies",
    "FigureChange",
    "Group",
    "Options",
    "Pair",
    "Passage",
    "SharedPassage",
    "Text",
    "find_copies",
]
