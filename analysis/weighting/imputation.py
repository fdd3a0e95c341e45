"""Multiple imputation of what people did not answer, for columns that the weighting needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.engine import SMALL, scan, small
from analysis.errors import MarginError, missing_column
from analysis.gathered import key_of
from analysis.messages import N_, Message
from analysis.weighting import refusals
from analysis.weighting.chained import chain

if TYPE_CHECKING:
    from analysis.cells import Key


@dataclass(frozen=True)
class Imputed:
    """Completed tables; compute on each, and bring the outcomes together with `combine`.

    Attributes:
        tables: PyArrow tables like the source, the missing values of `missing` filled in.
        missing: per imputed column how many values were filled in.
        method: per imputed column "multinomial" (categories) or "matching" (numbers).
        n: rows.
        seed: the same seed gives the same tables.
    """

    tables: tuple[Any, ...]
    missing: Mapping[str, int]
    method: Mapping[str, str]
    n: int
    seed: int

    @property
    def sentence(self) -> Message:
        """What was done, in plain Dutch."""
        return Message(
            N_(
                "Bij %(n)s antwoorden ontbraken kenmerken die voor het wegen nodig zijn (in totaal %(missing)s). "
                "Die zijn %(count)s keer aangevuld met wat past bij de andere kenmerken; "
                "de onzekerheid daarvan zit in de marge."
            ),
            {"n": self.n, "missing": sum(self.missing.values()), "count": len(self.tables)},
        )


def impute(
    source: Any,
    columns: Sequence[str],
    *,
    predictors: Sequence[str] = (),
    categorical: Sequence[str] = (),
    count: int = 20,
    burn_in: int = 10,
    between: int = 3,
    seed: int = 1,
) -> Imputed:
    """Complete a table several times by chained equations (van Buuren and Groothuis-Oudshoorn 2011).

    Each column is drawn from a model on all the others: see `analysis.weighting.chained`. Put the answers that will
    be estimated among the predictors, else their relation with what was imputed is weakened (Little and Rubin 2019,
    chapter 10). Predictors may miss values themselves; these are imputed along the way.

    Args:
        source: see `analysis.engine.scan`; at most 100,000 rows.
        columns: to be completed.
        predictors: further columns of the models; completed ones are not kept.
        categorical: columns of numbers that are codes. Text and true/false always are.
        count: number of completed tables.
        burn_in: rounds before the first.
        between: rounds from one to the next.
        seed: of the draws.

    Raises:
        MarginError: too many rows, no value or only one in a column, or impossible numbers of rounds.
        IndicatorError: a column does not exist.
        SourceError: the table cannot be read.
    """
    import pyarrow as pa

    if not columns or count < 2 or burn_in < 1 or between < 1:  # noqa: PLR2004 -- one table shows no spread
        raise refusals.wrong_option(
            "columns, count, burn_in, between", "1+, 2+, 1+, 1+", (tuple(columns), count, burn_in, between)
        )
    frame = scan(source)
    schema = list(frame.collect_schema())
    wanted = tuple(dict.fromkeys((*columns, *predictors)))
    for name in wanted:
        if name not in schema:
            raise missing_column(name, schema)
    table = small(frame, schema)
    if table is None:
        raise MarginError(
            Message(N_("Verwacht: een tabel van ten hoogste %(rows)s rijen."), {"rows": SMALL}),
            Message(N_("Gekregen: meer rijen dan dat.")),
            Message(N_("Vul de waarden aan in een steekproef, of maak van “onbekend” een eigen klasse.")),
        )
    keys = {name: key_of(table.column(name)) for name in wanted}
    numeric = {name for name in wanted if _numeric(table.column(name)) and name not in categorical}
    for name, key in keys.items():
        if len(key.labels) < 2 and name in columns and (key.codes < 0).any():  # noqa: PLR2004 -- nothing to choose
            raise _nothing_to_draw(name, key)
    made = chain(*_frame(keys, numeric), seed)
    tables = []
    for number in range(count):
        made.update_all(burn_in if number == 0 else between)
        completed = table
        for place, name in enumerate(wanted):
            if name in columns and (keys[name].codes < 0).any():
                values = np.array(made.data[f"v{place}"], dtype=np.float64)
                filled = _filled(table.column(name), keys[name], values, numeric=name in numeric)
                completed = completed.set_column(schema.index(name), name, pa.chunked_array([filled]))
        tables.append(completed)
    return Imputed(
        tables=tuple(tables),
        missing={name: int((keys[name].codes < 0).sum()) for name in columns},
        method={name: "matching" if name in numeric else "multinomial" for name in columns},
        n=table.num_rows,
        seed=seed,
    )


def _numeric(column: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))


def _frame(keys: "Mapping[str, Key]", numeric: set[str]) -> "tuple[Any, dict[str, int]]":
    """A pandas frame of numbers and codes, and the columns of codes with their number of categories.

    Columns without variation explain nothing and are left out.
    """
    import pyarrow as pa

    columns, categories = {}, {}
    for place, (name, key) in enumerate(keys.items()):
        if len(key.labels) < 2:  # noqa: PLR2004 -- it does not vary
            continue
        if name in numeric:
            columns[f"v{place}"] = key.numbers
        else:
            columns[f"v{place}"] = np.where(key.codes < 0, np.nan, key.codes)
            categories[f"v{place}"] = len(key.labels)
    return pa.table(columns).to_pandas(), categories


def _filled(column: Any, key: "Key", values: "np.ndarray[Any, Any]", *, numeric: bool) -> Any:
    """The column with its missing values filled in, of the kind that it was."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = column.combine_chunks()
    if isinstance(plain, pa.ChunkedArray):
        plain = pa.concat_arrays(plain.chunks)
    kind = plain.type.value_type if pa.types.is_dictionary(plain.type) else plain.type
    plain = plain.cast(kind)
    if numeric:
        drawn = pa.array(values).cast(kind)
    else:
        drawn = pa.array(key.labels, kind).take(pa.array(values.astype(np.int64)))
    missing = pa.array(key.codes < 0)
    return pc.if_else(missing, drawn, plain)


def _nothing_to_draw(name: str, key: "Key") -> MarginError:
    return MarginError(
        Message(
            N_("Verwacht: ten minste twee verschillende waarden in de kolom “%(name)s”."), {"name": name}
        ),
        Message(N_("Er is er %(got)s."), {"got": len(key.labels)}),
        Message(N_("Laat deze kolom weg.")),
    )
