"""The waves of a study as plain rows: read, judged and written as a whole, with the interviews that move along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlmodel import Session

from survey.studies import find, used
from survey.studies.calendar import falls_in
from survey.studies.refusals import SetupRefused, WouldMove
from survey.studies.tables import Study, Wave

Row = dict[str, Any]
LONGEST_LABEL, MOST = 80, 200


@dataclass(frozen=True, slots=True)
class _Planned:
    number: int
    starts_on: date
    ends_on: date | None


def read(session: Session, study: Study) -> list[Row]:
    """The waves by number: `number`, `label`, `starts_on` and `ends_on` (ISO days; None: it goes on)."""
    return [
        {
            "number": each.number,
            "label": each.label,
            "starts_on": each.starts_on.isoformat(),
            "ends_on": each.ends_on.isoformat() if each.ends_on else None,
        }
        for each in find.waves(session, study)
    ]


def write(session: Session, study: Study, wanted: Sequence[Row]) -> None:
    """Make the waves be these rows; a wave is known by its number. Interviews go to the wave in which their day falls.

    Raises:
        SetupRefused: a wave ends before it begins, a number comes twice, or a wave goes that something belongs to.
    """
    faults = judged(wanted)
    if faults:
        raise SetupRefused(*faults)
    kept = {wave.number: wave for wave in find.waves(session, study)}
    for row in wanted:
        starts_on = date.fromisoformat(row["starts_on"])
        wave = kept.pop(row["number"], None) or Wave(
            study_id=study.id or 0, number=row["number"], label="", starts_on=starts_on
        )
        wave.label, wave.starts_on = row["label"], starts_on
        wave.ends_on = date.fromisoformat(row["ends_on"]) if row["ends_on"] else None
        session.add(wave)
    session.flush()
    gone = [wave.id or 0 for wave in kept.values()]
    # What goes is still there; nothing may move to it.
    keys = {wave.number: wave.id for wave in find.waves(session, study) if wave.id not in gone}
    held = used.interview_table()
    for wave_id, day, number, _count in _moving(session, study, wanted):
        session.execute(
            update(held)
            .where(held.c.study_id == study.id, held.c.wave_id == wave_id, held.c.completed_on == day)
            .values(wave_id=keys[number])
        )
    for wave in kept.values():
        if used.pointing_at(session, "wave", wave.id or 0):
            raise SetupRefused(
                _(
                    "%(label)s kan niet weg: er horen interviews of uitnodigingen bij.",
                    label=wave.label,
                )
            )
        session.delete(wave)
    session.flush()


def agree(session: Session, study: Study, wanted: Sequence[Row], agreed: int) -> None:
    """See that whoever asks for these waves knows how many interviews will go to another one.

    Raises:
        WouldMove: that is another number than `agreed`.
        SetupRefused: the rows are wrong by themselves.
    """
    faults = judged(wanted)
    if faults:
        raise SetupRefused(*faults)
    count = sum(row[3] for row in _moving(session, study, wanted))
    if count and count != agreed:
        raise WouldMove(count)


def judged(wanted: Sequence[Row]) -> list[str]:
    """What is wrong with these rows by themselves, in sentences."""
    faults = [
        _(
            "%(label)s eindigt voordat zij begint. Verander de eerste of de laatste dag.",
            label=row["label"],
        )
        for row in wanted
        if row["ends_on"] and row["ends_on"] < row["starts_on"]
    ]
    if len({row["number"] for row in wanted}) < len(wanted):
        faults.append(_("Het nummer van een meting komt twee keer voor."))
    if not wanted:
        faults.append(_("Een onderzoek heeft ten minste één meting. Verander liever deze."))
    if len(wanted) > MOST:
        faults.append(_("Een onderzoek heeft hoogstens %(most)s metingen.", most=MOST))
    return faults


def _moving(session: Session, study: Study, wanted: Sequence[Row]) -> Iterator[tuple[int, date, int, int]]:
    """The key of the wave now, the day, the number of the wave then, and how many interviews."""
    planned = sorted(
        (
            _Planned(
                row["number"],
                date.fromisoformat(row["starts_on"]),
                date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
            )
            for row in wanted
        ),
        key=lambda wave: wave.number,
    )
    numbers = {wave.id: wave.number for wave in find.waves(session, study)}
    held = used.interview_table()
    key = (held.c.wave_id, held.c.completed_on)
    counted = select(*key, func.count()).where(held.c.study_id == study.id).group_by(*key)
    for wave_id, day, count in session.execute(counted).all():
        number = falls_in(day, planned).number
        if number != numbers.get(wave_id):
            yield wave_id, day, number, count
