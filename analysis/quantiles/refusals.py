"""Why a quantile is refused."""

from typing import Any

from analysis.errors import IndicatorError, MethodError, WeightError
from analysis.messages import N_, Message


def wrong_share(got: object) -> MethodError:
    """A probability that does not lie between 0 and 1."""
    return MethodError(
        Message(N_("Verwacht: een of meer aandelen tussen 0 en 1, bijvoorbeeld 0.5 voor de mediaan.")),
        Message(N_("Gekregen: %(got)s."), {"got": got}),
        Message(N_("Deel een percentage door 100.")),
    )


def wrong_option(options: tuple[Any, ...], got: object) -> MethodError:
    """An unknown rule or interval."""
    return MethodError(
        Message(N_("Verwacht een van: %(options)s."), {"options": ", ".join(map(str, options))}),
        Message(N_("Gekregen: %(got)s."), {"got": got}),
        Message(N_("Kies een van deze namen.")),
    )


def no_replicates() -> MethodError:
    """The interval by replicates, of a design that has none."""
    return MethodError(
        Message(N_("Verwacht: een ontwerp met replicatiegewichten, voor de marge “quantile”.")),
        Message(N_("Dit ontwerp heeft ze niet.")),
        Message(N_("Noem replicatiegewichten in het ontwerp (replication), of kies een andere marge.")),
    )


def not_numbers(name: str, example: object) -> IndicatorError:
    """A column of which no order of size exists."""
    return IndicatorError(
        Message(N_("Verwacht: getallen in de kolom “%(name)s”."), {"name": name}),
        Message(N_("Daar staat bijvoorbeeld: %(example)s."), {"example": example}),
        Message(N_("Van tekst bestaat geen kwantiel: maak er eerst getallen van.")),
    )


def nobody(name: str) -> IndicatorError:
    """No answer at all."""
    return IndicatorError(
        Message(N_("Verwacht: ten minste één antwoord in de kolom “%(name)s”."), {"name": name}),
        Message(N_("Er is er geen, ook niet binnen de voorwaarde.")),
        Message(N_("Controleer de voorwaarde en de kolom.")),
    )


def negative_weights(name: str) -> WeightError:
    """Calibrated weights below zero: the distribution would go down."""
    return WeightError(
        Message(N_("Verwacht voor een kwantiel: gewichten van nul of meer.")),
        Message(N_("Na het wegen zijn er negatieve gewichten bij antwoorden op “%(name)s”."), {"name": name}),
        Message(N_("Kies een weging met grenzen (bijvoorbeeld logit), of raking.")),
    )


def too_many(domains: int, most: int) -> IndicatorError:
    """More domains than are worth their time."""
    return IndicatorError(
        Message(N_("Verwacht: hoogstens %(most)s groepen."), {"most": most}),
        Message(N_("Het zijn er %(domains)s."), {"domains": domains}),
        Message(N_("Kies minder of grovere kolommen om naar uit te splitsen.")),
    )
