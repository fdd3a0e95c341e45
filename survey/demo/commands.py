"""`wijkpeil demo`: two made-up municipalities with ready studies and accounts, to look at and to fill in."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from survey import migrate
from survey.database import opened, transaction
from survey.demo.accounts import KEPT_IN, accounts, kept, write
from survey.demo.make import SLUGS, make
from survey.demo.panel import panel
from survey.permissions import needs
from survey.serve import run
from survey.settings import Settings

# Where to start; what follows fieldwork asks for an account.
_STARTS = (
    ("Overzicht", "/"),
    ("Zelf invullen, op een telefoon", "/s/almelo-panel"),
    ("Aanmelden", "/aanmelden"),
    ("Veldwerk op een tablet", "/veld/deventer-straat"),
    ("Veldwerk volgen", "/onderzoek/deventer-straat/veldwerk"),
)


@needs("command.demo")
@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="De poort.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Doe zelf ook het lange werk.")
@click.option("--no-serve", is_flag=True, help="Maak alleen de voorbeelden; start de server niet.")
@click.option(
    "--accounts",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Schrijf de accounts met hun wachtwoorden ook naar dit JSON-bestand.",
)
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document; start de server niet.")
def demo(*, port: int, worker: bool, no_serve: bool, file: Path | None, as_json: bool) -> None:
    """Maak voorbeelden met synthetische gegevens en laat ze zien."""
    settings = Settings()
    try:
        with opened(settings.database) as engine:
            migrate.upgrade(engine)
            made = []
            for slug, added in make(engine):
                made.append({"study": slug, "added": added})
                if not as_json:
                    click.echo(
                        f"{slug}: {f'{added} synthetische interviews gemaakt' if added else 'stond er al'}."
                    )
            people = _people(engine, settings, port)
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"De database is niet te gebruiken ({type(error).__name__}). "
            "Controleer WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR en de rechten op de map."
        ) from error
    if file is not None:
        _write(file, people)
    if as_json:
        click.echo(json.dumps({"synthetic": True, "studies": made, "accounts": people}, ensure_ascii=False))
        return
    _welcome(port, people)
    if not no_serve:
        run("127.0.0.1", port, worker=worker)


def _people(engine: Engine, settings: Settings, port: int) -> dict[str, Any]:
    """The accounts and the members of both municipalities; what was made before stays."""
    from survey.app import create_app  # the application is only needed to make passwords with its costs

    before = kept(settings.data_dir)
    with create_app(settings).app_context():
        found = []
        for slug, studies in SLUGS.items():
            with transaction(engine) as session:
                one = accounts(session, slug, studies, before)
                one["members"] = panel(session, slug, studies, settings)
            found.append(one)
    document = {
        "synthetic": True,
        "base_url": f"http://127.0.0.1:{port}",
        "sign_in": "/aanmelden",
        "api_key_header": "Authorization: Bearer <api_key>",
        "organisations": found,
    }
    write(settings.data_dir / KEPT_IN, document)
    return document


def _write(file: Path, document: dict[str, Any]) -> None:
    try:
        write(file, document)
    except OSError as error:
        raise click.ClickException(
            f"{file} is niet te schrijven ({error.strerror}). Kies een map waarin u mag schrijven."
        ) from error


def _welcome(port: int, people: dict[str, Any]) -> None:
    click.echo("\nAlle gegevens zijn synthetisch. Deze adressen en accounts zijn alleen van deze computer:\n")
    for who, path in _STARTS:
        click.echo(f"  {who:<32} http://127.0.0.1:{port}{path}")
    for one in people["organisations"]:
        click.echo(f"\n  {one['name']}, met {one['members']} verzonnen panelleden")
        for each in one["accounts"]:
            click.echo(f"    {each['name']:<36} {each['email']:<52} {each['password']}")
    click.echo()
