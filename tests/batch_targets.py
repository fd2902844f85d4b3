"""Parsers that a test can plant in worker processes: a document says itself what it does to its worker.

Run as a script it is a batch in a process of its own, which a test can kill: INBOX OUT WORKERS [SECONDS].
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from factextract.batch import Job, Limits, run_batch
from factextract.batch.inputs import member_bytes
from factextract.batch.model import Outcome, Parser, Source
from factextract.errors import FactextractError

LIMITS = Limits(seconds=30.0, memory_bytes=256 * 2**20)


def make_parser() -> Parser:
    return parse


def make_no_parser() -> Parser:
    raise FactextractError("model_mismatch", detail="权重文件")


def make_dead_parser() -> Parser:
    os._exit(5)


def parse(source: Source) -> Outcome:
    data = member_bytes(source)
    verb, _, rest = data.decode().partition(" ")
    act(verb, rest)
    lines = [
        json.dumps({"path": source.name, "line": line}, ensure_ascii=False).encode()
        for line in rest.split("\n")
    ]
    texts = [json.dumps({"text": line}, ensure_ascii=False).encode() for line in rest.split("\n")]
    return Outcome(hashlib.sha256(data).hexdigest(), tuple(lines), texts=tuple(texts))


def act(verb: str, rest: str) -> None:
    if verb == "sleep":
        time.sleep(float(rest))
    elif verb == "hang":
        time.sleep(3600)
    elif verb == "stall":  # native code that never lets go of the interpreter
        ctypes.PyDLL(None).sleep(3600)
    elif verb == "hog":
        hoard: list[Any] = []
        while True:
            hoard.append(bytearray(8 * 2**20))
    elif verb == "segfault":
        ctypes.string_at(0)
    elif verb == "raise":
        raise LookupError("没有料到")
    elif verb == "refuse":
        raise FactextractError("encrypted", path=rest)
    elif verb == "once":  # brings down the first worker only
        marker = Path(rest)
        if not marker.exists():
            marker.touch()
            os._exit(3)
    elif verb == "killed":
        os.kill(os.getpid(), 9)
    elif verb == "node":  # the worker of a cluster whose process this is
        os.kill(os.getppid(), 9)


def job(inbox: Path | list[str], out: Path, **changes: Any) -> Job:
    settings: dict[str, Any] = {
        "inputs": inbox if isinstance(inbox, list) else [str(inbox)],
        "out": out,
        "make_parser": make_parser,
        "identity": {"version": "1"},
        "limits": LIMITS,
        "workers": 2,
        **changes,
    }
    return Job(**settings)


def main(inbox: str, out: str, workers: str, seconds: str = "30") -> None:
    limits = Limits(float(seconds), LIMITS.memory_bytes)
    run_batch(job(Path(inbox), Path(out), workers=int(workers), limits=limits), sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
