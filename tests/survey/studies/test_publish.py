"""Publishing makes a version that never changes."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from questionnaires.mistakes import Refused
from survey.database import reading, transaction
from survey.studies import find
from survey.studies.publish import AreaSpec, MarginSpec, PublishRefused, WaveSpec, publish
from survey.studies.tables import PopulationMargin, QuestionnaireVersion, Study
from tests.survey.samples import AREAS, HASH, QUESTIONNAIRE

OTHER = QUESTIONNAIRE.replace("Mag ik u iets vragen?", "Mag ik u wat vragen?")


def _study(session: Session) -> Study:
    return find.study(session, "proef")


def test_the_first_version_makes_the_study_with_one_wave(engine: Engine) -> None:
    with transaction(engine) as session:
        version = publish(session, "proef", QUESTIONNAIRE, areas=AREAS)
        assert (version.number, version.hash) == (1, HASH)
        assert _study(session).title == "Proef"
        assert [wave.number for wave in find.waves(session, _study(session))] == [1]


def test_the_same_questionnaire_again_is_the_same_version_and_another_is_the_next(engine: Engine) -> None:
    with transaction(engine) as session:
        first = publish(session, "proef", QUESTIONNAIRE, areas=AREAS)
        assert publish(session, "proef", QUESTIONNAIRE).id == first.id
        second = publish(session, "proef", OTHER)
        assert (second.number, find.version(session, _study(session)).id) == (2, second.id)
        assert [one.number for one in find.versions(session, _study(session))] == [1, 2]


def test_a_version_keeps_its_text_and_its_programme(engine: Engine) -> None:
    with transaction(engine) as session:
        version = publish(session, "proef", QUESTIONNAIRE, areas=AREAS)
        assert version.source == QUESTIONNAIRE
        programme = find.programme(version, find.areas(session, _study(session)))
    assert [option["code"] for option in programme["variables"]["area"]["options"]] == ["noord", "zuid"]


def test_areas_waves_and_margins_are_added_or_renewed_and_never_removed(engine: Engine) -> None:
    with transaction(engine) as session:
        publish(session, "proef", QUESTIONNAIRE, areas=AREAS, margins=[MarginSpec("sex", "f", 10)])
        publish(
            session,
            "proef",
            QUESTIONNAIRE,
            areas=[AreaSpec("noord", "Noordwijk"), AreaSpec("west", "West")],
            waves=[WaveSpec(2, "Twee", date(2027, 1, 1))],
            margins=[MarginSpec("sex", "f", 20, "CBS", 2026)],
        )
        study = _study(session)
        assert [area.name for area in find.areas(session, study)] == ["Noordwijk", "Zuid", "West"]
        assert [wave.number for wave in find.waves(session, study)] == [1, 2]
        assert [(one.count, one.year) for one in session.exec(select(PopulationMargin))] == [(20, 2026)]


@pytest.mark.parametrize("slug", ["", "Proef", "proef!", "-proef", "x" * 81, "proef\n"])
def test_a_name_that_does_not_fit_in_an_address_is_refused(engine: Engine, slug: str) -> None:
    with pytest.raises(PublishRefused, match="streepjes"), transaction(engine) as session:
        publish(session, slug, QUESTIONNAIRE, areas=AREAS)


def test_a_question_about_the_area_needs_areas_and_nothing_is_kept(engine: Engine) -> None:
    with pytest.raises(PublishRefused, match="gebieden"), transaction(engine) as session:
        publish(session, "proef", QUESTIONNAIRE)
    with reading(engine) as session:
        assert find.studies(session) == []


def test_an_unknown_origin_and_a_wave_that_ends_before_it_starts_are_refused(engine: Engine) -> None:
    with pytest.raises(PublishRefused, match="herkomst"), transaction(engine) as session:
        publish(session, "proef", QUESTIONNAIRE, areas=AREAS, default_origin="internet")
    backwards = WaveSpec(1, "Om", date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(PublishRefused, match="eindigt"), transaction(engine) as session:
        publish(session, "proef", QUESTIONNAIRE, areas=AREAS, waves=[backwards])


def test_a_questionnaire_with_mistakes_is_refused_and_nothing_is_kept(engine: Engine) -> None:
    with pytest.raises(Refused), transaction(engine) as session:
        publish(
            session, "proef", QUESTIONNAIRE.replace("knows_vet == 'yes'", "onbekend == 'yes'"), areas=AREAS
        )
    with reading(engine) as session:
        assert session.exec(select(QuestionnaireVersion)).all() == []
