"""What --mask hides, what it leaves, and that nothing planted comes out of any sink."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from docx_builder import docx, para
from hypothesis import given, settings
from hypothesis import strategies as st
from record_builder import fact, record
from test_tables import TABLES, database, postgres, read, target  # noqa: F401

from factextract.cli import main
from factextract.corpus import compile_gold, load_directory
from factextract.records.masking import is_masked, mask_path, mask_record, mask_report
from factextract.records.schema import record_schema
from factextract.records.texts import ReportText
from factextract.text.masking import MASK, find_personal, hide, mask_text
from factextract.text.masking.lexicon import COMPOUND_SURNAMES, DOUBTFUL_SURNAMES, GIVEN, NOT_ALONE, SURNAMES

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CASES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "masking.yaml").read_text(encoding="utf-8")
)
SENTENCES = [(group, sentence) for group, sentences in CASES.items() for sentence in sentences]


def plain(sentence: str) -> str:
    return sentence.replace("⟦", "").replace("⟧", "")


def masked(sentence: str) -> str:
    """The sentence with the letters and digits inside its marks hidden."""
    return re.sub("⟦(.*?)⟧", lambda m: "".join(MASK if char.isalnum() else char for char in m[1]), sentence)


# -- sentences ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "sentence"), SENTENCES)
def test_what_is_hidden_of_a_sentence(group: str, sentence: str) -> None:
    assert mask_text(plain(sentence)) == masked(sentence)


def test_there_are_enough_sentences_and_traps() -> None:
    traps = [sentence for _, sentence in SENTENCES if "⟦" not in sentence]
    assert len(traps) >= 35
    assert len(SENTENCES) - len(traps) >= 80


def test_all_sentences_in_one_text_are_masked_as_by_themselves() -> None:
    """Other sentences lead to no more than a name that was found elsewhere."""
    text = "\n\n".join(plain(sentence) for _, sentence in SENTENCES if "\n" not in sentence)
    wanted = "\n\n".join(masked(sentence) for _, sentence in SENTENCES if "\n" not in sentence)
    assert mask_text(text) == wanted


def test_a_name_across_a_wrapped_line_is_found() -> None:
    text = "据投诉处理中心统计，当日到场接受调解的消费者王建\r\n国反映，经营该店的老板留下的电话号码为1381234\n5678，已停机。"
    assert mask_text(text) == text.replace("建\r\n国", "*\r\n*").replace("1381234\n5678", "138****\n5678")


def test_the_kinds_are_told() -> None:
    text = "客户王芳，电话13812345678，身份证43010219800101123X，邮箱ab@c.cn，家住6栋"
    kinds = [item.kind for item in find_personal(text)]
    assert kinds == ["name", "mobile", "identity", "mail", "address"]
    first = find_personal(text)[0]
    assert (text[first.start : first.end], text[first.whole.start : first.whole.end]) == ("芳", "王芳")


def test_figures_to_be_kept_stay() -> None:
    text = "账号1234567890，手机13812345678"
    where = find_personal(text)
    assert [item.kind for item in where] == ["account", "mobile"]
    assert mask_text(text, [item.whole for item in where]) == text


def test_the_lexicon_is_sound() -> None:
    assert DOUBTFUL_SURNAMES <= SURNAMES
    assert NOT_ALONE <= GIVEN
    assert all(len(name) == 2 for name in COMPOUND_SURNAMES)
    assert all(len(char) == 1 and "\u4e00" <= char <= "\u9fff" for char in SURNAMES | GIVEN)


PIECES = str.split(
    """消费者 投诉人 客户 局长 记者 通讯员 联系人 本报记者 姓名 审核 感谢 叫 王 李 张 欧阳 高 于 任 马 伟 建国 明 芳 春燕 女士 先生 同志 等3人 反映 说 在 的 家住 号 栋 某 热线 元 万 份
电话 身份证 卡号 账号 微信号 QQ 12345678 13812345678 0731- 1234567 43010219800101123X 6222021234567890123 zhang@a.com abc123 湘A12345 * · 艾山 ２３ 3 12315 x ： : ， 、 。 ( ) | “ ”"""
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, " ", "\n", "\t", "\u3000"]), max_size=30).map("".join))
def test_masking_keeps_the_length_and_twice_is_once(text: str) -> None:
    once = mask_text(text)
    assert len(once) == len(text)
    assert all(new in (old, MASK) for old, new in zip(text, once, strict=True))
    assert mask_text(once) == once


@given(st.text(max_size=200))
def test_any_text_can_be_masked(text: str) -> None:
    once = mask_text(text)
    assert len(once) == len(text)
    assert mask_text(once) == once


@pytest.mark.parametrize(
    "piece",
    [
        "王",
        "消费者王",
        "1",
        "12 ",
        "a.",
        "等3人",
        "、王芳",
        "王芳说",
        "家住3",
        "\t",
        "138123456781",
        "买买提·",
    ],
)
def test_time_grows_with_the_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.perf_counter()
        mask_text(text)
        return time.perf_counter() - started

    seconds(2_000)
    assert seconds(40_000) < 4 * seconds(20_000) + 0.05


# -- the corpus ---------------------------------------------------------------------------------------------------


def test_no_body_place_or_figure_of_the_corpus_is_hidden() -> None:
    """An organisation or venue may only lose what is a person's name in it."""
    names = 0
    for annotated in load_directory(CORPUS / "gold"):
        text = annotated.text
        hidden = bytearray(len(text))
        for item in find_personal(text):
            hidden[item.start : item.end] = b"\1" * (item.end - item.start)
            names += item.kind == "name"
        gold, _ = compile_gold(annotated)
        for report in gold["reports"]:
            for figure in report["facts"]:
                assert not any(hidden[figure["start"] : figure["end"]]), (annotated.path.name, figure["text"])
            for item in (*report.get("organizations", ()), *report.get("venues", ())):
                at = text.find(item["name"])
                while at >= 0:
                    assert not any(hidden[at : at + len(item["name"])]), (annotated.path.name, item["name"])
                    at = text.find(item["name"], at + 1)
    assert names >= 30


# -- records ------------------------------------------------------------------------------------------------------

TEXT = "消费者王建国(电话13812345678)来电。青石县农商行发放折页300份，当事人王建国领走200份。"


def spoken_record() -> dict[str, Any]:
    """A record of ``TEXT`` with names wherever a field can hold them."""
    at = TEXT.index("300份")
    facts = [
        fact(1, 300, start=at, end=at + 4, evidence={"start": 0, "end": len(TEXT)}),
        fact(
            2,
            200,
            start=TEXT.index("200份"),
            end=TEXT.index("200份") + 4,
            text="200份",
            object="王建国的折页",
            action="王建国领走",
            label="王建国的份数",
            dimensions={"category": "王建国", "channel": "13812345678"},
        ),
    ]
    return record(
        1,
        facts,
        title="王建国投诉的处理",
        reporter={"name": "王建国", "organization": None, "confidence": 0.5},
        source={**record(1)["source"], "path": "收件箱/王建国-李晓红.txt", "end": len(TEXT)},
        organizations=[
            {**record(1)["organizations"][0], "aliases": ["王建国商店"], "mentions": [place("王建国")]}
        ],
        venues=[
            {"id": "v1", "name": "王建国家", "type": "home", "mentions": [place("王建国(电话13812345678")]}
        ],
        checks=[{**record(1)["checks"][0], "message": "王建国：200 与 300 不符"}],
        warnings=[{"code": "x", "message": "“王建国”，见 13812345678", "start": 0, "end": 3}],
    )


def place(words: str) -> dict[str, Any]:
    at = TEXT.index(words)
    return {"start": at, "end": at + len(words), "text": words}


def test_every_field_of_a_record_is_masked() -> None:
    found, text = mask_report(spoken_record(), ReportText(TEXT))
    written = json.dumps([found, text.text], ensure_ascii=False)
    assert not re.search("建国|晓红|13812345678|1234", written.replace(found["source"]["sha256"], ""))
    jsonschema.validate(found, record_schema())
    assert text.text == TEXT.replace("建国", "**").replace("13812345678", "138****5678")
    assert found["facts"][1]["object"] == "王**的折页"
    assert found["venues"][0]["mentions"][0]["text"] == "王**(电话138****5678"
    assert found["source"]["path"] == "收件箱/王**-李**.txt"
    assert [item["value"] for item in found["facts"]] == [300, 200]
    assert found["checks"][0]["message"] == "王**：200 与 300 不符"


def test_a_record_masked_twice_is_masked_once() -> None:
    once, text = mask_report(spoken_record(), ReportText(TEXT))
    assert mask_report(once, text) == (once, text)
    assert is_masked(once)
    assert not is_masked(record(1))


def test_without_the_text_a_field_shows_what_it_shows() -> None:
    item = record(1, title="客户王芳的投诉", warnings=[])
    found = mask_record(item)
    assert found["title"] == "客户王*的投诉"
    assert found["organizations"] == item["organizations"]


def test_a_house_number_is_hidden_where_it_stands_only() -> None:
    text = "家住3号楼的居民领走300份。"
    item = record(1, [fact(1, 300, start=9, end=13, text="300份")], title="第3次活动")
    found, shown = mask_report(item, ReportText(text))
    assert shown.text == "家住*号楼的居民领走300份。"
    assert found["title"] == "第3次活动"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("收件箱/王建国.docx", "收件箱/王**.docx"),
        ("总结_李晓红_2024.txt", "总结_李**_2024.txt"),
        ("客户王芳投诉.txt", "客户王*投诉.txt"),
        ("青石县农商行/一季度总结.docx", "青石县农商行/一季度总结.docx"),
        ("高新区/安宁/张家口分行.docx", "高新区/安宁/张家口分行.docx"),
        ("13812345678.txt", "138****5678.txt"),
    ],
)
def test_paths_are_masked(path: str, shown: str) -> None:
    assert mask_path(path) == shown


def test_hide_leaves_signs_and_line_ends() -> None:
    text = "a-b\n王·c"
    assert hide(text, find_personal("")) == text
    assert hide("138-1234\n5678", find_personal("138-1234-5678")) == "138-****\n5678"


# -- every sink ---------------------------------------------------------------------------------------------------

PLANTED = (
    "王建国",
    "建国",
    "李晓红",
    "晓红",
    "13812345678",
    "1234567",
    "43010219800101123X",
    "6222021234567890123",
    "zhang.san@",
    "12345678",
)
REPORT = """青石县农商行3·15活动总结
3月15日，青石县农商行在人民广场发放宣传折页300份，接待群众咨询120人次。
投诉人王建国（电话13812345678，身份证43010219800101123X）来电，反映卡号6222021234567890123被盗刷，王建国要求退款，我行为其挽回损失2400元。
全年受理投诉86件，其中12345热线转办81件，王建国等客户来访4件。
联系人：李晓红，邮箱zhang.san@example.com，座机0731-81234567
"""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "王建国投诉.txt").write_text(REPORT, encoding="utf-8")
    (folder / "李晓红.docx").write_bytes(docx("".join(map(para, REPORT.splitlines()))))
    (folder / "王建国.pdf").write_bytes(b"%PDF-1.4")
    (folder / "李晓红13812345678.txt").write_bytes(b"")
    return folder


def assert_clean(data: bytes | str) -> None:
    shown = data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
    shown = (
        json.dumps(shown) + shown if "\\u" not in shown else shown + shown.encode().decode("unicode_escape")
    )
    for planted in PLANTED:
        assert planted not in shown
    assert "300" in shown


@pytest.mark.parametrize("form", ["jsonl", "json", "table", "csv"])
def test_parse_shows_nothing_planted(form: str, inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["parse", "--mask", "--format", form, str(inbox)])
    captured = capsys.readouterr()
    assert_clean(captured.out)
    assert "王建国" not in captured.err
    main(["parse", "--format", form, str(inbox)])
    assert "建国" in capsys.readouterr().out


def test_text_and_scan_show_nothing_planted(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(inbox / "王建国投诉.txt")
    for command in ("text", "scan"):
        main([command, "--mask", file])
        assert_clean(capsys.readouterr().out)
    main(["text", file])
    assert capsys.readouterr().out == REPORT


@pytest.fixture(scope="module")
def masked_batch(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("masked")
    main(["batch", "--mask", str(inbox), "-o", str(out), "--workers", "1"])
    return out


@pytest.fixture(scope="module")
def open_batch(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("open")
    main(["batch", str(inbox), "-o", str(out), "--workers", "1"])
    return out


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_batch_shows_nothing_planted_not_even_in_its_journal(masked_batch: Path, open_batch: Path) -> None:
    shown = {path.name: path.read_bytes() for path in files_of(masked_batch)}
    assert set(shown) >= {"records.jsonl", "texts.jsonl", "failures.jsonl", "manifest.json", "journal"}
    for name, data in shown.items():
        assert_clean(data + b"300")
        assert name in ("lock", "last-run.json") or data
    assert "王建国" in (open_batch / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(shown["manifest.json"])["generator"]["mask"] is True


def test_masked_and_open_results_have_the_same_figures(masked_batch: Path, open_batch: Path) -> None:
    one, other = (
        [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
        for out in (masked_batch, open_batch)
    )
    assert len(one) == 2
    for shown, full in zip(one, other, strict=True):
        assert shown["record_id"] == full["record_id"]
        assert shown["headline"] == full["headline"]
        numbers = [("id", "value", "unit", "start", "end", "text")] * 2
        assert [[f[key] for key in numbers[0]] for f in shown["facts"]] == [
            [f[key] for key in numbers[1]] for f in full["facts"]
        ]


def cells(where: str) -> str:
    return json.dumps(
        [[str(cell) for cell in row] for rows in read(where).values() for row in rows], ensure_ascii=False
    )


def test_a_masked_batch_exports_nothing_planted(target: str, masked_batch: Path) -> None:  # noqa: F811
    main(["export", str(masked_batch), "--to", target])
    assert_clean(cells(target))
    assert "王**" in cells(target)


def test_an_open_batch_can_be_exported_masked(target: str, open_batch: Path) -> None:  # noqa: F811
    main(["export", "--mask", str(open_batch), "--to", target])
    assert_clean(cells(target))
    assert "王**" in cells(target)


def test_files_of_an_export_hold_nothing_planted(open_batch: Path, tmp_path: Path) -> None:
    places = [f"csv:{tmp_path / 'c'}", f"parquet:{tmp_path / 'p'}", f"sqlite:{tmp_path / 's.db'}"]
    main(["export", "--mask", str(open_batch), *(part for item in places for part in ("--to", item))])
    for path in files_of(tmp_path):
        assert_clean(path.read_bytes() + b"300")


def test_records_alone_are_masked_by_what_they_quote(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["parse", "--mask", str(inbox)])
    (tmp_path / "a.jsonl").write_text(capsys.readouterr().out, encoding="utf-8")
    main(["export", str(tmp_path / "a.jsonl"), "--to", f"csv:{tmp_path / 'c'}"])
    assert_clean((tmp_path / "c" / "facts.csv").read_bytes())


def test_another_choice_is_another_batch(inbox: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(inbox, folder)
    out = tmp_path / "out"
    main(["batch", str(folder), "-o", str(out), "--workers", "1"])
    main(["batch", "--mask", str(folder), "-o", str(out), "--workers", "1"])
    assert_clean((out / "records.jsonl").read_bytes())
    assert_clean((out / "texts.jsonl").read_bytes())
