"""An organisation: one municipality of an installation, and how to find it."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from survey import naming
from survey.moment import now

naming.apply()


class Organisation(SQLModel, table=True):
    """One municipality of an installation. What belongs to one is never seen by another."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("length(slug) > 0", name="slug_not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=now)


class OrganisationUnclear(LookupError):  # noqa: N818 (it says what is the matter)
    """There is more than one organisation and none was named, or the named one is not there."""


def named(session: Session, slug: str | None) -> Organisation:
    """The organisation with this name in addresses; without a name the only one there is, made when there is none.

    Raises:
        OrganisationUnclear: several, and no name given; or no organisation of this name.
    """
    if slug is not None:
        found = session.exec(select(Organisation).where(col(Organisation.slug) == slug)).first()
        if found is None:
            raise OrganisationUnclear(slug)
        return found
    there = session.exec(select(Organisation).order_by(col(Organisation.id)).limit(2)).all()
    if len(there) > 1:
        raise OrganisationUnclear
    if there:
        return there[0]
    first = Organisation(slug="gemeente", name="Gemeente")
    session.add(first)
    session.flush()
    return first
