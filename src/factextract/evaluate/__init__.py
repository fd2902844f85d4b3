"""How good records are, measured on annotated reports.

``evaluate`` compares records with gold, ``evaluate_folder`` does so for a folder (parsing it if no records are given),
``render_report`` prints the outcome, ``check_floors`` compares it with pinned minima.
"""

from factextract.evaluate.compare import evaluate
from factextract.evaluate.floors import check_floors, load_floors, sealed
from factextract.evaluate.folder import evaluate_folder
from factextract.evaluate.metrics import Accuracy, Difference, Report, Tally
from factextract.evaluate.render import render_report

__all__ = [
    "Accuracy",
    "Difference",
    "Report",
    "Tally",
    "check_floors",
    "evaluate",
    "evaluate_folder",
    "load_floors",
    "render_report",
    "sealed",
]
