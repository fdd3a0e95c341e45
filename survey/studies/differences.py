"""What differs between two states of a part of the set-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEYS: dict[str, tuple[str, ...]] = {
    "areas": ("code",),
    "waves": ("number",),
    "margins": ("variable", "category"),
}
"""By what a row of a part is known."""
NAMES: dict[str, tuple[str, ...]] = {
    "areas": ("name",),
    "waves": ("label",),
    "margins": ("variable", "category"),
}
"""What a row of a part is called."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that came, went or changed.

    Attributes:
        kind: `added`, `removed`, `changed` or `reordered` (the rows are the same, their order is not).
        name: what the row is called now; empty for a part that is one row, and for an order.
        fields: what changed: the field, what it was, what it is.
    """

    kind: str
    name: str = ""
    fields: tuple[tuple[str, Any, Any], ...] = ()


def differences(part: str, before: Any, after: Any) -> list[Difference]:
    """What was added, removed, changed and reordered, in that order."""
    if part not in KEYS:
        fields = _fields(before, after)
        return [Difference("changed", "", fields)] if fields else []
    then, now = _by_key(part, before), _by_key(part, after)
    added = [Difference("added", _name(part, row)) for key, row in now.items() if key not in then]
    removed = [Difference("removed", _name(part, row)) for key, row in then.items() if key not in now]
    changed = [
        Difference("changed", _name(part, row), _fields(then[key], row))
        for key, row in now.items()
        if key in then and then[key] != row
    ]
    moved = [key for key in then if key in now] != [key for key in now if key in then]
    return [*added, *removed, *changed, *([Difference("reordered")] if moved else [])]


def _by_key(part: str, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    return {tuple(row[field] for field in KEYS[part]): row for row in rows}


def _name(part: str, row: Mapping[str, Any]) -> str:
    return ", ".join(str(row[field]) for field in NAMES[part])


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    return tuple(
        (field, before.get(field), value) for field, value in after.items() if before.get(field) != value
    )
