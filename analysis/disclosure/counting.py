"""A table to protect, counted from answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.disclosure.dimensions import Dimension
from analysis.disclosure.tables import Table, table
from analysis.errors import IndicatorError, SourceError, missing_column
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from narwhals import Expr


@dataclass(frozen=True)
class Counted:
    """A table with every margin, and how many rows are not in it because a code (or the amount) is missing."""

    table: Table
    missing: int


def counted(
    source: Any,
    dimensions: Sequence[str | Dimension],
    amount: str | None = None,
    *,
    where: "Expr | None" = None,
) -> Counted:
    """Count people, and add up a weight or another amount, per combination of codes; one scan without rows.

    Args:
        source: see `analysis.engine.scan`; each row is a person.
        dimensions: columns, or hierarchies whose name is a column and whose leaves are its codes.
        amount: a column of weights or of a quantity of 0 or more; its total stands beside the count.
        where: who is counted.

    Raises:
        IndicatorError: an unknown column, or an amount that is text.
        ContractError: a code that the hierarchy does not know, or a negative amount.
        SourceError: nobody is left to count.
    """
    import narwhals as nw

    from analysis.engine import scan

    frame = scan(source)
    if where is not None:
        frame = frame.filter(where)
    schema = frame.collect_schema()
    names = [one if isinstance(one, str) else one.name for one in dimensions]
    for name in (*names, *((amount,) if amount else ())):
        if name not in schema:
            raise missing_column(name, list(schema))
    if amount and not schema[amount].is_numeric():
        raise IndicatorError(
            Message(N_("Verwacht: getallen in de kolom “%(name)s”."), {"name": amount}),
            Message(N_("De kolom bevat: %(type)s."), {"type": str(schema[amount]).lower()}),
            Message(N_("Kies een kolom met gewichten of bedragen.")),
        )
    asked = [nw.len().alias("people·")]
    if amount:
        asked += [nw.col(amount).sum().alias("amount·"), nw.col(amount).min().alias("least·")]
        asked += [nw.col("unknown·").sum()]
        frame = frame.with_columns(nw.col(amount).is_null().cast(nw.Int64()).alias("unknown·"))
    groups = frame.group_by(*names).agg(*asked).collect("pyarrow").to_native().to_pylist()
    known = [row for row in groups if all(row[name] is not None for name in names)]
    missing = sum(row["people·"] for row in groups) - sum(row["people·"] for row in known)
    counts = {tuple(str(row[name]) for name in names): _people(row) for row in known}
    missing += sum(row.get("unknown·", 0) for row in known)
    if not sum(counts.values()):
        raise SourceError(
            Message(N_("Verwacht: antwoorden om te tellen.")),
            Message(N_("Niemand voldoet, of bij iedereen ontbreekt een code.")),
            Message(N_("Controleer de voorwaarde en de kolommen.")),
        )
    amounts = None
    if amount:
        # A group with a negative amount is refused by its least one: the sum might hide it.
        amounts = {
            tuple(str(row[name]) for name in names): row["least·"]
            if (row["least·"] or 0) < 0
            else row["amount·"] or 0.0
            for row in known
        }
    split = [
        one if isinstance(one, Dimension) else Dimension.flat(one, sorted({codes[place] for codes in counts}))
        for place, one in enumerate(dimensions)
    ]
    return Counted(table(split, counts, amounts=amounts), missing)


def _people(row: dict[str, Any]) -> int:
    return int(row["people·"]) - int(row.get("unknown·", 0))
