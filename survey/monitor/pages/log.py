"""The fieldwork log: written by hand, with the facts of each day beside it."""

from flask import redirect, request, url_for
from sqlmodel import col, select
from werkzeug.wrappers import Response

from survey.accounts.tables import Account
from survey.database import database, reading, transaction
from survey.locations import find as locations
from survey.moment import now
from survey.monitor.clock import LOCAL
from survey.monitor.facts import log
from survey.monitor.log_file import log_file
from survey.monitor.note import LONGEST, strike, write
from survey.monitor.pages.frame import show
from survey.monitor.wording import CONTACTS
from survey.problems import Problem
from survey.security import needs, staff
from survey.studies import find

Page = Response | str | tuple[str, int]

_STRUCK = "doorhalen"


@needs("fieldwork.follow")
def page(slug: str) -> Page:
    """The log, the last day first."""
    return _page(slug)


@needs("fieldwork.follow")
def add(slug: str) -> Page:
    """Write a line."""
    form = request.form
    try:
        with transaction(database()) as session:
            write(
                session, find.study(session, slug), form.get("day", ""), form.get("place", ""),
                form.get("text", ""), account_id=staff().account_id,
            )  # fmt: skip
    except Problem as refused:
        if refused.code != "note_invalid":
            raise
        return _page(slug, refused), refused.status
    return redirect(url_for("monitor.log", slug=slug), 303)


@needs("fieldwork.follow")
def strike_note(slug: str, note_id: int, how: str) -> Page:
    """Strike a line out, or let it stand again."""
    with transaction(database()) as session:
        strike(session, find.study(session, slug), note_id, struck=how == _STRUCK)
    return redirect(url_for("monitor.log", slug=slug), 303)


@needs("fieldwork.export")
def file(slug: str) -> Response:
    """The log as a CSV file."""
    with reading(database()) as session:
        written = log_file(log(session, find.study(session, slug)))
    answer = Response(written, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-logboek.csv"'
    return answer


def _page(slug: str, refused: Problem | None = None) -> str:
    with reading(database()) as session:
        study = find.study(session, slug)
        days = log(session, study)
        writers = {note.account_id for facts in days.values() for note in facts.notes} - {None}
        people = session.exec(select(Account).where(col(Account.id).in_(writers))).all()
        return show(
            "monitor/log.html",
            study,
            under="monitor.log",
            days=days,
            names={one.id: one.name for one in people},
            places={place.code: place.name for place in locations.places(session, study)},
            today=now().astimezone(LOCAL).date().isoformat(),
            longest=LONGEST,
            contacts=CONTACTS,
            refused=refused,
            given=request.form,
        )
