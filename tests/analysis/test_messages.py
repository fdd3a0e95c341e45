"""What a reader is told: values filled in, percent signs left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.caveats import codes, sentence
from analysis.messages import Message


def test_values_are_filled_in_by_name():
    assert str(Message("%(n)d van %(all)s", {"n": 3, "all": "10"})) == "3 van 10"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("0% of %(n)s", "0% of 3"),
        ("100%", "100%"),
        ("50%% of meer, niet 0% d", "50% of meer, niet 0% d"),
        ("%(n)s%", "3%"),
    ],
)
def test_a_percent_sign_is_a_percent_sign(template: str, told: str):
    assert str(Message(template, {"n": 3})) == told


def test_a_translation_is_filled_in_as_the_template_is():
    assert (
        Message("%(n)s van wie 0%", {"n": 3}).said({"%(n)s van wie 0%": "0% of %(n)s"}.__getitem__)
        == "0% of 3"
    )


@given(st.text())
def test_what_is_filled_in_is_not_read_as_a_template(value: str):
    assert str(Message("‘%(name)s’", {"name": value})) == f"‘{value}’"


def test_a_value_that_is_not_there_is_a_fault():
    with pytest.raises(KeyError, match="name"):
        str(Message("%(name)s", {"n": 3}))


@pytest.mark.parametrize("code", codes())
def test_every_caveat_can_be_said(code: str):
    assert "%(" not in str(sentence(code))
