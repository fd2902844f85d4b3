"""Bytes to ``Document``, and a document to its reports and their layout."""

from factextract.ingest.read import document_from_text, read, read_bytes

__all__ = ["document_from_text", "read", "read_bytes"]
