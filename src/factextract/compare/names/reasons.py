"""How a written name came to its institution, in Chinese, for the officer who reviews the alias table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factextract.compare.names.forms import Form
from factextract.compare.names.model import How
from factextract.compare.names.tables import families

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """How, how sure (0 to 1), and why."""

    how: How
    confidence: float
    reason: str


DECIDED = Verdict("decided", 1.0, "人工确认")
IN_ROSTER = Verdict("roster", 1.0, "与名单中的名称或别名一致")
SAME = Verdict("exact", 1.0, "即该机构的名称")
ONLY = Verdict("new", 0.9, "没有其他相近的名称")
DECLARED = Verdict("alias", 0.8, "报告中写明的简称")


def unclear(why: str) -> Verdict:
    """A name that tells no institution."""
    return Verdict("anonymous", 0.3, f"{why}，各份报告分别对待")


def ambiguous(names: Sequence[str]) -> Verdict:
    """A name that can be one of several."""
    shown = "或".join(f"“{name}”" for name in names[:_SHOWN])
    more = "等" if len(names) > _SHOWN else ""
    return Verdict(
        "new", 0.3, f"可能是{shown}{more}，须人工确认" if names else "名称不足以确定是哪一家，须人工确认"
    )


def compared(form: Form, full: Form, name: str, year: int | None, ordered: bool) -> Verdict:
    """A name that was found to be another writing of ``name``; ``ordered`` tells that the years are known."""
    family = families().by_id.get(form.family)
    if family is not None and form.body != full.body:
        old, new = family.bodies[max(form.body, full.body)], family.bodies[min(form.body, full.body)]
        if family.interchangeable:
            return Verdict("alias", 0.85, f"“{old}”与“{new}”是同一组织在不同时期、地区的名称")
        if family.gradual:
            return Verdict("renamed", 0.85 if ordered else 0.7, f"{old}改制为{new}")
        reform = f"（{family.reform}年）" if family.reform else ""
        late = (
            f"；{year}年的报告仍用旧称"
            if year and family.reform and form.body and year > family.reform + 1
            else ""
        )
        return Verdict("renamed", 0.75 if late else 0.9, f"机构改革{reform}：{old}即现在的{new}{late}")
    left_out = []
    if len(form.outer) < len(full.outer):
        left_out.append("上级地名或机构")
    if form.suffix != full.suffix:
        left_out.append("地名的省、市、县等字")
    if form.level != full.level:
        left_out.append("机构层级")
    if left_out:
        return Verdict(
            "short_form",
            round(0.95 - 0.1 * len(left_out), 2),
            f"与“{name}”相符，一方省略了{'、'.join(left_out)}",
        )
    return Verdict("short_form", 0.95, f"“{name}”的不同写法")
