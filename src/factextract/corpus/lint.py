"""Lint of annotated documents: every number accounted for, every value, name and reference consistent.

Gold that silently misses a figure punishes a program for finding it, so the first rule is completeness: each digit and
each counting Chinese numeral must lie in a fact, a date, an optional item, a named organisation or venue, or an
explained ``not_facts`` item.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any

from factextract.corpus.annotations import AnnotatedDocument, AnnotatedMapping, Problem, compile_gold
from factextract.datamodel import CheckStatus, Comparator, Role, Status
from factextract.scan.scanner import scan
from factextract.text.fold import fold

CHECK_KINDS = (
    "parts_sum",
    "remainder",
    "percentage",
    "resolved_not_above_received",
    "list_count",
    "year_on_year",
)
OTHER = "other"

_KEYS = {
    "facts": (
        "start end text indicator indicator_any value value_any value_max unit unit_any comparator comparator_any "
        "status org org_any dims period optional note"
    ),
    "dates": "start end text edtf edtf_any optional note",
    "organizations": "start end text name any aliases roles optional virtual note",
    "venues": "start end text name any aliases optional virtual note",
    "not_facts": "start end text why note",
    "checks": "kind status facts optional note",
}
_ALLOWED = {kind: frozenset(keys.split()) for kind, keys in _KEYS.items()}
_REPORT_KEYS = frozenset({"begins", "reporter", "reporter_any", "reporter_type", "note", *_KEYS, "headline"})
_DIMENSIONS = frozenset({"channel", "category"})

_DIGITS = re.compile(r"\d+")
_EDTF = re.compile(r"[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?")
_NUMERALS = re.compile(r"[一二三四五六七八九十百千万亿两〇零廿卅俩仨数几]{1,40}")
# Single numerals count only before a measure word; durations and clock times are left to the annotator.
_MEASURE = re.compile(
    r"[余多来]?(?:人次|户次|家次|场次|大类|品种|公斤|[个名人位家户次场件起宗例笔份册本张条幅副块版处所期篇项类种款批袋箱瓶盒"
    r"吨斤元辆台部支组队面封座间遍轮年月日号成倍村校])"
)
_WORD_HEADS = frozenset("第统同逐唯初专划之其")
_NUMERAL_WORDS = re.compile(
    r"[十万千]分|千万|一[一起]|百姓|万[一众户]|一方面|一批批|一次性|一家人|一人一|一年一度|一条龙|一部分|一号|一本通|三农|[千百]家|"
    r"五颜六色|七嘴八舌|四面八方|三三两两|零部件|[人件次户份]数|数分别|年级"
)
# Numbers that no reader takes for a count: section numbers, ordinals, document and telephone numbers.
_SELF_EVIDENT = re.compile(
    r"^[ \t]{0,8}\(?\d{1,2}[.、)](?!\d)|第\d{1,4}|〔\d{4}〕\d{1,4}号|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",
    re.MULTILINE,
)


class _Coverage:
    """Answers whether a stretch of text lies wholly in one of many spans."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._merged = merged
        self._starts = [start for start, _ in merged]

    def covers(self, start: int, end: int) -> bool:
        """True if ``[start, end)`` is inside the union of the spans."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._merged[at][1]


class _Linter:
    def __init__(self, document: AnnotatedDocument, indicators: Collection[str] | None) -> None:
        self.document = document
        self.indicators = indicators
        self.found: list[Problem] = []

    def add(self, item: object, code: str, message: str, severity: str = "error") -> None:
        line = item.line if isinstance(item, AnnotatedMapping) else 0
        self.found.append(Problem(self.document.path.name, line, code, message, severity))

    # -- items ---------------------------------------------------------------------------------------------------

    def keys(self, items: Iterable[AnnotatedMapping], kind: str) -> None:
        for item in items:
            for key in item:
                if key not in _ALLOWED[kind]:
                    self.add(item, "unknown_key", f"{kind}: unknown key {key!r}")
            if not isinstance(item.get("optional", False), bool):
                self.add(item, "bad_optional", f"optional is true or absent, not {item['optional']!r}")

    def indicator_ids(self, item: AnnotatedMapping, ids: Iterable[object]) -> None:
        for indicator in ids:
            if not isinstance(indicator, str):
                self.add(item, "unknown_indicator", f"not an indicator id: {indicator!r}")
            elif self.indicators is not None and indicator != OTHER and indicator not in self.indicators:
                self.add(item, "unknown_indicator", f"unknown indicator {indicator!r}")

    def fact(self, fact: AnnotatedMapping, names: Collection[str]) -> None:
        text = fact["text"]
        ids = [fact.get("indicator"), *(fact.get("indicator_any") or [])]
        self.indicator_ids(fact, [i for i in ids if i is not None] or [None])
        if isinstance(fact.get("value"), bool) or not isinstance(fact.get("value"), int | float):
            self.add(fact, "bad_value", f"{text}: value is a number, not {fact.get('value')!r}")
        for comparator in [fact.get("comparator", "exact"), *(fact.get("comparator_any") or [])]:
            if comparator not in set(Comparator):
                self.add(fact, "unknown_comparator", f"{text}: comparator {comparator!r}")
        if (fact.get("comparator") == Comparator.RANGE) != (fact.get("value_max") is not None):
            self.add(
                fact, "bad_range", f"{text}: a range has value_max and comparator range, both or neither"
            )
        if fact.get("status", "reported") not in set(Status):
            self.add(fact, "unknown_status", f"{text}: status {fact['status']!r}")
        if fact.get("org") is not None and fact["org"] not in names:
            self.add(
                fact, "unknown_organization", f"{text}: org {fact['org']!r} is not among the organizations"
            )
        for dimension in fact.get("dims") or {}:
            if dimension not in _DIMENSIONS:
                self.add(fact, "unknown_dimension", f"{text}: dimension {dimension!r}")
        self.value(fact)
        if text != text.strip():
            self.add(fact, "loose_span", f"white space at the edge of {text!r}")

    def value(self, fact: AnnotatedMapping) -> None:
        """Complain if the mention, read by itself as one quantity, has another value."""
        text = fold(fact["text"])
        read = scan(text).quantities
        whole = len(read) == 1 and (read[0].start, read[0].end) == (0, len(text)) and not read[0].vague
        if fact.get("optional") or not whole:
            return
        stated = [fact.get("value"), *(fact.get("value_any") or [])]
        if not any(
            isinstance(value, int | float) and float(read[0].value) == float(value) for value in stated
        ):
            self.add(
                fact, "value_differs", f"{fact['text']}: reads as {read[0].value}, not {fact.get('value')!r}"
            )

    def date(self, date: AnnotatedMapping) -> None:
        options = [date.get("edtf"), *(date.get("edtf_any") or [])]
        stated = [option for option in options if option is not None]
        if not stated and not date.get("optional"):
            self.add(date, "no_edtf", f"{date['text']}: a required date needs edtf")
        for option in stated:
            bounds = option.split("/") if isinstance(option, str) else [""]
            good = len(bounds) <= 2 and all(
                _EDTF.fullmatch(b) or (b in {"", ".."} and len(bounds) == 2) for b in bounds
            )
            if not good:
                self.add(date, "bad_edtf", f"{date['text']}: not a quoted EDTF date or interval: {option!r}")

    def name(self, item: AnnotatedMapping, kind: str) -> None:
        if not isinstance(item.get("name"), str) or not item["name"]:
            self.add(item, "no_name", f"{kind}: an item needs a name")
            return
        flat = self.document.text.replace("\n", "")
        variants = [item["name"], *(item.get("any") or []), *(item.get("aliases") or [])]
        if not item.get("virtual") and item["name"] not in flat:
            severity = "warning" if any(str(variant) in flat for variant in variants) else "error"
            self.add(item, "name_not_in_text", f"{kind}: {item['name']!r} is not in the text", severity)
        roles = item.get("roles") or []
        for role in roles:
            if role not in set(Role):
                self.add(item, "unknown_role", f"{item['name']}: role {role!r}")
        if kind == "organizations" and not roles and not item.get("optional"):
            self.add(item, "no_role", f"{item['name']}: a required organisation needs roles")

    def check(self, check: AnnotatedMapping, texts: Collection[str]) -> None:
        if check.get("kind") not in CHECK_KINDS:
            self.add(check, "unknown_check", f"check kind {check.get('kind')!r}")
        if check.get("status") not in set(CheckStatus):
            self.add(check, "unknown_check", f"check status {check.get('status')!r}")
        figures = check.get("facts")
        if not isinstance(figures, list) or not figures:
            self.add(check, "check_without_facts", "a check lists the texts of its figures")
            return
        for figure in figures:
            if _unspaced(figure) not in texts:
                self.add(check, "unknown_figure", f"{figure!r} is not the text of a fact of this report")

    # -- reports -------------------------------------------------------------------------------------------------

    def report(self, gold: dict[str, Any], source: AnnotatedMapping, end: int) -> None:
        for key in source:
            if key not in _REPORT_KEYS:
                self.add(source, "unknown_key", f"report: unknown key {key!r}")
        for kind in _ALLOWED:
            self.keys(gold[kind], kind)
        organizations, venues = gold["organizations"], gold["venues"]
        names = {str(n) for o in organizations for n in _variants(o)}
        for fact in gold["facts"]:
            self.fact(fact, names)
        for date in gold["dates"]:
            self.date(date)
        for kind, items in (("organizations", organizations), ("venues", venues)):
            for item in items:
                self.name(item, kind)
        for item in gold["not_facts"]:
            if not isinstance(item.get("why"), str) or not item["why"]:
                self.add(item, "no_reason", f"{item['text']}: not_facts need 'why'")
        reporter = gold["reporter"]
        if reporter is not None and reporter not in names:
            self.add(source, "unknown_reporter", f"reporter {reporter!r} is not among the organizations")
        texts = {_unspaced(fact["text"]) for fact in gold["facts"]}
        for check in gold["checks"]:
            self.check(check, texts)
        self.headline(gold, source)
        self.overlaps(gold)
        self.completeness(gold, source, end)

    def headline(self, gold: dict[str, Any], source: AnnotatedMapping) -> None:
        headline = gold["headline"]
        if not isinstance(headline, dict):
            self.add(source, "bad_headline", "headline is a mapping of indicator to value or list of values")
            return
        counted = {
            indicator
            for fact in gold["facts"]
            for indicator in [fact.get("indicator"), *(fact.get("indicator_any") or [])]
        }
        for indicator, value in headline.items():
            self.indicator_ids(source, [indicator])
            if indicator not in counted:
                self.add(
                    source, "headline_without_fact", f"headline {indicator!r}: no fact has this indicator"
                )
            values = value if isinstance(value, list) else [value]
            if not values or not all(isinstance(v, int | float) for v in values):
                self.add(
                    source,
                    "bad_headline",
                    f"headline {indicator!r}: not a number or a list of numbers: {value!r}",
                )

    def overlaps(self, gold: dict[str, Any]) -> None:
        items = sorted((*gold["facts"], *gold["dates"]), key=lambda item: (item["start"], item["end"]))
        for before, after in pairwise(items):
            if after["start"] < before["end"]:
                self.add(
                    after, "overlap", f"{after['text']!r} overlaps {before['text']!r} (line {before.line})"
                )

    def completeness(self, gold: dict[str, Any], source: AnnotatedMapping, end: int) -> None:
        text = self.document.text
        spans = [(i["start"], i["end"]) for key in ("facts", "dates", "not_facts") for i in gold[key]]
        for item in (*gold["organizations"], *gold["venues"]):
            for variant in _variants(item):
                spans.extend(_occurrences(text, str(variant), gold["start"], end))
        spans.extend(match.span() for match in _SELF_EVIDENT.finditer(fold(text), gold["start"], end))
        covered = _Coverage(spans)
        for start, stop, severity in _numbers(text, gold["start"], end):
            if not covered.covers(start, stop):
                line = text.count("\n", 0, start) + 1
                near = (
                    text[max(gold["start"], start - 10) : start]
                    + "⟦"
                    + text[start:stop]
                    + "⟧"
                    + text[stop : stop + 6]
                )
                self.add(source, "unannotated_number", f"text line {line}: {near!r}", severity)


def _unspaced(text: object) -> str:
    return "".join(str(text).split())


def _variants(item: AnnotatedMapping) -> list[Any]:
    names = [item.get("name"), *(item.get("any") or []), *(item.get("aliases") or [])]
    return [name for name in names if name]


def _occurrences(text: str, needle: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = text.find(needle, start, end)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + len(needle), end)


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Spans of the numbers of a stretch with the severity of leaving one out: digits are errors, Chinese numerals
    (which may be words after all) warnings."""
    folded = fold(text)
    for match in _DIGITS.finditer(folded, start, end):
        yield match.start(), match.end(), "error"
    for match in _NUMERALS.finditer(folded, start, end):
        near = folded[max(start, match.start() - 1) : match.end() + 3]
        counts = match.end() - match.start() > 1 or _MEASURE.match(folded, match.end())
        is_word = near[0] in _WORD_HEADS or _NUMERAL_WORDS.search(near)
        if counts and not is_word:
            yield match.start(), match.end(), "warning"


def lint(document: AnnotatedDocument, indicators: Collection[str] | None = None) -> list[Problem]:
    """List what is wrong with a document's annotations, in line order. ``indicators`` are the known indicator ids;
    None leaves ids unchecked."""
    gold, problems = compile_gold(document)
    linter = _Linter(document, indicators)
    if "\r" in document.text or document.text.startswith("\ufeff"):
        linter.add(
            None, "bad_text", "the text has carriage returns or a byte order mark; use plain UTF-8 with \\n"
        )
    starts = [report["start"] for report in gold["reports"]]
    ends = [*starts[1:], len(document.text)]
    for report, source, end in zip(gold["reports"], document.reports, ends, strict=True):
        linter.report(report, source, end)
    return sorted(
        [*problems, *linter.found], key=lambda problem: (problem.line, problem.code, problem.message)
    )
