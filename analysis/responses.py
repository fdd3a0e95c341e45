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
from analysis.whole import columns_of, whole

if TYPE_CHECKING:
    import pyarrow as pa
    from narwhals import LazyFrame

ANSWER = "answer_"
# Before the identity of an interview that is a PSU of its own: so it can not meet the code of a place.
_OWN = "interview "
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
    """The rows of the chosen origins with the design that fits what they hold; ready for `estimate`.

    Attributes:
        frame: these rows, as a lazy table.
        design: of these rows.
        source: what to give to `estimate`, with the same choice of `origins`: rows in memory, or the files themselves,
            which are quicker to ask than a lazy table; the lazy table where neither will do.
    """

    frame: "LazyFrame[Any]" = field(repr=False)
    design: Design
    source: Any = field(repr=False)


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
    contract(source)
    chosen = (
        None if origins in (None, POOL) else [origins] if isinstance(origins, str) else list(origins or ())
    )
    names = columns_of(source)
    few = None if names is None else whole(source, names)
    if few is not None:
        table, design = _of_rows(few, chosen)
        return Sample(scan(table), design, table)
    return _of_many(source, chosen, by_name=names is not None)


def _of_rows(table: "pa.Table", chosen: list[str] | None) -> "tuple[pa.Table, Design]":
    """A table in memory, with a design that has no gaps."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if chosen is not None:
        table = table.filter(pc.is_in(table.column(ORIGIN).cast(pa.string()), pa.array(chosen, pa.string())))
    filled = table.num_rows
    strata, psu = (name if table.column(name).null_count < filled else None for name in ("stratum", "psu"))
    own = pc.binary_join_element_wise(_OWN, table.column("interview").cast(pa.string()), "")
    for name, instead in ((strata, ""), (psu, own)):
        if name and table.column(name).null_count:
            place = table.column_names.index(name)
            table = table.set_column(place, name, pc.coalesce(table.column(name).cast(pa.string()), instead))
    return table, Design(strata=strata, psu=psu, weight="weight")


def _of_many(source: Any, chosen: list[str] | None, *, by_name: bool) -> Sample:
    """A table that stays where it is; a file of which every row is asked for as it is, is asked by its name."""
    import narwhals as nw

    frame = scan(source)
    counted = frame.group_by(ORIGIN).agg(
        nw.len().alias("rows"), nw.col("stratum").count().alias("stratum"), nw.col("psu").count().alias("psu")
    )
    every = counted.collect("pyarrow").to_native().to_pylist()
    ours = [row for row in every if chosen is None or row[ORIGIN] in chosen]
    filled = {name: sum(row[name] for row in ours) for name in ("rows", "stratum", "psu")}
    strata, psu = (name if filled[name] else None for name in ("stratum", "psu"))
    design = Design(strata=strata, psu=psu, weight="weight")
    if chosen is not None:
        frame = frame.filter(nw.col(ORIGIN).is_in(chosen))
    if strata and filled["stratum"] < filled["rows"]:
        frame = frame.with_columns(nw.col("stratum").fill_null(""))
    if psu and filled["psu"] < filled["rows"]:
        own = nw.concat_str(nw.lit(_OWN), nw.col("interview"))
        frame = frame.with_columns(
            nw.when(~nw.col("psu").is_null()).then(nw.col("psu")).otherwise(own).alias("psu")
        )
    gaps = any(filled[name] < filled["rows"] for name in (strata, psu) if name)
    return Sample(frame, design, source if by_name and len(ours) == len(every) and not gaps else frame)


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
