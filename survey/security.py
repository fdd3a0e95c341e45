"""Who may do what: each route names the action it needs, `permissions.py` says who may do it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import bindparam
from sqlmodel import col, select
from werkzeug.wrappers import Response

from survey.database import database, reading
from survey.permissions import ACTIONS, Role, may
from survey.problems import problem
from survey.studies.find import unknown_study
from survey.studies.tables import Study

View = TypeVar("View", bound=Callable[..., object])
_SAFE = {"GET", "HEAD", "OPTIONS"}
_OWNER = select(Study.organisation_id).where(col(Study.slug) == bindparam("slug"))


@dataclass(frozen=True, slots=True)
class Person:
    """Who makes this request: a member of the staff who signed in, with a session or with a key."""

    account_id: int
    organisation_id: int
    name: str
    roles: frozenset[Role]
    sees_single_answers: bool
    may_export: bool

    def may(self, action: str) -> bool:
        """Whether this person may do this."""
        return may(
            action, self.roles, sees_single_answers=self.sees_single_answers, may_export=self.may_export
        )


def needs(action: str) -> Callable[[View], View]:
    """Declare on a view or command which action it needs; an unknown action is a programming error."""
    if action not in ACTIONS:
        raise LookupError(f"unknown action {action!r}: add it to ACTIONS")

    def declare(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return declare


def guard(app: Flask, identify: Callable[[], Person | None]) -> None:
    """Check each request against the table; a route without a declared action answers 403, always.

    Args:
        app: the application with all its routes.
        identify: who makes the current request; None for somebody who did not sign in.
    """
    needs("static.read")(app.view_functions["static"])
    app.extensions["wijkpeil.identify"] = identify
    app.add_template_global(may_do)
    app.add_template_global(person, "signed_in")

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None  # nothing matched: the router's own 404 or 405 follows
        action = getattr(current_app.view_functions[request.endpoint], "action", None)
        if action is None:
            abort(403)
        rule = ACTIONS[action]
        if rule.roles & {Role.ANYONE, Role.HOLDER}:
            return None
        somebody = person()
        if somebody is None:
            return _sign_in()
        if not somebody.may(action):
            abort(403)
        _within(somebody, request.view_args or {})
        return None


def person() -> Person | None:
    """Who makes this request, found once; None for somebody who did not sign in."""
    if "person" not in g:
        g.person = current_app.extensions["wijkpeil.identify"]()
    return cast("Person | None", g.person)


def staff() -> Person:
    """Who makes this request; raises LookupError on a route that is open to people without an account."""
    found = person()
    if found is None:
        raise LookupError("nobody signed in: this route must not be open")
    return found


def organisation() -> int:
    """The key of the organisation of who makes this request; every query of a signed-in page is limited to it."""
    return staff().organisation_id


def may_do(action: str) -> bool:
    """Whether who makes this request may do this: to show only links that work."""
    found = person()
    return found.may(action) if found else Role.ANYONE in ACTIONS[action].roles


def _sign_in() -> Response:
    if request.path.startswith("/api/"):
        raise problem(
            "sign_in_first", _("Meld u eerst aan, of stuur een sleutel mee: Authorization: Bearer SLEUTEL.")
        )
    if request.method in _SAFE:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")), 303)
    return redirect(url_for("security.login"), 303)


def _within(somebody: Person, arguments: dict[str, Any]) -> None:
    """A study of another organisation is not there: not under another name, not with another method."""
    slug = arguments.get("slug")
    if slug is None:
        return
    owner = None
    if "\x00" not in slug:
        with reading(database()) as session:
            owner = session.connection().execute(_OWNER, {"slug": slug}).scalar()
    if owner != somebody.organisation_id:
        raise unknown_study(slug)
