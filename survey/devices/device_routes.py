"""The page of one device: what lies on it, its name, and shutting it out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.devices import change, find, wording
from survey.devices.change import LONGEST_REASON, ChangeRefused
from survey.devices.enrol import LONGEST_NAME, offer
from survey.devices.places import places
from survey.devices.routes import blueprint, code_page
from survey.security import needs, organisation, staff
from survey.settings import settings

Answer = Response | str | tuple[str, int]


@blueprint.get("/veldwerk/apparaten/<int:device_id>")
@needs("device.manage")
def shown(device_id: int) -> str:
    """One device."""
    return _page(device_id)


@blueprint.post("/veldwerk/apparaten/<int:device_id>/naam")
@needs("device.manage")
def rename(device_id: int) -> Answer:
    """Call the device otherwise."""
    try:
        with transaction(database()) as session:
            device = find.device(session, organisation(), device_id)
            change.rename(session, device, request.form.get("name", ""))
    except ChangeRefused as refused:
        return _page(device_id, refused), 422
    flash(_("Het apparaat heet nu %(name)s.", name=device.name))
    return redirect(url_for("devices.shown", device_id=device_id), 303)


@blueprint.get("/veldwerk/apparaten/<int:device_id>/intrekken")
@needs("device.manage")
def revoke_page(device_id: int) -> str:
    """What happens when the device is shut out, and the question why."""
    return _revoking(device_id)


@blueprint.post("/veldwerk/apparaten/<int:device_id>/intrekken")
@needs("device.manage")
def revoke(device_id: int) -> Answer:
    """Shut the device out; its open places are given to others only when that is asked for, too."""
    released = 0
    try:
        with transaction(database()) as session:
            device = find.device(session, organisation(), device_id)
            change.revoke(session, device, request.form.get("reason", ""))
            if request.form.get("release"):
                released = places().release(session, device_id)
    except ChangeRefused as refused:
        return _revoking(device_id, refused), 422
    flash(_("%(name)s is ingetrokken.", name=device.name))
    _tell_released(released)
    return redirect(url_for("devices.shown", device_id=device_id), 303)


@blueprint.post("/veldwerk/apparaten/<int:device_id>/toelaten")
@needs("device.manage")
def restore(device_id: int) -> Response:
    """Let a device that was shut out back in."""
    with transaction(database()) as session:
        device = find.device(session, organisation(), device_id)
        change.restore(session, device)
    flash(_("%(name)s is weer toegelaten en kan weer verzenden.", name=device.name))
    return redirect(url_for("devices.shown", device_id=device_id), 303)


@blueprint.post("/veldwerk/apparaten/<int:device_id>/code")
@needs("device.manage")
def let_in_again(device_id: int) -> str:
    """Make a code with which a tablet becomes this device again: it goes on with its numbers."""
    with transaction(database()) as session:
        device = find.device(session, organisation(), device_id)
        secret, account = settings().secret, staff().account_id
        made, code = offer(session, organisation(), device.name, secret, account, device)
    return code_page(made, code)


@blueprint.post("/veldwerk/apparaten/<int:device_id>/vrijgeven")
@needs("device.manage")
def release(device_id: int) -> Response:
    """Give the open places of this device to the others."""
    with transaction(database()) as session:
        find.device(session, organisation(), device_id)
        released = places().release(session, device_id)
    _tell_released(released)
    return redirect(url_for("devices.shown", device_id=device_id), 303)


def _tell_released(released: int) -> None:
    if released:
        flash(
            ngettext(
                "%(num)s open plek is vrijgegeven voor andere apparaten.",
                "%(num)s open plekken zijn vrijgegeven voor andere apparaten.",
                released,
            )
        )


def _page(device_id: int, refused: ChangeRefused | None = None) -> str:
    with reading(database()) as session:
        device = find.device(session, organisation(), device_id)
        return render_template(
            "devices/device.html",
            device=device,
            reports=find.reports(session, device_id),
            let_in_by=find.let_in_by(session, device),
            outstanding=places().outstanding(session, device_id),
            wording=wording,
            refused=refused,
            typed=request.form.get("name", device.name),
            longest_name=LONGEST_NAME,
        )


def _revoking(device_id: int, refused: ChangeRefused | None = None) -> str:
    with reading(database()) as session:
        device = find.device(session, organisation(), device_id)
        return render_template(
            "devices/revoke.html",
            device=device,
            unsent=sum(len(report.waiting) for report, _study in find.reports(session, device_id)),
            outstanding=places().outstanding(session, device_id),
            wording=wording,
            refused=refused,
            typed=request.form.get("reason", ""),
            longest_reason=LONGEST_REASON,
        )
