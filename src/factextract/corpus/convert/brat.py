"""brat standoff: ``NAME.txt``, ``NAME.ann``, plus ``annotation.conf`` and ``NAME.reports.json`` with the reports' metadata.

``T`` lines are mentions, ``A`` lines answer closed questions (comparator, status, optional), ``#`` notes hold a mention's
other attributes as JSON. brat is line-oriented: a mention that crosses a line break is written as several fragments, which
come back as one. Offsets are code points, as brat counts them. Format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from factextract.corpus.convert.model import (
    CHOICES,
    Mention,
    SpanDocument,
    invalid,
    join_choices,
    split_choices,
    wrong_offsets,
)

_REPORTS_SUFFIX = ".reports.json"
_CONFIGURATION = "annotation.conf"
# What str.splitlines() and so brat's own reader take for a line's end.
_LINE_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LINE_BREAKS_BEFORE = re.compile(_LINE_BREAKS.pattern + "*")
_NOTE = "AnnotatorNotes"


def write(documents: Iterable[SpanDocument], folder: Path) -> None:
    """Write a brat collection. Raises ``FactextractError`` (``corpus_invalid``) for a mention of nothing but line breaks."""
    folder.mkdir(parents=True, exist_ok=True)
    labels: dict[str, None] = {}
    for document in documents:
        stem = document.name.removesuffix(".txt")
        lines = list(_lines(document))
        (folder / document.name).write_bytes(document.text.encode("utf-8"))
        (folder / f"{stem}.ann").write_bytes("".join(line + "\n" for line in lines).encode("utf-8"))
        reports = json.dumps(list(document.reports), ensure_ascii=False, indent=1)
        (folder / f"{stem}{_REPORTS_SUFFIX}").write_text(reports + "\n", encoding="utf-8")
        labels.update(dict.fromkeys(mention.label for mention in document.mentions))
    (folder / _CONFIGURATION).write_text(configuration(sorted(labels)), encoding="utf-8")


def configuration(labels: Iterable[str]) -> str:
    """``annotation.conf`` of a collection with these labels; spans may overlap."""
    lines = [
        "[entities]",
        *labels,
        "[relations]",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
    ]
    lines += ["[events]", "[attributes]"]
    for question, answers in CHOICES.items():
        values = "" if question == "optional" else f", Value:{'|'.join(answers)}"
        lines.append(f"{question}\tArg:<ENTITY>{values}")
    return "\n".join(lines) + "\n"


def _lines(document: SpanDocument) -> Iterator[str]:
    attribute = note = 0
    for number, mention in enumerate(document.mentions, start=1):
        fragments = list(_fragments(document.text, mention.start, mention.end))
        if not fragments:
            raise invalid(document.name, f"nothing but line breaks at {mention.start}:{mention.end}")
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        yield f"T{number}\t{mention.label} {offsets}\t{_shown(document.text, fragments)}"
        answers, rest = split_choices(mention.attributes)
        for question, answer in answers.items():
            attribute += 1
            yield f"A{attribute}\t{question} T{number}" + ("" if question == "optional" else f" {answer}")
        if rest:
            note += 1
            # ASCII only: no character of it can end the line
            yield f"#{note}\t{_NOTE} T{number}\t{json.dumps(rest)}"


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of ``text[start:end]`` between line breaks."""
    at = start
    for found in _LINE_BREAKS.finditer(text, start, end):
        if at < found.start():
            yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end


def _shown(text: str, fragments: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in fragments)


def read(folder: Path) -> list[SpanDocument]:
    """Read a brat collection, in name order. Relations, events and normalisations are not read. Raises
    ``FactextractError`` (``corpus_invalid``)."""
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise invalid(folder, "no *.ann")
    return [_read(path) for path in paths]


def _read(path: Path) -> SpanDocument:
    reports = path.with_name(path.stem + _REPORTS_SUFFIX)
    try:
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        lines = path.read_bytes().decode("utf-8").split("\n")
        metadata = json.loads(reports.read_text(encoding="utf-8")) if reports.exists() else []
        return SpanDocument(path.stem + ".txt", text, _mentions(lines, text, path.name), tuple(metadata))
    except (OSError, ValueError, TypeError) as error:
        raise invalid(path, f"{type(error).__name__}: {error}") from error


def _mentions(lines: Iterable[str], text: str, name: str) -> tuple[Mention, ...]:
    places: dict[str, tuple[str, int, int]] = {}
    answers: dict[str, dict[str, str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    for line in lines:
        identifier, _, rest = line.rstrip("\r").partition("\t")
        if identifier.startswith("T"):
            places[identifier] = _place(rest, text, name)
        elif identifier.startswith("A"):
            question, target, *answer = rest.split(" ")
            answers.setdefault(target, {})[question] = answer[0] if answer else "true"
        elif identifier.startswith("#"):
            head, _, body = rest.partition("\t")
            # annotators write notes of their own; ours are JSON objects
            if head.startswith(_NOTE + " ") and body.startswith("{"):
                notes[head.removeprefix(_NOTE + " ")] = json.loads(body)
    mentions: list[Mention] = []
    for key, (label, start, end) in places.items():
        attributes = join_choices(answers.get(key, {}), notes.get(key, {}))
        start, end = _with_edges(text, start, end, str(attributes.get("text", "")))
        mentions.append(Mention(start, end, label, attributes))
    return tuple(mentions)


def _with_edges(text: str, start: int, end: int, exported: str) -> tuple[int, int]:
    """Give a mention that began or ended with line breaks, which no fragment can hold, these back."""
    lead = _LINE_BREAKS_BEFORE.match(exported)
    whole = max(start - (lead.end() if lead else 0), 0)
    if text.startswith(exported, whole) and _is_trimmed(exported, text[start:end]):
        return whole, whole + len(exported)
    return start, end


def _is_trimmed(exported: str, surface: str) -> bool:
    """True if ``surface`` is ``exported`` without the line breaks at its ends."""
    before, found, after = exported.partition(surface)
    return bool(found) and not _LINE_BREAKS.sub("", before + after)


def _place(rest: str, text: str, name: str) -> tuple[str, int, int]:
    """Label, start and end of a T line; fragments must be one stretch but for white space between them."""
    head, _, shown = rest.partition("\t")
    label, _, offsets = head.partition(" ")
    fragments = [(int(start), int(end)) for start, end in (pair.split(" ") for pair in offsets.split(";"))]
    start, end = fragments[0][0], fragments[-1][1]
    if _shown(text, fragments) != shown:
        raise wrong_offsets(name, _shown(text, fragments), shown, offsets)
    for (_, before), (after, _) in pairwise(fragments):
        if text[before:after].strip():
            raise invalid(name, f"discontinuous mention {shown!r} at {offsets}")
    return label, start, end
