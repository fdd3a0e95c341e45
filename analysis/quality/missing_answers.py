"""Item non-response: per question who was not asked, who did not know, who refused, and who answered."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.engine import scan
from analysis.errors import MethodError, missing_column
from analysis.messages import N_, Message
from analysis.numerals import percent

if TYPE_CHECKING:
    from narwhals import Expr

DONT_KNOW, REFUSED, NOT_APPLICABLE = ("missing:dont_know",), ("missing:refused",), ("missing:not_applicable",)
MANY = 0.1  # share of those asked without an answer from which a question deserves a look
_KINDS = ("not_asked", "dont_know", "refused", "not_applicable")


@dataclass(frozen=True)
class MissingAnswers:
    """How often one question was left without an answer: a count of these interviews, without sampling error.

    Attributes:
        question: the column.
        n: interviews; the five that follow add up to it.
        not_asked: the route passed the question by (in a table: null). Never an answer, never a refusal.
        not_applicable: asked, and it does not apply to the respondent: an answer of a kind.
        dont_know, refused: asked, without an answer.
        answered: asked and answered.
        estimate: (dont_know + refused) / asked, the item non-response; None when nobody was asked.
        method: how it was counted: `unweighted`.
        caveats: `nobody_asked`; `many_missing`: from 10 percent of those asked.
    """

    question: str
    n: int
    not_asked: int
    not_applicable: int
    dont_know: int
    refused: int
    answered: int
    estimate: float | None
    method: str
    caveats: tuple[str, ...]

    @property
    def asked(self) -> int:
        """Interviews in which the question was put: the base of `estimate`."""
        return self.n - self.not_asked

    @property
    def sentence(self) -> Message:
        """Who gave no answer, and why, out of whom."""
        values = {
            "question": self.question,
            "asked": self.asked,
            "not_asked": self.not_asked,
            "dont_know": self.dont_know,
            "refused": self.refused,
        }
        if self.estimate is None:
            return Message(N_("De vraag “%(question)s” is aan niemand gesteld."), values)
        return Message(
            N_(
                "De vraag “%(question)s” is aan %(asked)s mensen gesteld: %(share)s gaf geen antwoord "
                "(%(dont_know)s wist het niet, %(refused)s wilde het niet zeggen). "
                "Aan %(not_asked)s mensen is zij niet gesteld."
            ),
            values | {"share": percent(self.estimate)},
        )


def missing_answers(
    source: Any,
    questions: Sequence[str],
    *,
    dont_know: Sequence[Hashable] = DONT_KNOW,
    refused: Sequence[Hashable] = REFUSED,
    not_applicable: Sequence[Hashable] = NOT_APPLICABLE,
) -> list[MissingAnswers]:
    """Count per question the kinds of missing answers, in one scan.

    Item non-response rate = (don't know + refused) / asked; de Leeuw, Hox and Huisman (2003), Journal of Official
    Statistics 19:153-176, keep the kinds apart as is done here.

    Args:
        source: see `analysis.engine.scan`; a null is a question that was not asked.
        questions: columns.
        dont_know: the values that say so.
        refused: likewise.
        not_applicable: likewise.

    Raises:
        IndicatorError: a column does not exist.
        MethodError: one value stands for two kinds.
        SourceError: there is no table.
    """
    import narwhals as nw

    codes: dict[str, list[Hashable]] = {
        "dont_know": list(dont_know),
        "refused": list(refused),
        "not_applicable": list(not_applicable),
    }
    every = [code for values in codes.values() for code in values]
    if len(set(every)) < len(every):
        raise MethodError(
            Message(N_("Verwacht: elke code hoort bij één soort ontbrekend antwoord.")),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(map(str, every))}),
            Message(N_("Noem een code bij “weet niet”, bij “wil niet zeggen” of bij “niet van toepassing”.")),
        )
    frame = scan(source)
    schema = frame.collect_schema()
    for name in questions:
        if name not in schema:
            raise missing_column(name, list(schema))
    counts: list[Expr] = [nw.len().alias("n")]
    for place, name in enumerate(questions):
        counts.append(nw.col(name).is_null().cast(nw.Int64()).sum().alias(f"not_asked {place}"))
        counts += [
            _is_one_of(name, values, schema[name]).cast(nw.Int64()).sum().alias(f"{kind} {place}")
            for kind, values in codes.items()
        ]
    (found,) = frame.select(*counts).collect("pyarrow").to_native().to_pylist()
    return [_counted(name, place, found) for place, name in enumerate(questions)]


def _is_one_of(name: str, values: Sequence[Hashable], kind: Any) -> "Expr":
    """True where the column holds one of the values; a number is never equal to a text."""
    import narwhals as nw

    fitting = [value for value in values if isinstance(value, str) != kind.is_numeric()]
    return nw.col(name).is_in(fitting) if fitting else nw.col(name).is_null() & ~nw.col(name).is_null()


def _counted(name: str, place: int, found: Mapping[str, int | None]) -> MissingAnswers:
    # An engine may give its sums as decimals.
    n = int(found["n"] or 0)
    counts = {kind: int(found[f"{kind} {place}"] or 0) for kind in _KINDS}
    asked = n - counts["not_asked"]
    share = (counts["dont_know"] + counts["refused"]) / asked if asked else None
    noted = ("nobody_asked",) if share is None else ("many_missing",) if share >= MANY else ()
    return MissingAnswers(
        question=name,
        n=n,
        **counts,
        answered=n - sum(counts.values()),
        estimate=share,
        method="unweighted",
        caveats=noted,
    )
