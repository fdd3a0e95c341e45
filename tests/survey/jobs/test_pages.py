"""The pages of long work: found again, followed without JavaScript, stopped, started again, and nobody else's."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.jobs import ask
from survey.jobs.hold import holding
from survey.jobs.tables import Job
from tests.survey.conftest import SignIn

Asked = Callable[..., Job]


@pytest.fixture
def asked(engine: Engine, organisation: Organisation) -> Asked:
    """Puts a job of this organisation in the list, in a state."""

    def put(**changes: object) -> Job:
        with transaction(engine) as session:
            assert organisation.id is not None
            job = ask(
                session,
                "tests.none",
                "Brieven <b>maken</b>",
                {},
                organisation_id=organisation.id,
                account_id=None,
            )
            for name, value in changes.items():
                setattr(job, name, value)
            return job

    return put


def token(client: FlaskClient, path: str) -> dict[str, str]:
    page = client.get(path).text
    return {"csrf_token": page.partition('name="csrf_token" value="')[2].partition('"')[0]}


def now_of(engine: Engine, job: Job) -> Job:
    with reading(engine) as session:
        return session.get_one(Job, job.id)


def test_an_empty_list_says_what_will_come(client: FlaskClient) -> None:
    assert "Er zijn nog geen taken" in client.get("/taken").text


def test_a_running_job_shows_how_far_it_is_and_looks_again(client: FlaskClient, asked: Asked) -> None:
    job = asked(state="running", done=1200, total=2000)
    answer = client.get(f"/taken/{job.id}")
    assert answer.headers["Refresh"] == "2"
    assert "Refresh" not in client.get(f"/taken/{job.id}?stil=1").headers
    page = answer.text
    assert "1.200 van 2.000 gedaan" in page
    assert 'value="1200" max="2000"' in page
    assert "Brieven &lt;b&gt;maken&lt;/b&gt;" in page
    assert str(job.id) in client.get("/taken").text


def test_a_failed_job_says_why_and_can_be_started_again(
    client: FlaskClient, asked: Asked, engine: Engine
) -> None:
    job = asked(state="failed", fault="De mailserver is er niet.", attempts=2)
    page = client.get(f"/taken/{job.id}")
    assert "De mailserver is er niet." in page.text
    assert "Refresh" not in page.headers
    here = f"/taken/{job.id}"
    assert client.post(f"{here}/opnieuw", data=token(client, here)).status_code == 303
    again = now_of(engine, job)
    assert (again.state, again.fault, again.attempts) == ("waiting", "", 0)


def test_a_job_is_stopped_by_post_only(client: FlaskClient, asked: Asked, engine: Engine) -> None:
    job = asked()
    here = f"/taken/{job.id}"
    assert client.get(f"{here}/stoppen").status_code == 405
    assert client.post(f"{here}/stoppen").status_code == 400
    assert now_of(engine, job).state == "waiting"
    client.post(f"{here}/stoppen", data=token(client, here))
    assert now_of(engine, job).state == "cancelled"


def test_a_job_that_is_still_stopping_is_not_begun_twice(
    client: FlaskClient, asked: Asked, engine: Engine
) -> None:
    job = asked(state="cancelled")
    here = f"/taken/{job.id}"
    with holding(engine, job.id) as held:
        assert held
        client.post(f"{here}/opnieuw", data=token(client, here))
    assert now_of(engine, job).state == "cancelled"
    assert "nog bezig met stoppen" in client.get(here).text


def test_what_a_job_came_to_is_shown_in_words(client: FlaskClient, asked: Asked) -> None:
    job = asked(state="done", result={"sent": 1234, "unknown": 5}, address="/onderzoek/proef/panel")
    page = client.get(f"/taken/{job.id}").text
    assert "<dt>Verstuurd</dt><dd>1.234</dd>" in page
    assert "unknown" not in page
    assert 'href="/onderzoek/proef/panel"' in page


def test_a_job_of_another_organisation_is_not_there(
    asked: Asked, sign_in: SignIn, elsewhere: Organisation, engine: Engine
) -> None:
    job = asked()
    theirs = sign_in("researcher", at=elsewhere)
    assert "Brieven" not in theirs.get("/taken").text
    strange, unknown = theirs.get(f"/taken/{job.id}"), theirs.get(f"/taken/{uuid4()}")
    assert (strange.status_code, strange.text.count("Deze taak")) == (404, unknown.text.count("Deze taak"))
    form = token(theirs, "/taken")
    for act in ("stoppen", "opnieuw"):
        assert theirs.post(f"/taken/{job.id}/{act}", data=form).status_code == 404
    assert now_of(engine, job).state == "waiting"


def test_a_supervisor_sees_jobs_and_does_not_start_or_stop_them(
    asked: Asked, sign_in: SignIn, engine: Engine
) -> None:
    job = asked()
    supervisor = sign_in("supervisor")
    page = supervisor.get(f"/taken/{job.id}").text
    assert "Taak stoppen" not in page
    answer = supervisor.post(f"/taken/{job.id}/stoppen", data=token(supervisor, "/taken"))
    assert answer.status_code == 403
    assert now_of(engine, job).state == "waiting"
