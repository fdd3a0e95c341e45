"""Serve the application: granian, on loopback unless the settings are fit for others to reach it."""

import socket
import sys
from contextlib import nullcontext
from importlib import import_module

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy.exc import SQLAlchemyError

from survey import migrate
from survey.database import connect, opened, transaction
from survey.jobs.alongside import worker_alongside
from survey.outside import faults, is_inside
from survey.panel.forget import forget_abandoned
from survey.permissions import needs
from survey.settings import Settings

_THREADS_PER_WORKER = 16
_POSTGRESQL_WORKERS = 2
_PATIENCE_SECONDS = 15  # for requests under way, when stopped


@needs("command.serve")
@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Het adres waarop Wijkpeil luistert.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="De poort.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Doe zelf ook het lange werk.")
def serve(host: str, port: int, *, worker: bool) -> None:
    """Laat Wijkpeil draaien op deze computer."""
    refuse_outside(host)
    refuse_old_database()
    forget_old_drafts()
    run(host, port, worker=worker)


def refuse_outside(host: str) -> None:
    """Wrong use (exit code 2) for an address that others can reach, as long as the settings are not fit for that."""
    if is_inside(host):
        return
    found = faults(Settings())
    if found:
        raise click.UsageError(
            f"Op {host} kunnen anderen Wijkpeil bereiken. Dat kan pas als dit in orde is:\n"
            + "\n".join(f"- {fault}" for fault in found)
        )
    if not Settings().contact_key:
        click.echo(
            "Let op: WIJKPEIL_CONTACT_KEY is niet gezet. De sleutel van de contactgegevens staat nu naast de gegevens.",
            err=True,
        )


def refuse_old_database() -> None:
    """Exit code 1 when the database misses migrations."""
    engine = connect(Settings().database)
    try:
        has, must_have = migrate.check(engine)
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"De database is niet te openen ({type(error).__name__}). "
            "Controleer WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR."
        ) from error
    finally:
        engine.dispose()  # no connection may be shared with the processes that follow
    if has != must_have:
        raise click.ClickException(
            f"De database heeft migratie {has or 'geen'}, nodig is {must_have}. Draai eerst: wijkpeil db upgrade"
        )


def forget_old_drafts() -> None:
    """Wipe what was never sent: on a server that was off for weeks it would wait for the first visitor.

    Exit code 1 when nothing can be written: who can not keep interviews must not take them.
    """
    try:
        with opened(Settings().database) as engine, transaction(engine) as session:
            forget_abandoned(session)
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"De database is niet te beschrijven ({type(error).__name__}). "
            "Controleer de rechten op de map, of zij niet alleen-lezen is, en of er ruimte is."
        ) from error


def refuse_taken_port(host: str, port: int) -> None:
    """Exit code 1 when another program listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Poort {port} is niet te gebruiken: een ander programma luistert daar al. "
                "Kies een andere poort met --port."
            ) from error


def run(host: str, port: int, *, worker: bool = True) -> None:
    """Serve until stopped. One process on SQLite (one writer), several on PostgreSQL; and one for long work."""
    refuse_taken_port(host, port)
    import_module("survey.app")  # once, before the processes are made
    workers = 1 if Settings().database.startswith("sqlite") else _POSTGRESQL_WORKERS
    click.echo(
        f"Wijkpeil draait op http://{host}:{port}"
        f"{' en is alleen op deze computer te bereiken' if is_inside(host) else ''}. Stoppen: Ctrl+C.",
        err=True,
    )
    sys.stderr.flush()
    server = Server(
        "survey.app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS_PER_WORKER,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE_SECONDS,
    )
    with worker_alongside() if worker else nullcontext():
        server.serve()
