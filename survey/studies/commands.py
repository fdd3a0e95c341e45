"""The commands about studies: which there are, and publishing a questionnaire."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from questionnaires.context import ORIGINS
from questionnaires.mistakes import Refused
from survey.accounts.organisation import OrganisationUnclear, named
from survey.database import opened, reading, transaction
from survey.security import needs
from survey.settings import Settings
from survey.studies import find
from survey.studies.describe import summary
from survey.studies.publish import AreaSpec, PublishRefused, WaveSpec
from survey.studies.publish_by_command import publish_by_command
from survey.studies.tables import QuestionnaireVersion

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_ORGANISATION = click.option("--organisation", help="Van welke organisatie; niet nodig als er maar één is.")
_AREA_COLUMNS = ("code", "name", "row", "col", "residents")


@click.group()
def study() -> None:
    """Onderzoeken bekijken en vragenlijsten publiceren."""


@needs("command.studies")
@study.command("list")
@_ORGANISATION
@_AS_JSON
def list_studies(*, organisation: str | None, as_json: bool) -> None:
    """Geef alle onderzoeken, ook die in het archief; met --organisation alleen die van één organisatie."""
    with opened(Settings().database) as engine, reading(engine) as session:
        try:
            owner = _owner(session, organisation) if organisation is not None else None
            listed = find.studies(session, owner, with_archived=True)
            found = [summary(each, find.version(session, each)) for each in listed]
        except SQLAlchemyError as error:
            raise click.ClickException(_no_tables(error)) from error
    if as_json:
        click.echo(json.dumps({"studies": found}, ensure_ascii=False))
        return
    if not found:
        click.echo(
            "Er zijn nog geen onderzoeken. Maak er een met: wijkpeil study publish BESTAND --slug NAAM"
        )
    for each in found:
        synthetic = " (synthetische gegevens)" if each["synthetic"] else ""
        click.echo(f"{each['slug']}: {each['title']}{synthetic}, versie {each['version']}")


@needs("command.studies")
@study.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", required=True, help="De naam van het onderzoek in het adres.")
@click.option("--title", help="De titel van een nieuw onderzoek; anders die van de vragenlijst.")
@click.option("--description", default="", help="Een korte uitleg bij een nieuw onderzoek.")
@click.option("--municipality", default="", help="De gemeente van een nieuw onderzoek.")
@click.option("--synthetic", is_flag=True, help="De gegevens van een nieuw onderzoek zijn verzonnen.")
@click.option(
    "--origin", default="open_link", type=click.Choice(ORIGINS), help="De herkomst van wie online invult."
)
@click.option("--area", "area", multiple=True, metavar="CODE=NAAM", help="Een gebied; herhaal per gebied.")
@click.option(
    "--areas",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV met de kolommen code, name en eventueel row, col, residents.",
)
@click.option("--wave", multiple=True, metavar="NAAM=DAG[..DAG]", help="Een meting, bijvoorbeeld Voorjaar=2026-03-01..2026-04-01.")  # fmt: skip
@_ORGANISATION
@_AS_JSON
def publish_file(file: Path, *, area: tuple[str, ...], areas: Path | None, wave: tuple[str, ...], as_json: bool, organisation: str | None, **about: Any) -> None:  # fmt: skip
    """Publiceer de vragenlijst in FILE; een onderzoek dat er nog niet is, wordt gemaakt."""
    slug, origin = about.pop("slug"), about.pop("origin")
    specs = [_area(text) for text in area] + (_areas(areas) if areas else [])
    waves = [_wave(number, text) for number, text in enumerate(wave, start=1)]
    try:
        with opened(Settings().database) as engine, transaction(engine) as session:
            owner = _owner(session, organisation) if organisation is not None else None
            version = publish_by_command(
                session,
                slug,
                _text(file),
                areas=specs,
                waves=waves,
                default_origin=origin,
                organisation=owner,
                **about,
            )
    except Refused as refused:
        mistakes = "\n".join(f"- {mistake}" for mistake in refused.mistakes)
        raise click.ClickException(
            f"{file} is niet gepubliceerd; er is niets veranderd. Verbeter eerst:\n{mistakes}"
        ) from refused
    except PublishRefused as refused:
        raise click.ClickException(f"{refused} Er is niets veranderd.") from refused
    except SQLAlchemyError as error:
        raise click.ClickException(_no_tables(error)) from error
    _report(slug, version, as_json=as_json)


def _owner(session: Session, organisation: str) -> int:
    try:
        return named(session, organisation).id or 0
    except OrganisationUnclear as unknown:
        raise click.BadParameter(
            f"er is geen organisatie {organisation!r}.", param_hint="--organisation"
        ) from unknown


def _report(slug: str, version: QuestionnaireVersion, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"slug": slug, "version": version.number, "questionnaire": version.hash}))
    else:
        click.echo(
            f"Versie {version.number} van {slug} staat klaar op /s/{slug} (vragenlijst {version.hash[:12]})."
        )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file} is geen UTF-8-tekst (byte {error.start}). Sla het bestand op als UTF-8."
        ) from error


def _area(text: str) -> AreaSpec:
    code, is_there, name = text.partition("=")
    if not (code.strip() and is_there and name.strip()):
        raise click.BadParameter(f"verwacht CODE=NAAM, gekregen: {text}", param_hint="--area")
    return AreaSpec(code.strip(), name.strip())


def _areas(file: Path) -> list[AreaSpec]:
    rows = csv.DictReader(_text(file).removeprefix("\ufeff").splitlines())
    found = []
    if not {"code", "name"} <= set(rows.fieldnames or ()):
        raise click.BadParameter(
            f"{file} heeft de kolommen code en name nodig; gevonden: {', '.join(rows.fieldnames or ()) or 'geen'}.",
            param_hint="--areas",
        )
    for number, row in enumerate(rows, start=2):
        try:
            places = [int(row[name]) if row.get(name) else None for name in _AREA_COLUMNS[2:]]
        except ValueError as error:
            raise click.BadParameter(
                f"{file} rij {number}: row, col en residents zijn hele getallen.", param_hint="--areas"
            ) from error
        found.append(
            AreaSpec(row["code"] or "", row["name"] or "", places[0] or 0, places[1] or 0, places[2])
        )
    return found


def _wave(number: int, text: str) -> WaveSpec:
    label, _, days = text.rpartition("=")
    starts, _, ends = days.partition("..")
    try:
        return WaveSpec(
            number,
            label or f"Meting {number}",
            date.fromisoformat(starts),
            date.fromisoformat(ends) if ends else None,
        )
    except ValueError as error:
        raise click.BadParameter(
            f"verwacht NAAM=2026-03-01..2026-04-01, gekregen: {text}", param_hint="--wave"
        ) from error


def _no_tables(error: SQLAlchemyError) -> str:
    return (
        f"De database is niet te gebruiken ({type(error).__name__}). Draai eerst: wijkpeil db upgrade. "
        "Helpt dat niet, controleer dan WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR."
    )
