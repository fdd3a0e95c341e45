"""An organisation: one municipality of an installation, and how to find it."""

import re
from collections.abc import Sequence
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


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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


def create(session: Session, slug: str, name: str) -> Organisation:
    """Make an organisation; raises ValueError when its name in addresses is taken, or is none."""
    taken = session.exec(select(Organisation.id).where(col(Organisation.slug) == slug)).first() is not None
    if taken or not _SLUG.fullmatch(slug) or len(slug) > 80 or not 0 < len(name.strip()) <= 120:  # noqa: PLR2004 (the columns)
        raise ValueError(slug)
    made = Organisation(slug=slug, name=name.strip())
    session.add(made)
    session.flush()
    return made


def all_of_them(session: Session) -> Sequence[Organisation]:
    """The organisations of this installation, by name."""
    return session.exec(select(Organisation).order_by(col(Organisation.slug))).all()
