"""The people of my organisation: who there are, and an account for somebody new."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.accounts import link
from survey.accounts.blueprint import blueprint
from survey.accounts.letter import invitation
from survey.accounts.managing import change
from survey.accounts.managing.add import Taken, add
from survey.accounts.managing.forms import NewAccount, OrganisationName
from survey.accounts.organisation import Organisation
from survey.accounts.tables import Account
from survey.accounts.wording import ROLES
from survey.database import database, reading, transaction
from survey.mail import AddressRefused, Refused, Uncertain, Unreachable, post
from survey.mail.post import goes_out
from survey.security import needs, organisation
from survey.settings import settings


@blueprint.get("/beheer")
@needs("account.manage")
def people() -> str:
    """Everybody with an account here."""
    with reading(database()) as session:
        accounts = change.of(session, organisation())
        return render_template(
            "accounts/people.html",
            accounts=accounts,
            factors=change.factors(session, accounts),
            roles=ROLES,
            organisation=session.get_one(Organisation, organisation()),
            done=request.args.get("klaar", ""),
        )


@blueprint.get("/beheer/nieuw")
@needs("account.manage")
def new_account_page() -> str:
    """The form for an account."""
    return _new_page(NewAccount(data={"sees_single_answers": True, "may_export": True}))


@blueprint.post("/beheer/nieuw")
@needs("account.manage")
def new_account() -> str | tuple[str, int]:
    """Make the account, mail its owner a link, and show that link once."""
    form = NewAccount(request.form)
    if not form.validate():
        return _new_page(form), 422
    try:
        with transaction(database()) as session:
            account = add(
                session,
                organisation(),
                email=form.email.data or "",
                name=form.name.data or "",
                roles=form.roles.data or [],
                sees_single_answers=bool(form.sees_single_answers.data),
                may_export=bool(form.may_export.data),
            )
            token = link.issue(session, account, link.INVITED)
    except Taken:
        form.email.errors = [_("Met dit e-mailadres kan geen account worden gemaakt. Het is al in gebruik.")]
        return _new_page(form), 422
    return hand_over(account, token)


def hand_over(account: Account, token: str) -> str:
    """Mail a link to its owner, and show it this once; say so when the mail did not go out."""
    mailed = goes_out(settings())
    try:
        with post(settings()) as outgoing:
            outgoing.send(invitation(settings(), account, token))
    except (AddressRefused, Refused, Uncertain, Unreachable):
        mailed = False
    return render_template(
        "accounts/hand_over.html",
        account=account,
        link=link.address(settings(), token),
        mailed=mailed,
        goes_out=goes_out(settings()),
    )


@blueprint.get("/beheer/organisatie")
@needs("organisation.manage")
def organisation_page() -> str:
    """What the organisation is called."""
    with reading(database()) as session:
        ours = session.get_one(Organisation, organisation())
    return render_template("accounts/organisation.html", form=OrganisationName(data={"name": ours.name}))


@blueprint.post("/beheer/organisatie")
@needs("organisation.manage")
def rename_organisation() -> Response | tuple[str, int]:
    """Give it another name."""
    form = OrganisationName(request.form)
    if not form.validate():
        return render_template("accounts/organisation.html", form=form), 422
    with transaction(database()) as session:
        session.get_one(Organisation, organisation()).name = (form.name.data or "").strip()
    return redirect(url_for("accounts.people", klaar="organisatie"), 303)


def _new_page(form: NewAccount) -> str:
    return render_template("accounts/new_account.html", form=form, roles=ROLES)
