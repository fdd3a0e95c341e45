"""After signing in somebody only ever goes to a page of ours."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.accounts.entering.onward import onward

OURS = ["/", "/onderzoek", "/onderzoek/proef?wave=1&marge=aan", "/s/é", "/s/%C3%A9", "/account#sleutels"]
ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
    " /onderzoek", "/ /evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)", "evil.example",
    "%2F%2Fevil.example", "/%2Fevil.example", "/%2F%2Fevil.example", "/%252Fevil.example", "/%25252Fevil.example",
    "/%5Cevil.example", "/%255Cevil.example", "/%09/evil.example", "/%0d%0aSet-Cookie:a=b", "/..//evil.example",
    "/a/..//evil.example", "/onderzoek/../uitloggen", "/uitloggen", "/%75itloggen", "/aanmelden?next=//evil.example",
    "/a//evil.example", "/\u2028/evil.example", "/\u00a0/evil.example", "/\x00", "//[", "", "/" + "a" * 5_000, None,
]  # fmt: skip


@pytest.mark.parametrize("address", OURS)
def test_an_address_of_ours_is_kept_as_it_is(address: str) -> None:
    assert onward(address) == address


@pytest.mark.parametrize("address", ELSEWHERE, ids=lambda text: repr(text)[:40])
def test_whatever_a_browser_could_read_as_another_site_is_dropped(address: str | None) -> None:
    assert onward(address) is None


@given(st.text(alphabet="/\\%25Ff. \t\n@:?#ae", max_size=20), st.integers(0, 3))
def test_what_is_kept_never_begins_with_two_slashes_however_often_it_is_decoded(
    text: str, times: int
) -> None:
    for _time in range(times):
        text = quote(text, safe="")
    kept = onward("/" + text)
    if kept is not None:
        assert kept == "/" + text
        assert not kept.replace("\\", "/").startswith("//")
