"""An indicator: one column of a response table that is estimated, and what it measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["proportion", "mean", "total", "ratio"]

PREFIX = "m:"


@dataclass(frozen=True)
class Indicator:
    """A column with 1/0 (a proportion) or numbers (a mean); null is not in the base.

    `kind` None means: a proportion when the column holds nothing but 0 and 1, else a mean.
    """

    column: str
    measure: str
    entity: str | None = None
    kind: Kind | None = None


def names_of(columns: str | Sequence[str] | None) -> tuple[str, ...]:
    """The names of columns, of which one may be given by itself, or none."""
    if columns is None:
        return ()
    return (columns,) if isinstance(columns, str) else tuple(columns)


def column_of(measure: str, entity: str | None) -> str:
    """The name of the indicator column of a measure of an entity: `m:<measure>:<entity>`."""
    return f"{PREFIX}{measure}:{entity or ''}"


def indicator_of(column: str) -> Indicator:
    """Read `m:<measure>:<entity>`; any other name is a measure of its own, without an entity."""
    if not column.startswith(PREFIX):
        return Indicator(column, column)
    measure, _, entity = column.removeprefix(PREFIX).partition(":")
    return Indicator(column, measure, entity or None)


def indicators_of(columns: Iterable[str | Indicator]) -> tuple[Indicator, ...]:
    """Indicators from names and indicators mixed, in the order given."""
    return tuple(one if isinstance(one, Indicator) else indicator_of(one) for one in columns)
