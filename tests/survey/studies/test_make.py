"""A study is made, put away, and deleted when nothing hangs on it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.studies import find
from survey.studies.make import make, proposed
from survey.studies.publish import PublishRefused
from survey.studies.refusals import SetupRefused
from survey.studies.remove import removable, remove
from survey.studies.tables import Study
from tests.survey.samples import AREAS, QUESTIONNAIRE, body, put
from tests.survey.studies.setting_up import make_it, researcher, state

ABOUT = {"title": "Één  vráág!", "description": "", "municipality": "", "default_origin": "panel"}


def _make(engine: Engine, organisation: Organisation, slug: str = "") -> str:
    account = researcher(engine, organisation)
    with transaction(engine) as session:
        return make(
            session, ABOUT, slug, QUESTIONNAIRE, AREAS, organisation=organisation.id or 0, account=account
        ).slug


def test_the_name_in_the_address_is_made_of_the_title_and_is_free(
    engine: Engine, organisation: Organisation
) -> None:
    assert [_make(engine, organisation) for _each in range(3)] == [
        "een-vraag",
        "een-vraag-2",
        "een-vraag-3",
    ]


WRONG = [("日本", "onderzoek"), ("Nieuw", "nieuw-2"), ("x" * 300, "x" * 76)]


def test_every_title_gives_a_name_that_fits(engine: Engine) -> None:
    for title, expected in WRONG:
        with reading(engine) as session:
            assert proposed(session, title) == expected


def test_a_name_that_another_organisation_has_is_refused_as_if_it_were_our_own(
    engine: Engine, organisation: Organisation, elsewhere: Organisation, study: Study
) -> None:
    said = []
    for owner in (organisation, elsewhere):
        with pytest.raises(SetupRefused) as refused:
            _make(engine, owner, "proef")
        said.append(refused.value.faults)
    assert said[0] == said[1]
    with reading(engine) as session:
        assert [one.slug for one in find.studies(session)] == ["proef"]


@pytest.mark.parametrize("slug", ["nieuw", "archief", "Proef", "a/b", "é", "x" * 81])
def test_a_name_that_is_a_page_or_no_name_is_refused(
    engine: Engine, organisation: Organisation, slug: str
) -> None:
    with pytest.raises(PublishRefused):
        _make(engine, organisation, slug)


def test_a_study_that_was_put_away_is_closed_and_in_no_list_until_it_comes_back(
    engine: Engine, organisation: Organisation, study: Study
) -> None:
    somebody = researcher(engine, organisation)
    make_it(engine, "about", state(engine, "about") | {"archived": True, "is_open": False}, somebody)
    with reading(engine) as session:
        assert find.studies(session) == []
        assert len(find.studies(session, with_archived=True)) == 1
    with pytest.raises(SetupRefused, match="archief"):
        make_it(engine, "about", state(engine, "about") | {"is_open": True}, somebody)
    make_it(engine, "about", state(engine, "about") | {"archived": False}, somebody)
    with reading(engine) as session:
        assert [one.is_open for one in find.studies(session)] == [False]


def test_a_study_is_deleted_with_all_of_its_setup_when_its_name_is_typed(
    engine: Engine, organisation: Organisation, study: Study
) -> None:
    somebody = researcher(engine, organisation)
    make_it(engine, "about", state(engine, "about") | {"title": "Anders"}, somebody)
    with pytest.raises(SetupRefused, match="Typ precies"), transaction(engine) as session:
        remove(session, find.study(session, "proef"), "Proef", account=somebody)
    with transaction(engine) as session:
        remove(session, find.study(session, "proef"), "proef", account=somebody)
    with reading(engine) as session:
        assert find.studies(session, with_archived=True) == []


def test_a_study_with_an_interview_is_not_deleted(
    engine: Engine, organisation: Organisation, study: Study, client: FlaskClient
) -> None:
    assert put(client, body()).status_code == 201
    with transaction(engine) as session:
        there = find.study(session, "proef")
        assert not removable(session, there)
        with pytest.raises(SetupRefused, match="archief"):
            remove(session, there, "proef", account=1)
