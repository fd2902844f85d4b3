"""A report ready for comparison, and the cache of those that were looked at last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from factextract.compare.similar.frequency import Frequencies
from factextract.compare.similar.masking import SHINGLE, Codes, Masked, mask, own_names, shingles
from factextract.compare.similar.model import Passage, Text
from factextract.compare.similar.spool import Spool

_CACHED = 256
_CLOSING = "%％‰。！？；!?;)）”’》"
_MOST_CLOSING = 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report, masked. ``weights`` are its shingles', ``char_weights`` its masked characters': that of the rarest shingle over
    it, so that only characters inside boilerplate weigh nothing."""

    text: Text
    masked: Masked
    shingles: Codes
    weights: npt.NDArray[np.float32]
    char_weights: npt.NDArray[np.float32]

    def passage(self, first: int, last: int) -> Passage:
        """The passage from the masked character ``first`` to before ``last``."""
        start, end = self.span(first, last)
        origin = self.text.start
        return Passage(self.text.report_id, origin + start, origin + end, self.text.text[start:end])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where these masked characters stand in the report's text, with the percent sign, stop and brackets behind them."""
        text, start, end = self.text.text, int(self.masked.starts[first]), int(self.masked.ends[last - 1])
        behind = text[end : end + _MOST_CLOSING]
        return start, end + len(behind) - len(behind.lstrip(_CLOSING))


def masked_text(text: Text) -> Masked:
    """``text`` without its figures, its institution's names and punctuation."""
    return mask(text.text, (*text.names, *own_names(text.institution)))


def prepare(text: Text, frequencies: Frequencies) -> Prepared:
    """``text`` masked and weighed."""
    masked = masked_text(text)
    found = shingles(masked)
    weights = frequencies.weights(found)
    return Prepared(text, masked, found, weights, spread(weights, len(masked)))


def spread(values: npt.NDArray[np.float32], length: int) -> npt.NDArray[np.float32]:
    """For each of ``length`` characters the largest value of the shingles that cover it (0 if none does)."""
    chars = np.zeros(length, values.dtype)
    for at in range(SHINGLE if len(values) else 0):
        part = chars[at : at + len(values)]
        np.maximum(part, values, out=part)
    return chars


class Shelf:
    """Prepared reports by number; the last few hundred are kept."""

    def __init__(self, spool: Spool, frequencies: Frequencies) -> None:
        @lru_cache(maxsize=_CACHED)
        def get(number: int) -> Prepared:
            return prepare(spool[number], frequencies)

        self._get = get

    def __getitem__(self, number: int) -> Prepared:
        return self._get(number)
