"""Make a study with its first questionnaire."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from survey.studies.history import EVERYTHING, record
from survey.studies.publish import LONGEST_SLUG, RESERVED, AreaSpec, publish
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study


def make(
    session: Session,
    about: Mapping[str, Any],
    slug: str,
    text: str,
    areas: Iterable[AreaSpec],
    *,
    organisation: int,
    account: int,
) -> Study:
    """Make a study of this organisation.

    Args:
        session: the unit of work.
        about: `title`, `description`, `municipality` and `default_origin`.
        slug: its name in the address; empty: made from the title.
        text: the questionnaire, YAML.
        areas: at least one when the questionnaire asks for the area.
        organisation: whose it is.
        account: who makes it.

    Raises:
        SetupRefused: the name is taken, also when another organisation has it.
        Refused: the questionnaire has mistakes.
        PublishRefused: the study can not be made like this.

    """
    slug = slug or proposed(session, about["title"])
    if _taken(session, slug):
        raise SetupRefused(_already(slug))
    try:
        version = publish(session, slug, text, areas=areas, organisation=organisation, **about)
    except IntegrityError as error:  # somebody else was just before us
        raise SetupRefused(_already(slug)) from error
    study = session.get_one(Study, version.study_id)
    record(session, study, EVERYTHING, "made", account=account, revision_before=study.revision)
    return study


def proposed(session: Session, title: str) -> str:
    """A free name in the address that looks like the title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_SLUG - 4].strip("-") or "onderzoek"
    number = 1
    while True:
        slug = stem if number == 1 else f"{stem}-{number}"
        if slug not in RESERVED and not _taken(session, slug):
            return slug
        number += 1


def _taken(session: Session, slug: str) -> bool:
    if "\x00" in slug:
        return False
    return session.exec(select(Study.id).where(col(Study.slug) == slug)).first() is not None


def _already(slug: str) -> str:
    return str(_("De naam '%(slug)s' is al in gebruik. Kies een andere naam voor dit onderzoek.", slug=slug))
