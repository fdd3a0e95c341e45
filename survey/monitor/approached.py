"""What came of approaching people in one wave: counted by the database, so that the overview stays fast."""

from datetime import datetime, time, timedelta

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.fieldwork.rates import Group, group
from survey.fieldwork.tables import Contact
from survey.monitor.clock import LOCAL
from survey.studies.tables import Study, Wave


def approached(session: Session, study: Study, wave: Wave) -> tuple[Group, dict[str, Group]]:
    """The approaches together and by area, with AAPOR's rates."""
    since, until = period(wave)
    wanted = (
        columns(col(Contact.area), col(Contact.outcome), func.count())
        .where(col(Contact.study_id) == study.id, col(Contact.at) >= since)
        .group_by(col(Contact.area), col(Contact.outcome))
    )
    if until is not None:
        wanted = wanted.where(col(Contact.at) < until)
    total: dict[str, int] = {}
    areas: dict[str, dict[str, int]] = {}
    for area, outcome, count in session.execute(wanted):
        total[outcome] = total.get(outcome, 0) + count
        areas.setdefault(area, {})[outcome] = count
    return group("", total), {area: group(area, counted) for area, counted in areas.items()}


def period(wave: Wave) -> tuple[datetime, datetime | None]:
    """The first moment of a wave and the first moment after it, in the Netherlands; None while it has no last day."""
    since = datetime.combine(wave.starts_on, time(), LOCAL)
    if wave.ends_on is None:
        return since, None
    return since, datetime.combine(wave.ends_on + timedelta(days=1), time(), LOCAL)
