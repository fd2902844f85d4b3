"""When two names are the same for the annotators: the normal forms that training and evaluation compare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_IGNORED_IN_NAMES = re.compile(r"[\s\u3000《》“”\"'「」]+")


def normal_name(name: object) -> str:
    """A name without white space and quotation marks, brackets in half width."""
    return _IGNORED_IN_NAMES.sub("", str(name or "")).replace("（", "(").replace("）", ")")


def forms(item: Mapping[str, Any]) -> set[str]:
    """All normal forms of a named item: name, other right names, aliases."""
    names = [item.get("name"), *(item.get("any") or []), *(item.get("aliases") or [])]
    return {normal_name(name) for name in names if name}
