"""The digest that a client sends along, so that half a body or a changed one is never taken for the whole."""

import base64
import binascii
import hashlib
import hmac
import re

from flask_babel import gettext as _

from survey.problems import problem

# One member of an RFC 8941 dictionary that is a byte sequence; other algorithms may stand beside ours.
_MEMBER = re.compile(r"^\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):\s*(?:;.*)?$")
_EXAMPLE = "Content-Digest: sha-256=:<SHA-256 in base64>:"


def check(header: str | None, body: bytes) -> None:
    """Compare the body with its `Content-Digest` (RFC 9530).

    Raises:
        Problem: `digest_missing`, `digest_invalid` or `digest_mismatch`.

    """
    found = _sha256(header or "")
    if found is None:
        raise problem(
            "digest_missing", _("Stuur de controlesom van de inhoud mee als %(example)s.", example=_EXAMPLE)
        )
    if not hmac.compare_digest(found, hashlib.sha256(body).digest()):
        raise problem(
            "digest_mismatch",
            _(
                "De inhoud die aankwam is niet de inhoud waarvoor de controlesom is gemaakt. "
                "Er is niets opgeslagen; stuur het interview opnieuw."
            ),
        )


def _sha256(header: str) -> bytes | None:
    digest = None
    for member in filter(str.strip, header.split(",")):
        read = _MEMBER.match(member)
        if read is None:
            if member.strip().lower().startswith("sha-256="):
                raise _unreadable()
            continue
        if read[1] == "sha-256":  # the last one holds, as in every such dictionary
            digest = _decoded(read[2])
    return digest


def _decoded(text: str) -> bytes:
    try:
        digest = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _unreadable() from None
    if len(digest) != hashlib.sha256().digest_size:
        raise _unreadable()
    return digest


def _unreadable() -> Exception:
    return problem(
        "digest_invalid", _("Verwacht wordt %(example)s, met 32 bytes in base64.", example=_EXAMPLE)
    )
