"""A file with members as a table of texts, whatever kind of file it is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.formulas import unguarded
from survey.members.columns import recognised, written
from survey.members.file_faults import Fault, FileRefused, shortened
from survey.members.read_text import read_text
from survey.members.read_workbook import read_workbook

_PACKED, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LONGEST = 400  # characters in a cell
_NEEDED = ("consented_on",)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file: per row its number and its cells by our names of columns.

    Attributes:
        columns: our columns that are in the file, with the name that the file gives each.
        ignored: columns that we do not know.
        rows: rows that hold anything.
        faults: rows and cells that can not be read.
    """

    columns: dict[str, str]
    ignored: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    faults: tuple[Fault, ...]


def read_file(content: bytes) -> Sheet:
    """Read a CSV or XLSX file.

    Raises:
        FileRefused: it is neither, it is empty, or a column that is needed is missing.
    """
    if not content.strip():
        raise FileRefused(_("Het bestand is leeg. De eerste rij hoort de namen van de kolommen te geven."))
    if content.startswith(_OLD_EXCEL):
        raise FileRefused(
            _("Dit is een oud of een beveiligd Excel-bestand. Sla het zonder wachtwoord op als XLSX of CSV.")
        )
    lines = read_workbook(content) if content.startswith(_PACKED) else read_text(content)
    first = next((at for at, cells in enumerate(lines) if any(cell.strip() for cell in cells)), None)
    if first is None:
        raise FileRefused(_("Het bestand is leeg. De eerste rij hoort de namen van de kolommen te geven."))
    places, ignored = _header(lines[first])
    rows, faults = [], []
    for number, cells in enumerate(lines[first + 1 :], start=first + 2):
        if not any(cell.strip() for cell in cells):
            continue
        wrong = _unreadable(number, cells, len(lines[first]))
        faults += wrong
        if not wrong:
            texts = {column: _cell(cells, at) for column, at in places.items()}
            rows.append((number, texts))
    if not rows and not faults:
        raise FileRefused(_("Onder de namen van de kolommen staan geen leden."))
    named = {column: lines[first][at].strip() for column, at in places.items()}
    return Sheet(named, ignored, tuple(rows), tuple(faults))


def _header(names: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    places: dict[str, int] = {}
    ignored = []
    for at, name in enumerate(names):
        column = recognised(name)
        if column is None:
            ignored += [shortened(name)] if name.strip() else []
        elif column in places:
            raise FileRefused(
                _(
                    "Twee kolommen betekenen hetzelfde: ‘%(one)s’ en ‘%(other)s’. Haal er een weg.",
                    one=shortened(names[places[column]]),
                    other=shortened(name),
                )
            )
        else:
            places[column] = at
    missing = [written(column) for column in _NEEDED if column not in places]
    if not {"number", "email"} & set(places):
        missing.append(_("%(one)s of %(other)s", one=written("number"), other=written("email")))
    if missing:
        raise FileRefused(
            _(
                "Deze kolommen ontbreken: %(missing)s. Gevonden in de eerste rij: %(found)s. Gebruik het voorbeeldbestand.",
                missing=", ".join(missing),
                found=", ".join(shortened(name) for name in names[:20] if name.strip()) or "–",
            )
        )
    return places, tuple(ignored)


def _unreadable(number: int, cells: list[str], wide: int) -> list[Fault]:
    if any(cell.strip() for cell in cells[wide:]):
        return [
            Fault(
                number, "", _("%(count)s cellen", count=len(cells)),
                _("Niet meer dan %(wide)s cellen, zoals de eerste rij. Staat er een scheidingsteken te veel?", wide=wide),
            )
        ]  # fmt: skip
    longest = max(cells, key=len)
    if len(longest) > _LONGEST:
        return [
            Fault(
                number, "", shortened(longest),
                _("Een tekst van ten hoogste %(most)s tekens; deze heeft er %(came)s.", most=_LONGEST, came=len(longest)),
            )
        ]  # fmt: skip
    return []


def _cell(cells: list[str], at: int) -> str:
    # An apostrophe that our own export put before a formula is taken off again.
    return unguarded(cells[at]) if at < len(cells) else ""
