"""Where a report says that there was none of something: 零投诉, 未收到举报, 没有开展宣传活动, 无重大消费纠纷.

Extraction leaves such statements alone (they carry no number); a comparison must not confuse them with silence. A statement is a
negator, up to a few words, and a noun of an indicator, within one clause. The nouns are in ``data/none_nouns.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from factextract.text.fold import fold

_NOUNS: Final = Path(__file__).parent / "data" / "none_nouns.yaml"
_BETWEEN: Final = "[^0-9,。;:!?\n]"
_NEGATORS: Final = (
    rf"(?:均|皆|都)?(?:未|没有|没|从未|尚未)(?:收到|接到|接获|发生|出现|受理|产生|开展|举办|组织|查处|发现|形成|有){_BETWEEN}{{0,8}}?"
    r"|(?<![有毫])无(?:一|重大|新增|有效|任何|相关|客户|群众){0,2}"
    r"|零(?:新增|有效|重大|涉诉)?"
)
_NOT_BEFORE: Final = re.compile(
    r"(?:如|若|倘若|对|凡|因|将|确保|力争|争取|努力|目标是|继续|保持)[^,;。]{0,6}$"
)
"""Conditions and aims: 对未发生投诉的网点, 力争零投诉."""
_NOT_AFTER: Final = re.compile(r"(?:的|者|目标|率|不|、|及时|案件回访)")


class NoneStatements:
    """Finds statements of none. ``nouns`` maps the noun to the indicator it stands for."""

    def __init__(self, nouns: Mapping[str, str]) -> None:
        self._indicators = dict(nouns)
        longest_first = sorted(self._indicators, key=lambda noun: (-len(noun), noun))
        self._pattern = re.compile(rf"(?:{_NEGATORS})(?P<noun>{'|'.join(map(re.escape, longest_first))})")

    @classmethod
    def shipped(cls) -> NoneStatements:
        """With the nouns of ``data/none_nouns.yaml``."""
        written: Mapping[str, str] = yaml.safe_load(_NOUNS.read_text("utf-8"))
        return cls({noun: indicator for indicator, nouns in written.items() for noun in nouns.split()})

    def find(self, text: str) -> dict[str, tuple[int, int]]:
        """The indicators of which ``text`` says there were none, with the span of the first such words."""
        found: dict[str, tuple[int, int]] = {}
        for indicator, start, end in self._statements(fold(text)):
            found.setdefault(indicator, (start, end))
        return found

    def _statements(self, text: str) -> Iterator[tuple[str, int, int]]:
        for match in self._pattern.finditer(text):
            if _NOT_BEFORE.search(text[max(0, match.start() - 10) : match.start()]):
                continue
            if _NOT_AFTER.match(text[match.end() : match.end() + 4]):
                continue
            yield self._indicators[match["noun"]], match.start(), match.end()
