"""A thousand histories of devices that do anything in any order: the server has what the model says, and so has every place."""

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete

from survey.app import create_app
from survey.database import reading, transaction
from survey.fieldwork.tables import QuotaCell
from tests.faults.evidence import at_rest
from tests.faults.installation import install
from tests.faults.machine import Fieldwork
from tests.faults.model import Model
from tests.faults.tablet import DeletesTooEarly, SaysSavedTooEarly, Tablet

HISTORIES = 1_000
STEPS = 7
_MEMORY = Path("/dev/shm")  # noqa: S108 (a disk that does not wait: what survives power is judged elsewhere)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = Path(mkdtemp(prefix="wp-histories-", dir=_MEMORY)) if _MEMORY.is_dir() else tmp_path / "histories"
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def fieldwork(folder: Path) -> Iterator[type[Fieldwork]]:
    class Here(Fieldwork):
        """The fieldwork on this application."""

    Here.installation = install(folder / "var")
    Here.app = create_app(Here.installation.settings)
    with transaction(Here.app.extensions["wijkpeil.database"]) as session:
        session.execute(delete(QuotaCell))  # quotas have histories of their own, and cost time here
    Here.everything, Here.histories = Model(), 0
    Here.dice = random.Random(1)  # noqa: S311 (names of interviews)
    yield Here
    Here.app.extensions["wijkpeil.database"].dispose()


def _run(fieldwork: type[Fieldwork], histories: int, *phases: Phase) -> None:
    run_state_machine_as_test(
        fieldwork,
        settings=settings(
            max_examples=histories,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=phases,
        ),
    )


def test_no_history_loses_an_interview_or_counts_one_twice(fieldwork: type[Fieldwork], folder: Path) -> None:
    _run(fieldwork, HISTORIES, Phase.generate, Phase.shrink)
    assert fieldwork.histories >= HISTORIES
    engine = fieldwork.app.extensions["wijkpeil.database"]
    with reading(engine) as session:
        fieldwork.everything.check(session)
    for place in at_rest(fieldwork.installation, engine, folder):
        assert place.fault == "", place.name
        shown = {(one, fieldwork.everything.first[one]) for one, _digest in place.counted or ()}
        assert shown == set(fieldwork.everything.first.items()), place.name
        assert len(place.counted or ()) == len(shown), place.name
    sys.stdout.write(f"{fieldwork.histories} histories, {len(fieldwork.everything.bodies)} bodies\n")


@pytest.mark.parametrize("tablet", [DeletesTooEarly, SaysSavedTooEarly])
def test_the_machine_sees_a_device_that_breaks_its_promise(
    fieldwork: type[Fieldwork], tablet: type[Tablet]
) -> None:
    fieldwork.tablet = tablet
    with pytest.raises(AssertionError):
        _run(fieldwork, 200, Phase.generate)
