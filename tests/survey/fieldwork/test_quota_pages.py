"""The pages of the quota: groups by choosing answers, numbers by area, a table in and out, undone or refused."""

import io
import re

import pytest
from sqlmodel import col, select

from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.fieldwork.tables import Lease, QuotaCell, QuotaGroup
from survey.i18n import LANGUAGES, gettext_in
from tests.survey.fieldwork.conftest import ROWS
from tests.survey.interviews import hold

BASE = "/onderzoek/proef/veldwerk/inrichten"


@pytest.fixture
def post(client):
    """Sends a form of the page at `of`, with what the page put in it."""

    def sent(address, of=BASE, **members):
        page = client.get(of).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        revision = re.search(r'name="revision" value="([^"]*)"', page)[1]
        data = {"csrf_token": token, "revision": revision} | members
        return client.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)

    return sent


def _groups(engine):
    with reading(engine) as session:
        return {one.code: one for one in session.exec(select(QuotaGroup))}


def test_a_group_is_made_by_choosing_answers(client, post, engine, study):
    page = post(
        f"{BASE}/groep",
        f"{BASE}/groep",
        naam="Kent het team 60+",
        **{"kies:knows_vet": "yes", "min:age": "60"},
    )
    assert page.status_code == 200
    assert "Toegevoegd: Kent het team 60+." in page.text
    assert "Kent u het Voor Elkaar Team? Ja" in page.text
    assert "ten minste 60" in page.text
    assert _groups(engine)["kent-het-team-60"].rule == {"knows_vet": ["yes"], "age": {"min": 60}}
    again = post(f"{BASE}/groep", f"{BASE}/groep", naam="kent het team 60+")
    assert again.status_code == 422
    assert "Er is al een groep met deze naam" in again.text


def test_a_group_without_a_name_or_with_half_a_number_comes_back_with_what_was_chosen(post, engine, study):
    page = post(f"{BASE}/groep", f"{BASE}/groep", naam="", **{"kies:knows_vet": "yes", "min:age": "zestig"})
    assert page.status_code == 422
    assert "Geef de groep een naam" in page.text
    assert "geen heel getal" in page.text
    assert re.search(r'value="yes" checked', page.text)
    assert 'value="zestig"' in page.text
    assert _groups(engine) == {}


def test_numbers_are_kept_by_area_and_undone(client, post, engine, study, set_quota, standing):
    set_quota(ROWS)
    page = post(
        BASE,
        **{"aantal:known:noord": "5", "aantal:known:zuid": "4", "aantal:all:": "", "volgorde:known": "9"},
    )
    assert page.status_code == 200
    assert standing() == {"known/noord": (5, 0, 0), "known/zuid": (4, 0, 0)}
    undo = re.search(r'action="(/onderzoek/proef/inrichten/terug/\d+)"', page.text)[1]
    assert post(undo).status_code == 200
    assert standing() == {"known/noord": (2, 0, 0), "all/": (3, 0, 0)}


def test_a_number_that_is_not_understood_changes_nothing(post, engine, study, set_quota, standing):
    set_quota(ROWS)
    page = post(BASE, **{"aantal:known:noord": "veel", "aantal:all:": "8"})
    assert page.status_code == 422
    assert "kent het team, Noord: &#39;veel&#39; is geen heel getal" in page.text
    assert standing() == {"known/noord": (2, 0, 0), "all/": (3, 0, 0)}


def test_a_form_made_before_somebody_else_changed_the_quota_is_refused(
    client, engine, study, set_quota, standing
):
    set_quota(ROWS)
    old = client.get(BASE).text
    set_quota(ROWS[:2])
    data = {
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', old)[1],
        "revision": re.search(r'name="revision" value="([^"]*)"', old)[1],
        "aantal:known:noord": "7",
    }
    page = client.post(BASE, data=data)
    assert page.status_code == 422
    assert "Weggehaald: iedereen." in page.text
    assert standing() == {"known/noord": (2, 0, 0)}


def test_numbers_are_read_from_a_table_after_they_were_shown(
    client, post, engine, study, set_quota, standing
):
    set_quota(ROWS)
    table = "groep;gebied;aantal\nkent het team;Noord;7\nIEDEREEN;overal;\nknown;zuid;1\n"
    shown = post(f"{BASE}/inlezen", bestand=(io.BytesIO(table.encode()), "quota.csv"))
    assert "kent het team, Noord: aantal was 2, is 7." in shown.text
    assert standing() == {"known/noord": (2, 0, 0), "all/": (3, 0, 0)}
    post(f"{BASE}/inlezen", tabel=table, bevestigd="ja")
    assert standing() == {"known/noord": (7, 0, 0), "known/zuid": (1, 0, 0)}
    file = client.get(f"{BASE}/quota.csv").text.lstrip("\ufeff")
    assert file.splitlines() == ["groep;gebied;aantal", "kent het team;Noord;7", "kent het team;Zuid;1"]


@pytest.mark.parametrize("word", ["overal", "OVERAL", "", "everywhere"])
def test_a_table_says_everywhere_in_any_language(post, engine, study, set_quota, standing, word):
    set_quota(ROWS)
    spoken = {gettext_in(each)("overal") for each in LANGUAGES}
    if word == "everywhere":
        word = min(spoken)  # whatever the catalogues make of it
    post(f"{BASE}/inlezen", tabel=f"groep;gebied;aantal\nall;{word};8\n", bevestigd="ja")
    assert standing()["all/"] == (8, 0, 0)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("groep;gebied;aantal\nmannen;Noord;7", "Rij 2: de groep &#39;mannen&#39; is er niet"),
        (
            "groep;gebied;aantal\nknown;Oost;7",
            "Rij 2: het gebied &#39;Oost&#39; hoort niet bij dit onderzoek",
        ),
        (
            "groep;gebied;aantal\nknown;Noord;7\nknown;noord;8",
            "Rij 3: deze groep en dit gebied stonden al in de tabel",
        ),
        ("groep;gebied;aantal\nknown;Noord;-1", "Rij 2: &#39;-1&#39; is geen heel getal"),
        ("groep;gebied\nknown;Noord", "Deze ontbreken: aantal"),
    ],
)
def test_a_table_with_a_fault_is_refused_as_a_whole(post, engine, study, set_quota, standing, table, fault):
    set_quota(ROWS)
    page = post(f"{BASE}/inlezen", tabel=table, bevestigd="ja")
    assert page.status_code == 422
    assert fault in page.text
    assert standing() == {"known/noord": (2, 0, 0), "all/": (3, 0, 0)}


def test_interviews_that_are_there_take_their_places_and_the_rule_holds_at_once(
    client, post, engine, study, set_quota, standing
):
    held = hold(engine, 3, origin="street", knows_vet="yes")
    hold(engine, 2, origin="panel", knows_vet="yes")  # filled in online: not of the fieldwork
    set_quota(ROWS)
    assert standing() == {"known/noord": (2, 2, 1), "all/": (3, 0, 0)}
    page = post(f"{BASE}/boven-quotum", regel="leave_out")
    assert "gesprekken boven het quotum was tellen mee, is tellen niet mee" in page.text.replace(
        "Gesprekken", "gesprekken"
    )
    with reading(engine) as session:
        states = {
            one.id: (one.state, one.flags)
            for one in session.exec(select(Interview).where(col(Interview.id).in_(held)))
        }
    left_out = [state for state in states.values() if state[0] == "excluded"]
    assert left_out == [("excluded", [{"code": "over_quota", "variable": None, "params": {}}])]
    # A higher number lets it in again.
    post(BASE, **{"aantal:known:noord": "3"})
    assert standing() == {"known/noord": (3, 3, 0), "all/": (3, 0, 0)}
    with reading(engine) as session:
        assert {one.state for one in session.exec(select(Interview))} == {"accepted"}


def test_places_of_a_device_are_released_by_a_person(client, post, engine, study, set_quota, devices):
    set_quota(ROWS)
    with reading(engine) as session:
        cell = session.exec(select(QuotaCell.id)).first()

    with transaction(engine) as session:
        session.add(Lease(cell_id=cell, device_id=devices[0], places=2))
    assert "2 plaatsen, laatst gegeven" in client.get(BASE).text
    page = post(f"{BASE}/vrijgeven/{devices[0]}")
    assert "Van Tablet 1 zijn 2 plaatsen vrijgegeven." in page.text
    with reading(engine) as session:
        assert sum(session.exec(select(Lease.places))) == 0


def test_a_device_of_another_organisation_is_not_there(post, engine, study, set_quota, devices, elsewhere):

    set_quota(ROWS)
    with transaction(engine) as session:
        device = session.get_one(Device, devices[0])
        device.organisation_id = elsewhere.id
        session.add(device)
    assert post(f"{BASE}/vrijgeven/{devices[0]}").status_code == 404


def test_a_group_goes_with_its_numbers_and_comes_back_whole(client, post, engine, study, set_quota, standing):
    hold(engine, 1, origin="street", knows_vet="yes")
    set_quota(ROWS)
    page = post(f"{BASE}/groep/known/verwijderen", f"{BASE}/groep/known")
    assert standing() == {"all/": (3, 1, 0)}
    undo = re.search(r'action="(/onderzoek/proef/inrichten/terug/\d+)"', page.text)[1]
    post(undo)
    assert standing() == {"known/noord": (2, 1, 0), "all/": (3, 0, 0)}


def test_supervisors_and_interviewers_do_not_set_up_fieldwork(sign_in, study):
    for role in ("supervisor", "interviewer", "reader"):
        assert sign_in(role).get(BASE).status_code == 403
