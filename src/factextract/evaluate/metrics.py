"""What an evaluation counts: tallies of items, shares of right attributes, and the differences one by one.

Every figure is micro-averaged. Items that gold marks optional are neither missed nor spurious.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

F1_METRICS = ("headline", "facts", "quantities", "dates", "date spans", "organizations", "venues")
"""Item metrics in the order in which they are shown."""


@dataclass(slots=True)
class Tally:
    """Right, spurious and missed items of one kind."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the items given that are right; None if none was given."""
        given = self.right + self.spurious
        return self.right / given if given else None

    @property
    def recall(self) -> float | None:
        """Share of the wanted items that were given; None if none is wanted."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None if there is nothing to count."""
        counted = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / counted if counted else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "tp": self.right,
            "fp": self.spurious,
            "fn": self.missed,
        }


@dataclass(slots=True)
class Accuracy:
    """How often an attribute of a found item is right."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Right ones among all; None if there are none."""
        return self.right / self.of if self.of else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"right": self.right, "of": self.of, "share": self.share}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between gold and record: report (``name.txt#number``), kind, and what was wanted and got."""

    report: str
    kind: str
    detail: str


@dataclass(slots=True)
class Report:
    """The outcome of an evaluation."""

    items: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    accuracy: defaultdict[str, Accuracy] = field(default_factory=lambda: defaultdict(Accuracy))
    by_indicator: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    documents: int = 0
    mentions: int = 0
    misplaced_mentions: int = 0
    check_false_alarms: int = 0

    def score(self, metric: str) -> float | None:
        """F1 of an item metric, or the share of an accuracy; None if it was not measured."""
        if metric in self.items:
            return self.items[metric].f1
        return self.accuracy[metric].share if metric in self.accuracy else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, keys sorted."""
        out: dict[str, Any] = {name: tally.to_dict() for name, tally in sorted(self.items.items())}
        out["accuracy"] = {name: share.to_dict() for name, share in sorted(self.accuracy.items())}
        out["by_indicator"] = {name: tally.to_dict() for name, tally in sorted(self.by_indicator.items())}
        out["offsets"] = {"mentions": self.mentions, "wrong": self.misplaced_mentions}
        out["documents"] = self.documents
        out["check_false_alarms"] = self.check_false_alarms
        return out
