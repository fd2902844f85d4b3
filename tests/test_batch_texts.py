"""The texts beside the records of a batch: what offsets point into, kept, found again, and quoted in the tables."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_builder import archive
from record_builder import fact, record
from test_batch import fill, lines, outputs, run_inline
from test_tables import column, database, postgres, put, read, target  # noqa: F401

from factextract.batch.results import open_results
from factextract.cli import main
from factextract.errors import FactextractError
from factextract.pipeline import Engine
from factextract.records.texts import ReportText, text_of
from factextract.tables.export import Report

EXAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "examples"
TWO_REPORTS = """青石县农商行2024年3·15活动总结
3月15日，青石县农商行在人民广场开展宣传活动，发放宣传折页300份，接待群众咨询120人次。
青石县农商行
2024年3月20日

白水县农商行2024年3·15活动总结
3月15日，白水县农商行在中心广场开展宣传活动，发放宣传折页450份，接待群众咨询200人次。
白水县农商行
2024年3月21日
"""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "两篇.txt").write_text(TWO_REPORTS, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    shutil.copy(EXAMPLES / "客户投诉分析.docx", folder)
    archive(folder / "补报.zip", ("甲.txt".encode("gb18030"), TWO_REPORTS.encode("gb18030")))
    return folder


@pytest.fixture(scope="module")
def batch(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    main(["batch", str(inbox), "-o", str(out), "--workers", "1"])
    return out


def mentions(value: Any) -> Iterator[dict[str, Any]]:
    """All quotes with offsets, at whatever depth."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for item in value.values():
            yield from mentions(item)
    elif isinstance(value, list):
        for item in value:
            yield from mentions(item)


# -- what is written ----------------------------------------------------------------------------------------------


def test_every_record_has_its_text_and_every_quote_is_in_it(batch: Path) -> None:
    records, texts = lines(batch / "records.jsonl"), lines(batch / "texts.jsonl")
    assert len(records) == len(texts) >= 5
    for found, entry in zip(records, texts, strict=True):
        assert entry["record_id"] == found["record_id"]
        assert entry["sha256"] == found["source"]["sha256"]
        assert entry["start"] == found["source"]["start"]
        assert len(entry["text"]) == found["source"]["end"] - found["source"]["start"]
        quotes = list(mentions(found))
        assert quotes
        for quote in quotes:
            start, end = quote["start"] - entry["start"], quote["end"] - entry["start"]
            assert entry["text"][start:end] == quote["text"]


def test_the_manifest_vouches_for_the_texts(batch: Path) -> None:
    outputs_ = json.loads((batch / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert outputs_["texts.jsonl"]["bytes"] == (batch / "texts.jsonl").stat().st_size
    assert outputs_["texts.jsonl"]["lines"] == outputs_["records.jsonl"]["lines"]


def test_workers_and_runs_make_no_difference(inbox: Path, batch: Path, tmp_path: Path) -> None:
    before = (batch / "texts.jsonl").read_bytes()
    main(["batch", str(inbox), "-o", str(tmp_path / "again"), "--workers", "2"])
    assert (tmp_path / "again" / "texts.jsonl").read_bytes() == before
    main(["batch", str(inbox), "-o", str(batch), "--workers", "1"])
    assert (batch / "texts.jsonl").read_bytes() == before


def test_texts_of_an_earlier_run_are_used_again(tmp_path: Path) -> None:
    folder, out = fill(tmp_path / "in", a="ok 1\n2", b="ok 3"), tmp_path / "out"
    run_inline(folder, out)
    fill(folder, c="ok 4")
    assert run_inline(folder, out)[1] == ["c"]
    assert [entry["text"] for entry in lines(out / "texts.jsonl")] == ["1", "2", "3", "4"]
    run_inline(folder, tmp_path / "fresh")
    assert outputs(out) == outputs(tmp_path / "fresh")


# -- what is read -------------------------------------------------------------------------------------------------


def test_texts_come_with_their_records(batch: Path) -> None:
    results = open_results(batch)
    assert results.has_texts
    pairs = list(results.texts())
    assert [found["record_id"] for found, _ in pairs] == [found["record_id"] for found in results.records()]
    for found, text in reversed(pairs):
        assert text is not None
        assert results.text(found) == text
        assert text.quote(found["facts"][0]["start"], found["facts"][0]["end"]) == found["facts"][0]["text"]
    assert results.text(record(1)) is None


def test_without_the_file_the_submissions_are_read_again(batch: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.jsonl"
    shutil.copy(batch / "records.jsonl", alone)
    results = open_results(alone)
    assert not results.has_texts
    assert [text for _, text in results.texts()] == [text for _, text in open_results(batch).texts()]


def test_a_changed_or_missing_submission_has_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(name + TWO_REPORTS, encoding="utf-8")
    main(["batch", str(folder), "-o", str(tmp_path / "out"), "--workers", "1"])
    (tmp_path / "out" / "texts.jsonl").unlink()
    (folder / "b.txt").write_text("改过" + TWO_REPORTS, encoding="utf-8")
    (folder / "c.txt").unlink()
    results = open_results(tmp_path / "out")
    known = {Path(found["source"]["path"]).name: text is not None for found, text in results.texts()}
    assert known == {"a.txt": True, "b.txt": False, "c.txt": False}


def test_a_masked_record_never_gets_the_open_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = TWO_REPORTS.replace("接待群众", "消费者王建国来访，接待群众")
    (folder / "a.txt").write_text(text, encoding="utf-8")
    main(["batch", "--mask", str(folder), "-o", str(tmp_path / "out"), "--workers", "1"])
    stored = [found for _, found in open_results(tmp_path / "out").texts()]
    (tmp_path / "out" / "texts.jsonl").unlink()
    again = [found for _, found in open_results(tmp_path / "out").texts()]
    assert again == stored
    assert all(found is not None and "王**来访" in found.text for found in again)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("texts.jsonl", lambda data: data.split(b"\n", 1)[1]),  # another record's text
        ("texts.jsonl", lambda data: b""),
        ("texts.jsonl", lambda data: b"[1]\n" + data),
        ("texts.jsonl", lambda data: data.replace(b'"start":', b'"START":')),
        ("records.jsonl", lambda data: b"{}\n" + data),
    ],
)
def test_what_does_not_fit_together_is_told(name: str, damage: Any, batch: Path, tmp_path: Path) -> None:
    for file in ("texts.jsonl", "records.jsonl"):
        shutil.copy(batch / file, tmp_path / file)
    (tmp_path / name).write_bytes(damage((tmp_path / name).read_bytes()))
    with pytest.raises(FactextractError) as caught:
        list(open_results(tmp_path).texts())
    assert caught.value.code == "records_invalid"


def test_no_results_at_all_are_told(tmp_path: Path) -> None:
    with pytest.raises(FactextractError) as caught:
        list(open_results(tmp_path).texts())
    assert caught.value.code == "file_missing"


def test_a_quote_outside_the_report_is_none() -> None:
    text = ReportText("甲乙丙", 10)
    assert text.quote(10, 13) == "甲乙丙"
    assert text.quote(11, 11) == ""
    assert (text.quote(9, 11), text.quote(12, 14), text.quote(12, 11)) == (None, None, None)


def test_the_text_of_a_part_is_its_slice() -> None:
    parsed = Engine(models=None).parse_text(TWO_REPORTS)
    assert len(parsed) == 2
    one, other = (text_of(found, TWO_REPORTS) for found in parsed)
    assert one.text.startswith("青石县农商行2024年")
    assert other.text.startswith("白水县农商行2024年")
    assert TWO_REPORTS[other.start :].startswith(other.text)


# -- in the tables ------------------------------------------------------------------------------------------------


def test_evidence_is_quoted_in_every_target(target: str) -> None:  # noqa: F811
    words = "3月15日，发放折页300份，\n接待群众。" + "多" * 60
    facts = [
        fact(1, 300, evidence={"start": 0, "end": 21}),
        fact(2, 200, evidence=None),
        fact(3, 100, evidence={"start": 90, "end": 200}),
    ]
    put(target, [Report(record(1, facts), ReportText(words)), record(2)])
    assert column(read(target), "facts", "evidence") == ["3月15日，发放折页300份， 接待群众。"] + [None] * 4


def test_an_exported_batch_shows_the_sentences(batch: Path, target: str) -> None:  # noqa: F811
    main(["export", str(batch), "--to", target])
    sentences = column(read(target), "facts", "evidence")
    assert sentences
    assert None not in sentences
    quotes = column(read(target), "facts", "quote")
    assert all(quote in sentence for quote, sentence in zip(quotes, sentences, strict=True))
