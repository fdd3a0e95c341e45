"""Everything about one interview for the person who judges it: every body, decisions, marks, its place in the quota."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.accounts.tables import Account
from survey.collection.body import Body, read
from survey.collection.prefer import bodies
from survey.collection.tables import Decision, Interview, Submission
from survey.devices.tables import Device
from survey.fieldwork.tables import QuotaCell, QuotaGroup, QuotaPlace
from survey.monitor.mark import marks
from survey.monitor.signals import Signal, pace, signals
from survey.monitor.tables import Review
from survey.monitor.trace import seen
from survey.problems import Problem, problem
from survey.studies import find
from survey.studies.tables import Area, QuestionnaireVersion, Study, Wave


@dataclass(frozen=True, slots=True)
class Came:
    """One body that came in: the row, what it says (None when it cannot be opened any more), and its device."""

    submission: Submission
    sent: Body | None
    device: Device | None


@dataclass(frozen=True, slots=True)
class Look:
    """One interview.

    Attributes:
        interview: its row.
        programme: the questionnaire that it was held with; None when that is not published here.
        areas: of the study.
        came: every body, the first one first.
        decisions: the last one first.
        marks: the last one first.
        signals: what stands out.
        place: its place in the quota, with cell and group; None when it took none.
        names: who decided or marked, by the key of the account.
    """

    interview: Interview
    programme: Mapping[str, Any] | None
    areas: tuple[Area, ...]
    came: tuple[Came, ...]
    decisions: tuple[Decision, ...]
    marks: tuple[Review, ...]
    signals: tuple[Signal, ...]
    place: tuple[QuotaPlace, QuotaCell, QuotaGroup] | None
    names: Mapping[int, str]

    @property
    def counting(self) -> Came:
        """The body that the row was made of."""
        return next(one for one in self.came if one.submission.id == self.interview.submission_id)

    @property
    def in_conflict(self) -> bool:
        """Whether more than one body came in."""
        return len(self.came) > 1


def look(session: Session, study: Study, interview_id: UUID) -> Look:
    """Read it all.

    Raises:
        Problem: `interview_unknown` in this study.

    """
    interview = session.get(Interview, interview_id)
    if interview is None or interview.study_id != study.id:
        raise problem("interview_unknown", _("Dit interview hoort niet bij dit onderzoek."))
    areas = find.areas(session, study)
    version = session.get(QuestionnaireVersion, interview.version_id) if interview.version_id else None
    decisions = session.exec(
        select(Decision).where(col(Decision.interview_id) == interview_id).order_by(col(Decision.id).desc())
    ).all()
    marked = marks(session, interview_id)
    judged: list[Decision | Review] = [*decisions, *marked]
    people = {one.account_id for one in judged} - {None}
    names = session.exec(select(Account).where(col(Account.id).in_(people))).all()
    return Look(
        interview=interview,
        programme=find.programme(version, areas) if version else None,
        areas=tuple(areas),
        came=tuple(_came(session, one) for one in bodies(session, interview_id) if one.study_id == study.id),
        decisions=tuple(decisions),
        marks=tuple(marked),
        signals=tuple(_signals(session, study, interview)),
        place=_place(session, interview_id),
        names={one.id or 0: one.name for one in names},
    )


def _came(session: Session, submission: Submission) -> Came:
    try:
        sent = read(submission.body, submission.interview_id)
    except Problem:  # its key is gone, or it was kept before bodies were sealed for their interview
        sent = None
    device = session.get(Device, submission.device_id) if submission.device_id else None
    return Came(submission, sent, device)


def _signals(session: Session, study: Study, interview: Interview) -> list[Signal]:
    every = [one.trace for one in seen(session, study, session.get_one(Wave, interview.wave_id))]
    mine = next((one for one in every if one.id == interview.id), None)
    return signals(mine, pace(every)) if mine else []


def _place(session: Session, interview_id: UUID) -> tuple[QuotaPlace, QuotaCell, QuotaGroup] | None:
    found = session.exec(
        select(QuotaPlace, QuotaCell, QuotaGroup)
        .join(QuotaCell, col(QuotaCell.id) == col(QuotaPlace.cell_id))
        .join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
        .where(col(QuotaPlace.interview_id) == interview_id)
    ).first()
    return (found[0], found[1], found[2]) if found else None
