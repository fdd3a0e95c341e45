"""Publish by command: what a command changes stands in the history of the study too."""

from typing import Any

from sqlmodel import Session, col, select

from survey.studies.history import EVERYTHING, record
from survey.studies.publish import publish
from survey.studies.tables import QuestionnaireVersion, Study


def publish_by_command(session: Session, slug: str, text: str, **about: Any) -> QuestionnaireVersion:
    """Publish as `publish` does, and write down that it happened: a form that was open is then seen to be old.

    Raises:
        Refused: the questionnaire has mistakes.
        PublishRefused: the study can not be made like this.
    """
    before = session.exec(select(Study.revision).where(col(Study.slug) == slug)).first()
    version = publish(session, slug, text, **about)
    study = session.get_one(Study, version.study_id)
    record(
        session,
        study,
        EVERYTHING,
        "made" if before is None else "published",
        account=None,
        revision_before=before or study.revision,
        params={"number": version.number},
    )
    return version
