"""One organisation with one of everything that an address can name, to try every address on."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from flask import Flask
from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation
from survey.accounts.secret import digest
from survey.accounts.tables import Account, ApiKey, Passkey, Visit
from survey.collection.receive import receive
from survey.database import transaction
from survey.demo.panel_members import as_csv, made_up
from survey.devices.enrol import offer
from survey.devices.identify import TOKEN
from survey.devices.tables import Device, DeviceReport
from survey.fieldwork.study_keys import ensure
from survey.fieldwork.tables import FieldNote, QuotaCell, QuotaGroup, Recording
from survey.jobs.tables import Job
from survey.locations.tables import Location
from survey.members.contact import Contact, keyring, seal
from survey.members.tables import Member
from survey.members.upload import keep
from survey.moment import now
from survey.rounds.tables import Invitation, Round
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Area, StudyEvent, Wave
from tests.survey import staff
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES, body


@dataclass(frozen=True)
class Everything:
    """An organisation, what the parts of an address can be there, and an account that others may change."""

    organisation: Organisation
    arguments: dict[str, str]


def everything(app: Flask, slug: str, mark: str) -> Everything:
    """Make it all; `mark` stands in each name and title, so that it is seen where it must not be."""
    settings: Settings = app.extensions["wijkpeil.settings"]
    with app.test_request_context(), transaction(app.extensions["wijkpeil.database"]) as session:
        organisation = staff.organisation(session, slug)
        organisation.name = f"Gemeente {mark}"
        session.add(organisation)
        version = publish(
            session, f"proef-{slug}", QUESTIONNAIRE, title=f"Onderzoek {mark}", areas=AREAS, waves=WAVES,
            organisation=organisation.id,
        )  # fmt: skip
        arguments = {
            "slug": f"proef-{slug}",
            **_study(session, version.study_id, slug, mark),
            **_people(session, organisation, mark),
            **_panel(session, settings, organisation, version.study_id, mark),
            **_devices(session, settings, organisation, version.study_id, mark),
        }
        return Everything(organisation, arguments)


def _study(session: Session, study_id: int, slug: str, mark: str) -> dict[str, str]:
    interview_id = uuid4()
    receive(session, interview_id, body(study=f"proef-{slug}", answers={"consent": "misschien"}), "api")
    receive(session, uuid4(), body(study=f"proef-{slug}"), "api")
    area = session.exec(select(Area).where(col(Area.study_id) == study_id)).first()
    wave = session.exec(select(Wave).where(col(Wave.study_id) == study_id)).first()
    place = Location(study_id=study_id, code=f"plek-{slug}", name=f"Plek {mark}")
    event = session.exec(select(StudyEvent).where(col(StudyEvent.study_id) == study_id)).first()
    if event is None:
        event = StudyEvent(
            study_id=study_id,
            part="about",
            what="title",
            params={},
            before={},
            after={},
            revision_before="1",
            revision="2",
        )
    session.add_all([place, event])
    session.flush()
    assert area is not None
    assert wave is not None
    return {
        "area_id": str(area.id), "wave_id": str(wave.id), "event_id": str(event.id), "number": "1", "language": "nl",
        "interview_id": str(interview_id), "interview": str(interview_id), "code": place.code, "state": "uit",
    }  # fmt: skip


def _people(session: Session, organisation: Organisation, mark: str) -> dict[str, str]:
    account = staff.account(session, organisation, "researcher", "reader")
    account.name = f"Medewerker {mark}"
    account.email = f"{mark.lower()}-{uuid4().hex[:6]}@voorbeeld.invalid"
    visit = Visit(account_id=account.id or 0, token_hash=uuid4().hex * 2, device=mark)
    key = ApiKey(account_id=account.id or 0, key_hash=uuid4().hex * 2, label=f"Sleutel {mark}")
    passkey = Passkey(
        account_id=account.id or 0,
        credential_id=uuid4().bytes,
        public_key=b"1",
        transports=[],
        name=f"Passkey {mark}",
    )
    session.add_all([account, visit, key, passkey])
    session.flush()
    return {
        "account_id": str(account.id), "visit_id": str(visit.id), "key_id": str(key.id), "passkey_id": str(passkey.id),
    }  # fmt: skip


def _panel(
    session: Session, settings: Settings, organisation: Organisation, study_id: int, mark: str
) -> dict[str, str]:
    number = organisation.id or 0
    member = Member(
        organisation_id=number, number=f"LID-{mark}"[:20], consented_on=now().date(), area="noord"
    )
    seal(
        member,
        Contact(f"Lid {mark}", f"lid-{mark.lower()}@voorbeeld.invalid", ("Straat 1",)),
        keyring(settings),
    )
    wave = session.exec(select(Wave.id).where(col(Wave.study_id) == study_id)).first()
    asked = Round(
        organisation_id=number, study_id=study_id, wave_id=wave or 0, number=1, title=f"Ronde {mark}",
        deadline=now() + timedelta(days=9),
    )  # fmt: skip
    job = Job(organisation_id=number, kind="proef", title=f"Taak {mark}", arguments={}, state="failed")
    session.add_all([member, asked, job])
    session.flush()
    session.add(Invitation(round_id=asked.id, member_id=member.id, channel="email", language="nl"))
    account = session.exec(select(Account).where(col(Account.organisation_id) == number)).first()
    upload = keep(
        session, number, account.id if account else None, f"{mark}.csv", as_csv(made_up(1, [])), 1,
        keyring(settings),
    )  # fmt: skip
    session.flush()
    return {
        "member_id": str(member.id), "round_id": str(asked.id), "job_id": str(job.id), "upload_id": str(upload.id),
    }  # fmt: skip


def device_token(organisation: Organisation) -> str:
    """The token of the device that each of the organisations has."""
    return f"{TOKEN}of-{organisation.slug}"


def _devices(
    session: Session, settings: Settings, organisation: Organisation, study_id: int, mark: str
) -> dict[str, str]:
    number = organisation.id or 0
    device = Device(
        organisation_id=number, name=f"Tablet {mark}", token_hash=digest(device_token(organisation))
    )
    code, _shown = offer(session, number, f"Nieuw {mark}", settings.secret, None)
    sound = Recording(
        study_id=study_id, variable="age", language="tr", media_type="audio/mpeg", digest="a" * 64,
        text_digest="b" * 64, sound=mark.encode(),
    )  # fmt: skip
    ensure(session, study_id, keyring(settings))
    group = QuotaGroup(study_id=study_id, code=f"groep-{organisation.slug}", label=f"Groep {mark}", rule={})
    session.add_all([device, sound, group])
    session.flush()
    session.add(QuotaCell(study_id=study_id, area="", group_id=group.id or 0, target=9))
    session.add(
        DeviceReport(device_id=device.id or 0, study_id=study_id, turn=1, finished=1, waiting=[], problems=0)
    )
    note = FieldNote(study_id=study_id, day=now().date(), place=f"Plek {mark}"[:20], text=f"Regel {mark}")
    session.add(note)
    session.flush()
    return {
        "device_id": str(device.id),
        "note_id": str(note.id),
        "code_id": str(code.id),
        "recording_id": str(sound.id),
        "group": group.code,
    }
