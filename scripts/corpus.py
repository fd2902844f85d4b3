#!/usr/bin/env python3
"""Look after annotated reports.

corpus.py lint DIR...     list problems of every NAME.ann.yaml; exit 1 if there is an error
corpus.py build DIR...    write NAME.gold.json beside each NAME.ann.yaml
corpus.py lint-clauses FILE...   list problems of clause-bank files (*.txt)
corpus.py lint-names FILE...     list problems of name-bank files (*.txt)
corpus.py export FORMAT DIR OUT  convert annotated reports to a tool's format: doccano, label-studio, brat, docbin
corpus.py import FORMAT IN OUT   convert back: write NAME.txt and NAME.gold.json of each document to folder OUT
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from types import ModuleType

from factextract.corpus import lint, load, write_gold
from factextract.corpus.clauses import lint_clauses, read_clauses
from factextract.corpus.convert import read_folder, write_folder
from factextract.corpus.name_bank import lint_names, read_names
from factextract.errors import FactextractError
from factextract.packs import load_packs

# Modules with write(documents, path) and read(path); imported when asked for, since one needs spaCy.
FORMATS = {
    "doccano": "factextract.corpus.convert.doccano",
    "label-studio": "factextract.corpus.convert.label_studio",
    "brat": "factextract.corpus.convert.brat",
    "docbin": "factextract.nlp.docbin",
}


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


def run_lint_names(files: list[Path]) -> int:
    """Print problems of name files and what they hold; return 1 if there is a problem."""
    found = 0
    for file in files:
        problems, sentences = lint_names(file), list(read_names(file))
        for problem in problems:
            print(problem)
        found += len(problems)
        print(f"{file}: {len(sentences)} sentences, {sum(len(s.marks) for s in sentences)} marks")
    return 1 if found else 0


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


def run_export(form: ModuleType, folder: Path, out: Path) -> int:
    """Write the annotated reports of ``folder`` in a tool's format."""
    documents = read_folder(folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    form.write(documents, out)
    print(f"{len(documents)} documents, {sum(len(d.mentions) for d in documents)} spans written to {out}")
    return 0


def run_import(form: ModuleType, source: Path, out: Path) -> int:
    """Write a tool's documents as texts with gold."""
    paths = write_folder(form.read(source), out)
    print(f"{len(paths)} gold files written to {out}")
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", required=True)
    for name in ("lint", "build", "lint-clauses", "lint-names"):
        command = commands.add_parser(name)
        command.add_argument("paths", nargs="+", type=Path)
        command.add_argument("--errors-only", action="store_true", help="do not print warnings")
    for name, source in (("export", "DIR"), ("import", "IN")):
        command = commands.add_parser(name)
        command.add_argument("format", choices=FORMATS)
        command.add_argument("source", type=Path, metavar=source)
        command.add_argument("out", type=Path, metavar="OUT")
    return top


def run(args: argparse.Namespace) -> int:
    """Carry out one command; returns the exit code."""
    if args.command in ("export", "import"):
        form = importlib.import_module(FORMATS[args.format])
        convert = run_export if args.command == "export" else run_import
        return convert(form, args.source, args.out)
    if args.command in ("lint-clauses", "lint-names"):
        check = run_lint_clauses if args.command == "lint-clauses" else run_lint_names
        return check([f for p in args.paths for f in (sorted(p.glob("*.txt")) if p.is_dir() else [p])])
    files = annotation_files(args.paths)
    if not files:
        print("no *.ann.yaml found", file=sys.stderr)
        return 2
    return run_lint(files, args.errors_only) if args.command == "lint" else run_build(files)


def main() -> int:
    """Parse the command line; bad material is told on stderr."""
    try:
        return run(parser().parse_args())
    except FactextractError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
