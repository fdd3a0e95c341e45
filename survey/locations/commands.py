"""The command about places: where the posters of a study hang, and how many people came by each."""

import json

import click

from survey.database import opened, reading
from survey.locations import find
from survey.locations.count import Count, counts
from survey.problems import Problem
from survey.security import needs
from survey.settings import Settings
from survey.studies import find as studies


@needs("command.studies")
@click.command()
@click.argument("study", metavar="ONDERZOEK")
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
def locations(study: str, *, as_json: bool) -> None:
    """Geef de plekken met een poster van ONDERZOEK, met hoeveel mensen er begonnen en verstuurden."""
    with opened(Settings().database) as engine, reading(engine) as session:
        try:
            found = studies.study(session, study)
        except Problem as problem:
            raise click.ClickException(problem.detail) from problem
        counted = counts(session, found)
        rows = [
            {"code": place.code, "name": place.name, "area": place.area, "active": place.active}
            | counted.get(place.id, Count())._asdict()
            for place in find.places(session, found)
        ]
        without = counted.get(None, Count())._asdict()
    if as_json:
        click.echo(json.dumps({"study": study, "locations": rows, "without": without}, ensure_ascii=False))
        return
    if not rows:
        click.echo(f"{study} heeft nog geen plekken. Voeg ze toe op /onderzoek/{study}/plekken")
    for row in rows:
        off = "" if row["active"] else " (uit)"
        click.echo(f"{row['code']}: {row['name']}{off}, {row['begun']} begonnen, {row['finished']} verstuurd")
