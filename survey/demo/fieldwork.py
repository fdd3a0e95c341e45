"""The fieldwork of a made-up street study: places, tablets, quota, approaches and a log, all of it synthetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from sqlmodel import Session, col, select

from survey.accounts.secret import digest, fresh
from survey.collection.tables import Interview
from survey.devices.tables import Device, DeviceReport
from survey.fieldwork import parts
from survey.fieldwork.quota import cell_row, group_row
from survey.fieldwork.tables import Contact, FieldNote
from survey.locations.tables import Location
from survey.studies import find
from survey.studies.change import change
from survey.studies.tables import Study

CREW = ("12", "14", "17")  # each with a tablet of their own
_LEFT_BEHIND = 2  # interviews that the last tablet still holds
_SEED = 5
_OLDER = ["65-74", "75plus"]
_YOUNGER = ["18-24", "25-44", "45-64"]
_GROUPS = (
    ("vrouwen-65", "vrouwen 65+", {"sex": ["woman"], "age": _OLDER}, 2),
    ("mannen-65", "mannen 65+", {"sex": ["man"], "age": _OLDER}, 1),
    ("vrouwen-tot-65", "vrouwen tot 65", {"sex": ["woman"], "age": _YOUNGER}, 3),
    ("mannen-tot-65", "mannen tot 65", {"sex": ["man"], "age": _YOUNGER}, 3),
)
_KINDS = (
    ("shopping_centre", "Winkelcentrum"), ("library", "Bibliotheek"), ("community_centre", "Buurthuis"),
    ("market", "Weekmarkt"), ("bus_stop", "Busstation"),
)  # fmt: skip
_NOTES = (
    (0, "Zon, veel mensen op de been. Begonnen om negen uur (synthetisch)."),
    (1, "Regen tot elf uur; daarna ging het goed (synthetisch)."),
    (2, "De weekmarkt was deze week een straat verder (synthetisch)."),
    (3, "Interviewer 17 ging om drie uur naar huis, ziek. Tablet 3 ligt nog bij haar thuis (synthetisch)."),
)
# How somebody who did not take part sent us on, and how often of a hundred.
_OTHERWISE = {
    "refusal": 36, "no_time": 31, "language": 7, "not_resident": 14, "asked_before": 7, "under_age": 5,
}  # fmt: skip
_PER_INTERVIEW = 2.4
_OUTCOMES = {"complete": "interview", "refused": "refusal", "screened_out": "not_resident"}
_BANDS = {"18-24": "18-39", "25-44": "40-59", "45-64": "40-59", "65-74": "60+", "75plus": "60+"}


@dataclass(frozen=True, slots=True)
class Field:
    """The tablets of a study, in the order of their interviewers."""

    devices: Sequence[int]

    def sender(self, position: int) -> dict[str, int]:
        """Which tablet holds the interview at this position, and its number there."""
        return {"device_id": self.devices[position % len(CREW)], "number": position // len(CREW) + 1}


def place_of(area: int, areas: Sequence[str]) -> tuple[str, str]:
    """The code and the kind of the place in an area."""
    kind, name = _KINDS[area % len(_KINDS)]
    return f"{name.lower()}-{areas[area]}"[:20].strip("-"), kind


def told(
    position: int, area: int, areas: Sequence[str], pages: Sequence[str], minutes: float
) -> dict[str, Any]:
    """What a tablet tells about how the interview at this position went: who held it, where, and how long pages took."""
    rng = np.random.Generator(np.random.PCG64([_SEED, position]))
    shares = rng.dirichlet(np.full(len(pages), 4.0)) * minutes * 60_000
    return {
        "interviewer": CREW[position % len(CREW)],
        "location": place_of(area, areas)[0],
        "number": position // len(CREW) + 1,
        "helped": "family" if rng.random() < 0.1 else "none",  # noqa: PLR2004 (one in ten)
        "times": {page: int(share) for page, share in zip(pages, shares, strict=True)},
        "shown": list(pages),
    }


def begin(session: Session, study: Study) -> Field:
    """Make the places and the tablets; the last one is shut out with interviews still on it."""
    areas = find.areas(session, study)
    codes = [area.code for area in areas]
    for at, area in enumerate(areas):
        code, kind = place_of(at, codes)
        name = f"{_KINDS[at % len(_KINDS)][1]} {area.name} (verzonnen)"
        session.add(Location(study_id=study.id or 0, code=code, name=name, area=area.code, kind=kind))
    devices = [
        Device(
            organisation_id=study.organisation_id, name=f"Tablet {number} (synthetisch)", token_hash=digest(fresh()),
            client="demo", platform="verzonnen apparaat", storage={"persisted": True},
        )
        for number in range(1, len(CREW) + 1)
    ]  # fmt: skip
    session.add_all(devices)
    session.flush()
    return Field([device.id or 0 for device in devices])


def finish(session: Session, study: Study, field: Field) -> None:
    """Make the quota, the approaches, what the tablets last said, and the log, to fit the interviews that there are."""
    held = session.exec(
        select(Interview)
        .where(col(Interview.study_id) == study.id)
        .order_by(col(Interview.started_at), col(Interview.id))
    ).all()
    rng = np.random.Generator(np.random.PCG64(_SEED))
    _quota(session, study)
    _contacts(session, study, field, held, rng)
    _reports(session, study, field, held)
    days = sorted({each.completed_on for each in held})
    session.add_all(
        FieldNote(study_id=study.id or 0, day=days[at % len(days)], text=text) for at, text in _NOTES
    )
    session.flush()


def _quota(session: Session, study: Study) -> None:
    rows = []
    for code, label, rule, target in _GROUPS:
        rows.append(group_row(code, label, rule))
        rows += [
            cell_row(code, area.code, f"{label}, {area.name}", target) for area in find.areas(session, study)
        ]
    change(session, study, parts.QUOTA, rows, account=None, made_from=study.revision)


def _contacts(
    session: Session, study: Study, field: Field, held: Sequence[Interview], rng: np.random.Generator
) -> None:
    outcomes, weights = list(_OTHERWISE), np.array(list(_OTHERWISE.values())) / sum(_OTHERWISE.values())
    for each in held:
        where = _where(study, field, each)
        _add(session, where, each.id, 0, _aware(each.completed_at), _OUTCOMES.get(each.outcome, "partial"), {
            "interview_id": each.id,
            "sex": each.answers["sex"] if each.answers.get("sex") in ("man", "woman") else "",
            "age_band": _BANDS.get(str(each.answers.get("age")), ""),
        })  # fmt: skip
        for turn in range(1, int(rng.poisson(_PER_INTERVIEW)) + 1):
            at = _aware(each.started_at) - timedelta(minutes=float(rng.uniform(1, 25)))
            _add(session, where, each.id, turn, at, outcomes[int(rng.choice(len(outcomes), p=weights))], {
                "sex": ("man", "woman")[int(rng.integers(2))],
                "age_band": ("18-39", "40-59", "60+")[int(rng.integers(3))],
            })  # fmt: skip


def _add(
    session: Session,
    where: Mapping[str, Any],
    of: UUID,
    turn: int,
    at: datetime,
    outcome: str,
    seen: Mapping[str, Any],
) -> None:
    session.add(
        Contact(id=uuid5(of, f"contact/{turn}"), at=at, received_at=at + timedelta(hours=1), outcome=outcome, **where, **seen)
    )  # fmt: skip


def _where(study: Study, field: Field, held: Interview) -> dict[str, Any]:
    return {
        "study_id": study.id,
        "device_id": field.devices[CREW.index(held.interviewer)],
        "interviewer": held.interviewer,
        "place": (held.paradata or {}).get("location", ""),
        "area": held.area or "",
    }


def _reports(session: Session, study: Study, field: Field, held: Sequence[Interview]) -> None:
    """What each tablet said last: of the last one some interviews never came in."""
    last = max(_aware(each.completed_at) for each in held)
    for at, key in enumerate(field.devices):
        sent = sum(each.interviewer == CREW[at] for each in held)
        left = _LEFT_BEHIND if at == len(CREW) - 1 else 0
        waiting = [
            {
                "id": str(uuid5(held[0].id, f"waiting/{key}/{turn}")),
                "number": sent + turn,
                "finished_at": (last - timedelta(days=1, minutes=10 * turn)).isoformat(),
            }
            for turn in range(1, left + 1)
        ]
        device = session.get_one(Device, key)
        device.enrolled_at = min(_aware(each.started_at) for each in held) - timedelta(days=1)
        device.seen_at = last + timedelta(hours=1) - timedelta(days=1 if left else 0)
        device.clock_offset_ms = (250, -1_900, 420)[at % 3]
        if left:
            device.revoked_at, device.revoked_reason = last + timedelta(days=3), "kwijt geraakt (synthetisch)"
        session.add(device)
        session.add(
            DeviceReport(
                device_id=key, study_id=study.id or 0, turn=40, finished=sent + left, waiting=waiting,
                reported_at=device.seen_at,
            )
        )  # fmt: skip


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
