"""A device is the same within a study, and nobody across studies."""

import pytest

from survey.locations import recognise


def test_the_same_cookie_is_the_same_device_in_one_study_only() -> None:
    cookie = recognise.fresh()
    assert recognise.known(cookie) == cookie
    one = recognise.digest("made up", 1, cookie)
    assert one == recognise.digest("made up", 1, cookie)
    assert one != recognise.digest("made up", 2, cookie)
    assert one != recognise.digest("another secret", 1, cookie)
    assert cookie not in one


@pytest.mark.parametrize("cookie", [None, "", "short", "x" * 23, "ß" * 22, "a" * 21 + "\n"])
def test_what_is_not_our_cookie_is_not_taken_over(cookie: str | None) -> None:
    assert recognise.known(cookie) is None
