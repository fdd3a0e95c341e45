"""How long a question takes: six indicators by wijk over a million interviews in Parquet.

The data are synthetic: 20 wijken as strata, 500 PSUs in each, unequal weights, 5% of the answers missing.
"""

import statistics
import tempfile
import time
from pathlib import Path

from analysis import remembered
from analysis.design import Design
from analysis.engine import connect
from analysis.estimate import estimate

ROWS, WIJKEN, PSUS, INDICATORS = 1_000_000, 20, 500, 6
TARGET = 0.5  # seconds, with the engine up
RUNS = 7
SEED = 20261122
ASKED = [f"m:awareness.aided:team{place}" for place in range(INDICATORS)]


def run() -> list[tuple[str, str]]:
    """Measure, and give the lines of the report: what, and how long (seconds, processor seconds)."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "interviews.parquet"
        _write(source)
        connect().execute("select 1")
        cold = _timed(source)
        warm = [_timed(source) for _ in range(RUNS)]
    wall, work = (statistics.median(one[place] for one in warm) for place in (0, 1))
    question = f"{INDICATORS} indicators x {WIJKEN} wijken, {WIJKEN * PSUS:,} PSUs"
    verdict = "met" if wall < TARGET else "missed"
    return [
        (f"{question}, first time", f"{cold[0]:.3f} s ({cold[1]:.3f} s of processor)"),
        (f"{question}, median of {RUNS}", f"{wall:.3f} s ({work:.3f} s of processor)"),
        (f"target under {TARGET} s with the engine up", verdict),
    ]


def _timed(source: Path) -> tuple[float, float]:
    # The columns stay in memory; the answer itself may not.
    remembered.forget()
    wall, work = time.perf_counter(), time.process_time()
    figures = estimate(source, Design(strata="stratum", psu="psu", weight="weight"), ASKED, by="stratum")
    assert len(figures) == INDICATORS * WIJKEN
    return time.perf_counter() - wall, time.process_time() - work


def _write(target: Path) -> None:
    """Write the synthetic interviews; row groups of the size that DuckDB shares among its threads."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(SEED)
    wijk = rng.integers(0, WIJKEN, ROWS)
    names = pa.array([f"wijk {place + 1:02d}" for place in range(WIJKEN)])
    places = pa.array([f"plek {place + 1:03d}" for place in range(PSUS)])
    columns = {
        "stratum": names.take(pa.array(wijk)),
        "psu": places.take(pa.array(rng.integers(0, PSUS, ROWS))),
        "weight": np.round(rng.gamma(3, 20, ROWS), 4) + 1,
        "origin": pa.array(["random_sample"]).take(pa.array(np.zeros(ROWS, dtype=np.int64))),
    }
    for place, name in enumerate(ASKED):
        knows = rng.random(ROWS) < 0.1 + 0.1 * place + 0.01 * wijk
        columns[name] = pa.array(knows.astype(float), mask=rng.random(ROWS) < 0.05)
    pq.write_table(pa.table(columns), target, row_group_size=122_880, compression="zstd")


if __name__ == "__main__":
    for what, found in run():
        print(f"{what}: {found}")
