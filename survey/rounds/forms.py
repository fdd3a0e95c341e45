"""What a researcher fills in for a round: its name and last day, the wishes for its sample, its texts."""

import json
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form

from survey.rounds.allocate import ALLOCATIONS, Stratum
from survey.rounds.draw import SEEDS, Wishes
from survey.rounds.prepare import PARTS
from survey.rounds.refusal import RoundRefused
from survey.rounds.strata import VARIABLES
from survey.studies import typed
from survey.studies.fields import DayField, LineField, WholeField, filled_in
from survey.studies.refusals import NotFilledIn
from survey.studies.typed import NotUnderstood

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

_LONGEST_TITLE = 120
LONGEST = {"subject": 150, "message": 4000, "thanks": 4000}
_LARGEST_SAMPLE = 100_000
_LONGEST_PAUSE = 3_650  # days
_LONGEST_STRATUM = 400  # characters of its name in the form


class RoundForm(Form):
    """The name and the last day of a round."""

    title = LineField(
        lazy_gettext("Naam van de ronde"),
        _LONGEST_TITLE,
        needed=lazy_gettext("Geef de ronde een naam, bijvoorbeeld Najaar 2026."),
        hint=lazy_gettext("Alleen uw collega's zien deze naam."),
    )
    until = DayField(
        lazy_gettext("Laatste dag om te antwoorden"),
        needed=lazy_gettext("Vul een dag in, bijvoorbeeld 31-3-2027."),
        hint=lazy_gettext("Na deze dag kan niemand meer beginnen of verdergaan."),
    )


class SampleForm(Form):
    """The wishes for a sample, apart from the choices."""

    size = WholeField(lazy_gettext("Aantal leden"), 1, _LARGEST_SAMPLE)
    pause = WholeField(
        lazy_gettext("Niet opnieuw vragen binnen (dagen)"),
        0,
        _LONGEST_PAUSE,
        hint=lazy_gettext("Wie in deze dagen al gevraagd is, doet niet mee. 0: iedereen doet mee."),
    )
    seed = WholeField(
        lazy_gettext("Startgetal"),
        1,
        SEEDS - 1,
        hint=lazy_gettext("Met hetzelfde getal en dezelfde leden krijgt u dezelfde steekproef."),
    )


def fresh_seed() -> int:
    """A number to draw with that nobody chose."""
    return 1 + secrets.randbelow(SEEDS - 1)


def wishes(form: SampleForm, chosen: "MultiDict[str, str]") -> Wishes:
    """The wishes that were filled in.

    Args:
        form: the numbers.
        chosen: where the choices are: `strata`, `allocation`, and with numbers of one's own `stratum` and `number`.

    Raises:
        NotFilledIn: something is missing or not understood, with a link to each field.
        RoundRefused: a choice that is not offered.

    """
    filled_in(form)
    strata, allocation = chosen.getlist("strata"), chosen.get("allocation", "proportional")
    if set(strata) - set(VARIABLES) or allocation not in ALLOCATIONS:
        raise RoundRefused(_("Deze keuze is er niet. Kies een van de groepen en verdelingen op de pagina."))
    if form.seed.data is None:
        raise NotFilledIn([("seed", _("Vul een startgetal in."))])
    if allocation != "numbers" and form.size.data is None:
        raise NotFilledIn([("size", _("Vul in hoeveel leden u wilt vragen."))])
    return Wishes(
        form.size.data or 0,
        tuple(name for name in VARIABLES if name in strata),
        form.seed.data,
        form.pause.data or 0,
        allocation,
        _numbers(chosen, len(set(strata))) if allocation == "numbers" else {},
    )


def _numbers(chosen: "MultiDict[str, str]", parts: int) -> Mapping[Stratum, int]:
    """The numbers per stratum; a name that is no stratum of these variables belongs to an earlier choice."""
    given: dict[Stratum, int] = {}
    wrong = []
    for place, (name, number) in enumerate(
        zip(chosen.getlist("stratum"), chosen.getlist("number"), strict=False)
    ):
        stratum = stratum_of(name)
        if stratum is None or len(stratum) != parts:
            continue
        try:
            given[stratum] = typed.whole(number, 0, _LARGEST_SAMPLE) or 0
        except NotUnderstood as error:
            wrong.append((f"number-{place + 1}", str(error)))
    if wrong:
        raise NotFilledIn(wrong)
    return given


def name_of(stratum: Stratum) -> str:
    """A stratum as a form sends it."""
    return json.dumps(list(stratum), ensure_ascii=False)


def stratum_of(name: str) -> Stratum | None:
    """The stratum that a form sent; None for anything else."""
    try:
        parts: Any = json.loads(name) if len(name) <= _LONGEST_STRATUM else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    return tuple(parts)


def texts(languages: Mapping[str, str], given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The texts that were filled in, for each part in each language.

    Raises:
        NotFilledIn: a text is too long, or holds signs that nobody can see; a subject of more than one line.

    """
    read: dict[str, dict[str, str]] = {part: {} for part in PARTS}
    wrong = []
    for code, name in languages.items():
        for part in PARTS:
            field = f"{part}-{code}"
            reader = typed.line if part == "subject" else typed.text
            try:
                read[part][code] = reader(given.get(field, ""), LONGEST[part])
            except NotUnderstood as error:
                wrong.append((field, f"{name}: {error}"))
    if wrong:
        raise NotFilledIn(wrong)
    return read
