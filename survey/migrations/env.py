"""Alembic's way in: the connection comes from `survey.migrate`, the target from the tables."""

from alembic import context
from sqlmodel import SQLModel

import survey.accounts.tables
import survey.collection.tables
import survey.devices.tables
import survey.fieldwork.tables
import survey.jobs.tables
import survey.locations.tables
import survey.members.tables
import survey.monitor.tables
import survey.panel.tables
import survey.rounds.tables
import survey.studies.tables  # noqa: F401  (importing the tables registers them)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite cannot alter a table in place: batch mode rebuilds it.
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
