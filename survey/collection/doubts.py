"""What a flag says to the person who looks at it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext

SENTENCES: Mapping[str, LazyString] = {
    "unknown_questionnaire": lazy_gettext(
        "De vragenlijst waarmee dit is ingevuld, is hier niet gepubliceerd."
    ),
    "unknown_language": lazy_gettext(
        "De vragenlijst bestaat niet in de taal van dit interview (%(language)s)."
    ),
    "completed_in_the_future": lazy_gettext(
        "De klok van het apparaat liep voor: afgerond op %(completed_at)s."
    ),
    "replay_failed": lazy_gettext("Wijkpeil kon dit interview niet nalopen. Meld dit aan de beheerder."),
    "over_quota": lazy_gettext("Boven het quotum: telt niet mee, volgens de regel van dit onderzoek."),
    "unknown_variable": lazy_gettext("Deze vraag staat niet in de vragenlijst."),
    "required": lazy_gettext("Deze vraag is gesteld, maar er is geen antwoord."),
    "wrong_kind": lazy_gettext("Het antwoord heeft een andere vorm dan deze vraag toelaat."),
    "unknown_code": lazy_gettext("Het antwoord “%(value)s” is geen keuze van deze vraag."),
    "not_offered": lazy_gettext("Het antwoord “%(value)s” werd na de eerdere antwoorden niet aangeboden."),
    "not_allowed_missing": lazy_gettext("Deze vraag laat “%(missing)s” niet toe."),
    "exclusive_with_others": lazy_gettext("“%(value)s” is samen met andere antwoorden gekozen."),
    "duplicate_choice": lazy_gettext("“%(value)s” is twee keer gekozen."),
    "too_few": lazy_gettext("Er zijn %(count)s antwoorden gekozen; het minste is %(min)s."),
    "too_many": lazy_gettext("Er zijn %(count)s antwoorden gekozen; het meeste is %(max)s."),
    "not_a_number": lazy_gettext("“%(value)s” is geen getal."),
    "too_small": lazy_gettext("%(value)s is te laag; het laagste is %(min)s."),
    "too_large": lazy_gettext("%(value)s is te hoog; het hoogste is %(max)s."),
    "too_many_decimals": lazy_gettext("%(value)s heeft te veel cijfers achter de komma."),
    "too_long": lazy_gettext("De tekst heeft %(count)s tekens; het meeste is %(max)s."),
    "bad_character": lazy_gettext("De tekst bevat een onzichtbaar stuurteken."),
    "not_a_date": lazy_gettext("“%(value)s” is geen datum."),
    "too_early": lazy_gettext("De datum %(value)s is te vroeg; de eerste is %(min)s."),
    "too_late": lazy_gettext("De datum %(value)s is te laat; de laatste is %(max)s."),
    "check_failed": lazy_gettext("Een controle van de vragenlijst klopt niet: %(message)s"),
}
_OTHERWISE = lazy_gettext("Dit antwoord klopt niet met de vragenlijst (%(code)s).")


class _Known(dict[str, Any]):
    """A param that is not there is shown as a question mark: a flag is never hidden because of its wording."""

    def __missing__(self, name: str) -> str:
        return "?"


def sentence(flag: Mapping[str, Any]) -> str:
    """One flag in words."""
    params = _Known(flag.get("params") or {}, code=flag.get("code", "?"))
    return str(SENTENCES.get(str(flag.get("code")), _OTHERWISE)) % params
