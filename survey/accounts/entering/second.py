"""The second factor: a code from an app, a passkey, or one of the recovery codes."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session
from werkzeug.wrappers import Response
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from survey.accounts import passkeys, recovery, totp
from survey.accounts.blueprint import blueprint
from survey.accounts.entering.enter import enter, halfway
from survey.accounts.forms import MISSING
from survey.accounts.json_body import member
from survey.accounts.tables import Account
from survey.database import database, reading, transaction
from survey.problems import problem
from survey.security import needs
from survey.settings import settings
from survey.throttle import allowed, forgive, require, too_often, visitor

_PERIOD = 900
_PER_ACCOUNT, _PER_NETWORK = 10, 100
_LONGEST_CODE = 60
_ASKED = "passkey"


class Code(Form):
    """A code from an app, or a recovery code."""

    code = StringField(_l("Code"), [InputRequired(MISSING)])


@blueprint.get("/aanmelden/bevestigen")
@needs("account.sign_in")
def second_page() -> Response | str:
    """Ask for the second factor of who just proved the first."""
    with reading(database()) as unit:
        half = halfway(unit)
    if half is None:
        return redirect(url_for("accounts.sign_in_page"), 303)
    return _page(Code(), half[0], half[1])


@blueprint.post("/aanmelden/bevestigen")
@needs("account.sign_in")
def second() -> Response | tuple[str, int]:
    """Take a code, once."""
    form = Code(request.form)
    with reading(database()) as unit:
        half = halfway(unit)
    if half is None:
        return redirect(url_for("accounts.sign_in_page"), 303)
    account, wanted = half
    key = f"second:account:{account.id}"
    with transaction(database()) as unit:
        within = allowed(unit, key, _PER_ACCOUNT, _PERIOD)
    if not within:
        raise too_often(_PERIOD)
    with transaction(database()) as unit:
        right = form.validate() and _take(unit, account, (form.code.data or "")[:_LONGEST_CODE])
        if right:
            forgive(unit, key)
    if not right:
        refused = (
            ""
            if form.errors
            else _("Deze code is niet goed of al gebruikt. Wacht op de volgende code en probeer het opnieuw.")
        )
        return _page(form, account, wanted, refused), 422
    return enter(account, wanted)


@blueprint.post("/aanmelden/passkey/vraag")
@needs("account.sign_in")
def passkey_wanted() -> Response:
    """The question that a passkey must sign; for a known first factor only the passkeys of that account."""
    require(database(), f"passkey:network:{visitor()}", _PER_NETWORK, _PERIOD)
    with reading(database()) as unit:
        half = halfway(unit)
        keys = passkeys.of(unit, half[0].id or 0) if half else []
    session[_ASKED] = asked = passkeys.challenge()
    return Response(passkeys.to_sign(settings(), keys, asked), content_type="application/json")


@blueprint.post("/aanmelden/passkey")
@needs("account.sign_in")
def passkey_proved() -> dict[str, str]:
    """Sign in with a passkey: the device checked who holds it, so it is both factors in one."""
    sent, wanted = member("credential"), member("next")
    asked = session.pop(_ASKED, None)
    try:
        with transaction(database()) as unit:
            account = passkeys.proved(unit, settings(), sent, asked)
    except passkeys.Refused as error:
        raise problem("passkey_refused", _("Meld u op een andere manier aan.")) from error
    return {"address": enter(account, wanted).location}


def _take(unit: Session, account: Account, code: str) -> bool:
    return totp.use(unit, settings(), account, code) or recovery.use(unit, account, code)


def _page(form: Code, account: Account, wanted: str, refused: str = "") -> str:
    with reading(database()) as unit:
        has_passkey = bool(passkeys.of(unit, account.id or 0))
    return render_template(
        "accounts/second.html",
        form=form,
        refused=refused,
        wanted=wanted,
        has_app=bool(account.tf_totp_secret),
        has_passkey=has_passkey,
    )
