"""The name bank's format."""

from __future__ import annotations

from pathlib import Path

import pytest

from factextract.corpus.name_bank import lint_names, parse_names, read_names

BANK = Path(__file__).resolve().parents[1] / "corpus" / "names"


def test_marks_are_spans_of_the_plain_text() -> None:
    sentence = parse_names("{县消协|co_organizer}在{滨河公园|?venue+participant}设摊，途经{老渡口|-}。")
    assert sentence.text == "县消协在滨河公园设摊，途经老渡口。"
    assert [(sentence.text[m.start : m.end], m.labels, m.optional) for m in sentence.marks] == [
        ("县消协", ("co_organizer",), False),
        ("滨河公园", ("venue", "participant"), True),
        ("老渡口", ("-",), False),
    ]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["{县局|chief}到场"], "未知的标签"),
        (["县局}到场"], "未配对"),
        (["{县局|organizer}到场", "县局到{场|-}"], "重复"),
    ],
)
def test_lint_tells_what_is_wrong(tmp_path: Path, lines: list[str], complaint: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["# type: bank", *lines]), encoding="utf-8")
    (problem,) = lint_names(path)
    assert complaint in problem.message
    assert problem.line == len(lines) + 1


def test_the_projects_own_bank_is_sound() -> None:
    paths = sorted(BANK.glob("*.txt"))
    assert [problem for path in paths for problem in lint_names(path)] == []
    sentences = [sentence for path in paths for sentence in read_names(path)]
    assert len({sentence.text for sentence in sentences}) == len(sentences) >= 300
