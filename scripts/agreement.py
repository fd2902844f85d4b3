#!/usr/bin/env python3
"""Agreement between corpus/gold and the blind second annotations in corpus/second, as a Markdown table."""

from __future__ import annotations

import sys
from pathlib import Path

from factextract.corpus import compile_gold, load
from factextract.corpus.annotations import SUFFIX, load_against
from factextract.evaluate.agreement import agreement

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main() -> int:
    """Compare and print."""
    pairs = []
    for path in sorted((CORPUS / "second").glob("*" + SUFFIX)):
        first = load(CORPUS / "gold" / path.name)
        second = load_against(path, first)
        pairs.append((compile_gold(first)[0], compile_gold(second)[0], first.text))
    found = agreement(pairs)
    print(f"{found.documents} documents\n\n| | agreement |\n|---|---|")
    for name, share in {**found.items, **found.attributes}.items():
        print(f"| {name} | {'' if share is None else f'{share:.3f}'} |")
    print(f"\nkappa of the indicators: {found.kappa:.3f} ({found.figures} figures)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
