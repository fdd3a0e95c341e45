"""My keys for programs."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form, StringField

from survey.accounts import keys
from survey.accounts.blueprint import blueprint
from survey.accounts.forms import required
from survey.accounts.own.recently import recently
from survey.accounts.tables import Account
from survey.database import database, reading, transaction
from survey.problems import problem
from survey.security import needs, staff

_MOST = 20


class NewKey(Form):
    """What a key is for."""

    label = StringField(_l("Waarvoor is deze sleutel?"), required(keys.LONGEST_LABEL))


@blueprint.get("/account/sleutels")
@needs("account.own")
def keys_page() -> str:
    """The keys that work, and a form for another."""
    return _page(NewKey())


@blueprint.post("/account/sleutels")
@needs("account.own")
@recently
def make_key() -> str | tuple[str, int]:
    """Make a key and show it, once."""
    form = NewKey(request.form)
    if not form.validate():
        return _page(form), 422
    with transaction(database()) as session:
        me = session.get_one(Account, staff().account_id)
        if len(keys.of(session, me.id or 0)) >= _MOST:
            raise problem("too_many_keys", _("U heeft al 20 sleutels. Trek er eerst een in."))
        key = keys.make(session, me, form.label.data or "")
    return _page(NewKey(), key)


@blueprint.post("/account/sleutels/<int:key_id>/intrekken")
@needs("account.own")
def revoke_key(key_id: int) -> Response:
    """Let one of my keys work no longer."""
    with transaction(database()) as session:
        if not keys.revoke(session, staff().account_id, key_id):
            raise problem("not_found", _("Deze sleutel is al ingetrokken."))
    return redirect(url_for("accounts.keys_page", klaar=1), 303)


def _page(form: NewKey, fresh: str = "") -> str:
    with reading(database()) as session:
        return render_template(
            "accounts/keys.html", form=form, fresh=fresh, keys=keys.of(session, staff().account_id)
        )
