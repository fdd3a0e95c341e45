"""Made-up samples for the tests of comparisons."""

from typing import Any

import numpy as np
import pyarrow as pa

from analysis.design import Design

DESIGN = Design(strata="wijk", psu="plek", weight="w")


def sample(seed: int = 5, rows: int = 600, wijken: int = 6, plekken: int = 5) -> pa.Table:
    """Synthetic interviews: wijken as strata, places as PSUs, unequal weights, and answers that differ by age."""
    rng = np.random.default_rng(seed)
    wijk = rng.integers(0, wijken, rows)
    age = rng.integers(0, 3, rows)
    return pa.table(
        {
            "wijk": [f"wijk {one}" for one in wijk],
            "plek": rng.integers(0, plekken, rows),
            "w": np.round(rng.gamma(4, 20, rows), 2) + 1,
            "leeftijd": [("jong", "midden", "oud")[one] for one in age],
            "sexe": [("man", "vrouw")[one] for one in rng.integers(0, 2, rows)],
            "kanaal": [
                ("balie", "krant", "site", "straat")[one]
                for one in (rng.integers(0, 4, rows) + (age == 2)) % 4
            ],
            "weet": (rng.random(rows) < 0.3 + 0.2 * (age == 2)).astype(float),
            "cijfer": np.round(rng.normal(6.5 + 0.4 * (age == 2), 1.5, rows), 1),
        }
    )


def with_column(table: pa.Table, name: str, values: Any) -> pa.Table:
    """The same table with a column added, or replaced."""
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, pa.array(values))
    return table.append_column(name, pa.array(values))


def shuffled(table: pa.Table, seed: int = 3) -> pa.Table:
    """The same rows in another order."""
    return table.take(np.random.default_rng(seed).permutation(table.num_rows))
