"""Indicator packs: what is counted, as data.

``load_packs`` reads the built-in packs and any of the user's; ``Catalogue`` is what every later stage works with.
"""

from factextract.packs.build import Pack
from factextract.packs.load import BUILTIN, clashes_with_builtin, load_packs, read_pack
from factextract.packs.model import OTHER, Aggregation, Catalogue, Example, Indicator, Plausible, Requires
from factextract.packs.source import Problem, pack_schema

__all__ = [
    "BUILTIN",
    "OTHER",
    "Aggregation",
    "Catalogue",
    "Example",
    "Indicator",
    "Pack",
    "Plausible",
    "Problem",
    "Requires",
    "clashes_with_builtin",
    "load_packs",
    "pack_schema",
    "read_pack",
]
