"""No reference number lies there unused: every case has a topic, and every topic a test."""

import json
from pathlib import Path

import pytest

from tests.golden.pack import TOPICS, cases

TESTS = Path(__file__).parent.parent / "analysis" / "golden"
MADE = Path(__file__).parent / "made"


def test_every_supplied_case_has_a_topic():
    topics = [case.topic for case in cases()]
    assert len(topics) >= 274
    assert set(topics) == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_asked_by_a_test(topic: str):
    assert any(f'of("{topic}")' in file.read_text() for file in TESTS.glob("test_*.py")), topic


def test_there_are_more_than_a_hundred_cases_of_our_own_with_their_scripts():
    numbers = {file.stem: json.loads(file.read_text()) for file in MADE.glob("*.json")}
    found = {
        name: len(content if isinstance(content, list) else content.get("cases", []))
        for name, content in numbers.items()
    }
    assert sum(found.values()) > 200
    scripts = {file.stem for file in (*MADE.glob("*.R"), *MADE.parent.glob("*.R"))}
    assert {name for name in found if name != "cases"} <= scripts
