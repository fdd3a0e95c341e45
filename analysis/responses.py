"""The contract of a response table: the columns that it must have, and the sampling design that they describe.

One row is one accepted interview. Besides the fixed columns there are `answer_<variable>` (text or number; null:
missing or not asked) and indicators `m:<measure>:<entity>` (1/0, or a number for a mean; null: not in the base).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.design import Design
from analysis.engine import scan
from analysis.errors import ContractError
from analysis.indicators import PREFIX, Indicator, indicator_of
from analysis.messages import N_, Message
from analysis.origins import COLUMN as ORIGIN
from analysis.origins import POOL

if TYPE_CHECKING:
    from narwhals import LazyFrame

ANSWER = "answer_"
TEXT, NUMBER, WHOLE, DATE = N_("tekst"), N_("getal"), N_("geheel getal"), N_("datum")
FIXED = {
    "interview": TEXT,
    ORIGIN: TEXT,
    "mode": TEXT,
    "wave": WHOLE,
    "area": TEXT,
    "language": TEXT,
    "stratum": TEXT,
    "psu": TEXT,
    "weight": NUMBER,
    "completed": DATE,
}


@dataclass(frozen=True)
class Contract:
    """What a response table holds: the names of its answers, and its indicators, in the order of the table."""

    answers: tuple[str, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Sample:
    """The rows of the chosen origins with the design that fits what they hold; ready for `estimate`."""

    frame: "LazyFrame[Any]" = field(repr=False)
    design: Design


def contract(source: Any) -> Contract:
    """Read the columns of a response table, without reading its rows.

    Raises:
        ContractError: a fixed column is absent, a column has another kind of values, or an indicator's name does
            not say what it measures.
        SourceError: there is no table.
    """
    schema = scan(source).collect_schema()
    absent = [name for name in FIXED if name not in schema]
    if absent:
        raise ContractError(
            Message(N_("Verwacht: de kolommen %(names)s."), {"names": ", ".join(FIXED)}),
            Message(N_("Er ontbreekt: %(absent)s."), {"absent": ", ".join(absent)}),
            Message(N_("Maak het bestand opnieuw uit de interviews.")),
        )
    answers, indicators = [], []
    for name, kind in schema.items():
        if name in FIXED:
            _require(name, FIXED[name], kind)
        elif name.startswith(PREFIX):
            _require(name, NUMBER, kind)
            indicators.append(_named(name))
        elif name.startswith(ANSWER):
            answers.append(name.removeprefix(ANSWER))
    return Contract(tuple(answers), tuple(indicators))


def sample(source: Any, origins: str | Sequence[str] | None = None) -> Sample:
    """The design that a response table describes, for the origins that a question is about.

    A column `stratum` or `psu` without any value is left out of the design. Interviews without a stratum are put
    in a stratum of their own, and an interview without a PSU is a PSU of its own: nobody drops out.

    Args:
        source: a response table.
        origins: one or more origins; None or "pool" keeps all.

    Raises:
        ContractError: see `contract`.
    """
    import narwhals as nw

    contract(source)
    frame = scan(source)
    if origins not in (None, POOL):
        names = [origins] if isinstance(origins, str) else list(origins or ())
        frame = frame.filter(nw.col(ORIGIN).is_in(names))
    counted = frame.select(
        nw.len().alias("rows"), nw.col("stratum").count().alias("stratum"), nw.col("psu").count().alias("psu")
    )
    filled: dict[str, int] = counted.collect("pyarrow").to_native().to_pylist()[0]
    strata, psu = (name if filled[name] else None for name in ("stratum", "psu"))
    if strata and filled["stratum"] < filled["rows"]:
        frame = frame.with_columns(nw.col("stratum").fill_null(""))
    if psu and filled["psu"] < filled["rows"]:
        # Marked, so that an identity can not meet the code of a place.
        own = nw.concat_str(nw.lit("interview "), nw.col("interview"))
        frame = frame.with_columns(
            nw.when(~nw.col("psu").is_null()).then(nw.col("psu")).otherwise(own).alias("psu")
        )
    return Sample(frame, Design(strata=strata, psu=psu, weight="weight"))


_FITS: dict[str, Callable[[Any], bool]] = {
    TEXT: lambda kind: str(kind) in {"String", "Unknown"} or str(kind).startswith(("Categorical", "Enum")),
    NUMBER: lambda kind: bool(kind.is_float()),
    WHOLE: lambda kind: bool(kind.is_integer()),
    DATE: lambda kind: bool(kind.is_temporal()),
}


def _require(name: str, expected: str, kind: Any) -> None:
    if not _FITS[expected](kind):
        raise ContractError(
            Message(
                N_("Verwacht in de kolom “%(name)s”: %(expected)s."), {"name": name, "expected": expected}
            ),
            Message(N_("De kolom bevat: %(kind)s."), {"kind": str(kind)}),
            Message(N_("Maak het bestand opnieuw uit de interviews.")),
        )


def _named(column: str) -> Indicator:
    indicator = indicator_of(column)
    if not indicator.measure or column.count(":") > 2:  # noqa: PLR2004 -- m, measure, entity
        raise ContractError(
            Message(N_("Verwacht: een indicator met de naam “m:meting:onderwerp”.")),
            Message(N_("Gekregen: “%(name)s”."), {"name": column}),
            Message(N_("Geef de indicator een naam die zegt wat hij meet.")),
        )
    return indicator
