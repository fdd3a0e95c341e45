"""The secret in a member's mails that opens the member's own pages: unsubscribing and own data."""

import secrets
from hashlib import sha256

from sqlmodel import Session, col, select

from survey.members.tables import Member, MemberToken

_BYTES = 24  # 192 bits
_LONGEST = 64


def unsubscribe_token(session: Session, member: Member) -> str:
    """A fresh secret for this member, to give away once; those of earlier mails stay valid. Only its digest is kept."""
    token = secrets.token_urlsafe(_BYTES)
    session.add(MemberToken(digest=_digest(token), member_id=member.id))
    return token


def holder(session: Session, token: str) -> Member | None:
    """Whose secret this is; None for one that is empty, too long, or nobody's."""
    if not token or len(token) > _LONGEST or not token.isascii():
        return None
    return session.exec(
        select(Member)
        .join(MemberToken, col(MemberToken.member_id) == col(Member.id))
        .where(col(MemberToken.digest) == _digest(token))
    ).first()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
