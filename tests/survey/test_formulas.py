import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.formulas import guarded, unguarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_an_ordinary_apostrophe_stays_as_it_is() -> None:
    assert guarded("'s avonds") == "'s avonds"
    assert unguarded("'s avonds") == "'s avonds"


@given(st.text(alphabet="'=+-@\tx ＝m:", max_size=8) | st.text())
def test_every_text_comes_back_and_is_never_run(text: str) -> None:
    for also in ((), ("m:",)):
        written = guarded(text, also)
        assert unguarded(written, also) == text
        assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", *also))
