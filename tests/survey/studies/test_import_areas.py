"""Areas come out of a list or a table, all or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.studies.import_areas import export_areas, import_areas, placed
from survey.studies.refusals import SetupRefused
from survey.studies.typed import NotUnderstood, line

NORTH = {"code": "noord", "name": "Noord", "row": 0, "col": 0, "residents": 4000}


def test_a_list_has_one_area_per_line_and_makes_codes_and_places() -> None:
    assert import_areas("Noord; 4.000\n\nÇa Va-wijk\n", []) == [
        NORTH,
        {"code": "ca-va-wijk", "name": "Ça Va-wijk", "row": 0, "col": 1, "residents": None},
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_is_read_by_the_names_of_its_columns(separator: str) -> None:
    table = "\ufeffInwoners;Naam;Code;Rij;Kolom\n50;West;w;2;3\n".replace(";", separator)
    assert import_areas(table, [NORTH]) == [
        NORTH,
        {"code": "w", "name": "West", "row": 1, "col": 2, "residents": 50},
    ]


def test_the_columns_of_the_command_count_from_zero() -> None:
    (area,) = import_areas("code,name,row,col\nw,West,0,5\n", [])
    assert (area["row"], area["col"]) == (0, 5)


def test_a_known_code_is_renewed_and_keeps_what_the_table_does_not_say() -> None:
    assert import_areas("code;naam\nnoord;Noordwijk\n", [NORTH]) == [NORTH | {"name": "Noordwijk"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "ten minste één gebied"),
        ("Noord\nNoord", "twee keer"),
        ("code;naam\na;Noord\na;Zuid", "'a' komt twee keer"),
        ("code;naam\na;Noord\nb;noord", "'noord' komt twee keer"),
        ("code;naam;inwoners\na;Noord;veel", "Rij 2: 'veel' is geen heel getal"),
        ("code;naam;inwoners\na;Noord;１２", "geen heel getal"),
        ("code;naam\na;Noord;4", "Rij 2 heeft 3 kolommen"),
        ("code;inwoners\na;4", "ontbreken: naam"),
        ("code;naam;naam\na;b;c", "twee keer voor in de eerste regel"),
        ("code;naam", "staat niets"),
        ("naam\n" + "x" * 121, "te lang"),
        ("naam\na\x1bb", "niet te lezen"),
        ("; 4", "naam van het gebied ontbreekt"),
        ("naam\n" + "\n".join(f"wijk {number}" for number in range(501)), "501 gebieden"),
    ],
)
def test_whatever_is_wrong_is_told_and_nothing_is_taken(text: str, expected: str) -> None:
    with pytest.raises(SetupRefused, match=expected):
        import_areas(text, [])


def _readable(name: str) -> bool:
    try:
        return line(name, 120) == name != ""
    except NotUnderstood:
        return False


@given(
    st.lists(
        st.tuples(st.text(max_size=20).filter(_readable), st.none() | st.integers(0, 10**7)),
        min_size=1,
        max_size=12,
        unique_by=lambda each: each[0].casefold(),
    )
)
def test_what_is_exported_is_imported_the_same(named: list[tuple[str, int | None]]) -> None:
    areas = placed(
        [
            {"code": f"c{place}", "name": name, "row": None, "col": None, "residents": residents}
            for place, (name, residents) in enumerate(named)
        ]
    )
    assert import_areas(export_areas(areas), []) == areas


def test_no_spreadsheet_runs_a_name() -> None:
    assert ";'=1+1;" in export_areas([NORTH | {"name": "=1+1"}])
    assert import_areas(export_areas([NORTH | {"name": "=1+1"}]), [])[0]["name"] == "=1+1"


@given(st.lists(st.sampled_from([(None, None), (0, 0), (0, 1), (5, 5)]), max_size=30))
def test_every_area_without_a_place_gets_one_of_its_own(places: list[tuple[int | None, int | None]]) -> None:
    given_ = [{"row": row, "col": col} for row, col in places]
    found = [(row["row"], row["col"]) for row in placed(given_)]
    fresh = [place for place, row in zip(found, given_, strict=True) if row["row"] is None]
    assert len(set(fresh)) == len(fresh)
    assert not set(fresh) & {place for place in places if place[0] is not None}
