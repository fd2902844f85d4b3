"""Check an indicator pack: its structure, how it fits the built-in catalogue, and its own examples.

The classifier is passed in, so that a pack is judged by the very stages that will use it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from factextract.datamodel import Span
from factextract.packs import OTHER, Example, Problem, clashes_with_builtin, read_pack

Classify = Callable[[str, Span], str | None]
"""Takes a sentence and the span of a quantity in it; gives the indicator's id, None if none counts it."""


def check_pack(path: Path, classify: Classify) -> list[Problem]:
    """Everything to mend in the pack at ``path``, by line; empty if there is nothing.

    ``classify`` must know the pack's indicators. It is called for the examples only, and only once the rest of the pack
    is sound: it may be built at its first call.
    """
    pack, problems = read_pack(path)
    if pack is not None:
        problems = [*problems, *clashes_with_builtin(pack)]
    if pack is None or problems:
        return sorted(problems)
    found = []
    for identifier, example, line in pack.examples():
        message = _verdict(identifier, example, classify(example.text, example.mention))
        if message:
            found.append(Problem(line, message))
    return sorted(found)


def _verdict(identifier: str, example: Example, got: str | None) -> str | None:
    """What is wrong with the answer to an example; None if it is right."""
    answer = got or OTHER
    quote = _quote(example)
    if example.expected is None:
        return f"反例被误判为“{identifier}”：{quote}" if answer == identifier else None
    if answer == example.expected:
        return None
    kind = "正例" if example.positive else "反例"
    return f"{kind}应为“{example.expected}”，实得“{answer}”：{quote}"


def _quote(example: Example) -> str:
    text, mention = example.text, example.mention
    return f"{text[: mention.start]}⟦{text[mention.start : mention.end]}⟧{text[mention.end :]}"
