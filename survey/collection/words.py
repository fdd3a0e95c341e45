"""The sentences that the tablet itself puts together; everything else stands in its screens and in the questionnaire."""

from collections.abc import Callable, Mapping

N_ = str  # marks a sentence for translation; it is translated per language in `words`

# On the screen of a question, so needed in every language of the questionnaire.
_QUESTION: Mapping[str, str] = {
    "card": N_("Laat de kaart zien"),
    "change": N_("Wijzig"),
    "fixed": N_("Dit antwoord staat vast, omdat een volgende vraag al is getoond."),
    "sure": N_("Klopt het toch? Kies dan nog een keer “Verder”."),
    "nothing": N_("Niet ingevuld"),
    "erase": N_("Wis het laatste cijfer"),
    "less": N_("Eén minder"),
    "more": N_("Eén meer"),
    "aloud": N_("Lees voor"),
    "alone_promise": N_(
        "Kies zelf uw antwoord. Daarna kan niemand het op deze tablet nog zien, ook de interviewer niet."
    ),
    "alone_stop": N_("Ik wil stoppen"),
    "alone_onward": N_("Klaar"),
    "give_back": N_("Dank u wel. Geef de tablet nu terug aan de interviewer."),
}

# For the interviewer only.
_OWN: Mapping[str, str] = {
    "waiting": N_("Op dit apparaat: {n}"),
    "contacts": N_("(contacten: {n})"),
    "sent": N_("Verzonden: {n}, laatste bon {code}"),
    "sent_none": N_("Verzonden: {n}"),
    "conflict": N_(
        "Gesprek {id}: de server heeft dit gesprek al met andere antwoorden. Beide zijn bewaard. "
        "Geef dit nummer door aan de coördinator."
    ),
    "refused": N_(
        "Gesprek {id}: de server nam het niet aan ({reason}). Het blijft op dit apparaat. "
        "Bewaar een kopie en bel de coördinator."
    ),
    # Why nothing can be sent now, and what to do.
    "why_portal": N_(
        "Er is wel wifi, maar u bent nog niet binnen. Open een andere webpagina, meld u aan bij het netwerk en kom terug."
    ),
    "why_revoked": N_(
        "Dit apparaat is afgemeld. Alles blijft hier veilig staan. Bel uw coördinator, of meld het opnieuw aan met een nieuwe code."
    ),
    "why_unknown": N_(
        "De server kent dit apparaat niet meer. Alles blijft hier staan. Meld het opnieuw aan met een code van uw coördinator."
    ),
    "why_full": N_(
        "De server kan nu niets bewaren. Uw gesprekken blijven op dit apparaat en gaan later vanzelf. Meld het uw coördinator."
    ),
    # Letting a device in.
    "enrol_who": N_("U bent aangemeld als {name}."),
    "enrol_code": N_("De code heeft 8 letters en cijfers. U vulde er {n} in."),
    "enrol_away": N_("Er is geen verbinding met de server. Zoek een netwerk en probeer het opnieuw."),
    "wiped": N_(
        "De opslag van dit apparaat ({name}) is gewist. Alle gesprekken waren verzonden; een gesprek dat nog open stond is weg. "
        "Meld het uw coördinator."
    ),
    "wiped_waiting": N_(
        "De opslag van dit apparaat ({name}) is gewist, en {n} gesprekken waren nog niet verzonden. Bel nu uw coördinator, "
        "en gebruik dit apparaat niet verder: misschien is er een kopie."
    ),
    "device": N_("Dit apparaat heet {name} en hoort bij {organisation}."),
    # The PIN.
    "pin_form": N_("Een pincode heeft 4 tot 8 cijfers."),
    "pin_differs": N_("De twee pincodes zijn niet gelijk. Vul ze opnieuw in."),
    "pin_wrong": N_("Deze pincode klopt niet. Probeer het nog eens."),
    "pin_wait": N_("Deze pincode klopt niet. Wacht {seconds} seconden en probeer het dan nog eens."),
    # The list of studies, and the end of the day.
    "study_draft": N_("Er staat een gesprek open: ga verder"),
    "study_closed": N_("Dit onderzoek is gesloten"),
    "day_no_queue": N_("Alle gesprekken zijn verzonden."),
    "day_queue": N_("Nog {n} op dit apparaat: zoek een netwerk en verzend."),
    "day_no_contacts": N_("Alle contacten zijn verzonden."),
    "day_contacts": N_("Contacten nog te verzenden: {n}."),
    "day_no_drafts": N_("Er staat geen gesprek open."),
    "day_drafts": N_("Nog {n} open: maak het af of breek het af."),
    # One by one.
    "item": N_("{study}, gesprek {number}, {at}"),
    "item_waits": N_("Op dit apparaat, wacht op verzending."),
    "receipt": N_("verzonden, bon {code}"),
    "part": N_("Code {part} van {parts}"),
    "part_failed": N_("De code is niet te tekenen. Laad de app opnieuw als er netwerk is."),
}


def on_questions(gettext: Callable[[str], str]) -> dict[str, str]:
    """The words around a question, in the language of `gettext`."""
    return {key: gettext(sentence) for key, sentence in _QUESTION.items()}


def for_the_interviewer(gettext: Callable[[str], str]) -> dict[str, str]:
    """The words about the device and its queue, in the language of `gettext`."""
    return {key: gettext(sentence) for key, sentence in _OWN.items()}


ORIGINS: Mapping[str, str] = {
    "street": N_("Straat"),
    "panel": N_("Panel"),
    "open_link": N_("Open link"),
    "random_sample": N_("Steekproef"),
}
"""Where a respondent comes from, as the interviewer reads it."""
