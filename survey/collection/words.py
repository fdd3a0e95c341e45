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
    "storage_kept": N_("Dit apparaat bewaart gesprekken ook als de opslag vol raakt."),
    "storage_loose": N_(
        "De browser belooft niet dat gesprekken blijven staan als de opslag vol raakt. Verzend elke dag."
    ),
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
