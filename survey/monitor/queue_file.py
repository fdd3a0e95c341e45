"""The file in which a tablet writes what it could not send: read strictly, judged as a whole before anything is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from survey.collection.strict import parse
from survey.problems import Problem, problem

FORMAT = 1
MOST_BYTES = 20_000_000
MOST = 5_000
_CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Brought:
    """One interview as a file or QR codes bring it.

    Attributes:
        id: its identity.
        number: its number on the device; None when that is not told.
        body: the bytes that would have been sent.
        digest: what their SHA-256 must be, in hexadecimal, or the first digits of it.
    """

    id: UUID
    number: int | None
    body: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What a device could not send: its own key there, interviews, contacts, and what of it cannot be read.

    Attributes:
        device: the key of the device that made it; None when that is not told.
        interviews: in the order of the file.
        contacts: documents as `fieldwork.keep_contacts` takes them, or sealed.
        unreadable: how many interviews have no identity or no text.
    """

    device: int | None
    interviews: tuple[Brought, ...]
    contacts: tuple[Any, ...] = ()
    unreadable: int = 0


def read_file(content: bytes) -> Queue:
    """What is in the file.

    Raises:
        Problem: `queue_invalid`: it is no file of a tablet, of a format that is not known here, or too long.

    """
    try:
        found = parse(content.removeprefix(b"\xef\xbb\xbf"))
    except Problem:
        found = None
    if not isinstance(found, dict) or found.get("wijkpeil") != "queue":
        raise problem(
            "queue_invalid",
            _(
                "Dit is geen bestand van een apparaat van Wijkpeil. Kies het bestand dat op het apparaat is bewaard; "
                "de naam eindigt op .json. Er is niets ingelezen."
            ),
        )
    if found.get("format") != FORMAT:
        raise problem(
            "queue_invalid",
            _(
                "Dit bestand is gemaakt door een andere versie van Wijkpeil (%(came)s; deze versie leest %(known)s). "
                "Er is niets ingelezen. Bewaar het bestand en vraag de beheerder om bij te werken.",
                came=str(found.get("format"))[:20],
                known=FORMAT,
            ),
        )
    interviews, contacts = found.get("interviews"), found.get("contacts", [])
    if (
        not isinstance(interviews, list)
        or not isinstance(contacts, list)
        or len(interviews) + len(contacts) > MOST
    ):
        raise problem(
            "queue_invalid",
            _(
                "In dit bestand staat niet wat erin hoort: hoogstens %(most)s interviews en contacten. Er is niets ingelezen.",
                most=MOST,
            ),
        )
    read = [_interview(one) for one in interviews]
    return Queue(
        device=whole(found.get("device")),
        interviews=tuple(one for one in read if one is not None),
        contacts=tuple(contacts),
        unreadable=sum(one is None for one in read),
    )


def whole(value: Any) -> int | None:
    """A key or a number from 1; None for anything else."""
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_KEY
    return value if known else None


def identity(text: Any) -> UUID | None:
    """The identity in this text; None when it is none."""
    return UUID(text) if isinstance(text, str) and _CANONICAL.fullmatch(text) else None


def _interview(told: Any) -> Brought | None:
    if not isinstance(told, Mapping):
        return None
    key, body, digest = identity(told.get("id")), told.get("body"), told.get("digest")
    if key is None or not isinstance(body, str) or not isinstance(digest, str):
        return None
    return Brought(key, whole(told.get("number")), body.encode(), digest)
