#!/usr/bin/env python3
"""Look after annotated reports.

corpus.py lint DIR...     list problems of every NAME.ann.yaml; exit 1 if there is an error
corpus.py build DIR...    write NAME.gold.json beside each NAME.ann.yaml
corpus.py lint-clauses FILE...   list problems of clause-bank files (*.txt)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from factextract.corpus import lint, load, write_gold
from factextract.corpus.clauses import lint_clauses, read_clauses
from factextract.errors import FactextractError
from factextract.packs import load_packs


def annotation_files(paths: list[Path]) -> list[Path]:
    """Annotation files among ``paths`` (files or directories), in name order."""
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.rglob("*.ann.yaml")) if path.is_dir() else [path])
    return files


def known_indicators() -> set[str] | None:
    """Ids of the built-in packs."""
    return {indicator.id for indicator in load_packs().indicators} or None


def run_lint(files: list[Path], quiet: bool) -> int:
    """Print problems; return 1 if any is an error."""
    indicators = known_indicators()
    errors = warnings = 0
    for file in files:
        for problem in lint(load(file), indicators):
            errors += problem.severity == "error"
            warnings += problem.severity == "warning"
            if not (quiet and problem.severity == "warning"):
                print(problem)
    print(f"{len(files)} documents, {errors} errors, {warnings} warnings")
    return 1 if errors else 0


def run_build(files: list[Path]) -> int:
    """Write gold files."""
    for file in files:
        write_gold(load(file))
    print(f"{len(files)} gold files written")
    return 0


def run_lint_clauses(files: list[Path]) -> int:
    """Print problems of clause files and what they hold; return 1 if there is a problem."""
    indicators = frozenset(known_indicators() or ())
    found = 0
    for file in files:
        problems = lint_clauses(file, indicators)
        clauses = list(read_clauses(file))
        for problem in problems:
            print(problem)
        found += len(problems)
        print(f"{file}: {len(clauses)} clauses, {sum(len(c.marks) for c in clauses)} marks")
    return 1 if found else 0


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("lint", "build", "lint-clauses"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--errors-only", action="store_true", help="do not print warnings")
    args = parser.parse_args()
    if args.command == "lint-clauses":
        return run_lint_clauses(
            [f for p in args.paths for f in (sorted(p.glob("*.txt")) if p.is_dir() else [p])]
        )
    files = annotation_files(args.paths)
    if not files:
        print("no *.ann.yaml found", file=sys.stderr)
        return 2
    try:
        return run_lint(files, args.errors_only) if args.command == "lint" else run_build(files)
    except FactextractError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
