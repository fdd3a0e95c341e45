"""A study of another organisation is not there: not under another name, not with another method."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from survey.database import database, reading
from survey.security import Person
from survey.studies.find import unknown_study
from survey.studies.tables import Study

_OWNER = select(Study.organisation_id).where(col(Study.slug) == bindparam("slug"))


def within(somebody: Person, arguments: Mapping[str, Any]) -> None:
    """Check the study that an address names, for every route that asks for an account.

    Raises:
        Problem: `study_unknown`, the very same for a study of another organisation and for one that is nowhere.
    """
    slug = arguments.get("slug")
    if slug is None:
        return
    owner = None
    # PostgreSQL has no text with the character NUL, not even to compare with.
    if "\x00" not in slug:
        with reading(database()) as session:
            owner = session.connection().execute(_OWNER, {"slug": slug}).scalar()
    if owner != somebody.organisation_id:
        raise unknown_study(slug)
