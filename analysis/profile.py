"""The first look at a table: is it fit to be counted, and how large are its numbers?

One scan without groups. It refuses what cannot be weighed, and gives the magnitudes from which `totals` chooses
the fixed point in which it adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.design import Design
from analysis.errors import DesignError, IndicatorError, SourceError, WeightError, missing_column
from analysis.indicators import Indicator, Kind
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from narwhals import Expr, LazyFrame


# Beyond these a square is no float64 any more; no weight and no answer comes near.
SMALLEST, LARGEST = 1e-100, 1e100


@dataclass(frozen=True)
class Spread:
    """The values of one indicator column over all rows; `low` and `high` are 0 when there are none.

    `whole`: no row is without a value.
    """

    kind: Kind
    low: float
    high: float
    whole: bool = False

    @property
    def centre(self) -> float:
        """What is subtracted before adding, so that squares keep their digits: 0 for a proportion."""
        return 0.0 if self.kind == "proportion" else (self.low + self.high) / 2

    @property
    def reach(self) -> float:
        """The largest distance to the centre: 1 for a proportion."""
        return 1.0 if self.kind == "proportion" else (self.high - self.low) / 2


@dataclass(frozen=True)
class Profile:
    """Number of rows, the largest weight (1 without weights) and the spread of each indicator, in order."""

    rows: int
    weight: float
    spreads: tuple[Spread, ...]


def profile(frame: "LazyFrame[Any]", design: Design, indicators: Sequence[Indicator]) -> Profile:
    """Look once at the columns that a question needs.

    Raises:
        IndicatorError: a column is absent, is not a number, or holds infinite values.
        WeightError: a weight is missing, zero, negative or infinite.
        DesignError: a stratum, PSU or fpc is missing.
        SourceError: there are no rows.
    """
    import narwhals as nw

    schema = frame.collect_schema()
    for name in (*design.columns, *(one.column for one in indicators)):
        if name not in schema:
            raise missing_column(name, list(schema))
    numbers = [one.column for one in indicators]
    refuse_text(schema, [*numbers, *(name for name in (design.weight, *design.numbers) if name)])

    asked = [nw.len().alias("rows")]
    asked += [nw.col(name).count().alias(f"filled {name}") for name in design.columns]
    if design.weight:
        weight = nw.col(design.weight).cast(nw.Float64())
        asked += [weight.max().alias("most"), _counted(~weight.is_between(SMALLEST, LARGEST)).alias("wrong")]
    for place, name in enumerate(numbers):
        value = nw.col(name).cast(nw.Float64())
        asked += [
            nw.col(name).count().alias(f"given {place}"),
            value.min().alias(f"low {place}"),
            value.max().alias(f"high {place}"),
            # Zero exactly when every value is 0 or 1; NaN and infinity stay visible in it.
            (value * (value - 1)).abs().sum().alias(f"other {place}"),
        ]
    seen: dict[str, Any] = frame.select(*asked).collect("pyarrow").to_native().to_pylist()[0]

    rows = int(seen["rows"])
    refuse_empty(rows)
    if design.weight:
        refuse_weights(
            design.weight, missing=rows - seen[f"filled {design.weight}"], wrong=int(seen["wrong"] or 0)
        )
    for name in design.columns:
        if seen[f"filled {name}"] < rows:
            raise missing_design(name, rows - seen[f"filled {name}"])
    spreads = tuple(_spread(one, place, seen) for place, one in enumerate(indicators))
    return Profile(rows, float(seen.get("most") or 1.0), spreads)


def _counted(condition: "Expr") -> "Expr":
    """How many rows meet it; not every engine adds true and false."""
    import narwhals as nw

    return condition.cast(nw.Int64()).sum()


def number(name: str) -> "Expr":
    """A column as float64; true and false become 1 and 0."""
    import narwhals as nw

    return nw.col(name).cast(nw.Float64())


def refuse_empty(rows: int) -> None:
    """Refuse a table without rows.

    Raises:
        SourceError: there are none.
    """
    if not rows:
        raise SourceError(
            Message(N_("Verwacht: een tabel met ten minste één interview.")),
            Message(N_("De tabel is leeg.")),
            Message(N_("Controleer of er al antwoorden zijn ontvangen.")),
        )


def refuse_text(schema: Any, names: Sequence[str]) -> None:
    """Refuse columns of other things than numbers or true/false.

    Raises:
        IndicatorError: one holds text, a date or something else.
    """
    for name in names:
        kind = schema[name]
        if not (kind.is_numeric() or str(kind) in {"Boolean", "Unknown"}):
            raise no_numbers(name, str(kind))


def no_numbers(name: str, kind: str) -> IndicatorError:
    """The error for a column of other things than numbers."""
    return IndicatorError(
        Message(N_("Verwacht: getallen in de kolom “%(name)s”."), {"name": name}),
        Message(N_("De kolom bevat: %(kind)s."), {"kind": kind}),
        Message(N_("Maak er eerst 1 en 0 van, of een ander getal.")),
    )


def refuse_weights(name: str, *, missing: int, wrong: int) -> None:
    """Refuse a weight that is not there, or is zero, negative or infinite.

    Raises:
        WeightError: with the numbers of rows.
    """
    if missing or wrong:
        raise WeightError(
            Message(
                N_("Verwacht: in elke rij een gewicht groter dan 0 in de kolom “%(name)s”."), {"name": name}
            ),
            Message(
                N_("Ontbrekend: %(missing)s rijen; nul, negatief of oneindig: %(wrong)s rijen."),
                {"missing": missing, "wrong": wrong},
            ),
            Message(N_("Geef deze rijen een gewicht, of laat ze weg voordat u rekent.")),
        )


def missing_design(name: str, missing: int) -> DesignError:
    """The error for rows of which the stratum, PSU or population is unknown."""
    return DesignError(
        Message(
            N_("Verwacht: in elke rij een waarde in de kolom “%(name)s” van de steekproefopzet."),
            {"name": name},
        ),
        Message(N_("Ontbrekend: %(missing)s rijen."), {"missing": missing}),
        Message(N_("Vul de waarde aan, of laat deze kolom uit de steekproefopzet.")),
    )


def spread_of(
    indicator: Indicator, low: float, high: float, *, finite: bool, binary: bool, whole: bool
) -> Spread:
    """What an indicator is, from its smallest and largest number.

    Raises:
        IndicatorError: it is not finite, or was to be a proportion and holds more than 0 and 1.
    """
    if not finite:
        raise IndicatorError(
            Message(N_("Verwacht: eindige getallen in de kolom “%(name)s”."), {"name": indicator.column}),
            Message(N_("Gekregen: oneindig, onmogelijk groot, of geen getal (NaN).")),
            Message(N_("Laat een waarde die er niet is leeg.")),
        )
    if indicator.kind == "proportion" and not binary:
        raise IndicatorError(
            Message(N_("Verwacht: alleen 0 en 1 in de kolom “%(name)s”."), {"name": indicator.column}),
            Message(N_("Gekregen: waarden van %(low)s tot %(high)s."), {"low": low, "high": high}),
            Message(N_("Vraag een gemiddelde, of maak er eerst 1 en 0 van.")),
        )
    return Spread(indicator.kind or ("proportion" if binary else "mean"), low, high, whole=whole)


def _spread(indicator: Indicator, place: int, seen: dict[str, Any]) -> Spread:
    rows = seen["rows"]
    # An empty sum is null on one engine and 0 on another.
    low, high, other = (float(seen[f"{part} {place}"] or 0) for part in ("low", "high", "other"))
    # NaN is in no range.
    finite = -LARGEST <= low <= high <= LARGEST and other <= float(rows) * 2 * LARGEST**2
    whole = seen[f"given {place}"] == rows
    return spread_of(indicator, low, high, finite=finite, binary=other == 0, whole=whole)
