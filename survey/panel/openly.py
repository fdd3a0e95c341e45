"""Begin a form through the open link: for anybody, with what keeps robots out and lets a whole library in.

Nobody is asked who they are. A field that people do not see, a proof of work (or a short wait), and a limit per network
come first; the device is remembered, so that a researcher can see that it was used more than once (decision 0016).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import render_template, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from survey.database import database, transaction
from survey.locations import note, prove, recognise
from survey.locations.tables import OpenVisit
from survey.panel import pages
from survey.panel.answer import show
from survey.panel.begin import begin
from survey.panel.resume import remember, resume, spoken
from survey.panel.tables import Draft
from survey.settings import settings
from survey.studies import find
from survey.studies.tables import Study
from survey.throttle import allowed, visitor

LURE = "website"  # the name of the field that people do not see
_PLACE, _ORIGIN = "plek", "herkomst"
_LONGEST_PLACE = 20
_PERIOD = timedelta(minutes=10)
# Who only waited proved less than who worked; a study is begun from several networks.
_WAITED_SHARE, _NETWORKS = 4, 20

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


def entry(study: Study, given: Mapping[str, str]) -> dict[str, Any]:
    """What the button "Beginnen" sends along: a fresh challenge, the field that stays empty, the place, the origin.

    Args:
        study: which study it begins.
        given: the address or the form that named the place and the origin.
    """
    return {
        "challenge": prove.challenge(settings().secret, study.id or 0, _holder()),
        "parts": prove.PARTS,
        "bits": prove.BITS,
        "lure": LURE,
        "place": given.get(_PLACE, "")[:_LONGEST_PLACE],
        "origin": "open_link" if given.get(_ORIGIN) == "open_link" else "",
    }


def start_openly(slug: str) -> Answer:
    """Begin a new form when that is allowed; else the page that says what to do."""
    try:
        with transaction(database()) as session:
            return _start(session, slug)
    except IntegrityError:
        # The other half of a double click used the challenge first, at the same moment.
        with transaction(database()) as session:
            return _start(session, slug)


def _start(session: Session, slug: str) -> Answer:
    study = find.study(session, slug)
    if not study.is_open:
        return pages.closed(study), 410
    verdict = _judge(study)
    if verdict.how == "refused":
        return _not_begun(session, study)
    if verdict.how == "early":
        return _wait(session, study, verdict.seconds)
    if used := note.begun_with(session, verdict.number):
        return _again(session, study, used)
    if not _within(session, study, verdict):
        return _not_begun(session, study, too_many=True)
    return _begin(session, study, verdict)


def _again(session: Session, study: Study, used: OpenVisit) -> Answer:
    """Pressed twice: on with the form that the first press began. Sent already: it begins nothing any more."""
    draft = session.get(Draft, used.draft_id)
    if draft is None or draft.sent_at is not None:
        return _not_begun(session, study)
    return _go_on(session, study, draft)


def _judge(study: Study) -> prove.Verdict:
    if request.form.get(LURE) != "":
        return prove.Verdict("refused")
    return prove.judge(
        settings().secret,
        study.id or 0,
        _holder(),
        request.form.get("opgave", ""),
        request.form.get("oplossing", ""),
        wait_seconds=settings().open_link_wait_seconds,
    )


def _within(session: Session, study: Study, verdict: prove.Verdict) -> bool:
    # Keyed, so that no network address can be found back from what is counted.
    network = recognise.digest(settings().secret, study.id or 0, visitor())
    most = settings().open_link_per_network
    seconds = int(_PERIOD.total_seconds())
    if verdict.how == "waited" and not allowed(
        session, f"open, waited:{network}", most // _WAITED_SHARE, seconds
    ):
        return False
    return allowed(session, f"open:{network}", most, seconds) and allowed(
        session, f"open, study:{study.id}", most * _NETWORKS, seconds
    )


def _begin(session: Session, study: Study, verdict: prove.Verdict) -> Response:
    place, secret = request.form.get(_PLACE, ""), settings().secret
    origin = "open_link" if place or request.form.get(_ORIGIN) == "open_link" else None
    draft = begin(session, study, language=_language(session, study), origin=origin)
    cookie = recognise.known(request.cookies.get(recognise.COOKIE)) or recognise.fresh()
    note.begun(
        session,
        study,
        draft.id,
        code=place,
        device=recognise.digest(secret, study.id or 0, cookie),
        proof=verdict.number,
    )
    answer = _go_on(session, study, draft)
    answer.set_cookie(
        recognise.COOKIE,
        cookie,
        max_age=recognise.KEPT_FOR,
        path=url_for("panel.start", slug=study.slug),
        secure=settings().base_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _go_on(session: Session, study: Study, draft: Draft) -> Response:
    remember(study, draft)
    filling = resume(session, study.slug, for_change=True)
    if filling is None:
        raise LookupError("a draft that was just begun is gone")
    page = filling.frontier()
    if page is not None:
        show(filling, page)  # in the same unit of work: the page itself then only reads
    return redirect(pages.address(filling, page), 303)


def _wait(session: Session, study: Study, seconds: int) -> str:
    return render_template(
        "panel/waiting.html",
        **_about(session, study),
        seconds=seconds,
        # The same challenge: its age is what counts.
        entry=entry(study, request.form) | {"challenge": request.form.get("opgave", "")},
    )


def _not_begun(session: Session, study: Study, *, too_many: bool = False) -> Answer:
    """One page for whatever was wrong: a robot learns nothing from it, and a person can start again."""
    minutes = int(_PERIOD.total_seconds()) // 60
    page = render_template(
        "panel/not_begun.html",
        **_about(session, study),
        reason=_(
            "Vanaf uw netwerk zijn er net heel veel mensen begonnen. Wacht %(minutes)s minuten en begin dan opnieuw.",
            minutes=minutes,
        )
        if too_many
        else _("Er is nog niets ingevuld. Begin opnieuw: dan krijgt u een nieuwe pagina."),
        entry=entry(study, request.form),
    )
    return (page, 429, {"Retry-After": str(minutes * 60)}) if too_many else (page, 400)


def _about(session: Session, study: Study) -> dict[str, Any]:
    programme = find.programme(find.version(session, study), find.areas(session, study))
    return pages.about(study, programme, _language(session, study))


def _language(session: Session, study: Study) -> str:
    programme = find.programme(find.version(session, study), find.areas(session, study))
    return spoken([each["code"] for each in programme["languages"]])


def _holder() -> str:
    generate_csrf()  # the visit has its own secret from now on, when it had none
    return str(visit["csrf_token"])
