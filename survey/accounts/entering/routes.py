"""Signing in and out."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form, PasswordField
from wtforms.validators import InputRequired

from survey.accounts import passkeys
from survey.accounts.blueprint import blueprint
from survey.accounts.entering import openid
from survey.accounts.entering.enter import leave, proved_password
from survey.accounts.entering.onward import onward
from survey.accounts.entering.verify import verify
from survey.accounts.forms import MISSING, EmailField
from survey.accounts.start import start_address
from survey.database import database
from survey.security import needs, person
from survey.settings import settings


class SignIn(Form):
    """Who somebody is and a proof of it."""

    email = EmailField(_l("E-mailadres"), [InputRequired(MISSING)])
    password = PasswordField(_l("Wachtwoord"), [InputRequired(MISSING)])


@blueprint.get("/aanmelden")
@needs("account.sign_in")
def sign_in_page() -> Response | str:
    """The form; who signed in already goes on."""
    somebody = person()
    if somebody is not None:
        return redirect(onward(request.args.get("next")) or start_address(somebody), 303)
    return _page(SignIn())


@blueprint.post("/aanmelden")
@needs("account.sign_in")
def sign_in() -> Response | tuple[str, int]:
    """Sign in with a password; one sentence for everything that can be wrong with it."""
    form = SignIn(request.form)
    if not form.validate():
        return _page(form), 422
    account = verify(database(), form.email.data or "", form.password.data or "")
    if account is None:
        return _page(
            form, _("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.")
        ), 422
    return proved_password(account, onward(request.form.get("next")))


@blueprint.get("/uitloggen")
@needs("account.sign_in")
def sign_out_page() -> Response | str:
    """Ask for it with a button: an address alone signs nobody out."""
    if person() is None:
        return redirect(url_for("accounts.sign_in_page"), 303)
    return render_template("accounts/sign_out.html")


@blueprint.post("/uitloggen")
@needs("account.sign_in")
def sign_out() -> Response:
    """End this session."""
    return leave(onward(request.form.get("next")))


def _page(form: SignIn, refused: str = "") -> str:
    wanted = onward(request.values.get("next")) or ""
    return render_template(
        "accounts/sign_in.html",
        form=form,
        refused=refused,
        wanted=wanted,
        provider=openid.label(),
        passkeys_work=passkeys.work_here(settings()),
    )
