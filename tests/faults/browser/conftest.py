"""The browser and the server of the journeys, for the faults of a tablet."""

from pathlib import Path

import pytest

from tests.journeys.conftest import open_page, server

__all__ = ["open_page", "server"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)
