"""What is kept of how an interview went."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection import told
from survey.collection.tables import Interview
from survey.database import reading
from survey.studies.tables import Study
from tests.survey.collection.test_body import JSON
from tests.survey.samples import body, put


def test_what_the_tablet_tells_has_its_columns_and_the_rest_stays_in_the_bytes(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    paradata = {
        "seed": 7,
        "interviewer": " Sam\x00 ",
        "times": {"start": 3100},
        "helped": "family",
        "nieuw": 1,
    }
    put(client, body(paradata=paradata))
    with reading(engine) as session:
        kept = session.exec(select(Interview)).one()
    assert kept.interviewer == "Sam"
    assert kept.paradata == {"interviewer": " Sam\x00 ", "helped": "family", "times": {"start": 3100}}


def test_nothing_told_is_no_paradata(client: FlaskClient, study: Study, engine: Engine) -> None:
    put(client, body(paradata={"seed": 7}))
    with reading(engine) as session:
        kept = session.exec(select(Interview)).one()
    assert (kept.interviewer, kept.paradata) == ("", None)


@given(
    st.dictionaries(st.sampled_from([*told.MEMBERS, "seed", "x"]), JSON | st.text(min_size=3000), max_size=8)
)
def test_only_known_members_of_a_decent_size_are_kept(paradata: dict[str, Any]) -> None:
    kept = told.known(paradata)
    assert kept is None or (kept and kept.keys() <= set(told.MEMBERS))
    assert len(json.dumps(kept, ensure_ascii=False).encode()) < 120_000
    assert len(told.interviewer(paradata)) <= 20


@pytest.mark.parametrize("number", [0, -1, True, 2**31, 1.0, "1", None])
def test_what_is_no_number_of_an_interview_is_none(number: Any) -> None:
    assert told.number({"number": number}) is None
    assert told.quota({"quota": number}) is None
