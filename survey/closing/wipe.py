"""Wipe what a destroyed link leaves behind outside the rows: in the files of the database, and in the outbox."""

from collections.abc import Collection
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from sqlalchemy import Connection, text

from survey.closing.destroy_link import WIPE
from survey.jobs import Task, work

# Written one person at a time, so that PostgreSQL's files hold them in the order of what people did.
IN_THE_ORDER_OF_EVENTS = (
    "member",
    "member_token",
    "invitation",
    "access",
    "dispatch",
    "response_link",
    "draft",
)


@work(WIPE)
def wipe(task: Task) -> dict[str, object]:
    """Write the tables anew without what was deleted, in the order of their random keys."""
    connection = task.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        if connection.dialect.name == "sqlite":
            # Deleted rows were overwritten (`secure_delete`); what is left is an older state in the log.
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            for done, table in enumerate(IN_THE_ORDER_OF_EVENTS, 1):
                write_anew(connection, table)
                task.progress(done, len(IN_THE_ORDER_OF_EVENTS))
    finally:
        connection.close()
    return {}


def write_anew(connection: Connection, table: str) -> None:
    """Let PostgreSQL write one of these tables anew, in the order of its random keys."""
    connection.execute(text(f"CLUSTER {table} USING pk_{table}"))


def remove_copies(folder: Path, references: Collection[str]) -> int:
    """Remove the mails with these references from the outbox: to whom a reminder went tells who did not answer yet."""
    parser, wanted = BytesHeaderParser(policy=policy.default), set(references)
    removed = 0
    for path in folder.glob("*.eml") if wanted else ():
        with path.open("rb") as file:
            sent_as = str(parser.parse(file).get("Message-ID", ""))
        if sent_as.strip().lstrip("<").partition("@")[0] in wanted:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
