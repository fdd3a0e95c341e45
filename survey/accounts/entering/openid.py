"""Signing in at the municipality's own provider, by OpenID Connect: code flow with state, nonce and PKCE."""

from typing import Any
from urllib.parse import urlencode

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, session
from flask_babel import gettext as _
from joserfc.errors import JoseError
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from survey.accounts.entering.verify import by_address
from survey.accounts.tables import Account
from survey.problems import Problem, problem
from survey.settings import Settings, settings

log = structlog.get_logger()
_SECONDS = 10
_NEXT = "openid_next"


def connect(app: Flask, chosen: Settings) -> None:
    """Make the provider of the settings known, when there is one; it is asked about itself at the first sign-in."""
    if not chosen.oidc_issuer:
        return
    oauth = OAuth(app)
    oauth.register(
        "organisation",
        client_id=chosen.oidc_client_id,
        client_secret=chosen.oidc_client_secret,
        server_metadata_url=f"{chosen.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": _SECONDS,
        },
    )
    app.extensions["wijkpeil.openid"] = oauth


def label() -> str:
    """What the button says; empty when no provider was set."""
    chosen = settings()
    return chosen.oidc_name if chosen.oidc_issuer else ""


def go(wanted: str) -> Response:
    """Send the visitor to the provider; raises Problem (503) when it cannot be reached."""
    client = _client()
    try:
        answer: Response = client.authorize_redirect(_back())
    except (requests.RequestException, AuthlibBaseError, ValueError, RuntimeError) as error:
        raise _unreachable(error) from error
    session[_NEXT] = wanted
    return answer


def come_back() -> tuple[dict[str, Any], str]:
    """What the provider says of the visitor who returns, and where to go on to; raises Problem for whatever is not right."""
    client = _client()
    wanted = str(session.pop(_NEXT, ""))
    try:
        token = client.authorize_access_token()
        issuer = client.load_server_metadata().get("issuer")
    except requests.RequestException as error:
        raise _unreachable(error) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, RuntimeError) as error:
        # Not its text: it can hold what the provider sent.
        log.warning("openid refused", kind=type(error).__name__)
        raise _refused() from error
    claims = dict(token.get("userinfo") or {})
    if not claims.get("sub") or claims.get("iss") != issuer or issuer != settings().oidc_issuer:
        raise _refused()
    return claims, wanted


def account_of(unit: Session, claims: dict[str, Any]) -> Account | None:
    """The account of this person: by the provider's own name for it, and the first time by a verified mail address.

    Nobody gets an account by signing in: an administrator made it before. A name that was once tied to an account
    stays so, whatever the provider says of the mail address later.
    """
    issuer, subject = str(claims["iss"])[:255], str(claims["sub"])[:255]
    tied = unit.exec(
        select(Account).where(col(Account.oidc_issuer) == issuer, col(Account.oidc_subject) == subject)
    ).first()
    if tied is not None:
        return tied if tied.active else None
    if claims.get("email_verified") not in {True, "true"}:
        return None
    account = by_address(unit, str(claims.get("email", "")))
    if account is None or not account.active or account.oidc_subject is not None:
        return None
    account.oidc_issuer, account.oidc_subject = issuer, subject
    unit.add(account)
    unit.flush()
    return account


def leaving() -> str:
    """Where to end the session at the provider too; empty when it has no such page or cannot be asked."""
    if not label():
        return ""
    try:
        end = _client().load_server_metadata().get("end_session_endpoint")
    except (requests.RequestException, AuthlibBaseError, ValueError, RuntimeError):
        return ""
    chosen = settings()
    back = {
        "client_id": chosen.oidc_client_id,
        "post_logout_redirect_uri": f"{chosen.base_url.rstrip('/')}/aanmelden",
    }
    return f"{end}?{urlencode(back)}" if end else ""


def _client() -> Any:
    oauth = current_app.extensions.get("wijkpeil.openid")
    if oauth is None:
        raise problem("not_found", _("Aanmelden via een organisatie staat hier uit."))
    return oauth.organisation


def _back() -> str:
    return f"{settings().base_url.rstrip('/')}/aanmelden/organisatie/terug"


def _unreachable(error: Exception) -> Problem:
    log.warning("openid provider unreachable", kind=type(error).__name__)
    return problem(
        "unavailable", _("Het aanmelden bij uw organisatie werkt nu niet. Probeer het later opnieuw.")
    )


def _refused() -> Problem:
    return problem(
        "sign_in_refused", _("Begin opnieuw met aanmelden. Lukt het weer niet, vraag het dan uw beheerder.")
    )
