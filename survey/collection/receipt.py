"""The receipt: the server's signed word that it keeps exactly these bytes. A device may delete only against it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from survey import signing
from survey.collection.tables import Interview
from survey.studies.tables import Study


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is kept for one interview.

    Attributes:
        id: the interview.
        digest: SHA-256 of the bytes that count, 64 hexadecimal digits. After a `conflict` these are the first bytes,
            not the ones that were sent now.
        received_at: when those bytes were kept.
        outcome: `stored` now, `repeated` (the very same bytes were kept before), or `conflict`.

    """

    id: UUID
    digest: str
    received_at: datetime
    outcome: Literal["stored", "repeated", "conflict"]


def find(session: Session, interview_id: UUID, organisation: int) -> Receipt | None:
    """The receipt of an interview that is kept for this organisation; None when it is not known there."""
    columns = (
        select(Interview.digest, Interview.received_at)
        .join(Study, col(Study.id) == col(Interview.study_id))
        .where(col(Interview.id) == interview_id, col(Study.organisation_id) == organisation)
    )
    kept = session.exec(columns).first()
    return None if kept is None else Receipt(interview_id, kept[0], kept[1], "repeated")


def document(receipt: Receipt, secret: str) -> dict[str, str]:
    """The receipt as a client gets it; the same receipt is the same text for ever."""
    moment = receipt.received_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    signed = message(str(receipt.id), receipt.digest, moment)
    return {
        "id": str(receipt.id),
        "digest": receipt.digest,
        "received_at": moment,
        "signature": signing.sign(secret, signed),
    }


def text(receipt: Receipt, secret: str) -> str:
    """The same as JSON. Nothing in it has to be escaped: digits, letters and the signs of base64."""
    made = document(receipt, secret)
    return (
        f'{{"digest": "{made["digest"]}", "id": "{made["id"]}", "received_at": "{made["received_at"]}", '
        f'"signature": "{made["signature"]}"}}'
    )


def message(interview: str, digest: str, received_at: str) -> bytes:
    """The bytes under the signature: four lines, the first one says what is signed."""
    return f"{signing.PURPOSE}\n{interview}\n{digest}\n{received_at}".encode()
