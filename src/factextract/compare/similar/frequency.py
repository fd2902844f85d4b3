"""How common each shingle is: in how many reports, and whether half of the institutions have it.

Counts live in a table of fixed size that shingles are hashed into, so memory does not grow with the corpus. Two shingles
that fall together count as one, which makes a rare one look a little more common than it is and no more.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from factextract.compare.similar.masking import Codes
from factextract.compare.similar.model import Options

_BITS: Final = 22
_FLOOR: Final = 0.25
_COMMON: Final = 0.1
"""Weight of a stock phrase, and the share of the reports from which on a shingle is one."""
_RARE: Final = 5
"""A shingle that no more reports have counts in full."""


class Frequencies:
    """Fill it in two rounds over all reports, ``count`` and, after ``settle``, ``attribute``; then ask for ``weights``."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._counts = np.zeros(1 << _BITS, np.uint32)
        self._reports = 0
        self._institutions = 0

    def count(self, shingles: Codes) -> None:
        """First round: one report's shingles."""
        self._reports += 1
        self._counts[np.unique(_slots(shingles))] += 1

    def settle(self, institutions: int) -> None:
        """Between the rounds: only what as many reports have as half of the institutions can be theirs."""
        self._institutions = institutions
        self._threshold = boilerplate_threshold(institutions, self._options)
        self._suspects = np.flatnonzero(self._counts >= self._threshold)
        self._owners = np.zeros((len(self._suspects), (institutions + 7) // 8), np.uint8)

    def attribute(self, shingles: Codes, institution: int) -> None:
        """Second round: one report's shingles, and whose it is."""
        slots = np.unique(_slots(shingles))
        slots = slots[self._counts[slots] >= self._threshold]
        self._owners[np.searchsorted(self._suspects, slots), institution >> 3] |= np.uint8(
            1 << (institution & 7)
        )

    def finish(self) -> None:
        """After the second round."""
        owners = np.bitwise_count(self._owners).sum(axis=1, dtype=np.int64)
        span = math.log(max(self._reports * _COMMON / _RARE, 2.0))
        falling = 1.0 - (1.0 - _FLOOR) * np.log(np.maximum(self._counts, _RARE) / _RARE) / span
        self._weights = np.maximum(falling, _FLOOR).astype(np.float32)
        self._weights[self._suspects[owners >= self._threshold]] = 0.0
        del self._owners, self._counts

    def weights(self, shingles: Codes) -> npt.NDArray[np.float32]:
        """0 for boilerplate, 1 for what few reports have, down to 0.25 (evenly in the logarithm of the count) for what a tenth of the
        reports have: a stock phrase says little about who copied from whom."""
        return self._weights[_slots(shingles)]


def boilerplate_threshold(institutions: int, options: Options) -> int:
    """How many institutions make a text boilerplate."""
    return max(options.shared_institutions, math.ceil(institutions * options.shared_by))


def _slots(shingles: Codes) -> npt.NDArray[np.uint32]:
    return shingles >> np.uint32(32 - _BITS)
