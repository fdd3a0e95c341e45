from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members.check_rows import check_rows
from survey.members.contact import Contact, unseal
from survey.members.import_members import Imported, RowsRefused, import_members
from survey.members.keep_out import unsubscribe, withdraw
from survey.members.keyring import Keyring
from survey.members.read_file import read_file
from survey.members.tables import Member, MemberEvent
from tests.survey.members.files import as_csv, row

Take = Callable[..., Imported]


@pytest.fixture
def take(engine: Engine, organisation: Organisation, keys: Keyring) -> Take:
    def import_(*rows: dict[str, str], at: Organisation = organisation) -> Imported:
        found, faults = check_rows(read_file(as_csv(rows)), {"noord": "Noord"})
        assert faults == []
        with transaction(engine) as session:
            return import_members(session, at.id or 0, found, keys, account_id=None)

    return import_


@pytest.fixture
def panel(engine: Engine, keys: Keyring) -> Callable[[], dict[str, tuple[Member, Contact]]]:
    def members() -> dict[str, tuple[Member, Contact]]:
        with reading(engine) as session:
            return {member.number: (member, unseal(member, keys)) for member in session.exec(select(Member))}

    return members


def test_members_come_in_with_their_contact_data_and_history(take: Take, panel: Any, engine: Engine) -> None:
    assert take(row(1, gebied="Noord"), row(2, kanaal="brief", **{"e-mail": ""})) == Imported(2, 0, 0, 0)
    first, contact = panel()["T1"]
    assert contact == Contact(
        "Testpersoon 0001", "test.0001@voorbeeld.invalid", ("Voorbeeldweg 1", "1234 AB  Voorbeeldstad")
    )
    assert (first.area, first.sex, first.birth_year, first.state) == ("noord", "woman", 1970, "active")
    assert str(first.consented_on) == "2026-03-01"
    assert panel()["T2"][0].channel == "letter"
    with reading(engine) as session:
        assert session.exec(select(MemberEvent.kind)).all() == ["joined", "joined"]


def test_the_same_file_again_changes_nothing(take: Take) -> None:
    take(row(1), row(2))
    assert take(row(1), row(2)) == Imported(0, 0, 2, 0)


def test_a_changed_row_changes_only_what_the_file_has(take: Take, panel: Any) -> None:
    take(row(1, gebied="noord"))
    part = {"nummer": "T1", "naam": "Testpersoon Nieuw", "toestemming op": "2026-03-01"}
    assert take(part) == Imported(0, 1, 0, 0)
    member, contact = panel()["T1"]
    assert (contact.name, contact.email, member.area) == (
        "Testpersoon Nieuw",
        "test.0001@voorbeeld.invalid",
        "noord",
    )


def test_a_member_without_a_number_in_the_file_is_known_by_address(take: Take, panel: Any) -> None:
    first = row(1, nummer="")
    take(first)
    (number,) = panel()
    assert len(number) == 11
    assert take(first | {"geboortejaar": "1980", "e-mail": "TEST.0001@voorbeeld.invalid"}) == Imported(
        0, 1, 0, 0
    )
    assert panel()[number][0].birth_year == 1980


def test_older_consent_does_not_replace_newer(take: Take, panel: Any) -> None:
    take(row(1))
    assert take(row(1, **{"toestemming op": "2025-01-01"})) == Imported(0, 0, 1, 0)
    assert take(row(1, **{"toestemming op": "2026-04-01"})) == Imported(0, 1, 0, 0)
    assert str(panel()["T1"][0].consented_on) == "2026-04-01"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (row(3, nummer="", **{"e-mail": "test.0001@voorbeeld.invalid"}), "hetzelfde lid"),
        (row(3, **{"e-mail": "test.0002@voorbeeld.invalid"}), "dit is van lid T2"),
        (row(2, **{"e-mail": "TEST.0001@voorbeeld.invalid"}), "niet bij een ander lid hoort"),
        (row(3, **{"e-mail": ""}), "want het kanaal is e-mail"),
        (row(3, kanaal="brief", adres="", postcode="", plaats=""), "want het kanaal is brief"),
    ],
)
def test_one_row_that_does_not_fit_keeps_everything_out(
    take: Take, panel: Any, wrong: dict[str, str], where: str
) -> None:
    take(row(1), row(2))
    before = {number: contact for number, (_member, contact) in panel().items()}
    good = row(1, geboortejaar="1999", **{"e-mail": "anders@voorbeeld.invalid"})
    changed = row(1, kanaal="brief", **{"e-mail": ""})
    rows = [changed if "hetzelfde" in where else good, row(9), wrong]
    with pytest.raises(RowsRefused) as refused:
        take(*rows)
    assert [(fault.row, where in fault.expected) for fault in refused.value.faults] == [(4, True)]
    assert {number: contact for number, (_member, contact) in panel().items()} == before
    assert panel()["T1"][0].birth_year == 1970


def test_who_left_stays_out_whatever_the_file_says(take: Take, panel: Any, engine: Engine) -> None:
    take(row(1), row(2))
    with transaction(engine) as session:
        one, two = session.exec(select(Member).order_by(Member.number)).all()  # type: ignore[arg-type] # as SQLModel types it
        unsubscribe(session, one)
        withdraw(session, two)
    newer = {"toestemming op": "2026-04-01"}
    assert take(row(1, **newer), row(2, **newer), row(3)) == Imported(1, 0, 0, 2)
    assert [panel()[number][0].state for number in ("T1", "T2")] == ["unsubscribed", "withdrawn"]
    assert panel()["T2"][1] == Contact()


def test_a_new_address_makes_somebody_reachable_again(take: Take, panel: Any, engine: Engine) -> None:
    take(row(1))
    with transaction(engine) as session:
        session.exec(select(Member)).one().state = "undeliverable"
    take(row(1, geboortejaar="1971"))
    assert panel()["T1"][0].state == "undeliverable"
    take(row(1, **{"e-mail": "nieuw@voorbeeld.invalid"}))
    assert panel()["T1"][0].state == "active"


def test_two_organisations_may_have_the_same_person(take: Take, elsewhere: Organisation) -> None:
    take(row(1))
    assert take(row(1), at=elsewhere) == Imported(1, 0, 0, 0)
    assert take(row(1, geboortejaar="1955"), at=elsewhere) == Imported(0, 1, 0, 0)
    assert take(row(1)) == Imported(0, 0, 1, 0)
