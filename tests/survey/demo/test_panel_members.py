import pytest

from survey.demo.panel_members import as_csv, as_rows, made_up
from survey.members.check_rows import check_rows
from survey.members.read_file import read_file

AREAS = {"noord": "Noord", "zuid": "Zuid"}


def test_the_same_seed_makes_the_same_people() -> None:
    assert made_up(20, AREAS, seed=3) == made_up(20, AREAS, seed=3)
    assert made_up(20, AREAS, seed=3) != made_up(20, AREAS, seed=4)


def test_every_made_up_member_says_so_and_lives_nowhere_real() -> None:
    for row in as_rows(made_up(300, AREAS), AREAS):
        assert row.values["synthetic"] is True
        assert row.values["name"].startswith("Testpersoon ")
        assert row.values["email"] == "" or row.values["email"].endswith("@voorbeeld.invalid")


def test_the_file_of_them_is_read_without_a_fault() -> None:
    members = made_up(300, AREAS)
    rows, faults = check_rows(read_file(as_csv(members)), AREAS)
    assert faults == []
    assert [row.values for row in rows] == [row.values for row in as_rows(members, AREAS)]


def test_an_unknown_area_is_an_error_of_who_asks() -> None:
    with pytest.raises(ValueError, match="row 2"):
        as_rows(made_up(1, ["west"], seed=2), AREAS)
