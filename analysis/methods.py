"""The intervals by name: what each is called, and what it is in one sentence."""

from collections.abc import Mapping
from typing import Literal, get_args

from analysis.errors import MethodError
from analysis.messages import N_, Message

Method = Literal[
    "korn_graubard_assumed",
    "korn_graubard",
    "beta",
    "wilson",
    "jeffreys",
    "logit",
    "xlogit",
    "likelihood",
    "asin",
    "mean",
]
Interval = tuple[float, float]

DEFAULT: Method = "korn_graubard_assumed"
"""A figure names it only where a design effect was assumed; elsewhere it is `korn_graubard`, and is called so."""

METHODS: tuple[Method, ...] = get_args(Method)
ALWAYS: frozenset[Method] = frozenset({DEFAULT, "korn_graubard", "wilson", "jeffreys"})
"""Defined when nobody or everybody gave the answer, and when no error could be estimated."""

_SAYS: Mapping[Method, str] = {
    "korn_graubard_assumed": N_(
        "Korn en Graubard met aanname: als Korn en Graubard, maar bij een zeldzaam antwoord en weinig plekken is "
        "aangenomen hoe sterk antwoorden van één plek op elkaar lijken."
    ),
    "korn_graubard": N_(
        "Korn en Graubard: de exacte marge bij het effectieve aantal antwoorden, nooit smaller dan bij losse interviews."
    ),
    "beta": N_("Beta: de exacte marge bij het effectieve aantal antwoorden, zonder ondergrens (zoals in R)."),
    "wilson": N_("Wilson: de scoremarge bij het effectieve aantal antwoorden."),
    "jeffreys": N_(
        "Jeffreys: een iets smallere marge dan Korn en Graubard, bij hetzelfde effectieve aantal antwoorden."
    ),
    "logit": N_("Logit: de marge op de schaal van de log-odds, die altijd tussen 0%% en 100%% ligt."),
    "xlogit": N_("Xlogit: dezelfde marge als logit, uit de formule berekend (zoals SPSS en SUDAAN)."),
    "likelihood": N_(
        "Aannemelijkheid: alle aandelen die met de toets van Rao en Scott niet af te wijzen zijn."
    ),
    "asin": N_("Boogsinus: de marge op een schaal waarop de fout niet van het aandeel afhangt."),
    "mean": N_(
        "Wald: het cijfer plus en min de t-waarde maal de fout. Voor kleine en grote aandelen is die marge te smal."
    ),
}


def says(method: Method) -> Message:
    """What an interval is, in one Dutch sentence."""
    return Message(_SAYS[method])


def check(method: str, level: float) -> None:
    """Refuse an unknown method or an impossible level.

    Raises:
        MethodError: the method has no such name, or the level does not lie between 0 and 1.
    """
    if method not in METHODS:
        raise MethodError(
            Message(N_("Verwacht een methode voor de marge: %(methods)s."), {"methods": ", ".join(METHODS)}),
            Message(N_("Gekregen: %(got)s."), {"got": method}),
            Message(N_("Kies een van deze methoden.")),
        )
    if not 0 < level < 1:
        raise MethodError(
            Message(N_("Verwacht: een betrouwbaarheid tussen 0 en 1, bijvoorbeeld 0.95.")),
            Message(N_("Gekregen: %(got)s."), {"got": level}),
            Message(N_("Deel een percentage door 100.")),
        )
