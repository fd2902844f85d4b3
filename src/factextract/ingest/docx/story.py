"""The walk over one story of a .docx (body, notes, a header, a footer) in document order, into a ``Flow``.

Elements that no rule names are walked through, so content controls, hyperlinks, smart tags, custom XML, tracked insertions
and results of fields need none: text is text wherever it stands. What is left out is listed beside the rules.
"""

from __future__ import annotations

from factextract.datamodel import BlockKind
from factextract.ingest.docx.flow import Flow
from factextract.ingest.docx.inline import Inline
from factextract.ingest.docx.structure import Structure
from factextract.ingest.docx.writer import Definitions, Writer
from factextract.ingest.docx.xml import Attributes, Handler


class Story(Handler):
    """Walks one part; ``finish`` gives its text.

    ``is_document`` tells whether the part was a Word main document at all. ``notes`` are the ids of the footnotes or
    endnotes to read, for a part that holds notes.
    """

    def __init__(self, definitions: Definitions, notes: frozenset[str] = frozenset()) -> None:
        self.is_document = False
        self._writer = Writer(definitions)
        self._inline = Inline(self._writer)
        self._structure = Structure(self._writer, notes)
        super().__init__(
            starts={**self._inline.starts(), **self._structure.starts(), "w:document": self._document},
            ends={**self._inline.ends(), **self._structure.ends()},
            characters=self._inline.characters,
        )

    @property
    def note_ids(self) -> dict[str, set[str]]:
        """Ids of the notes that the story refers to, by relationship kind (footnotes, endnotes)."""
        return self._structure.note_ids

    @property
    def margins(self) -> list[tuple[BlockKind, str]]:
        """Headers and footers that the story refers to: kind and relationship id, in order, each once."""
        return list(self._structure.margins)

    def finish(self) -> Flow:
        """Close what is still open and return the text."""
        self._writer.settle()
        return self._writer.at.flow

    def _document(self, _attributes: Attributes) -> None:
        self.is_document = True
