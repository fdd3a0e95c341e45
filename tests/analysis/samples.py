"""Small made-up samples for the tests of figures."""

from typing import Any

import numpy as np
import pyarrow as pa


def sample(seed: int, rows: int = 240, strata: int = 4, psus: int = 5) -> pa.Table:
    """Interviews in strata and PSUs (codes restart), with unequal weights, a few answers missing."""
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, strata, rows)
    unknown = rng.random(rows) < 0.1
    return pa.table(
        {
            "stratum": pa.array([f"wijk {code}" for code in stratum]),
            "psu": pa.array([f"plek {code}" for code in rng.integers(0, psus, rows)]),
            "weight": np.round(rng.gamma(3, 40, rows), 3) + 0.5,
            "group": pa.array([("jong", "midden", "oud")[code] for code in rng.integers(0, 3, rows)]),
            "knows": pa.array((rng.random(rows) < 0.2 + 0.1 * stratum).astype(float), mask=unknown),
            "mark": np.round(rng.normal(6.5, 1.5, rows), 1),
        }
    )


def replaced(table: pa.Table, name: str, values: Any) -> pa.Table:
    """The same table with other values in one column."""
    return table.set_column(table.schema.get_field_index(name), name, pa.array(values))
