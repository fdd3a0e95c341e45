import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading
from survey.jobs.tables import Job
from survey.members import file_routes, upload
from survey.members.file_faults import FileRefused
from survey.members.tables import Member, MemberUpload
from survey.moment import now
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.members.files import as_csv, as_xlsx, row

Send = Callable[..., Any]


@pytest.fixture
def send(client: FlaskClient, token: Callable[[FlaskClient], str]) -> Send:
    def upload_(content: bytes, name: str = "leden.csv", by: FlaskClient = client) -> Any:
        data = {"csrf_token": token(by), "bestand": (io.BytesIO(content), name)}
        return by.post("/leden/invoeren", data=data)

    return upload_


@pytest.fixture
def press(client: FlaskClient, token: Callable[[FlaskClient], str]) -> Send:
    return lambda address, by=client: by.post(address, data={"csrf_token": token(by)})


def test_a_good_file_is_shown_before_it_is_imported_by_a_job(
    client: FlaskClient, send: Send, press: Send, engine: Engine, run_jobs: Callable[[], int], study: Study
) -> None:
    sent = send(as_xlsx([row(1, gebied="Noord", naam="<script>alert(1)</script>"), row(2)]), "leden.xlsx")  # type: ignore[list-item] # texts are objects
    assert sent.status_code == 303
    preview = client.get(sent.headers["Location"]).text
    assert "2 rijen inlezen" in preview
    assert "&lt;script&gt;alert(1)" in preview
    with reading(engine) as session:
        assert session.exec(select(Member)).all() == []
        kept = session.exec(select(MemberUpload)).one()
    assert b"Testpersoon" not in kept.content_sealed
    asked = press(sent.headers["Location"])
    assert asked.status_code == 303
    assert client.get(asked.headers["Location"]).status_code == 200
    assert run_jobs() == 1
    with reading(engine) as session:
        job = session.exec(select(Job)).one()
        assert (job.state, job.result) == ("done", {"new": 2, "changed": 0, "unchanged": 0, "left": 0})
        assert session.exec(select(Member.area)).all().count("noord") == 1
        assert session.exec(select(MemberUpload.content_sealed)).one() == b""
    assert client.get(sent.headers["Location"]).status_code == 404


def test_a_job_that_is_done_again_changes_nothing(
    send: Send, press: Send, engine: Engine, run_jobs: Callable[[], int]
) -> None:
    address = send(as_csv([row(1)])).headers["Location"]
    press(address)
    press(address)
    assert run_jobs() == 2
    with reading(engine) as session:
        assert sorted(str(job.result) for job in session.exec(select(Job))) == [
            "{'already': True}",
            "{'new': 1, 'changed': 0, 'unchanged': 0, 'left': 0}",
        ]
        assert len(session.exec(select(Member)).all()) == 1


def test_a_panel_that_changed_since_the_preview_fails_the_job_without_contact_data(
    send: Send, press: Send, engine: Engine, run_jobs: Callable[[], int], put_in: Callable[..., Member],
    organisation: Organisation,
) -> None:  # fmt: skip
    address = send(as_csv([row(1), row(2)])).headers["Location"]
    put_in(organisation.id or 0, "ander", email="test.0002@voorbeeld.invalid")
    press(address)
    run_jobs()
    with reading(engine) as session:
        job = session.exec(select(Job)).one()
        assert job.state == "failed"
        assert "rij 3" in job.fault
        assert "test.0002" not in job.fault
        assert [member.number for member in session.exec(select(Member))] == ["ander"]


def test_a_kept_file_that_is_no_longer_readable_is_refused_in_words(
    client: FlaskClient, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(as_csv([row(1)])).headers["Location"]

    def other_columns(_content: bytes) -> None:
        raise FileRefused("Een kolom ontbreekt.")

    monkeypatch.setattr(file_routes, "read_file", other_columns)
    answer = client.get(address)
    assert answer.status_code == 422
    assert "Een kolom ontbreekt." in answer.text


def test_one_faulty_row_shows_where_it_is_and_keeps_nothing(send: Send, engine: Engine) -> None:
    answer = send(as_csv([row(1), row(2, geboortejaar="١٩٧٠", geslacht="<b>")]), "../../x<i>.csv")
    page = answer.text
    assert answer.status_code == 422
    assert "1 rij is niet goed" in page
    for shown in ("geboortejaar", "١٩٧٠", "Een jaar in vier cijfers", "&lt;b&gt;", "x&lt;i&gt;.csv"):
        assert shown in page
    assert "../" not in page
    assert "rijen inlezen" not in page
    with reading(engine) as session:
        assert session.exec(select(MemberUpload)).all() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Kies eerst een bestand"),
        (b"%PDF-1.7\x00", "teken dat niet in een tekst"),
        (b"a;b\n1;2\n", "ontbreken"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(send: Send, content: bytes, said: str) -> None:
    answer = send(content)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_file_of_more_than_an_interview_is_taken_and_one_that_is_too_large_is_not(
    send: Send, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = as_csv([row(number) for number in range(2500)])
    assert len(content) > settings.max_interview_bytes
    assert send(content).status_code == 303
    monkeypatch.setattr(upload, "MOST_BYTES", 300_000)
    assert send(b"x" * 300_001).status_code == 422
    assert send(b"x" * 330_000).status_code == 413


def test_who_may_not_import_can_not_send_a_large_file(sign_in: SignIn, anonymous: FlaskClient) -> None:
    data = {"bestand": (io.BytesIO(b"x" * 300_000), "a.csv")}
    assert anonymous.post("/leden/invoeren", data=data).status_code == 413
    again = {"bestand": (io.BytesIO(b"x" * 300_000), "a.csv")}
    assert sign_in("reader").post("/leden/invoeren", data=again).status_code == 413


def test_a_file_is_dropped_by_hand_or_after_a_day(
    client: FlaskClient, send: Send, press: Send, engine: Engine
) -> None:
    address = send(as_csv([row(1)])).headers["Location"]
    assert press(f"{address}/weg").status_code == 303
    assert client.get(address).status_code == 404
    kept = send(as_csv([row(1)])).headers["Location"]
    with time_machine.travel(now() + timedelta(hours=25)):
        upload.forget_old_uploads(engine)
    assert client.get(kept).status_code == 404
    with reading(engine) as session:
        assert session.exec(select(MemberUpload)).all() == []


def test_a_file_of_another_organisation_is_not_there(
    send: Send, press: Send, sign_in: SignIn, elsewhere: Organisation, engine: Engine
) -> None:
    address = send(as_csv([row(1)])).headers["Location"]
    other = sign_in("researcher", at=elsewhere)
    assert other.get(address).status_code == 404
    assert press(address, other).status_code == 404
    press(f"{address}/weg", other)
    with reading(engine) as session:
        assert len(session.exec(select(MemberUpload)).all()) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_read_back_and_runs_in_no_spreadsheet(
    client: FlaskClient, send: Send, press: Send, run_jobs: Callable[[], int], engine: Engine, form: str
) -> None:
    names = ["=HYPERLINK(1)", "+31", "-x", "@SUM", "'s avonds", "Zoë"]
    rows = [
        row(number, naam=name, synthetisch="ja" if number else "nee") for number, name in enumerate(names)
    ]
    rows.append(row(9, kanaal="brief", plaats="'s-Hertogenbosch", **{"e-mail": ""}))
    press(send(as_csv(rows)).headers["Location"])
    run_jobs()
    exported = client.get(f"/leden/uitvoer.{form}")
    assert exported.headers["Content-Disposition"] == f"attachment; filename=leden.{form}"
    if form == "csv":
        assert b"'=HYPERLINK(1)" in exported.data
        assert b";=HYPERLINK" not in exported.data
        assert exported.data.decode().count("synthetisch: dit lid is verzonnen") == 5
    back = send(exported.data, f"leden.{form}")
    assert back.status_code == 303, back.text
    page = client.get(back.headers["Location"]).text
    assert "Hetzelfde</dt><dd>7</dd>" in page
    assert "Wijkpeil niet" in page


def test_the_example_has_every_column_and_its_names_are_known(client: FlaskClient, send: Send) -> None:
    for form in ("csv", "xlsx"):
        example = client.get(f"/leden/voorbeeld.{form}")
        assert example.status_code == 200
        assert "Onder de namen van de kolommen staan geen leden" in send(example.data, f"a.{form}").text


def test_a_wrong_contact_key_is_said_and_nothing_is_lost(
    client: FlaskClient, put_in: Callable[..., Member], organisation: Organisation, app: Any
) -> None:
    member = put_in(organisation.id or 0, "1")
    app.extensions["wijkpeil.settings"].contact_key = "1:" + "A" * 43 + "="
    for address in (f"/leden/{member.id}", f"/leden/{member.id}/wijzigen", "/leden/uitvoer.csv"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "Sleutel 1 opent deze contactgegevens niet" in answer.text
    app.extensions["wijkpeil.settings"].contact_key = "1:wrong"
    assert "is niet goed" in client.get(f"/leden/{member.id}").text
