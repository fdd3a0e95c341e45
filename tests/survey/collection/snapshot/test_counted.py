from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.review import decide
from survey.collection.snapshot.counted import Print, ranges, versions, waves
from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.studies.tables import Study
from tests.survey.interviews import hold


def places(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return sorted(session.exec(select(Interview.submission_id)).all())


def test_prints_of_neighbours_add_up() -> None:
    assert Print(2, 7, 4, 1).with_(Print(1, 9, 9, 0)) == Print(3, 16, 9, 1)


def test_ranges_are_what_the_wave_is_made_of(engine: Engine, study: Study) -> None:
    hold(engine, 5, knows_vet="yes")
    hold(engine, 2, knows_vet="perhaps")  # waits for a person: does not count
    first, second, third, fourth, fifth, *_ = places(engine)
    (wave,) = waves(engine, study.id or 0)
    assert wave.print == Print(5, first + second + third + fourth + fifth, fifth, 0)
    assert ranges(engine, wave.wave_id, [second, fourth]) == [
        Print(2, first + second, second, 0),
        Print(2, third + fourth, fourth, 0),
        Print(1, fifth, fifth, 0),
    ]
    assert ranges(engine, wave.wave_id, []) == [wave.print]


def test_every_decision_shows_even_one_that_is_taken_back(engine: Engine, study: Study) -> None:
    hold(engine, knows_vet="yes")
    (doubted,) = hold(engine, knows_vet="perhaps")
    found = []
    for verdict in ("include", "exclude", "include"):
        with transaction(engine) as session:
            decide(session, session.get_one(Study, study.id), doubted, verdict, "gebeld")
        (wave,) = waves(engine, study.id or 0)
        found.append((wave.print.interviews, wave.print.decisions))
    assert found == [(2, 1), (1, 2), (2, 3)]


def test_a_wave_in_which_nobody_counts_is_left_out(engine: Engine, study: Study) -> None:
    hold(engine, knows_vet="perhaps")
    assert waves(engine, study.id or 0) == []


def test_a_study_without_interviews_has_versions_and_no_waves(engine: Engine, study: Study) -> None:
    assert waves(engine, study.id or 0) == []
    assert [len(one) for one in versions(engine, study.id or 0).values()] == [64]
