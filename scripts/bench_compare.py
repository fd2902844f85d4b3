"""How long a comparison takes and how much memory it needs, by the number of records.

bench_compare.py [--sizes N ...] [--out xlsx|html|json] [--copies]

Parses the reports of corpus/gold once (rules alone) and writes them again and again as other institutions' reports: invented names,
figures and digits redrawn, seeded. Then runs ``factextract compare`` on it in a process of its own. Prints figures, asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factextract.batch.sinks import RECORDS, TEXTS
from factextract.pipeline import Engine
from factextract.records.texts import text_entry, text_of

ROOT = Path(__file__).resolve().parent.parent
PLACES = "甲乙丙丁戊己庚辛壬癸东南西北中高平安阳泉林山河海"
BODIES = ("农商行", "市场监管局", "消费者协会", "财险支公司", "信用社", "工行支行")


def originals() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The records of the corpus with their texts."""
    engine = Engine(models=None)
    found = []
    for path in sorted((ROOT / "corpus" / "gold").glob("*.txt")):
        text = path.read_text("utf-8")
        for record in engine.parse_bytes(text.encode(), path.name):
            found.append((record, text_entry(record, text_of(record, text))))
    return found


def redrawn(record: dict[str, Any], text: dict[str, Any], number: int, rng: random.Random) -> Iterator[str]:
    """The record and the text of another report like it, as JSON lines."""
    name = "".join(rng.choices(PLACES, k=2)) + "县" + rng.choice(BODIES)
    record = json.loads(json.dumps(record))
    record["record_id"] = f"{number:024x}"
    record["source"]["path"] = f"{number}.txt"
    if record["reporter"]:
        record["reporter"]["name"] = name
    for cell in record["headline"].values():
        cell["value"] = round(cell["value"] * rng.uniform(0.5, 2))
    digits = "".join(rng.choice("0123456789") if c.isdecimal() else c for c in text["text"])
    yield json.dumps(record, ensure_ascii=False) + "\n"
    yield json.dumps({**text, "record_id": record["record_id"], "text": digits}, ensure_ascii=False) + "\n"


def write_results(folder: Path, size: int, reports: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """A results folder of ``size`` records."""
    rng = random.Random(1)
    with (
        (folder / RECORDS).open("w", encoding="utf-8") as records,
        (folder / TEXTS).open("w", encoding="utf-8") as texts,
    ):
        for number in range(size):
            record, text = redrawn(*reports[number % len(reports)], number, rng)
            records.write(record)
            texts.write(text)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--out", default="xlsx")
    parser.add_argument("--copies", action="store_true", help="look for copied texts, too")
    options = parser.parse_args()
    reports = originals()
    print("| records | seconds | of a processor | peak MB |\n|---|---|---|---|")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_results(Path(folder), size, reports)
            command = [
                sys.executable,
                "-m",
                "factextract.cli",
                "compare",
                folder,
                "-o",
                f"{folder}/t.{options.out}",
            ]
            before, started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.perf_counter()
            subprocess.run(
                command + ([] if options.copies else ["--no-copies"]), check=True, stderr=subprocess.DEVNULL
            )
            seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
            print(
                f"| {size:,} | {seconds:.1f} | {after.ru_utime - before:.1f} | {after.ru_maxrss / 1024:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
