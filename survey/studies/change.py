"""Change one part of the set-up of a study, written down so that it can be undone."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from survey.studies import about, areas, margins, waves
from survey.studies.history import check_fresh, record
from survey.studies.tables import Study, StudyEvent


class Part(NamedTuple):
    """A part of the set-up: how it is read as plain values, and how it is made to be others."""

    read: Callable[[Session, Study], Any]
    write: Callable[[Session, Study, Any], None]


# Features above this one add the parts that they bring.
PARTS: dict[str, Part] = {
    "about": Part(about.read, about.write),
    "areas": Part(areas.read, areas.write),
    "waves": Part(waves.read, waves.write),
    "margins": Part(margins.read, margins.write),
}


def change(
    session: Session,
    study: Study,
    part: str,
    wanted: Any,
    *,
    account: int | None,
    made_from: str,
    what: str = "changed",
) -> StudyEvent | None:
    """Make a part of the study be `wanted`; gives None when it was so already.

    Args:
        session: the unit of work.
        study: the study, of which the caller saw that it may be changed.
        part: a name of PARTS.
        wanted: the whole part as it must become, in the form in which it is read.
        account: who changes it; None is a command on the server.
        made_from: the revision of the study that this change was made from.
        what: `changed`, `imported` or `undone`.

    Raises:
        Stale: somebody changed this part since.
        SetupRefused: the part can not be like this.

    """
    lock(session, study)
    check_fresh(session, study, part, made_from)
    before = PARTS[part].read(session, study)
    if before == wanted:
        return None
    PARTS[part].write(session, study, wanted)
    return record(
        session,
        study,
        part,
        what,
        account=account,
        revision_before=study.revision,
        before=before,
        after=PARTS[part].read(session, study),
    )


def lock(session: Session, study: Study) -> None:
    """Let one change at a time through: the next one sees what this one made of it."""
    ours = select(Study).where(col(Study.id) == study.id)
    session.exec(ours.with_for_update().execution_options(populate_existing=True)).one()
