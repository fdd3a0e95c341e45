"""`wijkpeil work`: the process that does long work."""

import os
import signal
import threading
import time

import click

from survey.app import create_app
from survey.jobs.worker import consumer
from survey.permissions import needs
from survey.serve import refuse_old_database

_SECONDS_BETWEEN_LOOKS = 1.0


@needs("command.jobs")
@click.command()
@click.option("--beside", type=int, hidden=True, help="Stop as soon as this is no longer the parent process.")
def work(beside: int | None) -> None:
    """Doe het lange werk: mailings, imports en opruimen. `serve` start dit zelf al."""
    refuse_old_database()
    app = create_app()
    if beside is None:
        click.echo("De werker draait. Stoppen: Ctrl+C.", err=True)
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends us in turn
        threading.Thread(target=_watch, args=(beside,), daemon=True).start()
    made = consumer(app)
    made.run()


def _watch(parent: int) -> None:
    # A server that is killed cannot end its worker, so the worker looks.
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
