"""Recognise a device that fills in a study again: by a random cookie, never by what the device is."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

COOKIE = "apparaat"
KEPT_FOR = timedelta(days=180)
_BYTES = 16
_FORM = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


def fresh() -> str:
    """A new value for the cookie: 128 random bits."""
    return secrets.token_urlsafe(_BYTES)


def known(cookie: str | None) -> str | None:
    """The value of the cookie when it is one of ours, else None."""
    return cookie if cookie is not None and _FORM.fullmatch(cookie) else None


def digest(secret: str, study_id: int, cookie: str) -> str:
    """What is kept of a device: with a key per study, so that two studies can not be laid side by side.

    Args:
        secret: the secret of the installation.
        study_id: the key of the study.
        cookie: the value of the cookie.
    """
    key = hmac.digest(secret.encode(), f"open link, device, study {study_id}".encode(), hashlib.sha256)
    return hmac.new(key, cookie.encode(), hashlib.sha256).hexdigest()
