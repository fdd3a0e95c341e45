"""The quota of a study: numbers by group and area, what becomes of interviews over it, and the places that devices hold."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.devices.tables import Device
from survey.fieldwork import lease, means, parts, quota
from survey.fieldwork.import_quota import export_quota, import_quota
from survey.fieldwork.leave_out import RULES
from survey.fieldwork.pages.frame import keep, show
from survey.fieldwork.rules import named, said
from survey.fieldwork.tables import Lease, QuotaCell, QuotaGroup
from survey.fieldwork.typed_quota import Places, grid, targets
from survey.i18n import current_language
from survey.security import needs
from survey.studies import find
from survey.studies.pages.frame import Page, absent, attachment, typed_or_uploaded
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study
from survey.studies.wording import told


@needs("fieldwork.set_up")
def quotas(slug: str) -> Page:
    """The quota, with a box for each group in each area."""
    return _page(slug)


@needs("fieldwork.set_up")
def save_targets(slug: str) -> Page:
    """Keep the numbers and the order of the groups."""
    typed = request.form

    def wanted(session: Session, study: Study) -> list[quota.Row]:
        return targets(quota.read(session, study), places(session, study), typed)

    try:
        return keep(slug, parts.QUOTA, wanted)
    except SetupRefused as refused:
        return _page(slug, refused, typed=typed)


@needs("fieldwork.set_up")
def read_table(slug: str) -> Page:
    """Read numbers from a table: first show what would change, then keep it."""
    table = request.form.get("tabel", "")

    def wanted(session: Session, study: Study) -> list[quota.Row]:
        return import_quota(table, quota.read(session, study), places(session, study))

    try:
        table = typed_or_uploaded("bestand", table)
        if "bevestigd" in request.form:
            return keep(slug, parts.QUOTA, wanted, what="imported")
        with reading(database()) as session:
            study = find.study(session, slug)
            before, after = quota.read(session, study), wanted(session, study)
    except SetupRefused as refused:
        return _page(slug, refused, table=table)
    return show(
        "import", "quotas", slug, parts.QUOTA, seen=study.revision, table=table, told=told(parts.QUOTA, before, after)
    )  # fmt: skip


@needs("study.export")
def quota_file(slug: str) -> Response:
    """The numbers as CSV."""
    with reading(database()) as session:
        study = find.study(session, slug)
        text = export_quota(quota.read(session, study), places(session, study))
    return attachment(text, "text/csv", f"{slug}-quota.csv")


@needs("fieldwork.set_up")
def save_rule(slug: str) -> Page:
    """Keep what becomes of interviews over quota; it holds at once."""
    rule = request.form.get("regel", "")

    def wanted(session: Session, study: Study) -> dict[str, Any]:
        return means.read(session, study) | {"over_quota": rule}

    try:
        return keep(slug, parts.MEANS, wanted)
    except SetupRefused as refused:
        return _page(slug, refused)


@needs("fieldwork.set_up")
def release(slug: str, device_id: int) -> Page:
    """Take back the places that a device holds."""
    with transaction(database()) as session:
        study = find.study(session, slug)
        device = session.get(Device, device_id)
        if device is None or device.organisation_id != study.organisation_id:
            raise absent(_("Dit apparaat is er niet (meer)."))
        count = lease.release(session, device_id)
    flash(
        ngettext(
            "Van %(name)s is %(num)s plaats vrijgegeven.", "Van %(name)s zijn %(num)s plaatsen vrijgegeven.", count,
            name=device.name,
        ),
        "study_said",
    )  # fmt: skip
    return redirect(url_for("fieldwork.quotas", slug=slug), 303)


def places(session: Session, study: Study) -> Places:
    """Where a number can hold: everywhere, and in each area."""
    return [("", quota.EVERYWHERE), *((area.code, area.name) for area in find.areas(session, study))]


def _page(slug: str, refused: SetupRefused | None = None, *, typed: Any = None, table: str = "") -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        rows = quota.read(session, study)
        questions = named(session, study, current_language())
        rules = {row["group"]: row["rule"] for row in rows if row["area"] is None}
        shown = {
            "lines": grid(rows, places(session, study), typed),
            "who": {code: said(rule, questions) for code, rule in rules.items()},
            "lost": [code for code, rule in rules.items() if not rule.keys() <= questions.keys()],
            "standing": _standing(session, study),
            "means": means.read(session, study),
            "held": _held(session, study),
        }
    shown["grid"] = shown.pop("lines")
    return show("quotas", "quotas", slug, parts.QUOTA, refused, rules=RULES, table=table, **shown)


def _standing(session: Session, study: Study) -> dict[str, tuple[int, int]]:
    """How many interviews count and how many are over, by the name of the box of their cell."""
    cells = session.exec(
        select(QuotaGroup.code, QuotaCell.area, QuotaCell.counted, QuotaCell.over)
        .join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
        .where(col(QuotaCell.study_id) == study.id)
    )
    return {f"aantal:{code}:{area}": (counted, over) for code, area, counted, over in cells}


def _held(session: Session, study: Study) -> list[dict[str, Any]]:
    """The devices that hold places of this study, and how many."""
    found: dict[int, dict[str, Any]] = {}
    rows = session.exec(
        select(Device, Lease.places, Lease.given_at)
        .join(Lease, col(Lease.device_id) == col(Device.id))
        .join(QuotaCell, col(QuotaCell.id) == col(Lease.cell_id))
        .where(col(QuotaCell.study_id) == study.id, col(Lease.places) > 0)
        .order_by(col(Device.name), col(Device.id))
    )
    for device, count, given_at in rows:
        one = found.setdefault(device.id or 0, {"device": device, "places": 0, "given_at": given_at})
        one["places"] += count
        one["given_at"] = max(one["given_at"], given_at)
    return list(found.values())
