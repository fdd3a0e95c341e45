"""Draw a sample from the panel: stratified, and the same again from the same members, wishes and seed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, func, select

from survey.members.tables import Member
from survey.moment import now
from survey.rounds.allocate import Stratum, allocate
from survey.rounds.refusal import RoundRefused
from survey.rounds.strata import Profile, checked, profile
from survey.rounds.tables import Invitation, Mailing, Round

SEEDS = 2**31
_LONGEST_STRATUM = 120
_ASKED_OF_A_MEMBER = (
    col(Member.id),
    col(Member.area),
    col(Member.sex),
    col(Member.birth_year),
    col(Member.language),
    col(Member.channel),
)


@dataclass(frozen=True)
class Wishes:
    """What sample is wanted.

    Attributes:
        size: how many members; with the allocation `numbers` it follows from the numbers.
        strata: by which variables of the profile the members are grouped first; none: one group.
        seed: the number that decides who is drawn; 1 up to 2147483647.
        not_asked_days: leave out who was asked in so many days before; 0 leaves out nobody.
        allocation: proportional, equal or numbers.
        numbers: with `numbers`: how many from each stratum.
    """

    size: int
    strata: tuple[str, ...]
    seed: int
    not_asked_days: int = 0
    allocation: str = "proportional"
    numbers: Mapping[Stratum, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """One stratum of a sample: how many there are, were wanted, and were drawn."""

    stratum: Stratum
    there: int
    wanted: int
    drawn: int

    @property
    def short(self) -> int:
        """How many too few there are."""
        return self.wanted - self.drawn


@dataclass(frozen=True)
class Candidate:
    """A member who may be drawn."""

    id: UUID
    profile: Profile
    channel: str


@dataclass(frozen=True)
class Sample:
    """Who is drawn, and how that divides over the strata."""

    members: tuple[tuple[Candidate, Stratum], ...]
    layers: tuple[Layer, ...]


def sample(candidates: list[Candidate], wishes: Wishes) -> Sample:
    """Choose; the order of the candidates does not matter, their ids and the seed do."""
    strata: dict[Stratum, list[Candidate]] = {}
    names = checked(wishes.strata)
    for each in candidates:
        strata.setdefault(tuple(getattr(each.profile, name) for name in names), []).append(each)
    there = {stratum: len(members) for stratum, members in strata.items()}
    wanted = allocate(there, wishes.size, wishes.allocation, wishes.numbers)
    chosen: list[tuple[Candidate, Stratum]] = []
    layers = []
    for stratum in sorted(wanted):
        ordered = sorted(strata.get(stratum, []), key=lambda member: _turn(member.id, wishes.seed))
        taken = ordered[: wanted[stratum]]
        chosen += [(member, stratum) for member in taken]
        layers.append(Layer(stratum, len(ordered), wanted[stratum], len(taken)))
    return Sample(tuple(chosen), tuple(layers))


def candidates(session: Session, organisation_id: int, *, not_asked_days: int, on: date) -> list[Candidate]:
    """The members of this organisation who may be drawn on this day: active, consenting, not asked recently."""
    asked = col(Member.last_asked_on)
    wanted = [
        col(Member.organisation_id) == organisation_id,
        col(Member.state) == "active",
        col(Member.consented_on).is_not(None),
        col(Member.withdrawn_on).is_(None),
    ]
    if not_asked_days > 0:
        wanted.append(or_(asked.is_(None), asked <= on - timedelta(days=not_asked_days)))
    rows = session.execute(columns(*_ASKED_OF_A_MEMBER).where(*wanted))
    return [
        Candidate(row.id, profile(row.area, row.sex, row.birth_year, row.language, on), row.channel)
        for row in rows
    ]


def plan(session: Session, round_: Round, wishes: Wishes) -> Sample:
    """The sample that `draw` would make today; changes nothing."""
    found = candidates(session, round_.organisation_id, not_asked_days=wishes.not_asked_days, on=now().date())
    return sample(found, wishes)


def draw(
    session: Session,
    round_: Round,
    *,
    size: int,
    strata: Iterable[str],
    seed: int,
    not_asked_days: int = 0,
    allocation: str = "proportional",
    numbers: Mapping[Stratum, int] | None = None,
) -> list[Invitation]:
    """Draw the sample of a round and write down how: one invitation per member, nothing sent yet.

    Args:
        session: the unit of work.
        round_: a round that is being prepared.
        size: how many members; the rest of the wishes as in `Wishes`.
        strata: see `Wishes`.
        seed: see `Wishes`.
        not_asked_days: see `Wishes`.
        allocation: see `Wishes`.
        numbers: see `Wishes`.

    Raises:
        RoundRefused: there is a sample already, or nobody can be drawn.
        LookupError: no such variable or allocation.

    """
    _hold(session, round_)
    if round_.state != "preparing" or drawn(session, round_):
        raise RoundRefused(_("Voor deze ronde is al een steekproef getrokken. Maak die eerst ongedaan."))
    wishes = Wishes(size, checked(strata), seed, not_asked_days, allocation, numbers or {})
    chosen = plan(session, round_, wishes)
    if not chosen.members:
        raise RoundRefused(_("Met deze keuzes kan niemand worden getrokken. Kies anders."))
    invitations = [
        Invitation(
            round_id=round_.id,
            member_id=member.id,
            channel=member.channel,
            language=member.profile.language,
            stratum=" / ".join(stratum)[:_LONGEST_STRATUM],
            profile=member.profile._asdict(),
        )
        for member, stratum in chosen.members
    ]
    session.add_all(invitations)
    round_.seed, round_.drawn_on, round_.draw = seed, now().date(), record(wishes, chosen)
    session.add(round_)
    session.flush()
    return invitations


def undo(session: Session, round_: Round) -> int:
    """Take back a draw of which nothing was sent yet; gives how many invitations went.

    Raises:
        RoundRefused: something was sent already, or there is nothing to take back.

    """
    _hold(session, round_)
    mine = col(Invitation.round_id) == round_.id
    if not drawn(session, round_):
        raise RoundRefused(_("Voor deze ronde is nog geen steekproef getrokken."))
    left = session.exec(select(func.count()).where(mine, col(Invitation.state) != "drawn")).one()
    if left or session.exec(select(Mailing.id).where(col(Mailing.round_id) == round_.id)).first():
        raise RoundRefused(_("Er is al iets verstuurd. De steekproef blijft daarom zoals zij is."))
    gone = session.execute(delete(Invitation).where(mine)).rowcount  # type: ignore[attr-defined]
    round_.seed, round_.drawn_on, round_.draw = None, None, {}
    session.add(round_)
    session.flush()
    return int(gone)


def drawn(session: Session, round_: Round) -> bool:
    """Whether this round has a sample."""
    return (
        session.exec(select(Invitation.id).where(col(Invitation.round_id) == round_.id)).first() is not None
    )


def record(wishes: Wishes, chosen: Sample) -> dict[str, Any]:
    """What is written down of a draw: enough to make it again from the same members."""
    return {
        "size": wishes.size,
        "strata": list(wishes.strata),
        "allocation": wishes.allocation,
        "not_asked_days": wishes.not_asked_days,
        "layers": [
            {"stratum": list(each.stratum), "there": each.there, "wanted": each.wanted, "drawn": each.drawn}
            for each in chosen.layers
        ],
    }


def _turn(member: UUID, seed: int) -> bytes:
    # A digest instead of a generator: whose turn it is depends on nobody else, nor on the order of rows.
    return hashlib.sha256(f"{seed}:{member}".encode()).digest()


def _hold(session: Session, round_: Round) -> None:
    """Let nobody else change this round until the end of the unit of work, and see it as it is now."""
    session.flush()
    session.refresh(round_, with_for_update=True)
