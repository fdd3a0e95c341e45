"""Of those who saw a page, how many went on: to a later page, or by sending the form."""

from hypothesis import given
from hypothesis import strategies as st

from survey.closing.drop_off import Seen, Step, steps

PAGES = ["a", "b", "c"]


def seen(pages: str, *, sent: bool = False) -> Seen:
    return Seen(frozenset(pages), sent)


def test_who_saw_a_later_page_or_sent_the_form_went_on() -> None:
    found = steps(PAGES, [seen("abc", sent=True), seen("abc"), seen("ab"), seen("a"), seen("ac")])
    assert found == [Step("a", 5, 4), Step("b", 3, 2), Step("c", 3, 1)]
    assert [each.stopped for each in found] == [1, 1, 2]
    assert found[2].share == 1 / 3


def test_a_page_that_nobody_saw_and_one_that_is_no_longer_there_are_left_out() -> None:
    assert steps(PAGES, [seen("az")]) == [Step("a", 1, 0)]
    assert steps(PAGES, []) == []


@given(st.lists(st.builds(Seen, st.frozensets(st.sampled_from(PAGES), min_size=1), st.booleans())))
def test_everybody_who_did_not_send_stopped_exactly_once(forms: list[Seen]) -> None:
    found = steps(PAGES, forms)
    assert sum(each.stopped for each in found) == sum(not form.sent for form in forms)
