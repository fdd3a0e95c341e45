"""The sample: whom it may hold, that it is the same again, what is written down, and taking it back."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members.tables import Member
from survey.moment import now
from survey.rounds.draw import Candidate, Wishes, draw, sample, undo
from survey.rounds.refusal import RoundRefused
from survey.rounds.strata import Profile
from survey.rounds.tables import Invitation, Mailing, Round
from tests.survey.rounds.conftest import MakeMembers

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.uuids(),
        st.builds(
            Profile,
            st.sampled_from(["noord", "zuid"]),
            st.sampled_from(["woman", "man"]),
            st.sampled_from(["18-34", "80+"]),
            st.sampled_from(["nl", "tr"]),
        ),
        st.just("email"),
    ),
    unique_by=lambda each: each.id,
    max_size=40,
)
WISHES = st.builds(
    Wishes,
    st.integers(0, 50),
    st.sampled_from([(), ("area",), ("area", "sex"), ("age", "language")]),
    st.integers(1, 2**31 - 1),
    allocation=st.sampled_from(["proportional", "equal"]),
)


@given(CANDIDATES, WISHES, st.randoms(use_true_random=False))
def test_the_same_members_wishes_and_seed_give_the_same_sample_in_any_order(
    candidates, wishes, random
) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert sample(shuffled, wishes) == sample(candidates, wishes)


@given(CANDIDATES, WISHES)
def test_nobody_is_drawn_twice_and_the_counts_are_those_of_the_sample(candidates, wishes) -> None:
    made = sample(candidates, wishes)
    ids = [member.id for member, _ in made.members]
    assert len(ids) == len(set(ids)) == sum(layer.drawn for layer in made.layers)
    assert sum(layer.there for layer in made.layers) == len(candidates)
    for layer in made.layers:
        assert layer.drawn == min(layer.there, layer.wanted)


@given(CANDIDATES, WISHES)
def test_who_is_drawn_does_not_depend_on_members_of_other_strata(candidates, wishes) -> None:
    numbers = {layer.stratum: layer.drawn for layer in sample(candidates, wishes).layers}
    fixed = Wishes(0, wishes.strata, wishes.seed, allocation="numbers", numbers=numbers)
    everybody = sample(candidates, fixed)
    for stratum in numbers:
        alone = [each for each in candidates if _stratum(each, wishes) == stratum]
        assert [each for each, of in everybody.members if of == stratum] == [
            each for each, _ in sample(alone, fixed).members
        ]


def _stratum(member: Candidate, wishes: Wishes) -> tuple[str, ...]:
    names = [name for name in ("area", "sex", "age", "language") if name in wishes.strata]
    return tuple(getattr(member.profile, name) for name in names)


def test_a_larger_sample_with_the_same_seed_holds_the_smaller_one() -> None:
    members = [Candidate(UUID(int=key), Profile("noord", "man", "80+", "nl"), "email") for key in range(50)]
    small, large = (sample(members, Wishes(size, ("area",), 7)).members for size in (10, 20))
    assert set(small) < set(large)


@pytest.fixture
def drawn(engine: Engine, round_: Round, app: Flask):
    """Draws, and gives the members of the sample."""

    def of(size: int, **wishes: object) -> set[UUID | None]:
        with app.test_request_context(), transaction(engine) as session:
            mine = session.get_one(Round, round_.id)
            return {
                each.member_id
                for each in draw(session, mine, size=size, **({"strata": (), "seed": 7} | wishes))
            }  # type: ignore[arg-type]

    return of


def test_only_active_members_who_agreed_and_of_this_organisation_are_drawn(
    drawn, make_members: MakeMembers, engine: Engine
) -> None:
    with transaction(engine) as session:
        other = Organisation(slug="elders-in-het-land", name="Elders")
        session.add(other)
        session.flush()
        elsewhere = other.id
    kept = {each.id for each in make_members(3)}
    make_members(2, organisation_id=elsewhere)
    make_members(2, consented_on=None)
    make_members(2, state="withdrawn", withdrawn_on=date(2026, 5, 1))
    make_members(2, state="unsubscribed")
    make_members(2, state="undeliverable")
    assert drawn(100) == kept


def test_who_was_asked_in_the_last_days_is_left_out(drawn, make_members: MakeMembers) -> None:
    today = now().date()
    make_members(2, last_asked_on=today)
    make_members(2, last_asked_on=today - timedelta(days=29))
    free = make_members(2, last_asked_on=today - timedelta(days=30)) + make_members(2)
    assert drawn(100, not_asked_days=30) == {each.id for each in free}


def test_what_is_drawn_is_written_down(
    drawn, make_members: MakeMembers, engine: Engine, round_: Round
) -> None:
    make_members(6, area="noord")
    make_members(2, area="zuid", language="tr", channel="letter")
    drawn(6, strata=("area",), allocation="equal", seed=99)
    with reading(engine) as session:
        made = session.get_one(Round, round_.id)
        assert (made.seed, made.drawn_on) == (99, now().date())
        assert made.draw["layers"] == [
            {"stratum": ["noord"], "there": 6, "wanted": 3, "drawn": 3},
            {"stratum": ["zuid"], "there": 2, "wanted": 3, "drawn": 2},
        ]
        one = session.exec(select(Invitation).where(col(Invitation.stratum) == "zuid")).first()
        assert one is not None
        assert (one.state, one.language, one.channel) == ("drawn", "tr", "letter")
        assert one.profile == {"area": "zuid", "sex": "woman", "age": "65-79", "language": "tr"}


def test_a_second_draw_waits_until_the_first_is_undone(
    drawn, make_members: MakeMembers, engine: Engine, round_: Round, app: Flask
) -> None:
    make_members(5)
    first = drawn(3)
    with pytest.raises(RoundRefused):
        drawn(3)
    with app.test_request_context(), transaction(engine) as session:
        assert undo(session, session.get_one(Round, round_.id)) == 3
    assert drawn(3) == first


def test_a_draw_can_not_be_undone_once_something_was_sent(
    drawn, make_members: MakeMembers, engine: Engine, round_: Round, app: Flask
) -> None:
    make_members(5)
    drawn(3)
    with transaction(engine) as session:
        session.add(Mailing(round_id=round_.id, kind="invitation", channel="email"))
    with app.test_request_context(), pytest.raises(RoundRefused), transaction(engine) as session:
        undo(session, session.get_one(Round, round_.id))
    with reading(engine) as session:
        assert len(session.exec(select(Invitation)).all()) == 3


def test_a_draw_of_nobody_is_refused(drawn) -> None:
    with pytest.raises(RoundRefused):
        drawn(3)


def test_a_member_who_is_deleted_leaves_the_invitation_without_a_person(
    drawn, make_members: MakeMembers, engine: Engine
) -> None:
    [member] = make_members(1)
    drawn(1)
    with transaction(engine) as session:
        session.delete(session.get_one(Member, member.id))
    with reading(engine) as session:
        assert session.exec(select(Invitation)).one().member_id is None
