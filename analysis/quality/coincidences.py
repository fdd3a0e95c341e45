"""Codes counted per unit, and how far the codes of a unit lie apart: the arithmetic of Krippendorff's alpha."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import EvidenceError, IndicatorError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PAIR = 2  # codes that a unit needs to be compared


@dataclass(frozen=True)
class Coded:
    """Units with two codes or more.

    Attributes:
        counts: how often each unit got each code [units, labels].
        labels: the codes in use, in order.
        coders: how many coders.
        left_out: units with fewer than two codes.
    """

    counts: "Floats"
    labels: tuple[Any, ...]
    coders: int
    left_out: int

    @property
    def numbers(self) -> "Floats":
        """The codes as numbers [labels]."""
        return np.array([float(label) for label in self.labels])


def coded(codes: Sequence[Sequence[Hashable | None]], metric: str) -> Coded:
    """Count codes per unit.

    Args:
        codes: [coders][units]; None or NaN is missing.
        metric: every one but `nominal` needs numbers, `ratio` numbers of 0 or more.

    Raises:
        EvidenceError: one coder, rows of unequal length, or no unit with two codes.
        IndicatorError: codes that the metric can not measure.
    """
    lengths = {len(row) for row in codes}
    if len(codes) < PAIR or len(lengths) != 1:
        raise EvidenceError(
            Message(N_("Verwacht: twee of meer codeurs, die dezelfde antwoorden voor zich hadden.")),
            Message(
                N_("Gekregen: %(coders)s codeur(s), met %(lengths)s antwoorden."),
                {"coders": len(codes), "lengths": ", ".join(map(str, sorted(lengths))) or 0},
            ),
            Message(N_("Laat een tweede persoon coderen, en laat leeg wat iemand niet codeerde.")),
        )
    given = [[None if absent(code) else code for code in row] for row in codes]
    if metric != "nominal":
        _require_numbers({code for row in given for code in row if code is not None}, metric)
    units = [[code for code in unit if code is not None] for unit in zip(*given, strict=True)]
    paired = [unit for unit in units if len(unit) >= PAIR]
    if not paired:
        raise EvidenceError(
            Message(N_("Verwacht: antwoorden die door twee of meer mensen zijn gecodeerd.")),
            Message(N_("Van %(n)s antwoorden is er geen een door twee mensen gecodeerd."), {"n": len(units)}),
            Message(N_("Laat een deel van de antwoorden dubbel coderen.")),
        )
    labels = _in_order({code for unit in paired for code in unit})
    place = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(paired), len(labels)))
    for row, unit in enumerate(paired):
        for code in unit:
            counts[row, place[code]] += 1
    return Coded(counts, labels, len(codes), len(units) - len(paired))


def disagreement(data: Coded, metric: str, times: "Floats") -> "tuple[Floats, Floats]":
    """Observed and expected disagreement when each unit counts `times` [draws, units] times; each [draws]."""
    per_unit = data.counts.sum(axis=1)
    totals = times @ data.counts
    size = totals.sum(axis=1)
    if metric == "ordinal":
        # The distance of two codes is that of their middle places among all codes of the draw.
        places = np.cumsum(totals, axis=1) - totals / 2
        first, second = places @ data.counts.T, (places * places) @ data.counts.T
        apart = 2 * (per_unit * second - first * first) / (per_unit - 1)
        seen = (times * apart).sum(axis=1)
        spread = (totals * places * places).sum(axis=1), (totals * places).sum(axis=1)
        chance = 2 * (size * spread[0] - spread[1] ** 2)
    else:
        distance = _distances(data, metric)
        apart = ((data.counts @ distance) * data.counts).sum(axis=1) / (per_unit - 1)
        seen = times @ apart
        chance = ((totals @ distance) * totals).sum(axis=1)
    # Rounding may leave a hair where everything is equal.
    chance = np.where((totals > 0).sum(axis=1) > 1, chance, 0.0)
    seen = np.where(seen > 1e-12 * np.maximum(chance, 1e-300), seen, 0.0)
    return seen / size, chance / (size * (size - 1))


def _distances(data: Coded, metric: str) -> "Floats":
    if metric == "nominal":
        return 1 - np.eye(len(data.labels))
    left, right = np.meshgrid(data.numbers, data.numbers, indexing="ij")
    if metric == "interval":
        found: Floats = (left - right) ** 2
        return found
    total = left + right
    ratio: Floats = ((left - right) / np.where(total > 0, total, 1.0)) ** 2
    return ratio


def absent(code: Hashable | None) -> bool:
    """Whether no code was given: None or NaN."""
    return code is None or code != code  # noqa: PLR0124 -- NaN is not equal to itself


def _in_order(codes: set[Hashable]) -> tuple[Any, ...]:
    try:
        return tuple(sorted(codes))
    except TypeError:
        return tuple(sorted(codes, key=repr))


def _require_numbers(codes: set[Hashable], metric: str) -> None:
    wrong = [
        code
        for code in codes
        if not isinstance(code, (int, float, np.integer, np.floating))
        or not np.isfinite(code)
        or (metric == "ratio" and code < 0)
    ]
    if wrong:
        raise IndicatorError(
            Message(
                N_("Verwacht: codes die getallen zijn (van 0 of meer), voor de maat %(metric)s.")
                if metric == "ratio"
                else N_("Verwacht: codes die getallen zijn, voor de maat %(metric)s."),
                {"metric": metric},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(sorted(map(str, wrong))[:5])}),
            Message(N_("Gebruik de maat nominal voor codes zonder volgorde, of geef de codes een getal.")),
        )
