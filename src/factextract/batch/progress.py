"""Progress for a person: one line that renews itself on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

from factextract.records.columns import padded, width

_TERMINAL_SECONDS: Final = 0.2
_QUIET_SECONDS: Final = 30.0
_WINDOW_SECONDS: Final = 60.0
_SAMPLE_SECONDS: Final = 1.0


class Progress:
    """Counts finished documents and writes to ``stream`` (None: nowhere). The rate is that of the last minute."""

    def __init__(
        self, stream: TextIO | None, total: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._total = total
        self._clock = clock
        self._renews = stream is not None and stream.isatty()
        self._done = self._failed = self._reused = 0
        self._shown_columns = 0
        self._last_shown = clock()
        self._samples = deque([(clock(), 0)])

    def advance(self, *, failed: int, reused: int) -> None:
        """One more document is finished. ``failed`` and ``reused`` (outcomes that were there already) are totals so far."""
        self._done += 1
        self._failed = failed
        self._reused = reused
        now = self._clock()
        if now - self._samples[-1][0] >= _SAMPLE_SECONDS:
            self._samples.append((now, self._done))
            while now - self._samples[0][0] > _WINDOW_SECONDS:
                self._samples.popleft()
        if now - self._last_shown >= (_TERMINAL_SECONDS if self._renews else _QUIET_SECONDS):
            self._last_shown = now
            self._show(self.line())

    def finish(self) -> None:
        """Leave the terminal's line as it last was."""
        if self._renews and self._stream is not None and self._shown_columns:
            self._show(self.line())
            self._stream.write("\n")
            self._stream.flush()

    def line(self) -> str:
        """The state in one line: documents, failures, documents a second, time left."""
        since, before = self._samples[0]
        seconds = self._clock() - since
        rate = (self._done - before) / seconds if seconds > 0 else 0.0
        parts = [f"已完成 {self._done}/{self._total}"]
        if self._reused:
            parts.append(f"沿用 {self._reused}")
        if self._failed:
            parts.append(f"失败 {self._failed}")
        if rate > 0:
            left = max(0, self._total - self._done)
            parts += [f"{rate:.1f} 份/秒", f"剩余 {_duration(left / rate)}"]
        return "  ".join(parts)

    def _show(self, line: str) -> None:
        if self._stream is None:
            return
        if self._renews:
            self._stream.write("\r" + padded(line, self._shown_columns))
            self._shown_columns = width(line) + 1
        else:
            self._stream.write(line + "\n")
        self._stream.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
