"""Add a place where a poster hangs, and switch it off and on; its code is made from its name."""

import re
import unicodedata

from flask_babel import gettext as _
from sqlmodel import Session

from survey.locations import find
from survey.locations.kinds import kinds
from survey.locations.tables import Location
from survey.studies import find as studies
from survey.studies.tables import Study

LONGEST_NAME = 120
_LONGEST_CODE = 20
_ROOM_FOR_NUMBER = 4
_OTHERWISE = "plek"
_MOST = 1000


class PlaceRefused(ValueError):  # noqa: N818 (it says what happened)
    """The place can not be added; the message is for the person who tried, `field` is what to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def add(session: Session, study: Study, name: str, area: str, kind: str = "") -> Location:
    """Add a place to a study; flushes, does not commit.

    Args:
        session: the unit of work.
        study: which study its poster is for.
        name: what people call the place, such as "Bibliotheek Noord".
        area: the code of the area of the study in which it stands; empty when it stands in none.
        kind: what the interviewer would answer to where that is; empty when that is not known.

    Raises:
        PlaceRefused: no name, a name that is there already, or an area or a kind that the study does not have.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise PlaceRefused(
            "name",
            _("Vul een naam in van 1 tot %(most)s tekens, zoals Bibliotheek Noord.", most=LONGEST_NAME),
        )
    known = find.places(session, study)
    if name.casefold() in {place.name.casefold() for place in known}:
        raise PlaceRefused("name", _("Er is al een plek met deze naam. Kies een andere naam."))
    if len(known) >= _MOST:
        raise PlaceRefused("name", _("Een onderzoek heeft hoogstens %(most)s plekken.", most=_MOST))
    _check(session, study, area, kind)
    made = Location(
        study_id=study.id or 0,
        code=code(name, {each.code for each in known}),
        name=name,
        area=area or None,
        kind=kind,
    )
    session.add(made)
    session.flush()
    return made


def lie(session: Session, study: Study, place_code: str, area: str, kind: str) -> Location:
    """Say in which area a place lies and what kind it is; flushes.

    Raises:
        Problem: `location_unknown`.
        PlaceRefused: an area or a kind that the study does not have.
    """
    place = find.place(session, study, place_code)
    _check(session, study, area, kind)
    place.area, place.kind = area or None, kind
    session.add(place)
    session.flush()
    return place


def _check(session: Session, study: Study, area: str, kind: str) -> None:
    if area and area not in {each.code for each in studies.areas(session, study)}:
        raise PlaceRefused(
            "area", _("Dit gebied hoort niet bij het onderzoek. Kies een gebied uit de lijst.")
        )
    if kind and kind not in kinds(session, study, ""):
        raise PlaceRefused("kind", _("Deze soort plek kent de vragenlijst niet. Kies uit de lijst."))


def switch(session: Session, study: Study, place_code: str, *, active: bool) -> Location:
    """Switch a place on or off; raises Problem `location_unknown`. Off, its link still works and names no place."""
    place = find.place(session, study, place_code)
    place.active = active
    session.add(place)
    session.flush()
    return place


def code(name: str, taken: set[str]) -> str:
    """The code of a place: its name in letters that everybody can type, with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _OTHERWISE
    whole_words = short[: _LONGEST_CODE + 1].rpartition("-")[0] if len(short) > _LONGEST_CODE else short
    made = (whole_words or short[:_LONGEST_CODE]).strip("-")
    number = 1
    while made in taken:
        number += 1
        made = f"{short[: _LONGEST_CODE - _ROOM_FOR_NUMBER].strip('-')}-{number}"
    return made
