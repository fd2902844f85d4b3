"""The sentences of ``data/names.yaml`` and how to read one (shared by the tests of organisations, venues and reporters)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from factextract.datamodel import Names, Scan
from factextract.ingest import build_layout, document_from_text, make_view, split_reports
from factextract.scan.names import find_names
from factextract.text.view import View

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "names.yaml").read_text(encoding="utf-8")
)


def identifier(case: dict[str, Any]) -> str:
    """A short test id: the first characters of the text."""
    return str(case["text"]).strip()[:24]


def read(text: str) -> tuple[View, Names]:
    """The view of a one-report text and the names in it."""
    document = document_from_text(text, "test.txt")
    part = split_reports(document)[0]
    view = make_view(document, part)
    return view, find_names(view, build_layout(view, part, document), Scan())
