"""Label Studio tasks: a JSON list; each task has the text under ``data`` and its regions under ``annotations``.

A mention is a region of type ``labels``. Closed questions about it (comparator, status, optional) are per-region ``choices``
that share the region's id; its other attributes are in the region's ``meta``. Offsets are code points, which is what Label
Studio stores for the ``Text`` tag (versions before 2022 counted UTF-16 units; such regions are refused, because their ``text``
is not found at their offsets). ``labeling_config`` gives the project's interface.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from factextract.corpus.convert.model import (
    CHOICES,
    Mention,
    SpanDocument,
    invalid,
    join_choices,
    split_choices,
    wrong_offsets,
)

_LABELS, _TEXT = "label", "text"
_META = "factextract"


def write(documents: Iterable[SpanDocument], path: Path, *, predictions: bool = False) -> None:
    """Write tasks; with ``predictions`` the regions are suggestions to be reviewed, else they are annotations."""
    tasks = [_task(document, "predictions" if predictions else "annotations") for document in documents]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _task(document: SpanDocument, section: str) -> dict[str, Any]:
    regions: list[dict[str, Any]] = []
    for number, mention in enumerate(document.mentions, start=1):
        regions.extend(_regions(mention, f"m{number}", document.text))
    return {
        "data": {
            _TEXT: document.text,
            _META: {"text_file": document.name, "reports": list(document.reports)},
        },
        section: [{"result": regions}],
    }


def _regions(mention: Mention, identifier: str, text: str) -> Iterable[dict[str, Any]]:
    answers, rest = split_choices(mention.attributes)
    place = {"start": mention.start, "end": mention.end, "text": text[mention.start : mention.end]}
    region: dict[str, Any] = {
        "id": identifier,
        "from_name": _LABELS,
        "to_name": _TEXT,
        "type": "labels",
        "value": {**place, "labels": [mention.label]},
    }
    if rest:
        region["meta"] = {_META: rest}
    yield region
    for question, answer in answers.items():
        yield {
            "id": identifier,
            "from_name": question,
            "to_name": _TEXT,
            "type": "choices",
            "value": {**place, "choices": [answer]},
        }


def read(path: Path) -> list[SpanDocument]:
    """Read an export in Label Studio's JSON format. Of a task's annotations the first that was not cancelled counts; if
    there is none, its first prediction. Raises ``FactextractError`` (``corpus_invalid``)."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        return [_document(task, number) for number, task in enumerate(tasks, start=1)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise invalid(path, f"{type(error).__name__}: {error}") from error


def _document(task: dict[str, Any], number: int) -> SpanDocument:
    text: str = task["data"][_TEXT]
    meta = task["data"].get(_META) or {}
    name = str(meta.get("text_file") or f"document{number}.txt")
    results = _results(task)
    answers: dict[str, dict[str, str]] = {}
    for result in results:
        if result["type"] == "choices" and result["value"].get("choices"):
            answers.setdefault(result["id"], {})[result["from_name"]] = result["value"]["choices"][0]
    mentions = []
    for result in results:
        value = result["value"]
        if result["type"] == "labels" and value.get("labels"):
            found = text[value["start"] : value["end"]]
            if value.get("text", found) != found:
                raise wrong_offsets(name, found, value["text"], f"{value['start']}:{value['end']}")
            rest = (result.get("meta") or {}).get(_META) or {}
            attributes = join_choices(answers.get(result["id"], {}), rest)
            mentions.append(Mention(value["start"], value["end"], value["labels"][0], attributes))
    return SpanDocument(name, text, tuple(mentions), tuple(meta.get("reports") or ()))


def _results(task: dict[str, Any]) -> list[dict[str, Any]]:
    done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
    chosen = done or task.get("predictions") or [{}]
    return [result for result in chosen[0].get("result") or [] if "value" in result]


def labeling_config(labels: Iterable[str]) -> str:
    """The labelling interface (XML) of a project with these labels."""
    lines = ["<View>", f'  <Labels name="{_LABELS}" toName="{_TEXT}">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in labels]
    lines += ["  </Labels>", f'  <Text name="{_TEXT}" value="${_TEXT}"/>']
    for question, answers in CHOICES.items():
        lines.append(f'  <Choices name="{question}" toName="{_TEXT}" perRegion="true">')
        lines += [f'    <Choice value="{answer}"/>' for answer in answers]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>"]) + "\n"
