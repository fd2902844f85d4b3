"""Annotated reports: the format, its compilation to gold with offsets, and a lint that keeps annotations complete.

A document is ``NAME.txt`` with ``NAME.ann.yaml`` beside it (``docs/corpus.md`` describes the keys). ``load`` reads the
pair, ``compile_gold`` resolves every quotation to code-point offsets, ``lint`` lists what is wrong or missing,
``write_gold`` stores ``NAME.gold.json``, which ``factextract.evaluate`` reads.
"""

from factextract.corpus.annotations import (
    AnnotatedDocument,
    Problem,
    compile_gold,
    load,
    load_directory,
    read_gold,
    write_gold,
)
from factextract.corpus.lint import lint

__all__ = [
    "AnnotatedDocument",
    "Problem",
    "compile_gold",
    "lint",
    "load",
    "load_directory",
    "read_gold",
    "write_gold",
]
