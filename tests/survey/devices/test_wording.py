from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from survey.devices import wording
from survey.moment import now


@pytest.fixture(autouse=True)
def _in_dutch(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (None, "nog nooit"),
        (timedelta(seconds=20), "zojuist"),
        (timedelta(seconds=-20), "zojuist"),
        (timedelta(minutes=2), "2 minuten geleden"),
        (timedelta(hours=3), "3 uur geleden"),
        (timedelta(days=9), "1 week geleden"),
    ],
)
def test_how_long_ago_a_device_was_seen(passed: timedelta | None, said: str) -> None:
    assert wording.ago(None if passed is None else now() - passed) == said


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (None, "onbekend"),
        (0, "loopt gelijk"),
        (-59_000, "loopt gelijk"),
        (180_000, "loopt 3 minuten voor"),
        (-7_200_000, "loopt 2 uur achter"),
    ],
)
def test_how_far_a_clock_is_off(offset: int | None, said: str) -> None:
    assert wording.clock(offset) == said


def test_how_safe_storage_is() -> None:
    kept = {"persisted": True, "quota": 3_000_000_000, "usage": 500_000_000}

    assert wording.storage({}) == "onbekend"
    assert wording.storage(kept) == "blijft bewaard, 2.500 MB vrij"
    assert wording.storage({"persisted": False}) == "de browser kan gegevens wissen als de opslag vol raakt"
    assert not wording.is_storage_unsafe({})
    assert not wording.is_storage_unsafe(kept)
    assert wording.is_storage_unsafe({"persisted": False})
    assert wording.is_storage_unsafe({"persisted": True, "quota": 10, "usage": 20})


def test_a_day_without_a_word_is_long() -> None:
    assert not wording.is_long_silent(None)
    assert not wording.is_long_silent(now() - timedelta(hours=23))
    assert wording.is_long_silent(now() - timedelta(hours=25))
