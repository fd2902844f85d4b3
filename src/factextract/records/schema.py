"""The public schema of a record, JSON Schema 2020-12."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

RECORD_SCHEMA = "factextract/record/1"
"""Name and version that every record carries."""


def record_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    text = files("factextract.records").joinpath("record.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
