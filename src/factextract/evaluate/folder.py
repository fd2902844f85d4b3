"""Evaluation of a folder of annotated texts, with records given or made on the spot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factextract.corpus import compile_gold, load, read_gold
from factextract.corpus.annotations import GOLD_SUFFIX, SUFFIX
from factextract.errors import FactextractError
from factextract.evaluate.compare import compare_all
from factextract.evaluate.metrics import Report


def _documents(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Gold with its text, in name order; annotations are compiled where no gold file stands beside them."""
    gold = {path.name.removesuffix(GOLD_SUFFIX): path for path in folder.glob("*" + GOLD_SUFFIX)}
    annotated = {path.name.removesuffix(SUFFIX): path for path in folder.glob("*" + SUFFIX)}
    if not gold and not annotated:
        raise FactextractError("corpus_invalid", path=folder, detail=f"no *{GOLD_SUFFIX}, no *{SUFFIX}")
    for name in sorted({*gold, *annotated}):
        if name in gold:
            yield read_gold(gold[name])
            continue
        document = load(annotated[name])
        compiled, problems = compile_gold(document)
        if problems:
            raise FactextractError("corpus_invalid", path=document.path, detail="\n".join(map(str, problems)))
        yield compiled, document.text


def read_records(path: Path) -> list[dict[str, Any]]:
    """Records of a JSON Lines file. Raises ``FactextractError`` (``corpus_invalid``)."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise FactextractError("corpus_invalid", path=path, detail=str(error)) from error


def evaluate_folder(gold: Path, records: Path | None = None, **options: Any) -> Report:
    """Evaluate on ``NAME.txt`` with ``NAME.gold.json`` or ``NAME.ann.yaml``. ``records`` is a JSON Lines file; without it
    the texts are parsed by an engine with ``options``. Raises ``FactextractError``."""
    documents = list(_documents(gold))
    if records is not None:
        return compare_all(documents, read_records(records))
    from factextract.pipeline import Engine

    engine = Engine(**options)
    parsed = (record for entry, text in documents for record in engine.parse_text(text, entry["text_file"]))
    return compare_all(documents, parsed)
