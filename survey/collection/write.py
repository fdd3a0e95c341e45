"""Write interviews: the writer of an application, with its short way to the database."""

from typing import cast

from flask import Flask, current_app
from sqlalchemy import Engine

from survey.collection.at_once import Line
from survey.collection.at_once_in_file import File
from survey.collection.receive import keep
from survey.collection.writer import Writer


def writer(app: Flask | None = None) -> Writer:
    """The writer of this application, or of the running one; one per process."""
    extensions = (app or current_app).extensions
    found = extensions.get("wijkpeil.writer")
    if found is None:
        # Of two threads that come here at once both get the same one.
        found = extensions.setdefault("wijkpeil.writer", _made(extensions["wijkpeil.database"]))
    return cast("Writer", found)


def _made(engine: Engine) -> Writer:
    return Writer(engine, Line if engine.dialect.name == "postgresql" else File, keep)
