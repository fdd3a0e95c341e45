"""Where areas lie, and whether tablets may use that to find an area by GPS."""

import json
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlalchemy import delete
from sqlmodel import Session, col, select
from werkzeug.datastructures import FileStorage

from survey.database import database, reading, transaction
from survey.fieldwork import means, outline, parts
from survey.fieldwork.pages.frame import begin, keep, note, show
from survey.fieldwork.tables import AreaBoundary, FieldSettings
from survey.security import needs
from survey.studies import find
from survey.studies.pages import frame
from survey.studies.pages.frame import Page
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study


@needs("fieldwork.set_up")
def outlines(slug: str) -> Page:
    """Which areas have an outline, and whether GPS is on."""
    return _page(slug)


@needs("fieldwork.set_up")
def save_gps(slug: str) -> Page:
    """Let tablets find the area by GPS, or not."""
    on = request.form.get("gps") == "aan"

    def wanted(session: Session, study: Study) -> dict[str, Any]:
        return means.read(session, study) | {"uses_gps": on}

    try:
        return keep(slug, parts.MEANS, wanted)
    except SetupRefused as refused:
        return _page(slug, refused)


@needs("fieldwork.set_up")
def read_outlines(slug: str) -> Page:
    """Read the outlines of the areas from a file, in the place of those that there were."""
    sent = request.files.get("bestand")
    content = sent.read() if isinstance(sent, FileStorage) and sent.filename else b""
    if not content:
        return _page(slug, SetupRefused(_("Kies een GeoJSON-bestand met de grenzen van de gebieden.")))
    try:
        with transaction(database()) as session:
            study = begin(session, slug, parts.OUTLINES)
            areas = {area.code: area.name for area in find.areas(session, study)}
            found = outline.outlines(content, areas)
            _forget(session, study)
            session.add_all(
                AreaBoundary(study_id=study.id or 0, area=area, polygons=json.loads(json.dumps(polygons)))
                for area, polygons in found.items()
            )
            note(session, study, parts.OUTLINES, "outlines", count=len(found))
    except SetupRefused as refused:
        return _page(slug, refused)
    frame.say(_("De grenzen van %(count)s gebieden zijn ingelezen.", count=len(found)))
    return frame.changed(slug, parts.OUTLINES, None)


@needs("fieldwork.set_up")
def remove_outlines(slug: str) -> Page:
    """Take all outlines away; GPS goes off with them."""
    try:
        with transaction(database()) as session:
            study = begin(session, slug, parts.OUTLINES)
            _forget(session, study)
            kept = session.get(FieldSettings, study.id)
            if kept is not None:
                kept.uses_gps = False
                session.add(kept)
            note(session, study, parts.OUTLINES, "no_outlines")
    except SetupRefused as refused:
        return _page(slug, refused)
    frame.say(_("De grenzen zijn weggehaald. GPS staat uit."))
    return frame.changed(slug, parts.OUTLINES, None)


def _forget(session: Session, study: Study) -> None:
    session.execute(delete(AreaBoundary).where(col(AreaBoundary.study_id) == study.id))
    session.flush()


def _page(slug: str, refused: SetupRefused | None = None) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        kept = session.exec(select(AreaBoundary).where(col(AreaBoundary.study_id) == study.id)).all()
        counted = {each.area: outline.points({each.area: each.polygons}) for each in kept}
        shown = {
            "areas": [(area.name, counted.get(area.code, 0)) for area in find.areas(session, study)],
            "gps": means.read(session, study)["uses_gps"],
            "known": bool(kept),
        }
    return show("outlines", "outlines", slug, parts.OUTLINES, refused, **shown)
