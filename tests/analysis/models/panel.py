"""A small made-up panel for the tests of regressions."""

from typing import Any

import numpy as np
import pyarrow as pa

from analysis.design import Design

CLUSTERED = Design(strata="wijk", psu="plek", weight="w")
DRAWN = Design(strata="wijk", weight="w")


def panel(seed: int = 3, rows: int = 400) -> pa.Table:
    """People in 4 wijken x 6 places (codes restart), with outcomes of every kind, a few of them missing."""
    rng = np.random.default_rng(seed)
    wijk = rng.integers(0, 4, rows)
    age = rng.integers(0, 3, rows)
    sex = rng.integers(0, 2, rows)
    rooms = rng.integers(1, 4, rows)
    drive = -0.4 + 0.5 * age - 0.3 * sex + 0.2 * rooms
    knows = (rng.random(rows) < 1 / (1 + np.exp(-drive))).astype(float)
    step = np.clip(np.floor(1.5 + drive + rng.logistic(size=rows)), 0, 3)
    return pa.table(
        {
            "wijk": np.array(["n", "o", "w", "z"])[wijk],
            "plek": rng.integers(0, 6, rows).astype(str),
            "w": np.round(rng.gamma(3, 20, rows), 2) + 1,
            "leeftijd": np.array(["jong", "midden", "oud"])[age],
            "sexe": np.array(["m", "v"])[sex],
            "kamers": rooms,
            "weet": pa.array(knows, mask=rng.random(rows) < 0.05),
            "cijfer": np.round(5 + drive + rng.normal(size=rows), 1),
            "bezoeken": rng.poisson(np.exp(drive / 2)),
            "eens": np.array(["0 nooit", "1 soms", "2 vaak", "3 altijd"])[step.astype(int)],
            "kanaal": np.array(["balie", "telefoon", "web"])[rng.integers(0, 3, rows)],
        }
    )


def replaced(table: pa.Table, name: str, values: Any) -> pa.Table:
    """The same table with other values in one column."""
    return table.set_column(table.schema.get_field_index(name), name, pa.array(values))


ASKED = (
    ("linear", "cijfer ~ leeftijd + kamers"),
    ("logistic", "weet ~ leeftijd * sexe + kamers"),
    ("poisson", "bezoeken ~ leeftijd + sexe"),
    ("multinomial", "kanaal ~ leeftijd + kamers"),
    ("ordinal", "eens ~ leeftijd + sexe"),
)
