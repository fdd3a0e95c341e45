"""Where interviews came from: figures of street, panel and other samples are never pooled in silence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.errors import PoolingError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from narwhals import Expr, LazyFrame

COLUMN = "origin"
POOL = "pool"


def present(frame: "LazyFrame[Any]", where: "Expr | None") -> dict[str, int]:
    """Number of rows per origin among those that `where` keeps; empty when the table knows no origin."""
    import narwhals as nw

    if COLUMN not in frame.collect_schema():
        return {}
    chosen = frame if where is None else frame.filter(where)
    table = chosen.group_by(COLUMN).agg(nw.len().alias("rows")).collect("pyarrow").to_native()
    return {
        str(row[COLUMN]): row["rows"] for row in sorted(table.to_pylist(), key=lambda row: str(row[COLUMN]))
    }


def choose(counts: dict[str, int], choice: str | Sequence[str] | None, by: Sequence[str]) -> tuple[str, ...]:
    """The origins that a question is about.

    Args:
        counts: rows per origin.
        choice: None, the name(s) of origins, or "pool" for all together, on purpose.
        by: the domains; origins that are reported apart need no choice.

    Raises:
        PoolingError: several origins would be put together without a choice, or the choice is absent.
    """
    if not counts:
        return ()
    if choice == POOL:
        return tuple(counts)
    if choice is None:
        if len(counts) > 1 and COLUMN not in by:
            raise _pooled(counts)
        return tuple(counts)
    names = (choice,) if isinstance(choice, str) else tuple(choice)
    absent = [name for name in names if name not in counts]
    if absent or not names:
        raise PoolingError(
            Message(
                N_("Verwacht: een herkomst uit deze tabel (%(present)s) of “pool”."),
                {"present": _listed(counts)},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(absent)}),
            Message(N_("Kies een herkomst die voorkomt.")),
        )
    return names


def label(chosen: Sequence[str]) -> str | None:
    """The origin of a figure over `chosen`: the name of one, “pooled” for more, None when unknown."""
    if not chosen:
        return None
    return chosen[0] if len(chosen) == 1 else "pooled"


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name}: {rows}" for name, rows in counts.items())


def _pooled(counts: dict[str, int]) -> PoolingError:
    return PoolingError(
        Message(
            N_("Verwacht: interviews van één herkomst, of een uitdrukkelijke keuze om ze samen te nemen.")
        ),
        Message(
            N_("Gekregen: interviews van meer dan één herkomst (%(counts)s)."), {"counts": _listed(counts)}
        ),
        Message(
            N_(
                "Kies een herkomst, splits uit naar herkomst (by), of kies bewust voor samennemen (origins=pool)."
            )
        ),
    )
