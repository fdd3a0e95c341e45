"""`wijkpeil panel`: the panel on the command line; each feature of it brings its own commands."""

import click

from survey.closing.commands import close, response
from survey.key_commands import rotate_key
from survey.members.commands import import_, members, new_key
from survey.round_commands import bounces, invite, letters, remind


@click.group()
def panel() -> None:
    """Het panel: leden, sleutels, uitnodigingen."""


for _command in (import_, members, new_key, rotate_key, invite, remind, letters, bounces, close, response):
    panel.add_command(_command)
