#!/usr/bin/env python3
"""Raise the pinned minima of quality.

raise_floors.py corpus/floors.yaml corpus/gold METRIC=VALUE...

evaluates the folder and appends an entry with the given minima, the others carried over. Refuses a minimum that the
evaluation does not reach and one that is lower than before.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml

from factextract.errors import FactextractError
from factextract.evaluate import evaluate_folder, load_floors, sealed


def main(arguments: list[str]) -> int:
    """Append an entry to the floors file."""
    if len(arguments) < 3 or not all("=" in pair for pair in arguments[2:]):
        print(__doc__, file=sys.stderr)
        return 2
    path, gold = Path(arguments[0]), Path(arguments[1])
    try:
        floors = load_floors(path)
        report = evaluate_folder(gold)
    except FactextractError as error:
        print(error, file=sys.stderr)
        return 1
    asked = {name: float(value) for name, _, value in (pair.partition("=") for pair in arguments[2:])}
    for name, least in asked.items():
        score = report.score(name)
        if score is None or score < least or least < floors.get(name, 0):
            print(f"{name}: {least} refused (measured {score}, in force {floors.get(name)})", file=sys.stderr)
            return 1
    last_seal = yaml.safe_load(path.read_text(encoding="utf-8"))["floors"][-1]["seal"]
    minimum = floors | asked
    entry = f"  - minimum: {json.dumps(minimum)}\n    seal: '{sealed(minimum, last_seal)}'\n"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + entry, encoding="utf-8")
    load_floors(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
