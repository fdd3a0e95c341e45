"""The approaches in the street: what came of them, and AAPOR's rates by area, interviewer and hour."""

from flask import request

from survey.database import database, reading
from survey.fieldwork.rates import DISPOSITIONS, LEAST, RATES, rates
from survey.monitor.approached import period
from survey.monitor.follow import wave_of
from survey.monitor.labels import area_names
from survey.monitor.pages.frame import show
from survey.monitor.pages.overview import WAVE
from survey.monitor.wording import CONTACTS
from survey.security import needs
from survey.studies import find


@needs("fieldwork.follow")
def page(slug: str) -> str:
    """All of it, for the wave that is asked for or that of today."""
    with reading(database()) as session:
        study = find.study(session, slug)
        wave = wave_of(session, study, request.args.get(WAVE, ""))
        since, until = period(wave)
        return show(
            "monitor/approaches.html",
            study,
            found=rates(session, study, since=since, until=until),
            area_names=area_names(find.areas(session, study)),
            waves=find.waves(session, study),
            wave=wave,
            contacts=CONTACTS,
            rate_names=RATES,
            dispositions=DISPOSITIONS,
            least=LEAST,
        )
