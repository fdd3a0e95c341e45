from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import transaction
from survey.devices.enrol import Enrolled
from survey.devices.tables import Device
from survey.moment import now
from survey.studies.tables import Study
from tests.survey.samples import body, put


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_device_may_send_interviews_and_nothing_of_the_staff(
    anonymous: FlaskClient, study: Study, tablet: dict[str, str]
) -> None:
    assert put(anonymous, body(), **tablet).status_code == 201
    for path in ("/api/v1/studies", f"/api/v1/studies/{study.slug}/counts"):
        assert anonymous.get(path, headers=tablet).status_code == 403


def test_a_token_that_is_nobodys_must_sign_in(anonymous: FlaskClient, study: Study) -> None:
    for token in ("wd_unknown", "wd_", "wd_" + "x" * 5_000):
        answer = put(anonymous, body(), **bearer(token))
        assert (answer.status_code, answer.get_json()["code"]) == (401, "sign_in_first")


def test_a_revoked_device_is_told_so_and_what_becomes_of_its_interviews(
    anonymous: FlaskClient, engine: Engine, study: Study, let_in: Callable[..., Enrolled]
) -> None:
    made = let_in()
    with transaction(engine) as session:
        session.get_one(Device, made.device.id).revoked_at = now()

    answer = put(anonymous, body(), **bearer(made.token))

    assert (answer.status_code, answer.get_json()["code"]) == (403, "device_revoked")
    assert "blijven op het apparaat" in answer.get_json()["detail"]


def test_a_device_of_another_organisation_can_not_send_for_this_study(
    anonymous: FlaskClient, study: Study, elsewhere: Organisation, let_in: Callable[..., Enrolled]
) -> None:
    theirs = let_in("Van hen", elsewhere)

    answer = put(anonymous, body(), **bearer(theirs.token))

    assert (answer.status_code, answer.get_json()["code"]) == (404, "study_unknown")
