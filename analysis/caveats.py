"""What belongs beside a figure: a code in the result, a Dutch sentence for the reader."""

from collections.abc import Iterable

from analysis.messages import N_, Message

_SENTENCES = {
    "origin_street": N_(
        "Straatinterviews zijn geen aselecte steekproef: wie niet langsliep, kon niet meedoen. "
        "De marge is berekend alsof het wel een aselecte steekproef is, en is dus een ondergrens."
    ),
    "origin_panel": N_(
        "Panelleden hebben zich zelf aangemeld en zijn geen aselecte steekproef. "
        "De marge is berekend alsof het wel een aselecte steekproef is, en is dus een ondergrens."
    ),
    "origin_open_link": N_(
        "Via een open link kan iedereen meedoen, ook vaker dan één keer: dit is geen aselecte steekproef. "
        "De marge is berekend alsof het wel een aselecte steekproef is, en is dus een ondergrens."
    ),
    "origin_random_sample": N_(
        "Dit is een aselecte steekproef. De marge gaat over het toeval van de steekproef, "
        "niet over wie wel was uitgenodigd maar niet meedeed."
    ),
    "origin_unknown": N_(
        "De herkomst van deze antwoorden is niet bekend. "
        "De marge is berekend alsof het een aselecte steekproef is, en is dus een ondergrens."
    ),
    "pooled": N_(
        "Antwoorden van verschillende herkomst zijn hier bewust samengenomen. "
        "Het verschil tussen de manieren van vragen zit niet in de marge."
    ),
    "empty": N_("Niemand in deze groep heeft deze vraag beantwoord: er is geen cijfer."),
    "small": N_("Minder dan 30 antwoorden: dit cijfer is alleen een aanwijzing."),
    "zero_error": N_(
        "Binnen de steekproef is er geen verschil tussen de locaties gevonden, zodat de fout niet te schatten is. "
        "De marge is berekend met het aantal antwoorden."
    ),
    "extreme": N_("Niemand of iedereen gaf dit antwoord. De marge is berekend met het aantal antwoorden."),
    "logit_undefined": N_(
        "De gevraagde marge bestaat niet als niemand of iedereen het antwoord gaf: de marge volgens Wilson is gegeven."
    ),
    "wald_undefined": N_("De gevraagde marge heeft hier geen breedte: de marge volgens Wilson is gegeven."),
    "no_degrees_of_freedom": N_(
        "Er zijn te weinig locaties (PSU's) in deze groep om een fout of marge te kunnen schatten."
    ),
    "deff_replace": N_(
        "De gewichten tellen niet op tot een bevolking. Het ontwerpeffect is vergeleken met trekken met teruglegging."
    ),
    "deff_undefined": N_(
        "Het ontwerpeffect is niet te berekenen; als effectief aantal geldt het aantal antwoorden."
    ),
    "capped": N_(
        "De locaties lijken hier meer op elkaar dan bij toeval past. De marge is voorzichtig berekend: "
        "met het aantal antwoorden."
    ),
    "by_missing": N_("Interviews waarvan de groep niet bekend is, staan in geen enkele groep."),
}

FOR_STATISTICIANS = frozenset(
    {
        "zero_error",
        "extreme",
        "logit_undefined",
        "wald_undefined",
        "no_degrees_of_freedom",
        "deff_replace",
        "deff_undefined",
        "capped",
    }
)
"""Codes about how a number was computed; the others say what a reader may conclude from it."""


def sentence(code: str) -> Message:
    """The sentence of a caveat code; codes of an unknown origin give the sentence of `origin_unknown`.

    Raises:
        KeyError: the code is none of this module's.
    """
    if code.startswith("origin_") and code not in _SENTENCES:
        code = "origin_unknown"
    return Message(_SENTENCES[code])


def of_origin(origin: str | None) -> str:
    """The code of the caveat that belongs to an origin (`street`, `panel`, `open_link`, `random_sample`)."""
    if origin == "pooled":
        return "pooled"
    code = f"origin_{origin}"
    return code if code in _SENTENCES else "origin_unknown"


def in_reading_order(found: Iterable[str]) -> list[str]:
    """Codes as they are best read: where the answers come from, what to be careful with, how it was computed."""
    return sorted(found, key=lambda code: (code in FOR_STATISTICIANS, not _is_origin(code)))


def _is_origin(code: str) -> bool:
    return code == "pooled" or code.startswith("origin_")


def codes() -> tuple[str, ...]:
    """Every caveat code."""
    return tuple(_SENTENCES)
