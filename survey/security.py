"""Who may do what: each route names the action it needs, `permissions.py` says who may do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.permissions import ACTIONS, Role, may, needs
from survey.problems import problem

__all__ = ["Person", "guard", "may_do", "needs", "on_staff_page", "organisation", "person", "staff"]

# Blueprints whose pages are the staff's own. The tablet is not among them: its screen is shown to residents.
STAFF_PAGES = (
    "home",
    "results",
    "control",
    "accounts",
    "security",
    "jobs",
    "mailings",
    "letters",
    "bounces",
    "locations",
    "management",
    "members",
    "rounds",
    "closing",
    "devices",
    "fieldwork",
    "monitor",
)
_SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Person:
    """Who makes this request: a member of the staff, with a session or a key, or a device of the fieldwork.

    Attributes:
        account_id: 0 for a device.
        device_id: the device; None for a person.
    """

    account_id: int
    organisation_id: int
    name: str
    roles: frozenset[Role]
    sees_single_answers: bool
    may_export: bool
    device_id: int | None = None

    def may(self, action: str) -> bool:
        """Whether this person may do this."""
        return may(
            action, self.roles, sees_single_answers=self.sees_single_answers, may_export=self.may_export
        )


def guard(
    app: Flask,
    identify: Callable[[], Person | None],
    within: Callable[[Person, Mapping[str, Any]], None],
) -> None:
    """Check each request against the table; a route without a declared action answers 403, always.

    Args:
        app: the application with all its routes.
        identify: who makes the current request; None for somebody who did not sign in.
        within: refuses the arguments of an address that belong to another organisation.
    """
    needs("static.read")(app.view_functions["static"])
    app.extensions["wijkpeil.identify"] = identify
    app.add_template_global(may_do)
    app.add_template_global(person, "signed_in")
    app.add_template_global(on_staff_page)

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
        within(somebody, request.view_args or {})
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


def on_staff_page() -> bool:
    """Whether this is a page of the staff, seen by one of them: not the tablet, and not what a resident sees."""
    return request.blueprint in STAFF_PAGES and person() is not None


def _sign_in() -> Response:
    if request.path.startswith("/api/"):
        raise problem(
            "sign_in_first", _("Meld u eerst aan, of stuur een sleutel mee: Authorization: Bearer SLEUTEL.")
        )
    if request.method in _SAFE:
        return redirect(url_for("accounts.sign_in_page", next=request.full_path.rstrip("?")), 303)
    return redirect(url_for("accounts.sign_in_page"), 303)
