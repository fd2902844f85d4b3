"""What is conspicuous about the figures of a comparison: outliers and slips, odd changes between periods, events counted twice."""

from factextract.compare.findings.conspicuous import find_conspicuous
from factextract.compare.findings.events import same_events
from factextract.compare.findings.outliers import find_outliers
from factextract.compare.findings.periods import changes, compare_periods

__all__ = ["changes", "compare_periods", "find_conspicuous", "find_outliers", "same_events"]
