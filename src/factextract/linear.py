"""Linear models without scikit-learn: named features in, logits by class out.

Trained in scripts/train.py, shipped as plain arrays: 8-bit weights with one
scale a class, the feature names as one text, and a card with the hash of each. Nothing is unpickled; a file that does not
match its card is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from factextract.errors import FactextractError

FORMAT = 1
VOTE = "vote:"
"""Features that tell what the rules say begin like this; training leaves them out where the rules were tuned on the example."""
Weights = npt.NDArray[np.float32]
Bag = Sequence[tuple[str, Iterable[str]]]
"""Features by namespace, each namespace once but the empty one: a feature's name is its namespace and one of the words beside it.
Under the empty namespace stand whole names."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Classes, feature index and weights (features x classes); ``temperature`` calibrates the softmax."""

    classes: tuple[str, ...]
    features: Mapping[str, int]
    weights: Weights
    bias: Weights
    temperature: float

    def logits(self, features: Iterable[str]) -> npt.NDArray[np.float64]:
        """Sum of the features' weights by class, in the order of ``classes``; unknown features count nothing."""
        rows = [row for name in features if (row := self.features.get(name)) is not None]
        total = self.bias.astype(np.float64)
        return total + self.weights[rows].sum(axis=0, dtype=np.float64) if rows else total

    @property
    def position(self) -> dict[str, int]:
        """Column of each class."""
        return {name: at for at, name in enumerate(self.classes)}


class Namespaces:
    """The rows of a model's features by namespace and rest of the name, so that they are found without writing out names.
    ``namespace`` matches a name's namespace at its start; a name that it does not match is found by its whole name only."""

    def __init__(self, features: Mapping[str, int], namespace: re.Pattern[str]) -> None:
        self._rows: dict[str, Mapping[str, int]] = {"": features}
        spaces: dict[str, dict[str, int]] = {}
        space: str | None = None
        known: dict[str, int] = {}
        for name, row in features.items():
            if space is None or not name.startswith(space):  # sorted names: a namespace's stand together
                match = namespace.match(name)
                space = match.group() if match is not None else None
                if space is None:
                    continue
                known = spaces.setdefault(space, {})
            known[name[len(space) :]] = row
        self._rows.update(spaces)

    def rows(self, bag: Bag) -> set[int]:
        """Rows of the features in a bag; unknown ones have none."""
        found: set[int | None] = set()
        for space, words in bag:
            known = self._rows.get(space)
            if known is not None:
                found.update(map(known.get, words))
        found.discard(None)
        return cast(set[int], found)


@dataclass(frozen=True, slots=True)
class Judge:
    """A yes-or-no decision: a linear model of one class, a logistic regression's log odds of yes."""

    model: LinearModel

    def chance(self, features: Iterable[str]) -> float:
        """Calibrated probability of yes."""
        return 1.0 / (1.0 + math.exp(-float(self.model.logits(features)[0]) / self.model.temperature))

    def at(self, temperature: float) -> Judge:
        """The same judge with another temperature."""
        return Judge(replace(self.model, temperature=temperature))


class BagJudge:
    """A judge that reads bags. Sums are exact, so that the order of a bag does not matter and like candidates tie."""

    def __init__(self, judge: Judge, namespace: re.Pattern[str]) -> None:
        self._names = Namespaces(judge.model.features, namespace)
        self._weights: list[float] = judge.model.weights[:, 0].tolist()
        self._bias, self._temperature = float(judge.model.bias[0]), judge.model.temperature

    def rows(self, bag: Bag) -> set[int]:
        """Rows of a bag's features, for ``chance``."""
        return self._names.rows(bag)

    def chance(self, rows: Iterable[int]) -> float:
        """Calibrated probability of yes."""
        logit = math.fsum(map(self._weights.__getitem__, rows)) + self._bias
        return 1.0 / (1.0 + math.exp(-logit / self._temperature))


def load_judge(folder: Path) -> tuple[Judge, dict[str, Any]]:
    """The judge in ``folder`` and its card. Raises ``FactextractError`` (model_mismatch) as ``load`` does."""
    model, card, _ = load(folder)
    if len(model.classes) != 1:
        raise FactextractError("model_mismatch", detail=f"{folder}: classes")
    return Judge(model), card


def save(model: LinearModel, folder: Path, card: Mapping[str, Any], **more: npt.NDArray[np.float32]) -> None:
    """Write ``weights.npz`` (with ``more`` arrays), ``features.txt`` and ``card.json``; same model, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.abs(model.weights).max(axis=0, initial=1e-9).astype(np.float32) / 127
    packed = np.rint(model.weights / scale).astype(np.int8)
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {"packed": packed, "scale": scale, "bias": model.bias.astype(np.float32), **more}
    np.savez_compressed(buffer, **arrays)
    weights = _without_times(buffer.getvalue())
    if any("\n" in name for name in model.features):
        raise ValueError("a feature name holds a line break")
    names = "\n".join(sorted(model.features, key=model.features.__getitem__)).encode()
    full = {
        **card,
        "format": FORMAT,
        "classes": list(model.classes),
        "temperature": model.temperature,
        "sha256": {"weights.npz": _sha(weights), "features.txt": _sha(names)},
    }
    (folder / "weights.npz").write_bytes(weights)
    (folder / "features.txt").write_bytes(names)
    (folder / "card.json").write_text(json.dumps(full, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[LinearModel, dict[str, Any], dict[str, Weights]]:
    """The model, its card and any further arrays in ``folder``. Raises ``FactextractError`` (model_mismatch) if anything differs from the
    card."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        weights = (folder / "weights.npz").read_bytes()
        names = (folder / "features.txt").read_bytes()
    except (OSError, ValueError) as error:
        raise FactextractError("model_mismatch", detail=f"{folder}: {error}") from error
    if card.get("format") != FORMAT:
        raise FactextractError(
            "model_mismatch", detail=f"{folder}: format {card.get('format')}, 需要 {FORMAT}"
        )
    for name, data in (("weights.npz", weights), ("features.txt", names)):
        if card["sha256"].get(name) != _sha(data):
            raise FactextractError("model_mismatch", detail=f"{folder / name}: sha256")
    with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
        matrix = arrays["packed"].astype(np.float32) * arrays["scale"]
        bias = arrays["bias"]
        more = {name: arrays[name] for name in arrays.files if name not in ("packed", "scale", "bias")}
    features = {name: row for row, name in enumerate(names.decode().split("\n"))}
    model = LinearModel(tuple(card["classes"]), features, matrix, bias, float(card["temperature"]))
    return model, card, more


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _without_times(archive: bytes) -> bytes:
    """Rewrite a zip with fixed time stamps, so that the same arrays give the same bytes."""
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(archive))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(source.namelist()):
            target.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
