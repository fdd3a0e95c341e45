"""`wijkpeil demo`: three synthetic studies, ready to look at and to fill in."""

import json

import click
from sqlalchemy.exc import SQLAlchemyError

from survey import migrate
from survey.database import connect
from survey.demo.make import make
from survey.permissions import needs
from survey.serve import run
from survey.settings import Settings

# Who uses it, and where that person starts.
_STARTS = (
    ("Overzicht", "/"),
    ("Panellid, op een telefoon", "/s/almelo-panel"),
    ("Interviewer, op een tablet", "/veld/deventer-straat"),
    ("Onderzoeker", "/onderzoek"),
)


@needs("command.demo")
@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="De poort.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Doe zelf ook het lange werk.")
@click.option("--no-serve", is_flag=True, help="Maak alleen de onderzoeken; start de server niet.")
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document; start de server niet.")
def demo(*, port: int, worker: bool, no_serve: bool, as_json: bool) -> None:
    """Maak drie voorbeelden met synthetische gegevens en laat ze zien."""
    engine = connect(Settings().database)
    try:
        migrate.upgrade(engine)
        made = []
        for slug, added in make(engine):
            made.append({"study": slug, "added": added})
            if not as_json:
                click.echo(
                    f"{slug}: {f'{added} synthetische interviews gemaakt' if added else 'stond er al'}."
                )
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"De database is niet te gebruiken ({type(error).__name__}). "
            "Controleer WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR en de rechten op de map."
        ) from error
    if as_json:
        click.echo(json.dumps({"synthetic": True, "studies": made}))
        return
    if not no_serve:
        _welcome(port)
        run("127.0.0.1", port, worker=worker)


def _welcome(port: int) -> None:
    click.echo("\nAlle gegevens zijn synthetisch. U hoeft niet aan te melden: dat kan nog niet.\n")
    for who, path in _STARTS:
        click.echo(f"  {who:<28} http://127.0.0.1:{port}{path}")
    click.echo()
