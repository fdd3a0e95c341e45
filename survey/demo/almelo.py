"""980 made-up panel members whose counts give every figure that was published of a real panel of that size.

The counts are facts from a report of 2018; who gave which answer together with which other answer is invented.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 980
SEX = {"man": 608, "woman": 372}
# The published classes (18-44, 45-59, over 60), split over five-year bands by hand.
AGE = {
    "18-24": 14, "25-29": 19, "30-34": 23, "35-39": 28, "40-44": 34,
    "45-49": 72, "50-54": 98, "55-59": 124,
    "60-64": 158, "65-69": 172, "70-74": 134, "75plus": 104,
}  # fmt: skip
# How many said "yes, I know where to go".
KNOWS = {
    "general": SIZE - 431, "topic_work": 725, "topic_benefit": 676, "topic_volunteering": 598,
    "topic_carer": SIZE - 549, "topic_ideas": SIZE - 539,
}  # fmt: skip
DOES = {
    "volunteering": 470, "neighbours": 314, "relatives": 255, "policy": 98, "activities": 98, "initiative": 59,
}  # fmt: skip
DOES_ANYTHING = 735
WANTS = {"deciding": 265, "executing": 127, "initiative": 43}
IDEAS = 124
# Code, name, tile (row, column), and how many of the 980: the report names only the largest and the smallest two.
AREAS = (
    ("WK014110", "Binnenstad", 2, 2, 79), ("WK014111", "De Riet", 3, 3, 74), ("WK014112", "Noorderkwartier", 1, 2, 66),
    ("WK014113", "Sluitersveld", 1, 3, 92), ("WK014114", "Wierdense Hoek", 2, 1, 86),
    ("WK014115", "Nieuwstraat-Kwartier", 3, 2, 38), ("WK014116", "Ossenkoppelerhoek", 2, 3, 84),
    ("WK014117", "Hofkamp", 3, 1, 71), ("WK014118", "Schelfhorst", 0, 2, 152), ("WK014119", "Windmolenbroek", 4, 2, 157),
    ("WK014120", "Aadorp", 0, 1, 31), ("WK014121", "Bornerbroek", 4, 3, 50),
)  # fmt: skip
_IDEAS = (
    "Een moestuin waar iedereen mag helpen (synthetisch antwoord).",
    "Elke maand samen eten in het buurthuis (synthetisch antwoord).",
    "Meer bankjes langs de wandelroute (synthetisch antwoord).",
    "Een vast spreekuur in de bibliotheek (synthetisch antwoord).",
)


@dataclass(frozen=True)
class Member:
    """One made-up panel member: the answers by name of variable."""

    answers: dict[str, Any]


def members(seed: int = 1980) -> list[Member]:
    """Draw the panel; the counts above hold exactly, whatever the seed."""
    rng = np.random.Generator(np.random.PCG64(seed))
    sex, age, area = (_dealt(counts, rng) for counts in (SEX, AGE, {code: n for code, *_, n in AREAS}))
    # Older and longer-settled members are somewhat more at home in the town hall: correlation, not truth.
    at_home = np.array([list(AGE).index(band) for band in age]) / len(AGE) + rng.normal(0, 1, SIZE)
    knows = {name: _first(at_home + rng.normal(0, 1.5, SIZE), count) for name, count in KNOWS.items()}
    does = _activities(at_home + rng.normal(0, 1, SIZE), rng)
    wants = {code: _first(at_home + rng.normal(0, 2, SIZE), count) for code, count in WANTS.items()}
    with_idea = _first(rng.normal(0, 1, SIZE), IDEAS)
    drawn = []
    for i in range(SIZE):
        answers: dict[str, Any] = {name: "yes" if chosen[i] else "no" for name, chosen in knows.items()}
        answers["does"] = [code for code, chosen in does.items() if chosen[i]] or ["none"]
        answers["wants"] = [code for code, chosen in wants.items() if chosen[i]] or ["none"]
        answers |= {"area": area[i], "age": age[i], "sex": sex[i]}
        if with_idea[i]:
            answers["idea"] = _IDEAS[i % len(_IDEAS)]
        drawn.append(Member(answers))
    return drawn


def _dealt(counts: dict[str, int], rng: np.random.Generator) -> list[str]:
    cards = np.repeat(list(counts), list(counts.values()))
    return [str(card) for card in rng.permutation(cards)]


def _first(score: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    """The `count` members with the highest score."""
    chosen = np.zeros(SIZE, dtype=bool)
    chosen[np.argsort(-score, kind="stable")[:count]] = True
    return chosen


def _activities(score: NDArray[np.float64], rng: np.random.Generator) -> dict[str, NDArray[np.bool_]]:
    """Deal the activities among exactly `DOES_ANYTHING` members, most of whom get more than one."""
    active = np.flatnonzero(_first(score, DOES_ANYTHING))
    does = {code: np.zeros(SIZE, dtype=bool) for code in DOES}
    # One activity for each active member first, so that nobody of them is left with none ...
    order = rng.permutation(active)
    singles = {
        "volunteering": 340,
        "neighbours": 215,
        "relatives": 150,
        "policy": 15,
        "activities": 10,
        "initiative": 5,
    }
    start = 0
    for code, count in singles.items():
        does[code][order[start : start + count]] = True
        start += count
    # ... then what is left of each count, among the active who do not have it yet.
    for code, total in DOES.items():
        free = active[~does[code][active]]
        does[code][rng.choice(free, total - int(does[code].sum()), replace=False)] = True
    return does
