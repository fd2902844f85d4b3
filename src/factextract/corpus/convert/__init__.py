"""Gold to the formats of annotation tools and back: doccano, Label Studio, brat.

Each format module has ``write(documents, path)`` and ``read(path)``; ``read_folder`` and ``write_folder`` are the gold side.
spaCy's DocBin is in ``factextract.nlp.docbin``, the package that may import spaCy. ``docs/corpus.md`` says what survives in
which format.
"""

from factextract.corpus.convert.files import read_folder, write_folder
from factextract.corpus.convert.model import Kind, Mention, SpanDocument, flatten, unflatten

__all__ = ["Kind", "Mention", "SpanDocument", "flatten", "read_folder", "unflatten", "write_folder"]
