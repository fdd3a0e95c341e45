"""Where people stop: of those who saw each page, how many went on. Only counts; nobody's answers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.tables import Submission
from survey.panel.tables import Draft
from survey.rounds.tables import Invitation, ResponseLink, Round
from survey.studies import find
from survey.studies.tables import Study


@dataclass(frozen=True, slots=True)
class Seen:
    """One form: which pages were shown, and whether it was sent."""

    pages: frozenset[str]
    sent: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One page: how many saw it, and how many of those went on to a later page or sent the form."""

    page: str
    seen: int
    went_on: int

    @property
    def stopped(self) -> int:
        """How many came no further."""
        return self.seen - self.went_on

    @property
    def share(self) -> float:
        """Which share went on; 0 when nobody saw it."""
        return self.went_on / self.seen if self.seen else 0.0


def drop_off(session: Session, round_: Round) -> list[Step]:
    """The pages of the newest questionnaire that somebody of this round saw, in order; or the counts that were kept."""
    if round_.link_destroyed_on is not None:
        return [Step(**each) for each in round_.outcomes.get("pages", [])]
    study = session.get_one(Study, round_.study_id)
    programme = find.programme(find.version(session, study), find.areas(session, study))
    return steps([page["id"] for page in programme["pages"]], _forms(session, round_))


def steps(pages: Sequence[str], forms: Iterable[Seen]) -> list[Step]:
    """Count; a page of an older questionnaire that is no longer there is left out."""
    known = list(forms)
    found = []
    for place, page in enumerate(pages):
        later = set(pages[place + 1 :])
        here = [form for form in known if page in form.pages]
        if here:
            went_on = sum(form.sent or not later.isdisjoint(form.pages) for form in here)
            found.append(Step(page, len(here), went_on))
    return found


def _forms(session: Session, round_: Round) -> list[Seen]:
    mine = (
        columns(col(ResponseLink.draft_id))
        .join(Invitation, col(Invitation.id) == col(ResponseLink.invitation_id))
        .where(col(Invitation.round_id) == round_.id)
        .scalar_subquery()
    )
    begun = session.execute(
        columns(col(Draft.shown)).where(col(Draft.id).in_(mine), col(Draft.sent_at).is_(None))
    )
    kept = session.execute(
        columns(col(Submission.body)).where(
            col(Submission.interview_id).in_(mine), col(Submission.outcome) == "accepted"
        )
    )
    return [
        *(Seen(frozenset(shown), sent=False) for (shown,) in begun if shown),
        *(_of_interview(json.loads(body)["paradata"]) for (body,) in kept),
    ]


def _of_interview(paradata: Mapping[str, Any]) -> Seen:
    return Seen(frozenset(paradata.get("shown", [])), sent="outcome" not in paradata)
