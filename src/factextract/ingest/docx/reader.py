"""A .docx to text with its layout: the body, then notes, headers and footers, and warnings for what was not read.

* a paragraph is a line; ``w:br`` is a line end, ``w:tab`` a tab; empty paragraphs inside the text are empty lines;
* automatic list numbers are printed before their paragraphs;
* a table row is a line of cells joined by ``" | "``; paragraphs of a cell are lines in it;
  a merged cell stands once, where it begins. A table of one column, or with a table in it, is a frame: its cells are
  read as paragraphs of the text round it, and only the table in it is listed;
* a text box stands below the paragraph that it is anchored in, as a block of its own;
* tracked insertions and moves are carried out, hidden text stays and is marked as a HIDDEN block;
* footnotes, endnotes, headers, footers follow the body in this order, each a block on lines of its own. Numbers of
  note references are not printed: they would join the figures before them.

Blocks do not overlap, but for HIDDEN ones; tables do not either. Tables in notes, headers and footers are not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeVar

from factextract.datamodel import Block, BlockKind, Notice, Table
from factextract.ingest.docx.flow import HIDDEN, Flow, Mark
from factextract.ingest.docx.numbering import NumberingHandler
from factextract.ingest.docx.package import Package
from factextract.ingest.docx.story import Story
from factextract.ingest.docx.styles import StylesHandler
from factextract.ingest.docx.writer import Definitions
from factextract.ingest.docx.xml import Handler
from factextract.ingest.limits import MAX_NOTICES_PER_CODE, Refusal

_AnyHandler = TypeVar("_AnyHandler", bound=Handler)

_SINGLY: Final = {
    # code -> message of a notice for each place
    "chunk_unread": "此处嵌入了另一份文档（altChunk/subDoc），未读取。",
    "object_unread": "此处嵌入了对象（{detail}），其中的文字未读取。",
    "chart_unread": "此处有图表，其中的数据未读取。",
    "diagram_unread": "此处有 SmartArt 图形，其中的文字未读取。",
    "field_unread": "此处的域没有可显示的结果，未读取：{detail}",
    "field_broken": "此处的域不完整，其中的文字按正文读取：{detail}",
    "symbol_unread": "此处有无法识别的符号。",
    "struck_text": "此处文字带删除线，仍按正文读取：{detail}",
    "part_unreadable": "文件的一部分无法读取，已略过：{detail}",
}

_TOGETHER: Final = {
    # code -> message of one notice for the whole file, at the first place
    HIDDEN: "文中有隐藏文字 {count} 处，已标记。",
    "revision": "文中有未处理的修订 {count} 处：已保留插入内容、去除删除内容。",
    "comment_dropped": "文中有批注 {count} 处，未读取。",
    "ruby_dropped": "文中有拼音指南 {count} 处，已去除拼音、保留文字。",
    "picture_unread": "文中有图片 {count} 幅，其中的文字未读取。",
}

_DETAIL_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """What a .docx holds: its text, and blocks, tables and notices with offsets into it."""

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    notices: tuple[Notice, ...]


def read_docx(data: bytes) -> Reading:
    """Read the bytes of a .docx (or .docm, .dotx). Raises ``Refusal`` if there is no reading its body."""
    return _Reader(Package(data)).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_part()
        self._unreadable: list[str] = []
        self._relationships = self._related()

    def read(self) -> Reading:
        definitions = Definitions()
        if (styles := self._try(StylesHandler(), self._part_of("styles"))) is not None:
            definitions.styles = styles.styles
        if (numbering := self._try(NumberingHandler(), self._part_of("numbering"))) is not None:
            definitions.numbering = numbering.numbering
        story = Story(definitions)
        self._package.parse(self._main, story)
        if not story.is_document:
            raise Refusal("not_a_docx", "压缩包内没有 Word 正文")
        whole = story.finish()
        body_end = whole.length
        for flow, kind in self._around(story, definitions):
            whole.add_flow(flow, kind)
        found = whole.collect()
        if not found.text[:body_end].strip():
            raise _without_text(found.marks)
        tables = tuple(table for table in found.tables if table.end <= body_end)
        unreadable = [Mark(0, 0, "part_unreadable", detail) for detail in self._unreadable]
        notices = _notices([*_within(found.marks, len(found.text)), *unreadable])
        return Reading(found.text, tuple(found.blocks), tables, tuple(notices))

    def _around(self, story: Story, definitions: Definitions) -> Iterator[tuple[Flow, BlockKind | None]]:
        """Notes, each a block already, then headers and footers, each part to become one block."""
        for kind in ("footnotes", "endnotes"):
            if wanted := frozenset(story.note_ids[kind]):
                notes = self._try(Story(definitions, wanted), self._part_of(kind), f"word/{kind}.xml")
                if notes is not None:
                    yield notes.finish(), None
        done: set[str] = set()
        for margin in (BlockKind.HEADER, BlockKind.FOOTER):
            for part in (self._relationships.get(id_) for kind, id_ in story.margins if kind is margin):
                if part is not None and part[1] not in done:
                    done.add(part[1])
                    if (read := self._try(Story(definitions), part[1])) is not None:
                        yield read.finish(), margin

    def _related(self) -> dict[str, tuple[str, str]]:
        """Relationships of the main part by id: kind and part name. Broken ones cost the parts, not the body."""
        try:
            return {r.id: (r.kind, r.target) for r in self._package.relationships(self._main)}
        except Refusal as refusal:
            self._note_failure(self._main + ".rels", refusal)
            return {}

    def _part_of(self, kind: str) -> str | None:
        return next((part for found, part in self._relationships.values() if found == kind), None)

    def _try(self, handler: _AnyHandler, part: str | None, expected: str = "") -> _AnyHandler | None:
        """Parse a part that the body can do without; None, and a notice, if it is broken."""
        if part is None:
            if expected:
                self._unreadable.append(expected)
            return None
        try:
            self._package.parse(part, handler)
        except Refusal as refusal:
            self._note_failure(part, refusal)
            return None
        return handler

    def _note_failure(self, part: str, refusal: Refusal) -> None:
        """Damage is noted; whatever is hostile refuses the file."""
        if refusal.code != "damaged_docx":
            raise refusal
        self._unreadable.append(f"{part}（{refusal.detail}）")


def _without_text(marks: Iterable[Mark]) -> Refusal:
    pictured = any(
        mark.code in ("picture_unread", "object_unread", "chart_unread", "chunk_unread") for mark in marks
    )
    return Refusal("no_text", "只有图片或嵌入对象") if pictured else Refusal("empty_file")


def _within(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    """Marks at the very end of the text take in its last character, so that each lies in some stretch of the text."""
    return (mark._replace(start=length - 1) if mark.start >= length else mark for mark in marks)


def _notices(marks: list[Mark]) -> Iterator[Notice]:
    """Notices in order of code and place; of one code no more than the limit, the last one telling how many there are."""
    by_code = attrgetter("code")
    for code, group in groupby(sorted(marks, key=by_code), key=by_code):
        places = list(group)
        first = places[0]
        if code in _TOGETHER:
            yield Notice(code, _TOGETHER[code].format(count=len(places)), first.start, first.end)
            continue
        for mark in places[:MAX_NOTICES_PER_CODE]:
            yield _notice(mark)
        if len(places) > MAX_NOTICES_PER_CODE:
            more = places[MAX_NOTICES_PER_CODE]
            rest = len(places) - MAX_NOTICES_PER_CODE
            yield Notice(code, f"同类情况另有 {rest} 处，不再逐一列出。", more.start, more.end)


def _notice(mark: Mark) -> Notice:
    detail = mark.detail if len(mark.detail) <= _DETAIL_CHARS else mark.detail[:_DETAIL_CHARS] + "…"
    message = _SINGLY[mark.code].format(detail=detail)
    if mark.code == "part_unreadable":  # it has no place in the text
        return Notice(mark.code, message)
    return Notice(mark.code, message, mark.start, mark.end)
