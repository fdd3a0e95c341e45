"""The commands that look after the database."""

import json
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from survey import migrate
from survey.backup import BackupRefused, Copied
from survey.backup import backup as make_backup
from survey.backup import restore as bring_back
from survey.database import opened
from survey.permissions import needs
from survey.settings import Settings

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")


@click.group()
def db() -> None:
    """De database bijwerken, controleren, kopiëren en terugzetten."""


@needs("command.database")
@db.command()
@_AS_JSON
def upgrade(*, as_json: bool) -> None:
    """Breng de database naar de vorm die deze versie nodig heeft."""
    try:
        with opened(Settings().database) as engine:
            revision = migrate.upgrade(engine)
    except SQLAlchemyError as error:
        raise click.ClickException(_unreachable(error)) from error
    click.echo(
        json.dumps({"migration": revision}) if as_json else f"De database is bij (migratie {revision})."
    )


@needs("command.database")
@db.command()
@_AS_JSON
def check(*, as_json: bool) -> None:
    """Kijk of de database bereikbaar is en bij is; zo niet, dan is de uitkomst 1."""
    try:
        with opened(Settings().database) as engine:
            has, must_have = migrate.check(engine)
    except SQLAlchemyError as error:
        raise click.ClickException(_unreachable(error)) from error
    if as_json:
        click.echo(json.dumps({"ok": has == must_have, "has": has, "must_have": must_have}))
    elif has == must_have:
        click.echo(f"De database is bij (migratie {has}).")
    if has != must_have:
        raise click.ClickException(
            f"De database heeft migratie {has or 'geen'}, nodig is {must_have}. Draai eerst: wijkpeil db upgrade"
        )


@needs("command.database")
@db.command()
@click.argument("file", metavar="BESTAND", type=click.Path(dir_okay=False, path_type=Path))
@_AS_JSON
def backup(file: Path, *, as_json: bool) -> None:
    """Maak een kopie van de database in BESTAND, ook terwijl Wijkpeil draait, en controleer haar."""
    try:
        made = make_backup(Settings(), file)
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as error:
        raise click.ClickException(f"{file} is niet te schrijven: {error.strerror}.") from error
    if as_json:
        click.echo(_told(made))
        return
    click.echo(f"{made.interviews} interviews gekopieerd naar {file} ({made.bytes} bytes, gecontroleerd).")
    click.echo(
        "De sleutels staan er niet in. Bewaar WIJKPEIL_SECRET_KEY en WIJKPEIL_CONTACT_KEY apart (of de bestanden "
        "secret.key en contact.key): zonder die sleutels zijn contactgegevens en verzegelde interviews niet te lezen."
    )


@needs("command.database")
@db.command()
@click.argument("file", metavar="BESTAND", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Vraag niet of het mag.")
@_AS_JSON
def restore(file: Path, *, yes: bool, as_json: bool) -> None:
    """Zet de kopie in BESTAND terug. Wat er nu staat, wordt eerst opzij gezet. Stop Wijkpeil van tevoren."""
    if not yes:
        click.confirm("De database wordt vervangen door de kopie. Doorgaan?", abort=True, err=True)
    try:
        done = bring_back(Settings(), file)
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from refused
    except SQLAlchemyError as error:
        raise click.ClickException(_unreachable(error)) from error
    except OSError as error:
        raise click.ClickException(f"De map is niet te schrijven: {error.strerror}.") from error
    if as_json:
        click.echo(_told(done))
        return
    click.echo(f"{done.interviews} interviews teruggezet (migratie {done.migration}).")
    if done.set_aside:
        click.echo(f"Wat er stond, staat nu in {done.set_aside}")


def _told(copied: Copied) -> str:
    aside = str(copied.set_aside) if copied.set_aside else None
    told = {
        "file": str(copied.file),
        "bytes": copied.bytes,
        "interviews": copied.interviews,
        "migration": copied.migration,
        "set_aside": aside,
    }
    return json.dumps(told)


def _unreachable(error: SQLAlchemyError) -> str:
    return (
        f"De database is niet te openen ({type(error).__name__}). "
        "Controleer WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR en de rechten op de map."
    )
