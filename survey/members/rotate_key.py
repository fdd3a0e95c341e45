"""Seal all contact data anew with the newest key, a batch at a time: stopped half way, the next run goes on."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.database import transaction
from survey.members.contact import place, seal, unseal
from survey.members.keyring import Keyring
from survey.members.tables import Member, MemberUpload

BATCH = 500


def rotate(
    engine: Engine,
    keyring: Keyring,
    batch: int = BATCH,
    also: Iterable[Callable[[Session, Keyring], int]] = (),
) -> Iterator[int]:
    """Seal everything again that an older key sealed; each batch is kept by itself.

    Args:
        engine: the database.
        keyring: the keys; the newest one seals.
        batch: how many members are done in one transaction.
        also: what other features sealed: each seals some of it again and says how many, 0 when nothing is left.

    Yields:
        How many rows have been done so far, after each batch.

    Raises:
        KeyRefused: a row does not open; what was done before it stays done.
    """
    done, also = 0, tuple(also)
    while True:
        with transaction(engine) as session:
            some = _members(session, keyring, batch) or _uploads(session, keyring)
            some = some or next(filter(None, (each(session, keyring) for each in also)), 0)
        if not some:
            return
        done += some
        yield done


def _members(session: Session, keyring: Keyring, batch: int) -> int:
    old = select(Member).where(col(Member.key_number) != keyring.newest)
    found = session.exec(old.order_by(col(Member.id)).limit(batch).with_for_update()).all()
    for member in found:
        seal(member, unseal(member, keyring), keyring)
    return len(found)


def _uploads(session: Session, keyring: Keyring) -> int:
    newest = keyring.newest
    found = [
        upload
        for upload in session.exec(select(MemberUpload).with_for_update())
        if upload.content_sealed and keyring.number_of(upload.content_sealed) != newest
    ]
    for upload in found:
        where = place(upload.id, "upload")
        upload.content_sealed = keyring.seal(keyring.open(upload.content_sealed, where), where)
    return len(found)
