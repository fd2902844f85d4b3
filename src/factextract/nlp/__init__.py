"""Segmentation with jieba, spaCy and pkuseg; the only package that imports them.

The extraction itself does not need a segmenter; this package serves users who want words or spaCy Docs.
"""

from __future__ import annotations

from pathlib import Path


def pipeline_path() -> Path:
    """Folder of the shipped spaCy pipeline, for ``spacy.load``."""
    return Path(__file__).with_name("zh_factextract")
