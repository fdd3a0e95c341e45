"""The command about the contact keys that goes past every feature: what each sealed with them is sealed anew."""

import json

import click

from survey.fieldwork.study_keys import reseal
from survey.members.commands import open_panel
from survey.members.rotate_key import rotate
from survey.permissions import needs


@needs("command.panel")
@click.command("rotate-key")
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
def rotate_key(*, as_json: bool) -> None:
    """Verzegel alle contactgegevens, en de sleutels van het veldwerk, opnieuw met de nieuwste sleutel.

    Breekt het af, begin dan gewoon opnieuw.
    """
    done = 0
    with open_panel() as (engine, keys):
        for done in rotate(engine, keys, also=[reseal]):
            click.echo(f"{done} …", err=True)
    if as_json:
        click.echo(json.dumps({"resealed": done, "key": keys.newest}))
        return
    click.echo(
        f"{done} leden, bestanden en sleutels van onderzoeken opnieuw verzegeld met sleutel {keys.newest}."
    )
    if len(keys.numbers) > 1:
        click.echo("De oudere sleutels zijn niet meer nodig, behalve voor oude back-ups.")
