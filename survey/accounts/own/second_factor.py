"""My second factor: an app with codes, recovery codes, and passkeys."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.accounts import passkeys, recovery, totp
from survey.accounts.blueprint import blueprint
from survey.accounts.entering.second import Code
from survey.accounts.json_body import member
from survey.accounts.own.recently import recently
from survey.accounts.tables import Account, Passkey
from survey.database import database, reading, transaction
from survey.problems import problem
from survey.security import needs, staff
from survey.settings import settings
from survey.throttle import require

_NEW_SECRET, _ASKED = "totp", "passkey"
_PERIOD, _TIMES = 900, 10
_LONGEST_NAME = 80


@blueprint.get("/account/app")
@needs("account.own")
@recently
def app_page() -> str:
    """A new secret as a picture to scan, kept in the visitor's own session until a code proves that it arrived."""
    session[_NEW_SECRET] = session.get(_NEW_SECRET) or totp.new_secret(settings())
    return _app_page(Code())


@blueprint.post("/account/app")
@needs("account.own")
@recently
def set_app() -> Response | str | tuple[str, int]:
    """Turn it on when the code is right; the recovery codes are shown, once."""
    secret = session.get(_NEW_SECRET)
    if not isinstance(secret, str):
        return redirect(url_for("accounts.app_page"), 303)
    form = Code(request.form)
    require(database(), f"app:account:{staff().account_id}", _TIMES, _PERIOD)
    counter = totp.period(settings(), secret, form.code.data or "") if form.validate() else None
    if counter is None:
        if not form.errors:
            form.code.errors = [
                _("Deze code is niet goed. Kijk of de tijd van uw telefoon klopt en probeer het opnieuw.")
            ]
        return _app_page(form), 422
    with transaction(database()) as unit:
        me = _me(unit)
        me.tf_totp_secret, me.totp_counter = secret, counter
        codes = recovery.renew(unit, me)
    session.pop(_NEW_SECRET)
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.get("/account/app/weg")
@needs("account.own")
@recently
def remove_app_page() -> str:
    """Ask whether it is meant."""
    return render_template("accounts/remove_app.html")


@blueprint.post("/account/app/weg")
@needs("account.own")
@recently
def remove_app() -> Response:
    """Turn the app off."""
    with transaction(database()) as unit:
        me = _me(unit)
        me.tf_totp_secret = me.totp_counter = None
        if not passkeys.of(unit, me.id or 0):
            me.mf_recovery_codes = None
    return redirect(url_for("accounts.own", klaar="app"), 303)


@blueprint.post("/account/herstelcodes")
@needs("account.own")
@recently
def renew_codes() -> str:
    """New recovery codes, shown once; the earlier ones stop working."""
    with transaction(database()) as unit:
        codes = recovery.renew(unit, _me(unit))
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.post("/account/passkeys/vraag")
@needs("account.own")
@recently
def new_passkey_wanted() -> Response:
    """What the browser needs to make a passkey."""
    asked = passkeys.challenge()
    with reading(database()) as unit:
        me = _me(unit)
        options = passkeys.to_register(settings(), me, passkeys.of(unit, me.id or 0), asked)
    session[_ASKED] = asked
    return Response(options, content_type="application/json")


@blueprint.post("/account/passkeys")
@needs("account.own")
@recently
def new_passkey() -> dict[str, str]:
    """Keep the passkey that the browser made."""
    sent, name = member("credential"), member("name").strip()[:_LONGEST_NAME]
    if not name.isprintable():
        name = ""
    asked = session.pop(_ASKED, None)
    try:
        with transaction(database()) as unit:
            me = _me(unit)
            passkeys.register(unit, settings(), me, name or _("Passkey"), sent, asked)
    except passkeys.Refused as error:
        raise problem("passkey_refused", _("Deze passkey is niet bewaard. Probeer het opnieuw.")) from error
    return {"address": url_for("accounts.own", klaar="passkey")}


@blueprint.get("/account/passkeys/<int:key_id>/weg")
@needs("account.own")
@recently
def remove_passkey_page(key_id: int) -> str:
    """Ask whether it is meant."""
    with reading(database()) as unit:
        return render_template("accounts/remove_passkey.html", key=_mine(unit, key_id))


@blueprint.post("/account/passkeys/<int:key_id>/weg")
@needs("account.own")
@recently
def remove_passkey(key_id: int) -> Response:
    """Take one of my passkeys away."""
    with transaction(database()) as unit:
        unit.delete(_mine(unit, key_id))
    return redirect(url_for("accounts.own", klaar="passkey-weg"), 303)


def _me(unit: Session) -> Account:
    return unit.get_one(Account, staff().account_id)


def _mine(unit: Session, key_id: int) -> Passkey:
    key = unit.get(Passkey, key_id)
    if key is None or key.account_id != staff().account_id:
        raise problem("not_found", _("Deze passkey is er niet meer."))
    return key


def _app_page(form: Code) -> str:
    secret = str(session[_NEW_SECRET])
    with reading(database()) as unit:
        me = _me(unit)
    return render_template(
        "accounts/app.html",
        form=form,
        picture=totp.picture(settings(), secret, me.email),
        key=totp.key_to_type(settings(), secret),
        replaces=bool(me.tf_totp_secret),
    )
