"""Why the numbers are refused: what was expected, what came, and what to do, in Dutch templates."""

from analysis.messages import N_, Message


class AnalysisError(Exception):
    """A question that cannot be answered honestly.

    `expected`, `got` and `hint` are `Message`s (template and params), so that a caller can translate them;
    `str()` gives the Dutch text.
    """

    def __init__(self, expected: Message, got: Message, hint: Message) -> None:
        self.expected = expected
        self.got = got
        self.hint = hint
        super().__init__(expected, got, hint)

    @property
    def messages(self) -> tuple[Message, Message, Message]:
        """The three sentences, in the order in which they are read."""
        return (self.expected, self.got, self.hint)

    def __str__(self) -> str:
        return " ".join(str(message) for message in self.messages)


class SourceError(AnalysisError):
    """The data cannot be read at all: no such file, no rows, or not a table."""


class ContractError(AnalysisError):
    """The table lacks a column, or holds another kind of values than the contract of responses asks."""


class IndicatorError(AnalysisError):
    """An indicator does not exist, is not a number, or is not finite."""


class DesignError(AnalysisError):
    """The sampling design does not fit the table: missing strata, PSUs that are not nested, a wrong fpc."""


class WeightError(DesignError):
    """A weight is missing, zero, negative or infinite."""


class MarginError(AnalysisError):
    """Population counts that cannot be used: they disagree, lack a class of the sample, or ask one that it lacks."""


class ConvergenceError(AnalysisError):
    """Weights that meet the population counts were not found, for instance because bounds forbid them."""


class PoolingError(AnalysisError):
    """Interviews of more than one origin would be put together without an explicit choice."""


class EvidenceError(AnalysisError):
    """There is nothing to compute it from: one coder, no variation, a group without cases, an impossible count."""


class MethodError(AnalysisError):
    """An interval method, a level or another option that does not exist."""


class AreaModelError(AnalysisError):
    """A model for small areas cannot be fitted: too few areas, a covariate missing, a negative variance."""


class OverlapError(AnalysisError):
    """Samples cannot be brought together: a group of one is not in the other, or no domain is in both."""


class FormulaError(AnalysisError):
    """A regression formula that cannot be read, or asks of a column what it does not hold."""


class ModelError(AnalysisError):
    """A regression that these data cannot carry: nothing to explain, columns that say the same, separation."""


class DisclosureError(AnalysisError):
    """A table that cannot be shown without saying too much about few people."""


def missing_column(name: str, present: list[str]) -> IndicatorError:
    """The error for a column that the question names and the table lacks."""
    return IndicatorError(
        Message(N_("Verwacht: een kolom met de naam “%(name)s”."), {"name": name}),
        Message(N_("De tabel heeft deze kolommen: %(present)s."), {"present": ", ".join(present)}),
        Message(N_("Controleer de naam, of voeg de kolom toe aan de tabel.")),
    )
