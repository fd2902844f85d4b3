"""The .docx reader: a package, a streaming walk over its XML, and the text with its layout."""

from factextract.ingest.docx.reader import Reading, read_docx

__all__ = ["Reading", "read_docx"]
