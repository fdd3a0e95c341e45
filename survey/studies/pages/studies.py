"""Making a study, putting studies away and back, and deleting one on which nothing hangs."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.security import needs, organisation, staff
from survey.studies import find
from survey.studies.fields import filled_in
from survey.studies.forms import NewStudyForm
from survey.studies.import_areas import import_areas
from survey.studies.make import make
from survey.studies.pages.frame import UNPROCESSABLE, Page, say, show, typed_or_uploaded
from survey.studies.pages.versions import chosen_source, look, ready_questionnaires
from survey.studies.publish import AreaSpec, PublishRefused
from survey.studies.refusals import SetupRefused
from survey.studies.remove import remove

_ABOUT = ("title", "description", "municipality", "default_origin")


@needs("study.manage")
def new() -> Page:
    """The form for a new study."""
    return _new(_form())


@needs("study.manage")
def make_study() -> Page:
    """Make the study, or show the form again with what is wrong."""
    form = _form()
    try:
        study = _made(form)
    except SetupRefused as refused:
        return _new(form, refused)
    say(_("Het onderzoek is gemaakt. Kijk hieronder wat er nog nodig is."))
    return redirect(url_for("management.overview", slug=study), 303)


@needs("study.manage")
def archived() -> str:
    """The studies that were put away."""
    with reading(database()) as session:
        everything = find.studies(session, organisation(), with_archived=True)
        return render_template(
            "studies/archived.html", listed=[study for study in everything if study.archived_at is not None]
        )


@needs("study.manage")
def confirm_removal(slug: str) -> Page:
    """Ask before a study is deleted."""
    return show("remove_study", slug, "about")


@needs("study.manage")
def remove_study(slug: str) -> Page:
    """Delete a study on which nothing hangs."""
    try:
        with transaction(database()) as session:
            study = find.study(session, slug)
            remove(session, study, request.form.get("naam", "")[:200], account=staff().account_id)
    except SetupRefused as refused:
        return show("remove_study", slug, "about", refused)
    return redirect(url_for("results.studies"), 303)


def _form() -> NewStudyForm:
    form = NewStudyForm(request.form if request.method == "POST" else None)
    form.library.choices = [("", _("Kies een vragenlijst")), *ready_questionnaires()]
    return form


def _made(form: NewStudyForm) -> str:
    form.source.data = typed_or_uploaded("bestand", form.source.wrote)
    form.places.data = typed_or_uploaded("gebieden", form.places.wrote)
    # What came in a file is shown in the box, so that nothing has to be chosen again after a mistake.
    form.source.wrote, form.places.wrote = form.source.data, form.places.data
    filled_in(form)
    text = chosen_source(form.source.data or "")
    programme = look(text).programme
    asks = any(variable["kind"] == "area" for variable in programme.document["variables"].values())
    if asks and not form.places.data:
        raise SetupRefused(
            _("Deze vragenlijst vraagt in welk gebied iemand woont. Geef ten minste één gebied op.")
        )
    areas = import_areas(form.places.data, []) if form.places.data else []
    with transaction(database()) as session:
        try:
            return make(
                session,
                {name: form[name].data for name in _ABOUT},
                form.slug.data,
                text,
                [AreaSpec(**row) for row in areas],
                organisation=organisation(),
                account=staff().account_id,
            ).slug
        except PublishRefused as refused:
            raise SetupRefused(str(refused)) from refused


def _new(form: NewStudyForm, refused: SetupRefused | None = None) -> tuple[str, int] | Response:
    page = render_template("studies/new.html", form=form, refused=refused)
    return page, UNPROCESSABLE if refused else 200
