"""Passkeys (WebAuthn): a key on somebody's own device, of which we keep the public half."""

import json
import secrets
from collections.abc import Sequence
from ipaddress import ip_address
from time import time
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update
from sqlmodel import Session, col, select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from survey.accounts.tables import Account, Passkey
from survey.moment import now
from survey.settings import Settings
from survey.throttle import allowed

_NAME = "Wijkpeil"
_SECONDS = 300
_MOST = 20  # of one account
_CHALLENGE_BYTES = 32


class Refused(ValueError):  # noqa: N818 (it says what happened)
    """What the device sent does not prove what it should."""


def challenge() -> dict[str, Any]:
    """A question that a device has to sign, to keep in the visitor's session meanwhile."""
    return {"bytes": secrets.token_urlsafe(_CHALLENGE_BYTES), "until": time() + _SECONDS}


def to_register(
    settings: Settings, account: Account, present: Sequence[Passkey], asked: dict[str, Any]
) -> str:
    """What a browser needs to make a passkey for this account, as JSON."""
    return options_to_json(
        generate_registration_options(
            rp_id=_site(settings),
            rp_name=_NAME,
            user_id=account.fs_webauthn_user_handle.encode(),
            user_name=account.email,
            user_display_name=account.name,
            challenge=base64url_to_bytes(asked["bytes"]),
            timeout=_SECONDS * 1000,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in present],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
        )
    )


def register(
    session: Session, settings: Settings, account: Account, name: str, sent: str, asked: object
) -> Passkey:
    """Keep the passkey that a device made; raises Refused when it does not answer what was asked, or is one too many."""
    if len(of(session, account.id or 0)) >= _MOST:
        raise Refused
    try:
        made = verify_registration_response(
            credential=sent,
            expected_challenge=_once(session, asked),
            expected_rp_id=_site(settings),
            expected_origin=_origins(settings),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Refused from error
    taken = select(Passkey.id).where(col(Passkey.credential_id) == made.credential_id)
    if session.exec(taken).first() is not None:
        raise Refused
    key = Passkey(
        account_id=account.id or 0,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=[],
        name=name,
    )
    session.add(key)
    session.flush()
    return key


def to_sign(settings: Settings, keys: Sequence[Passkey], asked: dict[str, Any]) -> str:
    """What a browser needs to prove one of these passkeys, or any that it holds for us when there are none given."""
    return options_to_json(
        generate_authentication_options(
            rp_id=_site(settings),
            challenge=base64url_to_bytes(asked["bytes"]),
            timeout=_SECONDS * 1000,
            allow_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in keys] or None,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def proved(session: Session, settings: Settings, sent: str, asked: object) -> Account:
    """Whose passkey signed what was asked; raises Refused for an unknown key, another question or a closed account."""
    expected = _once(session, asked)
    key = _named(session, sent)
    account = session.get(Account, key.account_id)
    if account is None or not account.active:
        raise Refused
    try:
        signed = verify_authentication_response(
            credential=sent,
            expected_challenge=expected,
            expected_rp_id=_site(settings),
            expected_origin=_origins(settings),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Refused from error
    session.execute(
        update(Passkey)
        .where(col(Passkey.id) == key.id)
        .values(sign_count=signed.new_sign_count, used_at=now())
    )
    return account


def of(session: Session, account_id: int) -> Sequence[Passkey]:
    """The passkeys of this account, oldest first."""
    return session.exec(
        select(Passkey).where(col(Passkey.account_id) == account_id).order_by(col(Passkey.id))
    ).all()


def work_here(settings: Settings) -> bool:
    """Whether browsers make passkeys for this site: never for a bare network address."""
    try:
        ip_address(_site(settings))
    except ValueError:
        return True
    return False


def _named(session: Session, sent: str) -> Passkey:
    try:
        identity = base64url_to_bytes(json.loads(sent)["rawId"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused from error
    key = session.exec(select(Passkey).where(col(Passkey.credential_id) == identity)).first()
    if key is None:
        raise Refused
    return key


def _once(session: Session, asked: object) -> bytes:
    """The question of this visitor, which can be answered a single time."""
    if not isinstance(asked, dict) or float(asked.get("until", 0)) < time():
        raise Refused
    if not allowed(session, f"passkey:{asked.get('bytes')}", 1, 2 * _SECONDS):
        raise Refused
    return base64url_to_bytes(str(asked.get("bytes")))


def _site(settings: Settings) -> str:
    return urlsplit(settings.base_url).hostname or "localhost"


def _origins(settings: Settings) -> list[str]:
    parts = urlsplit(settings.base_url)
    return [f"{parts.scheme}://{parts.netloc}"]
