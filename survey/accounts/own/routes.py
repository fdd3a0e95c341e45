"""Somebody's own account: sessions, password, and ways to sign in."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from survey.accounts import link, passkeys, passwords, visits
from survey.accounts.blueprint import blueprint
from survey.accounts.entering.enter import renew_mark
from survey.accounts.entering.onward import onward
from survey.accounts.forms import MISSING, NewPassword
from survey.accounts.identify import visit_here
from survey.accounts.keys import of as keys_of
from survey.accounts.tables import Account
from survey.database import database, reading, transaction
from survey.problems import problem
from survey.security import needs, staff
from survey.settings import settings
from survey.throttle import require

_PERIOD, _TIMES = 900, 10


class ChangePassword(NewPassword):
    """The password of today and that of tomorrow."""

    current = PasswordField(_l("Uw wachtwoord van nu"), [InputRequired(MISSING)])


@blueprint.get("/account")
@needs("account.own")
def own() -> str:
    """Who I am, how I sign in, and where I am signed in."""
    here = visit_here()
    with reading(database()) as session:
        me = session.get_one(Account, staff().account_id)
        return render_template(
            "accounts/own.html",
            me=me,
            visits=visits.of(session, me.id or 0),
            here=here.visit.id if here else None,
            passkeys=passkeys.of(session, me.id or 0),
            passkeys_work=passkeys.work_here(settings()),
            keys=keys_of(session, me.id or 0),
            done=request.args.get("klaar", ""),
        )


@blueprint.post("/account/sessies/<int:visit_id>/beeindigen")
@needs("account.own")
def end_visit(visit_id: int) -> Response:
    """End one of my sessions."""
    with transaction(database()) as session:
        if not visits.end(session, staff().account_id, visit_id):
            raise problem("not_found", _("Deze sessie is al geëindigd."))
    return redirect(url_for("accounts.own", klaar="sessie"), 303)


@blueprint.post("/account/sessies/andere/beeindigen")
@needs("account.own")
def end_other_visits() -> Response:
    """End all my sessions except this one."""
    here = visit_here()
    with transaction(database()) as session:
        visits.end_all(session, staff().account_id, but=here.visit.id if here else None)
    return redirect(url_for("accounts.own", klaar="sessies"), 303)


@blueprint.get("/account/wachtwoord")
@needs("account.own")
def change_password_page() -> Response | str:
    """The form; who never had a password gets a link by mail for the first one."""
    with reading(database()) as session:
        me = session.get_one(Account, staff().account_id)
    if me.password is None:
        return redirect(url_for("accounts.forgotten_page"), 303)
    return render_template("accounts/change_password.html", form=ChangePassword(), me=me)


@blueprint.post("/account/wachtwoord")
@needs("account.own")
def change_password() -> Response | tuple[str, int]:
    """Change it; every other session ends."""
    with reading(database()) as session:
        me = session.get_one(Account, staff().account_id)
    form = ChangePassword(request.form, email=me.email, name=me.name)
    refused = not form.validate()
    if not refused:
        require(database(), f"change:account:{me.id}", _TIMES, _PERIOD)
        if not passwords.matches(form.current.data or "", me.password):
            form.current.errors = [_("Dit is niet uw wachtwoord van nu.")]
            refused = True
    if refused:
        return render_template("accounts/change_password.html", form=form, me=me), 422
    hashed = passwords.hashed(form.password.data or "")
    here = visit_here()
    with transaction(database()) as session:
        account = session.get_one(Account, me.id)
        link.set_password(session, account, hashed, but_visit=here.visit.id if here else None)
    renew_mark(account)
    return redirect(url_for("accounts.own", klaar="wachtwoord"), 303)


@blueprint.get("/account/opnieuw")
@needs("account.own")
def again_page() -> str:
    """Ask to sign in again before a change of how somebody signs in."""
    return render_template("accounts/again.html", wanted=onward(request.args.get("next")) or "")
