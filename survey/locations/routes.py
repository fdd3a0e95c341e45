"""The places of a study: where its posters hang, how many people came by each, and the posters to print."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.i18n import current_language
from survey.locations import find
from survey.locations.add import LONGEST_NAME, PlaceRefused, add, lie, switch
from survey.locations.count import Count, counts
from survey.locations.kinds import kinds
from survey.locations.poster import link, poster
from survey.locations.tables import Location
from survey.problems import problem
from survey.security import needs
from survey.studies import find as studies
from survey.studies.tables import Study

blueprint = Blueprint("locations", __name__, template_folder="templates")

_ON = "aan"


@blueprint.get("/onderzoek/<slug>/plekken")
@needs("location.manage")
def page(slug: str) -> str:
    """The places with their counts, and the form to add one."""
    return _page(slug)


@blueprint.post("/onderzoek/<slug>/plekken")
@needs("location.manage")
def add_place(slug: str) -> Response | tuple[str, int]:
    """Add a place; what is wrong with it is said beside the field."""
    try:
        with transaction(database()) as session:
            study = studies.study(session, slug)
            form = request.form
            made = add(session, study, form.get("name", ""), form.get("area", ""), form.get("kind", ""))
    except PlaceRefused as refused:
        return _page(slug, refused), 422
    return redirect(url_for("locations.page", slug=slug, plek=made.code), 303)


@blueprint.post("/onderzoek/<slug>/plekken/<code>/ligging")
@needs("location.manage")
def lie_place(slug: str, code: str) -> Response | tuple[str, int]:
    """Say in which area a place lies and what kind it is."""
    try:
        with transaction(database()) as session:
            study = studies.study(session, slug)
            place = lie(session, study, code, request.form.get("area", ""), request.form.get("kind", ""))
    except PlaceRefused as refused:
        return _page(slug, PlaceRefused(f"{refused.field}-{code}", str(refused))), 422
    return redirect(url_for("locations.page", slug=slug, bewaard=place.code), 303)


@blueprint.post("/onderzoek/<slug>/plekken/<code>/<any('aan', 'uit'):state>")
@needs("location.manage")
def switch_place(slug: str, code: str, state: str) -> Response:
    """Switch a place on or off; the page that follows offers to undo it."""
    with transaction(database()) as session:
        place = switch(session, studies.study(session, slug), code, active=state == _ON)
    return redirect(url_for("locations.page", slug=slug, plek=place.code), 303)


@blueprint.get("/onderzoek/<slug>/plekken/<code>/poster")
@needs("location.manage")
def poster_of(slug: str, code: str) -> str:
    """The poster of one place, to print on A4."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        return _posters(session, study, [find.place(session, study, code)])


@blueprint.get("/onderzoek/<slug>/plekken/posters")
@needs("location.manage")
def all_posters(slug: str) -> str:
    """The posters of all places that are switched on, one on each sheet."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        places = [place for place in find.places(session, study) if place.active]
        if not places:
            raise problem("location_unknown", _("Er staat geen plek aan. Voeg eerst een plek toe."))
        return _posters(session, study, places)


def _posters(session: Session, study: Study, places: list[Location]) -> str:
    areas = studies.areas(session, study)
    programme = studies.programme(studies.version(session, study), areas)
    return render_template(
        "locations/posters.html",
        study=study,
        posters=[poster(study, place, programme) for place in places],
        areas={area.code: area.name for area in areas},
    )


def _page(slug: str, refused: PlaceRefused | None = None) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        places = find.places(session, study)
        counted = counts(session, study)
        shown: dict[str, Any] = {
            "places": [(place, counted.get(place.id, Count()), link(study, place)) for place in places],
            "without": counted.get(None, Count()),
            "areas": studies.areas(session, study),
            "kinds": kinds(session, study, current_language()),
            "kept": next((place for place in places if place.code == request.args.get("bewaard")), None),
            "changed": next((place for place in places if place.code == request.args.get("plek")), None),
        }
        return render_template(
            "locations/page.html",
            study=study,
            refused=refused,
            given=request.form,
            longest_name=LONGEST_NAME,
            any_active=any(place.active for place in places),
            **shown,
        )
