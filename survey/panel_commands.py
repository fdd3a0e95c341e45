"""`wijkpeil panel`: the panel on the command line; each feature of it brings its own commands."""

import click

from survey.members.commands import import_, members, new_key, rotate_key


@click.group()
def panel() -> None:
    """Het panel: leden, sleutels, uitnodigingen."""


for _command in (import_, members, new_key, rotate_key):
    panel.add_command(_command)
