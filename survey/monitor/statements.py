"""Blocks of statements: questions in a row that offer the very same answers."""

from collections.abc import Mapping
from typing import Any

from survey.monitor.thresholds import STATEMENTS

Block = tuple[str, ...]
_KINDS = frozenset({"single", "scale"})
_FEWEST_ANSWERS = 3  # of yes and no alike answers are no wonder


def blocks(programme: Mapping[str, Any]) -> tuple[Block, ...]:
    """The names of the statements of each block, in the order in which they are asked."""
    found: list[Block] = []
    run: list[str] = []
    before: object = None
    for page in programme["pages"]:
        for name in page["questions"]:
            offered = _offered(programme["variables"][name])
            if offered is None or offered != before:
                found.append(tuple(run))
                run = []
            before = offered
            if offered is not None:
                run.append(name)
    found.append(tuple(run))
    return tuple(block for block in found if len(block) >= STATEMENTS)


def _offered(variable: Mapping[str, Any]) -> object:
    """What makes two questions alike: their answers; None for a question that is no statement."""
    if variable["kind"] not in _KINDS:
        return None
    codes = tuple(option["code"] for option in variable["options"])
    if variable["kind"] == "scale":
        return ("scale", codes, variable.get("min"), variable.get("max"))
    return ("single", codes) if len(codes) >= _FEWEST_ANSWERS else None
