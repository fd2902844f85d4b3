"""Folding keeps every offset; a view maps to the source and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Span
from factextract.text.fold import fold, is_cjk
from factextract.text.view import View

FOLDED = {
    "，。；：（）％": ",。;:()%",
    "ＡＢＣ１２３": "ABC123",
    "“维权”‘消费’": "\"维权\"'消费'",
    "3月1日—3月15日～4月": "3月1日-3月15日~4月",
    "國際消費者權益日": "国际消费者权益日",
    "2○24年": "2〇24年",
    "9∶30": "9:30",
    "⼈⺠": "人民",
    "完成｡､": "完成。、",
    "甲\u3000乙\u00a0丙": "甲 乙 丙",
    "《法》〔2024〕【县】": "《法》〔2024〕【县】",
    "①②": "①②",
    "ﬁ㎡": "ﬁ㎡",
}


@pytest.mark.parametrize(("written", "folded"), FOLDED.items())
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_keeps_the_length_and_settles(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_settles_for_every_character() -> None:
    every = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    assert fold(fold(every)) == fold(every)
    assert len(fold(every)) == len(every)


def test_digits_never_change_their_value() -> None:
    ascii_digits = "0123456789"
    wide = "".join(chr(0xFF10 + digit) for digit in range(10))
    assert fold(ascii_digits) == fold(wide) == ascii_digits


@pytest.mark.parametrize(
    ("char", "expected"), [("人", True), ("〇", True), ("㐀", True), ("A", False), ("。", False)]
)
def test_ideographs(char: str, expected: bool) -> None:
    assert is_cjk(char) is expected


@st.composite
def views(draw: st.DrawFn) -> View:
    """A view of a random text: any stretch, any masked spans (outside, touching and overlapping ones too)."""
    text = draw(st.text(alphabet="國(guó)際1２3,。\n 份", max_size=40))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    offsets = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=6))
    masked = [Span(min(pair), max(pair)) for pair in pairs]
    replaced = draw(st.dictionaries(st.integers(0, max(0, len(text) - 1)), st.sampled_from("09"), max_size=3))
    return View(text, start, end, masked, replaced if text else {})


@given(views())
def test_a_view_shows_what_is_not_masked(view: View) -> None:
    hidden = {at for span in view.masked for at in range(span.start, span.end)}
    kept = [at for at in range(view.start, view.end) if at not in hidden]
    assert len(view.text) == len(kept)
    assert [view.offset_to_source(at) for at in range(len(view.text))] == kept


@given(views())
def test_going_to_the_source_and_back_changes_nothing(view: View) -> None:
    for at in range(len(view.text)):
        assert view.to_view(view.offset_to_source(at)) == at
    for start in range(len(view.text)):
        for end in range(start + 1, len(view.text) + 1):
            assert view.span_to_view(view.to_source(Span(start, end))) == Span(start, end)


@given(views())
def test_source_spans_begin_and_end_with_visible_characters(view: View) -> None:
    hidden = {at for span in view.masked for at in range(span.start, span.end)}
    for start in range(len(view.text)):
        for end in range(start + 1, len(view.text) + 1):
            where = view.to_source(Span(start, end))
            assert view.start <= where.start < where.end <= view.end
            assert where.start not in hidden
            assert where.end - 1 not in hidden


@given(views())
def test_an_empty_span_stays_empty(view: View) -> None:
    for at in range(len(view.text) + 1):
        where = view.to_source(Span(at, at))
        assert where.start == where.end


@given(views())
def test_view_offsets_never_go_backwards(view: View) -> None:
    offsets = [view.to_view(at) for at in range(len(view.source) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(view.text) for offset in offsets)


@given(views())
def test_visible_text_is_the_source_without_masked_pieces(view: View) -> None:
    hidden = {at for span in view.masked for at in range(span.start, span.end)}
    for start in range(len(view.text)):
        where = view.to_source(Span(start, len(view.text)))
        shown = "".join(view.source[at] for at in range(where.start, where.end) if at not in hidden)
        assert view.visible(Span(start, len(view.text))) == shown


@given(views())
def test_masked_spans_are_merged_and_sorted(view: View) -> None:
    ends = [view.start - 1]
    for span in view.masked:
        assert ends[-1] < span.start < span.end
        ends.append(span.end)
    assert ends[-1] <= view.end


def test_a_replaced_character_keeps_its_place() -> None:
    view = View("发放5OO份", replacements={3: "0", 4: "0"})
    assert view.text == "发放500份"
    assert view.visible(Span(2, 6)) == "5OO份"


def test_a_view_needs_no_arguments_but_its_source() -> None:
    view = View("国际")
    assert (view.text, view.start, view.end, view.masked) == ("国际", 0, 2, ())
    assert View("").text == ""
