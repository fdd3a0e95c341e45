"""Which class of a margin each cell is in; and the sample collapsed to the combinations of those classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.numbering import firsts, occurring
from analysis.weighting import refusals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

SAME = 1e-9  # relative difference of two populations that is rounding only


@dataclass(frozen=True)
class Classes:
    """One margin: a factor (or several crossed) with the population of each class.

    Attributes:
        columns: the columns whose values name the class.
        labels: per class its name, in the order of the list of counts; a tuple for several columns.
        counts: population per class [classes].
        codes: the class of each cell [cells]; 0 for cells that carry no weight and have no class.
    """

    columns: tuple[str, ...]
    labels: tuple[Any, ...]
    counts: "Floats"
    codes: "Codes"

    @property
    def size(self) -> int:
        """Number of classes."""
        return len(self.labels)


@dataclass(frozen=True)
class Table:
    """The cells collapsed to the combinations of classes that occur: what raking works on.

    Attributes:
        group: the combination of each cell [cells].
        codes: per margin the class of each combination [groups].
        weight: sum of the weights [groups].
        rows: number of weighted rows [groups].
    """

    group: "Codes"
    codes: "tuple[Codes, ...]"
    weight: "Floats"
    rows: "Floats"


def summed(codes: "Codes", weight: "NDArray[Any]", classes: int) -> "Floats":
    """Sums of `weight` [entries] per class [classes]; `codes` [entries] gives the class."""
    return np.bincount(codes, weight, classes).astype(np.float64)


def finite(count: Any) -> bool:
    """Whether it is a number, and not endless."""
    return isinstance(count, (int, float, np.number)) and bool(np.isfinite(count))


def columns_of(name: str | tuple[str, ...]) -> tuple[str, ...]:
    """A margin's columns: one name, or several that are crossed."""
    return (name,) if isinstance(name, str) else tuple(name)


def classify(cells: "Cells", name: str | tuple[str, ...], counts: Mapping[Any, float]) -> Classes:
    """Place every cell in a class of the margin `name`.

    A value of the table and a name in the list are the same class when they are equal, or read the same: 3, 3.0 and
    "3" are.

    Args:
        cells: the sample; cells without weight (people who did not respond) need no class.
        name: the column, or the columns that are crossed.
        counts: population per class, as counts or shares; classes of 0 that nobody is in are left out.

    Raises:
        MarginError: the list is empty or holds an impossible count, a row has no value, or the classes of sample and
            population differ.
        IndicatorError: the column was not collected.
    """
    columns = columns_of(name)
    if not counts:
        raise refusals.no_counts(columns)
    for label, count in counts.items():
        if not finite(count) or count < 0:
            raise refusals.wrong_count(columns, label, count)
    active = _weighted(cells)
    place, present = _combinations(cells, columns, active)
    labels = tuple(counts)
    known = {_text(label): number for number, label in enumerate(labels)}
    if len(known) < len(labels):
        twice = next(label for number, label in enumerate(labels) if known[_text(label)] != number)
        raise refusals.wrong_count(columns, twice, counts[twice])
    rows = summed(place, cells.n if active.all() else cells.n * active, len(present))
    found = np.array([known.get(_text(label), -1) for label in present], dtype=np.int64)
    for number in np.flatnonzero((found < 0) & (rows > 0)):
        raise refusals.unknown_class(columns, present[number], int(rows[number]), labels)
    population = np.array([float(count) for count in counts.values()])
    taking_part = summed(np.maximum(found, 0), rows, len(labels))
    _refuse_uneven(columns, labels, population, taking_part)
    kept = population > 0
    # What only cells without weight have, is put in the first class.
    to = np.append(np.where(kept, np.cumsum(kept) - 1, 0), 0)[found]
    return Classes(
        columns,
        tuple(label for label, keep in zip(labels, kept, strict=True) if keep),
        population[kept],
        place if to.tolist() == list(range(len(to))) else to[place],
    )


def agree(margins: Sequence[Classes], *, scale: bool) -> tuple[Classes, ...]:
    """The margins with equal sums: as they are, or (`scale`) each brought to the sum of the first.

    Raises:
        MarginError: they differ and `scale` is False.
    """
    from dataclasses import replace

    first = margins[0]
    total = float(first.counts.sum())
    agreed = []
    for one in margins:
        own = float(one.counts.sum())
        if not scale and abs(own - total) > SAME * total:
            raise refusals.unequal(first.columns, total, one.columns, own)
        agreed.append(replace(one, counts=one.counts * (total / own)))
    return tuple(agreed)


def tabulated(cells: "Cells", codes: "Sequence[Codes]", sizes: Sequence[int]) -> Table:
    """Collapse the cells to the combinations of `codes` ([cells] each, below its size) that occur."""
    combined = np.zeros(len(cells), dtype=np.int64)
    for one, size in zip(codes, sizes, strict=True):
        combined = combined * size + one
    present, group = occurring(combined, prod(sizes))
    first = firsts(group, len(present))
    active = _weighted(cells)
    return Table(
        group,
        tuple(one[first] for one in codes),
        summed(group, cells.weight, len(first)),
        summed(group, np.where(active, cells.n, 0), len(first)),
    )


def _weighted(cells: "Cells") -> "NDArray[np.bool_]":
    found: NDArray[np.bool_] = (cells.weight != 0) & (cells.n > 0)
    return found


def _combinations(
    cells: "Cells", columns: tuple[str, ...], active: "NDArray[np.bool_]"
) -> "tuple[Codes, list[Any]]":
    """Per cell the number of its combination of values, and the combinations (one value, or a tuple)."""
    sizes, parts = [], []
    for column in columns:
        key = cells.key(column)
        codes = key.codes
        if codes.min(initial=0) < 0:
            missing = (codes < 0) & active
            if missing.any():
                raise refusals.missing_class(column, int(cells.n[missing].sum()))
            codes = np.maximum(codes, 0)
        sizes.append(max(len(key.labels), 1))
        parts.append((key, codes))
    if len(parts) == 1 and parts[0][0].labels:
        return parts[0][1], list(parts[0][0].labels)
    combined = np.zeros(len(cells), dtype=np.int64)
    for size, (_, codes) in zip(sizes, parts, strict=True):
        combined = combined * size + codes
    present, place = occurring(combined, prod(sizes))
    first = firsts(place, len(present))
    rows = [tuple(key.labels[codes[one]] if key.labels else None for key, codes in parts) for one in first]
    return place, [one[0] for one in rows] if len(columns) == 1 else rows


def _refuse_uneven(
    columns: tuple[str, ...], labels: tuple[Any, ...], population: "Floats", taking_part: "Floats"
) -> None:
    for number in np.flatnonzero((population == 0) & (taking_part > 0)):
        raise refusals.zero_with_respondents(
            columns,
            labels[number],
            int(taking_part[number]),
            refusals.partner(labels, taking_part, int(number)),
        )
    for number in np.flatnonzero((population > 0) & (taking_part == 0)):
        raise refusals.empty_class(
            columns,
            labels[number],
            float(population[number]),
            refusals.partner(labels, taking_part, int(number)),
        )


def _text(label: Any) -> Any:
    if isinstance(label, tuple):
        return _text(label[0]) if len(label) == 1 else tuple(_text(part) for part in label)
    if isinstance(label, (bool, np.bool_)):
        return str(bool(label)).lower()
    if isinstance(label, (float, np.floating)) and float(label).is_integer():
        return str(int(label))
    return str(label)
