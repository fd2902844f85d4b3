"""Tests that compare running times get a second and a third try: a busy machine can spoil one measurement."""

from __future__ import annotations

import re

import pytest
from _pytest.runner import runtestprotocol

_TRIES = 3
_TIMED = re.compile(r"grow|linear|twice_the_time|doubl")


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a timed test up to three times and report the last run."""
    if not _TIMED.search(item.name):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for attempt in range(1, _TRIES + 1):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if attempt == _TRIES or not any(report.failed for report in reports):
            break
        item._initrequest()  # type: ignore[attr-defined]
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
