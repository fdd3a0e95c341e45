"""Results leave as an Arrow table: any figures, contrasts or coefficients, one row each."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from analysis.errors import SourceError
from analysis.messages import N_, Message


def arrow(results: Sequence[Any]) -> Any:
    """Frozen results as a PyArrow table, one row per result.

    Each field is a column of its name and type; a domain (`by`) becomes a column `by.<name>` per variable, caveats a
    list of codes, and what has no place in a column (a whole table, a sample) is left out.

    Args:
        results: results of one kind, such as the estimates of a table or the coefficients of a model.

    Raises:
        SourceError: results of several kinds, or something that is no result.
    """
    import pyarrow as pa

    kinds = {type(one) for one in results}
    if len(kinds) > 1 or not all(is_dataclass(kind) for kind in kinds):
        raise SourceError(
            Message(N_("Verwacht: resultaten van één soort.")),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(sorted(kind.__name__ for kind in kinds))}),
            Message(N_("Maak van elke soort een eigen tabel.")),
        )
    rows = [_row(one) for one in results]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _row(result: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for part in fields(result):
        value = getattr(result, part.name)
        if isinstance(value, Mapping):
            row |= {f"{part.name}.{name}": one for name, one in value.items()}
        elif value is None or isinstance(value, (bool, int, float, str)):
            row[part.name] = value
        elif isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            row[part.name] = list(value)
    return row


def _column(values: list[Any]) -> Any:
    """Values as a column; numbers, dates and texts that stand mixed become text."""
    import pyarrow as pa

    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])
