"""What kind a place can be: the answers of the question where the interviewer stands."""

from sqlmodel import Session

from questionnaires.engine.text import label
from survey.studies import find
from survey.studies.tables import Study


def kinds(session: Session, study: Study, language: str) -> dict[str, str]:
    """Code -> label of the question with the role `location`, in this language when the questionnaire has it; else empty."""
    programme = find.programme(find.version(session, study), find.areas(session, study))
    spoken = [each["code"] for each in programme["languages"]]
    context = {"language": language if language in spoken else spoken[0]}
    for variable in programme["variables"].values():
        if variable["role"] == "location" and variable["options"]:
            return {
                option["code"]: label(programme, option["label"], context) or option["code"]
                for option in variable["options"]
            }
    return {}
