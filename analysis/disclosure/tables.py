"""Tables that add up: their cells, and which cells are the sum of which others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from analysis.disclosure.dimensions import Address, Dimension, address
from analysis.errors import ContractError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Floats = NDArray[np.float64]

LARGEST = 5  # contributions that are remembered per cell, for rules of dominance
SAME = 1e-9


@dataclass(frozen=True)
class Relation:
    """One sum: cell `total` is the sum of the cells `parts` (places in the table)."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """The cells of one table, or of several that share cells.

    Attributes:
        cells: the addresses; the margins and the total are cells like the others.
        n: people behind each cell [cells].
        relations: the sums that a reader knows.
        amounts: what is shown beside or instead of n [cells]: a weighted count or the total of a quantity, in its
            own unit; None for a table of counts.
        largest: the largest contributions to each amount, largest first [cells, LARGEST]; None when unknown.
        never: cells that nobody shows but that can be derived, such as differences between releases.
    """

    cells: tuple[Address, ...]
    n: "Counts"
    relations: tuple[Relation, ...]
    amounts: "Floats | None" = None
    largest: "Floats | None" = None
    never: frozenset[int] = frozenset()

    def place(self, cell: Address) -> int:
        """Where a cell stands.

        Raises:
            ContractError: the table has no such cell.
        """
        if cell not in self.cells:
            raise ContractError(
                Message(N_("Verwacht: een cel van deze tabel.")),
                Message(N_("De cel “%(cell)s” staat er niet in."), {"cell": said(cell)}),
                Message(N_("Controleer de namen van de kenmerken en van de groepen.")),
            )
        return self.cells.index(cell)

    def __post_init__(self) -> None:
        for values in (self.n, self.amounts):
            if values is not None:
                _check(self, np.asarray(values, dtype=float))


def table(
    dimensions: Sequence[Dimension],
    counts: Mapping[tuple[str, ...], int],
    contributions: Mapping[tuple[str, ...], Sequence[float]] | None = None,
    *,
    amounts: Mapping[tuple[str, ...], float] | None = None,
) -> Table:
    """A table of one or more dimensions with every margin.

    Args:
        dimensions: what it is split by, in the order of the keys of `counts`.
        counts: people per combination of leaves (of the hierarchies); a combination that is absent counts 0.
        contributions: the amount of each person (a weight, hours, euros) per combination, for a table of totals.
        amounts: instead, only their sum per combination; rules of dominance then have nothing to look at.

    Raises:
        ContractError: an unknown code, a negative or broken count, or contributions that are not the counted people.
    """
    nodes = [
        address({one.name: code for one, code in zip(dimensions, codes, strict=True)})
        for codes in product(*(one.nodes for one in dimensions))
    ]
    places = {cell: place for place, cell in enumerate(nodes)}
    n = np.zeros(len(nodes), dtype=np.int64)
    found: list[list[float]] = [[] for _ in nodes]
    for codes, count in counts.items():
        given = _contributions(dimensions, codes, count, contributions)
        for above in product(*(one.within(code) for one, code in zip(dimensions, codes, strict=True))):
            place = places[address({one.name: code for one, code in zip(dimensions, above, strict=True)})]
            n[place] += count
            found[place] += given
    sums = _sums(dimensions, places)
    if contributions is None:
        return Table(tuple(nodes), n, sums, _totals(dimensions, places, amounts))
    largest = np.array([(sorted(one, reverse=True) + [0.0] * LARGEST)[:LARGEST] for one in found])
    return Table(tuple(nodes), n, sums, np.array([float(np.sum(sorted(one))) for one in found]), largest)


def _totals(
    dimensions: Sequence[Dimension],
    places: Mapping[Address, int],
    amounts: Mapping[tuple[str, ...], float] | None,
) -> "Floats | None":
    if amounts is None:
        return None
    found = np.zeros(len(places))
    for codes, amount in amounts.items():
        if not np.isfinite(amount) or amount < 0:
            raise _negative(", ".join(codes), float(amount))
        for above in product(*(one.within(code) for one, code in zip(dimensions, codes, strict=True))):
            found[places[address({one.name: code for one, code in zip(dimensions, above, strict=True)})]] += (
                amount
            )
    return found


def _contributions(
    dimensions: Sequence[Dimension],
    codes: tuple[str, ...],
    count: int,
    contributions: Mapping[tuple[str, ...], Sequence[float]] | None,
) -> list[float]:
    known = len(codes) == len(dimensions) and all(
        code in one.leaves for one, code in zip(dimensions, codes, strict=True)
    )
    if not known:
        raise ContractError(
            Message(N_("Verwacht: een groep uit de laagste laag van elke indeling.")),
            Message(N_("Gekregen: %(codes)s."), {"codes": ", ".join(codes)}),
            Message(N_("Geef de aantallen voor de kleinste groepen; de totalen worden berekend.")),
        )
    if not np.isfinite(count) or count < 0 or count != int(count):
        raise _negative(", ".join(codes), float(count))
    given = [float(one) for one in contributions.get(codes, ())] if contributions is not None else []
    wrong = [one for one in given if not np.isfinite(one) or one < 0]
    if wrong:
        raise _negative(", ".join(codes), wrong[0])
    if contributions is not None and len(given) != count:
        raise ContractError(
            Message(
                N_("Verwacht: één bedrag of gewicht per persoon in “%(codes)s”."), {"codes": ", ".join(codes)}
            ),
            Message(
                N_("Gekregen: %(given)s bedragen voor %(count)s personen."),
                {"given": len(given), "count": count},
            ),
            Message(N_("Maak het aantal en de lijst uit dezelfde rijen.")),
        )
    return given


def _sums(dimensions: Sequence[Dimension], places: Mapping[Address, int]) -> tuple[Relation, ...]:
    found = []
    for one in dimensions:
        others = [other for other in dimensions if other is not one]
        for rest in product(*(other.nodes for other in others)):
            fixed: dict[str, str | None] = {
                other.name: code for other, code in zip(others, rest, strict=True)
            }
            for above, codes in one.sums:
                total = places[address(fixed | {one.name: above})]
                found.append(
                    Relation(total, tuple(places[address(fixed | {one.name: code})] for code in codes))
                )
    return tuple(found)


def _check(one: Table, values: "Floats") -> None:
    wrong = np.flatnonzero(~np.isfinite(values) | (values < 0))
    if len(wrong):
        raise _negative(said(one.cells[wrong[0]]), float(values[wrong[0]]))
    for sum_of in one.relations:
        total, parts = float(values[sum_of.total]), float(values[list(sum_of.parts)].sum())
        if abs(total - parts) > SAME * max(1.0, abs(total)):
            raise ContractError(
                Message(N_("Verwacht: een tabel waarvan de delen optellen tot het totaal.")),
                Message(
                    N_("Bij “%(cell)s” staat %(total)s, maar de delen zijn samen %(parts)s."),
                    {"cell": said(one.cells[sum_of.total]), "total": f"{total:g}", "parts": f"{parts:g}"},
                ),
                Message(N_("Maak alle cijfers uit dezelfde antwoorden, zonder ze eerst af te ronden.")),
            )


def _negative(cell: str, got: float) -> ContractError:
    return ContractError(
        Message(N_("Verwacht: hele aantallen van 0 of meer, en bedragen of gewichten van 0 of meer.")),
        Message(N_("Bij “%(cell)s” staat %(got)s."), {"cell": cell, "got": f"{got:g}"}),
        Message(N_("Geef de aantallen zoals zij geteld zijn.")),
    )


def said(cell: Address) -> str:
    """A cell in words, for messages: `wijk=A, leeftijd=18-44`, or `totaal`."""
    return ", ".join(f"{name}={code}" for name, code in cell) or "totaal"
