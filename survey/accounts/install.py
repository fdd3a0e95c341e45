"""Sign-in for this application: Flask-Security on our tables, under our addresses."""

from typing import Any

from flask import Flask
from flask_security import Security

from survey.accounts.store import store
from survey.security import needs

# Views of Flask-Security that are for everybody; the others are for who signed in.
_OPEN = ("login", "logout")


def install(app: Flask) -> None:
    """Add accounts to this application; the database must be open."""
    app.config.update(_settings(app))
    accounts = store(app.extensions["wijkpeil.database"])
    app.extensions["wijkpeil.accounts"] = accounts
    Security(app, accounts)
    for endpoint, view in app.view_functions.items():
        blueprint, _dot, name = endpoint.rpartition(".")
        if blueprint == "security":
            needs("account.sign_in" if name in _OPEN else "account.own")(view)

    @app.teardown_appcontext
    def give_back(_error: BaseException | None) -> None:
        accounts.db.session.remove()


def _settings(app: Flask) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": None,
        "SECURITY_LOGIN_URL": "/aanmelden",
        "SECURITY_LOGOUT_URL": "/uitloggen",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "WTF_CSRF_ENABLED": app.config.get("WTF_CSRF_ENABLED", True),
    }
