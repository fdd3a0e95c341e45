"""The benchmark of the statistics engine: Wijkpeil, R `survey` and `svy`, each alone in its process, on the same survey."""

import datetime as dt
import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.engine import contestants, page
from bench.engine.agreement import verdict
from bench.engine.columns import columns
from bench.engine.contestants import Run
from bench.engine.questions import LARGE, PANEL, QUESTIONS, SIZES, SMALL, WHOLE
from bench.municipality import shares, write

FOLDER = Path("/tmp/bench")  # noqa: S108 -- large files that may stay for the next time
KEPT = Path(__file__).parent / "measured.json"
PATIENCE, ENDLESS = 150.0, 6 * 3600.0  # seconds for a process
SLOW = {("R", "bootstrap")}  # minutes; only with `everything`

Lines = Iterator[tuple[str, str]]


def run(rows: float | None = None, *, everything: bool = False) -> Lines:
    """Measure, write docs/performance.md, and give the lines of the report.

    Args:
        rows: of one size only; None is 980 and 10^5, 10^6, 10^7.
        everything: also what takes minutes to hours: R and `svy` at 10^7, R's bootstrap, R after `rake`.
    """
    kept = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    kept["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    here = {"ours": f"Python {platform.python_version()}"}
    for name, found in (("R", contestants.r_version()), ("svy", contestants.svy_version())):
        if found:
            here[name] = found
        else:
            yield f"{name} is left out", "it is not installed, and could not be"
    for size in (PANEL, *SIZES) if rows is None else (int(rows),):
        source = write(FOLDER, size)
        (FOLDER / "margins.json").write_text(json.dumps(shares()))
        reference: dict[str, list[float]] = {}
        for name, version in here.items():
            if name != "ours" and size >= LARGE and not everything:
                yield f"{name}, {size:,} rows", "left out: minutes to hours (--everything)"
                continue
            entry = {"version": version, "when": dt.datetime.now(dt.UTC).date().isoformat()}
            entry |= _measured(name, source, size, reference, everything=everything)
            before = kept.setdefault("found", {}).setdefault(f"{name} {size}", {})
            for part in (
                "seconds",
                "verdicts",
                "whole",
            ):  # what was not asked this time is kept, with its day
                entry[part] = {**before.get(part, {}), **entry[part]}
            kept["found"][f"{name} {size}"] = entry
            yield from _lines(name, size, entry)
            KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    page.write(kept)
    yield "written", "docs/performance.md"


def asked(name: str, size: int, *, everything: bool) -> list[str]:
    """The questions for a contestant, all in one process."""
    return [
        one.name
        for one in QUESTIONS
        if size in one.sizes
        and (one.others or name == "ours")
        and (everything or (name, one.name) not in SLOW)
        and (name == "ours" or one.name not in WHOLE[1:])  # these run alone, once
    ]


def _measured(
    name: str, source: Path, size: int, reference: dict[str, list[float]], *, everything: bool
) -> dict[str, Any]:
    limit = ENDLESS if everything else PATIENCE
    room = 2.0 if size <= SMALL else 0.5
    warm = contestants.run(
        _command(name, source, asked(name, size, everything=everything), 2.0 if name == "ours" else room),
        limit,
    )
    alone = {one: contestants.run(_command(name, source, [one], 0.0), limit) for one in WHOLE}
    seconds, numbers = dict(warm.seconds), dict(warm.numbers)
    for one, found in alone.items():
        if one in found.seconds and one not in seconds:
            seconds[one], numbers[one] = found.seconds[one], found.numbers[one]
    faults = [found.fault for found in (warm, *alone.values()) if found.fault]
    if (
        name == "R" and everything and SMALL <= size < LARGE
    ):  # above it that table alone takes more than an hour
        slow = contestants.run(contestants.r(columns(source), ["raked table"], 0.0, route="rake"), limit)
        if "raked table" in slow.seconds:
            seconds["raked table after rake"] = slow.seconds["raked table"]
            numbers["raked table after rake"] = slow.numbers["raked table"]
    if name == "ours":
        reference |= numbers
    fixed = {one.name: one.fixed for one in QUESTIONS}
    return {
        "seconds": {one: round(taken, 5) for one, taken in seconds.items()},
        "verdicts": {}
        if name == "ours"
        else {
            one: verdict(reference[one.removesuffix(" after rake")], found, fixed.get(one))
            for one, found in numbers.items()
            if one.removesuffix(" after rake") in reference
        },
        "whole": {one: _whole(found) for one, found in alone.items() if not found.fault},
        "peak": max(found.peak for found in (warm, *alone.values())),
        "fault": "; ".join(dict.fromkeys(faults)),
    }


def _whole(found: Run) -> dict[str, float]:
    return {"wall": round(found.wall, 3), "peak": found.peak}


def _command(name: str, source: Path, names: list[str], room: float) -> list[str]:
    if name == "ours":
        return contestants.ours(source, names, room)
    if name == "R":
        return contestants.r(columns(source), names, room)
    return contestants.svy(source, FOLDER / "margins.json", names, room)


def _lines(name: str, size: int, entry: dict[str, Any]) -> Lines:
    for question, taken in entry["seconds"].items():
        told = entry["verdicts"].get(question, "")
        yield f"{name}, {size:,} rows: {question}", f"{taken:.4f} s{'; ' if told else ''}{told}"
    for question, found in entry["whole"].items():
        yield (
            f"{name}, {size:,} rows: whole process, {question}",
            f"{found['wall']:.2f} s, {found['peak'] / 2**20:.0f} MB",
        )
    yield f"{name}, {size:,} rows: peak memory", f"{entry['peak'] / 2**20:.0f} MB"
    if entry["fault"]:
        yield f"{name}, {size:,} rows", entry["fault"]
