"""One account of my organisation: what it may do, its sessions, closing it."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.accounts import link, visits
from survey.accounts.blueprint import blueprint
from survey.accounts.managing import change
from survey.accounts.managing.forms import Rights
from survey.accounts.managing.routes import hand_over
from survey.accounts.tables import Account
from survey.accounts.wording import ROLES
from survey.database import database, reading, transaction
from survey.problems import Problem, problem
from survey.security import needs, organisation

_ONE = "/beheer/accounts/<int:account_id>"


@blueprint.get(_ONE)
@needs("account.manage")
def account_page(account_id: int) -> str:
    """One account."""
    with reading(database()) as session:
        account = _found(session, account_id)
    rights = {
        "name": account.name,
        "roles": account.role_names,
        "sees_single_answers": account.sees_single_answers,
        "may_export": account.may_export,
    }
    return _page(account_id, Rights(data=rights))


@blueprint.post(_ONE)
@needs("account.manage")
def change_account(account_id: int) -> Response | tuple[str, int]:
    """Change the name, the roles and the finer rights."""
    form = Rights(request.form)
    if not form.validate():
        return _page(account_id, form), 422
    try:
        with transaction(database()) as session:
            change.change(
                session,
                _found(session, account_id),
                name=form.name.data or "",
                roles=form.roles.data or [],
                sees_single_answers=bool(form.sees_single_answers.data),
                may_export=bool(form.may_export.data),
            )
    except change.LastAdministrator:
        form.roles.errors = [_last().detail]
        return _page(account_id, form), 422
    return _back(account_id, "gewijzigd")


@blueprint.get(f"{_ONE}/sluiten")
@needs("account.manage")
def close_account_page(account_id: int) -> str:
    """Ask whether it is meant."""
    return _confirm(account_id, "accounts/close_account.html")


@blueprint.post(f"{_ONE}/sluiten")
@needs("account.manage")
def close_account(account_id: int) -> Response:
    """Close it; it can be opened again."""
    try:
        with transaction(database()) as session:
            change.close(session, _found(session, account_id))
    except change.LastAdministrator as error:
        raise _last() from error
    return _back(account_id, "gesloten")


@blueprint.post(f"{_ONE}/heropenen")
@needs("account.manage")
def reopen_account(account_id: int) -> Response:
    """Open it again."""
    with transaction(database()) as session:
        change.reopen(session, _found(session, account_id))
    return _back(account_id, "heropend")


@blueprint.post(f"{_ONE}/sessies/beeindigen")
@needs("account.manage")
def end_visits_of(account_id: int) -> Response:
    """End every session of this account."""
    with transaction(database()) as session:
        visits.end_all(session, _found(session, account_id).id or 0)
    return _back(account_id, "sessies")


@blueprint.get(f"{_ONE}/tweede-stap")
@needs("account.manage")
def remove_factor_page(account_id: int) -> str:
    """Ask whether it is meant: it can not be undone."""
    return _confirm(account_id, "accounts/remove_factor.html")


@blueprint.post(f"{_ONE}/tweede-stap")
@needs("account.manage")
def remove_factor(account_id: int) -> Response:
    """Take the second factor away, for who lost it."""
    with transaction(database()) as session:
        change.remove_second_factor(session, _found(session, account_id))
    return _back(account_id, "tweede-stap")


@blueprint.post(f"{_ONE}/link")
@needs("account.manage")
def new_link(account_id: int) -> str:
    """A new link to set a password, mailed and shown once."""
    with transaction(database()) as session:
        account = _found(session, account_id)
        if not account.active:
            raise problem("account_closed", _("Heropen het account eerst."))
        token = link.issue(session, account, link.INVITED)
    return hand_over(account, token)


def _found(session: Session, account_id: int) -> Account:
    account = change.find(session, organisation(), account_id)
    if account is None:
        raise problem("not_found", _("Dit account bestaat niet."))
    return account


def _page(account_id: int, form: Rights) -> str:
    with reading(database()) as session:
        account = _found(session, account_id)
        return render_template(
            "accounts/account.html",
            account=account,
            form=form,
            roles=ROLES,
            visits=visits.of(session, account_id),
            has_factor=change.factors(session, [account])[account_id],
            key_count=change.key_count(session, account),
            done=request.args.get("klaar", ""),
        )


def _confirm(account_id: int, template: str) -> str:
    with reading(database()) as session:
        return render_template(template, account=_found(session, account_id))


def _back(account_id: int, done: str) -> Response:
    return redirect(url_for("accounts.account_page", account_id=account_id, klaar=done), 303)


def _last() -> Problem:
    return problem("last_administrator", _("Dit is de enige beheerder. Maak eerst iemand anders beheerder."))
