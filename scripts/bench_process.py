"""What only whole processes show: how a start, a second worker, and memory compare."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_CLI = "import sys; from factextract.cli import main; sys.exit(main(sys.argv[1:]))"
EXAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "examples" / "客户投诉分析.docx"


def _processor_seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """Processor time of one run of ``command``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starts(runs: int) -> dict[str, float]:
    """Median processor time of starts, byte code compiled before: nothing at all, ``--help``, the parse of a small .docx, and
    the import of what other pipelines begin with."""
    commands = {
        "python -c pass": ("pass",),
        "--help": (_CLI, "--help"),
        "parse small.docx": (_CLI, "parse", str(EXAMPLE)),
        "import spacy, sklearn": ("import spacy, sklearn",),
    }
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for at in range(runs + 1):
            for name, words in commands.items():
                spent = _processor_seconds([sys.executable, "-c", *words], environment)
                if at:  # the first run compiles
                    times[name].append(spent)
    return {name: statistics.median(found) for name, found in times.items()}


def batch(texts: Sequence[str], workers: int, *, rules: bool) -> tuple[float, float]:
    """Wall and processor seconds that ``factextract batch`` takes for ``texts``, a file each."""
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        inbox.mkdir()
        for number, text in enumerate(texts):
            (inbox / f"{number:06}.txt").write_text(text, encoding="utf-8", newline="")
        command = [sys.executable, "-c", _CLI, "batch", str(inbox), "-o", str(Path(folder, "out"))]
        command += ["--workers", str(workers), *(["--rules-only"] if rules else [])]
        started = time.perf_counter()
        processor = _processor_seconds(command, dict(os.environ))
        return time.perf_counter() - started, processor


def peak_megabytes() -> float:
    """The most memory that any process started so far has held, the workers of batches included."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
