"""Tables as text: CSV out of a spreadsheet read strictly, and CSV for a spreadsheet that runs nothing in it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from survey.formulas import guarded, unguarded
from survey.studies.refusals import SetupRefused

_DELIMITERS = (";", ",", "\t")
MOST_ROWS = 5000


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, or else what Windows writes.

    Raises:
        SetupRefused: it is no text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text or "\ufffd" in text:
        raise SetupRefused(_("Dit bestand is geen tekst. Bewaar het in uw rekenblad als ‘CSV UTF-8’."))
    return text


def rows(text: str, columns: Mapping[str, Sequence[str]], needed: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a table whose first line names the columns; rows without any text are left out.

    Args:
        text: the table, its cells separated by a semicolon, comma or tab.
        columns: name -> what people call that column, in small letters.
        needed: the columns that must be there.

    Returns:
        By row the cells by name; `""` for a column that is not there. `at` is the number of the row.

    Raises:
        SetupRefused: there is no such table.

    """
    try:
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise SetupRefused(_("Deze tabel is niet te lezen. Bewaar haar opnieuw als CSV.")) from error
    if not lines:
        raise SetupRefused(_("Er staat niets in de tabel."))
    called = {alias: name for name, aliases in columns.items() for alias in (name, *aliases)}
    header = [called.get(cell.strip().casefold(), "") for cell in lines[0]]
    missing = [columns[name][0] for name in needed if name not in header]
    if missing:
        raise SetupRefused(
            _(
                "De eerste regel noemt de kolommen. Deze ontbreken: %(missing)s. Gevonden: %(found)s.",
                missing=", ".join(missing),
                found=", ".join(cell.strip()[:_LONGEST_SHOWN] for cell in lines[0][:_MOST_SHOWN]) or "–",
            )
        )
    named = [name for name in header if name]
    if len(set(named)) < len(named):
        raise SetupRefused(_("Een kolom komt twee keer voor in de eerste regel."))
    if len(lines) > MOST_ROWS:
        raise SetupRefused(_("De tabel is te lang: hoogstens %(most)s regels.", most=MOST_ROWS))
    return _cells(header, lines, list(columns))


_LONGEST_SHOWN, _MOST_SHOWN = 30, 10


def _cells(header: list[str], lines: list[list[str]], columns: list[str]) -> list[dict[str, str]]:
    found, faults = [], []
    for place, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(
                _(
                    "Rij %(row)s heeft %(found)s kolommen, de eerste regel heeft er %(expected)s.",
                    row=place,
                    found=len(cells),
                    expected=len(header),
                )
            )
            continue
        by_name = {name: unguarded(cell.strip()) for name, cell in zip(header, cells, strict=True) if name}
        found.append({"at": str(place), **{name: by_name.get(name, "") for name in columns}})
    if faults:
        raise SetupRefused(*faults[:_MOST_SHOWN])
    if not found:
        raise SetupRefused(_("Onder de eerste regel staat niets."))
    return found


def written(columns: Sequence[str], table: Iterable[Mapping[str, Any]]) -> str:
    """The table as CSV with semicolons, as Dutch spreadsheets open it; no cell is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in table:
        writer.writerow(["" if row[name] is None else guarded(str(row[name])) for name in columns])
    return "\ufeff" + out.getvalue()


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)
