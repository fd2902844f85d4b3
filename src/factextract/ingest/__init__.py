"""Bytes to ``Document``, and a document to its reports and their layout."""
