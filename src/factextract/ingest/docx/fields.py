"""Complex fields: which text of a paragraph is instruction and which is result (ECMA-376 part 1, 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_MAX_DEPTH: Final = 64
"""Fields within fields; deeper ones are not told apart from their surroundings."""

_SHOWN_WITHOUT_RESULT: Final = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "EQ"})
"""Fields that print something though the file holds no result; other fields without one print nothing."""


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    result_from: int | None = None  # how much text there was when the result began


class Fields:
    """The fields that are open at the present place of a story."""

    __slots__ = ("_held", "_instructing", "_open")

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._instructing = 0
        self._held: list[str] = []

    @property
    def in_instruction(self) -> bool:
        """True where text belongs to an instruction and is not printed."""
        return self._instructing > 0

    def begin(self) -> None:
        """A field begins, with its instruction."""
        if len(self._open) < _MAX_DEPTH:
            self._open.append(_Field())
            self._instructing += 1

    def instruct(self, text: str) -> None:
        """Text of an instruction."""
        if self._open and self._open[-1].result_from is None:
            self._open[-1].instruction.append(text)

    def hold(self, text: str) -> None:
        """Printed text inside an instruction: kept aside in case the field turns out to be broken."""
        self._held.append(text)

    def separate(self, written: int) -> None:
        """The instruction ends and the result begins; ``written`` is how much text there is so far."""
        if self._open and self._open[-1].result_from is None:
            self._open[-1].result_from = written
            self._close_instruction()

    def end(self, written: int) -> str | None:
        """The field ends. Returns its instruction if it prints something that the file does not hold, else None."""
        if not self._open:
            return None
        closed = self._open.pop()
        if closed.result_from is None:
            self._close_instruction()
        elif written > closed.result_from:
            return None
        instruction = "".join(closed.instruction).strip()
        name = instruction.partition(" ")[0].upper()
        return instruction if name in _SHOWN_WITHOUT_RESULT else None

    def recover(self) -> str:
        """Close what is still in an instruction at the end of a paragraph; returns the text held back by it."""
        self._open = [opened for opened in self._open if opened.result_from is not None]
        self._instructing = 0
        text = "".join(self._held)
        self._held.clear()
        return text

    def _close_instruction(self) -> None:
        self._instructing -= 1
        if not self._instructing:
            self._held.clear()


_CIRCLES: Final = ("○", "◯", "〇")
_SWITCH: Final = re.compile(r"\\[A-Za-z*]{1,3}")


def equation_text(instruction: str) -> str:
    """The text that an EQ field prints, as far as Chinese Word uses it; "" if it is beyond that.

    Overlays (``\\o``) give their last argument: the base of phonetic guides (``\\o\\ad(\\s\\up 9(hàn),汉)``) and characters in
    circles (``\\o\\ac(○,1)``, which becomes ①). Fractions (``\\f(1,2)``) give ``1/2``.
    """
    opening = instruction.find("(")
    head = instruction[:opening].lower()
    arguments = _arguments(instruction[opening:]) if opening >= 0 else []
    if not arguments:
        return ""
    if "\\o" in head:
        last = arguments[-1]
        if _SWITCH.search(last):
            return ""
        circled = (
            arguments[0].strip() in _CIRCLES
            and last.isascii()
            and last.isdigit()
            and 1 <= int(last[:3]) <= 20
        )
        return chr(0x2460 + int(last) - 1) if circled and len(last) <= 2 else last
    if "\\f" in head and len(arguments) == 2 and not any(_SWITCH.search(argument) for argument in arguments):
        return "/".join(arguments)
    return ""


def _arguments(text: str) -> list[str]:
    """Split ``(a,b(c,d),e) rest`` at the commas of the outermost brackets; [] if the bracket is not closed."""
    out: list[str] = []
    depth, start = 0, 1
    for place, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return [*out, text[start:place]]
        elif char in ",;" and depth == 1:
            out.append(text[start:place])
            start = place + 1
    return []
