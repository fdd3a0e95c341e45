"""The page of all devices: what each last said, and the code that lets in another one."""

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.devices import entry_code, find, wording
from survey.devices.change import ChangeRefused, name_of, take_back
from survey.devices.enrol import LONGEST_NAME, offer
from survey.devices.tables import Enrolment
from survey.problems import problem
from survey.security import needs, organisation, staff
from survey.settings import settings

blueprint = Blueprint("devices", __name__, template_folder="templates")

_BORDER = 2  # modules of white around the code


@blueprint.get("/veldwerk/apparaten")
@needs("device.manage")
def listed() -> str:
    """The devices of the organisation, and the codes that still wait for one."""
    return _page()


@blueprint.post("/veldwerk/apparaten")
@needs("device.manage")
def let_in() -> str | tuple[str, int]:
    """Make a code for a new device."""
    try:
        name = name_of(request.form.get("name", ""))
    except ChangeRefused as refused:
        return _page(refused), 422
    with transaction(database()) as session:
        made, code = offer(session, organisation(), name, settings().secret, staff().account_id)
    return code_page(made, code)


def code_page(made: Enrolment, code: str) -> str:
    """Show a code, this once, in signs and to scan."""
    address = settings().base_url.rstrip("/") + "/veld"
    # What stands behind the # stays in the browser: the code comes in no log on its way.
    drawn = segno.make(f"{address}#code={code}", error="m", micro=False)
    return render_template(
        "devices/code.html",
        made=made,
        code=entry_code.shown(code),
        address=address,
        drawn=Markup(  # noqa: S704 (made by segno, which writes squares and nothing of what it encodes)
            drawn.svg_inline(border=_BORDER, omitsize=True, svgclass="wd-qr", lineclass=None)
        ),
    )


@blueprint.post("/veldwerk/apparaten/codes/<int:code_id>/intrekken")
@needs("device.manage")
def take_code_back(code_id: int) -> Response:
    """Let a code work no longer."""
    with transaction(database()) as session:
        done = take_back(session, organisation(), code_id)
    if not done:
        raise problem(
            "not_found", _("Deze code is al gebruikt of bestaat niet. Kijk in de lijst met apparaten.")
        )
    flash(_("De code werkt niet meer."))
    return redirect(url_for("devices.listed"), 303)


def _page(refused: ChangeRefused | None = None) -> str:
    with reading(database()) as session:
        return render_template(
            "devices/list.html",
            devices=find.devices(session, organisation()),
            unsent=find.unsent(session, organisation()),
            codes=find.codes(session, organisation()),
            wording=wording,
            refused=refused,
            typed=request.form.get("name", ""),
            longest_name=LONGEST_NAME,
        )


from survey.devices import device_routes  # noqa: E402, F401 (its pages stand on this blueprint)
