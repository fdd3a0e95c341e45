"""The commands that look after the database."""

import json

import click
from sqlalchemy.exc import SQLAlchemyError

from survey import migrate
from survey.database import opened
from survey.permissions import needs
from survey.settings import Settings

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")


@click.group()
def db() -> None:
    """De database bijwerken en controleren."""


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


def _unreachable(error: SQLAlchemyError) -> str:
    return (
        f"De database is niet te openen ({type(error).__name__}). "
        "Controleer WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR en de rechten op de map."
    )
