"""Interviews as a device freezes them: an identity, bytes that never change again, and their digest."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from tests.survey.samples import ANSWERS, body
from tests.survey.sealing import seal

Key = tuple[str, str]
"""An interview and the digest of its bytes: two bodies under one identity are two things that must be kept."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An interview on the device: its identity and its bytes, frozen before the first attempt to send them."""

    identity: UUID
    sent: bytes
    digest: str
    number: int = 0

    @property
    def key(self) -> Key:
        """What a receipt must name."""
        return str(self.identity), self.digest


@dataclass(frozen=True, slots=True)
class StudyKey:
    """The public half with which a device seals, and its name."""

    name: str
    public: bytes


def finished(
    dice: random.Random, *, identity: UUID | None = None, number: int = 0, key: StudyKey | None = None
) -> Finished:
    """A new interview, sealed when there is a key; no two have the same bytes."""
    identity = identity or UUID(int=dice.getrandbits(128), version=4)
    paradata = {"seed": dice.getrandbits(32), "number": number} if number else {"seed": dice.getrandbits(32)}
    sent = body(answers=ANSWERS | {"remark": f"nummer {identity}"}, paradata=paradata)
    return frozen(identity, sent, number, key)


def frozen(identity: UUID, sent: bytes, number: int = 0, key: StudyKey | None = None) -> Finished:
    """These bytes as they will be sent, sealed when there is a key."""
    if key is not None:
        sent = json.dumps(seal(sent, identity, "proef", key.name, key.public)).encode()
    return Finished(identity, sent, sha256(sent).hexdigest(), number)


Believes = Callable[[dict[str, str]], bool]
"""Judges a receipt, for example by its signature."""
