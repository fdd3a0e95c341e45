"""Publish a new version of the questionnaire of a study that exists."""

from sqlmodel import Session

from questionnaires.programme import publishable
from survey.studies import find
from survey.studies.change import lock
from survey.studies.history import check_fresh, record
from survey.studies.publish import publish
from survey.studies.tables import QuestionnaireVersion, Study

PART = "versions"


def add_version(
    session: Session, study: Study, text: str, *, account: int | None, made_from: str
) -> tuple[QuestionnaireVersion, bool]:
    """Publish this YAML text as the next version; gives the version, and whether it is a new one.

    A version that is there already stays the one it is, so nothing is published twice.

    Raises:
        Stale: somebody published another one since.
        Refused: the questionnaire has mistakes.
        PublishRefused: the study has no areas and the questionnaire asks for them.
    """
    lock(session, study)
    check_fresh(session, study, PART, made_from)
    same = find.version_with(session, study, publishable(text).hash)
    if same is not None:
        return same, False
    before = study.revision
    version = publish(session, study.slug, text, organisation=study.organisation_id)
    record(
        session, study, PART, "published",
        account=account, revision_before=before, params={"number": version.number},
    )  # fmt: skip
    return version, True
