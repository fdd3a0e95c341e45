"""Codes from an app: a secret that the app and we share, kept encrypted, and a code that is never taken twice."""

import base64
import hashlib
import io
from functools import lru_cache

import segno
from flask_security import Totp
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import or_, update
from sqlmodel import Session, col

from survey.accounts.tables import Account
from survey.settings import Settings

ISSUER = "Wijkpeil"
_WINDOW_SECONDS = 30  # a code of just before or just after counts too: clocks differ


def new_secret(settings: Settings) -> str:
    """A new secret, encrypted with the key of this installation."""
    return _factory(settings.secret).generate_totp_secret()


def key_to_type(settings: Settings, encrypted: str) -> str:
    """The secret in groups of letters, for an app on a device without a camera."""
    return _factory(settings.secret).get_totp_pretty_key(encrypted)


def picture(settings: Settings, encrypted: str, email: str) -> str:
    """The secret as a QR code to scan: the address of a picture that holds it."""
    address = _factory(settings.secret).get_totp_uri(email, encrypted)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=3, scale=4, light="#ffffff", xmldecl=False)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def period(settings: Settings, encrypted: str, code: str, after: int | None = None) -> int | None:
    """The period to which a right code belongs; None when it is wrong, or not later than period `after`."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    try:
        match = _kind(settings.secret).verify(digits, encrypted, window=_WINDOW_SECONDS, last_counter=after)
    except TokenError:
        return None
    return int(match.counter)


def use(session: Session, settings: Settings, account: Account, code: str) -> bool:
    """Take a code of this account, once: of two people who send the same code at the same time one gets in."""
    if not account.tf_totp_secret:
        return False
    counter = period(settings, account.tf_totp_secret, code, account.totp_counter)
    if counter is None:
        return False
    first = session.execute(
        update(Account)
        .where(
            col(Account.id) == account.id,
            or_(col(Account.totp_counter).is_(None), col(Account.totp_counter) < counter),
        )
        .values(totp_counter=counter)
        .returning(col(Account.id))
        .execution_options(synchronize_session=False)
    )
    return first.first() is not None


def _factory(secret: str) -> Totp:
    return Totp(_keys(secret), ISSUER)


@lru_cache(maxsize=4)
def _kind(secret: str) -> type[TOTP]:
    kind: type[TOTP] = TOTP.using(issuer=ISSUER, secrets=_keys(secret))
    return kind


def _keys(secret: str) -> dict[str, str]:
    # A key of its own, so that what is encrypted here tells nothing about what is signed elsewhere.
    return {"1": hashlib.sha256(f"wijkpeil totp 1:{secret}".encode()).hexdigest()}
