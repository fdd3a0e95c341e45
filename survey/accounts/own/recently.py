"""Changing how somebody signs in asks for having signed in a moment ago: an open laptop is not enough."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.accounts.identify import visit_here
from survey.moment import now
from survey.problems import Problem

RECENT = timedelta(minutes=30)
View = TypeVar("View", bound=Callable[..., Any])


def recently(view: View) -> View:
    """Send who signed in longer ago than `RECENT` to the page that asks to do so again; a key never gets here."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        here = visit_here()
        if here is None:
            raise Problem(
                403,
                "forbidden",
                _("Dit kan niet met een sleutel"),
                _("Meld u in uw browser aan met uw eigen account."),
            )
        if now() - here.visit.began_at > RECENT:
            return _again()
        return view(*args, **kwargs)

    return cast("View", checked)


def _again() -> Response:
    wanted = request.path if request.method == "GET" else url_for("accounts.own")
    return redirect(url_for("accounts.again_page", next=wanted), 303)
