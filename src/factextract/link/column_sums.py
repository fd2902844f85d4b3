"""Columns of a table that split another: their figures add up to the column left of them in every row.

投诉(件) | 服务态度 | 收费 | 贷款: the headers of the parts name kinds of complaint, not what is counted; the sums tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from factextract.link.context import Context
from factextract.link.rates import is_rate

_LEAST_ROWS = 3
_MOST_PARTS = 12

_Columns = dict[int, dict[int, int]]


def column_parts(contexts: Sequence[Context]) -> Mapping[int, tuple[int, ...]]:
    """For each figure of a split column (an index into ``contexts``) the figures of its row that add up to it."""
    tables: dict[int, _Columns] = {}
    for at, context in enumerate(contexts):
        if context.place is not None and not is_rate(context.quantity):
            columns = tables.setdefault(context.place.table, {})
            columns.setdefault(context.place.column, {})[context.place.row] = at
    return {whole: parts for columns in tables.values() for whole, parts in _splits(contexts, columns)}


def _splits(contexts: Sequence[Context], columns: _Columns) -> Iterator[tuple[int, tuple[int, ...]]]:
    order = sorted(columns)
    for number, column in enumerate(order):
        followers = order[number + 1 : number + 1 + _MOST_PARTS]
        count = _parts_of(contexts, columns[column], [columns[other] for other in followers])
        for row, whole in columns[column].items() if count else ():
            yield whole, tuple(columns[other][row] for other in followers[:count] if row in columns[other])


def _parts_of(contexts: Sequence[Context], whole: dict[int, int], followers: Sequence[dict[int, int]]) -> int:
    """How many of the following columns add up to ``whole``; 0 if none do. A blank cell counts as nought."""
    if len(whole) < _LEAST_ROWS:
        return 0
    sums = dict.fromkeys(whole, Decimal(0))
    for count, follower in enumerate(followers, 1):
        for row in whole:
            if row in follower:
                sums[row] += contexts[follower[row]].quantity.value
        if count > 1 and all(contexts[at].quantity.value == sums[row] for row, at in whole.items()):
            return count
    return 0
