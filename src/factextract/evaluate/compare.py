"""Compares records with gold: spans by overlap, names by their set of forms, figures as numbers."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from factextract.corpus import read_gold
from factextract.corpus.annotations import GOLD_SUFFIX
from factextract.corpus.matching import forms, normal_name
from factextract.errors import FactextractError
from factextract.evaluate.metrics import Difference, Report

Item = Mapping[str, Any]
Record = Mapping[str, Any]

OTHER = "other"
_MERGED = ("facts", "dates", "organizations", "venues", "checks")
_TOLERANCE = 1e-9
_BEYOND = 1 << 60


# -- comparisons -------------------------------------------------------------------------------------------------


def same_number(one: Any, other: Any) -> bool:
    """True if both are None or both are the same number, within rounding of binary fractions."""
    if one is None or other is None:
        return one is other
    a, b = float(one), float(other)
    return abs(a - b) <= _TOLERANCE * max(1.0, abs(a), abs(b))


def overlap(one: Item, other: Item) -> int:
    """Characters that two spans share."""
    return max(0, int(min(one["end"], other["end"])) - int(max(one["start"], other["start"])))


def accepts(gold: Item, key: str, value: object) -> bool:
    """True if ``value`` is ``gold[key]`` or one of ``gold[key_any]``."""
    options = list(gold.get(key + "_any") or [])
    if gold.get(key) is not None:
        options.append(gold[key])
    return value in options


def pair_by_overlap(
    gold: Sequence[Item], given: Sequence[Item]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair spans one to one, the largest overlaps first (ties: text order of gold, then of given). Returns pairs,
    gold items left over and given items left over."""
    candidates = sorted(
        (-shared, i, j)
        for i, wanted in enumerate(gold)
        for j, got in enumerate(given)
        if (shared := overlap(wanted, got)) > 0
    )
    taken_gold: set[int] = set()
    taken_given: set[int] = set()
    pairs = []
    for _, i, j in candidates:
        if i in taken_gold or j in taken_given:
            continue
        taken_gold.add(i)
        taken_given.add(j)
        pairs.append((gold[i], given[j]))
    return (
        pairs,
        [item for i, item in enumerate(gold) if i not in taken_gold],
        [item for j, item in enumerate(given) if j not in taken_given],
    )


def _indicator(fact: Item) -> str:
    """The indicator of a gold fact that counts in the table: the first right one."""
    return str(fact.get("indicator") or fact["indicator_any"][0])


# -- one report --------------------------------------------------------------------------------------------------


class ReportComparison:
    """Compares one gold report with the record that answers it and enters the outcome in ``report``."""

    def __init__(self, report: Report, name: str, gold: Item, record: Record) -> None:
        self._report = report
        self._name = name
        self._gold = gold
        self._record = record
        self._organizations = {item["id"]: item for item in record.get("organizations", [])}

    def run(self) -> None:
        """Compare everything."""
        self._compare_reporter()
        self._compare_facts()
        self._compare_dates()
        for kind in ("organizations", "venues"):
            self._compare_names(kind)
        self._compare_checks()
        self._compare_headline()

    def _differ(self, kind: str, detail: str) -> None:
        self._report.differences.append(Difference(self._name, kind, detail))

    def _judge(self, attribute: str, right: bool) -> None:
        accuracy = self._report.accuracy[attribute]
        accuracy.of += 1
        accuracy.right += right

    def _compare_reporter(self) -> None:
        gold = self._gold
        wanted = {normal_name(n) for n in [gold.get("reporter"), *(gold.get("reporter_any") or [])] if n}
        if not wanted:
            return
        got = normal_name((self._record.get("reporter") or {}).get("name"))
        self._judge("reporter", got in wanted)
        if got not in wanted:
            self._differ("reporter", f"want {gold['reporter']}, got {got or None}")

    # -- facts

    def _compare_facts(self) -> None:
        given = self._record.get("facts", [])
        pairs, missed, extra = pair_by_overlap(self._gold["facts"], given)
        items, by_indicator = self._report.items, self._report.by_indicator
        for gold, fact in pairs:
            if not gold.get("optional"):
                self._compare_fact(gold, fact)
        for gold in missed:
            if gold.get("optional"):
                continue
            items["quantities"].missed += 1
            items["facts"].missed += 1
            by_indicator[_indicator(gold)].missed += 1
            self._differ("fact missed", f"{gold['text']}: {_indicator(gold)} {gold['value']}")
        for fact in extra:
            items["quantities"].spurious += 1
            items["facts"].spurious += 1
            by_indicator[fact.get("indicator") or OTHER].spurious += 1
            self._differ("fact spurious", f"{fact.get('text')}: {fact.get('indicator')} {fact.get('value')}")

    def _compare_fact(self, gold: Item, fact: Item) -> None:
        items, by_indicator = self._report.items, self._report.by_indicator
        wanted, got = _indicator(gold), fact.get("indicator") or OTHER
        right_value = same_number(gold["value"], fact.get("value")) and same_number(
            gold.get("value_max"), fact.get("value_max")
        )
        right_indicator = accepts(gold, "indicator", got)
        items["quantities"].right += 1
        self._judge("value", right_value)
        self._judge("indicator", right_indicator)
        if right_value and right_indicator:
            items["facts"].right += 1
            by_indicator[wanted].right += 1
            self._compare_attributes(gold, fact)
            return
        items["facts"].missed += 1
        items["facts"].spurious += 1
        by_indicator[wanted].missed += 1
        by_indicator[got].spurious += 1
        if not right_indicator:
            self._report.confusion[wanted, got] += 1
        self._differ("fact", f"{gold['text']}: want {wanted} {gold['value']}, got {got} {fact.get('value')}")

    def _compare_attributes(self, gold: Item, fact: Item) -> None:
        comparator = fact.get("comparator", "exact")
        stated = gold.get("comparator") or gold.get("comparator_any")
        self._judge(
            "comparator", accepts(gold, "comparator", comparator) if stated else comparator == "exact"
        )
        if gold.get("unit"):
            self._judge("unit", accepts(gold, "unit", fact.get("unit")))
        self._judge("status", fact.get("status", "reported") == gold.get("status", "reported"))
        if gold.get("org"):
            owner = self._organizations.get(fact.get("organization"), {})
            wanted = {normal_name(name) for name in [gold["org"], *(gold.get("org_any") or [])]}
            right = bool(wanted & forms(owner))
            self._judge("organization of fact", right)
            if not right:
                self._differ("fact org", f"{fact['text']}: want {gold['org']}, got {owner.get('name')}")
        for dimension, wanted_value in (gold.get("dims") or {}).items():
            self._compare_dimension(fact, dimension, wanted_value)

    def _compare_dimension(self, fact: Item, dimension: str, wanted: Any) -> None:
        got = normal_name((fact.get("dimensions") or {}).get(dimension))
        options = [normal_name(option) for option in (wanted if isinstance(wanted, list) else [wanted])]
        right = any(option and got and (option in got or got in option) for option in options)
        self._judge(f"dimension {dimension}", right)
        if not right:
            self._differ("dimension", f"{fact['text']}: {dimension} want {wanted}, got {got or None}")

    # -- dates and names

    def _compare_dates(self) -> None:
        pairs, missed, extra = pair_by_overlap(self._gold["dates"], self._record.get("dates", []))
        spans, dates = self._report.items["date spans"], self._report.items["dates"]
        for gold, date in pairs:
            if gold.get("optional"):
                continue
            right = accepts(gold, "edtf", date.get("edtf"))
            spans.right += 1
            self._judge("date value", right)
            if right:
                dates.right += 1
                continue
            dates.spurious += 1
            dates.missed += 1
            wanted = gold.get("edtf") or gold.get("edtf_any")
            self._differ("date", f"{gold['text']}: want {wanted}, got {date.get('edtf')}")
        for gold in missed:
            if gold.get("optional"):
                continue
            spans.missed += 1
            dates.missed += 1
            self._differ("date missed", gold["text"])
        for date in extra:
            spans.spurious += 1
            dates.spurious += 1
            self._differ("date spurious", f"{date.get('text')} {date.get('edtf')}")

    def _compare_names(self, kind: str) -> None:
        """Compare names as sets; one given name answers one gold item."""
        given = list(self._record.get(kind, []))
        free = list(range(len(given)))
        tally = self._report.items[kind]
        for item in self._gold[kind]:
            wanted = forms(item)
            at = next((j for j in free if normal_name(given[j].get("name")) in wanted), None)
            if at is not None:
                free.remove(at)
            if item.get("optional"):
                continue
            if at is None:
                tally.missed += 1
                self._differ(f"{kind} missed", item["name"])
                continue
            tally.right += 1
            self._compare_roles(item, given[at])
        for at in free:
            tally.spurious += 1
            self._differ(f"{kind} spurious", str(given[at].get("name")))

    def _compare_roles(self, item: Item, given: Item) -> None:
        roles = set(item.get("roles") or [])
        if not roles - {"mentioned"}:
            return
        right = bool(roles & set(given.get("roles") or []))
        self._judge("organization role", right)
        if not right:
            self._differ("role", f"{item['name']}: want {sorted(roles)}, got {given.get('roles')}")

    # -- checks and headline

    def _compare_checks(self) -> None:
        texts = {fact["id"]: normal_name(fact.get("text", "")) for fact in self._record.get("facts", [])}
        given = [
            (check, {texts.get(fact) for fact in check.get("facts", [])})
            for check in self._record.get("checks", [])
        ]
        used: set[int] = set()
        for gold in self._gold.get("checks") or []:
            wanted = {normal_name(text) for text in gold["facts"]}
            enough = min(2, len(wanted))
            at = next(
                (
                    j
                    for j, (check, have) in enumerate(given)
                    if check.get("kind") == gold["kind"] and len(wanted & have) >= enough
                ),
                None,
            )
            if at is not None:
                used.add(at)
            if gold.get("optional"):
                continue
            right = at is not None and given[at][0].get("status") == gold["status"]
            self._judge(f"check {gold['status']}", right)
            if not right:
                self._differ("check missed", f"{gold['kind']} {gold['status']} {gold['facts']}")
        for j, (check, have) in enumerate(given):
            if check.get("status") == "mismatch" and j not in used:
                self._report.check_false_alarms += 1
                figures = sorted(text for text in have if text)
                self._differ("check false alarm", f"{check.get('kind')} {figures} {check.get('message', '')}")

    def _compare_headline(self) -> None:
        wanted = self._gold.get("headline") or {}
        cells = {
            indicator: cell.get("value") if isinstance(cell, dict) else cell
            for indicator, cell in (self._record.get("headline") or {}).items()
        }
        possible = {
            indicator
            for fact in self._gold["facts"]
            for indicator in [fact.get("indicator"), *(fact.get("indicator_any") or [])]
        }
        tally = self._report.items["headline"]
        for indicator, value in wanted.items():
            options = value if isinstance(value, list) else [value]
            if indicator in cells and any(same_number(option, cells[indicator]) for option in options):
                tally.right += 1
                continue
            tally.missed += 1
            tally.spurious += indicator in cells
            self._differ("headline", f"{indicator}: want {value}, got {cells.get(indicator)}")
        for indicator, value in cells.items():
            if indicator not in wanted and indicator not in possible and indicator != OTHER:
                tally.spurious += 1
                self._differ("headline spurious", f"{indicator}: {value}")


# -- documents ---------------------------------------------------------------------------------------------------


def _answer(records: Sequence[Record]) -> Record:
    """One record made of those that answer one gold report: the first, with the others' items added."""
    if not records:
        return {key: [] for key in _MERGED}
    merged: dict[str, Any] = copy.deepcopy(dict(records[0]))
    for record in records[1:]:
        for key in _MERGED:
            merged.setdefault(key, []).extend(record.get(key, []))
    return merged


def _compare_document(report: Report, gold: Item, records: Sequence[Record]) -> None:
    name, reports = gold["text_file"], gold["reports"]
    split = report.accuracy["files split right"]
    split.of += 1
    split.right += len(records) == len(reports)
    left = sorted(records, key=lambda record: record["source"]["start"])
    starts = [entry["start"] for entry in reports]
    for number, (entry, end) in enumerate(zip(reports, [*starts[1:], _BEYOND], strict=True), 1):
        area = {"start": entry["start"], "end": end}
        mine = [record for record in left if _mostly_in(record["source"], area)]
        left = [record for record in left if not any(record is other for other in mine)]
        ReportComparison(report, f"{name}#{number}", entry, _answer(mine)).run()
    for record in left:
        report.items["facts"].spurious += len(record.get("facts", []))
        report.differences.append(Difference(name, "record spurious", str(record["source"])))


def _mostly_in(source: Item, area: Item) -> bool:
    return overlap(area, source) * 2 > int(source["end"]) - int(source["start"])


def _check_offsets(report: Report, records: Iterable[Record], texts: Mapping[str, str]) -> None:
    """Count mentions whose text is not what their offsets point at."""
    for record in records:
        text = texts.get(PurePath(record["source"]["path"]).name)
        if text is None:
            continue
        named = [*record.get("organizations", []), *record.get("venues", [])]
        mentions = (mention for item in named for mention in item.get("mentions", []))
        for item in (*record.get("facts", []), *record.get("dates", []), *mentions):
            report.mentions += 1
            report.misplaced_mentions += text[item["start"] : item["end"]] != item["text"]


def evaluate(gold_dir: Path, records: Iterable[Record]) -> Report:
    """Compare records with every ``NAME.gold.json`` of a folder. A record belongs to the gold whose name is the stem of
    its ``source.path``. Raises ``FactextractError`` (``corpus_invalid``) if the folder has no readable gold."""
    paths = sorted(gold_dir.glob("*" + GOLD_SUFFIX))
    if not paths:
        raise FactextractError("corpus_invalid", path=gold_dir, detail=f"no *{GOLD_SUFFIX}")
    return compare_all([read_gold(path) for path in paths], records)


def compare_all(documents: Iterable[tuple[Item, str]], records: Iterable[Record]) -> Report:
    """Compare records with gold documents, each given with its text."""
    by_stem: defaultdict[str, list[Record]] = defaultdict(list)
    everything = list(records)
    for record in everything:
        by_stem[PurePath(record["source"]["path"]).stem].append(record)
    report = Report()
    texts = {}
    for gold, text in documents:
        texts[gold["text_file"]] = text
        report.documents += 1
        _compare_document(report, gold, by_stem.get(PurePath(gold["text_file"]).stem, []))
    _check_offsets(report, everything, texts)
    return report
