"""`wijkpeil panel close` and `wijkpeil panel response`: the end of a round on the command line."""

import json
from typing import Any

import click

from survey.closing.close import close as close_round
from survey.closing.report import report
from survey.database import reading, transaction
from survey.jobs.perform import perform_here
from survey.permissions import needs
from survey.round_commands import application, round_of
from survey.studies import find

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_ROUND = click.option(
    "--round", "number", required=True, type=click.IntRange(1), help="Het nummer van de ronde."
)


@needs("command.panel")
@click.command()
@click.argument("study", metavar="ONDERZOEK")
@_ROUND
@_AS_JSON
def close(study: str, number: int, *, as_json: bool) -> None:
    """Sluit een ronde nu. Wat niet is verstuurd, blijft bewaard als gedeeltelijk."""
    with application() as app:
        engine = app.extensions["wijkpeil.database"]
        with transaction(engine) as session:
            round_, _who = round_of(session, study, number)
            asked = close_round(session, round_, account_id=None)
        job = perform_here(app, asked.id)
    if job.state != "done":
        raise click.ClickException(
            job.fault or "De ronde is gesloten. Het verwerken is gestopt; de server gaat ermee verder."
        )
    if as_json:
        click.echo(json.dumps(job.result))
        return
    click.echo("Gesloten. Gedeeltelijk bewaard: {partial}. Gewist: {wiped}.".format(**job.result))


@needs("command.panel")
@click.command()
@click.argument("study", metavar="ONDERZOEK")
@_ROUND
@_AS_JSON
def response(study: str, number: int, *, as_json: bool) -> None:
    """Toon de respons van een ronde: hoe ver ieder is, de maten van AAPOR, per groep en per vraag."""
    with application() as app, reading(app.extensions["wijkpeil.database"]) as session:
        round_, _who = round_of(session, study, number)
        found = report(session, find.study(session, study), round_)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: dict[str, Any]) -> list[str]:
    lines = ["Synthetische gegevens: de leden zijn verzonnen."] if found["synthetic"] else []
    if found["link_destroyed_on"]:
        lines.append(f"Koppeling vernietigd op {found['link_destroyed_on']}.")
    lines += [f"{state:<14}{count:>7}" for state, count in found["states"].items()]
    lines += [f"{name:<14}{_percent(share):>7}" for name, share in found["rates"].items()]
    for name, groups in found["groups"].items():
        lines += [
            f"{name}={each['value']}: {_percent(each['response'])} van {each['n']}"
            f" ({_percent(each['low'])} - {_percent(each['high'])}){' n < 30' if each['small'] else ''}"
            for each in groups
        ]
    lines += [
        f"vraag {each['page']}: {each['went_on']} van {each['seen']} ging door" for each in found["pages"]
    ]
    return lines


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{share:.1%}"
