"""Long work: the queue itself, and the progress that is shown."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from survey import naming
from survey.accounts.organisation import Organisation
from survey.moment import now

naming.apply()

STATES = ("waiting", "running", "done", "failed", "cancelled")


class Job(SQLModel, table=True):
    """One piece of long work: an import, a mailing, a harvest. It can be left and found again."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state_known"),
        CheckConstraint("done >= 0 AND (total IS NULL OR total >= 0)", name="counts_not_negative"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL"
    )  # who asked for it
    kind: str = Field(max_length=40)  # the name under which its function is registered
    title: str = Field(max_length=200)  # in Dutch, made when it was asked for; holds no names of people
    arguments: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # keys of rows only, no contact data
    state: str = Field(default="waiting", max_length=10, index=True)
    attempts: int = 0  # how often it was begun: after a crash of the worker it is begun again
    done: int = 0
    total: int | None = None
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    fault: str = Field(
        default="", max_length=1000
    )  # a sentence for who asked: what went wrong and what to do
    address: str = Field(default="", max_length=200)  # our own path where its outcome is seen
    asked_at: datetime = Field(default_factory=now)
    began_at: datetime | None = None
    ended_at: datetime | None = None
