"""Which other cells to hide, so that the sensitive ones cannot be recomputed and as little as possible is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.disclosure.fallback import enough
from analysis.disclosure.tables import Relation
from analysis.disclosure.witness import Proofs, Target, without
from analysis.errors import DisclosureError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.disclosure.attack import Attack, Extreme

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NEAR = 1e-6
LITTLE = 2.0  # seconds
Solution = Literal["nothing", "optimal", "safe"]


@dataclass(frozen=True)
class Pattern:
    """What is hidden, and how sure it is that less would not do.

    Attributes:
        hidden: [cells].
        solution: `nothing` had to be hidden; `optimal`: no safe pattern loses less; `safe`: protected, but the time
            was up before it was proven that no other pattern loses less.
        loss: what the hidden cells cost together.
        bound: no safe pattern loses less than this.
    """

    hidden: "Flags"
    solution: Solution
    loss: float
    bound: float


def suppress(
    targets: Sequence[Target],
    cost: "Floats",
    hidden: "Flags",
    open_cells: "Flags",
    seconds: float,
) -> Pattern:
    """The cheapest pattern in which every target is protected.

    Minimise sum of cost_i x_i, x_i = 1 when cell i is hidden, such that for each target the attacker cannot exclude
    a value `lower` below, one `upper` above, and an interval `width` wide. Each attack that succeeds on a proposed
    pattern gives, from the prices of its linear programme, a cut: sum of min(need, price_i x room_i) x_i >= need,
    which every safe pattern meets (Benders; Fischetti & Salazar-González 2001, sections 3 and 4). The cheapest
    pattern that meets all cuts is found by SciPy's HiGHS and attacked again. An attack that succeeds only because
    counts are whole gives the cut that something more must be hidden.

    Args:
        targets: what must be protected.
        cost: what hiding loses [cells], above 0.
        hidden: cells that are hidden whatever happens [cells], the sensitive ones among them.
        open_cells: cells that may be hidden or shown [cells].
        seconds: how long to look for the proof; after that the pattern is safe, but perhaps not the least.

    Raises:
        DisclosureError: not even hiding everything protects the targets.
    """
    if not targets:
        return Pattern(hidden.copy(), "nothing", 0.0, 0.0)
    until = monotonic() + seconds
    # Hidden cells are free to use in a proof; a proof that needs no others holds whatever is chosen.
    proofs = Proofs(targets, np.where(hidden, NEAR, cost))
    cuts = _first(targets, hidden, open_cells)
    bound = float(cost[hidden].sum())
    flags = hidden.copy()
    while True:
        broken = proofs.broken(flags)
        if not broken:
            loss = float(cost[flags].sum())
            return Pattern(flags, "optimal", loss, loss)
        cuts += [cut for target in broken for cut in _against(target, flags, open_cells)]
        found = _cheapest(cuts, targets[0].view.relations, cost, hidden, open_cells, until - monotonic())
        if found is None:
            break
        flags, bound = found
    # As long again, and at least a little, for showing what need not be hidden.
    wider = enough(proofs, hidden, cost, open_cells, monotonic() + max(seconds, LITTLE))
    if wider is None:
        raise _impossible()
    loss = float(cost[wider].sum())
    return Pattern(wider, "optimal" if loss <= bound + NEAR else "safe", loss, bound)


@dataclass(frozen=True)
class _Cut:
    """What every safe pattern meets: sum of `factor` over hidden cells [cells] is at least `need`."""

    factor: "Floats"
    need: float


def _first(targets: Sequence[Target], hidden: "Flags", open_cells: "Flags") -> list[_Cut]:
    """Cuts that need no attack: in every sum with the target, the others must leave it room."""
    cuts = []
    for target in targets:
        view, need, insider = target.view, target.need, target.insider
        for one in view.relations:
            terms = {one.total: 1.0} | dict.fromkeys(one.parts, -1.0)
            if need.cell not in terms:
                continue
            price = np.zeros(len(view.values))
            for cell, factor in terms.items():
                price[cell] = -factor / terms[need.cell]
            price[need.cell] = 0.0
            up, down = _room(view, price, insider), _room(view, -price, insider)
            cuts += [_cut(up, need.upper), _cut(down, need.lower), _cut(up + down, need.width)]
    return _proper(cuts, hidden, open_cells)


def _against(target: Target, flags: "Flags", open_cells: "Flags") -> list[_Cut]:
    """What a safe pattern must do better than `flags`, which does not protect the target."""
    view, need, insider = target.view, target.need, target.insider
    seen = without(flags, insider)
    low, high = view.extreme(need.cell, seen, -1), view.extreme(need.cell, seen, 1)
    down, up = _priced(view, low, insider), _priced(view, high, insider)
    cuts = [_cut(down, need.lower), _cut(up, need.upper), _cut(up + down, need.width)]
    violated = [cut for cut in cuts if float(cut.factor[flags].sum()) < cut.need * (1 - NEAR)]
    # An attack that needs whole numbers has no prices: then something more must be hidden.
    return violated or [_Cut(np.where(open_cells & ~flags, 1.0, 0.0), 1.0)]


def _priced(view: "Attack", extreme: "Extreme", insider: int | None) -> "Floats":
    if np.isinf(extreme.value):
        return np.full(len(view.values), np.inf)
    return _room(view, extreme.price, insider)


def _room(view: "Attack", price: "Floats", insider: int | None) -> "Floats":
    """How far each cell, once hidden, can help to move the target [cells]."""
    above, below = view.high - view.values, view.values - view.low
    room = np.zeros(len(price))
    room[price > 0] = price[price > 0] * above[price > 0]
    room[price < 0] = -price[price < 0] * below[price < 0]
    if insider is not None:
        room[insider] = 0.0
    return room


def _cut(room: "Floats", need: float) -> _Cut:
    return _Cut(np.minimum(room, need), need)


def _proper(cuts: Sequence[_Cut], hidden: "Flags", open_cells: "Flags") -> list[_Cut]:
    """Those that ask something of the cells that are still to be chosen."""
    return [
        cut for cut in cuts
        if cut.need > NEAR and float(cut.factor[hidden].sum()) < cut.need - NEAR and cut.factor[open_cells].any()
    ]  # fmt: skip


def _useful(relations: Sequence[Relation], open_cells: "Flags") -> "Floats":
    """A cell that is the only hidden one of a sum can be computed, so that hiding it is of no use to any pattern."""
    rows = [np.zeros(len(open_cells))]
    for one in relations:
        cells = [one.total, *one.parts]
        for cell in cells:
            if open_cells[cell]:
                row = np.zeros(len(open_cells))
                row[cells] = 1.0
                row[cell] = -1.0
                rows.append(row)
    return np.array(rows)


def _cheapest(
    cuts: Sequence[_Cut],
    relations: Sequence[Relation],
    cost: "Floats",
    hidden: "Flags",
    open_cells: "Flags",
    seconds: float,
) -> "tuple[Flags, float] | None":
    """The cheapest pattern that meets all cuts, with its cost; None when the time is up or there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    if seconds <= 0:
        return None
    scaled = csr_array(np.array([cut.factor / cut.need for cut in cuts]))
    useful = csr_array(_useful(relations, open_cells))
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(hidden.astype(float), (hidden | open_cells).astype(float)),
        constraints=[
            LinearConstraint(scaled, np.ones(len(cuts)) * (1 - NEAR), np.inf),
            LinearConstraint(useful, np.zeros(useful.shape[0]), np.inf),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.status != 0 or found.x is None:
        return None
    return found.x > 0.5, float(found.fun)  # noqa: PLR2004 -- halfway between 0 and 1


def _impossible() -> DisclosureError:
    return DisclosureError(
        Message(N_("Verwacht: een tabel waarin kleine aantallen te verbergen zijn.")),
        Message(N_("Ook als alles wordt verborgen wat verborgen mag, is een klein aantal terug te rekenen.")),
        Message(N_("Voeg groepen samen, of geef minder totalen of eerdere tabellen prijs.")),
    )
