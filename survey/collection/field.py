"""The interviewer's tablet: `/veld/{slug}`, its bundle and its program."""

from flask import Blueprint, Response, abort, current_app, json, render_template, request

from survey import i18n
from survey.collection import bundle, code
from survey.database import database, reading
from survey.security import needs
from survey.signing import public_key
from survey.studies import find

blueprint = Blueprint("field", __name__, url_prefix="/veld", template_folder="templates")


@blueprint.get("/<slug>")
@needs("study.interview")
def page(slug: str) -> str:
    """The shell: all screens of the tablet as templates, to be filled by its program."""
    found = _found(slug)
    programme = found.programme
    house = bundle.house(programme, i18n.current_language())
    return render_template(
        "field/shell.html",
        study=found.study,
        programme=programme,
        house=house,
        places=bundle.places(programme, house),
        origins=bundle.origins(),
        code=code.code(),
    )


@blueprint.get("/<slug>/bundel.json")
@needs("study.interview")
def contents(slug: str) -> Response:
    """The bundle: everything that an interview needs, in one document."""
    found = _found(slug)
    settings = current_app.extensions["wijkpeil.settings"]
    document = bundle.bundle(found, public_key(settings.secret), i18n.current_language())
    made = code.packed(json.dumps(document, ensure_ascii=False).encode(), "application/json")
    made.headers["Cache-Control"] = "no-cache"
    made.vary.update(("Accept-Language", "Cookie"))
    made.add_etag()
    made.make_conditional(request)
    return made


@blueprint.get("/programma/<version>/<path:path>")
@needs("study.interview")
def program(version: str, path: str) -> Response:
    """One module or style of the tablet; its address holds the hash of them all, so it may be kept for ever."""
    made = code.answer(version, path)
    if made is None:
        abort(404)
    return made


def _found(slug: str) -> bundle.Published:
    with reading(database()) as session:
        study = find.study(session, slug)
        version = find.version(session, study)
        return bundle.Published(study, version.hash, find.programme(version, find.areas(session, study)))
