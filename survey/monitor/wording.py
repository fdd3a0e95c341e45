"""What the outcomes of interviews and approaches are called on the pages of the monitor."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

OUTCOMES: Mapping[str, LazyString] = {
    "complete": lazy_gettext("Volledig"),
    "partial": lazy_gettext("Gedeeltelijk ingevuld"),
    "refused": lazy_gettext("Geweigerd"),
    "interrupted": lazy_gettext("Onderbroken"),
    "language": lazy_gettext("Geen gemeenschappelijke taal"),
    "screened_out": lazy_gettext("Hoort niet bij de doelgroep"),
    "quota_full": lazy_gettext("Quotum vol"),
}
"""How an interview ended; a questionnaire may have ends of its own, which are shown by their name."""

STATES: Mapping[str, LazyString] = {
    "accepted": lazy_gettext("Telt mee"),
    "flagged": lazy_gettext("Wacht op controle"),
    "excluded": lazy_gettext("Terzijde gelegd"),
}

STANDINGS: Mapping[str, LazyString] = {
    "within": lazy_gettext("binnen het quotum"),
    "over": lazy_gettext("boven het quotum"),
    "ended": lazy_gettext("gestopt: dit quotum was vol"),
}

HELPED: Mapping[str, LazyString] = {
    "none": lazy_gettext("Niemand"),
    "interpreter": lazy_gettext("Een tolk"),
    "family": lazy_gettext("Familie of een bekende"),
    "other": lazy_gettext("Iemand anders"),
}

ROUTES: Mapping[str, LazyString] = {
    "api": lazy_gettext("verzonden door een apparaat of programma"),
    "panel": lazy_gettext("online formulier"),
    "import": lazy_gettext("ingelezen bestand"),
    "demo": lazy_gettext("synthetisch voorbeeld"),
}

CONTACTS: Mapping[str, LazyString] = {
    "interview": lazy_gettext("Interview"),
    "partial": lazy_gettext("Gedeeltelijk"),
    "refusal": lazy_gettext("Wil niet"),
    "no_time": lazy_gettext("Geen tijd"),
    "language": lazy_gettext("Geen gemeenschappelijke taal"),
    "not_resident": lazy_gettext("Woont hier niet"),
    "under_age": lazy_gettext("Jonger dan 18"),
    "asked_before": lazy_gettext("Al gevraagd"),
}
"""What came of approaching somebody."""
