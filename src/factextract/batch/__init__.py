"""Thousands of files at a time: crash-isolated workers, resume, incremental runs, output that appears whole or not at all.

``run_batch(Job(...))`` is the whole interface; ``model.Executor`` and ``model.Sink`` are the seams for other engines and
other outputs. See ``docs/batch.md``.
"""

from __future__ import annotations

from factextract.batch.run import Job, Summary, run_batch
from factextract.batch.worker import Limits

__all__ = ["Job", "Limits", "Summary", "run_batch"]
