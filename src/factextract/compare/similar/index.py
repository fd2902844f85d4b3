"""Which reports to lay side by side: MinHash signatures of overlapping units, banded (locality-sensitive hashing).

A *unit* is a run of sentences of at least ``min_length`` masked characters; one begins at each sentence. Signatures are
datasketch's MinHash, of each sentence once; that of a unit is the minimum over its sentences. They are kept as the low 16 bits
of each value (b-bit minwise hashing, Li and König 2010): 192 bytes a unit. datasketch's own index keeps a Python object for each
band of each key, some 100 times as much; here a band is one sort of an array. Within a bucket each unit is linked with the
next two only, those alike in the next band first, so that a bucket of k makes 2k links and not k²/2.

48 bands of 2 rows find units that share a fifth of their shingles (a third of their characters reworded, word by word) with a chance
of 0.86; a passage has several units. With so few rows buckets fill up with units that share little: the estimate drops those.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from datasketch import MinHash
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from factextract.compare.similar.model import Options
from factextract.compare.similar.prepared import Prepared
from factextract.datamodel import Span
from factextract.ingest.sentences import Enclosures, sentences
from factextract.text.fold import fold

_SEED: Final = 1
_SCHEME: Final = "affine32"
_ROWS: Final = 2
_BANDS: Final = 48
_VALUES: Final = _ROWS * _BANDS
_NEIGHBOURS: Final = 2
_LEAST_ESTIMATE: Final = 0.12
"""Links between units that seem to share less are dropped; the truth is seen when the reports are aligned."""
_LEAST_OWN: Final = 24
"""Fewest shingles that are not boilerplate for a unit to be indexed."""
_PARAGRAPH_ENDS: Final = "。!?;:\n"
_TAIL: Final = 8
_CHUNK: Final = 1 << 18

Numbers = npt.NDArray[np.int64]


class UnitIndex:
    """Units of all reports. ``add`` each report in the order of its number, then ask for ``links``."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._signatures = bytearray()
        self._places = array("i")

    def add(self, number: int, report: Prepared) -> None:
        """Index the units of one report."""
        bounds = _sentence_bounds(report)
        signatures = []
        values, own = _signatures(report, bounds)
        for first, last in _runs(bounds, self._options.min_length):
            if own[first:last].sum() >= _LEAST_OWN:
                self._places.extend((number, int(bounds[first]), int(bounds[last])))
                signatures.append(values[first:last].min(axis=0))
        if signatures:
            self._signatures += np.array(signatures).astype(np.uint16).tobytes()

    def freeze(self) -> None:
        """All reports are in."""
        self.signatures = np.frombuffer(self._signatures, np.uint16).reshape(-1, _VALUES)
        places = np.frombuffer(self._places, np.int32).reshape(-1, 3)
        self.reports = np.ascontiguousarray(places[:, 0])
        self.spans = places[:, 1:]

    def links(self) -> tuple[Numbers, Numbers]:
        """Pairs of units of different reports that seem alike, each once, sorted."""
        found = [np.empty(0, np.int64)]
        keys = [self._band(band) for band in (0, 1)]
        for band in range(_BANDS):
            if band + 1 >= len(keys):
                keys.append(self._band((band + 1) % _BANDS))
            found.append(np.unique(self._links_of(keys[band], keys[band + 1])))
            keys[band] = np.empty(0, np.uint64)
        joined = np.unique(np.concatenate(found))
        return joined >> 32, joined & 0xFFFFFFFF

    def _band(self, band: int) -> npt.NDArray[np.uint64]:
        low = band * _ROWS
        key = np.zeros(len(self.signatures), np.uint64)
        for row in range(low, low + _ROWS):
            key = key << np.uint64(16) | self.signatures[:, row]
        return key

    def _links_of(self, key: npt.NDArray[np.uint64], tie: npt.NDArray[np.uint64]) -> Numbers:
        order = np.lexsort((tie, key))
        arranged = key[order]
        found = [np.empty(0, np.int64)]
        for step in range(1, _NEIGHBOURS + 1):
            at = np.flatnonzero(arranged[:-step] == arranged[step:])
            one, other = order[at], order[at + step]
            apart = self.reports[one] != self.reports[other]
            one, other = one[apart], other[apart]
            for low in range(0, len(one), _CHUNK):
                first, second = one[low : low + _CHUNK], other[low : low + _CHUNK]
                alike = (self.signatures[first] == self.signatures[second]).mean(axis=1) >= _LEAST_ESTIMATE
                left, right = np.minimum(first, second)[alike], np.maximum(first, second)[alike]
                found.append(left.astype(np.int64) << 32 | right)
        return np.concatenate(found)


def clusters(count: int, left: Numbers, right: Numbers) -> Numbers:
    """Label of each of ``count`` units: linked ones, directly or through others, have the same."""
    ones = np.ones(len(left), np.int8)
    _, labels = connected_components(coo_array((ones, (left, right)), shape=(count, count)), directed=False)
    return np.asarray(labels, np.int64)


def _signatures(
    report: Prepared, bounds: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Signature of each sentence's shingles that are not boilerplate, and how many those are."""
    own = report.weights > 0
    parts = [
        report.shingles[low:high][own[low:high]].tolist()
        for low, high in pairwise(np.minimum(bounds, len(report.shingles)).tolist())
    ]
    hashes = MinHash.generator(
        parts, num_perm=_VALUES, seed=_SEED, hashfunc=int, permutations=_permutations(), scheme=_SCHEME
    )
    values = [minhash.hashvalues for minhash in hashes]
    return np.array(values, np.uint32).reshape(-1, _VALUES), np.array([len(part) for part in parts])


@cache
def _permutations() -> npt.NDArray[np.uint32]:
    permutations: npt.NDArray[np.uint32] = MinHash(_VALUES, seed=_SEED, scheme=_SCHEME).permutations
    return permutations


def _sentence_bounds(report: Prepared) -> npt.NDArray[np.int64]:
    """Where sentences begin among the masked characters, and the end."""
    folded = fold(report.text.text)
    begins = [span.start for span in sentences(folded, _paragraphs(folded), Enclosures(folded))]
    at = np.searchsorted(report.masked.starts, np.array(begins, np.int64))
    return np.unique(np.concatenate([[0], at, [len(report.masked)]]))


def _paragraphs(folded: str) -> Iterator[Span]:
    """Stretches that end with a line that ends like a sentence, so that wrapped lines stay together."""
    start = 0
    at = folded.find("\n")
    while at >= 0:
        if (
            folded[max(start, at - _TAIL) : at].rstrip(" \t")[-1:] in _PARAGRAPH_ENDS
            or folded[at + 1 : at + 2] == "\n"
        ):
            yield Span(start, at)
            start = at + 1
        at = folded.find("\n", at + 1)
    yield Span(start, len(folded))


def _runs(bounds: npt.NDArray[np.int64], length: int) -> Iterator[tuple[int, int]]:
    """For each sentence, the fewest sentences from it on that make a unit, as positions in ``bounds``."""
    last = 0
    for first in range(len(bounds) - 1):
        last = int(np.searchsorted(bounds, bounds[first] + length))
        if last >= len(bounds):
            return
        yield first, last
