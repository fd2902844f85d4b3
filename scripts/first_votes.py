#!/usr/bin/env python3
"""Keep what the rules say of new documents, before anybody tunes them there: corpus/first_votes.jsonl.

first_votes.py NAME...   add the documents corpus/gold/NAME.txt; a document that has its votes keeps them
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from factextract.ingest import read
from factextract.learn.first_votes import name_votes, votes_of
from factextract.pipeline import Engine

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
VOTES = CORPUS / "first_votes.jsonl"


def main(names: list[str]) -> int:
    """Add the votes on the named documents; the file stays sorted by name."""
    lines = VOTES.read_text(encoding="utf-8").splitlines() if VOTES.exists() else []
    known = {json.loads(line)["document"]: line for line in lines}
    engine = Engine(models=None)
    for name in names:
        if name not in known:
            path = CORPUS / "gold" / f"{name}.txt"
            votes = {**votes_of(engine.parse(path)), **name_votes(engine.bodies(read(path)))}
            known[name] = json.dumps({"document": name, **votes}, ensure_ascii=False, separators=(",", ":"))
    VOTES.write_text("\n".join(known[name] for name in sorted(known)) + "\n", encoding="utf-8")
    print(len(known))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
