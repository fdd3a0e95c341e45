"""Counts rounded to a base, so that a table still adds up, or plainly, and then it says that it may not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from analysis.disclosure.dimensions import Address
from analysis.disclosure.tables import Table
from analysis.errors import DisclosureError, MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

Way = Literal["controlled", "nearest", "random"]
STEPS = (1, 2, 3)  # how many multiples of the base a count may move at most, tried in this order


@dataclass(frozen=True)
class Rounded:
    """Rounded counts.

    Attributes:
        counts: people per cell, multiples of `base`.
        base: what was rounded to.
        method: `controlled`, `nearest` or `random`.
        additive: the rounded parts add up to the rounded totals.
        known: per cell the (lowest, highest) true count that a reader can be sure of, for `audit(rounded=...)`.
        largest_shift: the largest distance between a rounded and a true count.
    """

    counts: Mapping[Address, int]
    base: int
    method: Way
    additive: bool
    known: Mapping[Address, tuple[float, float]]
    largest_shift: int

    @property
    def sentence(self) -> Message:
        """How it was rounded, in Dutch."""
        params = {"base": self.base}
        if self.method == "controlled":
            return Message(
                N_("De aantallen zijn afgerond op veelvouden van %(base)s, zo dat alles optelt."), params
            )
        if self.additive:
            return Message(N_("De aantallen zijn afgerond op veelvouden van %(base)s."), params)
        return Message(
            N_("De aantallen zijn afgerond op veelvouden van %(base)s. Daardoor tellen zij niet precies op."),
            params,
        )


def rounded(table: Table, base: int = 5, method: Way = "controlled", seed: int | None = None) -> Rounded:
    """Round every count of a table to a multiple of `base`.

    `controlled` (Cox 1987, *JASA* 82, 520-524; Salazar-González, Lowthian, Young, Merola, Bond & Brown 2004): an
    integer programme that keeps every sum and moves the counts as little as possible together; each becomes one of
    the two multiples around it, and multiples stay as they are. Where no such table exists (three dimensions and
    more) counts may move up to two or three multiples. `nearest`: each count by itself to the nearest multiple,
    halves up. `random`: each by itself, up with the probability that makes it right on average.

    Raises:
        MethodError: a base below 2, an unknown method, or `random` without a seed.
        DisclosureError: no table of multiples that adds up lies within three multiples.
    """
    _check(base, method, seed)
    lower = table.n // base * base
    if method == "nearest":
        found = (2 * table.n + base) // (2 * base) * base
        low, high = found - base // 2, found + (base - 1) // 2
    elif method == "random":
        up = np.random.default_rng(seed).random(len(table.n)) * base < table.n - lower
        found = lower + base * up
        low, high = found - base + 1, found + base - 1
    else:
        found, steps = _controlled(table, base)
        low, high = found - steps * base + 1, found + steps * base - 1
    sums = all(found[one.total] == found[list(one.parts)].sum() for one in table.relations)
    known = {
        cell: (float(max(low[place], 0)), float(high[place]))
        for place, cell in enumerate(table.cells)
        if place not in table.never
    }
    counts = {cell: int(found[table.cells.index(cell)]) for cell in known}
    shift = int(np.abs(found - table.n).max(initial=0))
    return Rounded(counts, base, method, sums, known, shift)


def _controlled(table: Table, base: int) -> "tuple[Counts, int]":
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    size = len(table.n)
    sums = np.zeros((max(len(table.relations), 1), size))
    for row, one in zip(sums, table.relations, strict=False):
        row[one.total] += 1.0
        row[list(one.parts)] -= 1.0
    nearest = table.n / base
    for steps in STEPS:
        low, high = np.floor(nearest) - steps + 1, np.ceil(nearest) + steps - 1
        # The number of multiples, and its distance to the true count, in multiples.
        distance = csr_array(np.block([[np.eye(size), -np.eye(size)], [np.eye(size), np.eye(size)]]))
        solved = milp(
            np.concatenate([np.zeros(size), np.ones(size)]),
            integrality=np.concatenate([np.ones(size), np.zeros(size)]),
            bounds=Bounds(
                np.concatenate([np.maximum(low, 0), np.zeros(size)]),
                np.concatenate([high, np.full(size, np.inf)]),
            ),
            constraints=[
                LinearConstraint(csr_array(np.hstack([sums, np.zeros_like(sums)])), 0.0, 0.0),
                LinearConstraint(
                    distance,
                    np.concatenate([np.full(size, -np.inf), nearest]),
                    np.concatenate([nearest, np.full(size, np.inf)]),
                ),
            ],
            options={"time_limit": 10.0, "mip_rel_gap": 0.01},
        )
        if solved.x is not None:
            return (np.round(solved.x[:size]) * base).astype(np.int64), steps
    raise DisclosureError(
        Message(N_("Verwacht: een tabel die met afgeronde aantallen nog kan optellen.")),
        Message(
            N_("Zo'n tabel is niet gevonden, ook niet met afwijkingen tot %(most)s."),
            {"most": STEPS[-1] * base},
        ),
        Message(N_("Kies een andere basis, voeg groepen samen, of rond af zonder optellen (nearest).")),
    )


def _check(base: int, method: str, seed: int | None) -> None:
    if base < 2:  # noqa: PLR2004 -- multiples of 1 round nothing
        got, expected = str(base), N_("Verwacht: afronden op veelvouden van 2 of meer.")
    elif method not in get_args(Way):
        got, expected = method, N_("Verwacht: afronden volgens controlled, nearest of random.")
    elif method == "random" and seed is None:
        got, expected = "geen", N_("Verwacht: een startgetal (seed), zodat het afronden te herhalen is.")
    else:
        return
    raise MethodError(
        Message(expected),
        Message(N_("Gekregen: %(got)s."), {"got": got}),
        Message(N_("Kies een andere waarde.")),
    )
