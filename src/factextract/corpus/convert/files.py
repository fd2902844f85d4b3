"""Folders of gold: what the converters read from and write to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from factextract.corpus.annotations import GOLD_SUFFIX, SUFFIX, compile_gold, load_directory, read_gold
from factextract.corpus.convert.model import SpanDocument, flatten, invalid, unflatten


def read_folder(folder: Path) -> list[SpanDocument]:
    """Every annotated text of a folder: ``NAME.ann.yaml`` compiled, then each ``NAME.gold.json`` that has none.

    Raises ``FactextractError`` (``corpus_invalid``) if an annotation cannot be resolved or the folder holds none.
    """
    documents: dict[str, SpanDocument] = {}
    for annotated in load_directory(folder):
        gold, problems = compile_gold(annotated)
        if problems:
            raise invalid(annotated.path, "\n".join(map(str, problems)))
        documents[annotated.text_file] = _flatten(gold, annotated.text, annotated.path)
    for path in sorted(folder.glob("*" + GOLD_SUFFIX)):
        if not path.with_name(path.name.removesuffix(GOLD_SUFFIX) + SUFFIX).exists():
            gold, text = read_gold(path)
            documents[gold["text_file"]] = _flatten(gold, text, path)
    if not documents:
        raise invalid(folder, f"no *{SUFFIX} and no *{GOLD_SUFFIX}")
    return [documents[name] for name in sorted(documents)]


def _flatten(gold: dict[str, Any], text: str, path: Path) -> SpanDocument:
    try:
        plain = json.loads(json.dumps(gold))  # ordinary dicts and lists, as every format will store them
        return flatten(plain, text)
    except (TypeError, KeyError) as error:
        raise invalid(path, f"{type(error).__name__}: {error}") from error


def write_folder(documents: Iterable[SpanDocument], folder: Path) -> list[Path]:
    """Write ``NAME.txt`` and ``NAME.gold.json`` of each document; returns the gold files.

    Raises ``FactextractError`` (``corpus_invalid``) before anything is written if two documents have one name.
    """
    golds = [(document, unflatten(document)) for document in documents]
    seen: set[str] = set()
    for document, _ in golds:
        if document.name in seen:
            raise invalid(document.name, "two documents have this name")
        seen.add(document.name)
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for document, gold in golds:
        (folder / document.name).write_bytes(document.text.encode("utf-8"))
        path = folder / (document.name.removesuffix(".txt") + GOLD_SUFFIX)
        path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
