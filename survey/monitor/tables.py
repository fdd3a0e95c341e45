"""What a supervisor made of single interviews. Rows are only ever added; the last one holds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.collection.tables import Interview
from survey.moment import now

naming.apply()


class Review(SQLModel, table=True):
    """A look at one interview: in order, to be asked about, or settled with the interviewer."""

    __tablename__ = "review"
    __table_args__ = (CheckConstraint("state IN ('in_order', 'to_ask', 'settled')", name="state_known"),)

    id: int | None = Field(default=None, primary_key=True)
    interview_id: UUID = Field(foreign_key=f"{Interview.__tablename__}.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    state: str = Field(max_length=10)
    note: str = Field(default="", max_length=1000)
    reviewed_at: datetime = Field(default_factory=now)
