"""Read a CSV file as a spreadsheet would: UTF-8, a comma, semicolon or tab, and rows that all have the same columns."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

_DELIMITERS = (",", ";", "\t")
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the row as a spreadsheet numbers it (the header is row 1), the column, and what."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        place = f"rij {self.row}, kolom {self.column}" if self.column else f"rij {self.row}"
        return f"{place}: {self.what}"


class ImportRefused(ValueError):  # noqa: N818 -- it says what happened
    """The file can not be imported; nothing was kept. `faults` holds all that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:_MOST_SHOWN]]
        more = len(self.faults) - len(shown)
        last = [f"… en nog {more}."] if more > 0 else []
        return "\n".join(["Er is niets geïmporteerd.", *shown, *last])


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file: per row its number and its cells by column. `digest` is the SHA-256 of the file's bytes."""

    digest: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_csv(path: Path) -> Sheet:
    """Read the file; a row without any text is skipped.

    Raises:
        ImportRefused: it is not a table in UTF-8, columns have no name or the same name, or a row has another
            number of cells than the header.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        what = "dit is geen UTF-8. Sla het bestand in uw rekenblad op als ‘CSV UTF-8’."
        raise ImportRefused([Fault(row, "", what)]) from error
    lines = _lines(text)
    if not lines:
        raise ImportRefused(
            [Fault(1, "", "het bestand is leeg. De eerste rij hoort de namen van de kolommen te geven.")]
        )
    columns = tuple(name.strip() for name in lines[0])
    faults = _header_faults(columns)
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            what = f"deze rij heeft {len(cells)} cellen, de eerste rij {len(columns)}. Staat er een scheidingsteken te veel?"
            faults.append(Fault(number, "", what))
            continue
        rows.append((number, dict(zip(columns, cells, strict=True))))
    if faults:
        raise ImportRefused(faults)
    return Sheet(hashlib.sha256(content).hexdigest(), columns, tuple(rows))


def _lines(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        what = f"deze rij is geen goede CSV ({error}). Staat er een aanhalingsteken te veel of te weinig?"
        raise ImportRefused([Fault(len(lines) + 1, "", what)]) from error
    return lines


def _header_faults(columns: tuple[str, ...]) -> list[Fault]:
    faults = [
        Fault(1, f"nummer {place}", "deze kolom heeft geen naam.")
        for place, name in enumerate(columns, 1)
        if not name
    ]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    return faults + [Fault(1, name, "deze naam komt meer dan één keer voor.") for name in twice]
