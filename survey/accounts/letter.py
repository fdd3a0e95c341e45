"""Mails to the staff: a link to set a password. The mail is sent by a job, so nobody can time who has an account."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlmodel import Session

from survey.accounts import link
from survey.accounts.tables import Account
from survey.database import transaction
from survey.jobs import Failed, Task, ask, work
from survey.mail import AddressRefused, Mail, Refused, Uncertain, post
from survey.settings import Settings

_KIND = "accounts.send_link"


def send_forgotten(session: Session, account: Account) -> None:
    """Have a link mailed to somebody who forgot the password; the link itself is made when the mail is."""
    ask(
        session,
        _KIND,
        _("Mail met een link voor een nieuw wachtwoord"),
        {"account": account.id},
        organisation_id=account.organisation_id,
        account_id=None,
    )


def invitation(settings: Settings, account: Account, token: str) -> Mail:
    """The mail to somebody for whom an account was made."""
    return _mail(settings, account, token, invited=True)


@work(_KIND)
def send_link(task: Task) -> dict[str, object]:
    """Make a link and mail it; done again, the earlier link stops working and the last mail counts."""
    settings: Settings = task.app.extensions["wijkpeil.settings"]
    with transaction(task.engine) as session:
        account = session.get(Account, task.arguments.get("account"))
        if account is None or not account.active or account.organisation_id != task.organisation_id:
            return {"sent": 0}
        token = link.issue(session, account, link.FORGOTTEN)
    try:
        with post(settings) as outgoing:
            outgoing.send(_mail(settings, account, token, invited=False))
    except (AddressRefused, Refused, Uncertain) as error:
        raise Failed(
            _("De mailserver nam de mail niet aan. Controleer het e-mailadres van het account.")
        ) from error
    return {"sent": 1}


def _mail(settings: Settings, account: Account, token: str, *, invited: bool) -> Mail:
    with force_locale("nl"):
        about: dict[str, object] = {
            "name": account.name,
            "link": link.address(settings, token),
            "invited": invited,
        }
        return Mail(
            to=account.email,
            name=account.name,
            subject=_("Uw account bij Wijkpeil") if invited else _("Een nieuw wachtwoord voor Wijkpeil"),
            text=_rendered("accounts/mail.txt", about),
            html=_rendered("accounts/mail.html", about),
        )


def _rendered(template: str, about: dict[str, object]) -> str:
    # Without what every page is given: that is about a request, and a job has none.
    return current_app.jinja_env.get_template(template).render(about)
