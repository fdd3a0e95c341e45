"""What a study needs before it can be asked, and before its figures can be weighed: done, or still to do."""

from datetime import date
from typing import NamedTuple

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlmodel import Session

from survey.i18n import number
from survey.moment import now
from survey.studies import find, margins
from survey.studies.tables import Study


class Step(NamedTuple):
    """One part of the set-up: where it is done, what it is called, how it stands, and whether that will do."""

    endpoint: str
    name: str
    state: str
    done: bool


def steps(session: Session, study: Study) -> list[Step]:
    """The parts in the order in which they are done."""
    return [
        _questionnaire(session, study),
        _areas(session, study),
        _waves(session, study, now().date()),
        _population(session, study),
    ]


def _questionnaire(session: Session, study: Study) -> Step:
    version = find.version(session, study)
    day = format_date(version.published_at, "d MMMM y")
    state = _("Versie %(number)s, gepubliceerd op %(day)s.", number=version.number, day=day)
    return Step("management.versions", _("Vragenlijst"), state, done=True)


def _areas(session: Session, study: Study) -> Step:
    areas = find.areas(session, study)
    without = sum(area.residents is None for area in areas)
    places = {(area.row, area.col) for area in areas}
    if not areas:
        state = _("Nog geen gebieden. Voeg ze eerst toe.")
    else:
        state = ngettext("%(num)s gebied.", "%(num)s gebieden.", len(areas))
        if without:
            state += " " + _("Bij %(count)s ontbreekt het aantal inwoners.", count=without)
        if len(places) < len(areas):
            state += " " + _("Er liggen gebieden op dezelfde plaats op de kaart.")
    return Step(
        "management.areas",
        _("Gebieden"),
        state,
        done=bool(areas) and not without and len(places) == len(areas),
    )


def _waves(session: Session, study: Study, today: date) -> Step:
    waves = find.waves(session, study)
    running = [
        wave for wave in waves if wave.starts_on <= today and (wave.ends_on is None or today <= wave.ends_on)
    ]
    coming = [wave for wave in waves if wave.starts_on > today]
    if running:
        state = _("Nu loopt: %(label)s.", label=running[-1].label)
    elif coming:
        first = min(coming, key=lambda wave: wave.starts_on)
        state = _(
            "%(label)s begint op %(day)s.", label=first.label, day=format_date(first.starts_on, "d MMMM y")
        )
    else:
        state = _("Alle metingen zijn voorbij. Voeg een nieuwe toe als u verder vraagt.")
    return Step("management.waves", _("Metingen"), state, done=bool(running or coming))


def _population(session: Session, study: Study) -> Step:
    totals = margins.totals(margins.read(session, study))
    if not totals:
        state = _("Nog niet ingevuld. Nodig om de uitkomsten te wegen.")
    elif len(set(totals.values())) > 1:
        state = _("De totalen verschillen per variabele.")
    else:
        state = _(
            "%(names)s: %(total)s inwoners.",
            names=", ".join(totals),
            total=number(next(iter(totals.values()))),
        )
    return Step(
        "management.population", _("Bevolking"), state, done=bool(totals) and len(set(totals.values())) == 1
    )
