"""Made-up samples for weighting, and populations that they may come from."""

from typing import Any

import numpy as np
import pyarrow as pa

SIZES = {"sexe": 2, "leeftijd": 3, "wijk": 5}


def sample(seed: int, rows: int = 240, *, unequal: bool = True) -> pa.Table:
    """People in wijken (strata) with places (PSUs); every combination of classes occurs, so that margins can be met."""
    rng = np.random.default_rng(seed)
    every = np.indices(tuple(SIZES.values())).reshape(len(SIZES), -1)
    columns: dict[str, Any] = {
        name: np.concatenate([one, rng.choice(size, rows - len(one), p=rng.dirichlet(np.full(size, 4)))])
        for (name, size), one in zip(SIZES.items(), every, strict=True)
    }
    named = {name: pa.array([f"{name[0]}{value}" for value in column]) for name, column in columns.items()}
    weight = rng.gamma(4, 0.5, rows) + 0.2 if unequal else np.ones(rows)
    return pa.table(
        {
            **named,
            "plek": pa.array(rng.integers(0, 6, rows)),
            "jaren": pa.array(rng.poisson(12, rows) + 1.0),
            "w": pa.array(weight),
            "weet": pa.array((rng.random(rows) < 0.3 + 0.1 * columns["leeftijd"]).astype(float)),
        }
    )


def population(
    seed: int, size: float = 50_000, names: tuple[str, ...] = tuple(SIZES)
) -> dict[str, dict[str, float]]:
    """Margins with equal sums, not far from an even spread."""
    rng = np.random.default_rng(seed)
    found = {}
    for name in names:
        shares = rng.dirichlet(np.full(SIZES[name], 30))
        found[name] = {f"{name[0]}{place}": size * share for place, share in enumerate(shares.tolist())}
    return found


def reached(table: pa.Table, weight: Any, name: str) -> dict[str, float]:
    """The sum of the weights per class."""
    sums: dict[str, float] = {}
    for label, one in zip(table[name].to_pylist(), weight, strict=True):
        sums[label] = sums.get(label, 0.0) + float(one)
    return sums
