"""`wijkpeil fieldwork`: the fieldwork on the command line; each feature of it brings its own commands."""

import click

from survey.fieldwork.commands import contacts, quotas, rates
from survey.monitor.commands import follow


@click.group()
def fieldwork() -> None:
    """Het veldwerk: quota, contacten, hoe het ervoor staat."""


for _command in (quotas, contacts, rates, follow):
    fieldwork.add_command(_command)
