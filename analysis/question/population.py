"""Files that say how many people the population has: per class of several variables, or per combination."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import MarginError
from analysis.messages import N_, Message
from analysis.question.files import opened

if TYPE_CHECKING:
    from analysis.weighting import PostStratification, Raking

VARIABLE, CATEGORY, COUNT = "variable", "category", "count"


def raking(file: str | Path) -> "Raking":
    """Margins from a file with the columns `variable`, `category` and `count`.

    Raises:
        MarginError: other columns, a count that is no number, or a class that stands there twice.
        SourceError: the file cannot be read.
    """
    from analysis.weighting import Raking

    margins: dict[str | tuple[str, ...], dict[Any, float]] = {}
    for row in _rows(file, (VARIABLE, CATEGORY)):
        margin = margins.setdefault(str(row[VARIABLE]), {})
        _add(margin, row[CATEGORY], row, file)
    return Raking(margins)


def post_stratification(file: str | Path) -> "PostStratification":
    """The population per combination: columns named as in the sample, and `count`.

    Raises:
        MarginError: no such columns, a count that is no number, or a combination that stands there twice.
        SourceError: the file cannot be read.
    """
    from analysis.weighting import PostStratification

    rows = _rows(file, ())
    columns = tuple(name for name in rows[0] if name != COUNT)
    if not columns:
        raise _wrong(file, N_("Er is geen kolom met klassen naast count."))
    counts: dict[Any, float] = {}
    for row in rows:
        _add(counts, tuple(row[name] for name in columns), row, file)
    return PostStratification(columns, counts)


def _rows(file: str | Path, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    table = opened(file)
    absent = [name for name in (*needed, COUNT) if name not in getattr(table, "column_names", ())]
    if absent:
        raise _wrong(file, N_("Deze kolommen ontbreken: %(found)s."), ", ".join(absent))
    rows: list[dict[str, Any]] = table.to_pylist()
    if not rows:
        raise _wrong(file, N_("Er staat geen enkele klasse in."))
    return rows


def _add(counts: dict[Any, float], label: Any, row: dict[str, Any], file: str | Path) -> None:
    name = ", ".join(str(one) for one in label) if isinstance(label, tuple) else str(label)
    count = row[COUNT]
    if isinstance(count, bool) or not isinstance(count, (int, float)):
        raise _wrong(file, N_("Bij deze klasse staat geen aantal: %(found)s."), name)
    if label in counts:
        raise _wrong(file, N_("Deze klasse staat er meer dan eens: %(found)s."), name)
    counts[label] = float(count)


def _wrong(file: str | Path, found: str, which: str = "") -> MarginError:
    return MarginError(
        Message(
            N_("Verwacht: een bestand met het aantal inwoners per klasse, in “%(file)s”."),
            {"file": str(file)},
        ),
        Message(found, {"found": which}),
        Message(
            N_(
                "Geef voor --rake de kolommen variable,category,count, en voor --poststratify de kolommen van de "
                "steekproef en count."
            )
        ),
    )
