"""To the provider of the municipality and back."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.accounts.blueprint import blueprint
from survey.accounts.entering import openid
from survey.accounts.entering.enter import proved_elsewhere
from survey.accounts.entering.onward import onward
from survey.database import database, transaction
from survey.problems import problem
from survey.security import needs, person
from survey.throttle import require, visitor

_PERIOD, _TIMES = 900, 100


@blueprint.get("/aanmelden/organisatie")
@needs("account.sign_in")
def provider_go() -> Response:
    """Go to the provider. A link and no form: the content policy lets no form of ours end on another site."""
    require(database(), f"openid:network:{visitor()}", _TIMES, _PERIOD)
    return openid.go(onward(request.args.get("next")) or "")


@blueprint.get("/aanmelden/organisatie/terug")
@needs("account.sign_in")
def provider_back() -> Response:
    """Who comes back with a proof of the provider signs in; the state in the session says that it began here."""
    require(database(), f"openid:network:{visitor()}", _TIMES, _PERIOD)
    claims, wanted = openid.come_back()
    with transaction(database()) as unit:
        account = openid.account_of(unit, claims)
    if account is None:
        raise problem(
            "sign_in_refused",
            _(
                "Er is hier geen account voor u. Vraag de beheerder om er een te maken met uw e-mailadres van het werk."
            ),
        )
    return proved_elsewhere(account, wanted)


@blueprint.get("/uitgelogd")
@needs("account.sign_in")
def signed_out() -> Response | str:
    """Say that it is done here, and how to end it at the provider as well."""
    if person() is not None:
        return redirect(url_for("accounts.own"), 303)
    return render_template("accounts/signed_out.html", elsewhere=openid.leaving(), provider=openid.label())
