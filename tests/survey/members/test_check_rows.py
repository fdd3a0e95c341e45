import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.members.check_rows import check_rows, read_row
from survey.members.read_file import read_file
from tests.survey.members.files import as_csv, row

AREAS = {"noord": "Wijk Noord", "zuid": "Zuid"}


def _one(**cells: str) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    return read_row({"number": "1", "consented_on": "2026-03-01"} | cells, AREAS)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("sex", "V", "woman"), ("sex", "Man", "man"), ("sex", "x", "other"), ("sex", "", None),
        ("birth_year", "1970", 1970), ("birth_year", "", None),
        ("language", "Turks", "tr"), ("language", "AR", "ar"), ("language", "", None),
        ("channel", "E-mail", "email"), ("channel", "Post", "letter"), ("channel", "", None),
        ("area", "ZUID", "zuid"), ("area", "wijk noord", "noord"), ("area", "", None),
        ("email", "A.b+c@Voorbeeld.Invalid", "A.b+c@voorbeeld.invalid"), ("email", "", ""),
        ("name", "  Zoë\t van\n der  Test ", "Zoë van der Test"), ("name", "=1+1", "=1+1"), ("name", "-Jan", "-Jan"),
        ("name", "علي", "علي"), ("synthetic", "ja", True), ("synthetic", "", False),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_people_write_it(column: str, text: str, value: object) -> None:
    values, wrong = _one(**{column: text})
    assert wrong == []
    assert values[column] == value


@pytest.mark.parametrize("text", ["2026-03-01", "1-3-2026", "01/03/2026"])
def test_a_day_of_consent_is_read_in_three_forms(text: str) -> None:
    values, wrong = _one(consented_on=text)
    assert (str(values["consented_on"]), wrong) == ("2026-03-01", [])


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("birth_year", "١٩٧٠", "vier cijfers"), ("birth_year", "¹⁹⁷⁰", "vier cijfers"), ("birth_year", "70", "vier"),
        ("birth_year", "1899", "1900"), ("birth_year", "3000", "tot en met"), ("birth_year", "=1970", "vier cijfers"),
        ("consented_on", "", "toestemming gaf"), ("consented_on", "2999-01-01", "niet later dan vandaag"),
        ("consented_on", "2026-02-30", "zoals 2026-03-01"), ("consented_on", "٢٠٢٦-٠٣-٠١", "zoals 2026-03-01"),
        ("email", "geen adres", "naam@example.org"), ("email", "a@b", "naam@example.org"), ("email", "a@b@c.nl", "naam@"),
        ("email", "a\u202e@example.org", "leesrichting"), ("email", "a..b@example.org", "naam@example.org"),
        ("area", "west", "Een gebied uit uw onderzoeken: noord, zuid"), ("sex", "q", "man, vrouw of anders"),
        ("language", "Klingon", "nl, en, tr of ar"), ("channel", "duif", "e-mail of brief"), ("synthetic", "?", "ja of nee"),
        ("name", "a\x00b", "U+0000"), ("name", "a\ud800", "U+D800"), ("name", "\u202eevil", "leesrichting"),
        ("name", "x" * 121, "120 tekens"), ("number", "9" * 21, "20 tekens"),
    ],
)  # fmt: skip
def test_what_does_not_fit_says_what_was_expected(column: str, text: str, expected: str) -> None:
    _values, wrong = _one(**{column: text})
    assert [(where, expected in said) for where, _came, said in wrong] == [(column, True)]


@given(
    st.dictionaries(
        st.sampled_from(["name", "email", "birth_year", "sex", "area", "consented_on", "town"]), st.text()
    )
)
def test_no_text_whatever_is_more_than_refused(cells: dict[str, str]) -> None:
    values, wrong = _one(**cells)
    for _column, came, _expected in wrong:
        assert came.isprintable()
        assert len(came) <= 60
    assert wrong or "address" in values or "town" not in cells


def test_somebody_who_can_not_be_recognised_later_is_refused() -> None:
    _values, wrong = read_row({"name": "Testpersoon", "consented_on": "2026-03-01"}, AREAS)
    assert wrong[0][0] == "number"


def test_without_areas_an_area_is_refused_with_the_reason() -> None:
    _values, wrong = read_row({"number": "1", "consented_on": "2026-03-01", "area": "noord"}, {})
    assert "geen van uw onderzoeken heeft nog gebieden" in wrong[0][2]


def test_a_person_twice_in_a_file_is_a_fault_that_names_the_other_row() -> None:
    twice = [row(1), row(2, **{"e-mail": "TEST.0001@voorbeeld.invalid"}), row(3, nummer="T1")]
    rows, faults = check_rows(read_file(as_csv(twice)), {})
    assert [each.number for each in rows] == [2]
    assert [(fault.row, fault.column) for fault in faults] == [(3, "e-mail"), (4, "nummer")]
    assert all("rij 2" in fault.expected for fault in faults)
