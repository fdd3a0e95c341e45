"""Areas out of a table or a typed list, all or nothing."""

import math
import re
import unicodedata
from collections.abc import Sequence

from flask_babel import gettext as _

from survey.studies import tabular
from survey.studies.areas import (
    LONGEST_CODE,
    LONGEST_NAME,
    MOST_PLACE,
    MOST_RESIDENTS,
    Row,
    judged,
)
from survey.studies.refusals import SetupRefused
from survey.studies.typed import NotUnderstood, line, whole

COLUMNS = {
    "code": ("code",),
    "name": ("naam",),
    "residents": ("inwoners",),
    "line": ("rij",),
    "column": ("kolom",),
    # As the command `study publish --areas` has them: these count from 0.
    "row": ("row",),
    "col": ("col",),
}
EXPORTED = ("code", "naam", "inwoners", "rij", "kolom")
_MOST_FAULTS = 20


def import_areas(text: str, kept: Sequence[Row]) -> list[Row]:
    """The areas with those of the text in them: a known code is renewed, another one is added at the end.

    Args:
        text: a table with a line of column names, or one area per line: `Noord` or `Noord; 4000` (its residents).
        kept: the areas that there are.

    Raises:
        SetupRefused: anything in it is wrong; every fault with its row.
    """
    first = text.removeprefix("\ufeff").lstrip().split("\n", 1)[0]
    named = {alias for name, aliases in COLUMNS.items() for alias in (name, *aliases)}
    is_table = any(cell.strip().casefold() in named for cell in re.split(r"[;,\t]", first))
    found = _table(text) if is_table else _list(text)
    if not found:
        raise SetupRefused(_("Geef ten minste één gebied op."))
    wanted = {row["code"]: dict(row) for row in kept}
    given: list[Row] = []
    for row in found:
        code = row["code"] or code_of(row["name"])
        before = wanted.get(code, {"code": code, "row": None, "col": None, "residents": None})
        merged = {**before, **{key: value for key, value in row.items() if value is not None}, "code": code}
        wanted[code] = merged
        given.append(merged)
    faults = judged(given)
    if faults:
        raise SetupRefused(*faults)
    return placed(list(wanted.values()))


def placed(areas: Sequence[Row]) -> list[Row]:
    """The areas, each with a tile: who has none gets a free one, in rows of about as many as there are rows."""
    taken = {(row["row"], row["col"]) for row in areas if row["row"] is not None and row["col"] is not None}
    width = max(1, math.ceil(math.sqrt(len(areas))))
    free = ((place // width, place % width) for place in range(len(areas) * 2 + width))
    done = []
    for row in areas:
        if row["row"] is None or row["col"] is None:
            row_, col_ = next(place for place in free if place not in taken)
            done.append({**row, "row": row_, "col": col_})
        else:
            done.append(dict(row))
    return done


def code_of(name: str) -> str:
    """A code for an area of this name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_CODE]
    return made or f"gebied-{sum(name.encode('utf-8', 'replace')) % 10_000}"


def export_areas(areas: Sequence[Row]) -> str:
    """The areas as CSV, in the columns that `import_areas` reads."""
    return tabular.written(
        EXPORTED,
        (
            {
                "code": row["code"],
                "naam": row["name"],
                "inwoners": row["residents"],
                "rij": row["row"] + 1,
                "kolom": row["col"] + 1,
            }
            for row in areas
        ),
    )


def _list(text: str) -> list[Row]:
    found, faults = [], []
    for place, typed in enumerate(text.splitlines(), start=1):
        name, _separator, residents = typed.partition(";")
        if not typed.strip():
            continue
        try:
            found.append(_row("", name, residents, {}))
        except NotUnderstood as error:
            faults.append(_("Regel %(row)s: %(what)s", row=place, what=error))
    _refuse(faults)
    return found


def _table(text: str) -> list[Row]:
    found, faults = [], []
    for cells in tabular.rows(text, COLUMNS, ("name",)):
        try:
            found.append(_row(cells["code"], cells["name"], cells["residents"], cells))
        except NotUnderstood as error:
            faults.append(_("Rij %(row)s: %(what)s", row=cells["at"], what=error))
    _refuse(faults)
    return found


def _row(code: str, name: str, residents: str, cells: dict[str, str]) -> Row:
    called = line(name, LONGEST_NAME)
    if not called:
        raise NotUnderstood(_("de naam van het gebied ontbreekt."))
    return {
        "code": line(code, LONGEST_CODE),
        "name": called,
        "residents": whole(residents, 0, MOST_RESIDENTS),
        "row": _place(cells, "line", "row"),
        "col": _place(cells, "column", "col"),
    }


def _place(cells: dict[str, str], from_one: str, from_zero: str) -> int | None:
    counted = whole(cells.get(from_one, ""), 1, MOST_PLACE)
    return counted - 1 if counted is not None else whole(cells.get(from_zero, ""), 0, MOST_PLACE - 1)


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = len(faults) - _MOST_FAULTS
        raise SetupRefused(
            *faults[:_MOST_FAULTS], *([_("… en nog %(count)s.", count=more)] if more > 0 else [])
        )
