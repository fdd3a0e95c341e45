"""The overview of the set-up: what is there, what is missing, what the study says of itself, and its history."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.security import needs, staff
from survey.studies import about, find, used
from survey.studies.change import change
from survey.studies.fields import filled_in
from survey.studies.forms import AboutForm
from survey.studies.pages.frame import Page, absent, agreed, changed, made_from, show
from survey.studies.pages.steps import steps
from survey.studies.refusals import SetupRefused
from survey.studies.remove import removable
from survey.studies.undo import undo


@needs("study.manage")
def overview(slug: str) -> Page:
    """What is set up and what is still to do."""
    return _overview(slug)


@needs("study.manage")
def save_about(slug: str) -> Page:
    """Keep title, municipality, description and origin."""
    form = AboutForm(request.form)
    try:
        filled_in(form)
        return _change_about(slug, **form.data)
    except SetupRefused as refused:
        return _overview(slug, form, refused)


@needs("study.manage")
def open_or_close(slug: str) -> Page:
    """Let residents fill in the study, or no longer."""
    return _put(slug, is_open=request.form.get("open") == "ja")


@needs("study.manage")
def archive(slug: str) -> Page:
    """Put the study away, or bring it back; what is put away is closed, and stays so when it comes back."""
    return _put(slug, archived=request.form.get("archief") == "ja", is_open=False)


@needs("study.manage")
def undo_change(slug: str, event_id: int) -> Page:
    """Undo one change of the set-up."""
    try:
        with transaction(database()) as session:
            study = find.study(session, slug)
            undone = undo(session, study, event_id, account=staff().account_id, agreed=agreed())
            if undone is None:
                raise absent(_("Deze verandering is er niet."))
    except SetupRefused as refused:
        return show("undo", slug, "about", refused, event_id=event_id)
    return changed(slug, undone.part, undone)


@needs("study.manage")
def home_of_setup(slug: str) -> Response:
    """The address with a slash behind it leads to the overview as well."""
    return redirect(url_for("management.overview", slug=slug))


def _put(slug: str, **values: bool) -> Page:
    try:
        return _change_about(slug, **values)
    except SetupRefused as refused:
        return _overview(slug, None, refused)


def _change_about(slug: str, **values: Any) -> Response:
    with transaction(database()) as session:
        study = find.study(session, slug)
        wanted = about.read(session, study) | values
        event = change(session, study, "about", wanted, account=staff().account_id, made_from=made_from())
    return changed(slug, "about", event)


def _overview(slug: str, form: AboutForm | None = None, refused: SetupRefused | None = None) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        form = form or AboutForm(data=about.read(session, study))
        more = _more(session, slug)
    return show("overview", slug, "about", refused, form=form, **more)


def _more(session: Session, slug: str) -> dict[str, Any]:
    study = find.study(session, slug)
    return {
        "steps": steps(session, study),
        "interviews": sum(used.interviews(session, study, "wave_id").values()),
        "removable": removable(session, study),
    }
