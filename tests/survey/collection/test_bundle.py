"""What a tablet takes along: everything that an interview needs, in every language."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from questionnaires import library
from survey.collection.bundle import of_study
from survey.database import reading, transaction
from survey.settings import Settings
from survey.signing import public_key
from survey.studies import find
from survey.studies.publish import AreaSpec, publish
from survey.studies.tables import Study

# What is read here does not differ between databases: one kind is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

AREAS = [AreaSpec("noord", "Noord", 0, 0, 4_000), AreaSpec("zuid", "Zuid", 1, 0, 6_000)]


BundleOf = Callable[[str], dict[str, Any]]


@pytest.fixture
def bundle_of(app: Flask, engine: Engine) -> BundleOf:
    """The bundle of the study of this name, as it travels."""

    def made(slug: str) -> dict[str, Any]:
        with app.test_request_context(), reading(engine) as session:
            bundle = of_study(session, find.study(session, slug))
            found: dict[str, Any] = json.loads(json.dumps(bundle.document))
            return found

    return made


@pytest.fixture
def street(engine: Engine) -> str:
    """The ready street interview, published; gives its hash."""
    with transaction(engine) as session:
        source = library.load("straat-bekendheid")
        return publish(session, "straat", source, areas=AREAS, default_origin="street", synthetic=True).hash


def test_it_names_the_study_and_the_questionnaire_that_every_interview_must_name(
    bundle_of: BundleOf, street: str, settings: Settings
) -> None:
    bundle = bundle_of("straat")

    assert (bundle["study"], bundle["questionnaire"], bundle["synthetic"]) == ("straat", street, True)
    assert bundle["default_origin"] == "street"
    assert bundle["receipt_key"] == public_key(settings.secret)
    assert [origin["code"] for origin in bundle["origins"]] == [
        "street",
        "panel",
        "open_link",
        "random_sample",
    ]


def test_it_holds_every_page_in_every_language_with_all_answers_to_choose(
    bundle_of: BundleOf, street: str
) -> None:
    bundle = bundle_of("straat")
    programme = bundle["programme"]

    for language in ("nl", "en", "tr", "ar"):
        for page in programme["pages"]:
            html = bundle["fragments"][language][page["id"]]
            for name in page["questions"]:
                assert f'data-question="{name}"' in html
                for option in programme["variables"][name]["options"]:
                    assert f'value="{option["code"]}"' in html
            assert "data-error" in html
            assert not re.search(r"<script|\son[a-z]+=|\sstyle=", html)


def test_the_areas_of_the_study_are_there_to_choose(bundle_of: BundleOf, street: str) -> None:
    bundle = bundle_of("straat")

    assert [option["code"] for option in bundle["programme"]["variables"]["area"]["options"]] == [
        "noord",
        "zuid",
    ]
    assert 'value="zuid"' in bundle["fragments"]["ar"]["area"]


def test_what_can_be_wrong_with_an_answer_is_said_in_every_language(bundle_of: BundleOf, street: str) -> None:
    bundle = bundle_of("straat")

    assert set(bundle["messages"]) == {"nl", "en", "tr", "ar"}
    assert bundle["messages"]["nl"]["required.single"] == "Kies één antwoord."
    assert all(set(words) == {"nl", "en", "tr", "ar"} for words in bundle["words"].values())


def test_the_question_where_the_interviewer_stands_is_known_so_that_it_is_asked_once(
    bundle_of: BundleOf, street: str
) -> None:
    assert bundle_of("straat")["place"] == "location"


def test_a_questionnaire_without_such_a_question_has_no_place(bundle_of: BundleOf, engine: Engine) -> None:
    with transaction(engine) as session:
        publish(session, "panel", library.load("panel-weet-u-waar"), areas=AREAS)

    assert bundle_of("panel")["place"] is None


def test_a_study_with_other_areas_has_other_pages_for_the_same_questionnaire(
    bundle_of: BundleOf, engine: Engine, street: str
) -> None:
    bundle_of("straat")
    with transaction(engine) as session:
        source = library.load("straat-bekendheid")
        assert publish(session, "elders", source, areas=[AreaSpec("west", "West")]).hash == street

    assert 'value="west"' in bundle_of("elders")["fragments"]["nl"]["area"]


def test_it_holds_no_answer_of_anybody(bundle_of: BundleOf, study: Study) -> None:
    bundle = bundle_of(study.slug)

    assert not any(" checked" in html for pages in bundle["fragments"].values() for html in pages.values())
