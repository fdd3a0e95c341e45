"""Keep a file between its preview and its import: sealed, for a day at most."""

from datetime import timedelta
from pathlib import PurePosixPath, PureWindowsPath
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from survey.database import transaction
from survey.jobs import every
from survey.members.contact import place
from survey.members.keyring import Keyring
from survey.members.tables import MemberUpload
from survey.moment import now

KEPT_FOR = timedelta(days=1)
MOST_BYTES = 20_000_000
_LONGEST_NAME = 120


def keep(
    session: Session, organisation_id: int, account_id: int | None, name: str, content: bytes, rows: int, keyring: Keyring
) -> MemberUpload:  # fmt: skip
    """Keep a file that can be imported; old ones of everybody are taken away."""
    session.exec(delete(MemberUpload).where(col(MemberUpload.created_at) < now() - KEPT_FOR))
    upload = MemberUpload(
        organisation_id=organisation_id,
        account_id=account_id,
        file_name=shown_name(name),
        content_sealed=b"",
        rows=rows,
    )
    upload.content_sealed = keyring.seal(content, place(upload.id, "upload"))
    session.add(upload)
    return upload


def kept(session: Session, organisation_id: int, upload_id: UUID) -> MemberUpload | None:
    """The file of this organisation that was kept; None when it was imported, dropped, or is a day old."""
    return session.exec(
        select(MemberUpload).where(
            col(MemberUpload.id) == upload_id,
            col(MemberUpload.organisation_id) == organisation_id,
            col(MemberUpload.created_at) >= now() - KEPT_FOR,
        )
    ).first()


def content(upload: MemberUpload, keyring: Keyring) -> bytes:
    """The file as it came; raises KeyRefused when our keys do not open it."""
    return keyring.open(upload.content_sealed, place(upload.id, "upload"))


def empty(upload: MemberUpload) -> None:
    """Take the content away once it is imported; the row stays for a day, so that it is not imported twice."""
    upload.content_sealed = b""


def shown_name(name: str) -> str:
    """The name of a file as it is shown: without folders and without characters that can not be seen."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(letter for letter in last if letter.isprintable())[:_LONGEST_NAME] or "leden"


@every(60)
def forget_old_uploads(engine: Engine) -> None:
    """Take files away that nobody imported within a day."""
    with transaction(engine) as session:
        session.exec(delete(MemberUpload).where(col(MemberUpload.created_at) < now() - KEPT_FOR))
