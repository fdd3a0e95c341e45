"""A place gets a code that everybody can type."""

import re

from hypothesis import given
from hypothesis import strategies as st

from survey.locations.add import code


def test_a_code_is_the_name_in_plain_letters() -> None:
    assert code("Bibliotheek Noord", set()) == "bibliotheek-noord"
    assert code("Café 't Hoekje", set()) == "cafe-t-hoekje"
    assert code("Wijkcentrum De Schakel", set()) == "wijkcentrum-de"
    assert code("Aaneengeschrevenwijkcentrum", set()) == "aaneengeschrevenwijk"


def test_a_name_without_latin_letters_gets_a_code_too() -> None:
    assert code("مكتبة", set()) == "plek"
    assert code("مكتبة", {"plek"}) == "plek-2"


@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_code_can_be_typed_fits_and_is_its_own(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        made = code(name, taken)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
        assert len(made) <= 20
        assert made not in taken
        taken.add(made)
