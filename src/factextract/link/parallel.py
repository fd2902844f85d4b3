"""Parallel lists: the k-th figure of a run belongs to the k-th item before it (食品、家电分别为402件和218件)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factextract.link.context import Context
from factextract.link.rates import is_rate

CUE = re.compile(r"分别|分占|依次|先后|各自|相继|分头|各(?=[\d一二三四五六七八九十两])|(?:为|有|是|达|占)$")
_CLAUSE_MARK = re.compile(r"[,;:]")
_ITEM = re.compile(r"[^、]+")
_LAST_JOINT = re.compile(r"(?<=[\u4e00-\u9fff])(?:以及|和|与|及)(?=[\u4e00-\u9fff])")
_COUNTED = re.compile(r"[两二三四五六七八九十\d]{1,2}[样类项种者家个位][^、]{0,12}$")
_BRACKET = re.compile(r"\((?P<item>[\u4e00-\u9fff]{2,12})\)")
_NUMERAL = re.compile(r"(?:特|优|[一二三四五])(?P<tail>等奖?)?")
_FOREMOST = re.compile(r"前[两二三四五六][项类者位个]")
_BARE_NUMERAL = re.compile(r"[特优一二三四五]$")
_SHORT_LEAD = 4
_LOOK_BACK = 12
_HEAD = re.compile(r"^.*(?:[,;:。]|依次是|分别是|其中|中的)")


@dataclass(frozen=True, slots=True)
class Run:
    """Figures ``first``..``last`` (indices into the contexts) that follow each other with nothing but joiners between."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many figures."""
        return self.last - self.first + 1


def find_runs(text: str, contexts: Sequence[Context]) -> tuple[Run, ...]:
    """The run that each figure is part of (itself alone if it stands alone), in order."""
    runs: list[Run] = []
    first = 0
    for at in range(1, len(contexts) + 1):
        if at == len(contexts) or not _continues(text, contexts[at - 1], contexts[at]):
            runs.extend([Run(first, at - 1)] * (at - first))
            first = at
    return tuple(runs)


def _continues(text: str, before: Context, here: Context) -> bool:
    """True if ``here`` is the next item of the run that ``before`` is in; behind a comma it must count the same thing (三处 is
    none of 112人次、86人次、57人次,三处合计)."""
    if not here.continues or here.bracketed or before.sentence != here.sentence:
        return False
    if is_rate(before.quantity) != is_rate(here.quantity):
        return False
    between = text[before.quantity.end : here.quantity.start]
    return before.quantity.unit == here.quantity.unit or not _CLAUSE_MARK.search(between)


def qualified_count(text: str, contexts: Sequence[Context], runs: Sequence[Run], at: int) -> int | None:
    """The count that a percentage qualifies: the k-th of the run before for the k-th of a run of percentages, else the
    nearest count before it in the sentence."""
    run = runs[at]
    nearest = run.first - 1
    while (
        nearest >= max(0, run.first - _LOOK_BACK)
        and contexts[nearest].sentence == contexts[at].sentence
        and is_rate(contexts[nearest].quantity)
    ):
        nearest -= 1
    if nearest < 0 or contexts[nearest].sentence != contexts[at].sentence:
        return None
    counts = runs[nearest]
    if run.size > 1 and (
        counts.size == run.size or (counts.size > run.size and _firstly(text, contexts, run))
    ):
        return counts.first + at - run.first
    if run.size > 1:
        spread = _counts_before(contexts, nearest, run.size)
        if spread is not None:
            return spread + at - run.first
    return nearest


def _firstly(text: str, contexts: Sequence[Context], run: Run) -> bool:
    """前三项占比分别为...: the run takes up the first of the counts."""
    first = contexts[run.first]
    return _FOREMOST.search(text, first.clause.start, first.quantity.start) is not None


def _counts_before(contexts: Sequence[Context], nearest: int, size: int) -> int | None:
    """Start of the last ``size`` counts of like unit (咨询2911件、投诉1203件、举报172件,分别占…)."""
    first = nearest - size + 1
    if first < 0:
        return None
    unit = contexts[nearest].quantity.unit
    same = all(
        contexts[index].sentence == contexts[nearest].sentence and contexts[index].quantity.unit == unit
        for index in range(first, nearest + 1)
    )
    return first if same else None


def items_of(text: str, contexts: Sequence[Context], run: Run) -> list[str] | None:
    """The items that the figures of a run of two or more belong to, by place in the enumeration before the run or in the
    brackets behind the figures; None if their number differs."""
    head = contexts[run.first]
    start = head.clause.start
    lead = text[start : head.quantity.start]
    if "、" not in lead and not _LAST_JOINT.search(lead):
        bracketed = _items_in_brackets(text, contexts, run)
        if bracketed is not None:
            return bracketed
        earlier = next((span for span in head.background if span.end <= start), None)
        if earlier is None or len(lead) > _SHORT_LEAD:
            return None
        lead = text[earlier.start : earlier.end].rstrip(" ,;:") + lead
    cue = CUE.search(lead)
    listing = _HEAD.sub("", lead[: cue.start()] if cue else lead)
    whole = _ITEM.findall(listing)
    if not whole:
        return None
    split = [*whole[:-1], *_LAST_JOINT.split(whole[-1])]
    items = next((each for each in (split, whole) if len(each) == run.size), None)
    if items is None:
        return None
    items[-1] = _COUNTED.sub("", items[-1])
    return _with_shared_tail(items)


def _items_in_brackets(text: str, contexts: Sequence[Context], run: Run) -> list[str] | None:
    """214户(港尾)、168户(城关)."""
    found = [_BRACKET.match(text, contexts[at].quantity.end) for at in range(run.first, run.last + 1)]
    return [match["item"] for match in found if match] if all(found) else None


def _with_shared_tail(items: list[str]) -> list[str]:
    """一、二、三等奖: the bare numerals take what follows the last one."""
    last = _NUMERAL.match(items[-1])
    bare = [_BARE_NUMERAL.search(item) for item in items[:-1]]
    if last is None or not last["tail"] or not all(bare):
        return items
    return [*(match.group() + last["tail"] for match in bare if match), last.group()]
