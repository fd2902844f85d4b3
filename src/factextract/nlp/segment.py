"""Word segmentation that respects mentions: jieba (default), pkuseg from a local model, or single characters.

jieba fuses numbers with measure words (万人次 is one of its words), so mentions are fixed first and only the gaps
between them are cut; then no mention is ever misaligned with words. Nothing is downloaded: pkuseg is only ever loaded from a
folder that the caller names, such as our own model (``SHIPPED_MODEL``), and only if its files are the ones that its card
names by hash, so that nothing is ever unpickled: the library falls back to pickles only where these files are missing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from factextract.datamodel import Span
from factextract.errors import FactextractError
from factextract.pipeline import MODELS
from factextract.text.fold import fold

SEGMENTERS = ("jieba", "pkuseg", "char")
SHIPPED_MODEL = MODELS / "segmenter"
"""Folder of our own pkuseg model (``scripts/train_segmenter.py`` makes it)."""

_CARD = "card.json"
_FORMAT = 1
_PKUSEG_FILES = ("features.msgpack", "weights.npz")


class Cutter(Protocol):
    """Cuts a text into words that, joined, give the text back."""

    def __call__(self, text: str, /) -> Iterable[str]: ...


def segment(text: str, mentions: Iterable[Span], cut: Cutter) -> list[Span]:
    """Word spans that cover ``text`` without gap; each boundary of a mention is a boundary of a word.

    Mentions may nest or overlap: all their edges count. A mention is not cut further inside unless another mention's edge lies
    there.
    """
    edges = {0, len(text)}
    inside: list[Span] = []
    for mention in mentions:
        if 0 <= mention.start < mention.end <= len(text):
            edges.update((mention.start, mention.end))
            inside.append(mention)
    covered = _covered(inside)
    words: list[Span] = []
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        if covered(start):
            words.append(Span(start, end))
            continue
        at = start
        for word in cut(text[start:end]):
            words.append(Span(at, at + len(word)))
            at += len(word)
        if at != end:  # a cutter that drops characters must not shift offsets
            words.append(Span(at, end))
    return words


def _covered(mentions: list[Span]) -> Callable[[int], bool]:
    merged: list[tuple[int, int]] = []
    for mention in sorted(mentions):
        if merged and mention.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], mention.end))
        else:
            merged.append((mention.start, mention.end))
    starts = [start for start, _ in merged]

    def covered(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < merged[at][1]

    return covered


def cutter(name: str = "jieba", model: str | Path | None = None) -> Cutter:
    """The cutter called ``name`` (one of ``SEGMENTERS``); ``model`` is the folder of a pkuseg model with its card.

    Raises ``FactextractError``: bad_option for an unknown name or a pkuseg without a model folder, model_mismatch for a
    model that is not what its card says.
    """
    if name == "char":
        return list
    if name == "jieba":
        return _jieba()
    if name == "pkuseg":
        if model is None or not Path(model).is_dir():
            raise FactextractError("bad_option", detail=f"pkuseg 需要本地模型文件夹，得到 {model!r}")
        # an absolute path: a bare "news" is a name to the library, which would download it
        folder = Path(model).resolve()
        card = read_card(folder)
        version = "".join(card["sha256"][name] for name in _PKUSEG_FILES)
        return _pkuseg(str(folder), version, bool(card.get("folded")))
    raise FactextractError("bad_option", detail=f"未知的分词器 {name!r}，可用：{'、'.join(SEGMENTERS)}")


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Write the card of the pkuseg model in ``folder``: ``card`` with the hashes of the model's files. ``folded`` tells that
    the model was trained on folded text and is to be given such."""
    hashes = {name: _sha256(folder / name) for name in _PKUSEG_FILES}
    full = {**card, "format": _FORMAT, "sha256": hashes}
    (folder / _CARD).write_text(json.dumps(full, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_card(folder: Path) -> dict[str, Any]:
    """The card of the pkuseg model in ``folder``. Raises ``FactextractError`` (model_mismatch) if there is none or a file of
    the model is missing or differs from it."""
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        hashes = {name: _sha256(folder / name) for name in _PKUSEG_FILES}
    except (OSError, ValueError) as error:
        raise FactextractError("model_mismatch", detail=f"{folder}: {error}") from error
    if not isinstance(card, dict) or card.get("format") != _FORMAT:
        raise FactextractError("model_mismatch", detail=f"{folder}: format, 需要 {_FORMAT}")
    if card.get("sha256") != hashes:
        raise FactextractError("model_mismatch", detail=f"{folder}: sha256")
    return card


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _jieba() -> Cutter:
    """A private jieba tokenizer with a per-user cache, silent on stderr; cuts without the HMM, which splits names."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer: Any = jieba.Tokenizer()
    cache_folder = _cache_folder()
    cache_folder.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(cache_folder)
    tokenizer.cache_file = "jieba.cache"
    tokenizer.initialize()
    return lambda text: tokenizer.lcut(text, HMM=False)


@cache
def _pkuseg(model: str, _version: str, folded: bool) -> Cutter:
    """The cutter of a checked model; ``_version`` tells models apart that were one after the other in one folder."""
    import spacy_pkuseg

    tokenizer: Any = spacy_pkuseg.pkuseg(model_name=model, user_dict=None)

    def cut(text: str) -> list[str]:
        shown = fold(text) if folded else text
        words = _with_spaces(shown, tokenizer.cut(shown))
        return _cut_alike(text, words) if folded else words

    return cut


def _cut_alike(text: str, words: Iterable[str]) -> list[str]:
    """``text`` cut where ``words``, a text of the same length, are cut."""
    out: list[str] = []
    at = 0
    for word in words:
        out.append(text[at : at + len(word)])
        at += len(word)
    return out


def _with_spaces(text: str, words: Iterable[str]) -> list[str]:
    """pkuseg drops white space; put it back so that the words join to the text."""
    out: list[str] = []
    at = 0
    for word in words:
        found = text.find(word, at)
        if found < 0:
            break
        if found > at:
            out.append(text[at:found])
        out.append(word)
        at = found + len(word)
    if at < len(text):
        out.append(text[at:])
    return out


def _cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "factextract"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "factextract"
