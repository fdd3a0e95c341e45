"""How a study does its fieldwork: whether tablets may look for the area by GPS, and what becomes of interviews over quota."""

from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.fieldwork.leave_out import RULES, apply
from survey.fieldwork.tables import AreaBoundary, FieldSettings
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study


def read(session: Session, study: Study) -> dict[str, Any]:
    """`uses_gps`, and `over_quota`: `count` or `leave_out`."""
    kept = session.get(FieldSettings, study.id) or FieldSettings(study_id=study.id or 0)
    return {"uses_gps": kept.uses_gps, "over_quota": kept.over_quota}


def write(session: Session, study: Study, wanted: dict[str, Any]) -> None:
    """Make it so; another rule about interviews over quota holds at once for those about which nobody decided.

    Raises:
        SetupRefused: no such rule, or GPS without outlines to find an area with.
    """
    if wanted["over_quota"] not in RULES:
        raise SetupRefused(_("Kies of gesprekken boven het quotum meetellen."))
    kept = session.get(FieldSettings, study.id) or FieldSettings(study_id=study.id or 0)
    if wanted["uses_gps"] and not kept.uses_gps and not _has_outlines(session, study):
        raise SetupRefused(
            _("Lees eerst de grenzen van de gebieden in. Zonder grenzen vindt GPS geen gebied.")
        )
    before = kept.over_quota
    kept.uses_gps, kept.over_quota = bool(wanted["uses_gps"]), wanted["over_quota"]
    session.add(kept)
    session.flush()
    if before != kept.over_quota:
        apply(session, study.id or 0)


def _has_outlines(session: Session, study: Study) -> bool:
    return (
        session.exec(select(AreaBoundary.id).where(col(AreaBoundary.study_id) == study.id)).first()
        is not None
    )
