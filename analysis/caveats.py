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
        "De marge van een aandeel is berekend met het aantal antwoorden; van een gemiddelde of totaal is er geen marge."
    ),
    "extreme": N_("Niemand of iedereen gaf dit antwoord. De marge is berekend met het aantal antwoorden."),
    "method_undefined": N_(
        "De gevraagde marge bestaat hier niet: de marge volgens Korn en Graubard is gegeven."
    ),
    "outside": N_(
        "Door negatieve gewichten ligt dit aandeel buiten 0%% en 100%%. Het cijfer is niet te gebruiken: "
        "begrens de gewichten."
    ),
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
        "De antwoorden verschillen hier minder dan bij losse interviews te verwachten is. De marge is voorzichtig "
        "berekend: met het aantal antwoorden."
    ),
    "model_based": N_(
        "Dit cijfer leunt voor een deel op een model: op wat over vergelijkbare gebieden bekend is."
    ),
    "area_synthetic": N_(
        "In dit gebied zijn geen antwoorden waar een fout bij te schatten is: het cijfer komt helemaal uit het model."
    ),
    "areas_alike": N_(
        "De gebieden verschillen niet meer dan bij toeval en hun kenmerken past: elk cijfer komt uit het model."
    ),
    "variance_smoothed": N_(
        "De fout van het eigen cijfer is geschat met het aantal antwoorden, over alle gebieden heen."
    ),
    "mse_uncorrected": N_(
        "De correctie van de fout van het model was groter dan de fout zelf, en is weggelaten."
    ),
    "not_converged": N_("De berekening van het model is niet tot rust gekomen: gebruik dit cijfer niet."),
    "selection_unmeasured": N_(
        "Wie meedeed kan ook anders zijn in wat niet is gemeten. Dat zit niet in de marge."
    ),
    "reference_random": N_(
        "De steekproef waarmee is vergeleken, is opgevat als aselect. Is zij dat niet, dan klopt de omrekening niet."
    ),
    "poor_overlap": N_(
        "Een deel van de inwoners lijkt op niemand in de steekproef: voor hen is het cijfer doorgetrokken."
    ),
    "mode_and_selection": N_(
        "Het verschil tussen straat en panel is zowel de manier van vragen als wie er meedoet; het is niet te splitsen."
    ),
    "quantile_open": N_(
        "Een grens van de marge bestaat niet: daarvoor zijn er te weinig antwoorden zo ver van het midden."
    ),
    "jackknife_quantile": N_(
        "De fout van een kwantiel is met een jackknife niet goed te schatten: kies een andere marge, of een bootstrap."
    ),
    "expected_small": N_(
        "Veel vakken van deze tabel zijn bijna leeg: de toets is hier onzeker. Neem categorieën samen."
    ),
    "empty_cells": N_("In deze tabel zijn vakken waar niemand in valt."),
    "unused_categories": N_("Categorieën die niemand koos, staan niet in de tabel."),
    "empty_groups": N_("Groepen zonder antwoorden zijn niet vergeleken."),
    "extreme_difference": N_(
        "In een van de groepen gaf niemand of iedereen dit antwoord. De fout van die groep is berekend met het "
        "gezamenlijke aandeel van de twee groepen."
    ),
    "no_spread": N_("Binnen de groepen is er geen verschil tussen de locaties: de fout is niet te schatten."),
    "weights_not_converged": N_(
        "Het wegen is gestopt voordat de gewichten bij alle lijsten met aantallen inwoners pasten."
    ),
    "trimmed": N_(
        "De grootste of kleinste gewichten zijn afgekapt. De gewichten passen daardoor niet meer precies bij de bevolking."
    ),
    "negative_weights": N_(
        "Sommige gewichten zijn kleiner dan nul. Met raking, of met grenzen, komt dat niet voor."
    ),
    "extreme_weights": N_(
        "Enkele antwoorden tellen meer dan vijf keer zo zwaar als gemiddeld: die bepalen het cijfer voor een groot deel."
    ),
    "unequal_weights": N_(
        "De gewichten verschillen zo sterk, dat het aantal antwoorden voor de helft of minder meetelt."
    ),
    "asin_folded": N_(
        "De marge loopt hier voorbij 0%% of 100%%. Lees de grens aan die kant als 0%% of 100%%, of kies een andere methode."
    ),
    "few_places": N_(
        "Veel antwoorden komen van weinig plekken. Bij zo’n klein of groot aandeel kan de marge daardoor te smal zijn."
    ),
    "assumed_design_effect": N_(
        "Dit antwoord kwam bijna nooit of bijna altijd voor, en veel antwoorden komen van weinig plekken. Hoe sterk "
        "antwoorden van één plek op elkaar lijken, is dan niet te schatten. De marge gaat uit van een samenhang van 0,1."
    ),
    "guessing_not_below": N_(
        "Het team wordt niet vaker herkend dan een team dat niet bestaat: dat iemand het kent, is niet aangetoond."
    ),
    "guessing_everybody": N_(
        "Iedereen zegt een team te kennen dat niet bestaat: hoeveel mensen het echte team kennen, is niet te zeggen."
    ),
    "multiple_answers": N_("Mensen mochten meer dan één antwoord geven: samen is het meer dan 100%%."),
    "bases_differ": N_("De twee vragen zijn niet aan dezelfde mensen gesteld."),
    "users_only": N_("Alleen wie er gebruik van maakte, gaf een oordeel: over de anderen zegt dit niets."),
    "best_chosen": N_(
        "De groep waarmee is vergeleken, is gekozen omdat zij het hoogst scoort: dat maakt verschillen wat groter."
    ),
    "ratio_undefined": N_("Een verhouding bestaat niet als een van beide nul is: kijk naar het verschil."),
    "too_few": N_("Er zijn te weinig antwoorden voor een oordeel over de norm."),
    "no_probability": N_("Zonder marge is niet te zeggen hoe waarschijnlijk het is dat de norm is gehaald."),
    "few_units": N_(
        "Minder dan 30 dubbel gecodeerde antwoorden: de overeenstemming is alleen een aanwijzing."
    ),
    "no_disagreement": N_(
        "De codeurs waren het over alles eens: hoe groot het toeval daarin is, valt niet te schatten."
    ),
    "no_cases": N_("Er is niemand om over te tellen."),
    "eligibility_assumed": N_(
        "Van wie onbekend is of zij meetellen, is aangenomen dat iedereen meetelt: dat geeft de laagste respons."
    ),
    "not_interpenetrated": N_(
        "Interviewers werkten niet op dezelfde plekken: verschillen tussen hen kunnen ook aan die plekken liggen."
    ),
    "few_interviewers": N_("Minder dan vijf interviewers: over verschillen tussen hen is weinig te zeggen."),
    "binary_interval": N_("De marge is voor cijfers bedacht, en bij ja of nee een benadering."),
    "no_spread_within": N_(
        "Bij elke interviewer gaf iedereen hetzelfde antwoord: een marge is niet te geven."
    ),
    "nobody_asked": N_("Deze vraag is aan niemand gesteld."),
    "many_missing": N_("Een op de tien mensen of meer gaf op deze vraag geen antwoord."),
    "few_interviews": N_("Minder dan 30 interviews: de middelste tijd is nog niet vast."),
    "nobody_answered": N_("Niemand beantwoordde drie of meer stellingen van dit blok."),
    "same_direction": N_(
        "Overal hetzelfde antwoord kan ook een mening zijn, als alle stellingen dezelfde kant op wijzen."
    ),
    "origins_confounded": N_(
        "Het verschil tussen deze herkomsten is zowel de manier van vragen als wie er meedoet; die twee zijn niet te "
        "scheiden."
    ),
    "population_too_small": N_(
        "Er zijn te weinig mensen voor de gevraagde marge, ook als iedereen wordt benaderd."
    ),
    "margin_rough": N_(
        "Bij zo'n klein aandeel en zo weinig antwoorden is de verwachte marge ruw: de echte is breder."
    ),
    "by_missing": N_("Interviews waarvan de groep niet bekend is, staan in geen enkele groep."),
}

FOR_STATISTICIANS = frozenset(
    {
        "zero_error",
        "extreme",
        "method_undefined",
        "asin_folded",
        "no_degrees_of_freedom",
        "deff_replace",
        "deff_undefined",
        "capped",
        "variance_smoothed",
        "mse_uncorrected",
        "unused_categories",
        "extreme_difference",
        "no_spread",
        "quantile_open",
        "jackknife_quantile",
        "binary_interval",
        "no_disagreement",
        "no_spread_within",
        "weights_not_converged",
        "trimmed",
        "negative_weights",
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
