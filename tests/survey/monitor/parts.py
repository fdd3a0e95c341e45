"""An interview in parts, as the QR codes on a tablet tell it."""

import base64
import hashlib
from uuid import UUID

HERE = "/onderzoek/proef/veldwerk/inlezen"
"""Where a supervisor brings them in."""


def parts_of(identity: UUID, sent: bytes, size: int = 200, about: str = "") -> list[str]:
    """The texts of its codes, of so many bytes each; the first with what is told about the device."""
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    digest = hashlib.sha256(sent).hexdigest()[:8]
    return [
        f"WP1|{identity}|{place}/{len(pieces)}|{digest}|{base64.b64encode(piece).decode()}{about if place == 1 else ''}"
        for place, piece in enumerate(pieces, 1)
    ]
