"""The memory curve of a batch: N small generated reports, resident memory of the parent and its largest worker as it goes.

    python scripts/batch_memory.py [--documents 5000] [--workers 2]

Reads /proc, so it needs Linux. Every report has other names and figures, so that caches cannot hide growth.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROWS = 20
_PLACES = [
    "安平",
    "宁远",
    "长清",
    "永丰",
    "建德",
    "兴和",
    "太康",
    "广昌",
    "新野",
    "龙泉",
    "石门",
    "青阳",
    "临江",
    "怀集",
    "富川",
    "双流",
]
_BODIES = ["市场监督管理局", "消费者协会", "支行", "农村信用合作联社", "人民政府办公室", "商务局"]


def report(random_: random.Random) -> str:
    """A short report whose names and figures nothing else has."""
    place = random_.choice(_PLACES) + random_.choice("东西南北中") + random_.choice(_PLACES) + "县"
    year, count = random_.randint(2015, 2025), lambda: random_.randint(2, 99_999)
    return (
        f"{place}{random_.choice(_BODIES)}{year}年工作总结\n"
        f"一、宣传活动\n{year}年3月{random_.randint(1, 31)}日,在{place}{random_.choice(_PLACES)}广场开展现场宣传,"
        f"发放资料{count()}余份,接受咨询{count()}人次。\n"
        f"二、投诉处理\n全年共受理投诉{count()}件,办结{count()}件,为消费者挽回经济损失{count() / 100:.2f}万元。\n"
    )


def resident(pid: int) -> int:
    """Resident memory of a process in kB; 0 if it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


def workers_of(pid: int) -> list[int]:
    """The workers of the batch ``pid``."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [
            int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
    except OSError:
        return []


def curve(command: list[str], journal: Path, documents: int) -> list[tuple[int, int, int]]:
    """Run ``command``; (documents done, kB of the parent, kB of its largest worker) each time a share is done."""
    rows: list[tuple[int, int, int]] = []
    done = position = 0
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(0.1)
        if journal.exists():
            with journal.open("rb") as file:
                file.seek(position)
                new = file.read()
            position += len(new)
            done += new.count(b"\n")
        if done * _ROWS >= documents * (len(rows) + 1):
            workers = max(map(resident, workers_of(process.pid)), default=0)
            if workers:
                rows.append((done, resident(process.pid), workers))
    if process.returncode:
        sys.exit(f"the batch failed with exit code {process.returncode}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    random_ = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        inbox, out = Path(folder, "inbox"), Path(folder, "out")
        for number in range(args.documents):
            path = inbox / f"{number // 1000:04}" / f"{number:07}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(report(random_), encoding="utf-8")
        command = [sys.executable, "-m", "factextract.cli", "batch", str(inbox), "-o", str(out)]
        command += ["--workers", str(args.workers)]
        started = time.monotonic()
        rows = curve(command, out / "state" / "journal", args.documents)
        seconds = time.monotonic() - started
    print(f"{'documents':>10} {'parent MB':>10} {'worker MB':>10}")
    for done, parent, worker in rows:
        print(f"{done:>10} {parent / 1024:>10.1f} {worker / 1024:>10.1f}")
    print(f"{args.documents} documents, {args.workers} workers: {seconds:.0f} s")


if __name__ == "__main__":
    main()
