"""`/code`: somebody types the code of a letter. Who guesses learns nothing: not from words, status or time."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import database, transaction
from survey.rounds.access import issue
from survey.rounds.invite import Standing, of_secret
from survey.security import needs
from survey.throttle import require, visitor

blueprint = Blueprint("typed_code", __name__, template_folder="templates")

# A library has many readers behind one address; a code has 296 million million possibilities.
_TRIES_PER_ADDRESS, _TRIES_IN_ALL, _PERIOD = 30, 3_000, 600
_LONGEST = 80

Answer = Response | str | tuple[str, int]


@blueprint.get("/code")
@needs("invitation.answer")
def page() -> Answer:
    """Where to type the code."""
    return render_template("panel/code.html", typed="", wrong=False)


@blueprint.post("/code")
@needs("invitation.answer")
def enter() -> Answer:
    """To the page of the invitation, by a link that is made now; the same answer for every code that opens nothing."""
    require(database(), f"code:{visitor()}", _TRIES_PER_ADDRESS, _PERIOD)
    require(database(), "code", _TRIES_IN_ALL, _PERIOD)
    typed = request.form.get("code", "")
    with transaction(database()) as session:
        found = of_secret(session, typed, "code")
        # Also a code that was used, or came too late: whoever tries codes must not find out which were given out.
        if found and found.standing in {Standing.OPEN, Standing.REFUSED}:
            token = issue(session, found.invitation, "token")
            return redirect(url_for("invited.landing", token=token), 303)
    return render_template("panel/code.html", typed=typed[:_LONGEST], wrong=True), 422
