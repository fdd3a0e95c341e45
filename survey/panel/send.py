"""Send a finished form: its answers become the bytes of an interview, and the draft is emptied."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from survey.locations.note import finished
from survey.moment import now
from survey.panel.filling import Filling
from survey.rounds.invite import completed as invitation_completed


class Receipt(Protocol):
    """What is said back about the bytes that were kept."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        ...


Receive = Callable[[Session, UUID, bytes, str], Receipt]


def send(session: Session, filling: Filling, receive: Receive) -> None:
    """Store the interview under the draft's own identity; sending again changes nothing.

    The interview and the emptied draft are one unit of work: either both are kept, or neither is.
    """
    draft = filling.draft
    if draft.sent_at is not None:
        return
    completed = now()
    place = finished(session, draft.id, completed)
    draft.digest = receive(session, draft.id, body(filling, completed, place), "panel").digest
    draft.sent_at = draft.updated_at = completed
    draft.answers, draft.languages, draft.shown = {}, {}, []
    if draft.origin == "panel":
        invitation_completed(session, draft.id)
    session.flush()


def body(
    filling: Filling, completed: datetime, place: str | None = None, outcome: str | None = None
) -> bytes:
    """The interview as canonical JSON: sorted names, no white space, UTF-8.

    Args:
        filling: the form.
        completed: when it was sent, or left.
        place: of its open link, if any.
        outcome: why it is not complete; None for one that was sent.
    """
    draft = filling.draft
    interview = {
        "study": filling.study.slug,
        "questionnaire": filling.hash,
        "origin": draft.origin,
        "mode": "online",
        "language": filling.language,
        "started_at": _written(draft.started_at),
        "completed_at": _written(max(completed, draft.started_at)),
        "answers": draft.answers,
        "paradata": {
            "client": "panel",
            "languages": draft.languages,
            "seed": draft.seed,
            "shown": draft.shown,
            "today": filling.today,
        }
        | ({"location": place} if place else {})
        | ({"outcome": outcome} if outcome else {}),
    }
    return json.dumps(interview, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _written(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
