"""Automatic list numbers: formats, levels, restarts, and what decides them."""

from __future__ import annotations

import pytest
from docx_builder import deleted, level, listed, numbering, para, read_docx, run, table
from hypothesis import given
from hypothesis import strategies as st

from factextract.ingest.docx.numerals import format_number

FORMATS = {
    "decimal": {0: "0", 1: "1", 120: "120"},
    "decimalZero": {7: "07", 12: "12"},
    "decimalFullWidth": {12: "１２"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {10: "⑩", 11: "11"},
    "decimalEnclosedParen": {3: "⑶"},
    "decimalEnclosedFullstop": {3: "⒊"},
    "numberInDash": {3: "- 3 -"},
    "upperRoman": {4: "IV", 1994: "MCMXCIV"},
    "lowerRoman": {9: "ix"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 53: "AAA"},
    "lowerLetter": {2: "b", 0: ""},
    "ordinal": {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"},
    "hex": {31: "1F"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○", 105: "一○五"},
    "taiwaneseCounting": {12: "十二"},
    "japaneseCounting": {1: "一", 12: "十二", 30: "三十"},
    "chineseCountingThousand": {
        0: "〇", 10: "十", 19: "十九", 100: "一百", 105: "一百〇五", 110: "一百一十", 111: "一百一十一", 1001: "一千〇一",
        2020: "二千〇二十", 10005: "一万〇五", 30200: "三万〇二百", 12345: "一万二千三百四十五",
    },
    "taiwaneseCountingThousand": {105: "一百零五", 20000: "二萬"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 23: "贰拾叁", 105: "壹佰零伍"},
    "ideographLegalTraditional": {2: "貳", 36: "參拾陸"},
    "ideographDigital": {10: "一〇", 25: "二五"},
    "taiwaneseDigital": {10: "一○"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {1: "子", 12: "亥", 13: "13"},
    "ideographZodiacTraditional": {1: "甲子", 60: "癸亥", 61: "甲子"},
    "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
    "none": {5: ""},
    "nobodyKnows": {5: "5"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("number_format", "number", "expected"),
    [(name, number, written) for name, cases in FORMATS.items() for number, written in cases.items()],
)
def test_number_formats(number_format: str, number: int, expected: str) -> None:
    assert format_number(number, number_format) == expected


@given(st.integers(0, 32_767), st.sampled_from(sorted(FORMATS)))
def test_every_number_has_a_form_in_every_format(number: int, number_format: str) -> None:
    assert isinstance(format_number(number, number_format), str)
    digits = {"〇": 0, **{char: value for value, char in enumerate("一二三四五六七八九", 1)}}
    places = {"十": 10, "百": 100, "千": 1000}
    value = total = held = 0
    for char in format_number(number, "chineseCountingThousand"):
        if char in digits:
            held = digits[char]
        elif char in places:
            value += (held or 1) * places[char]
            held = 0
        else:
            total, value, held = (value + held) * 10_000, 0, 0
    assert total + value + held == number


THREE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%3.%4")
)


def labels(levels: str, *paragraphs: tuple[int, int], lists: str | None = None) -> list[str]:
    """The printed numbers of paragraphs (list id, level)."""
    content = numbering(levels) if lists is None else numbering(levels, lists)
    body = "".join(listed("文", at, list_id) for list_id, at in paragraphs)
    return [line.removesuffix("文") for line in read_docx(body, {"numbering": content}).text.split("\n")]


def test_levels_count_and_restart() -> None:
    found = labels(THREE, *((1, at) for at in (0, 1, 1, 2, 2, 3, 1, 2, 0, 1)))
    assert found == ["一、", "（一）", "（二）", "1. ", "2. ", "2.1 ", "（三）", "1. ", "二、", "（一）"]


@pytest.mark.parametrize(
    ("levels", "order", "expected"),
    [
        (level(0, "decimal", "%1.", start=3), (0, 0), ["3. ", "4. "]),
        (level(0, "decimal", "第%1条", '<w:suff w:val="nothing"/>'), (0,), ["第1条"]),
        (level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'), (0,), ["1 "]),
        (level(0, "decimal", "(%1)", '<w:suff w:val="space"/>'), (0,), ["(1)"]),
        (level(0, "bullet", "\uf0b7"), (0,), ["• "]),
        (level(0, "bullet", "l"), (0,), ["• "]),
        (level(0, "bullet", "附件："), (0,), ["附件："]),
        (level(0, "none", ""), (0,), [""]),
        (level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"), (1, 1), ["1.1 ", "1.2 "]),
        (
            level(0, "upperRoman", "%1.") + level(1, "decimal", "%1-%2", "<w:isLgl/>"),
            (0, 0, 1), ["I. ", "II. ", "2-1 "],
        ),
        (
            level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>'),
            (0, 1, 0, 1), ["1. ", "a)", "2. ", "b)"],
        ),
        (
            level(0, "decimal", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>'),
            (0, 1, 2, 1, 2, 0, 2), ["1. ", "1. ", "1)", "2. ", "2)", "2. ", "1)"],
        ),
        (
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"'
            ' w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
            '</mc:AlternateContent><w:lvlText w:val="%1号"/></w:lvl>',
            (0, 0), ["001号 ", "002号 "],
        ),
        ("", (0,), [""]),
    ],
)  # fmt: skip
def test_one_list(levels: str, order: tuple[int, ...], expected: list[str]) -> None:
    assert labels(levels, *((1, at) for at in order)) == expected


def a_list(number: int, extra: str = "", abstract: int = 0) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{extra}</w:num>'


RESTART_AT = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("lists", "order", "expected"),
    [
        # lists of one definition go on counting
        (a_list(1) + a_list(2), [(1, 0), (1, 0), (2, 0), (1, 0)], ["一、", "二、", "三、", "四、"]),
        # an override restarts once, and the others go on from it
        (
            a_list(1) + a_list(2, RESTART_AT.format(1)),
            [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)],
            ["一、", "二、", "一、", "二、", "三、"],
        ),
        (a_list(1) + a_list(2, RESTART_AT.format(8)), [(1, 0), (2, 0), (2, 0)], ["一、", "八、", "九、"]),
        # an override may redefine a level
        (
            a_list(1) + a_list(2, f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "[%1]")}</w:lvlOverride>'),
            [(1, 0), (2, 0)],
            ["一、", "[2]"],
        ),
        (a_list(1), [(7, 0), (0, 0)], ["", ""]),
        (a_list(1, abstract=9), [(1, 0)], [""]),
    ],
)
def test_several_lists(lists: str, order: list[tuple[int, int]], expected: list[str]) -> None:
    assert labels(THREE, *order, lists=lists) == expected


STYLES = """
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>
 <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="heading 3"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="numbering" w:styleId="outline"><w:name w:val="o"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def test_numbers_that_styles_give() -> None:
    levels = (
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>')
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.", '<w:pStyle w:val="h3"/>')
    )
    styles = ["h1", "h2", "h3", "h3", "h1"]
    body = "".join(para("文", f'<w:pStyle w:val="{style}"/>') for style in styles)
    off = para("文", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    document = read_docx(body + off, {"styles": STYLES, "numbering": numbering(levels)})
    assert document.text.split("\n") == ["一、文", "（一）文", "1. 文", "2. 文", "二、文", "文"]


def test_a_definition_that_points_at_a_style() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="outline"/></w:abstractNum>'
        + a_list(1)
        + a_list(2, abstract=5)
    )
    body = listed("文") + listed("文", 0, 2)
    document = read_docx(body, {"styles": STYLES, "numbering": numbering(THREE, lists)})
    assert document.text == "一、文\n二、文"


def test_a_label_keeps_apart_from_a_figure() -> None:
    document = read_docx(listed("5万份折页"), {"numbering": numbering(level(0, "decimal", "%1."))})
    assert document.text == "1. 5万份折页"


def test_deleted_paragraphs_do_not_count_but_empty_ones_do() -> None:
    gone = para(deleted("文"), '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr>')
    body = listed("甲") + gone + listed("乙") + listed("") + listed("丙")
    document = read_docx(body, {"numbering": numbering(THREE)})
    assert document.text == "一、甲\n二、乙\n三、\n四、丙"


def test_numbers_run_on_through_tables() -> None:
    body = (
        listed("甲")
        + table(f"<w:tr><w:tc>{listed('乙')}</w:tc><w:tc>{para(run('丙'))}</w:tc></w:tr>")
        + listed("丁")
    )
    document = read_docx(body, {"numbering": numbering(THREE)})
    assert document.text == "一、甲\n二、乙 | 丙\n三、丁"
    first = document.tables[0].cells[0]
    assert document.text[first.start : first.end] == "二、乙"


def test_hostile_numbers_stay_short() -> None:
    levels = level(0, "upperLetter", "%1" * 500, start=10**9)
    document = read_docx(listed("文") * 3, {"numbering": numbering(levels)})
    assert len(document.text) < 300
