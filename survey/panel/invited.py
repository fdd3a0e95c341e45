"""`/u/{token}`: what somebody who was invited sees and does. Looking changes nothing; beginning and refusing are pressed.

One thing is written down when somebody looks: that the invitation was opened. Mail programs, virus scanners and browsers
that load ahead fetch every link of a mail, and a link that counts those tells nothing. So it counts only a page that a
browser says a person went to (`Sec-Fetch-User`, `Sec-Fetch-Dest`), and never a HEAD or something loaded ahead
(decision 0017).
"""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey import i18n
from survey.database import database, reading, transaction
from survey.panel import invitation_pages, pages
from survey.panel.forget import forget_now_and_then
from survey.panel.resume import remember, resume
from survey.panel.take_up import take_up
from survey.rounds.invite import Invited, Standing, of_secret, opened, refused, taken_back
from survey.security import needs

blueprint = Blueprint("invited", __name__, template_folder="templates")
blueprint.before_request(forget_now_and_then)

Answer = Response | str | tuple[str, int]


@blueprint.after_request
def keep_out_of_search_engines(answer: Response) -> Response:
    """An address that opens somebody's form is in no index."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@blueprint.get("/u/<token>")
@needs("invitation.answer")
def landing(token: str) -> Answer:
    """Who asks what, until when; and the buttons to begin, to go on, or to say no."""
    with reading(database()) as session:
        found = of_secret(session, token, "token")
        if found is None:
            return invitation_pages.unknown()
        page = invitation_pages.landing(session, found, token)
        news = found.standing == Standing.OPEN and _a_person_came() and opened(found.invitation)
    if news:
        with transaction(database()) as session:
            if again := of_secret(session, token, "token", for_change=True):
                opened(again.invitation)
    return page


@blueprint.post("/u/<token>")
@needs("invitation.answer")
def go_on(token: str) -> Answer:
    """Begin the form, or take it up where it was left, on any device."""
    with transaction(database()) as session:
        found = of_secret(session, token, "token", for_change=True)
        if found is None:
            return invitation_pages.unknown()
        if found.standing != Standing.OPEN:
            return _to(token)
        study, _programme, language = invitation_pages.asked(session, found)
        draft = take_up(session, found.invitation, study, language)
        remember(study, draft)
        i18n.choose(language)
        filling = resume(session, study.slug)
        if filling is None:
            raise LookupError("a form that was just taken up is gone")
        return redirect(pages.address(filling, filling.frontier()), 303)


@blueprint.post("/u/<token>/nee")
@needs("invitation.answer")
def refuse(token: str) -> Answer:
    """Do not take part; the way back stays open until the deadline."""
    return _change(token, Standing.OPEN, lambda _session, found: refused(found.invitation))


@blueprint.post("/u/<token>/toch")
@needs("invitation.answer")
def take_back(token: str) -> Answer:
    """Take part after all."""
    return _change(token, Standing.REFUSED, lambda session, found: taken_back(session, found.invitation))


def _change(token: str, only_when: Standing, change: Callable[[Session, Invited], None]) -> Answer:
    with transaction(database()) as session:
        found = of_secret(session, token, "token", for_change=True)
        if found is None:
            return invitation_pages.unknown()
        if found.standing == only_when:
            change(session, found)
    return _to(token)


def _to(token: str) -> Response:
    return redirect(url_for("invited.landing", token=token), 303)


def _a_person_came() -> bool:
    asked = request.headers
    ahead = asked.get("Sec-Purpose", "") + asked.get("Purpose", "") + asked.get("X-Moz", "")
    return (
        request.method == "GET"
        and "prefetch" not in ahead
        and asked.get("Sec-Fetch-Dest") == "document"
        and asked.get("Sec-Fetch-User") == "?1"
    )
