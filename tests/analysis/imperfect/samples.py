"""A made-up panel, a made-up reference sample, and tables of a street and a panel with a known mode effect."""

import numpy as np
import pyarrow as pa

from analysis.design import Design
from analysis.imperfect.reference import PopulationCells, ReferenceSample
from analysis.table import Table, tabulate

POPULATION = 20_000
COVARIATES = ("leeftijd", "sexe")


def residents(seed: int = 1) -> dict[str, np.ndarray]:
    """Everybody: the old join more easily and know more."""
    rng = np.random.default_rng([seed, 7])
    leeftijd = rng.choice(["jong", "midden", "oud"], POPULATION, p=[0.4, 0.3, 0.3])
    sexe = rng.choice(["m", "v"], POPULATION)
    old = (leeftijd == "oud").astype(float)
    weet = rng.random(POPULATION) < 0.25 + 0.35 * old + 0.1 * (sexe == "v")
    joins = 0.01 + 0.05 * old + 0.01 * (sexe == "m")
    return {
        "leeftijd": leeftijd,
        "sexe": sexe,
        "weet": weet.astype(float),
        "uren": np.round(3 + 2 * old + rng.normal(size=POPULATION), 3),
        "joins": joins,
    }


def panel(seed: int = 1, town: dict[str, np.ndarray] | None = None) -> pa.Table:
    people = residents() if town is None else town
    chosen = np.random.default_rng([seed, 8]).random(POPULATION) < people["joins"]
    return pa.table({name: column[chosen] for name, column in people.items() if name != "joins"})


def reference(seed: int = 1, n: int = 500, town: dict[str, np.ndarray] | None = None) -> ReferenceSample:
    people = residents() if town is None else town
    chosen = np.random.default_rng([seed, 9]).choice(POPULATION, n, replace=False)
    rows = {name: people[name][chosen] for name in ("leeftijd", "sexe")}
    return ReferenceSample(pa.table({**rows, "d": np.full(n, POPULATION / n)}), Design(weight="d"))


def population() -> PopulationCells:
    people = residents()
    cells, counts = np.unique(np.stack([people["leeftijd"], people["sexe"]]), axis=1, return_counts=True)
    return PopulationCells(
        ("leeftijd", "sexe"),
        {tuple(map(str, cell)): float(n) for cell, n in zip(cells.T, counts, strict=True)},
    )


def by_wijk(
    seed: int, n: int, shift: float, wijken: int = 8, origin: str = "street", first: int = 0
) -> Table:
    """A table of shares by wijk: 0.3 to 0.5 in the first to the last, plus `shift`."""
    rng = np.random.default_rng([seed, 10])
    wijk = rng.integers(first, first + wijken, n)
    knows = rng.random(n) < 0.3 + 0.2 * wijk / 8 + shift
    rows = {
        "wijk": [f"wijk {place:02d}" for place in wijk],
        "weet": knows.astype(float),
        "origin": [origin] * n,
    }
    return tabulate(pa.table(rows), Design(), ["weet"], by="wijk")
