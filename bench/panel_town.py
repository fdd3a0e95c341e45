"""A made-up town with a panel that people join by themselves, and of which everything is known.

Synthetic: the figures say nothing about any real municipality. Older, highly educated men join more easily than others, and
know the team better; that much the register can put right. Volunteers join more easily and know it better too: a
reference sample can ask about that, the register cannot. And who is interested in the town joins more easily and knows
it better: nobody has measured that.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

SEED = 20261122
RESIDENTS = 57_500
WIJKEN, SEXES = tuple(f"wijk {place:02d}" for place in range(1, 13)), ("man", "vrouw")
AGES, SCHOOLS = ("18-39", "40-59", "60+"), ("laag", "midden", "hoog")
FACTORS = ("wijk", "sexe", "leeftijd", "opleiding")
_SIZES = np.linspace(0.4, 1.6, len(WIJKEN))

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Town:
    """The residents, one element each: codes of the four factors, volunteer, knows (unaided), and chance to join."""

    wijk: Codes
    sexe: Codes
    leeftijd: Codes
    opleiding: Codes
    volunteer: NDArray[np.bool_]
    knows: NDArray[np.bool_]
    joins: Floats

    @property
    def truth(self) -> float:
        """The share of all residents who know the team unaided."""
        return float(self.knows.mean())

    def truth_by_wijk(self) -> Floats:
        """The same per wijk [wijken]."""
        found: Floats = np.bincount(self.wijk, self.knows) / np.bincount(self.wijk)
        return found

    def margins(self) -> dict[str, dict[str, float]]:
        """Residents per class of each factor, as the register knows them."""
        return {
            name: dict(zip(labels, np.bincount(codes, minlength=len(labels)).astype(float), strict=True))
            for name, labels, codes in self._columns()
        }

    def cells(self) -> dict[tuple[str, ...], float]:
        """Residents per combination of the factors, as the register knows them."""
        combined = np.stack([codes for _, _, codes in self._columns()])
        present, counts = np.unique(combined, axis=1, return_counts=True)
        labels = [one for _, one, _ in self._columns()]
        return {
            tuple(labels[place][code] for place, code in enumerate(cell)): float(count)
            for cell, count in zip(present.T, counts, strict=True)
        }

    def people(self, chosen: Codes) -> dict[str, list[object]]:
        """Columns of a table with these residents."""
        table: dict[str, list[object]] = {
            name: [labels[code] for code in codes[chosen]] for name, labels, codes in self._columns()
        }
        table["vrijwilliger"] = ["ja" if one else "nee" for one in self.volunteer[chosen]]
        table["knows"] = [float(one) for one in self.knows[chosen]]
        return table

    def _columns(self) -> list[tuple[str, tuple[str, ...], Codes]]:
        return [
            ("wijk", WIJKEN, self.wijk),
            ("sexe", SEXES, self.sexe),
            ("leeftijd", AGES, self.leeftijd),
            ("opleiding", SCHOOLS, self.opleiding),
        ]


@cache
def town(seed: int = SEED) -> Town:
    """Let the residents be born; the same seed gives the same town."""
    rng = np.random.default_rng(seed)
    wijk = rng.choice(len(WIJKEN), RESIDENTS, p=_SIZES / _SIZES.sum())
    sexe = rng.choice(2, RESIDENTS, p=[0.49, 0.51])
    age = rng.choice(3, RESIDENTS, p=[0.36, 0.33, 0.31])
    home = rng.normal(0, 0.3, len(WIJKEN))
    school = _schooling(rng, age)
    interest = rng.normal(size=RESIDENTS)
    volunteer = rng.random(RESIDENTS) < _chance(
        -1.6 + 0.4 * (age == 2) + 0.3 * (school == 2) + 0.4 * interest
    )
    knows = rng.random(RESIDENTS) < _chance(
        -1.765 + np.array([-0.7, 0.0, 0.55])[age] + np.array([-0.4, 0.0, 0.3])[school] + home[wijk]
        + 0.15 * sexe + 0.7 * volunteer + 0.35 * interest
    )  # fmt: skip
    joins = _chance(
        -4.35 + np.array([-1.1, 0.0, 0.9])[age] + np.array([-0.8, 0.0, 0.4])[school] - 0.6 * sexe
        + 0.5 * ((age == 2) & (sexe == 0)) + 0.5 * home[wijk] + 0.7 * volunteer + 0.3 * interest
    )  # fmt: skip
    return Town(wijk, sexe, age, school, volunteer, knows, joins)


def _schooling(rng: np.random.Generator, age: Codes) -> Codes:
    chances = np.cumsum([[0.16, 0.40, 0.44], [0.20, 0.42, 0.38], [0.38, 0.38, 0.24]], axis=1)
    found: Codes = (rng.random(len(age))[:, None] > chances[age]).sum(axis=1)
    return found


def _chance(logit: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-logit))
