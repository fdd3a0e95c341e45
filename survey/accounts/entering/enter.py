"""The session that signing in gives: a new one, in two steps when the account has a second factor."""

from time import time

from flask import redirect, request, session, url_for
from flask_security import login_user, logout_user
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from survey.accounts import visits
from survey.accounts.device import device
from survey.accounts.entering.onward import onward
from survey.accounts.identify import VISIT, described
from survey.accounts.start import start_address
from survey.accounts.tables import Account, Passkey
from survey.database import database, reading, transaction
from survey.i18n import PARAMETER

_HALF = "half"
_HALF_SECONDS = 600
_ELSEWHERE = "elsewhere"  # the provider of the organisation has a session too


def proved_password(account: Account, wanted: str | None) -> Response:
    """Go on after the first factor: inside, or to the second factor when this account has one."""
    with reading(database()) as unit:
        needs_more = has_second_factor(unit, account)
    if not needs_more:
        return enter(account, wanted)
    _renew()
    session[_HALF] = {
        "account": account.id,
        "mark": account.fs_uniquifier,
        "at": time(),
        "next": wanted or "",
    }
    return redirect(url_for("accounts.second_page"), 303)


def proved_elsewhere(account: Account, wanted: str | None) -> Response:
    """Let somebody in whose identity another provider proved: it asks for its own second factor."""
    return enter(account, wanted, elsewhere=True)


def halfway(unit: Session) -> tuple[Account, str] | None:
    """Who proved the first factor here a moment ago, and where to go on to; None when nobody did."""
    half = session.get(_HALF)
    if not isinstance(half, dict) or time() - float(half.get("at", 0)) > _HALF_SECONDS:
        return None
    account = unit.get(Account, half.get("account"))
    if account is None or not account.active or account.fs_uniquifier != half.get("mark"):
        return None
    return account, str(half.get("next", ""))


def enter(account: Account, wanted: str | None, *, elsewhere: bool = False) -> Response:
    """Sign this account in: a new session, whatever was there before, and on to the first page of its work."""
    elsewhere = elsewhere or bool(session.get(_ELSEWHERE))
    _renew()
    with transaction(database()) as unit:
        token = visits.begin(unit, account, device(request.user_agent.string))
    login_user(account)
    session[VISIT] = token
    if elsewhere:
        session[_ELSEWHERE] = True
    return redirect(onward(wanted) or start_address(described(account)), 303)


def leave(wanted: str | None = None) -> Response:
    """Sign out: the row of the session ends, and the cookie is emptied. `wanted` is where to go after coming back."""
    token = session.get(VISIT)
    page = "accounts.signed_out" if session.get(_ELSEWHERE) and not wanted else "accounts.sign_in_page"
    if isinstance(token, str):
        with transaction(database()) as unit:
            here = visits.find(unit, token)
            if here:
                visits.end(unit, here.visit.account_id, here.visit.id or 0)
    logout_user()
    _renew()
    return redirect(url_for(page, next=wanted), 303)


def renew_mark(account: Account) -> None:
    """Let this session go on after the mark of its account changed: every other cookie stopped working."""
    session["_user_id"] = account.fs_uniquifier


def has_second_factor(unit: Session, account: Account) -> bool:
    """Whether a password alone is not enough for this account."""
    if account.tf_totp_secret:
        return True
    keys = select(Passkey.id).where(col(Passkey.account_id) == account.id).limit(1)
    return unit.exec(keys).first() is not None


def _renew() -> None:
    """Nothing of the session before goes along, so nobody can prepare one for somebody else."""
    language = session.get(PARAMETER)
    session.clear()
    if language:
        session[PARAMETER] = language
