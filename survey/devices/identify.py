"""Who makes a request, devices included: a tablet sends its token, everybody else is known as an account."""

from flask import request
from flask_babel import gettext as _
from sqlalchemy import bindparam
from sqlmodel import col, select

from survey.accounts.identify import bearer
from survey.accounts.identify import identify as account
from survey.accounts.secret import digest
from survey.database import database, reading
from survey.devices.tables import Device
from survey.permissions import Role
from survey.problems import problem
from survey.security import Person

TOKEN = "wd_"  # noqa: S105 (how every token of a device begins)
_ROLES = frozenset({Role.DEVICE})
# Only what is needed, not a whole row: this is asked with every interview that a tablet sends.
_BY_TOKEN = select(Device.id, Device.organisation_id, Device.name, Device.revoked_at).where(
    col(Device.token_hash) == bindparam("digest")
)


def identify() -> Person | None:
    """The person or the device behind this request; None when there is none.

    Raises:
        Problem: `device_revoked`. It keeps what it holds, and says to whom to turn.
    """
    token = bearer()
    if token is None or not token.startswith(TOKEN):
        return account()
    with reading(database()) as session:
        found = session.connection().execute(_BY_TOKEN, {"digest": digest(token)}).first()
    # A page would ask once more who this is, to say that it may not: there a device is nobody.
    if found is None or (found.revoked_at is not None and not request.path.startswith("/api/")):
        return None
    if found.revoked_at is not None:
        raise problem(
            "device_revoked",
            _(
                "De coördinator heeft dit apparaat ingetrokken. De interviews blijven op het apparaat staan. "
                "Bewaar ze als bestand en geef het bestand en het apparaat aan de coördinator."
            ),
        )
    return Person(
        account_id=0,
        organisation_id=found.organisation_id,
        name=found.name,
        roles=_ROLES,
        sees_single_answers=False,
        may_export=False,
        device_id=found.id,
    )
