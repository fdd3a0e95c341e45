"""Which cells say too much about few people, and how uncertain a reader must stay about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from analysis.disclosure.tables import LARGEST, Table
from analysis.errors import MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Measure = Literal["n", "amount"]
Reason = Literal["threshold", "zero", "dominance", "p_percent", "group"]
Zeros = Literal["shown", "hidden"]


@dataclass(frozen=True)
class Rules:
    """When a cell is not shown.

    Attributes:
        minimum: fewer people than this are too few; 0 switches the rule off.
        zeros: whether an empty cell may be shown (it says nothing about one person, but "nobody" about a group).
        dominance: (n, k): the n largest contributions may not be more than k percent of the amount.
        p_percent: the second largest contributor may not be able to estimate the largest within p percent of it.
        group: dimensions of which a group may not fall in one category altogether (0% or 100%).

    Formulas of dominance and p%: Hundepool et al. (2012), *Statistical Disclosure Control*, section 4.2.

    Raises:
        MethodError: a limit that cannot be.
    """

    minimum: int = 5
    zeros: Zeros = "shown"
    dominance: tuple[int, float] | None = None
    p_percent: float | None = None
    group: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _must(self.minimum >= 0, N_("een ondergrens van 0 of meer personen"), self.minimum)
        _must(self.zeros in get_args(Zeros), N_("nullen getoond of verborgen (shown, hidden)"), self.zeros)
        if self.dominance is not None:
            top, share = self.dominance
            fits = 1 <= top <= LARGEST and 0 < share < 100  # noqa: PLR2004 -- a share in percent
            _must(
                fits,
                N_("een dominantieregel met 1 tot 5 personen en een aandeel tussen 0 en 100"),
                self.dominance,
            )
        _must(self.p_percent is None or self.p_percent > 0, N_("een p%%-regel met p boven 0"), self.p_percent)


@dataclass(frozen=True)
class Sensitive:
    """A cell that must stay uncertain.

    Attributes:
        cell: its place in the table.
        measure: of which number: people (`n`) or the amount.
        reason: the rule that it breaks.
        lower, upper: a reader may not be able to exclude values this far below and above the true one, in the
            unit of the measure (Fischetti & Salazar-González 2001: lower and upper protection level).
        width: the least width of what a reader can derive (sliding protection level).
    """

    cell: int
    measure: Measure
    reason: Reason
    lower: float
    upper: float
    width: float


def sensitive(table: Table, rules: Rules) -> tuple[Sensitive, ...]:
    """The cells that break a rule, with the protection that they need.

    Threshold (0 < n < minimum): a reader may not be able to exclude n - 1 nor `minimum` people, and what remains
    possible spans `minimum` people. A hidden zero: not `minimum` either. Weighted amounts get the same, at the
    average amount of a person. Dominance: the amount must be uncertain upwards by 100/k times the n largest less
    the amount; p%: by p/100 times the largest less what the others give; downwards by as much. Group: a reader may
    not be able to tell that everybody of a group is in one category.

    Raises:
        MethodError: a rule of dominance on a table without contributions, or a group by an unknown dimension.
    """
    found = {(one.cell, one.measure): one for one in reversed([*_few(table, rules), *_group(table, rules)])}
    for one in _dominated(table, rules):
        known = found.get((one.cell, one.measure))
        found[one.cell, one.measure] = one if known is None else _stronger(known, one)
    return tuple(found[key] for key in sorted(found))


def _few(table: Table, rules: Rules) -> Iterable[Sensitive]:
    each = _average(table)
    for cell, n in enumerate(table.n.tolist()):
        # That nobody was added between two releases says nothing about anybody.
        empty = n == 0 and rules.zeros == "hidden" and cell not in table.never
        if not (0 < n < rules.minimum or (empty and rules.minimum)):
            continue
        reason: Reason = "threshold" if n else "zero"
        lower, upper, width = float(min(n, 1)), float(rules.minimum - n), float(rules.minimum)
        yield Sensitive(cell, "n", reason, lower, upper, width)
        if table.amounts is not None:
            amount = float(table.amounts[cell])
            yield Sensitive(cell, "amount", reason, min(lower * each, amount), upper * each, width * each)


def _group(table: Table, rules: Rules) -> Iterable[Sensitive]:
    names = {name for cell in table.cells for name, _ in cell}
    each = _average(table)
    for name in rules.group:
        if name not in names:
            raise MethodError(
                Message(
                    N_("Verwacht: een kenmerk van de tabel (%(names)s)."), {"names": ", ".join(sorted(names))}
                ),
                Message(N_("Gekregen: %(got)s."), {"got": name}),
                Message(N_("Controleer de naam van het kenmerk.")),
            )
        for cell, codes in enumerate(table.cells):
            if name not in dict(codes) or table.n[cell] == 0:
                continue
            whole = tuple(pair for pair in codes if pair[0] != name)
            # A group of which the total is not in the table has nothing to be everybody of.
            if whole in table.cells and table.n[table.cells.index(whole)] == table.n[cell]:
                yield Sensitive(cell, "n", "group", 1.0, 0.0, 1.0)
                if table.amounts is not None:
                    least = min(each, float(table.amounts[cell]))
                    yield Sensitive(cell, "amount", "group", least, 0.0, least)


def _dominated(table: Table, rules: Rules) -> Iterable[Sensitive]:
    if rules.dominance is None and rules.p_percent is None:
        return
    if table.amounts is None or table.largest is None:
        raise MethodError(
            Message(N_("Verwacht: een tabel met het bedrag of gewicht van elke persoon.")),
            Message(N_("De tabel heeft alleen aantallen.")),
            Message(N_("Geef de bijdragen mee, of laat de regels over dominantie weg.")),
        )
    for cell, amount in enumerate(table.amounts.tolist()):
        largest = table.largest[cell]
        if amount <= 0:
            continue
        if rules.dominance is not None:
            top, share = rules.dominance
            short = 100.0 / share * float(largest[:top].sum()) - amount
            if short > 0:
                yield Sensitive(cell, "amount", "dominance", min(short, amount), short, 0.0)
        if rules.p_percent is not None:
            rest = max(amount - float(largest[0]) - float(largest[1]), 0.0)
            short = rules.p_percent / 100.0 * float(largest[0]) - rest
            if short > 0:
                yield Sensitive(cell, "amount", "p_percent", min(short, amount), short, 0.0)


def _stronger(one: Sensitive, other: Sensitive) -> Sensitive:
    """What protects against both, under the reason that was found first."""
    levels = (max(one.lower, other.lower), max(one.upper, other.upper), max(one.width, other.width))
    return Sensitive(one.cell, one.measure, one.reason, *levels)


def _average(table: Table) -> float:
    people = int(table.n.max(initial=0))
    return 0.0 if table.amounts is None or people == 0 else float(table.amounts.max()) / people


def _must(fits: bool, expected: str, got: object) -> None:  # noqa: FBT001 -- a condition, read as a sentence
    if not fits:
        raise MethodError(
            Message(N_("Verwacht: %(expected)s."), {"expected": expected}),
            Message(N_("Gekregen: %(got)s."), {"got": got}),
            Message(N_("Kies een andere grens.")),
        )
