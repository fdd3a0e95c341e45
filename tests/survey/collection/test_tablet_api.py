import base64

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.devices.tables import DeviceReport
from survey.fieldwork.tables import Lease, QuotaCell, QuotaGroup, Recording, StudyKey
from survey.moment import now
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey.checking_in import CheckIn, checks_in, headers, of
from tests.survey.samples import AREAS, HASH, QUESTIONNAIRE, body, put


@pytest.fixture
def tablet(engine: Engine, organisation: Organisation) -> dict[str, str]:
    """The headers of a device of the organisation."""
    return headers(engine, organisation)


@pytest.fixture
def check_in(anonymous: FlaskClient, tablet: dict[str, str]) -> CheckIn:
    """Checks in with this device; gives the answer."""
    return checks_in(anonymous, tablet)


@pytest.fixture
def cell(engine: Engine, study: Study) -> int:
    """A cell of the quota with ten places."""
    with transaction(engine) as session:
        group = QuotaGroup(study_id=study.id or 0, code="all", label="iedereen", rule={})
        session.add(group)
        session.flush()
        made = QuotaCell(study_id=study.id or 0, area="noord", group_id=group.id or 0, target=10)
        session.add(made)
        session.flush()
        return made.id or 0


def test_a_device_hears_for_which_studies_it_may_work(check_in: CheckIn, study: Study) -> None:
    answer = check_in()

    assert answer["name"] == "Tablet 7"
    [told] = answer["studies"]
    assert (told["slug"], told["title"], told["open"], told["questionnaire"]) == (
        "proef",
        "Proef",
        True,
        HASH,
    )
    assert told["bundle"] == "/api/v1/devices/bundles/proef"
    assert answer["leases"] == []


def test_a_device_gets_open_places_for_the_studies_that_it_speaks_of(
    check_in: CheckIn, engine: Engine, cell: int
) -> None:
    assert check_in()["leases"] == []

    [told] = check_in(of(1))["leases"]

    assert (told["study"], told["turn"]) == ("proef", 1)
    [given] = told["cells"]
    assert given["cell"] == cell
    assert 0 < given["left"] <= 10
    with reading(engine) as session:
        assert session.exec(select(Lease)).one().places == given["left"]


def test_a_report_that_comes_twice_takes_no_places_back(check_in: CheckIn, engine: Engine, cell: int) -> None:
    first = check_in(of(1))["leases"][0]["cells"][0]["left"]

    again = check_in(of(1, leases=[{"cell": cell, "left": 0, "waiting": 0}]))["leases"][0]["cells"][0]

    assert again["left"] == first


def test_a_study_that_closed_says_so_and_still_takes_what_was_finished(
    anonymous: FlaskClient, check_in: CheckIn, engine: Engine, study: Study, cell: int, tablet: dict[str, str]
) -> None:
    check_in(of(1))
    with transaction(engine) as session:
        session.get_one(Study, study.id).is_open = False

    answer = check_in(of(2, finished=1))

    assert [(each["slug"], each["open"]) for each in answer["studies"]] == [("proef", False)]
    assert check_in()["studies"] == []
    assert put(anonymous, body(), **tablet).status_code == 201


def test_a_study_in_the_archive_is_told_as_closed(check_in: CheckIn, engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        kept = session.get_one(Study, study.id)
        kept.archived_at = now()

    assert [each["open"] for each in check_in(of(1))["studies"]] == [False]
    assert check_in()["studies"] == []


def test_of_another_organisation_nothing_is_told_kept_or_given(
    anonymous: FlaskClient,
    check_in: CheckIn,
    engine: Engine,
    study: Study,
    cell: int,
    elsewhere: Organisation,
) -> None:
    theirs = headers(engine, elsewhere)

    answer = check_in(of(1), {"study": "nergens", "turn": 1}, {"study": "\x00", "turn": 1}, as_=theirs)

    assert (answer["studies"], answer["leases"]) == ([], [])
    with reading(engine) as session:
        assert not session.exec(select(DeviceReport)).all()
    assert anonymous.get("/api/v1/devices/bundles/proef", headers=theirs).status_code == 404


def test_the_bundle_holds_the_key_that_interviews_are_sealed_with(
    anonymous: FlaskClient, check_in: CheckIn, engine: Engine, study: Study, cell: int, tablet: dict[str, str]
) -> None:
    check_in()

    answer = anonymous.get("/api/v1/devices/bundles/proef", headers=tablet)

    bundle = answer.get_json()
    with reading(engine) as session:
        key = session.exec(select(StudyKey)).one()
    assert (answer.status_code, bundle["format"], bundle["seal"]["key"]) == (200, 2, key.name)
    assert bundle["areas"] == [{"code": "noord", "name": "Noord"}, {"code": "zuid", "name": "Zuid"}]
    assert [each["id"] for each in bundle["quota"]["cells"]] == [cell]
    assert set(bundle["translations"]) == {"nl"}
    assert key.private not in answer.data


def test_before_the_first_check_in_there_is_no_key_and_so_no_bundle(
    anonymous: FlaskClient, study: Study, tablet: dict[str, str]
) -> None:
    answer = anonymous.get("/api/v1/devices/bundles/proef", headers=tablet)

    assert (answer.status_code, answer.get_json()["code"]) == (409, "check_in_first")


def test_a_bundle_is_fetched_anew_when_it_changed_and_not_for_each_interview(
    anonymous: FlaskClient, check_in: CheckIn, engine: Engine, study: Study, cell: int, tablet: dict[str, str]
) -> None:
    def asked(tag: str) -> int:
        return anonymous.get(
            "/api/v1/devices/bundles/proef", headers=tablet | {"If-None-Match": f'"{tag}"'}
        ).status_code

    [before] = check_in()["studies"]
    assert asked(before["revision"]) == 304

    with transaction(engine) as session:
        session.get_one(QuotaCell, cell).counted = 4
    assert check_in()["studies"][0]["revision"] == before["revision"]

    with transaction(engine) as session:
        session.get_one(QuotaCell, cell).target = 12
    [after] = check_in()["studies"]
    assert after["revision"] != before["revision"]
    assert (asked(before["revision"]), asked(after["revision"])) == (200, 304)


def test_a_recording_is_for_devices_of_its_organisation(
    anonymous: FlaskClient, engine: Engine, study: Study, elsewhere: Organisation, tablet: dict[str, str]
) -> None:
    with transaction(engine) as session:
        kept = Recording(
            study_id=study.id or 0, variable="age", language="tr", media_type="audio/mpeg", digest="a" * 64,
            text_digest="b" * 64, sound=b"made up",
        )  # fmt: skip
        session.add(kept)
        session.flush()
        path = f"/api/v1/devices/recordings/{kept.id}"

    ours = anonymous.get(path, headers=tablet)
    theirs = anonymous.get(path, headers=headers(engine, elsewhere))

    assert (ours.status_code, ours.data, ours.content_type) == (200, b"made up", "audio/mpeg")
    assert anonymous.get(path, headers=tablet | {"If-None-Match": ours.headers["ETag"]}).status_code == 304
    assert theirs.status_code == 404


def test_staff_do_not_check_in(client: FlaskClient, study: Study) -> None:
    assert client.post("/api/v1/devices/check-in", json={}).status_code == 403
    assert client.get("/api/v1/devices/bundles/proef").status_code == 403


def test_a_study_of_the_street_stands_before_the_others(
    check_in: CheckIn, engine: Engine, study: Study, organisation: Organisation
) -> None:
    with transaction(engine) as session:
        publish(
            session,
            "straat",
            QUESTIONNAIRE,
            areas=AREAS,
            default_origin="street",
            organisation=organisation.id,
        )

    assert [each["slug"] for each in check_in()["studies"]] == ["straat", "proef"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("geen sleutel", "WIJKPEIL_CONTACT_KEY"),
        (f"1:{base64.b64encode(bytes(32)).decode()}", "WIJKPEIL_CONTACT_KEY"),  # another one
        (f"7:{base64.b64encode(bytes(32)).decode()}", "sleutel 1"),  # that one is not there any more
    ],
)
def test_when_the_contact_keys_are_not_in_order_the_device_hears_to_wait_and_the_operator_what_to_do(
    anonymous: FlaskClient,
    engine: Engine,
    check_in: CheckIn,
    tablet: dict[str, str],
    settings: Settings,
    study: Study,
    written: str,
    told: str,
) -> None:
    check_in(of(1))
    right, settings.contact_key = settings.contact_key, written

    said = {"device_time": now().isoformat(), "studies": [of(2, finished=3)]}
    answer = anonymous.post("/api/v1/devices/check-in", json=said, headers=tablet)

    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"] == "300"
    detail = answer.get_json()["detail"]
    assert "Ze blijven op het apparaat" in detail
    assert told in detail
    assert written not in detail
    with reading(engine) as session:  # the monitor goes on
        assert session.exec(select(DeviceReport)).one().finished == 3
    settings.contact_key = right
    assert check_in(of(3))["studies"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_of_keys_that_can_not_be_read_is_told_like_that_too(
    anonymous: FlaskClient, tablet: dict[str, str], settings: Settings, study: Study
) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / "contact.key").unlink(missing_ok=True)
    (settings.data_dir / "contact.key").mkdir()

    answer = anonymous.post(
        "/api/v1/devices/check-in", json={"device_time": now().isoformat()}, headers=tablet
    )

    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert "contact.key" in answer.get_json()["detail"]
