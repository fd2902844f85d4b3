"""Masking, splitting and layout take time in proportion to the text, whatever it is made of."""

from __future__ import annotations

import time

import pytest

from factextract.datamodel import Document
from factextract.ingest.artefacts import clean, make_view
from factextract.ingest.layout import build_layout
from factextract.ingest.split import split_reports

SMALL, LARGE = 6_000, 24_000
SLACK = 3.2
"""How much more than four times the time four times the text may take: timers and caches are noisy."""

HOSTILE = {
    "one line": "3月15日,我局在中心广场设点宣传,发放资料500份。",
    "no punctuation": "发放宣传资料群众",
    "digits": "1",
    "letters like digits": "l",
    "blanks": " ",
    "blank lines": "\n",
    "numbers with blanks": "1 ",
    "open brackets": "(",
    "open book titles": "《",
    "quotes": '"',
    "full stops": "。",
    "dots": "好.",
    "page marks": "1、",
    "page marks on lines": "1、宣传\n",
    "words of pages": "第1页",
    "headings": "一、",
    "bracketed headings": "(一)",
    "first and second": "一是好。二是坏。",
    "tags": "【甲】好\n",
    "labels": "某县:",
    "cells": "12\n甲\n",
    "names": "甲乙\n",
    "bars": "甲|1\n",
    "tabs": "\t",
    "wrapped lines": "某某局开展了工作和活动,发放了资料以及很多的\n",
    "titles": "某县市场监管局活动总结\n我们开展了活动,发放了很多资料,接待了很多群众,取得了很好的效果。\n",
    "numbered titles": "第一篇",
    "pieces": "篇",
    "running headers": "某局工作简报\n第3页\n",
    "banners": "由会员分享",
    "html": "<p>",
    "addresses": "www.",
}


def seconds(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    document = Document("a.txt", "txt", "utf-8", "0" * 64, text)
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        cleaning = clean(document)
        for part in split_reports(document, cleaning):
            build_layout(make_view(document, part, cleaning), part, document)
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str) -> None:
    small, large = seconds(unit, SMALL), seconds(unit, LARGE)
    assert large <= SLACK * (LARGE / SMALL) * max(small, 0.005)
