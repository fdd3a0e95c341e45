"""The command line. Each feature brings its own commands, and is imported when one of them is asked for."""

import sys
from importlib import import_module
from typing import Any

import click

from survey.analyse.alone import ALONE

# The name that the user types, and where its command or group stands.
COMMANDS = {
    "accounts": "survey.account_commands:accounts",
    "analyse": "survey.analyse.command:analyse",
    "db": "survey.database_commands:db",
    "demo": "survey.demo.commands:demo",
    "device": "survey.device_commands:device",
    "estimate": "survey.results.commands:estimate",
    "fieldwork": "survey.fieldwork_commands:fieldwork",
    "locations": "survey.locations.commands:locations",
    "panel": "survey.panel_commands:panel",
    "responses": "survey.exchange.commands:responses",
    "serve": "survey.serve:serve",
    "study": "survey.studies.commands:study",
    "work": "survey.jobs.commands:work",
}


class _Lazy(click.Group):
    """Finds a command by its name without importing the others: statistics take seconds to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click calls it so)
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (idem)
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def wijkpeil() -> None:
    """Wijkpeil: kennen bewoners de teams, en vinden zij die?"""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; failures go to stderr with exit code 1, wrong use with 2."""
    return wijkpeil.main(args=arguments, prog_name="wijkpeil", obj=ALONE)


if __name__ == "__main__":
    sys.exit(main())
