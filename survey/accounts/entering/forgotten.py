"""A forgotten password: ask for a link by mail, and set a new one with it."""

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form
from wtforms.validators import InputRequired

from survey.accounts import link, passwords
from survey.accounts.blueprint import blueprint
from survey.accounts.entering.verify import by_address
from survey.accounts.forms import MISSING, EmailField, NewPassword, looks_like_an_address
from survey.accounts.letter import send_forgotten
from survey.database import database, reading, transaction
from survey.security import needs
from survey.throttle import allowed, require, visitor

_HOUR = 3_600
_PER_NETWORK, _PER_ADDRESS = 20, 3


class Forgotten(Form):
    """To which address the link must go."""

    email = EmailField(_l("E-mailadres"), [InputRequired(MISSING), looks_like_an_address])


@blueprint.get("/wachtwoord-vergeten")
@needs("account.sign_in")
def forgotten_page() -> str:
    """Ask for the address; after sending, say the same to everybody."""
    return render_template("accounts/forgotten.html", form=Forgotten(), sent="verstuurd" in request.args)


@blueprint.post("/wachtwoord-vergeten")
@needs("account.sign_in")
def forgotten() -> Response | tuple[str, int]:
    """Have a link mailed when there is such an account; the answer does not tell whether there is."""
    form = Forgotten(request.form)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form, sent=False), 422
    email = form.email.data or ""
    require(database(), f"forgotten:network:{visitor()}", _PER_NETWORK, _HOUR)
    with transaction(database()) as session:
        account = by_address(session, email)
        within = allowed(session, f"forgotten:address:{email}", _PER_ADDRESS, _HOUR)
        if account is not None and account.active and within:
            send_forgotten(session, account)
    return redirect(url_for("accounts.forgotten_page", verstuurd=1), 303)


@blueprint.get("/wachtwoord/<token>")
@needs("account.sign_in")
def password_page(token: str) -> str | tuple[str, int]:
    """The form for a new password, when the link still works. Looking at it uses nothing up."""
    with reading(database()) as session:
        account = link.find(session, token)
    if account is None:
        return render_template("accounts/link_over.html"), 404
    return render_template("accounts/new_password.html", form=NewPassword(), account=account)


@blueprint.post("/wachtwoord/<token>")
@needs("account.sign_in")
def set_password(token: str) -> Response | tuple[str, int]:
    """Set the password; it does not sign in, so a second factor stays needed."""
    require(database(), f"password:network:{visitor()}", _PER_NETWORK, _HOUR)
    with reading(database()) as session:
        account = link.find(session, token)
    if account is None:
        return render_template("accounts/link_over.html"), 404
    form = NewPassword(request.form, email=account.email, name=account.name)
    if not form.validate():
        return render_template("accounts/new_password.html", form=form, account=account), 422
    hashed = passwords.hashed(form.password.data or "")
    with transaction(database()) as session:
        redeemed = link.redeem(session, token, hashed)
    if redeemed is None:
        return render_template("accounts/link_over.html"), 404
    return redirect(url_for("accounts.sign_in_page", nieuw=1), 303)
