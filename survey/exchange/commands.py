"""`wijkpeil responses`: import and export on the command line."""

import json
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from survey.database import opened, reading, transaction
from survey.exchange.export_responses import NOTICE, export_responses
from survey.exchange.import_responses import import_responses
from survey.exchange.read_csv import ImportRefused
from survey.permissions import needs
from survey.problems import Problem
from survey.settings import Settings
from survey.studies import find

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_DATABASE = "De database is niet te lezen of te schrijven. Draai eerst: wijkpeil db upgrade"


@click.group()
def responses() -> None:
    """Antwoorden inlezen en uitvoeren."""


@needs("command.responses")
@responses.command("import")
@click.argument("study", metavar="ONDERZOEK")
@click.argument("file", metavar="BESTAND.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_AS_JSON
def import_(study: str, file: Path, *, as_json: bool) -> None:
    """Lees antwoorden in bij ONDERZOEK: alle rijen, of geen enkele.

    Verplichte kolommen: origin, mode, language, started_at, completed_at. Daarnaast één kolom per vraag: een code, meer
    codes met | ertussen, of missing:dont_know. Vrij: interview (UUID), questionnaire, weight, stratum, psu.
    """
    try:
        with opened(Settings().database) as engine, transaction(engine) as session:
            done = import_responses(session, study, file)
    except ImportRefused as refused:
        raise click.ClickException(str(refused)) from refused
    except Problem as problem:
        raise click.ClickException(problem.detail) from problem
    except SQLAlchemyError as error:
        raise click.ClickException(_DATABASE) from error
    if as_json:
        told = {
            "stored": done.stored,
            "repeated": done.repeated,
            "flagged": done.flagged,
            "excluded": done.excluded,
        }
        click.echo(json.dumps(told))
        return
    click.echo(f"{done.stored} interviews ingelezen, {done.repeated} waren er al.")
    if done.flagged:
        click.echo(f"{done.flagged} tellen pas mee na controle: /onderzoek/{study}/controle")
    if done.excluded:
        click.echo(f"{done.excluded} rijen overgeslagen: zij waren bij de uitvoer uitgesloten.")


@needs("command.responses")
@responses.command("export")
@click.argument("study", metavar="ONDERZOEK")
@click.option(
    "--format", "form", default="csv", show_default=True, type=click.Choice(["csv"]), help="De vorm."
)
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    metavar="BESTAND",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Waar het bestand komt.",
)
@click.option("--with-excluded", is_flag=True, help="Ook wat na controle is uitgesloten.")
@_AS_JSON
def export(study: str, form: str, file: Path, *, with_excluded: bool, as_json: bool) -> None:
    """Schrijf de antwoorden van ONDERZOEK naar een bestand, met een codeboek ernaast."""
    try:
        with opened(Settings().database) as engine, reading(engine) as session:
            synthetic = find.study(session, study).synthetic
            count = export_responses(session, study, file, with_excluded=with_excluded)
    except Problem as problem:
        raise click.ClickException(problem.detail) from problem
    except SQLAlchemyError as error:
        raise click.ClickException(_DATABASE) from error
    except OSError as error:
        raise click.ClickException(f"{file} is niet te schrijven: {error.strerror}.") from error
    beside = file.with_name(f"{file.stem}.codebook.csv")
    if as_json:
        told = {
            "interviews": count,
            "format": form,
            "file": str(file),
            "codebook": str(beside),
            "synthetic": synthetic,
        }
        click.echo(json.dumps(told))
        return
    click.echo(f"{count} interviews geschreven naar {file}, het codeboek naar {beside}.")
    if synthetic:
        click.echo(f"Let op, {NOTICE}.")
