"""The fieldwork on the command line."""

import json

import click
from sqlalchemy.exc import SQLAlchemyError

from survey.database import opened, reading
from survey.monitor.document import document
from survey.monitor.follow import Fieldwork, wave_of
from survey.monitor.follow import follow as look
from survey.permissions import needs
from survey.problems import Problem
from survey.settings import Settings
from survey.studies import find

_DATABASE = (
    "De database is niet te gebruiken (%s). Draai eerst: wijkpeil db upgrade. Helpt dat niet, controleer dan "
    "WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR."
)


@needs("command.fieldwork")
@click.command("follow")
@click.argument("study", metavar="ONDERZOEK")
@click.option("--wave", default="", metavar="NUMMER", help="De meting; zonder dit die van vandaag.")
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document, met alle getallen.")
def follow(study: str, wave: str, *, as_json: bool) -> None:
    """Laat zien hoe het veldwerk van een onderzoek ervoor staat, en wat er nog op de apparaten staat."""
    try:
        with opened(Settings().database) as engine, reading(engine) as session:
            known = find.study(session, study)
            found = look(session, known, wave_of(session, known, wave))
    except Problem as refused:
        raise click.ClickException(refused.detail) from refused
    except SQLAlchemyError as error:
        raise click.ClickException(_DATABASE % type(error).__name__) from error
    if as_json:
        click.echo(json.dumps(document(found), ensure_ascii=False))
        return
    _say(found)


def _say(found: Fieldwork) -> None:
    counted = found.pace.all
    click.echo(f"{found.study.title}, {found.wave.label}")
    click.echo(
        f"Meetellend: {counted.counts}, wacht op controle: {counted.waits}, terzijde gelegd: {counted.aside}, "
        f"niet afgemaakt: {counted.stopped}, aangesproken: {found.approached.approaches}"
    )
    for cell in found.cells:
        click.echo(
            f"Quotum {cell.area or 'alle wijken'}, {cell.label}: {cell.counted} van {cell.target}"
            + (f", boven: {cell.over}" if cell.over else "")
        )
    for each in found.devices:
        click.echo(
            f"{each.device.name}: {each.finished} afgerond = {each.received} ontvangen + {len(each.still)} nog daar"
            + (f" + {each.missing_count} ONBEKEND" if each.missing_count else "")
        )
    for task in found.tasks:
        click.echo(f"Te doen: {task.code} ({task.count}) {', '.join(task.names)}".rstrip())
