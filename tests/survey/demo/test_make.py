"""`wijkpeil demo`: ready studies that agree with their own questionnaire, and published figures that come out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlmodel import col, func, select

from survey.cli import wijkpeil
from survey.collection.tables import Interview
from survey.database import connect, reading
from survey.demo import make as making
from survey.demo import studies
from survey.demo.organisations import FIRST
from survey.migrate import upgrade
from survey.settings import Settings
from survey.studies.tables import Study

# measure, entity, published percentage (both directions of "knows where to go" are measures).
PUBLISHED = [
    ("findability.knows_not", "general", 44), ("findability.knows", "work", 74), ("findability.knows", "benefit", 69),
    ("findability.knows", "volunteering", 61), ("findability.knows_not", "carer", 56), ("findability.knows_not", "ideas", 55),
    ("participation.does", "volunteering", 48), ("participation.does", "relatives", 26), ("participation.does", "neighbours", 32),
    ("participation.does", "policy", 10), ("participation.does", "initiative", 6), ("participation.does", "activities", 10),
    ("participation.wants", "deciding", 27), ("participation.wants", "executing", 13), ("participation.wants", "initiative", 4),
    ("profile.sex", "man", 62), ("profile.sex", "woman", 38),
    ("profile.age", "a18_44", 12), ("profile.age", "a45_59", 30), ("profile.age", "a60plus", 58),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the two smaller studies; voorbeeldstad is made by the journeys."""
    data = tmp_path_factory.mktemp("demo")
    engine = connect(Settings(data_dir=data).database)
    upgrade(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "STUDIES", {FIRST: (studies.deventer, studies.almelo_panel)})
        assert list(making.make(engine)) == [("deventer-straat", 30), ("almelo-panel", 980)]
        assert list(making.make(engine)) == [("deventer-straat", 0), ("almelo-panel", 0)]
    engine.dispose()
    return data


@pytest.fixture
def engine(folder: Path) -> Engine:
    return connect(Settings(data_dir=folder).database)


@pytest.fixture(scope="module")
def estimated(folder: Path) -> list[dict]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIJKPEIL_DATA_DIR", str(folder))
        ran = CliRunner().invoke(wijkpeil, ["estimate", "almelo-panel", "--json"])
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


@pytest.mark.parametrize(("measure", "entity", "published"), PUBLISHED)
def test_the_command_line_gives_each_published_percentage_at_its_rounding(
    measure: str, entity: str, published: int, estimated: list[dict]
) -> None:
    row = next(r for r in estimated if (r["measure"], r["entity"]) == (measure, entity))
    assert row["n"] == 980
    assert round(100 * row["estimate"]) == published
    assert row["low"] < row["estimate"] < row["high"]


def test_no_demo_interview_disagrees_with_its_own_questionnaire(engine: Engine) -> None:
    with reading(engine) as session:
        states = session.exec(select(col(Interview.state), func.count()).group_by(col(Interview.state))).all()
    assert dict(states) == {"accepted": 1010}


def test_every_demo_study_says_that_it_is_synthetic(engine: Engine) -> None:
    with reading(engine) as session:
        found = session.exec(select(Study)).all()
    assert len(found) == 2
    assert all(study.synthetic and "synthetisch" in study.title for study in found)
    assert all("verzonnen" in study.description for study in found)


def test_the_thirty_street_interviews_are_six_per_area(engine: Engine) -> None:
    with reading(engine) as session:
        street = session.exec(
            select(col(Interview.area), func.count())
            .where(col(Interview.origin) == "street")
            .group_by(col(Interview.area))
        ).all()
    assert dict(street) == dict.fromkeys(
        ("keizerslanden", "borgele", "zandweerd", "centrum", "colmschate"), 6
    )


def test_voorbeeldstad_draws_800_street_and_2400_panel_interviews_over_two_waves() -> None:
    demo = studies.voorbeeldstad()
    assert len(demo.areas) == 8
    assert len(demo.waves) == 2
    assert {margin.variable for margin in demo.margins} == {"area", "age", "sex"}
    assert sum(m.count for m in demo.margins if m.variable == "age") == sum(a.residents for a in demo.areas)
