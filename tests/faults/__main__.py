"""`make faults`: every run after the other, a line for each, and one for all. Exit 1 when anything was lost or double."""

import argparse
import sys
import sysconfig
import tempfile
from pathlib import Path

from tests.faults.scenarios import SCENARIOS

DEFAULT = 10_000


def main() -> int:
    """Run them, print, and give the exit code."""
    arguments = argparse.ArgumentParser(prog="make faults", description=__doc__)
    arguments.add_argument("--uploads", type=int, default=DEFAULT, help=f"how many, {DEFAULT} unless told")
    arguments.add_argument("--seed", type=int, default=20261122, help="what everything is drawn from")
    given = arguments.parse_args()
    _say(f"{given.uploads} uploads, seed {given.seed}, Python {sysconfig.get_python_version()}")
    verdicts = []
    for scenario, share in SCENARIOS.items():
        with tempfile.TemporaryDirectory(prefix="wp-faults-") as work:
            try:
                verdict = scenario(max(8, round(given.uploads * share)), given.seed, Path(work))
            except LookupError as absent:
                _say(f"{scenario.__name__}: NOT RUN: {absent}")
                continue
        _say(f"{scenario.__name__}: {verdict}")
        verdicts.append(verdict)
    lost, double, wrong = (
        sum(len(getattr(one, what)) for one in verdicts) for what in ("lost", "double", "wrong")
    )
    sound = all(verdict.sound for verdict in verdicts)
    _say(
        f"{'GREEN' if sound else 'RED'}: {sum(one.uploads for one in verdicts)} uploads, "
        f"{sum(one.happened for one in verdicts)} mishaps of servers: {lost} lost, {double} double, {wrong} wrong"
    )
    return 0 if sound else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
