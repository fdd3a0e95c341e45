"""What the bundle of a tablet holds about fieldwork: quota, places, outlines, recordings."""

from typing import Any

from sqlmodel import Session, col, select

from survey.fieldwork.place import quota
from survey.fieldwork.tables import AreaBoundary, FieldSettings, Recording
from survey.locations import find
from survey.studies.tables import Study


def pack(session: Session, study: Study) -> dict[str, Any]:
    """The members `quota`, `locations`, `gps`, `boundaries` and `recordings` of the bundle.

    `counted` of a cell is how it stood when the bundle was made; what a device may do stands in its leases.
    """
    number = study.id or 0
    rules = quota(session, number)
    settings = session.get(FieldSettings, number)
    gps = settings is not None and settings.uses_gps
    return {
        "quota": {"groups": list(rules.groups), "cells": list(rules.cells)},
        "locations": [
            {"code": place.code, "name": place.name, "area": place.area or "", "kind": place.kind}
            for place in find.places(session, study)
            if place.active
        ],
        "gps": gps,
        "boundaries": _boundaries(session, number) if gps else {},
        "recordings": [
            {
                "id": key,
                "variable": variable,
                "language": language,
                "digest": digest,
                "path": f"/api/v1/devices/recordings/{key}",
            }
            for key, variable, language, digest in session.exec(
                select(Recording.id, Recording.variable, Recording.language, Recording.digest)
                .where(col(Recording.study_id) == number)
                .order_by(col(Recording.variable), col(Recording.language))
            )
        ],
    }


def _boundaries(session: Session, study_id: int) -> dict[str, Any]:
    found = session.exec(
        select(AreaBoundary).where(col(AreaBoundary.study_id) == study_id).order_by(col(AreaBoundary.area))
    )
    return {each.area: each.polygons for each in found}
