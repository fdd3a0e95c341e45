"""The words for states, groups and wishes of a round, and the texts that a new round begins with."""

from collections.abc import Iterable

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from survey.i18n import LANGUAGES
from survey.members.profile import SEXES
from survey.rounds.strata import UNKNOWN
from survey.studies.tables import Area

N_ = str  # marks a sentence for translation; it is translated per language when a round is made

STATES: dict[str, LazyString] = {
    "drawn": lazy_gettext("Getrokken, nog niets verstuurd"),
    "invited": lazy_gettext("Uitgenodigd"),
    "opened": lazy_gettext("Uitnodiging geopend"),
    "started": lazy_gettext("Begonnen"),
    "partial": lazy_gettext("Gedeeltelijk ingevuld"),
    "complete": lazy_gettext("Klaar"),
    "refused": lazy_gettext("Doet niet mee"),
    "undeliverable": lazy_gettext("Niet bezorgd"),
}
ROUND_STATES: dict[str, LazyString] = {
    "preparing": lazy_gettext("In voorbereiding"),
    "open": lazy_gettext("Loopt"),
    "closed": lazy_gettext("Gesloten"),
}
VARIABLES: dict[str, LazyString] = {
    "area": lazy_gettext("Wijk of buurt"),
    "sex": lazy_gettext("Geslacht"),
    "age": lazy_gettext("Leeftijd"),
    "language": lazy_gettext("Taal"),
}
ALLOCATIONS: dict[str, LazyString] = {
    "proportional": lazy_gettext("Naar verhouding: een grote groep krijgt er meer"),
    "equal": lazy_gettext("Gelijk: elke groep evenveel"),
    "numbers": lazy_gettext("Zelf kiezen: u vult per groep een aantal in"),
}
FIRST_TEXTS = {
    "subject": N_("Wilt u ons iets vertellen over uw wijk?"),
    "message": N_(
        "Beste lezer,\n\nWij willen graag weten of u de hulp in uw wijk kent en kunt vinden. "
        "Wilt u de vragen beantwoorden? Meedoen is vrijwillig.\n\nMet uw antwoorden maken wij de hulp beter."
    ),
    "thanks": N_(
        "Met alle antwoorden samen maken wij een verslag. Daarin staat niets over u als persoon. "
        "Het verslag helpt ons om de hulp in de wijk beter te maken."
    ),
}


def group(variable: str, code: str, areas: Iterable[Area]) -> str:
    """What a group of the profile is called."""
    if code == UNKNOWN:
        return str(_("niet bekend"))
    if variable == "area":
        return next((area.name for area in areas if area.code == code), code)
    if variable == "sex":
        return str(SEXES.get(code, code))
    if variable == "language":
        return LANGUAGES.get(code, code)
    return str(_("%(ages)s jaar", ages=code.replace("-", " – ")))


def stratum(variables: Iterable[str], codes: Iterable[str], areas: Iterable[Area]) -> str:
    """What a stratum is called."""
    known = list(areas)
    return ", ".join(
        group(variable, code, known) for variable, code in zip(variables, codes, strict=False)
    ) or str(_("Alle leden"))
