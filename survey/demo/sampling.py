"""Who of the made-up town is met in the street, and who joins the panel: neither is a random sample."""

import numpy as np
from numpy.typing import NDArray

from survey.demo.population import WIJKEN, Town

STREET_PER_WIJK = 50
PANEL_PER_WAVE = 1200
PLACES = ("market", "shopping_centre", "library", "bus_stop", "community_centre")


def street(town: Town, rng: np.random.Generator) -> list[tuple[int, str]]:
    """Meet 50 residents per wijk at three places; who goes out and takes part is met more often.

    Returns:
        Pairs (index of the resident, place where they were met), 400 in all.
    """
    outdoors = np.array([0.8, 1.0, 1.1, 1.3, 0.6])[town.age] * (1 + 0.5 * town.takes_part)
    met: list[tuple[int, str]] = []
    for wijk in range(len(WIJKEN)):
        chance = np.where(town.area == wijk, outdoors, 0.0)
        places = rng.choice(len(PLACES), 3, replace=False)
        met += [
            (int(index), PLACES[places[turn % len(places)]])
            for turn, index in enumerate(_drawn(chance, STREET_PER_WIJK, rng))
        ]
    return met


def panel(town: Town, rng: np.random.Generator) -> list[int]:
    """Draw 1,200 panel members: online, older, more often men, and better informed than the town.

    Returns:
        The indices of the residents.
    """
    pull = np.array([-1.2, -0.4, 0.4, 1.2, 0.7])[town.age] + 0.5 * (town.sex == 0) - 1.0 * (town.language > 0)
    pull = pull + 0.35 * town.level[1]["vet"]
    return [int(index) for index in _drawn(np.exp(pull) * town.online, PANEL_PER_WAVE, rng)]


def _drawn(chance: NDArray[np.float64], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return rng.choice(len(chance), count, replace=False, p=chance / chance.sum())
