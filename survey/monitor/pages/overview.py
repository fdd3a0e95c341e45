"""The overview of the fieldwork: first what there is to do today, then every number."""

from flask import request

from survey.database import database, reading
from survey.monitor.clock import LOCAL
from survey.monitor.follow import follow, wave_of
from survey.monitor.labels import area_names, page_names
from survey.monitor.pages.frame import show
from survey.monitor.thresholds import ENOUGH, RECENT_DAYS
from survey.monitor.wording import CONTACTS, OUTCOMES
from survey.security import needs
from survey.studies import find

WAVE = "meting"


@needs("fieldwork.follow")
def page(slug: str) -> str:
    """Everything at this moment, for the wave that is asked for or that of today."""
    with reading(database()) as session:
        study = find.study(session, slug)
        found = follow(session, study, wave_of(session, study, request.args.get(WAVE, "")))
        today = found.pace.by_day.get(found.moment.astimezone(LOCAL).date())
        groups = {cell.group: cell.label for cell in found.cells}
        return show(
            "monitor/overview.html",
            study,
            fieldwork=found,
            area_names=area_names(found.areas),
            page_names=page_names(found.programme),
            groups=groups,
            matrix={(cell.area, cell.group): cell for cell in found.cells},
            rows=list(dict.fromkeys(cell.area for cell in found.cells)),
            today=today.complete if today else 0,
            still=sum(len(each.still) for each in found.devices),
            language_names={one["code"]: one["name"] for one in found.programme["languages"]},
            outcomes=OUTCOMES,
            contacts=CONTACTS,
            enough=ENOUGH,
            recent=RECENT_DAYS,
        )
