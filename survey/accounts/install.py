"""Sign-in for this application: Flask-Security for passwords and the mark of an account, our own pages and sessions."""

from importlib import import_module
from typing import Any

import structlog
from flask import Flask, Response, g
from flask_security import Security
from sqlalchemy.exc import SQLAlchemyError

from survey.accounts import visits
from survey.accounts.blueprint import blueprint
from survey.accounts.entering import openid
from survey.accounts.store import store
from survey.database import database, transaction

# The pages join the blueprint when their module is read.
_PAGES = ("entering.routes", "entering.forgotten", "entering.second", "entering.openid_routes", "own.routes",
          "own.keys_routes", "own.second_factor", "managing.routes", "managing.change_routes")  # fmt: skip
for _module in _PAGES:
    import_module(f"survey.accounts.{_module}")
log = structlog.get_logger()


def install(app: Flask) -> None:
    """Add accounts to this application; the database must be open."""
    app.config.update(_settings(app))
    accounts = store(app.extensions["wijkpeil.database"])
    # Its own pages stay out (decision 0014): each address here is ours, in Dutch, and names its action.
    security = Security(app, accounts, register_blueprint=False)
    # Nor does a token in a query, a header or a body sign anybody in: only our session or our key does.
    app.login_manager._request_callback = None  # type: ignore[attr-defined] # noqa: SLF001 (there is no other way)
    security.principal.identity_loaders.clear()
    openid.connect(app, app.extensions["wijkpeil.settings"])
    app.register_blueprint(blueprint)

    @app.after_request
    def note_visit(answer: Response) -> Response:
        """Write "last seen" once in a while, when the work of the request is done and no transaction is open."""
        here = g.get("visit")
        if here is not None and here.must_be_noted and not answer.is_streamed:
            try:
                with transaction(database()) as unit:
                    visits.note(unit, here.visit.id or 0)
            except SQLAlchemyError as error:
                log.warning("visit not noted", kind=type(error).__name__)
        return answer

    @app.teardown_appcontext
    def give_back(_error: BaseException | None) -> None:
        accounts.db.session.remove()


def _settings(app: Flask) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": None,
        "SECURITY_JOIN_USER_ROLES": False,
        "WTF_CSRF_ENABLED": app.config.get("WTF_CSRF_ENABLED", True),
    }
