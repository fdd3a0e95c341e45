"""Why a weighting is refused: the variable, the class, and what to do about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.errors import ConvergenceError, MarginError
from analysis.messages import N_, Message
from analysis.numerals import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray


def name_of(label: Any) -> str:
    """A class as one text; that of several columns with a slash between them."""
    return " / ".join(str(part) for part in label) if isinstance(label, tuple) else str(label)


def variable_of(columns: Sequence[str]) -> str:
    """The variable of a margin as one text."""
    return " x ".join(columns)


def partner(labels: Sequence[Any], rows: "NDArray[Any]", place: int) -> str:
    """The class to merge with: of the two beside it in the list, the one with the fewest respondents (but some)."""
    beside = [one for one in (place - 1, place + 1) if 0 <= one < len(labels) and rows[one] > 0]
    others = beside or [one for one in range(len(labels)) if one != place and rows[one] > 0]
    return name_of(labels[min(others, key=lambda one: rows[one])]) if others else ""


def no_counts(columns: Sequence[str]) -> MarginError:
    """The list of a margin is empty."""
    return MarginError(
        Message(
            N_("Verwacht: voor “%(variable)s” een lijst met aantallen inwoners per klasse."),
            {"variable": variable_of(columns)},
        ),
        Message(N_("De lijst is leeg.")),
        Message(N_("Geef per klasse het aantal inwoners.")),
    )


def wrong_count(columns: Sequence[str], label: Any, count: object) -> MarginError:
    """A count that is negative, not finite or not a number; or zero for a class that has respondents."""
    return MarginError(
        Message(
            N_("Verwacht: voor elke klasse van “%(variable)s” een aantal inwoners van nul of meer."),
            {"variable": variable_of(columns)},
        ),
        Message(
            N_("Bij de klasse “%(label)s” staat: %(count)s."), {"label": name_of(label), "count": str(count)}
        ),
        Message(N_("Verbeter het aantal van deze klasse.")),
    )


def zero_with_respondents(columns: Sequence[str], label: Any, rows: int, other: str) -> MarginError:
    """The population has nobody in a class that the sample has."""
    return MarginError(
        Message(
            N_("Verwacht: inwoners in elke klasse van “%(variable)s” waarin iemand heeft meegedaan."),
            {"variable": variable_of(columns)},
        ),
        Message(
            N_("De klasse “%(label)s” heeft volgens de lijst 0 inwoners, en %(rows)s rijen in de tabel."),
            {"label": name_of(label), "rows": rows},
        ),
        _merge(label, other),
    )


def unknown_class(columns: Sequence[str], label: Any, rows: int, known: Sequence[Any]) -> MarginError:
    """A class of the sample of which the population has no count."""
    return MarginError(
        Message(
            N_("Verwacht in “%(variable)s” een van de klassen uit de lijst: %(known)s."),
            {"variable": variable_of(columns), "known": _listed(known)},
        ),
        Message(
            N_("De klasse “%(label)s” (%(rows)s rijen) staat niet in de lijst met aantallen inwoners."),
            {"label": name_of(label), "rows": rows},
        ),
        Message(
            N_("Voeg het aantal inwoners van “%(label)s” toe, of hernoem de klasse in de tabel."),
            {"label": name_of(label)},
        ),
    )


def empty_class(columns: Sequence[str], label: Any, count: float, other: str) -> MarginError:
    """A class of the population in which nobody took part."""
    return MarginError(
        Message(
            N_("Verwacht: ten minste één deelnemer in elke klasse van “%(variable)s”."),
            {"variable": variable_of(columns)},
        ),
        Message(
            N_("Niemand zit in de klasse “%(label)s”, die %(count)s inwoners heeft."),
            {"label": name_of(label), "count": plain(count)},
        ),
        _merge(label, other),
    )


def empty_in_replicates(columns: Sequence[str], label: Any, replicates: int, other: str) -> MarginError:
    """A class that loses all its respondents in some replicates."""
    return MarginError(
        Message(
            N_("Verwacht: in elke herhaling van de steekproef iemand in elke klasse van “%(variable)s”."),
            {"variable": variable_of(columns)},
        ),
        Message(
            N_("In %(replicates)s herhalingen blijft niemand over in de klasse “%(label)s”."),
            {"replicates": replicates, "label": name_of(label)},
        ),
        _merge(label, other),
    )


def missing_class(column: str, rows: int) -> MarginError:
    """Rows whose class is not known cannot be weighted."""
    return MarginError(
        Message(N_("Verwacht: in elke rij een waarde voor “%(variable)s”."), {"variable": column}),
        Message(N_("In %(rows)s rijen ontbreekt die."), {"rows": rows}),
        Message(
            N_(
                "Vul de waarden aan met meervoudige imputatie, maak er een eigen klasse van, of laat de rijen weg."
            )
        ),
    )


def unequal(first: Sequence[str], total: float, second: Sequence[str], other: float) -> MarginError:
    """Margins that add up to different populations."""
    return MarginError(
        Message(N_("Verwacht: lijsten die samen hetzelfde aantal inwoners geven.")),
        Message(
            N_("“%(first)s” telt op tot %(total)s, en “%(second)s” tot %(other)s."),
            {
                "first": variable_of(first),
                "total": plain(total),
                "second": variable_of(second),
                "other": plain(other),
            },
        ),
        Message(N_("Maak de lijsten gelijk, of laat de andere lijsten naar de eerste schalen (scale=True).")),
    )


def not_reached(
    columns: Sequence[str], label: Any, target: float, reached: float, rounds: int, other: str
) -> ConvergenceError:
    """The iterations ended before the weights met the counts."""
    return ConvergenceError(
        Message(N_("Verwacht: gewichten die bij alle lijsten met aantallen inwoners passen.")),
        Message(
            N_(
                "Na %(rounds)s rondes past de klasse “%(label)s” van “%(variable)s” niet: %(reached)s in plaats van "
                "%(target)s."
            ),
            {
                "rounds": rounds,
                "label": name_of(label),
                "variable": variable_of(columns),
                "reached": plain(reached),
                "target": plain(target),
            },
        ),
        _merge(label, other),
    )


def not_met(name: str, target: float, reached: float, *, bounded: bool) -> ConvergenceError:
    """A total that no weights (between the bounds) were found to meet."""
    hint = (
        N_("Kies ruimere grenzen (bounds), of voeg kleine klassen samen.")
        if bounded
        else N_("Controleer dit totaal, of voeg kleine klassen samen.")
    )
    return ConvergenceError(
        Message(N_("Verwacht: gewichten die bij alle totalen van de bevolking passen.")),
        Message(
            N_("Voor “%(name)s” is %(reached)s bereikt; gevraagd is %(target)s."),
            {"name": name, "reached": plain(reached), "target": plain(target)},
        ),
        Message(hint),
    )


def not_a_number(name: str, found: object) -> MarginError:
    """Text in a column of which the total is known."""
    return MarginError(
        Message(N_("Verwacht: getallen in de kolom “%(variable)s”."), {"variable": name}),
        Message(N_("Er staat tekst in: “%(found)s”."), {"found": str(found)}),
        Message(N_("Kies een kolom met getallen, of geef de aantallen per klasse (factors).")),
    )


def nobody_responded(column: str) -> MarginError:
    """Not one respondent in the table."""
    return MarginError(
        Message(
            N_("Verwacht: mensen die wel hebben meegedaan (1) in de kolom “%(variable)s”."),
            {"variable": column},
        ),
        Message(N_("Er is er niet één.")),
        Message(N_("Controleer de kolom die zegt wie er meedeed.")),
    )


def nobody_in_class(columns: Sequence[str], label: Any, other: str) -> MarginError:
    """A class of the sample in which nobody responded."""
    return MarginError(
        Message(
            N_("Verwacht: in elke klasse van “%(variable)s” iemand die meedeed."),
            {"variable": variable_of(columns)},
        ),
        Message(N_("In de klasse “%(label)s” deed niemand mee."), {"label": name_of(label)}),
        _merge(label, other),
    )


def certain_response() -> ConvergenceError:
    """The predictors tell exactly who responded."""
    return ConvergenceError(
        Message(N_("Verwacht: kenmerken waarbij de kans om mee te doen tussen 0 en 1 ligt.")),
        Message(N_("In een groep mensen met dezelfde kenmerken deed iedereen mee, of niemand.")),
        Message(N_("Gebruik minder kenmerken, of voeg klassen samen.")),
    )


def mixed_weights(cells: int) -> MarginError:
    """Trimming needs the weight of each row, and the table was grouped without it."""
    return MarginError(
        Message(N_("Verwacht: groepen van rijen met hetzelfde gewicht.")),
        Message(N_("In %(cells)s groepen staan rijen met verschillende gewichten."), {"cells": cells}),
        Message(N_("Houd bij het groeperen ook de gewichten uit elkaar.")),
    )


def nobody_between(low: float, high: float, mean: float) -> MarginError:
    """Limits that leave no weights to which the difference can be given."""
    return MarginError(
        Message(N_("Verwacht: grenzen waar gewichten tussen liggen.")),
        Message(
            N_("Tussen %(low)s en %(high)s ligt geen enkel gewicht; het gemiddelde is %(mean)s."),
            {"low": plain(low), "high": plain(high), "mean": plain(mean)},
        ),
        Message(N_("Kies ruimere grenzen voor de gewichten.")),
    )


def wrong_option(name: str, expected: str, got: object) -> MarginError:
    """An option of a weighting that does not exist or makes no sense."""
    return MarginError(
        Message(N_("Verwacht voor “%(name)s”: %(expected)s."), {"name": name, "expected": expected}),
        Message(N_("Gekregen: %(got)s."), {"got": str(got)}),
        Message(N_("Kies een waarde die wel kan.")),
    )


def _merge(label: Any, other: str) -> Message:
    if not other:
        return Message(N_("Laat deze variabele weg uit de weging."))
    return Message(
        N_("Voeg de klasse “%(label)s” samen met “%(other)s”, in de lijst en in de tabel."),
        {"label": name_of(label), "other": other},
    )


def _listed(labels: Sequence[Any]) -> str:
    shown = [name_of(label) for label in labels]
    return ", ".join(shown[:12]) + (", ..." if len(shown) > 12 else "")  # noqa: PLR2004 -- what fits a sentence
