"""The keys of a study: tablets seal interviews with the public half, only the server opens them with the private one."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from survey.fieldwork.tables import StudyKey
from survey.members.keyring import Keyring
from survey.studies.tables import Study

_NAME_LENGTH = 16


def newest(session: Session, study_id: int) -> StudyKey | None:
    """The key that tablets seal with now; None while no tablet asked for one."""
    found = select(StudyKey).where(col(StudyKey.study_id) == study_id).order_by(col(StudyKey.number).desc())
    return session.exec(found.limit(1)).first()


def ensure(session: Session, study_id: int, keyring: Keyring) -> StudyKey:
    """The key that tablets seal with now, made when there is none. Of two that make the first one at once, one does.

    Raises:
        KeyRefused: the contact keys of this installation do not open it, so nothing that it seals would.
    """
    found = newest(session, study_id)
    if found is not None:
        keyring.open(found.private, _place(found.name))
        return found
    try:
        with session.begin_nested():
            # The first and no other: who comes a moment later must collide, not add a second one.
            return _make(session, study_id, 1, keyring)
    except IntegrityError:
        return _there(newest(session, study_id))


def add(session: Session, study_id: int, keyring: Keyring) -> StudyKey:
    """Make the next key of a study. Earlier ones stay: what they sealed may still lie on a tablet."""
    before = newest(session, study_id)
    return _make(session, study_id, (before.number if before else 0) + 1, keyring)


def _make(session: Session, study_id: int, number: int, keyring: Keyring) -> StudyKey:
    pair = generate_private_key(SECP256R1())
    public = pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    name = sha256(public).hexdigest()[:_NAME_LENGTH]
    private = pair.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    made = StudyKey(
        study_id=study_id,
        number=number,
        name=name,
        public=public,
        private=keyring.seal(private, _place(name)),
    )
    session.add(made)
    session.flush()
    return made


def private_half(
    session: Session, name: str, study: str, keyring: Keyring
) -> tuple[EllipticCurvePrivateKey, bytes] | None:
    """The private half of the key of this name, with the bytes of its public half; None when this study has no such key.

    Raises:
        KeyRefused: the contact keys of this installation do not open it.
    """
    found = session.exec(
        select(StudyKey)
        .join(Study, col(Study.id) == col(StudyKey.study_id))
        .where(col(StudyKey.name) == name, col(Study.slug) == study)
    ).first()
    if found is None:
        return None
    pair = load_der_private_key(keyring.open(found.private, _place(name)), password=None)
    if not isinstance(pair, EllipticCurvePrivateKey):
        raise TypeError("a study's key must be one of an elliptic curve")
    return pair, found.public


def reseal(session: Session, keyring: Keyring) -> int:
    """Seal the private halves again that an older contact key sealed; gives how many."""
    old = [
        each
        for each in session.exec(select(StudyKey).with_for_update())
        if keyring.number_of(each.private) != keyring.newest
    ]
    for each in old:
        each.private = keyring.seal(keyring.open(each.private, _place(each.name)), _place(each.name))
    return len(old)


def _place(name: str) -> str:
    return f"study_key:{name}:private"


def _there(key: StudyKey | None) -> StudyKey:
    if key is None:
        raise LookupError("the key that another transaction made is gone")
    return key
