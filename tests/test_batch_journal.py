"""The journal survives whatever happens to its end; the digest map is a map; progress says what is true."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factextract.batch.digests import DigestMap, digest_of, fingerprint
from factextract.batch.journal import Journal
from factextract.batch.model import Failure, Outcome
from factextract.batch.progress import Progress
from factextract.errors import FactextractError

OUTCOMES = [
    Outcome("ab" * 32, (b'{"a":1}', '{"b":"甲\\t"}'.encode())),
    Outcome("cd" * 32, ()),
    Outcome(None, failure=Failure("encrypted", "文件\t已加密\n", "请去除密码", lasting=True)),
    Outcome("ef" * 32, (b"x" * 100_000,), texts=(b'{"text":"\xe7\x94\xb2\\n"}',)),
]
KEYS = [digest_of(str(number)) for number in range(len(OUTCOMES))]


def filled(path: Path) -> list[int]:
    """A journal of ``OUTCOMES`` with a strike in the middle; returns where their lines end."""
    journal = Journal(path)
    ends = []
    for number, (key, outcome) in enumerate(zip(KEYS, OUTCOMES, strict=True)):
        if number == 2:
            journal.strike(KEYS[0], "timeout")
        journal.add(key, outcome)
        ends.append(path.stat().st_size)
    journal.close()
    return ends


def recalled(path: Path) -> list[Outcome | None]:
    journal = Journal(path)
    places = [journal.find(key) for key in KEYS]
    found = [None if place is None else journal.read(place) for place in places]
    journal.close()
    return found


def test_outcomes_and_strikes_come_back(tmp_path: Path) -> None:
    filled(tmp_path / "journal")
    assert recalled(tmp_path / "journal") == OUTCOMES
    journal = Journal(tmp_path / "journal")
    assert journal.strikes(KEYS[0]) == ["timeout"]
    assert journal.strikes(KEYS[1]) == []
    journal.close()


def test_fresh_forgets(tmp_path: Path) -> None:
    filled(tmp_path / "journal")
    Journal(tmp_path / "journal", fresh=True).close()
    assert recalled(tmp_path / "journal") == [None] * 4


def test_every_torn_tail_is_dropped_and_work_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    ends = filled(path)
    whole = path.read_bytes()
    for size in [*range(ends[2] + 1), ends[3] - 1]:
        path.write_bytes(whole[:size])
        kept = [outcome if size >= end else None for end, outcome in zip(ends, OUTCOMES, strict=True)]
        assert recalled(path) == kept
        journal = Journal(path)
        journal.add(KEYS[3], OUTCOMES[1])
        journal.close()
        assert recalled(path)[3] == OUTCOMES[1]


@pytest.mark.parametrize(
    "tail", [bytes(5000), b"\n", b"\n\n\t\n", b"00000000\to\t-\t-\t\n", b"garbage\tmore\n"]
)
def test_garbage_at_the_end_is_dropped(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "journal"
    filled(path)
    path.write_bytes(path.read_bytes() + tail)
    assert recalled(path) == OUTCOMES


def test_a_damaged_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    ends = filled(path)
    data = bytearray(path.read_bytes())
    data[ends[0] + 60] ^= 1
    path.write_bytes(data)
    assert recalled(path) == [OUTCOMES[0], None, *OUTCOMES[2:]]


def test_an_outcome_that_the_disk_lost_meanwhile_is_told(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path)
    journal = Journal(path)
    place = journal.find(KEYS[0])
    journal.find(KEYS[3])  # moves the reader's buffer far away
    path.write_bytes(b"")
    assert place is not None
    with pytest.raises(FactextractError) as caught:
        journal.read(place)
    assert caught.value.code == "state_damaged"
    journal.close()


def test_what_serves_one_run_only_is_not_found(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    place = journal.add(None, OUTCOMES[2])
    assert journal.read(place) == OUTCOMES[2]
    journal.close()
    assert recalled(tmp_path / "journal") == [None] * 4


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2**63)), max_size=3000))
def test_digest_map_is_a_map(pairs: list[tuple[int, int]]) -> None:
    ours, theirs = DigestMap(), {}
    for number, value in pairs:
        key = digest_of(str(number))
        assert ours.add(key, value) == (key not in theirs)
        assert ours.get(key) == theirs.setdefault(key, value)
        ours.set(key, value)
        theirs[key] = value
    assert len(ours) == len(theirs)
    assert all(ours.get(key) == value for key, value in theirs.items())
    assert ours.get(digest_of("none")) is None


def test_digest_map_grows() -> None:
    found = DigestMap()
    for number in range(5000):
        assert found.add(digest_of(str(number)), number)
    assert [found.get(digest_of(str(number))) for number in range(5000)] == list(range(5000))


def test_digests_tell_parts_apart() -> None:
    assert digest_of("a", "bc") != digest_of("ab", "c")
    assert digest_of("\udcff") != digest_of("\udcfe")
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1}) != fingerprint({"a": 1})


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO) -> str:
    """Run 100 documents at 10 a second, the last ten of 20 reused ones failing."""
    now = 0.0
    progress = Progress(stream, 200, lambda: now)
    for number in range(100):
        now += 0.1
        progress.advance(failed=max(0, number - 89), reused=min(number, 20))
    progress.finish()
    return stream.getvalue()


def test_progress_on_a_terminal_renews_one_line() -> None:
    written = shown(_Terminal())
    assert written.count("\n") == 1
    assert written.count("\r") > 10
    last = written.rpartition("\r")[2]
    assert last.split() == ["已完成", "100/200", "沿用", "20", "失败", "10", "10.0", "份/秒", "剩余", "0:10"]


def test_progress_elsewhere_is_quiet() -> None:
    assert shown(io.StringIO()) == ""
    stream, now = io.StringIO(), 0.0
    progress = Progress(stream, 1000, lambda: now)
    for _ in range(1000):
        now += 0.125
        progress.advance(failed=0, reused=0)
    assert stream.getvalue().splitlines()[0] == "已完成 240/1000  8.0 份/秒  剩余 1:35"
    assert len(stream.getvalue().splitlines()) == 4


def test_progress_to_nowhere() -> None:
    progress = Progress(None, 1)
    progress.advance(failed=0, reused=0)
    progress.finish()
    assert progress.line().startswith("已完成 1/1")
