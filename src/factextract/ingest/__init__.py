"""Bytes to ``Document``, and a document to its reports and their layout."""

from factextract.ingest.artefacts import Cleaning, clean, make_view
from factextract.ingest.artefacts import notices as cleaning_notices
from factextract.ingest.layout import build_layout
from factextract.ingest.read import document_from_text, read, read_bytes
from factextract.ingest.split import split_reports

__all__ = [
    "Cleaning",
    "build_layout",
    "clean",
    "cleaning_notices",
    "document_from_text",
    "make_view",
    "read",
    "read_bytes",
    "split_reports",
]
