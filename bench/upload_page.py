"""Writes `docs/performance-upload.md` from what was measured."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.upload import Long, Row

PAGE = Path(__file__).parent.parent / "docs" / "performance-upload.md"
_INTRODUCTION = """# How fast interviews are taken

Made by `python -m bench upload`, {day}, on {cores} cores, {machine}, {system}, Python {python}. Load, server, database and bare
driver share these cores; the server runs as `wijkpeil serve` starts it, each database is fresh, and each is as durable as it comes:
`synchronous=FULL` on SQLite, `fsync` and `synchronous_commit` on PostgreSQL. CPU-seconds are those of the server, the
database and the load generator together. {taken}

An interview is 2 KB of JSON. It is sent with a key of an account over a line that stays open, checked against its digest, read, walked
through its questionnaire, written with its bytes as a submission and as an interview, and answered with a signed
receipt when that is on the disk. That the key was not revoked is asked in the same transaction.

*Bytes alone* is the driver (`psycopg`, `sqlite3`) inserting the same 2 KB into a table of a key and a body. *The same rows* is the driver
inserting the rows that Wijkpeil writes into its own tables, with their keys and indexes, by `executemany`, 50 per commit.
"""
_BATCHES = "in batches of 50"


def write(rows: Sequence["Row"], long: "Long", taken: float) -> None:
    """Write the page; `taken` is the share of the cores that other virtual machines had meanwhile."""
    text = _INTRODUCTION.format(
        day=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count(),
        machine=platform.machine(),
        system=platform.system(),
        python=platform.python_version(),
        taken=f"Other virtual machines took {taken:.0%} of the cores meanwhile.",
    )
    for database in dict.fromkeys(row.database for row in rows):
        text += f"\n## {database}\n\n"
        text += "| what | clients | per second | per CPU-second | p50 / p95 / p99 of a request |\n| --- | --- | --- | --- | --- |\n"
        text += "".join(_line(row) for row in rows if row.database == database)
        text += "\n" + _beside([row for row in rows if row.database == database]) + "\n"
    text += _left(long)
    PAGE.write_text(text, encoding="utf-8")


def _line(row: "Row") -> str:
    latencies = "" if row.at is None else " / ".join(f"{each:.1f}" for each in row.at) + " ms"
    return (
        f"| {row.how} | {row.clients} | {row.per_second:,.0f} | {row.per_cpu_second:,.0f} | {latencies} |\n"
    )


def _beside(rows: Sequence["Row"]) -> str:
    """In batches of 50, what share of the bare driver's rate is reached by as many clients."""

    def row(how: str, clients: int) -> "Row":
        return next(row for row in rows if (row.how, row.clients) == (how, clients))

    clients = sorted({each.clients for each in rows})
    one, rows_alone = row(_BATCHES, 1), row(f"bare driver, the same rows, {_BATCHES}", 1)
    alone = [
        row(_BATCHES, each).per_second / row(f"bare driver, bytes alone, {_BATCHES}", each).per_second
        for each in clients
    ]
    return (
        f"In batches of 50, one client, Wijkpeil stores {one.per_second / rows_alone.per_second:.0%} of what the bare driver "
        f"stores of the same rows ({one.per_cpu_second / rows_alone.per_cpu_second:.0%} per CPU-second); and of what it stores of the bytes alone "
        f"{', '.join(f'{share:.0%}' for share in alone)} with {', '.join(map(str, clients))} clients."
    )


def _left(long: "Long") -> str:
    return f"""
## Nothing is left to do

{long.seconds:.0f} s at 8 clients on PostgreSQL, one by one: {long.stored:,} stored; right after the last receipt {long.counted:,} of them were counted.
{long.first:,.0f} per second in the first sixth, {long.last:,.0f} in the last, p99 {long.p99:.1f} ms. The count took {long.count_seconds:.2f} s; the snapshot from which
figures are made, of all interviews in the study, {long.snapshot_seconds:.1f} s. There is no queue: what has a receipt is in the tables that everything else reads.
"""
