"""10^8 synthetic interviews, written once, and one question about them in a process of its own."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.engine import contestants
from bench.municipality import write

ROWS = 100_000_000
ROOM = 4.0  # GB
PATIENCE = 3600.0  # seconds


def run(folder: str = "/tmp/bench", rows: float = ROWS) -> Iterator[tuple[str, str]]:  # noqa: S108 -- large, and kept for the next time
    """Write the interviews when they are not there, ask, and give time and memory.

    Args:
        folder: where they are written, about 1.3 GB.
        rows: how many.
    """
    start = time.perf_counter()
    there = (Path(folder) / f"municipality-{int(rows)}.parquet").is_file()
    source = write(Path(folder), int(rows))
    size = f"{source.stat().st_size / 1e9:.2f} GB"
    yield "written", f"{size}, was there" if there else f"{size} in {time.perf_counter() - start:.0f} s"
    found = contestants.run(contestants.ours(source, ["table"], 0.0), PATIENCE)
    if found.fault:
        yield "6 indicators x 20 wijken", found.fault
        return
    yield "6 indicators x 20 wijken", f"{found.seconds['table']:.1f} s ({found.wall:.1f} s whole process)"
    verdict = "within" if found.peak < ROOM * 1e9 else "above"
    yield "peak memory", f"{found.peak / 1e9:.2f} GB, {verdict} {ROOM:.0f} GB"
