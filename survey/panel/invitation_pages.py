"""The pages of an invitation: who asks and until when, thanks, no, too late."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import render_template, request
from sqlmodel import Session

from survey import i18n
from survey.accounts.organisation import Organisation
from survey.panel.filling import Filling
from survey.panel.pages import about, minutes
from survey.panel.resume import spoken
from survey.panel.take_up import begun
from survey.rounds import find as rounds
from survey.rounds.deadline import last_day
from survey.rounds.invite import Invited, Standing
from survey.rounds.words import Said, said
from survey.studies import find
from survey.studies.tables import Study

Answer = str | tuple[str, int]

_GONE = 410


class Asked(NamedTuple):
    """What the invited person is asked, and in which language."""

    study: Study
    programme: Mapping[str, Any]
    language: str


def asked(session: Session, found: Invited) -> Asked:
    """The study, its questionnaire, and the language: asked for just now, that of the form, or the member's."""
    study = session.get_one(Study, found.round.study_id)
    programme = find.programme(find.version(session, study), find.areas(session, study))
    codes = [each["code"] for each in programme["languages"]]
    draft = begun(session, found.invitation)
    wishes = (
        request.values.get(i18n.PARAMETER),
        draft.language if draft else None,
        found.invitation.language,
    )
    return Asked(
        study, programme, next((wish for wish in wishes if wish in codes), None) or str(spoken(codes))
    )


def landing(session: Session, found: Invited, token: str) -> Answer:
    """The page behind a link: what is asked, by whom, until when; or that it is done, refused or over."""
    what = asked(session, found)
    if found.standing not in {Standing.OPEN, Standing.REFUSED}:
        return _ended(session, found, what)
    return render_template(
        "panel/invitation_refused.html" if found.standing == Standing.REFUSED else "panel/invitation.html",
        **_about(session, found, what),
        token=token,
        minutes=minutes(what.programme),
        begun=begun(session, found.invitation) is not None,
    )


def ended(session: Session, found: Invited, filling: Filling) -> Answer:
    """The page for somebody who is filling in and can not go on any more."""
    return _ended(session, found, Asked(filling.study, filling.programme, filling.language))


def unknown() -> Answer:
    """Nobody's link: mistyped, broken off by a mail program, or made up."""
    return render_template("panel/invitation_unknown.html"), 404


def thanks(found: Invited | None, language: str) -> dict[str, Any]:
    """What the round says to who is done: what will be done with the answers, and, later, what was done."""
    return {
        "thanks": said(found.round.thanks, language) if found else None,
        "feedback": said(found.round.feedback, language) if found else None,
    }


def feedback(session: Session, study: Study) -> Said | None:
    """What was done with the answers to a study, by its last round that says so."""
    told = (said(each.feedback, i18n.current_language()) for each in rounds.rounds(session, study))
    return next((each for each in told if each), None)


def _ended(session: Session, found: Invited, what: Asked) -> Answer:
    words = _about(session, found, what)
    if found.standing == Standing.COMPLETE:
        return render_template("panel/invitation_done.html", **words, **thanks(found, what.language))
    told = thanks(found, what.language) | {"thanks": None}  # what was done is for everybody who was asked
    return render_template(
        "panel/invitation_ended.html", **words, **told, standing=found.standing.value
    ), _GONE


def _about(session: Session, found: Invited, what: Asked) -> dict[str, Any]:
    return about(what.study, what.programme, what.language) | {
        "organisation": session.get_one(Organisation, found.round.organisation_id).name,
        "until": last_day(found.round.deadline) if found.round.deadline else None,
    }
