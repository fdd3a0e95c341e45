"""Others may reach the server only when its settings are fit for that."""

import secrets

import pytest

from survey.outside import faults, is_inside
from survey.settings import Settings

FIT = {
    "secret_key": secrets.token_hex(32),
    "allowed_hosts": "peil.voorbeeld.nl, www.peil.voorbeeld.nl",
    "tls_in_front": True,
    "base_url": "https://peil.voorbeeld.nl",
}


def test_settings_that_are_fit_have_no_fault() -> None:
    assert faults(Settings(**FIT)) == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"secret_key": ""}, "WIJKPEIL_SECRET_KEY"),
        ({"secret_key": "x" * 64}, "WIJKPEIL_SECRET_KEY"),
        ({"secret_key": "kort"}, "WIJKPEIL_SECRET_KEY"),
        ({"secret_key": "changeme-changeme-0123456789-abcdefghij"}, "WIJKPEIL_SECRET_KEY"),
        ({"allowed_hosts": ""}, "WIJKPEIL_ALLOWED_HOSTS"),
        ({"allowed_hosts": " , "}, "WIJKPEIL_ALLOWED_HOSTS"),
        ({"tls_in_front": False}, "WIJKPEIL_TLS_IN_FRONT"),
        ({"base_url": "http://peil.voorbeeld.nl"}, "WIJKPEIL_BASE_URL"),
        ({"base_url": "https://elders.voorbeeld.nl"}, "WIJKPEIL_BASE_URL"),
    ],
)
def test_each_setting_that_is_missing_or_weak_is_named_with_what_to_do(
    changed: dict[str, object], named: str
) -> None:
    found = faults(Settings(**(FIT | changed)))
    assert len(found) == 1
    assert named in found[0]


def test_a_secret_is_never_repeated_in_the_message() -> None:
    assert "kort-geheim" not in " ".join(faults(Settings(**(FIT | {"secret_key": "kort-geheim"}))))


@pytest.mark.parametrize(
    ("host", "inside"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.8.8", True), ("::", False),
     ("example.org", False), ("", False), ("192.0.2.1", False)],
)  # fmt: skip
def test_only_loopback_is_inside(host: str, inside: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    assert is_inside(host) is inside
