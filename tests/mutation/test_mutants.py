"""No small fault in the JavaScript twin goes unseen by the vectors and a fixed random sample."""

import json
from pathlib import Path

import pytest

from tests.questionnaires.engine.comparison import lines, python
from tests.questionnaires.engine.node import node

FOLDER = Path(__file__).parent
EQUIVALENT = {
    entry["mutant"]: entry["reason"] for entry in json.loads((FOLDER / "equivalent.json").read_text("utf-8"))
}


def sample():
    """A fixed random sample with what the Python twin makes of it, as `hunt.js` reads it."""
    found = list(lines(seed=3, programmes=25))
    outcomes = iter(python(found))
    return [{**case, "outcome": next(outcomes)} if "function" in case else case for case in found]


@pytest.fixture(scope="module")
def hunt():
    run = node(FOLDER / "hunt.js", given="\n".join(map(json.dumps, sample())), seconds=600)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_there_are_mutants_in_plenty(hunt):
    assert hunt["count"] > 500


def test_no_mutant_survives_unless_it_is_known_to_be_the_same_program(hunt):
    assert sorted(set(hunt["survivors"]) - EQUIVALENT.keys()) == []


def test_every_mutant_that_is_known_to_be_the_same_program_still_is(hunt):
    assert sorted(EQUIVALENT.keys() - set(hunt["survivors"])) == []


def test_every_equivalent_mutant_has_its_reason():
    assert all(len(reason) > 20 for reason in EQUIVALENT.values())


def test_the_mutator_plants_what_it_says():
    run = node("--test", "--test-reporter=spec", FOLDER / "mutants.test.js")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "pass 6" in run.stdout
