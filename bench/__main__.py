"""`make bench`: measure speed on this machine and print it beside the machine's cores."""

import argparse
import importlib
import os
import platform
import sys

SUBJECTS = {
    "put": "Storing an interview (PUT of 2 KB, 8 clients, durable commits)",
    "upload": "Interviews one by one and in batches, beside the bare driver, on both databases (writes docs/performance-upload.md)",
    "form": "The panel form (page GET and POST, 8 clients)",
    "panel": "200 invited members answering at once, on PostgreSQL (each reads a few seconds per page)",
    "tap": "From a tap to the next question on a tablet six times slower than this machine (Chromium)",
    "sync": "200 interviews that wait on a tablet, over 1 Mbit/s with 150 ms of delay (Chromium)",
    "members": "Importing 20,000 members of a panel",
    "invitations": "A mailing to 20,000 members, handed to a mail server on this machine",
    "coverage": "How often 95% intervals hold the truth (synthetic populations; writes docs/coverage.md)",
    "selection": "What corrections leave of the bias of a synthetic panel (writes docs/selection.md)",
    "estimate": "Estimates by wijk over 1,000,000 rows from Parquet",
    "engine": "The statistics engine beside R survey and svy (writes docs/performance.md)",
    "hundred_million": "One question about 100,000,000 rows, within 4 GB",
}
MODULES = {"engine": "engine.run", "panel": "panel_members"}
NAMED = {"hundred_million"}  # only when it is named: the first time it takes minutes


def main() -> int:
    """Run the chosen subjects, all when none is named."""
    parser = argparse.ArgumentParser(
        prog="bench", description="Measures the speed of Wijkpeil on this machine."
    )
    parser.add_argument(
        "subject", nargs="*", metavar="SUBJECT", help="what to measure; everything when left out"
    )
    parser.add_argument("--rows", type=float, help="engine, hundred_million: of this size only, as 1e6")
    parser.add_argument("--everything", action="store_true", help="engine: what takes others hours, too")
    parser.add_argument("--folder", help="hundred_million: where the rows are written (default /tmp/bench)")
    given = parser.parse_args()
    options = {
        "engine": {"rows": given.rows, "everything": given.everything},
        "hundred_million": {"folder": given.folder, "rows": given.rows},
    }
    chosen = given.subject or [name for name in SUBJECTS if name not in NAMED]
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    )
    for name in chosen:
        print(f"\n{SUBJECTS[name]}", flush=True)
        module = importlib.import_module(f"bench.{MODULES.get(name, name)}")
        asked = {key: value for key, value in options.get(name, {}).items() if value is not None}
        for label, value in module.run(**asked):
            print(f"  {label:<58} {value}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
