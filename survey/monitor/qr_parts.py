"""An interview that came as a row of QR codes: their texts in any order, parts that come twice, parts that lack.

One part is `WP1|<identity>|<part>/<parts>|<first 8 digits of the digest>|<base64>`; the first one may end with
`|<device>:<number>`.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _

from survey.monitor.queue_file import Brought, Queue, identity, whole
from survey.problems import problem

MOST_PARTS = 999
_PART = re.compile(
    r"WP1\|([0-9a-f-]{36})\|(\d{1,3})/(\d{1,3})\|([0-9a-f]{8})\|([A-Za-z0-9+/=]*)(?:\|(\d{1,10})?:(\d{1,10})?)?"
)


@dataclass(slots=True)
class _Gathered:
    """The parts of one interview that came so far."""

    parts: int
    digest: str
    pieces: dict[int, bytes] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    device: int | None = None
    number: int | None = None
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An interview of which parts lack, or contradict each other (then none is named).

    Attributes:
        id: its identity.
        missing: the parts that did not come.
        parts: how many there are in all.
        lines: the parts that came, as they came; none where they contradict each other.

    """

    id: UUID
    missing: tuple[int, ...]
    parts: int
    lines: tuple[str, ...]


def read_parts(text: str) -> tuple[list[Queue], list[Incomplete]]:
    """The interviews in pasted parts, each as a queue of its own, and those that are not whole.

    Raises:
        Problem: `queue_invalid`: nothing in it is a part, or a line is none.

    """
    found: dict[UUID, _Gathered] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for place, line in enumerate(lines, 1):
        if not _take(found, line):
            raise problem(
                "queue_invalid",
                _(
                    "Regel %(place)s is geen deel van een QR-code van Wijkpeil. Elke regel begint met WP1| en is helemaal overgenomen. "
                    "Er is niets ingelezen.",
                    place=place,
                ),
            )
    if not found:
        raise problem(
            "queue_invalid", _("Plak de tekst van de QR-codes, een per regel. Er is niets ingelezen.")
        )
    whole_ones, incomplete = [], []
    for key, one in found.items():
        missing = tuple(part for part in range(1, one.parts + 1) if part not in one.pieces)
        if one.contradicted or missing:
            told = Incomplete(key, missing, one.parts, tuple(one.lines.values()))
            incomplete.append(Incomplete(key, (), one.parts, ()) if one.contradicted else told)
            continue
        body = b"".join(one.pieces[part] for part in range(1, one.parts + 1))
        whole_ones.append(Queue(one.device, (Brought(key, one.number, body, one.digest),)))
    return whole_ones, incomplete


def _take(found: dict[UUID, _Gathered], line: str) -> bool:
    """Put one part with the others of its interview; whether it is a part at all."""
    read = _PART.fullmatch(line)
    key = identity(read[1]) if read else None
    if read is None or key is None:
        return False
    part, parts = int(read[2]), int(read[3])
    try:
        piece = base64.b64decode(read[5] + "=" * (-len(read[5].rstrip("=")) % 4), validate=False)
    except binascii.Error:
        return False
    if not 1 <= part <= parts <= MOST_PARTS:
        return False
    one = found.setdefault(key, _Gathered(parts, read[4]))
    if (one.parts, one.digest) != (parts, read[4]) or one.pieces.get(part, piece) != piece:
        one.contradicted = True
    one.pieces[part], one.lines[part] = piece, line
    one.device = one.device or (whole(int(read[6])) if read[6] else None)
    one.number = one.number or (whole(int(read[7])) if read[7] else None)
    return True
