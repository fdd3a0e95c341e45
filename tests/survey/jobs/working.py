"""A worker in a process of its own, with two kinds of jobs that tell what they do in a file."""

import time
from pathlib import Path

from flask import Flask

from survey.accounts import tables as _accounts  # noqa: F401 (the table of jobs refers to it)
from survey.database import connect
from survey.jobs import Task, work
from survey.jobs.worker import consumer
from survey.settings import Settings

STEPS = 8


def slowly(task: Task) -> dict[str, object]:
    """Add a line to the file for each step that was not done before; one step takes a tenth of a second."""
    diary = Path(task.arguments["diary"])
    for step in range(STEPS):
        task.progress(step, STEPS)
        if not diary.exists() or f"step {step}\n" not in diary.read_text():
            with diary.open("a") as handle:
                handle.write(f"step {step}\n")
        time.sleep(0.1)
    return {"steps": STEPS}


def app() -> Flask:
    """As much of the application as these jobs need: it starts sooner."""
    made = Flask("working")
    made.extensions["wijkpeil.database"] = connect(Settings().database)
    return made


if __name__ == "__main__":
    work("tests.slowly")(slowly)
    consumer(app()).run()
