"""A synthetic municipal survey of any size, for measuring: nobody in it exists.

20 wijken as strata, places as PSUs (100 interviews each, at most 500 places in a wijk), four factors that make 90
cells, six yes/no indicators that depend on wijk and factors, unequal weights. Written in parts, so that 10^8 rows
need no memory; the population margins of the factors stand beside it as `margins.csv`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

SEED = 20261122
WIJKEN, PLACES = 20, 500
FACTORS = {
    "sex": ("man", "vrouw"),
    "age": ("18-44", "45-64", "65+"),
    "schooling": ("laag", "midden", "hoog"),
    "household": ("alleen", "paar", "gezin", "eenouder", "anders"),
}
INDICATORS = tuple(f"m:awareness.aided:team{place + 1}" for place in range(6))
PART = 1_000_000
POPULATION = 250_000


def write(target: Path, rows: int, *, text: bool = True) -> Path:
    """Write `rows` interviews as Parquet, unless they stand there already; gives the file.

    Args:
        target: a folder.
        rows: how many.
        text: wijk, place and factors as text, as a researcher has them; else as small whole numbers.
    """
    import pyarrow.parquet as pq

    target.mkdir(parents=True, exist_ok=True)
    path = target / f"municipality-{rows}{'' if text else '-codes'}.parquet"
    if path.is_file():
        return path
    parts = _parts(rows, text=text)
    first = next(parts)
    unfinished = path.with_suffix(".part")
    with pq.ParquetWriter(unfinished, first.schema, compression="zstd") as writer:
        writer.write_table(first, row_group_size=122_880)
        for part in parts:
            writer.write_table(part, row_group_size=122_880)
    unfinished.rename(path)
    (target / "margins.csv").write_text(margins())
    return path


def shares() -> dict[str, dict[str, float]]:
    """The population: counts per class of each factor, which the sample does not follow."""
    rng = np.random.default_rng(SEED)
    return {
        name: dict(
            zip(labels, (rng.dirichlet(np.full(len(labels), 20.0)) * POPULATION).tolist(), strict=True)
        )
        for name, labels in FACTORS.items()
    }


def margins() -> str:
    """The population as a file of margins: variable, category, count."""
    lines = ["variable,category,count"]
    lines += [
        f"{name},{label},{count}" for name, counts in shares().items() for label, count in counts.items()
    ]
    return "\n".join(lines) + "\n"


def _parts(rows: int, *, text: bool) -> Iterator[Any]:
    import pyarrow as pa

    rng = np.random.default_rng([SEED, rows])
    places = max(2, min(PLACES, rows // (WIJKEN * 100)))
    for start in range(0, rows, PART):
        size = min(PART, rows - start)
        wijk = rng.integers(0, WIJKEN, size)
        place = wijk * places + rng.integers(0, places, size)
        codes = {
            name: rng.choice(len(labels), size, p=rng.dirichlet(np.full(len(labels), 50.0)))
            for name, labels in FACTORS.items()
        }
        columns: dict[str, Any] = {
            "wijk": _column(wijk, [f"wijk {code + 1:02d}" for code in range(WIJKEN)], text=text),
            "place": _column(place, [f"plek {code + 1:05d}" for code in range(WIJKEN * places)], text=text),
            "weight": np.round(rng.gamma(3, 20, size) + 1, 4),
        }
        columns |= {name: _column(codes[name], list(labels), text=text) for name, labels in FACTORS.items()}
        effect = np.random.default_rng(SEED).normal(0, 0.05, WIJKEN * places)[place]
        for number, name in enumerate(INDICATORS):
            chance = 0.1 + 0.1 * number + 0.005 * wijk + 0.05 * codes["age"] + effect
            columns[name] = pa.array((rng.random(size) < chance).astype(np.int8))
        yield pa.table(columns)


def _column(codes: Any, labels: list[str], *, text: bool) -> Any:
    import pyarrow as pa

    if text:
        return pa.array(labels).take(pa.array(codes))
    return pa.array(codes.astype(np.int16 if len(labels) < 2**15 else np.int32))
