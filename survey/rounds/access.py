"""The secrets that open an invitation: the token of a mail, the code of a letter. Only their digests are kept."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import cast
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Table, insert
from sqlmodel import Session, col, select

from survey.rounds.tables import Access, Invitation
from survey.settings import settings

KINDS = ("token", "code")
# What a letter shows: of signs that look alike one is used, and the others are read as that one when typed.
ALPHABET = "0123456789ACDEFGHJKMNPRTVWXY"
LENGTH = 10
_GROUP = 5
LOOK_ALIKES = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"})
_LONGEST_TYPED = 80  # a code with a space after each sign, and then some
_TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_PURPOSE = "wijkpeil invitation codes 1"
_AT_ONCE = 500  # rows in one statement
_ACCESS = cast("Table", Access.__table__)  # type: ignore[attr-defined]


def issue(session: Session, invitation: Invitation, kind: str) -> str:
    """Make a new secret for one invitation and give it, this once; earlier ones stay valid.

    Raises:
        LookupError: no such kind.
    """
    return issue_many(session, [invitation], kind)[invitation.id]


def issue_many(session: Session, invitations: Iterable[Invitation], kind: str) -> dict[UUID, str]:
    """Make a new secret for each invitation, all in a few statements; gives them by the invitation's id.

    Raises:
        LookupError: no such kind.
    """
    _known(kind)
    fresh = {each.id: _fresh(kind) for each in invitations}
    digests = {key: digest(secret, kind) for key, secret in fresh.items()}
    if kind == "code":
        _make_unlike_earlier_ones(session, fresh, digests)
    rows = [{"digest": kept, "invitation_id": key, "kind": kind} for key, kept in digests.items() if kept]
    session.flush()  # the invitations may be new
    for start in range(0, len(rows), _AT_ONCE):
        session.connection().execute(insert(_ACCESS), rows[start : start + _AT_ONCE])
    return {key: shown(secret) if kind == "code" else secret for key, secret in fresh.items()}


def find(session: Session, secret: object, kind: str) -> Invitation | None:
    """The invitation that this secret opens; None for anything that can not be one, without asking the database.

    Raises:
        LookupError: no such kind.
    """
    known = digest(secret, kind)
    if known is None:
        return None
    return session.exec(
        select(Invitation)
        .join(Access, col(Access.invitation_id) == col(Invitation.id))
        .where(col(Access.digest) == known, col(Access.kind) == kind)
    ).first()


def digest(secret: object, kind: str) -> str | None:
    """What is kept of a secret; None for anything that can not be one: missing, empty, too long, other signs.

    Raises:
        LookupError: no such kind.
    """
    _known(kind)
    if kind == "token":
        if not isinstance(secret, str) or not _TOKEN.fullmatch(secret):
            return None
        return hashlib.sha256(secret.encode()).hexdigest()
    code = typed(secret)
    # A code is short: without the server's secret it could be found by trying all of them on its digest.
    return code and hmac.digest(_key(settings().secret), code.encode(), "sha256").hex()


def shown(code: str) -> str:
    """A code in groups, as a letter shows it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def typed(text: object) -> str | None:
    """The code that somebody typed: in any case, with spaces or dashes, in any digits; None when it can not be one."""
    if not isinstance(text, str) or len(text) > _LONGEST_TYPED:
        return None
    signs = "".join(_plain(sign) for sign in unicodedata.normalize("NFKD", text))
    code = signs.upper().translate(LOOK_ALIKES)
    return code if _CODE.fullmatch(code) else None


def _plain(sign: str) -> str:
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    # Spaces, dashes, accents (the dotted I of a Turkish keyboard) and marks of direction are no part of a code.
    return "" if unicodedata.category(sign) in {"Zs", "Pd", "Mn", "Cf", "Cc"} else sign


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise LookupError(f"no kind {kind!r}: one of {KINDS}")


def _fresh(kind: str) -> str:
    if kind == "token":
        return secrets.token_urlsafe(_TOKEN_BYTES)
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE.encode()).derive(
        secret.encode()
    )


def _make_unlike_earlier_ones(
    session: Session, fresh: dict[UUID, str], digests: dict[UUID, str | None]
) -> None:
    """Replace a code that was given out before, to anybody: rare, but a letter can not be called back."""
    seen: set[str] = set()
    keys = list(digests)
    for start in range(0, len(keys), _AT_ONCE):
        some = [digests[key] or "" for key in keys[start : start + _AT_ONCE]]
        seen |= set(session.exec(select(Access.digest).where(col(Access.digest).in_(some))))
    for key in keys:
        while (kept := digests[key] or "") in seen:
            fresh[key] = _fresh("code")
            digests[key] = digest(fresh[key], "code")
        seen.add(kept)
