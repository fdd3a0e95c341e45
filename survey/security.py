"""Who may do what: each route names the action it needs, one table says who may do it."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., object])

ANYONE, THIS_MACHINE = "anyone", "this machine"

# Until there is sign-in, the work of the researcher is open to the machine itself and to nobody else.
WHO_MAY = {
    "health.read": ANYONE,
    "static.read": ANYONE,
    "api.describe": ANYONE,
    "study.describe": ANYONE,
    "study.fill_in": ANYONE,
    "interview.submit": ANYONE,
    "interview.receipt": ANYONE,
    "study.counts": THIS_MACHINE,
    "study.interview": THIS_MACHINE,
    "results.view": THIS_MACHINE,
    "results.export": THIS_MACHINE,
    "interview.review": THIS_MACHINE,
}


def needs(action: str) -> Callable[[View], View]:
    """Declare on a view which action it needs; an action that the table does not know is a programming error."""
    if action not in WHO_MAY:
        raise LookupError(f"unknown action {action!r}: add it to WHO_MAY")

    def declare(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return declare


def guard(app: Flask) -> None:
    """Check each request against the table; a route without a declared action answers 403, always."""
    needs("static.read")(app.view_functions["static"])

    @app.before_request
    def check() -> None:
        if request.endpoint is None:
            return  # nothing matched: the router's own 404 or 405 follows
        action = getattr(current_app.view_functions[request.endpoint], "action", None)
        if action is None or (WHO_MAY[action] == THIS_MACHINE and not _from_this_machine()):
            abort(403)


def _from_this_machine() -> bool:
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
