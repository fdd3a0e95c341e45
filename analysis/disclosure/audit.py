"""The auditor: recomputes every hidden cell from all that is published, and fails what it can narrow too far."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.disclosure.attack import Attack, Limit
from analysis.disclosure.dimensions import Address
from analysis.disclosure.sensitive import Measure, Sensitive
from analysis.disclosure.tables import Table
from analysis.errors import ContractError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

NEAR = 1e-6


@dataclass(frozen=True)
class Percentage:
    """A percentage that is published: 100 x `part` / `base`, rounded to `decimals`."""

    part: Address
    base: Address
    shown: float
    decimals: int = 0


@dataclass(frozen=True)
class Derived:
    """What a reader can derive of one number that is not shown, or that must stay uncertain.

    Attributes:
        cell: which one.
        measure: people (`n`) or the amount.
        low, high: the true value lies between them for sure, and a reader cannot tell where.
        needed: the protection; None when the cell is hidden for the sake of others.
        safe: the interval is at least as wide as the protection asks.
        exact: nothing is left to doubt.
        insider: the only person in this cell, who knows it, is the attacker; None for an outsider.
    """

    cell: Address
    measure: Measure
    low: float
    high: float
    needed: Sensitive | None
    safe: bool
    insider: Address | None = None

    @property
    def exact(self) -> bool:
        """Low and high are the same."""
        return self.high - self.low <= NEAR * max(1.0, abs(self.high))


@dataclass(frozen=True)
class Audit:
    """What the auditor found; `failed` are the numbers that can be derived too precisely."""

    derived: tuple[Derived, ...]

    @property
    def failed(self) -> tuple[Derived, ...]:
        """The numbers that are not protected."""
        return tuple(one for one in self.derived if not one.safe)

    @property
    def safe(self) -> bool:
        """Nothing can be derived too precisely."""
        return not self.failed

    @property
    def sentence(self) -> Message:
        """What the auditor found, in Dutch."""
        hidden = len({one.cell for one in self.derived})
        if not hidden:
            return Message(N_("Er is niets verborgen, en niets hoeft verborgen te worden."))
        if self.safe:
            return Message(
                N_("Geen van de %(hidden)s verborgen cijfers is terug te rekenen."), {"hidden": hidden}
            )
        return Message(
            N_(
                "Van de %(hidden)s verborgen cijfers zijn er %(failed)s terug te rekenen: geef deze tabel niet uit."
            ),
            {"hidden": hidden, "failed": len({one.cell for one in self.failed})},
        )


def attacks(table: Table, known: Collection[int] = ()) -> dict[Measure, Attack]:
    """The attacker of each measure of a table; cells in `known` are known to everybody."""
    found: dict[Measure, Attack] = {"n": _attack(table, table.n.astype(float), known, whole=True)}
    if table.amounts is not None:
        found["amount"] = _attack(table, table.amounts, known, whole=False)
    return found


def audit(
    table: Table,
    hidden: Iterable[Address],
    needed: Sequence[Sensitive] = (),
    *,
    percentages: Sequence[Percentage] = (),
    rounded: Mapping[Address, tuple[float, float]] | None = None,
    known: Collection[Address] = (),
    insiders: bool = False,
) -> Audit:
    """Try to recompute each hidden number.

    For every hidden cell the least and the largest value over all tables that fit what was published: the sums,
    the cells shown, percentages within their rounding, and that no number is negative and counts are whole. By
    linear programming, and by integer programming where the linear answer is not whole. Tables linked into one
    (`links.linked`, `links.releases`) are attacked together.

    Args:
        table: the true numbers.
        hidden: the cells that are not shown.
        needed: what must stay uncertain (`sensitive.sensitive`).
        percentages: published ones; they count even when their part or base is hidden.
        rounded: cells shown with a rounded count: (low, high) that its reader can be sure of.
        known: hidden cells that everybody knows anyway, such as groups that cannot exist.
        insiders: attack also as the only person in a hidden cell, who knows that cell.

    Returns:
        Per measure and hidden or sensitive cell its interval.

    Raises:
        ContractError: an unknown cell, or a percentage or interval that does not fit the table.
    """
    flags = np.zeros(len(table.cells), dtype=bool)
    for cell in hidden:
        flags[table.place(cell)] = True
    flags[list(table.never)] = True
    views = attacks(table, [table.place(cell) for cell in known])
    people = views["n"]
    bounds = people.shown.copy()
    for cell, (low, high) in (rounded or {}).items():
        place = table.place(cell)
        _fits(cell, low, float(table.n[place]), high)
        bounds[place] = low, high
    limits = tuple(limit for one in percentages for limit in _limits(table, one))
    views["n"] = Attack(
        table.relations, people.values, people.low, people.high, bounds, whole=True, limits=limits
    )
    return Audit(tuple(_derived(table, views, flags, needed, insiders=insiders)))


def _derived(
    table: Table,
    views: Mapping[Measure, Attack],
    hidden: "Flags",
    needed: Sequence[Sensitive],
    *,
    insiders: bool,
) -> Iterable[Derived]:
    wanted = {(one.cell, one.measure): one for one in needed}
    for measure, view in views.items():
        blurred = view.shown[:, 1] > view.shown[:, 0]
        looked_at = np.flatnonzero(hidden | blurred)
        for place in sorted({*looked_at.tolist(), *(cell for cell, of in wanted if of == measure)}):
            asked = wanted.get((place, measure))
            alone = _insiders(table, hidden, place) if insiders and asked and measure == "amount" else ()
            for insider in (None, *alone):
                need, flags = asked, hidden.copy()
                if insider is not None:
                    flags[insider] = False
                    need = None if need is None else for_insider(view, need, insider)
                low = view.extreme(place, flags, -1, whole=True).value
                high = view.extreme(place, flags, 1, whole=True).value
                safe = need is None or protected(need, float(view.values[place]), low, high)
                name = None if insider is None else table.cells[insider]
                yield Derived(table.cells[place], measure, low, high, need, safe, name)


def protected(need: Sensitive, value: float, low: float, high: float) -> bool:
    """Whether what can be derived, from `low` to `high`, is as wide about the true `value` as the protection asks.

    All in the unit of the measure; see `analysis.disclosure.sensitive.Sensitive`.
    """
    slack = NEAR * max(1.0, abs(value))
    return (
        low <= value - need.lower + slack
        and high >= value + need.upper - slack
        and high - low >= need.width - slack
    )


def for_insider(view: Attack, need: Sensitive, insider: int) -> Sensitive:
    """The protection that is possible against the only person in a cell, who knows what he gave himself.

    What he could derive if nothing at all were published is no disclosure.
    """
    nothing = np.ones(len(view.values), dtype=bool)
    nothing[insider] = False
    value = float(view.values[need.cell])
    low, high = (view.extreme(need.cell, nothing, sign).value for sign in (-1, 1))
    lower, upper = min(need.lower, value - low), min(need.upper, high - value)
    return replace(need, lower=lower, upper=upper, width=min(need.width, high - low))


def _insiders(table: Table, hidden: "Flags", attacked: int) -> list[int]:
    """The cells with one person, who knows it and may attack another cell."""
    return [int(place) for place in np.flatnonzero(hidden & (table.n == 1)) if place != attacked]


def _attack(table: Table, values: "NDArray[np.float64]", known: Collection[int], *, whole: bool) -> Attack:
    low, high = np.zeros(len(values)), np.full(len(values), np.inf)
    for place in known:
        low[place] = high[place] = values[place]
    return Attack(table.relations, values, low, high, np.column_stack([values, values]), whole)


def _limits(table: Table, one: Percentage) -> Iterable[Limit]:
    part, base = table.place(one.part), table.place(one.base)
    half = 0.5 * 10.0**-one.decimals
    low, high = (one.shown - half) / 100, (one.shown + half) / 100
    true = table.n[part] / table.n[base] if table.n[base] else low
    _fits(one.part, low * 100 - NEAR, float(true * 100), high * 100 + NEAR)
    # part - low x base >= 0 and part - high x base <= 0: both are linear in what is hidden.
    yield Limit(((part, 1.0), (base, -low)), 0.0, np.inf)
    yield Limit(((part, 1.0), (base, -high)), -np.inf, 0.0)


def _fits(cell: Address, low: float, value: float, high: float) -> None:
    from analysis.disclosure.tables import said

    if not low <= value <= high:
        raise ContractError(
            Message(N_("Verwacht: een afgerond cijfer dat bij het ware cijfer past.")),
            Message(
                N_("Bij “%(cell)s” ligt %(value)s niet tussen %(low)s en %(high)s."),
                {"cell": said(cell), "value": f"{value:g}", "low": f"{low:g}", "high": f"{high:g}"},
            ),
            Message(N_("Geef de cijfers zoals zij zijn uitgegeven, met hun afronding.")),
        )
