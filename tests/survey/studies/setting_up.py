"""What the tests of the set-up share: a person, and a change that one makes."""

from typing import Any

from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.studies import find
from survey.studies.change import PARTS, change
from survey.studies.tables import StudyEvent
from tests.survey import staff


def researcher(engine: Engine, organisation: Organisation) -> int:
    """The key of a new account."""
    with transaction(engine) as session:
        return staff.account(session, organisation, "researcher").id or 0


def state(engine: Engine, part: str) -> Any:
    """A part of the study `proef` as it is now."""
    with reading(engine) as session:
        return PARTS[part].read(session, find.study(session, "proef"))


def revision(engine: Engine) -> str:
    """The revision of the study `proef`."""
    with reading(engine) as session:
        return find.study(session, "proef").revision


def make_it(engine: Engine, part: str, wanted: Any, account: int, made_from: str | None = None) -> StudyEvent:
    """Change a part of `proef`, from its present state unless an older one is named."""
    with transaction(engine) as session:
        study = find.study(session, "proef")
        made = change(session, study, part, wanted, account=account, made_from=made_from or study.revision)
        assert made is not None
        return made
