"""What each quantity of a report measures by the ranker: the scores of ``ranking``, computed for many quantities at a time.

Quantities share most of what is scored: the candidates that only list a measure word, the words of the background and of the
headings. Each is scored once; what is left for a quantity are its own words and the candidates that something speaks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from factextract.linear import Bag, Namespaces
from factextract.link.candidate_index import CandidateIndex
from factextract.link.context import Context
from factextract.link.dense import IndicatorRows, best_listed, none_row, other_row
from factextract.link.features import NAMESPACE, FeatureReader, Stretch
from factextract.link.indicator import Typed
from factextract.link.ranking import NOT_A_FACT, OTHER, Decision, Ranker, by_rules
from factextract.link.triggers import Hits

_BATCH = 256
_MOST_UNITS = 1024  # measure words come from a closed table
Logits = npt.NDArray[np.float64]


class Decider:
    """Decides with one ranker among the candidates of one catalogue; no state between reports but prepared tables."""

    def __init__(self, ranker: Ranker, index: CandidateIndex) -> None:
        self._index = index
        self._dense = ranker.dense.astype(np.float64)
        self._words = ranker.words
        self._names = Namespaces(ranker.words.features, NAMESPACE)
        position = ranker.words.position
        self._labels = [*(one.id for one in index.catalogue.indicators), OTHER, NOT_A_FACT]
        self._known = frozenset(position)
        # Where each label stands among the model's classes; a label it never saw, in the column behind them.
        self._columns = [position.get(label, len(position)) for label in self._labels]
        self._by_unit = lru_cache(_MOST_UNITS)(self._unit_logits)

    def decide(
        self, text: str, contexts: Sequence[Context], typed: Sequence[Typed], hits: Hits
    ) -> list[Decision]:
        """The best candidate of each quantity; confidence is its calibrated probability. Where the rules choose an indicator
        that the model was never trained on (a user's own), theirs is the decision."""
        reader = FeatureReader(text, contexts, hits, typed)
        found: list[Decision] = []
        for start in range(0, len(contexts), _BATCH):
            batch = range(start, min(len(contexts), start + _BATCH))
            logits = self._candidates([contexts[at] for at in batch], [typed[at] for at in batch])
            logits += self._by_words(reader, batch)
            found += self._decisions(logits / self._words.temperature, [typed[at] for at in batch])
        return found

    def _decisions(self, logits: Logits, typed: Sequence[Typed]) -> list[Decision]:
        best = logits.argmax(axis=1)
        logits -= logits.max(axis=1, keepdims=True)
        chances = 1.0 / np.exp(logits).sum(axis=1)
        return [
            self._decision(one, self._labels[at], round(chance, 3))
            for one, at, chance in zip(typed, best.tolist(), chances.tolist(), strict=True)
        ]

    def _decision(self, typed: Typed, label: str, chance: float) -> Decision:
        if typed.indicator is not None and typed.indicator not in self._known:
            return by_rules(typed)
        if label == NOT_A_FACT:
            return Decision(None, False, chance, "model")
        indicator = None if label == OTHER else label
        return Decision(indicator, True, chance, "rules+model" if indicator == typed.indicator else "model")

    # -- the dense part

    def _candidates(self, contexts: Sequence[Context], typed: Sequence[Typed]) -> Logits:
        """The dense part of the logits (quantities x labels), minus infinity for what is no candidate."""
        index = self._index
        logits = np.stack([self._by_unit(context.quantity.unit) for context in contexts])
        rows = IndicatorRows()
        numbers: list[int] = []
        indicators: list[int] = []
        last: list[list[float]] = []
        for number, (context, one) in enumerate(zip(contexts, typed, strict=True)):
            own = index.position[one.indicator] if one.indicator is not None else None
            spoken = [candidate for candidate in one.evidence if candidate < index.listed]
            if own is not None and own not in one.evidence:
                spoken.append(own)
            rows.add(one, spoken, index.unit(context.quantity.unit), own)
            numbers += [number] * len(spoken)
            indicators += spoken
            best = best_listed(one, index)
            last += (other_row(one, best), none_row(context, one, best))
        logits[numbers, indicators] = rows.matrix().astype(np.float64) @ self._dense
        special = np.array(last, np.float32).astype(np.float64) @ self._dense
        logits[:, -2:] = special.reshape(-1, 2)
        return logits

    def _unit_logits(self, unit: str | None) -> Logits:
        """The dense part for a quantity with this measure word that nothing speaks for."""
        fit = self._index.unit(unit)
        rows = IndicatorRows()
        rows.add(Typed(None), fit.listing, fit, None)
        logits = np.full(len(self._labels), -np.inf)
        logits[list(fit.listing)] = rows.matrix().astype(np.float64) @ self._dense
        return logits

    # -- the words

    def _by_words(self, reader: FeatureReader, batch: range) -> Logits:
        """The part of the words around (quantities x labels)."""
        shared: dict[Stretch, Logits] = {}
        by_class = np.zeros((len(batch), len(self._words.classes) + 1))
        for number, at in enumerate(batch):
            total = self._sum(reader.own(at))
            for stretch in reader.stretches(at):
                known = shared.get(stretch)
                if known is None:
                    known = shared[stretch] = self._sum(reader.shared(stretch))
                total += known
            by_class[number, :-1] = total
        by_class[:, :-1] += self._words.bias
        return by_class[:, self._columns]

    def _sum(self, bag: Bag) -> Logits:
        """The summed weights of a bag by class."""
        rows = list(self._names.rows(bag))
        return np.asarray(self._words.weights.take(rows, axis=0).sum(axis=0, dtype=np.float64))
