"""The fieldwork of one study at one moment: what there is to do, and every number beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from survey.fieldwork.rates import Group
from survey.moment import now
from survey.monitor.approached import approached
from survey.monitor.cells import CellStanding, cells, gone
from survey.monitor.clock import LOCAL
from survey.monitor.conflicts import Conflicted, conflicted
from survey.monitor.mark import last_marks
from survey.monitor.pace import Pace
from survey.monitor.reconcile import Reconciled, reconcile
from survey.monitor.stopped import Stop
from survey.monitor.tally import count
from survey.monitor.to_do import Task, to_do
from survey.problems import problem
from survey.studies import find
from survey.studies.calendar import falls_in
from survey.studies.tables import Area, Study, Wave


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """Everything that the overview shows.

    Attributes:
        study: the study.
        areas: in their order.
        waves: all of them.
        wave: the one that is looked at.
        programme: the newest questionnaire.
        moment: when this was asked of the database.
        last: when the last interview came in; None when there is none.
        tasks: what there is to do.
        pace: the interviews.
        stops: where they stopped.
        cells: the quota, of the whole study.
        gone: the share of the days of the wave that are over; None without a last day.
        devices: each compared with what came in, over the whole study.
        conflicts: interviews with more than one body, over the whole study.
        approached: what came of approaching people.
        approached_by_area: the same by the code of the area.
    """

    study: Study
    areas: tuple[Area, ...]
    waves: tuple[Wave, ...]
    wave: Wave
    programme: Mapping[str, Any]
    moment: datetime
    last: datetime | None
    tasks: tuple[Task, ...]
    pace: Pace
    stops: tuple[Stop, ...]
    cells: tuple[CellStanding, ...]
    gone: float | None
    devices: tuple[Reconciled, ...]
    conflicts: tuple[Conflicted, ...]
    approached: Group
    approached_by_area: dict[str, Group]


def follow(session: Session, study: Study, wave: Wave) -> Fieldwork:
    """Look at the fieldwork now. What devices said and what came in is as new as their last check-in."""
    moment = now()
    areas = find.areas(session, study)
    programme = find.programme(find.version(session, study), areas)
    counted, stops, last = count(session, study, wave, [page["id"] for page in programme["pages"]])
    share = gone(wave, moment.astimezone(LOCAL).date())
    quota = cells(session, study, share)
    devices = reconcile(session, study)
    conflicts = conflicted(session, study)
    total, by_area = approached(session, study, wave)
    asking = sum(state == "to_ask" for state in last_marks(session, study).values())
    return Fieldwork(
        study=study,
        areas=tuple(areas),
        waves=tuple(find.waves(session, study)),
        wave=wave,
        programme=programme,
        moment=moment,
        last=last,
        tasks=tuple(
            to_do(
                devices, conflicts, counted, asking, quota, {area.code: area.name for area in areas}, moment
            )
        ),
        pace=counted,
        stops=tuple(stops),
        cells=tuple(quota),
        gone=share,
        devices=tuple(devices),
        conflicts=tuple(conflicts),
        approached=total,
        approached_by_area=by_area,
    )


def wave_of(session: Session, study: Study, number: str = "") -> Wave:
    """The wave with this number, or without one the wave of today.

    Raises:
        Problem: `not_found`, when the study has no such wave.

    """
    waves = find.waves(session, study)
    if not number:
        return falls_in(now().astimezone(LOCAL).date(), waves)
    found = next((wave for wave in waves if str(wave.number) == number), None)
    if found is None:
        raise problem("not_found", _("Dit onderzoek heeft geen meting %(number)s.", number=number[:20]))
    return found
