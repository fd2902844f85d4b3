"""What makes a fact hard to read: the phenomena of narrative reports that an annotated fact shows, told from gold and text.

The fifteen are those of the study of real reports that the project started from; each is told by what an annotator wrote down or by a
plain mark in the text, so that the counts can be repeated. A fact shows none, one or several of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Gold = Mapping[str, Any]

_ALIGNED = re.compile(r"分别|依次|各(?!类|种|项|级|界|地|方|部门)|均为")
_REMAINDER = re.compile(r"其余|剩余|余下|剩下|另有|另外")
_HEDGES = re.compile(r"[余近约]|以上|左右|多|超")
_DAMAGE = re.compile(r"\n|[OIl]\d|\d[OIl]|[\uff10-\uff19]|\d \d")
_ANONYMOUS = re.compile(r"某|[Xx×]{1,4}")
_OPEN_LIST = re.compile(r"等")
_BEFORE, _AROUND = 40, 20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A fact's gold with the report it stands in, the document's text and the number of reports in it."""

    fact: Gold
    report: Gold
    text: str
    reports: int

    @property
    def mention(self) -> str:
        """The mention as it stands in the text."""
        return self.text[self.fact["start"] : self.fact["end"]]

    @property
    def sentence_before(self) -> str:
        """What stands before the mention in its sentence, as far as it matters."""
        before = self.text[max(0, self.fact["start"] - _BEFORE) : self.fact["start"]]
        return before[max(before.rfind("。"), before.rfind("；")) + 1 :]

    @property
    def around(self) -> str:
        """The mention with a little on both sides."""
        return self.text[max(0, self.fact["start"] - _AROUND) : self.fact["end"] + _AROUND]

    @property
    def checked(self) -> set[str]:
        """Kinds of the checks that the figure takes part in."""
        return {
            str(check["kind"])
            for check in self.report.get("checks") or ()
            if self.mention in [str(text) for text in check["facts"]]
        }


PHENOMENA: Mapping[str, Callable[[Surroundings], bool]] = {
    "1 whose number it is": lambda s: bool(s.fact.get("org")),
    "2 period of each number": lambda s: bool(s.fact.get("period")),
    "3 planned, required": lambda s: s.fact.get("status") == "planned",
    "4 page numbers, broken lines": lambda s: "\n" in s.around and not s.text[s.fact["end"]:].startswith("\n"),
    "5 several reports in a file": lambda s: s.reports > 1,
    "6 approximations": lambda s: bool(_HEDGES.search(s.mention)) or s.fact.get("comparator", "exact") != "exact",
    "7 verb, noun and unit together": lambda s: len(s.fact.get("indicator_any") or ()) > 1,
    "8 remainders and shares": lambda s: bool(
        s.fact.get("unit") in ("%", "‰") or s.checked & {"remainder", "percentage"} or _REMAINDER.search(s.sentence_before)
    ),
    "9 anonymised names": lambda s: bool(_ANONYMOUS.search(s.around)),
    "10 year not stated": lambda s: not re.search(r"20\d\d|19\d\d", s.text[s.report["start"] : s.fact["start"]][-200:]),
    "11 unit nested, missing": lambda s: not s.fact.get("unit") or "(" in s.mention or "（" in s.mention,
    "12 coordination, 分别": lambda s: bool(_ALIGNED.search(s.sentence_before)),
    "13 hotlines, ordinals nearby": lambda s: any(
        abs(other["start"] - s.fact["start"]) <= _BEFORE for other in s.report.get("not_facts") or ()
    ),
    "14 damaged text": lambda s: bool(_DAMAGE.search(s.mention)),
    "15 zero, open and closed lists": lambda s: s.fact.get("value") == 0
    or "list_count" in s.checked
    or bool(_OPEN_LIST.search(s.sentence_before)),
}  # fmt: skip
"""The test of each phenomenon, by its number in the study and a short name."""


def phenomena_of(surroundings: Surroundings) -> Iterator[str]:
    """Names of the phenomena that a fact shows."""
    for name, shows in PHENOMENA.items():
        if shows(surroundings):
            yield name
