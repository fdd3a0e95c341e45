"""`make bench`: measure speed on this machine and print it beside the machine's cores."""

import argparse
import importlib
import os
import platform
import sys

SUBJECTS = {
    "put": "Storing an interview (PUT of 2 KB, 8 clients, durable commits)",
    "form": "The panel form (page GET and POST, 8 clients)",
    "coverage": "How often 95% intervals hold the truth (synthetic populations; writes docs/coverage.md)",
    "selection": "What corrections leave of the bias of a synthetic panel (writes docs/selection.md)",
    "estimate": "Estimates by wijk over 1,000,000 rows from Parquet",
}


def main() -> int:
    """Run the chosen subjects, all when none is named."""
    parser = argparse.ArgumentParser(
        prog="bench", description="Measures the speed of Wijkpeil on this machine."
    )
    parser.add_argument(
        "subject", nargs="*", metavar="SUBJECT", help="what to measure; everything when left out"
    )
    chosen = parser.parse_args().subject or list(SUBJECTS)
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    )
    for name in chosen:
        print(f"\n{SUBJECTS[name]}", flush=True)
        for label, value in importlib.import_module(f"bench.{name}").run():
            print(f"  {label:<58} {value}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
